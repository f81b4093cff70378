/* What each operation sends, and which inputs it refuses. */
#include "check.h"
#include "fixture.h"

/* The request of an operation, which is freed; the caller frees the exchange. */
static tvpass_exchange *exchange_of(const fixture *f, tvpass_operation *operation)
{
    tvpass_exchange *exchange = NULL;
    CHECK(tvpass_exchange_new(operation, f->site, f->access_token, &exchange, NULL) == TVPASS_STATUS_OK);
    tvpass_operation_free(operation);
    return exchange;
}

/* The value of a header; NULL if it is not sent. */
static const char *header_of(const tvpass_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (strcmp(request->headers[i]->name.data, name) == 0) {
            return request->headers[i]->value.data;
        }
    }
    return NULL;
}

#define HERE "http://127.0.0.1:1/api/v2/"

/* That an operation of the fixture's input sends this. */
#define SENDS(f, name, expected_method, path, expected_body)                    \
    do {                                                                        \
        tvpass_exchange *exchange_ = exchange_of((f), OPERATION((f), name));    \
        const tvpass_request *request_ = tvpass_exchange_request(exchange_);    \
        CHECK_STR(request_->method, expected_method);                           \
        CHECK_STR(request_->url, HERE path);                                    \
        CHECK_STR(request_->body, expected_body);                               \
        tvpass_exchange_free(exchange_);                                        \
    } while (0)

