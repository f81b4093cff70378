/* Two threads on one client, each driving calls of its own, and on the same const handles. */
#include <pthread.h>

#include "check.h"
#include "fixture.h"

enum { ROUNDS = 50 };

typedef struct worker {
    const fixture *shared;
    int failures;
} worker;

static tvpass_response *reply(const tvpass_request *request)
{
    tvpass_str url = request->url;
    if (contains(url, "/register")) {
        return registered();
    }
    return contains(url, "/token") ? granted() : logged_out();
}

/* One logout. The clock stands still, so that whoever waits for the other thread polls again at once. */
static int one_logout(const fixture *shared)
{
    tvpass_call *call = NULL;
    tvpass_outcome *outcome = NULL;
    const tvpass_step *step;
    if (tvpass_client_start(shared->client, 1000, shared->operation, 0, &call, NULL) != TVPASS_STATUS_OK) {
        return 1;
    }
    int failed = 0;
    while (failed == 0 && (step = tvpass_call_poll(call, 1000))->kind != TVPASS_STEP_DONE) {
        if (step->kind == TVPASS_STEP_SEND) {
            tvpass_response *response = reply(step->request);
            failed = tvpass_call_respond(call, 1000, response, NULL) != TVPASS_STATUS_OK;
            tvpass_response_free(response);
        } else if (step->kind == TVPASS_STEP_PERSIST) {
            failed = tvpass_call_persisted(call, 1000, true, NULL) != TVPASS_STATUS_OK;
        }
    }
    if (tvpass_call_take_outcome(call, &outcome, NULL) != TVPASS_STATUS_OK ||
        tvpass_outcome_logout(outcome)->profile_count != 1) {
        failed = 1;
    }
    tvpass_outcome_free(outcome);
    tvpass_call_free(call);
    return failed;
}

static void *work(void *argument)
{
    worker *this = argument;
    for (int i = 0; i < ROUNDS; i++) {
        this->failures += one_logout(this->shared);
        tvpass_text *report = NULL;
        tvpass_event *event = NULL;
        this->failures += tvpass_client_support_report(this->shared->client, 1000, &report, NULL) != TVPASS_STATUS_OK;
        this->failures += tvpass_client_next_event(this->shared->client, &event, NULL) != TVPASS_STATUS_OK;
        this->failures += !tvpass_redirect_url_is_reached_by(this->shared->logout_input.redirect_url,
                                                             TVPASS_STR("http://example.com/signed-out"));
        this->failures += tvpass_site_describe(this->shared->site)->device_info_header.len == 0;
        tvpass_event_free(event);
        tvpass_text_free(report);
    }
    return NULL;
}

static void two_threads_on_one_client(void)
{
    fixture f;
    fixture_new(&f);
    /* The fixture's own call has begun to register: cancelled, so that one of the threads takes over. */
    tvpass_call_free(f.call);
    f.call = NULL;
    tvpass_client_free(f.client);
    f.client_config.no_pacing = true;
    f.client = a_client(&f, &f.client_config);
    worker workers[2] = {{&f, 0}, {&f, 0}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        CHECK(pthread_create(&threads[i], NULL, work, &workers[i]) == 0);
    }
    for (int i = 0; i < 2; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(workers[i].failures == 0);
    }
    fixture_free(&f);
}

static void *change_response(void *response)
{
    for (int i = 0; i < ROUNDS; i++) {
        tvpass_response_set_status(response, (uint16_t)(200 + i), NULL);
    }
    return NULL;
}

void race(void)
{
    tvpass_response *response = NULL;
    pthread_t threads[2];
    if (tvpass_response_new(200, &response, NULL) != TVPASS_STATUS_OK) {
        return;
    }
    for (int i = 0; i < 2; i++) {
        pthread_create(&threads[i], NULL, change_response, response);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    tvpass_response_free(response);
}

void thread_tests(void)
{
    RUN(two_threads_on_one_client);
}
