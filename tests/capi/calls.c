/* Clients and calls, with answers from here instead of a network, in virtual time. */
#include "check.h"
#include "fixture.h"

static tvpass_step_kind poll(tvpass_call *call, uint64_t now)
{
    return tvpass_call_poll(call, now)->kind;
}

static void respond(tvpass_call *call, uint64_t now, tvpass_response *response)
{
    CHECK(tvpass_call_respond(call, now, response, NULL) == TVPASS_STATUS_OK);
    tvpass_response_free(response);
}

/* Polls until there is something to store, which has this text, and stores it. */
static void persist(tvpass_call *call, uint64_t now, const char *part)
{
    const tvpass_step *step = tvpass_call_poll(call, now);
    CHECK(step->kind == TVPASS_STEP_PERSIST);
    CHECK(contains(step->state, part));
    CHECK(tvpass_call_persisted(call, now, true, NULL) == TVPASS_STATUS_OK);
}

/* Through registration, of which this is the request, and token, to the request of the logout itself. */
static void until_operation(tvpass_call *call, const tvpass_request *request, uint64_t now)
{
    CHECK(contains(request->url, "/o/client/register"));
    CHECK(contains(request->body, STATEMENT));
    respond(call, now, registered());
    persist(call, now, "test-client-secret");
    const tvpass_step *step = tvpass_call_poll(call, now);
    CHECK(step->kind == TVPASS_STEP_SEND);
    CHECK(contains(step->request->url, "/o/client/token"));
    respond(call, now, granted());
    persist(call, now, TOKEN);
    step = tvpass_call_poll(call, now);
    CHECK(step->kind == TVPASS_STEP_SEND);
    CHECK(contains(step->request->url, "/api/v2/REF30/logout/Cablevision"));
}

/* The same for the fixture's call, whose first request is out. */
static void until_logout(fixture *f, uint64_t now)
{
    const tvpass_step *step = tvpass_call_poll(f->call, 1000);
    CHECK(step->kind == TVPASS_STEP_WAIT);
    until_operation(f->call, step->request, now);
}