/* That an input is refused before anything is sent, for this field. */
#define REFUSED(f, name, expected, expected_field)                                        \
    do {                                                                                  \
        tvpass_operation *operation_ = NULL;                                              \
        tvpass_error *error_ = NULL;                                                      \
        CHECK(tvpass_##name##_new(&(f)->name##_input, &operation_, &error_) == (expected)); \
        CHECK(operation_ == NULL);                                                        \
        CHECK_STR(error_->field, expected_field);                                         \
        CHECK_ERROR(error_, expected);                                                    \
    } while (0)

#define SIGNED_IN "domainName=example.com&redirectUrl=https%3A%2F%2Fexample.com%2Fsigned-in"

static void each_operation_has_its_request(void)
{
    fixture f;
    fixture_new(&f);
    SENDS(&f, configuration, "GET", "REF30/configuration", "");
    SENDS(&f, create_session, "POST", "REF30/sessions", "mvpd=Cablevision&" SIGNED_IN);
    SENDS(&f, resume_session, "POST", "REF30/sessions/8ER640M", "mvpd=Cablevision&" SIGNED_IN);
    SENDS(&f, retrieve_session, "GET", "REF30/sessions/8ER640M", "");
    SENDS(&f, profiles, "GET", "REF30/profiles", "");
    SENDS(&f, profile_for_mvpd, "GET", "REF30/profiles/Cablevision", "");
    SENDS(&f, profile_for_code, "GET", "REF30/profiles/code/8ER640M", "");
    SENDS(&f, partner_request, "POST", "REF30/sessions/sso/Apple", SIGNED_IN);
    SENDS(&f, partner_profile, "POST", "REF30/profiles/sso/Apple",
          "SAMLResponse=PHNhbWxwOlJlc3BvbnNlPng8L3NhbWxwOlJlc3BvbnNlPg%3D%3D");
    SENDS(&f, preauthorize, "POST", "REF30/decisions/preauthorize/Cablevision",
          "{\"resources\":[\"TestStream1\",\"TestStream2\"]}");
    SENDS(&f, authorize, "POST", "REF30/decisions/authorize/Cablevision",
          "{\"resources\":[\"TestStream1\",\"TestStream2\"]}");
    fixture_free(&f);
}

static void what_is_not_known_is_not_sent(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_create_session_input *create = &f.create_session_input;
    create->mvpd = create->domain_name = create->redirect_url = TVPASS_STR("");
    SENDS(&f, create_session, "POST", "REF30/sessions", "");
    create->mvpd = TVPASS_STR("a&b=\xc3\xbc");
    SENDS(&f, create_session, "POST", "REF30/sessions", "mvpd=a%26b%3D%C3%BC");
    f.partner_request_input.partner = TVPASS_STR("other");
    f.partner_request_input.domain_name = f.partner_request_input.redirect_url = TVPASS_STR("");
    SENDS(&f, partner_request, "POST", "REF30/sessions/sso/other", "");
    f.partner_profile_input.saml_response = TVPASS_STR("");
    f.partner_profile_input.saml_response_base64 = TVPASS_STR("YQ==");
    SENDS(&f, partner_profile, "POST", "REF30/profiles/sso/Apple", "SAMLResponse=YQ%3D%3D");
    fixture_free(&f);
}

static void headers_are_those_of_the_operation(void)
{
    fixture f;
    fixture_new(&f);
    f.extras.temp_pass_identity = &f.temp_pass_identity;
    tvpass_exchange *exchange = exchange_of(&f, OPERATION(&f, authorize));
    const tvpass_request *request = tvpass_exchange_request(exchange);
    /* {"email":"<sha256sum of user@domain.com>"} */
    const char *identity = header_of(request, "AP-TempPass-Identity");
    CHECK(identity != NULL && strcmp(identity, "eyJlbWFpbCI6ImY3ZWU1ZWM3MzEyMTY1MTQ4YjY5ZmNjYTFkMjkwNzViMTRiOGFlZjBiNTA0O"
                                               "GEzMzJiMThiODhkMDkwNjlmYjcifQ==") == 0);
    CHECK(strcmp(header_of(request, "Content-Type"), "application/json") == 0);
    CHECK(header_of(request, "AP-Device-Identifier") != NULL);
    CHECK(header_of(request, "AP-Partner-Framework-Status") == NULL);
    tvpass_exchange_free(exchange);
    REFUSED(&f, profiles, TVPASS_STATUS_INVALID_INPUT, "AP-TempPass-Identity");
    REFUSED(&f, create_session, TVPASS_STATUS_INVALID_INPUT, "AP-TempPass-Identity");
    /* On what a code names there is nothing about the device that asks. */
    exchange = exchange_of(&f, OPERATION(&f, profile_for_code));
    request = tvpass_exchange_request(exchange);
    CHECK(header_of(request, "AP-Device-Identifier") == NULL && header_of(request, "X-Device-Info") == NULL);
    CHECK(header_of(request, "AP-TempPass-Identity") != NULL);
    tvpass_exchange_free(exchange);
    f.extras.temp_pass_identity = NULL;
    f.extras.service_token = TVPASS_STR("service");
    REFUSED(&f, profile_for_code, TVPASS_STATUS_INVALID_INPUT, "AD-Service-Token");
    tvpass_operation_free(OPERATION(&f, create_session));
    f.extras = (tvpass_extras)TVPASS_EXTRAS_INIT;
    f.extras.partner_framework_status = &f.partner_framework_status;
    exchange = exchange_of(&f, OPERATION(&f, profiles));
    CHECK(header_of(tvpass_exchange_request(exchange), "AP-Partner-Framework-Status") != NULL);
    tvpass_exchange_free(exchange);
    /* An input of the operation already. */
    REFUSED(&f, partner_request, TVPASS_STATUS_INVALID_INPUT, "AP-Partner-Framework-Status");
    fixture_free(&f);
}

static void what_a_framework_said_is_sent(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_partner_framework_status *status = &f.partner_framework_status;
    *status = (tvpass_partner_framework_status)TVPASS_PARTNER_FRAMEWORK_STATUS_INIT;
    static const struct {
        tvpass_access_status access_status;
        const char *header;
    } known[] = {
        /* {"frameworkPermissionInfo":{"accessStatus":"…"},"frameworkProviderInfo":{}} */
        {TVPASS_ACCESS_STATUS_NOT_DETERMINED, "eyJmcmFtZXdvcmtQZXJtaXNzaW9uSW5mbyI6eyJhY2Nlc3NTdGF0dXMiOiJub3REZXRlcm1p"
                                              "bmVkIn0sImZyYW1ld29ya1Byb3ZpZGVySW5mbyI6e319"},
        {TVPASS_ACCESS_STATUS_RESTRICTED, "eyJmcmFtZXdvcmtQZXJtaXNzaW9uSW5mbyI6eyJhY2Nlc3NTdGF0dXMiOiJyZXN0cmljdGVkIn0s"
                                          "ImZyYW1ld29ya1Byb3ZpZGVySW5mbyI6e319"},
        {TVPASS_ACCESS_STATUS_DENIED, "eyJmcmFtZXdvcmtQZXJtaXNzaW9uSW5mbyI6eyJhY2Nlc3NTdGF0dXMiOiJkZW5pZWQifSwiZnJhbWV3"
                                      "b3JrUHJvdmlkZXJJbmZvIjp7fX0="},
        {TVPASS_ACCESS_STATUS_GRANTED, "eyJmcmFtZXdvcmtQZXJtaXNzaW9uSW5mbyI6eyJhY2Nlc3NTdGF0dXMiOiJncmFudGVkIn0sImZyYW1l"
                                       "d29ya1Byb3ZpZGVySW5mbyI6e319"},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        status->access_status = known[i].access_status;
        tvpass_exchange *exchange = exchange_of(&f, OPERATION(&f, partner_request));
        const char *header = header_of(tvpass_exchange_request(exchange), "AP-Partner-Framework-Status");
        CHECK(header != NULL && strcmp(header, known[i].header) == 0);
        tvpass_exchange_free(exchange);
    }
    status->access_status = 4;
    REFUSED(&f, partner_request, TVPASS_STATUS_OUT_OF_RANGE, "access_status");
    status->access_status = TVPASS_ACCESS_STATUS_GRANTED;
    status->other_access_status = TVPASS_STR("else");
    REFUSED(&f, partner_request, TVPASS_STATUS_INVALID_INPUT, "other_access_status");
    status->access_status = TVPASS_ACCESS_STATUS_NOT_DETERMINED;
    tvpass_operation_free(OPERATION(&f, partner_request));
    status->provider_expiration_unix_ms = 1;
    REFUSED(&f, partner_request, TVPASS_STATUS_INVALID_INPUT, "provider_id");
    status->provider_id = TVPASS_STR("p");
    status->provider_error_message = TVPASS_STR("m");
    REFUSED(&f, partner_request, TVPASS_STATUS_INVALID_INPUT, "provider_error_code");
    status->provider_error_code = TVPASS_STR("c");
    tvpass_operation_free(OPERATION(&f, partner_request));
    fixture_free(&f);
}

static void what_cannot_be_right_is_refused(void)
{
    fixture f;
    fixture_new(&f);
    f.authorize_input.resource_count = 0;
    REFUSED(&f, authorize, TVPASS_STATUS_INVALID_INPUT, "resources");
    f.authorize_input.resource_count = 2;
    f.resources[1] = TVPASS_STR(" TestStream1");
    REFUSED(&f, authorize, TVPASS_STATUS_INVALID_INPUT, "resources");
    f.resources[1] = TVPASS_STR("<![CDATA[x]]>");
    REFUSED(&f, preauthorize, TVPASS_STATUS_INVALID_INPUT, "resources");
    tvpass_operation_free(OPERATION(&f, authorize));
    f.retrieve_session_input.code = TVPASS_STR(" \n");
    REFUSED(&f, retrieve_session, TVPASS_STATUS_INVALID_INPUT, "code");
    f.create_session_input.redirect_url = TVPASS_STR("nowhere");
    REFUSED(&f, create_session, TVPASS_STATUS_INVALID_INPUT, "redirect_url");
    f.profiles_input.service_provider = TVPASS_STR("..");
    REFUSED(&f, profiles, TVPASS_STATUS_INVALID_INPUT, "service_provider");
    f.partner_profile_input.saml_response = TVPASS_STR("not XML");
    REFUSED(&f, partner_profile, TVPASS_STATUS_INVALID_INPUT, "saml_response");
    f.partner_profile_input.saml_response_base64 = TVPASS_STR("YQ==");
    REFUSED(&f, partner_profile, TVPASS_STATUS_INVALID_INPUT, "saml_response_base64");
    f.temp_pass_identity.raw_json = TVPASS_STR("{\"email\":\"secret@example.com\"}");
    f.extras.temp_pass_identity = &f.temp_pass_identity;
    REFUSED(&f, authorize, TVPASS_STATUS_INVALID_INPUT, "raw_json");
    f.temp_pass_identity.key = f.temp_pass_identity.value = TVPASS_STR("");
    tvpass_operation_free(OPERATION(&f, authorize));
    f.temp_pass_identity.raw_json = TVPASS_STR("secret@example.com");
    tvpass_operation *operation = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_authorize_new(&f.authorize_input, &operation, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK(!contains(error->message, "secret"));
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    fixture_free(&f);
}

static void media_rss_is_escaped(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_text *made = NULL;
    tvpass_error *error = NULL;
    f.mrss_input.item_title = TVPASS_STR("A & B");
    CHECK(tvpass_mrss_new(&f.mrss_input, &made, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(made->text, "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>TNT</title>"
                          "<item><title>A &amp; B</title><media:rating scheme=\"urn:mpaa\">pg</media:rating></item>"
                          "</channel></rss>");
    f.resources[0] = made->text;
    tvpass_operation_free(OPERATION(&f, preauthorize));
    tvpass_text_free(made);
    f.mrss_input.rating_scheme_count = 0;
    CHECK(tvpass_mrss_new(&f.mrss_input, &made, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(error->field, "rating_schemes");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    fixture_free(&f);
}

static void the_page_of_a_sign_in_is_a_text(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_text *url = NULL;
    f.authenticate_input.code = TVPASS_STR(" o0 l/\n");
    CHECK(tvpass_authenticate_url_new(f.site, &f.authenticate_input, &url, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(url->text, "http://127.0.0.1:1/api/v2/authenticate/REF30/o0%20l%2F");
    tvpass_text_free(url);
    fixture_free(&f);
}

void requests_tests(void)
{
    RUN(each_operation_has_its_request);
    RUN(what_is_not_known_is_not_sent);
    RUN(headers_are_those_of_the_operation);
    RUN(what_a_framework_said_is_sent);
    RUN(what_cannot_be_right_is_refused);
    RUN(media_rss_is_escaped);
    RUN(the_page_of_a_sign_in_is_a_text);
}
