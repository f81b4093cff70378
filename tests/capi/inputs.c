/* Sites and devices, and inputs as programs of other versions pass them. */
#include "check.h"
#include "fixture.h"

/* The site of an input that is accepted; the caller frees it. */
static tvpass_site *site_of(const tvpass_site_input *input)
{
    tvpass_site *site = NULL;
    CHECK(tvpass_site_new(input, &site, NULL) == TVPASS_STATUS_OK);
    return site;
}

/* That an input is refused, for this field. */
static void refused(const tvpass_site_input *input, tvpass_status expected, const char *field)
{
    tvpass_site *site = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_site_new(input, &site, &error) == expected);
    CHECK(site == NULL);
    CHECK_STR(error->field, field);
    CHECK_ERROR(error, expected);
}

static void a_device_is_its_headers(void)
{
    fixture f;
    fixture_new(&f);
    const tvpass_site_description *site = tvpass_site_describe(f.site);
    CHECK_STR(site->base, "http://127.0.0.1:1");
    CHECK_STR(site->device_info_json,
              "{\"model\":\"STB-1\",\"version\":\"1.0\",\"osName\":\"Linux\",\"osVersion\":\"6.1\",\"connectionType\":\"LAN\"}");
    /* sha256sum of "serial-1" */
    CHECK_STR(site->device_identifier, "baf151a69d6901f7af7af0220168330ea81a9bfd0836435d40c087eea4e91cad");
    CHECK(tvpass_site_describe(f.site) == site);
    f.device_info.os_identifier = (tvpass_str){NULL, 0};
    f.device_info.identifier = TVPASS_STR("abc");
    tvpass_site *other = site_of(&f.site_input);
    CHECK_STR(tvpass_site_describe(other)->device_identifier_header, "fingerprint YWJj");
    tvpass_site_free(other);
    fixture_free(&f);
}

