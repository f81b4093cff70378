/* What a panic spoils besides the handle that it happened with, and what it leaves alone. Each function by itself: the generated tests. */
#include "check.h"
#include "fixture.h"

#ifdef TVPASS_TEST_PANIC
void tvpass_test_panic_next(void);

/* A call works on its client's data: both are poisoned, and with them the client's other calls. */
static void a_panic_in_a_call_poisons_its_client(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_call *call = NULL;
    tvpass_text *text = NULL;
    tvpass_outcome *outcome = NULL;
    tvpass_call *other = a_call(&f, f.client, 1000, 0);
    tvpass_test_panic_next();
    const tvpass_step *step = tvpass_call_poll(f.call, 1000);
    CHECK(step->kind == TVPASS_STEP_DONE && step->status == TVPASS_STATUS_PANIC);
    CHECK(tvpass_client_start(f.client, 1000, f.operation, 0, &call, NULL) == TVPASS_STATUS_POISONED);
    CHECK(call == NULL);
    CHECK(tvpass_client_state(f.client, &text, NULL) == TVPASS_STATUS_POISONED);
    CHECK(!tvpass_client_is_registered(f.client));
    tvpass_call *both[] = {f.call, other};
    for (size_t i = 0; i < 2; i++) {
        step = tvpass_call_poll(both[i], 1000);
        CHECK(step->kind == TVPASS_STEP_DONE && step->status == TVPASS_STATUS_POISONED);
        CHECK(step->request == NULL);
        CHECK(tvpass_call_take_outcome(both[i], &outcome, NULL) == TVPASS_STATUS_POISONED);
    }
    tvpass_call_free(other);
    /* What the client was made of is as good as before. */
    tvpass_client *client = a_client(&f, &f.client_config);
    call = a_call(&f, client, 1000, 0);
    CHECK(tvpass_call_poll(call, 1000)->kind == TVPASS_STEP_SEND);
    tvpass_call_free(call);
    tvpass_client_free(client);
    fixture_free(&f);
}

/* A poisoned handle is refused as an argument, too. */
static void a_poisoned_argument_is_refused(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_test_panic_next();
    CHECK(tvpass_site_describe(f.site) == NULL);
    CHECK(tvpass_site_describe(f.site) == NULL);
    tvpass_client *client = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_client_new(f.site, &f.client_config, &f.start, &client, &error) == TVPASS_STATUS_POISONED);
    CHECK_ERROR(error, TVPASS_STATUS_POISONED);
    tvpass_test_panic_next();
    CHECK(tvpass_response_set_status(f.response, 200, NULL) == TVPASS_STATUS_PANIC);
    CHECK(tvpass_call_respond(f.call, 1000, f.response, NULL) == TVPASS_STATUS_POISONED);
    /* The handle that was to be changed is none the worse. */
    tvpass_response *response = registered();
    CHECK(tvpass_call_respond(f.call, 1000, response, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_call_poll(f.call, 1000)->kind == TVPASS_STEP_PERSIST);
    tvpass_response_free(response);
    fixture_free(&f);
}
#endif

void poison_tests(void)
{
#ifdef TVPASS_TEST_PANIC
    RUN(a_panic_in_a_call_poisons_its_client);
    RUN(a_poisoned_argument_is_refused);
#endif
}
