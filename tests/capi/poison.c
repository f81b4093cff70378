/* What a panic spoils besides the handle that it happened with, and what it leaves alone. Each function by itself: the generated tests. */
#include "check.h"
#include "fixture.h"

#ifdef TVPASS_TEST_PANIC
void tvpass_test_panic_next(void);

/* A call works on its client's data: both are poisoned, and with them the client's other calls. */
static void a_panic_in_a_call_poisons_its_client(void)
{
    fixture f = fixture_new();
    tvpass_call *other = NULL;
    tvpass_call *call = NULL;
    tvpass_text *text = NULL;
    tvpass_step step = TVPASS_STEP_UNKNOWN;
    CHECK(tvpass_client_logout(f.client, 1000, f.logout_parameters, &other, NULL) == TVPASS_STATUS_OK);
    tvpass_test_panic_next();
    CHECK(tvpass_call_poll(f.call, 1000, &step, NULL) == TVPASS_STATUS_PANIC);
    CHECK(tvpass_client_logout(f.client, 1000, f.logout_parameters, &call, NULL) == TVPASS_STATUS_POISONED);
    CHECK(call == NULL);
    CHECK(tvpass_client_state(f.client, &text, NULL) == TVPASS_STATUS_POISONED);
    CHECK(!tvpass_client_is_registered(f.client));
    CHECK(tvpass_call_poll(other, 1000, &step, NULL) == TVPASS_STATUS_POISONED);
    CHECK(tvpass_call_request(f.call) == NULL);
    tvpass_call_free(other);
    /* What the client was made of is as good as before. */
    tvpass_client *client = NULL;
    CHECK(tvpass_client_new(f.client_config, 1000, 0, 0, &client, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_client_logout(client, 1000, f.logout_parameters, &call, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_call_poll(call, 1000, &step, NULL) == TVPASS_STATUS_OK && step == TVPASS_STEP_SEND);
    tvpass_call_free(call);
    tvpass_client_free(client);
    fixture_free(&f);
}

/* A poisoned handle is refused as an argument, too. */
static void a_poisoned_argument_is_refused(void)
{
    fixture f = fixture_new();
    tvpass_test_panic_next();
    CHECK_STR(tvpass_base_url(f.base), "");
    CHECK_STR(tvpass_base_url(f.base), "");
    tvpass_client_config *config = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_client_config_new_with_app_tokens(f.base, f.device, &config, &error) == TVPASS_STATUS_POISONED);
    CHECK_ERROR(error, TVPASS_STATUS_POISONED);
    tvpass_test_panic_next();
    CHECK(tvpass_extras_set_user_agent(f.extras, TEXT("x"), NULL) == TVPASS_STATUS_PANIC);
    CHECK(tvpass_logout_parameters_set_extras(f.logout_parameters, f.extras, NULL) == TVPASS_STATUS_POISONED);
    /* The handle that was to be changed is none the worse. */
    tvpass_call *call = NULL;
    CHECK(tvpass_client_logout(f.client, 1000, f.logout_parameters, &call, NULL) == TVPASS_STATUS_OK);
    tvpass_call_free(call);
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