static void device_info_is_checked(void)
{
    fixture f;
    fixture_new(&f);
    const tvpass_device_info good = f.device_info;
    const tvpass_site_input *input = &f.site_input;
    f.device_info.os_name = TVPASS_STR("linux");
    refused(input, TVPASS_STATUS_INVALID_INPUT, "osName");
    f.device_info.allows_undocumented = true;
    tvpass_site_free(site_of(input));
    f.device_info = good;
    f.device_info.connection_port = 65536;
    refused(input, TVPASS_STATUS_OUT_OF_RANGE, "connection_port");
    f.device_info = good;
    f.device_info.connection_secure = 3;
    refused(input, TVPASS_STATUS_OUT_OF_RANGE, "connection_secure");
    f.device_info = good;
    f.device_info.connection_ip = TVPASS_STR("300.1.1.1");
    refused(input, TVPASS_STATUS_INVALID_INPUT, "connectionIp");
    f.device_info = good;
    f.device_info.model = TVPASS_STR("\xff");
    refused(input, TVPASS_STATUS_INVALID_UTF8, "model");
    f.device_info.model = TVPASS_STR("a\nb");
    refused(input, TVPASS_STATUS_INVALID_INPUT, "model");
    f.device_info = good;
    f.device_info.identifier = TVPASS_STR("as well");
    refused(input, TVPASS_STATUS_INVALID_INPUT, "identifier");
    f.device_info = good;
    f.device_info.os_identifier.len = 0;
    refused(input, TVPASS_STATUS_INVALID_INPUT, "device_identifier");
    /* All that is missing, at once. */
    f.device_info = (tvpass_device_info)TVPASS_DEVICE_INFO_INIT;
    f.device_info.identifier = TVPASS_STR("abc");
    f.device_info.os_name = TVPASS_STR("Linux");
    tvpass_site *site = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_site_new(input, &site, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK(contains(error->message, "model, version, osVersion, connectionType"));
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    fixture_free(&f);
}

static void every_device_key_is_sent(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_device_info *info = &f.device_info;
    info->primary_hardware_type = TVPASS_STR("SetTopBox");
    info->model = TVPASS_STR("m");
    info->version = TVPASS_STR("v");
    info->manufacturer = TVPASS_STR("ma");
    info->vendor = TVPASS_STR("ve");
    info->os_name = TVPASS_STR("Linux");
    info->os_family = TVPASS_STR("Linux");
    info->os_vendor = TVPASS_STR("Tizen Project");
    info->os_version = TVPASS_STR("6");
    info->browser_name = TVPASS_STR("Chrome");
    info->browser_vendor = TVPASS_STR("Google");
    info->browser_version = TVPASS_STR("1");
    info->user_agent = TVPASS_STR("ua");
    info->display_width = 1920;
    info->display_height = 1080;
    info->display_ppi = 96;
    info->diagonal_screen_size = TVPASS_STR("5.5");
    info->connection_ip = TVPASS_STR("::1");
    info->connection_port = 443;
    info->connection_type = TVPASS_STR("Ethernet");
    info->connection_secure = TVPASS_CONNECTION_SECURE_YES;
    info->application_id = TVPASS_STR("app");
    tvpass_site *site = site_of(&f.site_input);
    CHECK_STR(tvpass_site_describe(site)->device_info_json,
              "{\"primaryHardwareType\":\"SetTopBox\",\"model\":\"m\",\"version\":\"v\",\"manufacturer\":\"ma\","
              "\"vendor\":\"ve\",\"osName\":\"Linux\",\"osFamily\":\"Linux\",\"osVendor\":\"Tizen Project\",\"osVersion\":\"6\","
              "\"browserName\":\"Chrome\",\"browserVendor\":\"Google\",\"browserVersion\":\"1\",\"userAgent\":\"ua\","
              "\"displayWidth\":1920,\"displayHeight\":1080,\"displayPpi\":96,\"diagonalScreenSize\":\"5.5\","
              "\"connectionIp\":\"::1\",\"connectionPort\":443,\"connectionType\":\"Ethernet\",\"connectionSecure\":true,"
              "\"applicationId\":\"app\"}");
    tvpass_site_free(site);
    info->connection_secure = TVPASS_CONNECTION_SECURE_NO;
    site = site_of(&f.site_input);
    CHECK(contains(tvpass_site_describe(site)->device_info_json, "\"connectionSecure\":false"));
    tvpass_site_free(site);
    fixture_free(&f);
}

static void bases(void)
{
    fixture f;
    fixture_new(&f);
    static const struct {
        tvpass_environment environment;
        bool is_v1;
        const char *base;
    } documented[] = {
        {TVPASS_ENVIRONMENT_PRODUCTION, false, "https://sp.auth.adobe.com"},
        {TVPASS_ENVIRONMENT_PREQUAL, false, "https://sp-prequal.auth.adobe.com"},
        {TVPASS_ENVIRONMENT_STAGING, false, "https://sp.auth-staging.adobe.com"},
        {TVPASS_ENVIRONMENT_PREQUAL_STAGING, false, "https://sp-prequal.auth-staging.adobe.com"},
        {TVPASS_ENVIRONMENT_PRODUCTION, true, "https://api.auth.adobe.com"},
        {TVPASS_ENVIRONMENT_STAGING, true, "https://api.auth-staging.adobe.com"},
    };
    tvpass_site_input input = TVPASS_SITE_INPUT_INIT;
    input.device_info = &f.device_info;
    for (size_t i = 0; i < sizeof documented / sizeof documented[0]; i++) {
        input.environment = documented[i].environment;
        input.is_v1 = documented[i].is_v1;
        tvpass_site *site = site_of(&input);
        CHECK_STR(tvpass_site_describe(site)->base, documented[i].base);
        tvpass_site_free(site);
    }
    input.environment = TVPASS_ENVIRONMENT_PREQUAL;
    refused(&input, TVPASS_STATUS_INVALID_INPUT, "environment");
    input.is_v1 = false;
    input.base = TVPASS_STR("https://example.com");
    refused(&input, TVPASS_STATUS_INVALID_INPUT, "base");
    input.environment = 4;
    refused(&input, TVPASS_STATUS_OUT_OF_RANGE, "environment");
    input.environment = TVPASS_ENVIRONMENT_PRODUCTION;
    input.base = TVPASS_STR("http://example.com");
    tvpass_site *site = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_site_new(&input, &site, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(error->name, "invalid_input");
    CHECK_STR(error->field, "base");
    CHECK(error->advice.len > 0);
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    /* A length, not a NUL, ends a text. */
    input.base = (tvpass_str){"https://example.com and more", 19};
    CHECK(tvpass_site_new(&input, &site, &error) == TVPASS_STATUS_OK);
    CHECK(error == NULL);
    CHECK_STR(tvpass_site_describe(site)->base, "https://example.com");
    tvpass_site_free(site);
    fixture_free(&f);
}

/* Those of a site go with every request, and an operation's own are preferred. */
static void a_site_has_few_extras(void)
{
    fixture f;
    fixture_new(&f);
    f.extras.service_token = TVPASS_STR("service");
    refused(&f.site_input, TVPASS_STATUS_INVALID_INPUT, "AD-Service-Token");
    f.extras = (tvpass_extras)TVPASS_EXTRAS_INIT;
    f.extras.forwarded_for = TVPASS_STR("203.0.113.7");
    tvpass_site *site = site_of(&f.site_input);
    tvpass_exchange *exchange = NULL;
    CHECK(tvpass_exchange_new(f.operation, site, f.access_token, &exchange, NULL) == TVPASS_STATUS_OK);
    const tvpass_request *request = tvpass_exchange_request(exchange);
    CHECK_STR(request->headers[3]->line, "X-Forwarded-For: 203.0.113.7");
    CHECK_STR(request->headers[4]->line, "User-Agent: Test/1.0");
    tvpass_exchange_free(exchange);
    tvpass_site_free(site);
    fixture_free(&f);
}

/* A program of today on a newer library, which knows more members: what the program's structure does not have is zero. And a program of
 * tomorrow on this library: what it does not use is zero, and what it uses is refused. What is
 * behind a structure is never looked at. */
static void other_versions_are_understood(void)
{
    fixture f;
    fixture_new(&f);
    struct {
        tvpass_logout_input known;
        size_t later[4];
    } newer;
    memset(&newer, 0xff, sizeof newer);
    newer.known = f.logout_input;
    tvpass_operation *operation = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_logout_new(&newer.known, &operation, NULL) == TVPASS_STATUS_OK);
    tvpass_operation_free(operation);
    newer.known.size = sizeof newer;
    CHECK(tvpass_logout_new(&newer.known, &operation, &error) == TVPASS_STATUS_UNKNOWN_INPUT);
    CHECK(operation == NULL);
    CHECK_STR(error->field, "tvpass_logout_input");
    CHECK(contains(error->message, "does not know"));
    CHECK_ERROR(error, TVPASS_STATUS_UNKNOWN_INPUT);
    memset(newer.later, 0, sizeof newer.later);
    CHECK(tvpass_logout_new(&newer.known, &operation, NULL) == TVPASS_STATUS_OK);
    tvpass_operation_free(operation);
    newer.later[3] = 1;
    CHECK(tvpass_logout_new(&newer.known, &operation, NULL) == TVPASS_STATUS_UNKNOWN_INPUT);
    newer.known.size = 0;
    CHECK(tvpass_logout_new(&newer.known, &operation, &error) == TVPASS_STATUS_OUT_OF_RANGE);
    CHECK_STR(error->field, "tvpass_logout_input");
    CHECK(contains(error->advice, "_INIT"));
    CHECK_ERROR(error, TVPASS_STATUS_OUT_OF_RANGE);
    fixture_free(&f);
}

/* In C a bool is a byte, and a program may have anything in it. */
static void a_flag_is_any_byte(void)
{
    fixture f;
    fixture_new(&f);
    memset(&f.device_info.allows_undocumented, 0x7e, sizeof f.device_info.allows_undocumented);
    f.device_info.os_name = TVPASS_STR("FirmwareOS");
    tvpass_site_free(site_of(&f.site_input));
    fixture_free(&f);
}

#ifdef TVPASS_HAS_FLOWS
static void what_a_flow_is_told_has_to_make_sense(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_call *call = NULL;
    tvpass_account *account = NULL;
    tvpass_error *error = NULL;
    f.sign_in_options.poll_interval_ms = 2999;
    CHECK(tvpass_account_sign_in(f.account, &f.sign_in_options, &call, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(error->field, "poll_interval_ms");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    f.sign_in_options.poll_interval_ms = 0;
    f.sign_in_options.method = 7;
    CHECK(tvpass_account_sign_in(f.account, &f.sign_in_options, &call, &error) == TVPASS_STATUS_OUT_OF_RANGE);
    CHECK_ERROR(error, TVPASS_STATUS_OUT_OF_RANGE);
    f.account_settings.activation_page = TVPASS_STR("");
    f.account_settings.activation_page_parameter = TVPASS_STR("c");
    CHECK(tvpass_account_new(f.client, &f.account_settings, &account, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(error->field, "activation_page_parameter");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    f.account_authorize_input.mvpd = TVPASS_STR("");
    CHECK(tvpass_account_authorize(f.account, &f.account_authorize_input, &call, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(error->field, "mvpd");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    /* A call has nobody to ask. */
    CHECK(tvpass_call_tell(f.call, 1000, &f.tell_input, NULL) == TVPASS_STATUS_OUT_OF_ORDER);
    CHECK(tvpass_call_poll(f.call, 1000)->presented == NULL);
    f.tell_input.kind = 99;
    CHECK(tvpass_call_tell(f.call, 1000, &f.tell_input, NULL) == TVPASS_STATUS_OUT_OF_RANGE);
    fixture_free(&f);
}
#endif

void inputs_tests(void)
{
    RUN(a_device_is_its_headers);
    RUN(device_info_is_checked);
    RUN(every_device_key_is_sent);
    RUN(bases);
    RUN(a_site_has_few_extras);
    RUN(other_versions_are_understood);
    RUN(a_flag_is_any_byte);
#ifdef TVPASS_HAS_FLOWS
    RUN(what_a_flow_is_told_has_to_make_sense);
#endif
}
