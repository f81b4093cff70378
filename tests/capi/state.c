/* State in and out, and the registration that is lost. */
#include "check.h"
#include "fixture.h"

static tvpass_step poll(tvpass_call *call, uint64_t now)
{
    tvpass_step step = TVPASS_STEP_UNKNOWN;
    CHECK(tvpass_call_poll(call, now, &step, NULL) == TVPASS_STATUS_OK);
    return step;
}

/* The state after registration and token; the caller frees it. */
static tvpass_text *stored(fixture *f)
{
    tvpass_response *answers[] = {registered(), granted()};
    for (size_t i = 0; i < 2; i++) {
        CHECK(tvpass_call_respond(f->call, 1000, answers[i], NULL) == TVPASS_STATUS_OK);
        tvpass_response_free(answers[i]);
        CHECK(poll(f->call, 1000) == TVPASS_STEP_PERSIST);
        CHECK(tvpass_call_persisted(f->call, 1000, true, NULL) == TVPASS_STATUS_OK);
        CHECK(poll(f->call, 1000) == TVPASS_STEP_SEND);
    }
    tvpass_text *state = NULL;
    CHECK(tvpass_client_state(f->client, &state, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(tvpass_text_str(state), tvpass_call_state(f->call).data);
    return state;
}

static void state_is_read_again(void)
{
    fixture f = fixture_new();
    tvpass_text *state = stored(&f);
    tvpass_client *client = NULL;
    tvpass_call *call = NULL;
    tvpass_str text = tvpass_text_str(state);
    CHECK(tvpass_client_new_with_state(f.client_config, text.data, text.len, 5, 1700000001000u, 1, &client, NULL) ==
          TVPASS_STATUS_OK);
    tvpass_text_free(state);
    CHECK(tvpass_client_is_registered(client));
    CHECK(tvpass_client_logout(client, 5, f.logout_parameters, &call, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(call, 5) == TVPASS_STEP_SEND);
    CHECK(contains(tvpass_request_url(tvpass_call_request(call)), "/api/v2/"));
    tvpass_call_free(call);
    tvpass_client_free(client);
    fixture_free(&f);
}

static void unusable_state_is_refused(void)
{
    fixture f = fixture_new();
    tvpass_text *state = stored(&f);
    tvpass_str text = tvpass_text_str(state);
    tvpass_client *client = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_client_new_with_state(f.client_config, text.data, text.len - 1, 5, 5, 1, &client, &error) ==
          TVPASS_STATUS_STATE_CORRUPT);
    CHECK(client == NULL);
    CHECK(!contains(tvpass_error_message(error), "test-client-secret"));
    CHECK_ERROR(error, TVPASS_STATUS_STATE_CORRUPT);
    CHECK(tvpass_client_new_with_state(f.client_config, "", 0, 5, 5, 1, &client, NULL) == TVPASS_STATUS_STATE_CORRUPT);
    CHECK(tvpass_client_new_with_state(f.client_config, TEXT("{\"format\":\"tvpass-state\",\"version\":99}"), 5, 5, 1,
                                       &client, NULL) == TVPASS_STATUS_STATE_TOO_NEW);
    tvpass_client_config *other = NULL;
    CHECK(tvpass_client_config_new(f.base, f.device, TEXT("other"), f.redirect_url, &other, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_client_new_with_state(other, text.data, text.len, 5, 5, 1, &client, NULL) ==
          TVPASS_STATUS_STATE_OF_ANOTHER_APP);
    tvpass_client_config_free(other);
    CHECK(tvpass_client_config_new_with_app_tokens(f.base, f.device, &other, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_client_new_with_state(other, text.data, text.len, 5, 5, 1, &client, NULL) ==
          TVPASS_STATUS_INVALID_INPUT);
    tvpass_client_config_free(other);
    tvpass_text_free(state);
    fixture_free(&f);
}

static tvpass_response *unknown_client(void)
{
    return answer(400, "application/json", "{\"error\":\"invalid_client\"}");
}

/* Up to the token request's answer, which says that the registration is gone. */
static void lose(fixture *f)
{
    tvpass_response *response = registered();
    CHECK(tvpass_call_respond(f->call, 1000, response, NULL) == TVPASS_STATUS_OK);
    tvpass_response_free(response);
    CHECK(poll(f->call, 1000) == TVPASS_STEP_PERSIST);
    CHECK(tvpass_call_persisted(f->call, 1000, true, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(f->call, 1000) == TVPASS_STEP_SEND);
    response = unknown_client();
    CHECK(tvpass_call_respond(f->call, 1000, response, NULL) == TVPASS_STATUS_OK);
    tvpass_response_free(response);
}

static void a_lost_registration_is_reported_until_it_is_forgotten(void)
{
    fixture f = fixture_new();
    tvpass_logout *logout = NULL;
    tvpass_error *error = NULL;
    tvpass_call *call = NULL;
    lose(&f);
    CHECK(poll(f.call, 1000) == TVPASS_STEP_DONE);
    CHECK(tvpass_call_take_logout(f.call, &logout, &error) == TVPASS_STATUS_REGISTRATION_LOST);
    CHECK(tvpass_error_cause(error) == TVPASS_STATUS_DCR_ERROR);
    CHECK_STR(tvpass_error_adobe_code(error), "invalid_client");
    CHECK_ERROR(error, TVPASS_STATUS_REGISTRATION_LOST);
    CHECK(tvpass_client_logout(f.client, 1000, f.logout_parameters, &call, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(call, 1000) == TVPASS_STEP_DONE);
    CHECK(tvpass_call_take_logout(call, &logout, NULL) == TVPASS_STATUS_REGISTRATION_LOST);
    tvpass_call_free(call);
    CHECK(tvpass_client_forget_registration(f.client, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_client_logout(f.client, 1000, f.logout_parameters, &call, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(call, 1000) == TVPASS_STEP_SEND);
    CHECK(contains(tvpass_request_url(tvpass_call_request(call)), "/o/client/register"));
    tvpass_call_free(call);
    fixture_free(&f);
}

static void it_may_register_again_if_it_is_allowed(void)
{
    fixture f = fixture_new();
    CHECK(tvpass_client_config_set_register_again(f.client_config, true, NULL) == TVPASS_STATUS_OK);
    tvpass_client *client = NULL;
    CHECK(tvpass_client_new(f.client_config, 1000, 0, 0, &client, NULL) == TVPASS_STATUS_OK);
    tvpass_call_free(f.call);
    CHECK(tvpass_client_logout(client, 1000, f.logout_parameters, &f.call, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(f.call, 1000) == TVPASS_STEP_SEND);
    lose(&f);
    CHECK(poll(f.call, 1000) == TVPASS_STEP_SEND);
    CHECK(contains(tvpass_request_url(tvpass_call_request(f.call)), "/o/client/register"));
    CHECK(tvpass_call_registration_was_lost(f.call));
    tvpass_client_free(client);
    fixture_free(&f);
}

void state_tests(void)
{
    RUN(state_is_read_again);
    RUN(unusable_state_is_refused);
    RUN(a_lost_registration_is_reported_until_it_is_forgotten);
    RUN(it_may_register_again_if_it_is_allowed);
}
