/* The stateless layer: exchanges, answers, outcomes and errors. */
#include "check.h"
#include "fixture.h"

static void version_and_names(void)
{
    tvpass_str version = tvpass_version();
    char expected[32];
    snprintf(expected, sizeof expected, "%d.%d.%d", TVPASS_VERSION_MAJOR, TVPASS_VERSION_MINOR, TVPASS_VERSION_PATCH);
    CHECK_STR(version, expected);
    CHECK_STR(tvpass_status_name(TVPASS_STATUS_OK), "ok");
    CHECK_STR(tvpass_status_name(TVPASS_STATUS_THROTTLED), "throttled");
    CHECK_STR(tvpass_status_name(TVPASS_STATUS_NULL_ARGUMENT), "null_argument");
    CHECK_STR(tvpass_status_name(TVPASS_STATUS_UNKNOWN_INPUT), "unknown_input");
    CHECK_STR(tvpass_status_name(-1), "");
}

static void a_request_is_complete(void)
{
    fixture f;
    fixture_new(&f);
    const tvpass_request *request = tvpass_exchange_request(f.exchange);
    CHECK_STR(request->method, "GET");
    CHECK_STR(request->url,
              "http://127.0.0.1:1/api/v2/REF30/logout/Cablevision?redirectUrl=https%3A%2F%2Fexample.com%2Fsigned-out");
    CHECK_STR(request->body, "");
    CHECK(request->header_count == 5);
    const tvpass_header *const *headers = request->headers;
    CHECK_STR(headers[0]->name, "Authorization");
    CHECK_STR(headers[0]->value, "Bearer " TOKEN);
    CHECK_STR(headers[0]->line, "Authorization: Bearer " TOKEN);
    CHECK(headers[0]->is_secret);
    CHECK_STR(headers[3]->line, "User-Agent: Test/1.0");
    CHECK(!headers[3]->is_secret);
    const tvpass_site_description *site = tvpass_site_describe(f.site);
    CHECK_STR(headers[1]->value, site->device_identifier_header.data);
    CHECK_STR(headers[2]->value, site->device_info_header.data);
    for (size_t i = 0; i < request->header_count; i++) {
        char line[2048];
        snprintf(line, sizeof line, "%s: %s", headers[i]->name.data, headers[i]->value.data);
        CHECK_STR(headers[i]->line, line);
    }
    fixture_free(&f);
}