static void a_first_logout(void)
{
    fixture f;
    fixture_new(&f);
    CHECK(!tvpass_client_is_registered(f.client));
    const tvpass_step *step = tvpass_call_poll(f.call, 1000);
    CHECK(step->call == 1);
    CHECK(step->deadline_ms == 61000);
    until_logout(&f, 1000);
    CHECK(tvpass_client_is_registered(f.client));
    step = tvpass_call_poll(f.call, 1001);
    CHECK(step->kind == TVPASS_STEP_WAIT);
    CHECK(step->wait_reason == TVPASS_WAIT_ANSWER);
    CHECK(step->wait_until_ms == 61000);
    CHECK(step->timeout_ms == 59999);
    CHECK(step->status == TVPASS_STATUS_OK);
    /* The request stays where it is while the host sends it. */
    CHECK(contains(step->request->url, "/api/v2/REF30/logout/Cablevision"));
    respond(f.call, 1100, logged_out());
    step = tvpass_call_poll(f.call, 1100);
    CHECK(step->kind == TVPASS_STEP_DONE);
    CHECK(step->status == TVPASS_STATUS_OK);
    CHECK(step->wait_until_ms == 0 && step->timeout_ms == 0);
    CHECK(!step->registration_was_lost);
    tvpass_outcome *outcome = NULL;
    CHECK(tvpass_call_take_outcome(f.call, &outcome, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(tvpass_outcome_logout(outcome)->profiles[0]->url, "http://127.0.0.1:1/adobe-services/logout?x=1");
    tvpass_outcome_free(outcome);
    fixture_free(&f);
}

static void lost_requests_are_tried_again(void)
{
    fixture f;
    fixture_new(&f);
    until_logout(&f, 1000);
    uint64_t now = 1000;
    for (int attempt = 0; attempt < 2; attempt++) {
        /* In a system's own encoding, as strerror and libcurl may have it. */
        CHECK(tvpass_call_fail(f.call, now, TVPASS_STATUS_TRANSPORT_CONNECTION_LOST, TVPASS_DELIVERY_POSSIBLE,
                               TVPASS_STR("r\xe9initialis\xe9"), NULL) == TVPASS_STATUS_OK);
        const tvpass_step *step = tvpass_call_poll(f.call, now);
        CHECK(step->kind == TVPASS_STEP_WAIT);
        CHECK(step->wait_reason == TVPASS_WAIT_BACKOFF);
        CHECK(step->wait_until_ms > now);
        CHECK(step->timeout_ms == step->wait_until_ms - now);
        now = step->wait_until_ms;
        step = tvpass_call_poll(f.call, now);
        CHECK(step->kind == TVPASS_STEP_SEND);
        CHECK(step->timeout_ms == 15000);
    }
    respond(f.call, now,
            answer(200, "application/json",
                   "{\"logouts\":{\"A\":{\"actionName\":\"invalid\",\"actionType\":\"none\",\"mvpd\":\"A\"}}}"));
    CHECK(poll(f.call, now) == TVPASS_STEP_DONE);
    tvpass_outcome *outcome = NULL;
    CHECK(tvpass_call_take_outcome(f.call, &outcome, NULL) == TVPASS_STATUS_OK);
    const tvpass_logout *logout = tvpass_outcome_logout(outcome);
    CHECK(logout->profiles[0]->action == TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER);
    CHECK(logout->follow_ups[0]->kind == TVPASS_FOLLOW_UP_SESSION_MAY_BE_OPEN);
    tvpass_outcome_free(outcome);
    fixture_free(&f);
}

/* One attempt does not use up a call, and none outlasts it. */
static void an_attempt_has_a_time_of_its_own(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_client_config config = f.client_config;
    config.attempt_timeout_ms = 2500;
    tvpass_client *client = a_client(&f, &config);
    tvpass_call *call = a_call(&f, client, 1000, 3000);
    const tvpass_step *step = tvpass_call_poll(call, 1000);
    CHECK(step->kind == TVPASS_STEP_SEND && step->timeout_ms == 2500 && step->deadline_ms == 4000);
    CHECK(tvpass_call_fail(call, 3000, TVPASS_STATUS_TRANSPORT_TIMEOUT, TVPASS_DELIVERY_NOT_SENT, TVPASS_STR(""), NULL) ==
          TVPASS_STATUS_OK);
    step = tvpass_call_poll(call, 3000);
    if (step->kind == TVPASS_STEP_WAIT) {
        uint64_t until = step->wait_until_ms;
        step = tvpass_call_poll(call, until);
        CHECK(step->kind == TVPASS_STEP_SEND && step->timeout_ms == 4000 - until);
    } else {
        /* The pause would have been too long. */
        CHECK(step->kind == TVPASS_STEP_DONE);
    }
    tvpass_call_free(call);
    tvpass_client_free(client);
    fixture_free(&f);
}

static void a_failed_logout_says_why(void)
{
    fixture f;
    fixture_new(&f);
    until_logout(&f, 1000);
    respond(f.call, 1000,
            answer(400, "application/json",
                   "{\"action\":\"none\",\"status\":400,\"code\":\"invalid_parameter_mvpd\",\"trace\":\"T-2\"}"));
    const tvpass_step *step = tvpass_call_poll(f.call, 1000);
    CHECK(step->kind == TVPASS_STEP_DONE);
    CHECK(step->status == TVPASS_STATUS_ENHANCED_ERROR);
    for (int i = 0; i < 2; i++) {
        tvpass_outcome *outcome = NULL;
        tvpass_error *error = NULL;
        CHECK(tvpass_call_take_outcome(f.call, &outcome, &error) == TVPASS_STATUS_ENHANCED_ERROR);
        CHECK(outcome == NULL);
        CHECK_STR(error->trace, "T-2");
        CHECK_ERROR(error, TVPASS_STATUS_ENHANCED_ERROR);
    }
    fixture_free(&f);
}

static void a_deadline_ends_a_call(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_outcome *outcome = NULL;
    tvpass_error *error = NULL;
    tvpass_call_free(f.call);
    f.call = NULL;
    tvpass_call *call = a_call(&f, f.client, 2000, 500);
    CHECK(poll(call, 2000) == TVPASS_STEP_SEND);
    CHECK(poll(call, 2500) == TVPASS_STEP_DONE);
    CHECK(tvpass_call_take_outcome(call, &outcome, &error) == TVPASS_STATUS_DEADLINE_EXCEEDED);
    CHECK(error->cause == TVPASS_STATUS_TRANSPORT_TIMEOUT);
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
    fixture f;
    fixture_new(&f);
    tvpass_outcome *outcome = NULL;
    CHECK(tvpass_call_cancel(f.call, 1000, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(f.call, 1000) == TVPASS_STEP_DONE);
    CHECK(tvpass_call_take_outcome(f.call, &outcome, NULL) == TVPASS_STATUS_CANCELLED);
    CHECK(tvpass_call_cancel(f.call, 1000, NULL) == TVPASS_STATUS_OK);
    tvpass_call *call = a_call(&f, f.client, 1000, 0);
    until_operation(call, tvpass_call_poll(call, 1000)->request, 1000);
    tvpass_call_free(call);
    fixture_free(&f);
}

static void the_app_supplies_tokens(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_client_config config = app_tokens();
    tvpass_client *client = NULL;
    tvpass_outcome *outcome = NULL;
    tvpass_text *state = NULL;
    tvpass_error *error = NULL;
    config.software_statement = TVPASS_STR(STATEMENT);
    CHECK(tvpass_client_new(f.site, &config, &f.start, &client, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(error->field, "software_statement");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    config.software_statement.len = 0;
    config.no_pacing = true;
    config.no_persistence = true;
    f.start.now_ms = 0;
    client = a_client(&f, &config);
    tvpass_call *call = a_call(&f, client, 0, 0);
    const tvpass_step *step = tvpass_call_poll(call, 0);
    CHECK(step->kind == TVPASS_STEP_PROVIDE_TOKEN);
    CHECK(!step->token_rejected);
    CHECK(step->request == NULL && step->state.len == 0);
    tvpass_access_token *token = a_token("first");
    CHECK(tvpass_call_provide_token(call, 0, token, TVPASS_LIFETIME_UNKNOWN, NULL) == TVPASS_STATUS_OK);
    tvpass_access_token_free(token);
    step = tvpass_call_poll(call, 0);
    CHECK(step->kind == TVPASS_STEP_SEND);
    CHECK_STR(step->request->headers[0]->value, "Bearer first");
    respond(call, 0, answer(401, "text/plain", ""));
    step = tvpass_call_poll(call, 0);
    CHECK(step->kind == TVPASS_STEP_PROVIDE_TOKEN);
    CHECK(step->token_rejected);
    CHECK(tvpass_call_token_failed(call, 0, TVPASS_STR("aucun r\xe9sultat"), NULL) == TVPASS_STATUS_OK);
    CHECK(poll(call, 0) == TVPASS_STEP_DONE);
    CHECK(tvpass_call_take_outcome(call, &outcome, &error) == TVPASS_STATUS_TOKEN_SOURCE_FAILED);
    CHECK(contains(error->message, "aucun r\xef\xbf\xbdsultat"));
    CHECK_ERROR(error, TVPASS_STATUS_TOKEN_SOURCE_FAILED);
    CHECK(tvpass_client_state(client, &state, NULL) == TVPASS_STATUS_OK);
    CHECK(state == NULL);
    tvpass_call_free(call);
    tvpass_client_free(client);
    fixture_free(&f);
}

static void the_legacy_logout_needs_no_token(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_operation *operation = NULL;
    tvpass_call *call = NULL;
    CHECK(tvpass_logout_v1_new(&f.logout_v1_input, &operation, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_client_start(f.client, 1000, operation, 0, &call, NULL) == TVPASS_STATUS_OK);
    const tvpass_step *step = tvpass_call_poll(call, 1000);
    CHECK(step->kind == TVPASS_STEP_SEND);
    CHECK_STR(step->request->method, "DELETE");
    respond(call, 1000, answer(204, "text/plain", ""));
    CHECK(poll(call, 1000) == TVPASS_STEP_DONE);
    tvpass_outcome *outcome = NULL;
    CHECK(tvpass_call_take_outcome(call, &outcome, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_outcome_logout(outcome) == NULL);
    tvpass_outcome_free(outcome);
    tvpass_call_free(call);
    tvpass_operation_free(operation);
    fixture_free(&f);
}

static void a_call_outlives_everything_else(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_call *call = a_call(&f, f.client, 1000, 0);
    tvpass_call_free(f.call);
    f.call = NULL;
    fixture_free(&f);
    until_operation(call, tvpass_call_poll(call, 1000)->request, 1000);
    respond(call, 1000, logged_out());
    CHECK(poll(call, 1000) == TVPASS_STEP_DONE);
    tvpass_call_free(call);
}

static void events_are_fetched(void)
{
    fixture f;
    fixture_new(&f);
    CHECK(f.event->kind == TVPASS_EVENT_REQUEST);
    CHECK(f.event->at_ms == 1000);
    CHECK(f.event->call == 1);
    CHECK(f.event->purpose == TVPASS_PURPOSE_REGISTER);
    CHECK_STR(f.event->method, "POST");
    CHECK_STR(f.event->operation, "registration");
    CHECK(contains(f.event->text, "POST registration"));
    until_logout(&f, 1010);
    CHECK(tvpass_call_fail(f.call, 1020, TVPASS_STATUS_TRANSPORT_TLS, TVPASS_DELIVERY_NOT_SENT, TVPASS_STR("bad"), NULL) ==
          TVPASS_STATUS_OK);
    CHECK(poll(f.call, 1020) == TVPASS_STEP_WAIT);
    static const tvpass_event_kind kinds[] = {
        TVPASS_EVENT_ANSWER,        TVPASS_EVENT_REGISTERED, TVPASS_EVENT_PERSISTED, TVPASS_EVENT_REQUEST,
        TVPASS_EVENT_ANSWER,        TVPASS_EVENT_TOKEN_RENEWED, TVPASS_EVENT_PERSISTED, TVPASS_EVENT_REQUEST,
        TVPASS_EVENT_TRANSPORT_FAILURE, TVPASS_EVENT_RETRY, TVPASS_EVENT_WAIT};
    tvpass_event *event = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        CHECK(tvpass_client_next_event(f.client, &event, NULL) == TVPASS_STATUS_OK);
        CHECK(event->kind == kinds[i]);
        switch (event->kind) {
        case TVPASS_EVENT_ANSWER:
            CHECK(event->http_status == 201);
            CHECK(event->status == TVPASS_STATUS_OK);
            break;
        case TVPASS_EVENT_TRANSPORT_FAILURE:
            CHECK(event->status == TVPASS_STATUS_TRANSPORT_TLS);
            CHECK(event->delivery == TVPASS_DELIVERY_NOT_SENT);
            CHECK(event->duration_ms == 10);
            break;
        case TVPASS_EVENT_RETRY:
            CHECK(event->attempt == 2);
            break;
        case TVPASS_EVENT_WAIT:
            CHECK(event->wait_reason == TVPASS_WAIT_BACKOFF);
            break;
        case TVPASS_EVENT_TOKEN_RENEWED:
            CHECK(event->duration_ms == 21600000);
            break;
        default:
            break;
        }
        CHECK_STR(event->adobe_code, "");
        CHECK_STR(event->trace, "");
        tvpass_event_free(event);
    }
    CHECK(tvpass_client_next_event(f.client, &event, NULL) == TVPASS_STATUS_OK);
    CHECK(event == NULL);
    CHECK(tvpass_client_events_dropped(f.client) == 0);
    fixture_free(&f);
}

static void a_full_queue_drops_the_oldest(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_client *client = NULL;
    tvpass_event *event = NULL;
    f.client_config.event_queue = TVPASS_MAX_EVENT_QUEUE + 1;
    CHECK(tvpass_client_new(f.site, &f.client_config, &f.start, &client, NULL) == TVPASS_STATUS_OUT_OF_RANGE);
    f.client_config.event_queue = 2;
    client = a_client(&f, &f.client_config);
    tvpass_call *call = a_call(&f, client, 1000, 0);
    until_operation(call, tvpass_call_poll(call, 1000)->request, 1000);
    CHECK(tvpass_client_events_dropped(client) == 7);
    CHECK(tvpass_client_next_event(client, &event, NULL) == TVPASS_STATUS_OK);
    CHECK(event->kind == TVPASS_EVENT_PERSISTED);
    tvpass_event_free(event);
    tvpass_call_free(call);
    tvpass_client_free(client);
    fixture_free(&f);
}

static void the_support_report_has_no_secret(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_text *report = NULL;
    until_logout(&f, 1000);
    CHECK(tvpass_client_support_report(f.client, 1000, &report, NULL) == TVPASS_STATUS_OK);
    tvpass_str text = report->text;
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
    RUN(an_attempt_has_a_time_of_its_own);
    RUN(a_failed_logout_says_why);
    RUN(a_deadline_ends_a_call);
    RUN(a_cancelled_call_leaves_the_client_alone);
    RUN(the_app_supplies_tokens);
    RUN(the_legacy_logout_needs_no_token);
    RUN(a_call_outlives_everything_else);
    RUN(events_are_fetched);
    RUN(a_full_queue_drops_the_oldest);
    RUN(the_support_report_has_no_secret);
}
