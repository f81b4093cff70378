/* What the examples have in common: a device, and how an error and an outcome are shown. */
#ifndef EXAMPLE_H
#define EXAMPLE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tvpass.h"

/* A text as the two arguments that functions take. */
#define TEXT(text) (text), strlen(text)

/* Prints an error and ends the program. */
static inline void fail(const char *what, tvpass_error *error)
{
    fprintf(stderr, "%s: %s\n%s\n", what, tvpass_error_message(error).data, tvpass_error_advice(error).data);
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

/* The device that the program runs on. The caller frees it. */
static inline tvpass_device *this_device(void)
{
    tvpass_device_info *info = NULL;
    tvpass_device *device = NULL;
    TRY(tvpass_device_info_new, &info);
    TRY(tvpass_device_info_set_text, info, TVPASS_DEVICE_KEY_PRIMARY_HARDWARE_TYPE, TEXT("SetTopBox"));
    TRY(tvpass_device_info_set_text, info, TVPASS_DEVICE_KEY_MODEL, TEXT("Example STB"));
    TRY(tvpass_device_info_set_text, info, TVPASS_DEVICE_KEY_VERSION, TEXT("2"));
    TRY(tvpass_device_info_set_text, info, TVPASS_DEVICE_KEY_OS_NAME, TEXT("Linux"));
    TRY(tvpass_device_info_set_text, info, TVPASS_DEVICE_KEY_OS_VERSION, TEXT("6.1"));
    TRY(tvpass_device_info_set_text, info, TVPASS_DEVICE_KEY_CONNECTION_TYPE, TEXT("LAN"));
    /* Whatever stays the same on this device: a serial number, a MAC address. If it changes, the user's profiles are lost. */
    TRY(tvpass_device_new_from_os_identifier, info, TEXT("example-serial-0001"), &device);
    tvpass_device_info_free(info);
    return device;
}

/* Shows what is left to do after a logout, as a user interface would do it. */
static inline void follow(tvpass_logout *logout)
{
    printf("signed out; %zu profiles deleted\n", tvpass_logout_profile_count(logout));
    for (;;) {
        tvpass_remaining what = TVPASS_REMAINING_UNKNOWN;
        size_t index = 0;
        TRY(tvpass_logout_remaining, logout, &what, &index);
        if (what == TVPASS_REMAINING_DONE) {
            return;
        }
        const char *mvpd = tvpass_logout_profile_key(logout, index).data;
        switch (what) {
        case TVPASS_REMAINING_OPEN_URL:
            /* Here a device with a browser opens it, and asks tvpass_redirect_url_is_reached_by for each navigation. */
            printf("%s: open %s\n", mvpd, tvpass_logout_profile_url(logout, index).data);
            break;
        case TVPASS_REMAINING_PARTNER_SIGN_OUT:
            printf("%s: sign out in the system's settings, too\n", mvpd);
            break;
        default:
            if (tvpass_logout_profile_action(logout, index) == TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER) {
                printf("%s: an answer was lost, and with it what was to be opened\n", mvpd);
            }
            printf("%s: the provider's own session may still be open\n", mvpd);
            break;
        }
        TRY(tvpass_logout_mark_followed, logout, index);
    }
}

#endif