static void a_token_is_checked_once(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_access_token *token = NULL;
    tvpass_exchange *exchange = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_access_token_new(TVPASS_STR("with space"), &token, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(error->field, "access_token");
    CHECK(!contains(error->message, "with"));
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    CHECK(token == NULL);
    /* REST API V2 needs one, the V1 logout none. */
    CHECK(tvpass_exchange_new(f.operation, f.site, NULL, &exchange, &error) == TVPASS_STATUS_NULL_ARGUMENT);
    CHECK_STR(error->field, "access_token");
    CHECK_ERROR(error, TVPASS_STATUS_NULL_ARGUMENT);
    CHECK(exchange == NULL);
    fixture_free(&f);
}

static void navigations_are_matched(void)
{
    tvpass_str redirect_url = TVPASS_STR("https://example.com/signed-out");
    CHECK(tvpass_redirect_url_is_reached_by(redirect_url, TVPASS_STR("http://EXAMPLE.com/signed-out/?state=1")));
    CHECK(!tvpass_redirect_url_is_reached_by(redirect_url, TVPASS_STR("https://example.com.evil.example/signed-out")));
    CHECK(!tvpass_redirect_url_is_reached_by(redirect_url, TVPASS_STR("https://example.com/signed-out\xff")));
    CHECK(!tvpass_redirect_url_is_reached_by(TVPASS_STR("nowhere"), TVPASS_STR("nowhere")));
}

static void extras_become_headers(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_error *error = NULL;
    tvpass_operation *operation = NULL;
    tvpass_extras extras = f.extras;
    extras.subject_token = TVPASS_STR("subject");
    extras.roku_connect_token = TVPASS_STR("roku");
    extras.service_token = TVPASS_STR("service");
    extras.visitor_identifier = TVPASS_STR("ecid");
    f.logout_input.mvpd = TVPASS_STR("a/b");
    f.logout_input.extras = &extras;
    extras.forwarded_for = TVPASS_STR("nowhere");
    CHECK(tvpass_logout_new(&f.logout_input, &operation, NULL) == TVPASS_STATUS_INVALID_INPUT);
    extras.forwarded_for = TVPASS_STR("203.0.113.7");
    extras.service_token = TVPASS_STR("to\nken");
    CHECK(tvpass_logout_new(&f.logout_input, &operation, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(error->field, "AD-Service-Token");
    CHECK(!contains(error->message, "to\nken"));
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    extras.service_token = TVPASS_STR("service");
    CHECK(tvpass_logout_new(&f.logout_input, &operation, NULL) == TVPASS_STATUS_OK);
    tvpass_exchange *exchange = NULL;
    CHECK(tvpass_exchange_new(operation, f.site, f.access_token, &exchange, NULL) == TVPASS_STATUS_OK);
    const tvpass_request *request = tvpass_exchange_request(exchange);
    CHECK(contains(request->url, "/logout/a%2Fb?"));
    static const char *const lines[] = {"Adobe-Subject-Token: subject", "X-Roku-Reserved-Roku-Connect-Token: roku",
                                        "AD-Service-Token: service", "AP-Visitor-Identifier: ecid",
                                        "X-Forwarded-For: 203.0.113.7"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        size_t found = 0;
        for (size_t at = 0; at < request->header_count; at++) {
            found += strcmp(request->headers[at]->line.data, lines[i]) == 0;
        }
        CHECK(found == 1);
    }
    tvpass_exchange_free(exchange);
    tvpass_operation_free(operation);
    fixture_free(&f);
}

static void v1(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_operation *operation = NULL;
    tvpass_exchange *exchange = NULL;
    tvpass_outcome *outcome = NULL;
    tvpass_error *error = NULL;
    f.logout_v1_input.device_type = TVPASS_STR("stb");
    f.logout_v1_input.device_user = TVPASS_STR("u");
    f.logout_v1_input.app_id = TVPASS_STR("a\n");
    CHECK(tvpass_logout_v1_new(&f.logout_v1_input, &operation, NULL) == TVPASS_STATUS_INVALID_INPUT);
    f.logout_v1_input.app_id = TVPASS_STR("a");
    CHECK(tvpass_logout_v1_new(&f.logout_v1_input, &operation, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_exchange_new(operation, f.site, NULL, &exchange, NULL) == TVPASS_STATUS_OK);
    const tvpass_request *request = tvpass_exchange_request(exchange);
    CHECK_STR(request->method, "DELETE");
    CHECK(contains(request->url, "/api/v1/logout?requestor=REF30&deviceId="));
    CHECK(contains(request->url, "&deviceType=stb&deviceUser=u&appId=a"));
    tvpass_response *response = answer(204, "text/plain", "");
    CHECK(tvpass_exchange_interpret(exchange, response, &outcome, &error) == TVPASS_STATUS_OK);
    CHECK(error == NULL);
    /* Another operation's. */
    CHECK(outcome != NULL && tvpass_outcome_logout(outcome) == NULL);
    tvpass_outcome_free(outcome);
    CHECK(tvpass_response_set_status(response, 500, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_response_status(response) == 500);
    CHECK(tvpass_exchange_interpret(exchange, response, &outcome, &error) == TVPASS_STATUS_HTTP_STATUS);
    CHECK(error->http_status == 500);
    CHECK(error->is_retryable);
    CHECK_STR(error->content_type, "text/plain");
    CHECK_ERROR(error, TVPASS_STATUS_HTTP_STATUS);
    tvpass_response_free(response);
    tvpass_exchange_free(exchange);
    tvpass_operation_free(operation);
    fixture_free(&f);
}

static void every_profile_has_its_follow_up(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_response *response = answer(
        200, "application/json",
        "{\"logouts\":{\"A\":{\"actionName\":\"complete\",\"actionType\":\"none\",\"mvpd\":\"A\"},"
        "\"B\":{\"actionName\":\"logout\",\"actionType\":\"interactive\",\"mvpd\":\"B2\",\"url\":\"https://b.example/x\"},"
        "\"C\":{\"actionName\":\"logout\",\"actionType\":\"none\",\"mvpd\":\"C\",\"url\":\"javascript:alert(1)\"},"
        "\"D\":{\"actionName\":\"partner_logout\",\"actionType\":\"partner_interactive\",\"mvpd\":\"D\"},"
        "\"E\":{\"actionName\":\"dance\",\"actionType\":\"wild\",\"mvpd\":\"E\"},"
        "\"F\":{\"actionName\":\"invalid\",\"actionType\":\"none\",\"mvpd\":\"F\"}}}");
    tvpass_outcome *outcome = NULL;
    CHECK(tvpass_exchange_interpret(f.exchange, response, &outcome, NULL) == TVPASS_STATUS_OK);
    /* What was made does not depend on what it was made of. */
    tvpass_response_free(response);
    const tvpass_logout *logout = tvpass_outcome_logout(outcome);
    CHECK(logout->profile_count == 6);
    static const tvpass_logout_action actions[] = {
        TVPASS_LOGOUT_ACTION_COMPLETE,       TVPASS_LOGOUT_ACTION_OPEN_URL, TVPASS_LOGOUT_ACTION_URL_REFUSED,
        TVPASS_LOGOUT_ACTION_PARTNER_LOGOUT, TVPASS_LOGOUT_ACTION_UNKNOWN,  TVPASS_LOGOUT_ACTION_INVALID};
    const tvpass_logout_profile *const *profiles = logout->profiles;
    for (size_t i = 0; i < 6; i++) {
        CHECK(profiles[i]->action == actions[i]);
    }
    CHECK_STR(profiles[1]->key, "B");
    CHECK_STR(profiles[1]->mvpd, "B2");
    CHECK_STR(profiles[1]->url, "https://b.example/x");
    CHECK_STR(profiles[1]->raw_url, "");
    CHECK(profiles[1]->url_refusal == TVPASS_URL_REFUSAL_UNKNOWN);
    CHECK(!profiles[1]->contradicts_documentation);
    CHECK_STR(profiles[2]->url, "");
    CHECK_STR(profiles[2]->raw_url, "javascript:alert(1)");
    CHECK(profiles[2]->url_refusal == TVPASS_URL_REFUSAL_SCHEME);
    CHECK(profiles[2]->contradicts_documentation);
    CHECK_STR(profiles[4]->action_name, "dance");
    CHECK_STR(profiles[4]->action_type, "wild");
    static const tvpass_follow_up_kind order[] = {TVPASS_FOLLOW_UP_OPEN_URL, TVPASS_FOLLOW_UP_SESSION_MAY_BE_OPEN,
                                                  TVPASS_FOLLOW_UP_PARTNER_SIGN_OUT,
                                                  TVPASS_FOLLOW_UP_SESSION_MAY_BE_OPEN};
    CHECK(logout->follow_up_count == 4);
    for (size_t i = 0; i < 4; i++) {
        CHECK(logout->follow_ups[i]->kind == order[i]);
        CHECK(logout->follow_ups[i]->profile == profiles[i + 1]);
        CHECK((logout->follow_ups[i]->settings_count > 0) == (order[i] == TVPASS_FOLLOW_UP_PARTNER_SIGN_OUT));
    }
    CHECK_STR(logout->follow_ups[0]->url, "https://b.example/x");
    CHECK_STR(logout->follow_ups[1]->url, "");
    const tvpass_follow_up *partner = logout->follow_ups[2];
    CHECK(partner->settings_count == 2);
    CHECK_STR(partner->settings[0]->os_name, "tvOS");
    CHECK(partner->settings[0]->step_count == 3);
    CHECK_STR(partner->settings[0]->steps[2], "TV Provider");
    tvpass_outcome_free(outcome);
    fixture_free(&f);
}

static void no_profile_is_a_success(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_outcome *outcome = NULL;
    tvpass_response *response = answer(200, "application/json", "{\"logouts\":{}}");
    CHECK(tvpass_exchange_interpret(f.exchange, response, &outcome, NULL) == TVPASS_STATUS_OK);
    const tvpass_logout *logout = tvpass_outcome_logout(outcome);
    CHECK(logout->profile_count == 0 && logout->profiles == NULL);
    CHECK(logout->follow_up_count == 0 && logout->follow_ups == NULL);
    tvpass_outcome_free(outcome);
    tvpass_response_free(response);
    fixture_free(&f);
}

static void errors_say_everything(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_error *error = NULL;
    tvpass_outcome *outcome = NULL;
    tvpass_response *response =
        answer(403, "application/json",
               "{\"action\":\"retry\",\"status\":400,\"code\":\"network_received_error\",\"message\":\"M\","
               "\"details\":\"D\",\"helpUrl\":\"https://h.example\",\"trace\":\"T-1\"}");
    CHECK(tvpass_exchange_interpret(f.exchange, response, &outcome, &error) == TVPASS_STATUS_ENHANCED_ERROR);
    CHECK(outcome == NULL);
    CHECK(error->cause == TVPASS_STATUS_ENHANCED_ERROR);
    CHECK(error->http_status == 403);
    CHECK(error->action == TVPASS_ERROR_ACTION_RETRY);
    CHECK_STR(error->action_text, "retry");
    CHECK_STR(error->adobe_code, "network_received_error");
    CHECK_STR(error->adobe_message, "M");
    CHECK_STR(error->details, "D");
    CHECK_STR(error->help_url, "https://h.example");
    CHECK_STR(error->trace, "T-1");
    CHECK(error->is_retryable);
    CHECK_ERROR(error, TVPASS_STATUS_ENHANCED_ERROR);
    tvpass_response_free(response);

    response = answer(429, "text/html", "<html>");
    CHECK(tvpass_response_add_header_line(response, TVPASS_STR("Retry-After: 7\r\n"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_exchange_interpret(f.exchange, response, &outcome, &error) == TVPASS_STATUS_THROTTLED);
    CHECK(error->retry_after_ms == 7000);
    CHECK_ERROR(error, TVPASS_STATUS_THROTTLED);
    tvpass_response_free(response);

    response = answer(503, "text/html", "<html>");
    CHECK(tvpass_response_add_header_line(response, TVPASS_STR("Retry-After: 9\r\n"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_exchange_interpret(f.exchange, response, &outcome, &error) == TVPASS_STATUS_HTTP_STATUS);
    CHECK(error->retry_after_ms == 9000);
    CHECK_ERROR(error, TVPASS_STATUS_HTTP_STATUS);
    tvpass_response_free(response);

    response = answer(200, "text/html", "<html>" TOKEN "</html>");
    CHECK(tvpass_exchange_interpret(f.exchange, response, &outcome, &error) == TVPASS_STATUS_MALFORMED_ANSWER);
    CHECK(contains(error->body_head, "<html>"));
    CHECK(!contains(error->body_head, TOKEN));
    CHECK_ERROR(error, TVPASS_STATUS_MALFORMED_ANSWER);
    tvpass_response_free(response);
    fixture_free(&f);
}

/* A server, or a proxy on the way, may send headers as it likes. */
static void headers_are_the_last_answers(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_response *response = NULL;
    tvpass_outcome *outcome = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_response_new(429, &response, NULL) == TVPASS_STATUS_OK);
    static const char *const lines[] = {"HTTP/1.1 200 Connection: established\r\n",
                                        "Retry-After: 5\r\n",
                                        "Content-Type: text/plain\r\n",
                                        "\r\n",
                                        "HTTP/2 429\r\n",
                                        "X-Nobody-Reads: this\r\n",
                                        "retry-after:  7 \r\n",
                                        "Retry-After: 9\r\n",
                                        "no colon\r\n",
                                        ":\r\n",
                                        "\xff: \xff"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        CHECK(tvpass_response_add_header_line(response, tvpass_str_of(lines[i]), NULL) == TVPASS_STATUS_OK);
    }
    CHECK(tvpass_exchange_interpret(f.exchange, response, &outcome, &error) == TVPASS_STATUS_THROTTLED);
    CHECK(error->retry_after_ms == 7000);
    CHECK_ERROR(error, TVPASS_STATUS_THROTTLED);
    CHECK(tvpass_response_set_status(response, 404, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_exchange_interpret(f.exchange, response, &outcome, &error) == TVPASS_STATUS_HTTP_STATUS);
    CHECK_STR(error->content_type, "");
    CHECK_ERROR(error, TVPASS_STATUS_HTTP_STATUS);
    tvpass_response_free(response);
    fixture_free(&f);
}

static void bodies_have_a_limit(void)
{
    tvpass_response *response = NULL;
    static char piece[64 * 1024];
    CHECK(tvpass_response_new(200, &response, NULL) == TVPASS_STATUS_OK);
    tvpass_str data = {piece, sizeof piece};
    for (size_t i = 0; i < TVPASS_MAX_RESPONSE_BODY / sizeof piece; i++) {
        CHECK(tvpass_response_append_body(response, data, NULL) == TVPASS_STATUS_OK);
    }
    data.len = 1;
    CHECK(tvpass_response_append_body(response, data, NULL) == TVPASS_STATUS_OUT_OF_RANGE);
    data.len = (size_t)-1;
    CHECK(tvpass_response_append_body(response, data, NULL) == TVPASS_STATUS_OUT_OF_RANGE);
    data.data = NULL;
    data.len = 0;
    CHECK(tvpass_response_append_body(response, data, NULL) == TVPASS_STATUS_OK);
    data.len = 1;
    CHECK(tvpass_response_append_body(response, data, NULL) == TVPASS_STATUS_NULL_ARGUMENT);
    tvpass_response_free(response);
}

void operations_tests(void)
{
    RUN(version_and_names);
    RUN(a_request_is_complete);
    RUN(a_token_is_checked_once);
    RUN(navigations_are_matched);
    RUN(extras_become_headers);
    RUN(v1);
    RUN(every_profile_has_its_follow_up);
    RUN(no_profile_is_a_success);
    RUN(errors_say_everything);
    RUN(headers_are_the_last_answers);
    RUN(bodies_have_a_limit);
}
