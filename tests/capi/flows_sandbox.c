/* Flows that block, against the sandbox: another thread is the user, and the sandbox's control endpoints are the phone. */
#define _POSIX_C_SOURCE 200809L

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "fixture.h"
#include "person.h"

#if defined(TVPASS_HAS_UREQ) && defined(TVPASS_HAS_FLOWS)

#define STATE "state-of-the-flows"

typedef struct home {
    fixture f;
    tvpass_site *site;
    tvpass_driver *driver;
    tvpass_blocking_client *client;
    tvpass_account *account;
    tvpass_cancellation *cancellation;
    char code[64];
} home;

static const char *sandbox_base;
static const char *software_statement;
static reply answered;

static void home_open(home *home, const char *identifier)
{
    memset(home, 0, sizeof *home);
    fixture_new(&home->f);
    home->f.site_input.base = tvpass_str_of(sandbox_base);
    home->f.device_info.os_identifier = TVPASS_STR("");
    home->f.device_info.identifier = tvpass_str_of(identifier);
    CHECK(tvpass_site_new(&home->f.site_input, &home->site, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_driver_new(NULL, &home->driver, NULL) == TVPASS_STATUS_OK);
    tvpass_client_config config = TVPASS_CLIENT_CONFIG_INIT;
    config.software_statement = tvpass_str_of(software_statement);
    config.no_pacing = true;
    config.event_queue = 256;
    remove(STATE);
    CHECK(tvpass_blocking_client_open(home->site, &config, home->driver, TVPASS_STR(STATE), &home->client, NULL) ==
          TVPASS_STATUS_OK);
    CHECK(tvpass_account_new(tvpass_blocking_client_client(home->client), &home->f.account_settings, &home->account,
                             NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_cancellation_new(home->client, &home->cancellation, NULL) == TVPASS_STATUS_OK);
    home->f.sign_in_options.poll_interval_ms = 3000;
}

static void home_close(home *home)
{
    const tvpass_client *client = tvpass_blocking_client_client(home->client);
    tvpass_event *event = NULL;
    size_t count = 0;
    while (tvpass_client_next_event(client, &event, NULL) == TVPASS_STATUS_OK && event != NULL) {
        CHECK(home->code[0] == '\0' || !contains(event->text, home->code));
        count++;
        tvpass_event_free(event);
    }
    CHECK(count > 3);
    tvpass_cancellation_free(home->cancellation);
    tvpass_account_free(home->account);
    tvpass_blocking_client_free(home->client);
    tvpass_driver_free(home->driver);
    tvpass_site_free(home->site);
    fixture_free(&home->f);
    remove(STATE);
}

static const tvpass_step *next(home *home, tvpass_call *call)
{
    const tvpass_step *step = tvpass_call_poll_blocking(call, home->client, home->cancellation);
    CHECK(step->kind == TVPASS_STEP_PRESENT || step->kind == TVPASS_STEP_DONE);
    return step;
}

/* What is told by another thread, after a while. */
typedef struct hand {
    pthread_t thread;
    const home *home;
    tvpass_tell_kind kind;
    const char *text;
} hand;

static void *reaches_out(void *of)
{
    const hand *hand = of;
    struct timespec pause = {0, 300 * 1000000L};
    nanosleep(&pause, NULL);
    if (hand->kind == TVPASS_TELL_UNKNOWN) {
        tvpass_cancellation_cancel(hand->home->cancellation, NULL);
        return NULL;
    }
    tvpass_tell_input input = TVPASS_TELL_INPUT_INIT;
    input.kind = hand->kind;
    input.text = tvpass_str_of(hand->text);
    tvpass_cancellation_tell(hand->home->cancellation, &input, NULL);
    return NULL;
}

/* What comes next while somebody tells this: TVPASS_TELL_UNKNOWN ends it. */
static const tvpass_step *next_told(home *home, tvpass_call *call, tvpass_tell_kind kind, const char *text)
{
    hand hand = {.home = home, .kind = kind, .text = text};
    CHECK(pthread_create(&hand.thread, NULL, reaches_out, &hand) == 0);
    const tvpass_step *step = next(home, call);
    CHECK(pthread_join(hand.thread, NULL) == 0);
    return step;
}

static void keep_code(home *home, const tvpass_step *step)
{
    CHECK(step->presented->kind == TVPASS_PRESENTED_SHOW_CODE);
    snprintf(home->code, sizeof home->code, "%s", step->presented->code_screen->code.data);
}

static void plays(home *home)
{
    static char json[16 * 1024];
    char verdict[64];
    tvpass_call *call = NULL;
    tvpass_outcome *outcome = NULL;
    tvpass_media_token *token = NULL;
    tvpass_account_authorize_input input = TVPASS_ACCOUNT_AUTHORIZE_INPUT_INIT;
    input.resource = TVPASS_STR(RESOURCE);
    CHECK(tvpass_account_authorize(home->account, &input, &call, NULL) == TVPASS_STATUS_OK);
    CHECK(next(home, call)->presented->kind == TVPASS_PRESENTED_PLAY);
    CHECK(tvpass_call_take_outcome(call, &outcome, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_outcome_take_media_token(outcome, TVPASS_STR(RESOURCE), &token, NULL) == TVPASS_STATUS_OK);
    snprintf(json, sizeof json, "{\"serializedToken\":\"%s\",\"serviceProvider\":\"REF30\",\"resource\":\"" RESOURCE "\"}",
             token->serialized.data);
    control(sandbox_base, "media-tokens/verify", json, &answered);
    CHECK(json_text(answered.body, "verdict", verdict, sizeof verdict) && strcmp(verdict, "valid") == 0);
    tvpass_media_token_free(token);
    tvpass_outcome_free(outcome);
    tvpass_call_free(call);
}

static void signs_out(home *home)
{
    tvpass_call *call = NULL;
    CHECK(tvpass_account_sign_out(home->account, TVPASS_STR(""), &call, NULL) == TVPASS_STATUS_OK);
    CHECK(next(home, call)->presented->kind == TVPASS_PRESENTED_OPEN_BROWSER);
    tvpass_tell_input input = TVPASS_TELL_INPUT_INIT;
    input.kind = TVPASS_TELL_CONTINUE;
    CHECK(tvpass_call_tell(call, tvpass_blocking_client_now_ms(home->client), &input, NULL) == TVPASS_STATUS_OK);
    const tvpass_step *step = next(home, call);
    CHECK(step->kind == TVPASS_STEP_DONE && step->presented->kind == TVPASS_PRESENTED_SIGNED_OUT);
    CHECK(step->presented->logout_count == 1);
    /* It stays as it ended, however it is asked. */
    CHECK(next(home, call) == step && tvpass_call_poll(call, 0) == step);
    tvpass_call_free(call);
}

static void signed_in_watching_and_signed_out(void)
{
    home home;
    char path[128];
    tvpass_call *call = NULL;
    home_open(&home, "c-flow-1");
    CHECK(tvpass_account_sign_in(home.account, &home.f.sign_in_options, &call, NULL) == TVPASS_STATUS_OK);
    CHECK(next(&home, call)->presented->kind == TVPASS_PRESENTED_CHOOSE_PROVIDER);
    const tvpass_step *step = next_told(&home, call, TVPASS_TELL_SEARCH, "optim");
    CHECK(step->presented->kind == TVPASS_PRESENTED_CHOOSE_PROVIDER && step->presented->provider_count == 2);
    CHECK_STR(step->presented->providers[0]->id, "Cablevision");
    step = next_told(&home, call, TVPASS_TELL_PROVIDER_CHOSEN, "Cablevision");
    keep_code(&home, step);
    snprintf(path, sizeof path, "authentication-sessions/%s", home.code);
    control(sandbox_base, path, "{\"outcome\":\"signIn\"}", &answered);
    step = next(&home, call);
    CHECK(step->kind == TVPASS_STEP_DONE && step->presented->kind == TVPASS_PRESENTED_SIGNED_IN);
    tvpass_call_free(call);
    plays(&home);
    signs_out(&home);
    home_close(&home);
}

static void another_thread_wants_a_new_code_and_ends_it(void)
{
    home home;
    tvpass_call *call = NULL;
    home_open(&home, "c-flow-2");
    home.f.sign_in_options.mvpd = TVPASS_STR("Cablevision");
    CHECK(tvpass_account_sign_in(home.account, &home.f.sign_in_options, &call, NULL) == TVPASS_STATUS_OK);
    keep_code(&home, next(&home, call));
    const tvpass_step *step = next_told(&home, call, TVPASS_TELL_NEW_CODE, "");
    CHECK(step->presented->kind == TVPASS_PRESENTED_SHOW_CODE);
    CHECK(strcmp(step->presented->code_screen->code.data, home.code) != 0);
    step = next_told(&home, call, TVPASS_TELL_UNKNOWN, "");
    CHECK(step->kind == TVPASS_STEP_DONE && step->status == TVPASS_STATUS_CANCELLED);
    tvpass_call_free(call);
    /* A call of another client is on another scale of time. */
    step = tvpass_call_poll_blocking(home.f.call, home.client, NULL);
    CHECK(step->kind == TVPASS_STEP_DONE && step->status == TVPASS_STATUS_OUT_OF_RANGE);
    CHECK(tvpass_call_poll(home.f.call, 1000)->kind == TVPASS_STEP_WAIT);
    home_close(&home);
}

static void temporary_access_ends(void)
{
    home home;
    tvpass_call *call = NULL;
    tvpass_outcome *outcome = NULL;
    home_open(&home, "c-flow-3");
    tvpass_account_authorize_input *input = &home.f.account_authorize_input;
    CHECK(tvpass_account_authorize(home.account, input, &call, NULL) == TVPASS_STATUS_OK);
    CHECK(next(&home, call)->presented->play->is_temporary);
    CHECK(tvpass_call_take_outcome(call, &outcome, NULL) == TVPASS_STATUS_OK);
    tvpass_call_free(call);
    CHECK(tvpass_account_temporary_access_end(home.account, outcome, &call, NULL) == TVPASS_STATUS_OK);
    tvpass_outcome_free(outcome);
    const tvpass_step *step = next(&home, call);
    CHECK(step->presented->kind == TVPASS_PRESENTED_TEMPORARY_ACCESS_REMAINING);
    const tvpass_temporary_access *left = step->presented->temporary_access;
    CHECK(left->has_remaining_resources && left->remaining_resources == 4);
    CHECK(tvpass_remaining_ms(left->ends_at_ms, tvpass_blocking_client_now_ms(home.client)) > 60000);
    tvpass_call_free(call);
    home_close(&home);
}
#endif

void flows_sandbox_tests(const char *base, const char *statement)
{
#if defined(TVPASS_HAS_UREQ) && defined(TVPASS_HAS_FLOWS)
    sandbox_base = base;
    software_statement = statement;
    RUN(signed_in_watching_and_signed_out);
    RUN(another_thread_wants_a_new_code_and_ends_it);
    RUN(temporary_access_ends);
#else
    (void)base;
    (void)statement;
#endif
}
