/* The stateless layer. */
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
    CHECK_STR(tvpass_status_name(-1), "");
}

static void a_request_is_complete(void)
{
    fixture f = fixture_new();
    CHECK_STR(tvpass_request_method(f.request), "GET");
    CHECK_STR(tvpass_request_url(f.request),
              "http://127.0.0.1:1/api/v2/REF30/logout/Cablevision?redirectUrl=https%3A%2F%2Fexample.com%2Fsigned-out");
    CHECK_STR(tvpass_request_body(f.request), "");
    size_t count = tvpass_request_header_count(f.request);
    CHECK(count == 5);
    CHECK_STR(tvpass_request_header_name(f.request, 0), "Authorization");
    CHECK_STR(tvpass_request_header_value(f.request, 0), "Bearer " TOKEN);
    CHECK_STR(tvpass_request_header_line(f.request, 0), "Authorization: Bearer " TOKEN);
    CHECK(tvpass_request_header_is_secret(f.request, 0));
    CHECK_STR(tvpass_request_header_line(f.request, 3), "User-Agent: Test/1.0");
    CHECK(!tvpass_request_header_is_secret(f.request, 3));
    CHECK_STR(tvpass_request_header_value(f.request, 1), tvpass_device_identifier_header(f.device).data);
    CHECK_STR(tvpass_request_header_value(f.request, 2), tvpass_device_info_header(f.device).data);
    for (size_t i = 0; i < count; i++) {
        char line[2048];
        snprintf(line, sizeof line, "%s: %s", tvpass_request_header_name(f.request, i).data,
                 tvpass_request_header_value(f.request, i).data);
        CHECK_STR(tvpass_request_header_line(f.request, i), line);
    }
    CHECK_STR(tvpass_request_header_line(f.request, count), "");
    CHECK_STR(tvpass_request_header_name(f.request, (size_t)-1), "");
    CHECK(tvpass_request_header_is_secret(f.request, count));
    fixture_free(&f);
}

