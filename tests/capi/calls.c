/* Clients and calls, with answers from here instead of a network, in virtual time. */
#include "check.h"
#include "fixture.h"

static tvpass_step poll(tvpass_call *call, uint64_t now)
{
    tvpass_step step = TVPASS_STEP_UNKNOWN;
    CHECK(tvpass_call_poll(call, now, &step, NULL) == TVPASS_STATUS_OK);
    return step;
}

static void respond(tvpass_call *call, uint64_t now, tvpass_response *response)
{
    CHECK(tvpass_call_respond(call, now, response, NULL) == TVPASS_STATUS_OK);
    tvpass_response_free(response);
}

static bool has_url(const tvpass_call *call, const char *part)
{
    return contains(tvpass_request_url(tvpass_call_request(call)), part);
}

/* Through registration and token, to the request of the logout itself. */
static void until_operation(tvpass_call *call, uint64_t now)
{
    CHECK(has_url(call, "/o/client/register"));
    CHECK(contains(tvpass_request_body(tvpass_call_request(call)), STATEMENT));
    respond(call, now, registered());
    CHECK(poll(call, now) == TVPASS_STEP_PERSIST);
    CHECK(contains(tvpass_call_state(call), "test-client-secret"));
    CHECK(tvpass_call_persisted(call, now, true, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(call, now) == TVPASS_STEP_SEND);
    CHECK(has_url(call, "/o/client/token"));
    respond(call, now, granted());
    CHECK(poll(call, now) == TVPASS_STEP_PERSIST);
    CHECK(contains(tvpass_call_state(call), TOKEN));
    CHECK(tvpass_call_persisted(call, now, true, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(call, now) == TVPASS_STEP_SEND);
    CHECK(has_url(call, "/api/v2/REF30/logout/Cablevision"));
}

static void a_first_logout(void)
{
    fixture f = fixture_new();
    CHECK(!tvpass_client_is_registered(f.client));
    CHECK(tvpass_call_id(f.call) == 1);
    CHECK(tvpass_call_deadline_ms(f.call) == 61000);
    until_operation(f.call, 1000);
    CHECK(tvpass_client_is_registered(f.client));
    CHECK(poll(f.call, 1001) == TVPASS_STEP_WAIT);
    CHECK(tvpass_call_wait_reason(f.call) == TVPASS_WAIT_ANSWER);
    CHECK(tvpass_call_wait_until_ms(f.call) == 61000);
    /* The request stays where it is while the host sends it. */
    CHECK(has_url(f.call, "/api/v2/REF30/logout/Cablevision"));
    respond(f.call, 1100, logged_out());
    CHECK(poll(f.call, 1100) == TVPASS_STEP_DONE);
    CHECK(tvpass_call_wait_until_ms(f.call) == 0);
    CHECK(!tvpass_call_registration_was_lost(f.call));
    tvpass_logout *logout = NULL;
    CHECK(tvpass_call_take_logout(f.call, &logout, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(tvpass_logout_profile_url(logout, 0), "http://127.0.0.1:1/adobe-services/logout?x=1");
    tvpass_logout_free(logout);
    fixture_free(&f);
}

static void lost_requests_are_tried_again(void)
{
    fixture f = fixture_new();
    until_operation(f.call, 1000);
    uint64_t now = 1000;
    for (int attempt = 0; attempt < 2; attempt++) {
        /* In a system's own encoding, as strerror and libcurl may have it. */
        CHECK(tvpass_call_fail(f.call, now, TVPASS_STATUS_TRANSPORT_CONNECTION_LOST, TVPASS_DELIVERY_POSSIBLE,
                               TEXT("r\xe9initialis\xe9"), NULL) == TVPASS_STATUS_OK);
        CHECK(poll(f.call, now) == TVPASS_STEP_WAIT);
        CHECK(tvpass_call_wait_reason(f.call) == TVPASS_WAIT_BACKOFF);
        CHECK(tvpass_call_wait_until_ms(f.call) > now);
        now = tvpass_call_wait_until_ms(f.call);
        CHECK(poll(f.call, now) == TVPASS_STEP_SEND);
    }
    respond(f.call, now,
            answer(200, "application/json",
                   "{\"logouts\":{\"A\":{\"actionName\":\"invalid\",\"actionType\":\"none\",\"mvpd\":\"A\"}}}"));
    CHECK(poll(f.call, now) == TVPASS_STEP_DONE);
    tvpass_logout *logout = NULL;
    CHECK(tvpass_call_take_logout(f.call, &logout, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_logout_profile_action(logout, 0) == TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER);
    tvpass_logout_free(logout);
    fixture_free(&f);
}

static void a_failed_logout_says_why(void)
{
    fixture f = fixture_new();
    until_operation(f.call, 1000);
    respond(f.call, 1000,
            answer(400, "application/json",
                   "{\"action\":\"none\",\"status\":400,\"code\":\"invalid_parameter_mvpd\",\"trace\":\"T-2\"}"));
    CHECK(poll(f.call, 1000) == TVPASS_STEP_DONE);
    for (int i = 0; i < 2; i++) {
        tvpass_logout *logout = NULL;
        tvpass_error *error = NULL;
        CHECK(tvpass_call_take_logout(f.call, &logout, &error) == TVPASS_STATUS_ENHANCED_ERROR);
        CHECK(logout == NULL);
        CHECK_STR(tvpass_error_trace(error), "T-2");
        CHECK_ERROR(error, TVPASS_STATUS_ENHANCED_ERROR);
    }
    fixture_free(&f);
}

static void a_deadline_ends_a_call(void)
{
    fixture f = fixture_new();
    tvpass_call *call = NULL;
    tvpass_logout *logout = NULL;
    tvpass_error *error = NULL;
    tvpass_call_free(f.call);
    f.call = NULL;
    CHECK(tvpass_logout_parameters_set_deadline_ms(f.logout_parameters, 500, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_client_logout(f.client, 2000, f.logout_parameters, &call, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(call, 2000) == TVPASS_STEP_SEND);
    CHECK(poll(call, 2500) == TVPASS_STEP_DONE);
    CHECK(tvpass_call_take_logout(call, &logout, &error) == TVPASS_STATUS_DEADLINE_EXCEEDED);
    CHECK(tvpass_error_cause(error) == TVPASS_STATUS_TRANSPORT_TIMEOUT);
    CHECK_ERROR(error, TVPASS_STATUS_DEADLINE_EXCEEDED);
    /* The late answer is not accepted, and harmless. */
    tvpass_response *late = registered();
    CHECK(tvpass_call_respond(call, 2600, late, NULL) == TVPASS_STATUS_OUT_OF_ORDER);
    tvpass_response_free(late);
    tvpass_call_free(call);
    fixture_free(&f);
}

static void a_cancelled_call_leaves_the_client_alone(void)
{
    fixture f = fixture_new();
    tvpass_logout *logout = NULL;
    CHECK(tvpass_call_cancel(f.call, 1000, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(f.call, 1000) == TVPASS_STEP_DONE);
    CHECK(tvpass_call_take_logout(f.call, &logout, NULL) == TVPASS_STATUS_CANCELLED);
    CHECK(tvpass_call_cancel(f.call, 1000, NULL) == TVPASS_STATUS_OK);
    tvpass_call *call = NULL;
    CHECK(tvpass_client_logout(f.client, 1000, f.logout_parameters, &call, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(call, 1000) == TVPASS_STEP_SEND);
    until_operation(call, 1000);
    tvpass_call_free(call);
    fixture_free(&f);
}

static void the_app_supplies_tokens(void)
{
    fixture f = fixture_new();
    tvpass_client_config *config = NULL;
    tvpass_client *client = NULL;
    tvpass_call *call = NULL;
    tvpass_logout *logout = NULL;
    tvpass_text *state = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_client_config_new_with_app_tokens(f.base, f.device, &config, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_client_config_set_pacing(config, false, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_client_config_set_persistence(config, false, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_client_config_set_extras(config, f.extras, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_client_new(config, 0, 0, 0, &client, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_client_logout(client, 0, f.logout_parameters, &call, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(call, 0) == TVPASS_STEP_PROVIDE_TOKEN);
    CHECK(!tvpass_call_token_rejected(call));
    CHECK(tvpass_call_provide_token(call, 0, TEXT("with space"), 60, NULL) == TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_call_provide_token(call, 0, TEXT("first"), TVPASS_LIFETIME_UNKNOWN, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(call, 0) == TVPASS_STEP_SEND);
    CHECK_STR(tvpass_request_header_value(tvpass_call_request(call), 0), "Bearer first");
    respond(call, 0, answer(401, "text/plain", ""));
    CHECK(poll(call, 0) == TVPASS_STEP_PROVIDE_TOKEN);
    CHECK(tvpass_call_token_rejected(call));
    CHECK(tvpass_call_token_failed(call, 0, TEXT("aucun r\xe9sultat"), NULL) == TVPASS_STATUS_OK);
    CHECK(poll(call, 0) == TVPASS_STEP_DONE);
    CHECK(tvpass_call_take_logout(call, &logout, &error) == TVPASS_STATUS_TOKEN_SOURCE_FAILED);
    CHECK(contains(tvpass_error_message(error), "aucun r\xef\xbf\xbdsultat"));
    CHECK_ERROR(error, TVPASS_STATUS_TOKEN_SOURCE_FAILED);
    CHECK(tvpass_client_state(client, &state, NULL) == TVPASS_STATUS_OK);
    CHECK(state == NULL);
    tvpass_call_free(call);
    tvpass_client_free(client);
    tvpass_client_config_free(config);
    fixture_free(&f);
}

static void a_call_outlives_everything_else(void)
{
    fixture f = fixture_new();
    tvpass_call *call = f.call;
    f.call = NULL;
    fixture_free(&f);
    until_operation(call, 1000);
    respond(call, 1000, logged_out());
    CHECK(poll(call, 1000) == TVPASS_STEP_DONE);
    tvpass_call_free(call);
}

static void events_are_fetched(void)
{
    fixture f = fixture_new();
    CHECK(tvpass_event_what(f.event) == TVPASS_EVENT_REQUEST);
    CHECK(tvpass_event_at_ms(f.event) == 1000);
    CHECK(tvpass_event_call(f.event) == 1);
    CHECK(tvpass_event_purpose(f.event) == TVPASS_PURPOSE_REGISTER);
    CHECK_STR(tvpass_event_method(f.event), "POST");
    CHECK_STR(tvpass_event_operation(f.event), "registration");
    CHECK(contains(tvpass_event_text(f.event), "POST registration"));
    until_operation(f.call, 1010);
    CHECK(tvpass_call_fail(f.call, 1020, TVPASS_STATUS_TRANSPORT_TLS, TVPASS_DELIVERY_NOT_SENT, TEXT("bad"), NULL) ==
          TVPASS_STATUS_OK);
    CHECK(poll(f.call, 1020) == TVPASS_STEP_WAIT);
    static const tvpass_event_kind kinds[] = {
        TVPASS_EVENT_ANSWER,        TVPASS_EVENT_REGISTERED, TVPASS_EVENT_PERSISTED, TVPASS_EVENT_REQUEST,
        TVPASS_EVENT_ANSWER,        TVPASS_EVENT_TOKEN_RENEWED, TVPASS_EVENT_PERSISTED, TVPASS_EVENT_REQUEST,
        TVPASS_EVENT_TRANSPORT_FAILURE, TVPASS_EVENT_RETRY, TVPASS_EVENT_WAIT};
    tvpass_event *event = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        CHECK(tvpass_client_next_event(f.client, &event, NULL) == TVPASS_STATUS_OK);
        CHECK(tvpass_event_what(event) == kinds[i]);
        switch (tvpass_event_what(event)) {
        case TVPASS_EVENT_ANSWER:
            CHECK(tvpass_event_http_status(event) == 201);
            CHECK(tvpass_event_status(event) == TVPASS_STATUS_OK);
            break;
        case TVPASS_EVENT_TRANSPORT_FAILURE:
            CHECK(tvpass_event_status(event) == TVPASS_STATUS_TRANSPORT_TLS);
            CHECK(tvpass_event_delivery(event) == TVPASS_DELIVERY_NOT_SENT);
            CHECK(tvpass_event_duration_ms(event) == 10);
            break;
        case TVPASS_EVENT_RETRY:
            CHECK(tvpass_event_attempt(event) == 2);
            break;
        case TVPASS_EVENT_WAIT:
            CHECK(tvpass_event_wait_reason(event) == TVPASS_WAIT_BACKOFF);
            break;
        case TVPASS_EVENT_TOKEN_RENEWED:
            CHECK(tvpass_event_duration_ms(event) == 21600000);
            break;
        default:
            break;
        }
        CHECK_STR(tvpass_event_adobe_code(event), "");
        CHECK_STR(tvpass_event_trace(event), "");
        tvpass_event_free(event);
    }
    CHECK(tvpass_client_next_event(f.client, &event, NULL) == TVPASS_STATUS_OK);
    CHECK(event == NULL);
    CHECK(tvpass_client_events_dropped(f.client) == 0);
    fixture_free(&f);
}

static void a_full_queue_drops_the_oldest(void)
{
    fixture f = fixture_new();
    tvpass_client *client = NULL;
    tvpass_call *call = NULL;
    tvpass_event *event = NULL;
    CHECK(tvpass_client_config_set_event_queue(f.client_config, TVPASS_MAX_EVENT_QUEUE + 1, NULL) ==
          TVPASS_STATUS_OUT_OF_RANGE);
    CHECK(tvpass_client_config_set_event_queue(f.client_config, 2, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_client_new(f.client_config, 1000, 0, 0, &client, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_client_logout(client, 1000, f.logout_parameters, &call, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(call, 1000) == TVPASS_STEP_SEND);
    until_operation(call, 1000);
    CHECK(tvpass_client_events_dropped(client) == 7);
    CHECK(tvpass_client_next_event(client, &event, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_event_what(event) == TVPASS_EVENT_PERSISTED);
    tvpass_event_free(event);
    tvpass_call_free(call);
    tvpass_client_free(client);
    fixture_free(&f);
}

static void the_support_report_has_no_secret(void)
{
    fixture f = fixture_new();
    tvpass_text *report = NULL;
    until_operation(f.call, 1000);
    CHECK(tvpass_client_support_report(f.client, 1000, &report, NULL) == TVPASS_STATUS_OK);
    tvpass_str text = tvpass_text_str(report);
    CHECK(contains(text, "GET logout"));
    /* Paths of other operations hold sign-in codes. */
    CHECK(!contains(text, "/api/"));
    static const char *const secrets[] = {STATEMENT, TOKEN, "test-client-secret"};
    for (size_t i = 0; i < 3; i++) {
        CHECK(!contains(text, secrets[i]));
    }
    tvpass_text_free(report);
    fixture_free(&f);
}

void call_tests(void)
{
    RUN(a_first_logout);
    RUN(lost_requests_are_tried_again);
    RUN(a_failed_logout_says_why);
    RUN(a_deadline_ends_a_call);
    RUN(a_cancelled_call_leaves_the_client_alone);
    RUN(the_app_supplies_tokens);
    RUN(a_call_outlives_everything_else);
    RUN(events_are_fetched);
    RUN(a_full_queue_drops_the_oldest);
    RUN(the_support_report_has_no_secret);
}
