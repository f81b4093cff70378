/* What an app has of its own: its clocks, its device, and what its user is shown. Include it first. */
#ifndef EXAMPLE_H
#define EXAMPLE_H

#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tvpass.h"

/* Ends the program if it was called with other arguments. */
static inline void expect(bool right, const char *arguments)
{
    if (!right) {
        fprintf(stderr, "usage: %s\n", arguments);
        exit(2);
    }
}

static inline uint64_t milliseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* The time on the scale of all calls: one that does not run backwards. */
static inline uint64_t now_ms(void)
{
    return milliseconds(CLOCK_MONOTONIC);
}

static inline void sleep_ms(uint64_t time)
{
    struct timespec pause = {(time_t)(time / 1000), (long)(time % 1000) * 1000000};
    nanosleep(&pause, NULL);
}

/* Prints an error and ends the program. The library has cleaned the texts of errors. */
static inline void fail(const char *what, tvpass_error *error)
{
    fprintf(stderr, "%s: %s: %s\n%s\n", what, error->name.data, error->message.data, error->advice.data);
    tvpass_error_free(error);
    exit(EXIT_FAILURE);
}

/* Calls a function with an `error` at its end, and ends the program if it fails. */
#define TRY(function, ...)                                                   \
    do {                                                                     \
        tvpass_error *error_ = NULL;                                         \
        if (function(__VA_ARGS__, &error_) != TVPASS_STATUS_OK) {            \
            fail(#function, error_);                                         \
        }                                                                    \
    } while (0)

/* The same for an operation, with what a support ticket needs. */
static inline void fail_with_report(const tvpass_client *client, uint64_t now, tvpass_error *error)
{
    tvpass_text *report = NULL;
    TRY(tvpass_client_support_report, client, now, &report);
    fprintf(stderr, "%s", report->text.data);
    tvpass_text_free(report);
    fail("the operation", error);
}

/* Requests go to this base, for the device that the program runs on. The caller frees the site. */
static inline tvpass_site *open_site(const char *base)
{
    tvpass_device_info device = TVPASS_DEVICE_INFO_INIT;
    /* What stays the same on this device, such as a serial number. If it changes, the user's profiles
     * are lost. */
    device.os_identifier = TVPASS_STR("example-serial-0001");
    device.primary_hardware_type = TVPASS_STR("SetTopBox");
    device.model = TVPASS_STR("Example STB");
    device.version = TVPASS_STR("2");
    device.os_name = TVPASS_STR("Linux");
    device.os_version = TVPASS_STR("6.1");
    device.connection_type = TVPASS_STR("LAN");

    tvpass_site_input input = TVPASS_SITE_INPUT_INIT;
    input.base = tvpass_str_of(base);
    input.device_info = &device;
    tvpass_site *site = NULL;
    TRY(tvpass_site_new, &input, &site);
    return site;
}

#if defined(TVPASS_HAS_FILE_STORE)
/* A client with the state that an earlier run stored. An app has one for as long as it runs. */
static inline tvpass_client *open_client(const tvpass_site *site, const char *software_statement,
                                         const tvpass_state_file *file)
{
    tvpass_client_config config = TVPASS_CLIENT_CONFIG_INIT;
    config.software_statement = tvpass_str_of(software_statement);
    tvpass_text *stored = NULL;
    TRY(tvpass_state_file_load, file, &stored);
    tvpass_start start = TVPASS_START_INIT;
    if (stored != NULL) {
        start.state = stored->text;
    }
    start.now_ms = now_ms();
    start.unix_ms = milliseconds(CLOCK_REALTIME);
    start.seed = start.unix_ms ^ start.now_ms << 32;
    /* State that is refused ends the program: starting without it would lose the user's profiles. */
    tvpass_client *client = NULL;
    TRY(tvpass_client_new, site, &config, &start, &client);
    tvpass_text_free(stored);
    return client;
}

/* Stores what a call asks to store. If that fails, the call goes on: it is the next start of the app
 * that would register again, and lose the user's profiles. */
static inline bool save(const tvpass_state_file *file, tvpass_str state)
{
    tvpass_error *error = NULL;
    bool saved = tvpass_state_file_save(file, state, &error) == TVPASS_STATUS_OK;
    if (!saved) {
        fprintf(stderr, "the state is not stored: %s\n", error->message.data);
    }
    tvpass_error_free(error);
    return saved;
}
#endif

/* Who signs out of what. The caller frees the operation. */
static inline tvpass_operation *sign_out(const char *mvpd)
{
    tvpass_logout_input input = TVPASS_LOGOUT_INPUT_INIT;
    input.service_provider = TVPASS_STR("REF30");
    input.mvpd = tvpass_str_of(mvpd);
    input.redirect_url = TVPASS_STR("https://example.com/signed-out");
    tvpass_operation *operation = NULL;
    TRY(tvpass_logout_new, &input, &operation);
    return operation;
}

/* Prints a text as the service sent it: what could steer a terminal, or look like another name, is
 * shown as a number. */
static inline void print_received(tvpass_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c >= 0x20 && c < 0x7f && c != '\\') {
            putchar(c);
        } else {
            printf("\\x%02x", c);
        }
    }
}

/* Shows what is left to do after a logout, as a user interface would do it. */
static inline void show(const tvpass_logout *logout)
{
    printf("signed out; %zu profiles deleted\n", logout->profile_count);
    for (size_t i = 0; i < logout->follow_up_count; i++) {
        const tvpass_follow_up *follow_up = logout->follow_ups[i];
        print_received(follow_up->profile->key);
        switch (follow_up->kind) {
        case TVPASS_FOLLOW_UP_OPEN_URL:
            /* Here a device with a browser opens the URL, which the library has checked, and asks
             * tvpass_redirect_url_is_reached_by for each navigation. */
            printf(": open %s\n", follow_up->url.data);
            break;
        case TVPASS_FOLLOW_UP_PARTNER_SIGN_OUT:
            printf(": sign out in the system's settings, too");
            for (size_t j = 0; j < follow_up->settings_count; j++) {
                const tvpass_partner_settings *settings = follow_up->settings[j];
                printf("; %s: ", settings->os_name.data);
                for (size_t k = 0; k < settings->step_count; k++) {
                    printf("%s%s", k == 0 ? "" : " > ", settings->steps[k].data);
                }
            }
            printf("\n");
            break;
        default:
            printf(":");
            if (follow_up->profile->action == TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER) {
                printf(" an answer was lost, and with it what was to be opened;");
            }
            printf(" the provider's own session may still be open\n");
            break;
        }
    }
}

#endif