static void a_device_is_its_headers(void)
{
    fixture f = fixture_new();
    CHECK_STR(tvpass_device_info_json(f.device),
              "{\"model\":\"STB-1\",\"version\":\"1.0\",\"osName\":\"Linux\",\"osVersion\":\"6.1\",\"connectionType\":\"LAN\"}");
    /* sha256sum of "serial-1" */
    CHECK_STR(tvpass_device_identifier(f.device), "baf151a69d6901f7af7af0220168330ea81a9bfd0836435d40c087eea4e91cad");
    tvpass_device *other = NULL;
    CHECK(tvpass_device_new_from_text(f.device_info, TEXT("abc"), &other, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(tvpass_device_identifier_header(other), "fingerprint YWJj");
    tvpass_device_free(other);
    fixture_free(&f);
}

static void device_info_is_checked(void)
{
    tvpass_device_info *info = NULL;
    tvpass_device *device = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_device_info_new(&info, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_device_info_set_text(info, TVPASS_DEVICE_KEY_OS_NAME, TEXT("linux"), &error) ==
          TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(tvpass_error_input(error), "osName");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_device_info_set_undocumented_text(info, TVPASS_DEVICE_KEY_OS_NAME, TEXT("linux"), NULL) ==
          TVPASS_STATUS_OK);
    CHECK(tvpass_device_info_set_text(info, TVPASS_DEVICE_KEY_UNKNOWN, TEXT("x"), &error) ==
          TVPASS_STATUS_OUT_OF_RANGE);
    CHECK_ERROR(error, TVPASS_STATUS_OUT_OF_RANGE);
    CHECK(tvpass_device_info_set_text(info, 23, TEXT("x"), NULL) == TVPASS_STATUS_OUT_OF_RANGE);
    CHECK(tvpass_device_info_set_text(info, TVPASS_DEVICE_KEY_DISPLAY_PPI, TEXT("96"), NULL) ==
          TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_device_info_set_number(info, TVPASS_DEVICE_KEY_MODEL, 1, NULL) == TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_device_info_set_number(info, TVPASS_DEVICE_KEY_CONNECTION_PORT, 65536, NULL) ==
          TVPASS_STATUS_OUT_OF_RANGE);
    CHECK(tvpass_device_info_set_number(info, TVPASS_DEVICE_KEY_CONNECTION_PORT, 0, NULL) ==
          TVPASS_STATUS_OUT_OF_RANGE);
    CHECK(tvpass_device_info_set_number(info, TVPASS_DEVICE_KEY_CONNECTION_SECURE, 2, NULL) ==
          TVPASS_STATUS_OUT_OF_RANGE);
    CHECK(tvpass_device_info_set_text(info, TVPASS_DEVICE_KEY_CONNECTION_IP, TEXT("300.1.1.1"), NULL) ==
          TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_device_info_set_text(info, TVPASS_DEVICE_KEY_MODEL, "\xff", 1, &error) ==
          TVPASS_STATUS_INVALID_UTF8);
    CHECK_STR(tvpass_error_input(error), "value");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_UTF8);
    /* Where it is given, not when the device is made. */
    CHECK(tvpass_device_info_set_text(info, TVPASS_DEVICE_KEY_MODEL, "", 0, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(tvpass_error_input(error), "model");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_device_info_set_text(info, TVPASS_DEVICE_KEY_MODEL, TEXT("a\nb"), NULL) == TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_device_info_set_undocumented_text(info, TVPASS_DEVICE_KEY_OS_FAMILY, "", 0, NULL) ==
          TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_device_new_from_text(info, TEXT("abc"), &device, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK(device == NULL);
    CHECK(contains(tvpass_error_message(error), "model, version, osVersion, connectionType"));
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    tvpass_device_info_free(info);
}

static void every_device_key_is_sent(void)
{
    static const struct {
        tvpass_device_key key;
        const char *text;
        unsigned number;
        const char *json;
    } keys[] = {
        {TVPASS_DEVICE_KEY_PRIMARY_HARDWARE_TYPE, "SetTopBox", 0, "\"primaryHardwareType\":\"SetTopBox\""},
        {TVPASS_DEVICE_KEY_MODEL, "m", 0, "\"model\":\"m\""},
        {TVPASS_DEVICE_KEY_VERSION, "v", 0, "\"version\":\"v\""},
        {TVPASS_DEVICE_KEY_MANUFACTURER, "ma", 0, "\"manufacturer\":\"ma\""},
        {TVPASS_DEVICE_KEY_VENDOR, "ve", 0, "\"vendor\":\"ve\""},
        {TVPASS_DEVICE_KEY_OS_NAME, "Linux", 0, "\"osName\":\"Linux\""},
        {TVPASS_DEVICE_KEY_OS_FAMILY, "Linux", 0, "\"osFamily\":\"Linux\""},
        {TVPASS_DEVICE_KEY_OS_VENDOR, "Tizen Project", 0, "\"osVendor\":\"Tizen Project\""},
        {TVPASS_DEVICE_KEY_OS_VERSION, "6", 0, "\"osVersion\":\"6\""},
        {TVPASS_DEVICE_KEY_BROWSER_NAME, "Chrome", 0, "\"browserName\":\"Chrome\""},
        {TVPASS_DEVICE_KEY_BROWSER_VENDOR, "Google", 0, "\"browserVendor\":\"Google\""},
        {TVPASS_DEVICE_KEY_BROWSER_VERSION, "1", 0, "\"browserVersion\":\"1\""},
        {TVPASS_DEVICE_KEY_USER_AGENT, "ua", 0, "\"userAgent\":\"ua\""},
        {TVPASS_DEVICE_KEY_DISPLAY_WIDTH, NULL, 1920, "\"displayWidth\":1920"},
        {TVPASS_DEVICE_KEY_DISPLAY_HEIGHT, NULL, 1080, "\"displayHeight\":1080"},
        {TVPASS_DEVICE_KEY_DISPLAY_PPI, NULL, 96, "\"displayPpi\":96"},
        {TVPASS_DEVICE_KEY_DIAGONAL_SCREEN_SIZE, "5.5", 0, "\"diagonalScreenSize\":\"5.5\""},
        {TVPASS_DEVICE_KEY_CONNECTION_IP, "::1", 0, "\"connectionIp\":\"::1\""},
        {TVPASS_DEVICE_KEY_CONNECTION_PORT, NULL, 443, "\"connectionPort\":443"},
        {TVPASS_DEVICE_KEY_CONNECTION_TYPE, "Ethernet", 0, "\"connectionType\":\"Ethernet\""},
        {TVPASS_DEVICE_KEY_CONNECTION_SECURE, NULL, 1, "\"connectionSecure\":true"},
        {TVPASS_DEVICE_KEY_APPLICATION_ID, "app", 0, "\"applicationId\":\"app\""},
    };
    tvpass_device_info *info = NULL;
    tvpass_device *device = NULL;
    CHECK(tvpass_device_info_new(&info, NULL) == TVPASS_STATUS_OK);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        tvpass_status status =
            keys[i].text != NULL ? tvpass_device_info_set_text(info, keys[i].key, TEXT(keys[i].text), NULL)
                                 : tvpass_device_info_set_number(info, keys[i].key, keys[i].number, NULL);
        CHECK(status == TVPASS_STATUS_OK);
    }
    CHECK(tvpass_device_new_from_text(info, TEXT("abc"), &device, NULL) == TVPASS_STATUS_OK);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        CHECK(contains(tvpass_device_info_json(device), keys[i].json));
    }
    tvpass_device_free(device);
    tvpass_device_info_free(info);
}

static void bases(void)
{
    tvpass_base *base = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_base_new_from_environment(TVPASS_ENVIRONMENT_PREQUAL_STAGING, &base, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(tvpass_base_url(base), "https://sp-prequal.auth-staging.adobe.com");
    tvpass_base_free(base);
    CHECK(tvpass_base_new_v1_from_environment(TVPASS_ENVIRONMENT_STAGING, &base, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(tvpass_base_url(base), "https://api.auth-staging.adobe.com");
    tvpass_base_free(base);
    CHECK(tvpass_base_new_v1_from_environment(TVPASS_ENVIRONMENT_PREQUAL, &base, NULL) == TVPASS_STATUS_INVALID_INPUT);
    CHECK(base == NULL);
    CHECK(tvpass_base_new_from_environment(TVPASS_ENVIRONMENT_UNKNOWN, &base, &error) == TVPASS_STATUS_OUT_OF_RANGE);
    CHECK_ERROR(error, TVPASS_STATUS_OUT_OF_RANGE);
    CHECK(tvpass_base_new(TEXT("http://example.com"), &base, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(tvpass_error_name(error), "invalid_input");
    CHECK_STR(tvpass_error_input(error), "base");
    CHECK(tvpass_error_advice(error).len > 0);
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_base_new("https://example.com and more", 19, &base, &error) == TVPASS_STATUS_OK);
    CHECK(error == NULL);
    CHECK_STR(tvpass_base_url(base), "https://example.com");
    tvpass_base_free(base);
}

static void navigations_are_matched(void)
{
    fixture f = fixture_new();
    CHECK(tvpass_redirect_url_is_reached_by(f.redirect_url, TEXT("http://EXAMPLE.com/signed-out/?state=1")));
    CHECK(!tvpass_redirect_url_is_reached_by(f.redirect_url, TEXT("https://example.com.evil.example/signed-out")));
    CHECK(!tvpass_redirect_url_is_reached_by(f.redirect_url, "https://example.com/signed-out\xff", 31));
    CHECK_STR(tvpass_redirect_url_text(f.redirect_url), "https://example.com/signed-out");
    fixture_free(&f);
}

static void extras_become_headers(void)
{
    fixture f = fixture_new();
    tvpass_error *error = NULL;
    CHECK(tvpass_extras_set_subject_token(f.extras, TEXT("subject"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_extras_set_roku_connect_token(f.extras, TEXT("roku"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_extras_set_service_token(f.extras, TEXT("service"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_extras_set_visitor_identifier(f.extras, TEXT("ecid"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_extras_set_forwarded_for(f.extras, TEXT("203.0.113.7"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_extras_set_forwarded_for(f.extras, TEXT("nowhere"), NULL) == TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_extras_set_service_token(f.extras, TEXT("to\nken"), &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(tvpass_error_input(error), "AD-Service-Token");
    CHECK(!contains(tvpass_error_message(error), "to\nken"));
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    tvpass_logout_operation *operation = NULL;
    tvpass_request *request = NULL;
    CHECK(tvpass_logout_operation_new(f.base, f.device, TEXT("REF30"), TEXT("a/b"), f.redirect_url, f.extras,
                                      &operation, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_logout_operation_request(operation, TEXT(TOKEN), &request, NULL) == TVPASS_STATUS_OK);
    CHECK(contains(tvpass_request_url(request), "/logout/a%2Fb?"));
    static const char *const lines[] = {"Adobe-Subject-Token: subject", "X-Roku-Reserved-Roku-Connect-Token: roku",
                                        "AD-Service-Token: service", "AP-Visitor-Identifier: ecid",
                                        "X-Forwarded-For: 203.0.113.7"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        size_t found = 0;
        for (size_t at = 0; at < tvpass_request_header_count(request); at++) {
            found += strcmp(tvpass_request_header_line(request, at).data, lines[i]) == 0;
        }
        CHECK(found == 1);
    }
    tvpass_request_free(request);
    tvpass_logout_operation_free(operation);
    fixture_free(&f);
}

static void v1(void)
{
    fixture f = fixture_new();
    tvpass_request *request = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_logout_v1_operation_set_device_type(f.logout_v1_operation, TEXT("stb"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_logout_v1_operation_set_device_user(f.logout_v1_operation, TEXT("u"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_logout_v1_operation_set_app_id(f.logout_v1_operation, TEXT("a"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_logout_v1_operation_set_app_id(f.logout_v1_operation, TEXT(""), NULL) == TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_logout_v1_operation_set_user_agent(f.logout_v1_operation, TEXT("T/1"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_logout_v1_operation_request(f.logout_v1_operation, &request, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(tvpass_request_method(request), "DELETE");
    CHECK(contains(tvpass_request_url(request), "/api/v1/logout?requestor=REF30&deviceId="));
    CHECK(contains(tvpass_request_url(request), "&deviceType=stb&deviceUser=u&appId=a"));
    tvpass_response *response = answer(204, "text/plain", "");
    CHECK(tvpass_logout_v1_operation_interpret(request, response, &error) == TVPASS_STATUS_OK);
    CHECK(error == NULL);
    CHECK(tvpass_response_set_status(response, 500, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_response_status(response) == 500);
    CHECK(tvpass_logout_v1_operation_interpret(request, response, &error) == TVPASS_STATUS_HTTP_STATUS);
    CHECK(tvpass_error_http_status(error) == 500);
    CHECK(tvpass_error_is_retryable(error));
    CHECK_STR(tvpass_error_content_type(error), "text/plain");
    CHECK_ERROR(error, TVPASS_STATUS_HTTP_STATUS);
    tvpass_response_free(response);
    tvpass_request_free(request);
    fixture_free(&f);
}

static void every_profile_is_followed(void)
{
    fixture f = fixture_new();
    tvpass_response *response = answer(
        200, "application/json",
        "{\"logouts\":{\"A\":{\"actionName\":\"complete\",\"actionType\":\"none\",\"mvpd\":\"A\"},"
        "\"B\":{\"actionName\":\"logout\",\"actionType\":\"interactive\",\"mvpd\":\"B2\",\"url\":\"https://b.example/x\"},"
        "\"C\":{\"actionName\":\"logout\",\"actionType\":\"none\",\"mvpd\":\"C\",\"url\":\"javascript:alert(1)\"},"
        "\"D\":{\"actionName\":\"partner_logout\",\"actionType\":\"partner_interactive\",\"mvpd\":\"D\"},"
        "\"E\":{\"actionName\":\"dance\",\"actionType\":\"wild\",\"mvpd\":\"E\"},"
        "\"F\":{\"actionName\":\"invalid\",\"actionType\":\"none\",\"mvpd\":\"F\"}}}");
    tvpass_logout *logout = NULL;
    CHECK(tvpass_logout_operation_interpret(f.request, response, &logout, NULL) == TVPASS_STATUS_OK);
    /* What was made does not depend on what it was made of. */
    tvpass_response_free(response);
    CHECK(tvpass_logout_profile_count(logout) == 6);
    static const tvpass_logout_action actions[] = {
        TVPASS_LOGOUT_ACTION_COMPLETE,       TVPASS_LOGOUT_ACTION_OPEN_URL, TVPASS_LOGOUT_ACTION_URL_REFUSED,
        TVPASS_LOGOUT_ACTION_PARTNER_LOGOUT, TVPASS_LOGOUT_ACTION_UNKNOWN,  TVPASS_LOGOUT_ACTION_INVALID};
    for (size_t i = 0; i < 6; i++) {
        CHECK(tvpass_logout_profile_action(logout, i) == actions[i]);
    }
    CHECK_STR(tvpass_logout_profile_key(logout, 1), "B");
    CHECK_STR(tvpass_logout_profile_mvpd(logout, 1), "B2");
    CHECK_STR(tvpass_logout_profile_url(logout, 1), "https://b.example/x");
    CHECK_STR(tvpass_logout_profile_raw_url(logout, 1), "");
    CHECK_STR(tvpass_logout_profile_url(logout, 2), "");
    CHECK_STR(tvpass_logout_profile_raw_url(logout, 2), "javascript:alert(1)");
    CHECK(tvpass_logout_profile_url_refusal(logout, 2) == TVPASS_URL_REFUSAL_SCHEME);
    CHECK(tvpass_logout_profile_contradicts_documentation(logout, 2));
    CHECK_STR(tvpass_logout_profile_action_name(logout, 4), "dance");
    CHECK_STR(tvpass_logout_profile_action_type(logout, 4), "wild");
    CHECK_STR(tvpass_logout_profile_key(logout, 6), "");
    CHECK(tvpass_logout_profile_action(logout, 6) == TVPASS_LOGOUT_ACTION_UNKNOWN);
    static const tvpass_remaining order[] = {TVPASS_REMAINING_OPEN_URL, TVPASS_REMAINING_SESSION_MAY_BE_OPEN,
                                             TVPASS_REMAINING_PARTNER_SIGN_OUT, TVPASS_REMAINING_SESSION_MAY_BE_OPEN};
    tvpass_remaining what = TVPASS_REMAINING_UNKNOWN;
    size_t index = 99;
    for (size_t i = 0; i < 4; i++) {
        CHECK(tvpass_logout_remaining(logout, &what, &index, NULL) == TVPASS_STATUS_OK);
        CHECK(what == order[i]);
        CHECK(index == i + 1);
        CHECK(!tvpass_logout_profile_is_followed(logout, index));
        CHECK(tvpass_logout_mark_followed(logout, index, NULL) == TVPASS_STATUS_OK);
        CHECK(tvpass_logout_profile_is_followed(logout, index));
    }
    CHECK(tvpass_logout_remaining(logout, &what, &index, NULL) == TVPASS_STATUS_OK);
    CHECK(what == TVPASS_REMAINING_DONE);
    CHECK(tvpass_logout_mark_followed(logout, 6, NULL) == TVPASS_STATUS_OUT_OF_RANGE);
    tvpass_logout_free(logout);
    fixture_free(&f);
}

static void partner_settings(void)
{
    CHECK(tvpass_partner_settings_count() == 2);
    CHECK_STR(tvpass_partner_settings_os_name(0), "tvOS");
    CHECK(tvpass_partner_settings_step_count(0) == 3);
    CHECK_STR(tvpass_partner_settings_step(0, 2), "TV Provider");
    CHECK_STR(tvpass_partner_settings_step(0, 3), "");
    CHECK_STR(tvpass_partner_settings_os_name(2), "");
    CHECK(tvpass_partner_settings_step_count(2) == 0);
}

static void errors_say_everything(void)
{
    fixture f = fixture_new();
    tvpass_error *error = NULL;
    tvpass_logout *logout = NULL;
    tvpass_response *response =
        answer(403, "application/json",
               "{\"action\":\"retry\",\"status\":400,\"code\":\"network_received_error\",\"message\":\"M\","
               "\"details\":\"D\",\"helpUrl\":\"https://h.example\",\"trace\":\"T-1\"}");
    CHECK(tvpass_logout_operation_interpret(f.request, response, &logout, &error) == TVPASS_STATUS_ENHANCED_ERROR);
    CHECK(logout == NULL);
    CHECK(tvpass_error_cause(error) == TVPASS_STATUS_ENHANCED_ERROR);
    CHECK(tvpass_error_http_status(error) == 403);
    CHECK(tvpass_error_adobe_action(error) == TVPASS_ERROR_ACTION_RETRY);
    CHECK_STR(tvpass_error_adobe_action_text(error), "retry");
    CHECK_STR(tvpass_error_adobe_code(error), "network_received_error");
    CHECK_STR(tvpass_error_adobe_message(error), "M");
    CHECK_STR(tvpass_error_adobe_details(error), "D");
    CHECK_STR(tvpass_error_help_url(error), "https://h.example");
    CHECK_STR(tvpass_error_trace(error), "T-1");
    CHECK(tvpass_error_is_retryable(error));
    CHECK_ERROR(error, TVPASS_STATUS_ENHANCED_ERROR);
    tvpass_response_free(response);

    response = answer(429, "text/html", "<html>");
    CHECK(tvpass_response_add_header_line(response, TEXT("Retry-After: 7\r\n"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_logout_operation_interpret(f.request, response, &logout, &error) == TVPASS_STATUS_THROTTLED);
    CHECK(tvpass_error_retry_after_ms(error) == 7000);
    CHECK_ERROR(error, TVPASS_STATUS_THROTTLED);
    tvpass_response_free(response);

    response = answer(503, "text/html", "<html>");
    CHECK(tvpass_response_add_header_line(response, TEXT("Retry-After: 9\r\n"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_logout_operation_interpret(f.request, response, &logout, &error) == TVPASS_STATUS_HTTP_STATUS);
    CHECK(tvpass_error_retry_after_ms(error) == 9000);
    CHECK_ERROR(error, TVPASS_STATUS_HTTP_STATUS);
    tvpass_response_free(response);

    response = answer(200, "text/html", "<html>" TOKEN "</html>");
    CHECK(tvpass_logout_operation_interpret(f.request, response, &logout, &error) == TVPASS_STATUS_MALFORMED_ANSWER);
    CHECK(contains(tvpass_error_body_head(error), "<html>"));
    CHECK(!contains(tvpass_error_body_head(error), TOKEN));
    CHECK_ERROR(error, TVPASS_STATUS_MALFORMED_ANSWER);
    tvpass_response_free(response);
    fixture_free(&f);
}

/* A server, or a proxy on the way, may send headers as it likes. */
static void headers_are_the_last_answers(void)
{
    fixture f = fixture_new();
    tvpass_response *response = NULL;
    tvpass_logout *logout = NULL;
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
        CHECK(tvpass_response_add_header_line(response, TEXT(lines[i]), NULL) == TVPASS_STATUS_OK);
    }
    CHECK(tvpass_logout_operation_interpret(f.request, response, &logout, &error) == TVPASS_STATUS_THROTTLED);
    CHECK(tvpass_error_retry_after_ms(error) == 7000);
    CHECK_ERROR(error, TVPASS_STATUS_THROTTLED);
    CHECK(tvpass_response_set_status(response, 404, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_logout_operation_interpret(f.request, response, &logout, &error) == TVPASS_STATUS_HTTP_STATUS);
    CHECK_STR(tvpass_error_content_type(error), "");
    CHECK_ERROR(error, TVPASS_STATUS_HTTP_STATUS);
    tvpass_response_free(response);
    fixture_free(&f);
}

static void bodies_have_a_limit(void)
{
    tvpass_response *response = NULL;
    static char piece[64 * 1024];
    CHECK(tvpass_response_new(200, &response, NULL) == TVPASS_STATUS_OK);
    for (size_t i = 0; i < TVPASS_MAX_RESPONSE_BODY / sizeof piece; i++) {
        CHECK(tvpass_response_append_body(response, piece, sizeof piece, NULL) == TVPASS_STATUS_OK);
    }
    CHECK(tvpass_response_append_body(response, piece, 1, NULL) == TVPASS_STATUS_OUT_OF_RANGE);
    CHECK(tvpass_response_append_body(response, NULL, 0, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_response_append_body(response, NULL, 1, NULL) == TVPASS_STATUS_NULL_ARGUMENT);
    CHECK(tvpass_response_append_body(response, piece, (size_t)-1, NULL) == TVPASS_STATUS_OUT_OF_RANGE);
    tvpass_response_free(response);
}

void operations_tests(void)
{
    RUN(version_and_names);
    RUN(a_request_is_complete);
    RUN(a_device_is_its_headers);
    RUN(device_info_is_checked);
    RUN(every_device_key_is_sent);
    RUN(bases);
    RUN(navigations_are_matched);
    RUN(extras_become_headers);
    RUN(v1);
    RUN(every_profile_is_followed);
    RUN(partner_settings);
    RUN(errors_say_everything);
    RUN(headers_are_the_last_answers);
    RUN(bodies_have_a_limit);
}
