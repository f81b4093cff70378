/* What answers say: each kind of result, with values that this version knows and does not know. */
#include "check.h"
#include "fixture.h"

static void a_configuration(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_outcome *outcome = outcome_of(
        &f, OPERATION(&f, configuration),
        "{\"device\":\"SetTopBox\",\"clientType\":\"ct\",\"os\":\"Linux\",\"platform\":\"p\",\"platformCategory\":\"pc\","
        "\"sdkType\":\"s\",\"requestor\":{\"id\":\"REF30\",\"name\":\"Reference\",\"domains\":[{\"name\":\"adobe.com\","
        "\"mvpdInitiated\":true},{\"name\":\"b.example\"}],\"mvpds\":["
        "{\"id\":\"A\",\"displayName\":\"Provider A\",\"logoUrl\":\"https://l.example/a.png\",\"isProxy\":true,"
        "\"enablePlatformServices\":true,\"boardingStatus\":\"SUPPORTED\",\"platformMappingId\":\"apple.a\"},"
        "{\"displayName\":\"without an id\"},"
        "{\"id\":\"B\",\"isTempPass\":true,\"boardingStatus\":\"later\",\"enforcePlatformPermissions\":true},"
        "{\"id\":\"C\",\"enablePlatformServices\":true,\"displayInPlatformPicker\":true,\"platformMappingId\":\"apple.c\"}]}}");
    const tvpass_configuration *this = tvpass_outcome_configuration(outcome);
    CHECK_STR(this->service_provider, "REF30");
    CHECK_STR(this->service_provider_name, "Reference");
    CHECK(this->domain_count == 2 && this->domains[0]->mvpd_initiated && !this->domains[1]->mvpd_initiated);
    CHECK_STR(this->domains[1]->name, "b.example");
    CHECK_STR(this->recognized_device, "SetTopBox");
    CHECK_STR(this->recognized_client_type, "ct");
    CHECK_STR(this->recognized_os, "Linux");
    CHECK_STR(this->recognized_platform, "p");
    CHECK_STR(this->recognized_platform_category, "pc");
    CHECK_STR(this->recognized_sdk_type, "s");
    CHECK(this->mvpd_count == 3);
    const tvpass_mvpd *mvpd = this->mvpds[0];
    CHECK_STR(mvpd->id, "A");
    CHECK_STR(mvpd->display_name, "Provider A");
    CHECK_STR(mvpd->logo_url, "https://l.example/a.png");
    CHECK_STR(mvpd->platform_mapping_id, "apple.a");
    CHECK_STR(mvpd->boarding_status_text, "SUPPORTED");
    CHECK(mvpd->boarding_status == TVPASS_BOARDING_STATUS_SUPPORTED && mvpd->is_proxy && !mvpd->is_temp_pass);
    CHECK(mvpd->enable_platform_services && !mvpd->display_in_platform_picker && mvpd->is_platform_choice);
    CHECK(!mvpd->enforce_platform_permissions);
    mvpd = this->mvpds[1];
    CHECK(mvpd->boarding_status == TVPASS_BOARDING_STATUS_UNKNOWN && mvpd->is_temp_pass && !mvpd->is_platform_choice);
    CHECK(mvpd->enforce_platform_permissions && mvpd->display_name.len == 0 && mvpd->logo_url.len == 0);
    CHECK_STR(mvpd->boarding_status_text, "later");
    CHECK(this->mvpds[2]->is_platform_choice && this->mvpds[2]->display_in_platform_picker);
    /* It is nobody else's. */
    CHECK(tvpass_outcome_session(outcome) == NULL && tvpass_outcome_logout(outcome) == NULL);
    CHECK(tvpass_outcome_profiles(outcome) == NULL && tvpass_outcome_session_details(outcome) == NULL);
    CHECK(tvpass_outcome_preauthorization_decisions(outcome) == NULL);
    CHECK(tvpass_outcome_authorization_decisions(outcome) == NULL);
    tvpass_outcome_free(outcome);
    fixture_free(&f);
}

/* What a session's answer with these members, behind the action's name, means. */
static tvpass_outcome *session_of(const fixture *f, const char *members)
{
    char body[1024];
    snprintf(body, sizeof body, "{\"actionName\":%s}", members);
    return outcome_of(f, OPERATION(f, resume_session), body);
}

static void each_action_of_a_session(void)
{
    fixture f;
    fixture_new(&f);
    static const struct {
        const char *members;
        tvpass_session_action action;
        tvpass_action_type type;
        tvpass_session_reason reason;
        tvpass_url_refusal refusal;
        const char *url;
        const char *raw_url;
        bool contradicts;
    } answers[] = {
        {"\"authenticate\",\"actionType\":\"interactive\",\"reasonType\":\"none\",\"url\":\"/api/v2/authenticate/REF30/8ER640M\"",
         TVPASS_SESSION_ACTION_AUTHENTICATE, TVPASS_ACTION_TYPE_INTERACTIVE, TVPASS_SESSION_REASON_NONE,
         TVPASS_URL_REFUSAL_UNKNOWN, "http://127.0.0.1:1/api/v2/authenticate/REF30/8ER640M", "", false},
        {"\"authenticate\",\"actionType\":\"direct\",\"url\":\"javascript:alert(1)\"", TVPASS_SESSION_ACTION_URL_REFUSED,
         TVPASS_ACTION_TYPE_DIRECT, TVPASS_SESSION_REASON_UNKNOWN, TVPASS_URL_REFUSAL_SCHEME, "", "javascript:alert(1)", true},
        {"\"authenticate\",\"reasonType\":\"later\"", TVPASS_SESSION_ACTION_URL_REFUSED, TVPASS_ACTION_TYPE_UNKNOWN,
         TVPASS_SESSION_REASON_UNKNOWN, TVPASS_URL_REFUSAL_MISSING, "", "", false},
        {"\"resume\",\"actionType\":\"direct\",\"reasonType\":\"missing_parameters_fallback\",\"url\":\"/sessions/x\"",
         TVPASS_SESSION_ACTION_SUPPLY_MISSING, TVPASS_ACTION_TYPE_DIRECT, TVPASS_SESSION_REASON_MISSING_PARAMETERS_FALLBACK,
         TVPASS_URL_REFUSAL_UNKNOWN, "", "/sessions/x", false},
        {"\"retry\",\"reasonType\":\"configuration_fallback\"", TVPASS_SESSION_ACTION_SUPPLY_MISSING,
         TVPASS_ACTION_TYPE_UNKNOWN, TVPASS_SESSION_REASON_CONFIGURATION_FALLBACK, TVPASS_URL_REFUSAL_UNKNOWN, "", "", false},
        {"\"authorize\",\"reasonType\":\"authenticated\"", TVPASS_SESSION_ACTION_AUTHORIZE, TVPASS_ACTION_TYPE_UNKNOWN,
         TVPASS_SESSION_REASON_AUTHENTICATED, TVPASS_URL_REFUSAL_UNKNOWN, "", "", false},
        {"\"authorize\",\"reasonType\":\"authenticatedSSO\"", TVPASS_SESSION_ACTION_AUTHORIZE, TVPASS_ACTION_TYPE_UNKNOWN,
         TVPASS_SESSION_REASON_AUTHENTICATED_SSO, TVPASS_URL_REFUSAL_UNKNOWN, "", "", false},
        {"\"authorize\",\"reasonType\":\"temporary\"", TVPASS_SESSION_ACTION_AUTHORIZE, TVPASS_ACTION_TYPE_UNKNOWN,
         TVPASS_SESSION_REASON_TEMPORARY, TVPASS_URL_REFUSAL_UNKNOWN, "", "", false},
        {"\"authorize\",\"reasonType\":\"degraded\"", TVPASS_SESSION_ACTION_AUTHORIZE, TVPASS_ACTION_TYPE_UNKNOWN,
         TVPASS_SESSION_REASON_DEGRADED, TVPASS_URL_REFUSAL_UNKNOWN, "", "", false},
        {"\"partner_profile\",\"actionType\":\"later\",\"reasonType\":\"pfs_fallback\"",
         TVPASS_SESSION_ACTION_PARTNER_REQUEST_MISSING, TVPASS_ACTION_TYPE_UNKNOWN,
         TVPASS_SESSION_REASON_PARTNER_STATUS_FALLBACK, TVPASS_URL_REFUSAL_UNKNOWN, "", "", true},
        {"\"dance\",\"url\":\"https://example.com\"", TVPASS_SESSION_ACTION_UNKNOWN, TVPASS_ACTION_TYPE_UNKNOWN,
         TVPASS_SESSION_REASON_UNKNOWN, TVPASS_URL_REFUSAL_UNKNOWN, "", "https://example.com", false},
    };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        tvpass_outcome *outcome = session_of(&f, answers[i].members);
        const tvpass_session *session = tvpass_outcome_session(outcome);
        CHECK(session->action == answers[i].action);
        CHECK(session->action_type == answers[i].type);
        CHECK(session->reason == answers[i].reason);
        CHECK(session->url_refusal == answers[i].refusal);
        CHECK_STR(session->url, answers[i].url);
        CHECK_STR(session->raw_url, answers[i].raw_url);
        CHECK(session->contradicts_documentation == answers[i].contradicts);
        CHECK(session->action_name.len > 0 && session->partner_request == NULL);
        tvpass_outcome_free(outcome);
    }
    fixture_free(&f);
}

static void all_of_a_session(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_outcome *outcome = session_of(
        &f, "\"partner_profile\",\"actionType\":\"later\",\"reasonType\":\"soon\",\"code\":\"OTHER77\",\"sessionId\":\"s-1\","
            "\"mvpd\":\"M\",\"serviceProvider\":\"REF30\",\"missingParameters\":[\"mvpd\",\"domain\",\"redirectUrl\",\"else\"],"
            "\"notBefore\":\"1000\",\"notAfter\":3000,\"authenticationRequest\":{\"type\":\"other\",\"request\":\"cmVx\","
            "\"attributesNames\":[\"a\",\"b\"]}");
    const tvpass_session *session = tvpass_outcome_session(outcome);
    CHECK(session->action == TVPASS_SESSION_ACTION_ASK_PARTNER && session->code_differs_from_request);
    CHECK_STR(session->action_type_text, "later");
    CHECK_STR(session->reason_text, "soon");
    CHECK_STR(session->code, "OTHER77");
    CHECK_STR(session->session_id, "s-1");
    CHECK_STR(session->mvpd, "M");
    CHECK_STR(session->service_provider, "REF30");
    CHECK(session->not_before_unix_ms == 1000 && session->not_after_unix_ms == 3000 && session->valid_for_ms == 2000);
    static const tvpass_session_parameter_kind kinds[] = {
        TVPASS_SESSION_PARAMETER_MVPD, TVPASS_SESSION_PARAMETER_DOMAIN_NAME, TVPASS_SESSION_PARAMETER_REDIRECT_URL,
        TVPASS_SESSION_PARAMETER_UNKNOWN};
    static const char *const names[] = {"mvpd", "domainName", "redirectUrl", "else"};
    CHECK(session->missing_parameter_count == 4);
    for (size_t i = 0; i < 4; i++) {
        CHECK(session->missing_parameters[i]->kind == kinds[i]);
        CHECK_STR(session->missing_parameters[i]->name, names[i]);
    }
    const tvpass_partner_authentication_request *request = session->partner_request;
    CHECK(request->protocol == TVPASS_PARTNER_PROTOCOL_UNKNOWN && request->attribute_name_count == 2);
    CHECK_STR(request->protocol_text, "other");
    CHECK_STR(request->request, "cmVx");
    CHECK_STR(request->attribute_names[1], "b");
    tvpass_outcome_free(outcome);
    /* Times in the wrong order say nothing about how long. */
    outcome = session_of(&f, "\"resume\",\"code\":\"8ER640M\",\"notBefore\":3000,\"notAfter\":1000");
    session = tvpass_outcome_session(outcome);
    CHECK(session->valid_for_ms == 0 && session->not_after_unix_ms == 1000 && !session->code_differs_from_request);
    CHECK(session->missing_parameters == NULL && session->missing_parameter_count == 0);
    tvpass_outcome_free(outcome);
    fixture_free(&f);
}

static void what_a_code_names(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_outcome *outcome = outcome_of(
        &f, OPERATION(&f, retrieve_session),
        "{\"existingParameters\":{\"mvpd\":\"M\",\"domainName\":\"d\",\"redirectUrl\":\"r\",\"serviceProvider\":\"REF30\"},"
        "\"missingParameters\":[\"redirectUrl\"],\"notBefore\":\"5\",\"notAfter\":\"7\",\"device\":{\"type\":\"TV\",\"model\":\"m\","
        "\"hardware\":{\"manufacturer\":\"h\"},\"operatingSystem\":{\"name\":\"o\",\"version\":{\"major\":1,\"minor\":2}},"
        "\"browser\":{\"name\":\"b\"},\"applicationId\":\"app\",\"connection\":{\"ipAddress\":\"203.0.113.7\"}}}");
    const tvpass_session_details *details = tvpass_outcome_session_details(outcome);
    CHECK_STR(details->mvpd, "M");
    CHECK_STR(details->domain_name, "d");
    CHECK_STR(details->redirect_url, "r");
    CHECK_STR(details->service_provider, "REF30");
    CHECK(details->missing_parameter_count == 1);
    CHECK(details->not_before_unix_ms == 5 && details->not_after_unix_ms == 7 && details->valid_for_ms == 2);
    CHECK_STR(details->device->device_type, "TV");
    CHECK_STR(details->device->model, "m");
    CHECK_STR(details->device->manufacturer, "h");
    CHECK_STR(details->device->os_name, "o");
    CHECK_STR(details->device->os_version, "1.2");
    CHECK_STR(details->device->browser_name, "b");
    CHECK_STR(details->device->application_id, "app");
    CHECK_STR(details->device->ip_address_json, "\"203.0.113.7\"");
    tvpass_outcome_free(outcome);
    outcome = outcome_of(&f, OPERATION(&f, retrieve_session), "{\"existingParameters\":{}}");
    details = tvpass_outcome_session_details(outcome);
    CHECK(details->device != NULL && details->device->model.len == 0 && details->missing_parameters == NULL);
    tvpass_outcome_free(outcome);
    fixture_free(&f);
}

#define ATTRIBUTE(name, value) "\"" name "\":{\"state\":\"plain\",\"value\":" value "}"

static void attributes_are_read_as_what_they_are(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_outcome *outcome = outcome_of(
        &f, OPERATION(&f, profiles),
        "{\"profiles\":{\"M\":{\"issuer\":\"I\",\"type\":\"regular\",\"sessionId\":\"s\",\"notBefore\":1,\"notAfter\":\"2\",\"attributes\":{"
        ATTRIBUTE("userID", "\"u\\u00fc\"") "," ATTRIBUTE("zip", "[\"77754\",12345,null]") ","
        ATTRIBUTE("onNet", "\"false\"") "," ATTRIBUTE("inHome", "true") "," ATTRIBUTE("remaining_resources", "\"4\"") ","
        ATTRIBUTE("none_left", "0") "," ATTRIBUTE("maxRating", "{\"MPAA\":\"NR\",\"VCHIP\":[1]}") ","
        "\"householdID\":{\"state\":\"enc\",\"value\":\"ZW5j\"},\"odd\":{\"state\":\"later\",\"value\":\"x\"},"
        "\"gone\":{\"error\":\"not_available\"}," ATTRIBUTE("userID", "\"second\"") "}}}}");
    const tvpass_profiles *profiles = tvpass_outcome_profiles(outcome);
    CHECK(profiles->profile_count == 1 && profiles->sign_in_progress == TVPASS_SIGN_IN_SIGNED_IN);
    const tvpass_profile *profile = profiles->profiles[0];
    CHECK_STR(profile->issuer, "I");
    CHECK_STR(profile->session_id, "s");
    CHECK(profile->not_before_unix_ms == 1 && profile->not_after_unix_ms == 2 && profile->attribute_count == 11);
    CHECK_STR(profile->attributes[0]->text, "u\xc3\xbc");
    CHECK_STR(profile->attributes[0]->json, "\"u\\u00fc\"");
    CHECK(profile->attributes[0]->text_count == 1 && !profile->attributes[0]->has_number);
    /* Of two of one name the last counts. */
    CHECK_STR(tvpass_attribute_of(profile, "userID")->text, "second");
    const tvpass_attribute *zip = tvpass_attribute_of(profile, "zip");
    CHECK(zip->text_count == 2 && zip->text.len == 0 && zip->member_count == 0);
    CHECK_STR(zip->texts[1], "12345");
    CHECK(tvpass_attribute_of(profile, "onNet")->boolean == TVPASS_BOOLEAN_FALSE);
    CHECK(tvpass_attribute_of(profile, "inHome")->boolean == TVPASS_BOOLEAN_TRUE);
    CHECK(zip->boolean == TVPASS_BOOLEAN_UNKNOWN);
    CHECK(tvpass_attribute_of(profile, "remaining_resources")->number == 4);
    const tvpass_attribute *none_left = tvpass_attribute_of(profile, "none_left");
    CHECK(none_left->has_number && none_left->number == 0);
    const tvpass_attribute *rating = tvpass_attribute_of(profile, "maxRating");
    CHECK(rating->member_count == 2 && rating->text_count == 0);
    CHECK_STR(rating->members[0]->name, "MPAA");
    CHECK_STR(rating->members[0]->text, "NR");
    CHECK_STR(rating->members[1]->json, "[1]");
    CHECK(rating->members[1]->text.len == 0);
    const tvpass_attribute *household = tvpass_attribute_of(profile, "householdID");
    CHECK(household->state == TVPASS_ATTRIBUTE_STATE_ENCRYPTED && household->text.len == 0);
    CHECK(household->text_count == 0 && household->boolean == TVPASS_BOOLEAN_UNKNOWN);
    CHECK_STR(household->encrypted, "ZW5j");
    const tvpass_attribute *odd = tvpass_attribute_of(profile, "odd");
    CHECK(odd->state == TVPASS_ATTRIBUTE_STATE_UNKNOWN && odd->text.len == 0 && odd->encrypted.len == 0);
    CHECK_STR(odd->state_text, "later");
    CHECK_STR(odd->json, "\"x\"");
    const tvpass_attribute *gone = tvpass_attribute_of(profile, "gone");
    CHECK_STR(gone->error, "not_available");
    CHECK(gone->json.len == 0 && gone->state_text.len == 0);
    tvpass_outcome_free(outcome);
    fixture_free(&f);
}

static void profiles_of_each_type(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_outcome *outcome = outcome_of(
        &f, OPERATION(&f, profile_for_code),
        "{\"profiles\":{\"a\":{\"type\":\"temporary\",\"notAfter\":9},\"b\":{\"type\":\"degraded\",\"notAfter\":3},"
        "\"c\":{\"type\":\"regular\",\"notAfter\":5},\"d\":{\"type\":\"appleSSO\",\"notAfter\":4},\"e\":{\"type\":\"platformSSO\"},"
        "\"f\":{\"type\":\"serviceTokenSSO\"},\"g\":{\"type\":\"later\"},\"h\":{}}}");
    const tvpass_profiles *profiles = tvpass_outcome_profiles(outcome);
    static const tvpass_profile_type types[] = {
        TVPASS_PROFILE_TYPE_TEMPORARY,    TVPASS_PROFILE_TYPE_DEGRADED,          TVPASS_PROFILE_TYPE_REGULAR,
        TVPASS_PROFILE_TYPE_APPLE_SSO,    TVPASS_PROFILE_TYPE_PLATFORM_SSO,      TVPASS_PROFILE_TYPE_SERVICE_TOKEN_SSO,
        TVPASS_PROFILE_TYPE_UNKNOWN,      TVPASS_PROFILE_TYPE_UNKNOWN};
    CHECK(profiles->profile_count == 8);
    for (size_t i = 0; i < 8; i++) {
        CHECK(profiles->profiles[i]->profile_type == types[i]);
    }
    CHECK_STR(profiles->profiles[6]->type_text, "later");
    CHECK(profiles->longest == profiles->profiles[2]);
    tvpass_outcome_free(outcome);
    outcome = outcome_of(&f, OPERATION(&f, profile_for_code), "{\"profiles\":{}}");
    CHECK(tvpass_outcome_profiles(outcome)->sign_in_progress == TVPASS_SIGN_IN_PENDING);
    tvpass_outcome_free(outcome);
    fixture_free(&f);
}

#define DENIED \
    "\"authorized\":\"false\",\"error\":{\"action\":\"none\",\"status\":403,\"code\":\"network_connection_timeout\"," \
    "\"message\":\"m\",\"details\":\"d\\u202e\",\"helpUrl\":\"h\",\"trace\":\"t\"}"

static void a_denial(const tvpass_denial *denial)
{
    CHECK(denial->action == TVPASS_ERROR_ACTION_RETRY && denial->http_status == 403);
    CHECK_STR(denial->action_text, "retry");
    CHECK_STR(denial->received_action, "none");
    CHECK_STR(denial->adobe_code, "network_connection_timeout");
    CHECK_STR(denial->adobe_message, "m");
    CHECK_STR(denial->details, "d\xef\xbf\xbd");
    CHECK_STR(denial->help_url, "h");
    CHECK_STR(denial->trace, "t");
}

static void decisions_of_a_preauthorization(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_outcome *outcome = outcome_of(
        &f, OPERATION(&f, preauthorize),
        "{\"decisions\":[{\"resource\":\"a \",\"authorized\":true,\"source\":\"degradation\",\"mvpd\":\"M\","
        "\"serviceProvider\":\"REF30\",\"token\":{\"serializedToken\":\"dG9rZW4=\"}},"
        "{\"resource\":\"b\"," DENIED ",\"source\":\"dummy\"},{\"resource\":\"c\",\"source\":\"later\"},{\"authorized\":true}]}");
    const tvpass_preauthorization_decisions *decisions = tvpass_outcome_preauthorization_decisions(outcome);
    CHECK(decisions->decision_count == 3 && decisions->skipped_count == 1);
    const tvpass_preauthorization_decision *decision = decisions->decisions[0];
    CHECK_STR(decision->resource, "a ");
    CHECK_STR(decision->mvpd, "M");
    CHECK_STR(decision->service_provider, "REF30");
    CHECK_STR(decision->source_text, "degradation");
    CHECK(decision->source == TVPASS_DECISION_SOURCE_DEGRADATION && decision->denial == NULL && !decision->is_retryable);
    CHECK(decision->expectation == TVPASS_EXPECTATION_PROBABLY_PERMITTED);
    CHECK(tvpass_is_same_resource(TVPASS_STR("a"), decision->resource));
    CHECK(!tvpass_is_same_resource(TVPASS_STR("A"), decision->resource));
    decision = decisions->decisions[1];
    CHECK(decision->expectation == TVPASS_EXPECTATION_PROBABLY_DENIED && decision->is_retryable);
    CHECK(decision->source == TVPASS_DECISION_SOURCE_DUMMY);
    a_denial(decision->denial);
    CHECK(decisions->decisions[2]->expectation == TVPASS_EXPECTATION_NO_ANSWER);
    CHECK(decisions->decisions[2]->source == TVPASS_DECISION_SOURCE_UNKNOWN);
    tvpass_outcome_free(outcome);
    fixture_free(&f);
}

/* That there is no token to take, and why. */
static void no_token(tvpass_outcome *outcome, const char *resource, const char *why)
{
    tvpass_media_token *token = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_outcome_take_media_token(outcome, tvpass_str_of(resource), &token, &error) ==
          TVPASS_STATUS_NO_MEDIA_TOKEN);
    CHECK(token == NULL && contains(error->message, why));
    CHECK_STR(error->name, "no_media_token");
    CHECK_ERROR(error, TVPASS_STATUS_NO_MEDIA_TOKEN);
}

static void decisions_of_an_authorization(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_outcome *outcome = outcome_of(
        &f, OPERATION(&f, authorize),
        "{\"decisions\":[{\"resource\":\"a\",\"authorized\":true,\"source\":\"temppass\",\"notBefore\":1,\"notAfter\":\"2\","
        "\"token\":{\"notBefore\":3,\"notAfter\":4,\"serializedToken\":\"dG9rZW4=\"}},"
        "{\"resource\":\"b\"," DENIED ",\"token\":{\"serializedToken\":\"bm90IHlvdXJz\"}},"
        "{\"resource\":\"c\",\"token\":{\"serializedToken\":\"bm90IHlvdXJz\"}},{\"resource\":\"d\",\"authorized\":true},{}]}");
    const tvpass_authorization_decisions *decisions = tvpass_outcome_authorization_decisions(outcome);
    CHECK(decisions->decision_count == 4 && decisions->skipped_count == 1);
    const tvpass_authorization_decision *const *decision = decisions->decisions;
    CHECK(decision[0]->verdict == TVPASS_VERDICT_PERMIT && decision[0]->is_playable && !decision[0]->is_retryable);
    CHECK(decision[0]->not_before_unix_ms == 1 && decision[0]->not_after_unix_ms == 2);
    CHECK(decision[0]->source == TVPASS_DECISION_SOURCE_TEMP_PASS);
    CHECK(decision[1]->verdict == TVPASS_VERDICT_DENY && !decision[1]->is_playable && decision[1]->is_retryable);
    a_denial(decision[1]->denial);
    CHECK(decision[2]->verdict == TVPASS_VERDICT_NO_ANSWER && !decision[2]->is_playable);
    CHECK(decision[3]->verdict == TVPASS_VERDICT_PERMIT && !decision[3]->is_playable);
    no_token(outcome, "b", "no permit");
    no_token(outcome, "c", "no permit");
    no_token(outcome, "d", "came without one");
    no_token(outcome, "e", "nothing was decided");
    tvpass_media_token *token = NULL;
    CHECK(tvpass_outcome_take_media_token(outcome, TVPASS_STR("a"), &token, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(token->serialized, "dG9rZW4=");
    CHECK(token->not_before_unix_ms == 3 && token->not_after_unix_ms == 4);
    no_token(outcome, "a", "taken already");
    /* What was borrowed before is as it was. */
    CHECK_STR(decision[0]->resource, "a");
    CHECK(tvpass_outcome_authorization_decisions(outcome) == decisions);
    tvpass_outcome_free(outcome);
    CHECK_STR(token->serialized, "dG9rZW4=");
    tvpass_media_token_free(token);
    no_token(f.outcome, "a", "another operation's");
    fixture_free(&f);
}

/* An error's meaning for a sign-in that is polled. */
static void errors_of_a_sign_in(void)
{
    fixture f;
    fixture_new(&f);
    static const struct {
        unsigned short status;
        const char *body;
        tvpass_sign_in_progress progress;
    } answers[] = {
        {400, "{\"code\":\"invalid_authentication_session\",\"status\":400,\"action\":\"none\"}", TVPASS_SIGN_IN_SESSION_OVER},
        {400, "{\"code\":\"invalid_parameter_code\",\"status\":400,\"action\":\"none\"}", TVPASS_SIGN_IN_SESSION_OVER},
        {403, "{\"code\":\"authenticated_profile_missing\",\"status\":403,\"action\":\"authentication\"}", TVPASS_SIGN_IN_PENDING},
        {503, "<html>", TVPASS_SIGN_IN_PENDING},
        {429, "<html>", TVPASS_SIGN_IN_PENDING},
        {404, "<html>", TVPASS_SIGN_IN_FAILED},
        {200, "{", TVPASS_SIGN_IN_FAILED},
    };
    tvpass_exchange *exchange = NULL;
    tvpass_operation *operation = OPERATION(&f, profile_for_code);
    CHECK(tvpass_exchange_new(operation, f.site, f.access_token, &exchange, NULL) == TVPASS_STATUS_OK);
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        tvpass_response *response = answer(answers[i].status, "application/json", answers[i].body);
        tvpass_outcome *outcome = NULL;
        tvpass_error *error = NULL;
        CHECK(tvpass_exchange_interpret(exchange, response, &outcome, &error) != TVPASS_STATUS_OK);
        CHECK(error->sign_in_progress == answers[i].progress);
        CHECK(!contains(error->message, "8ER640M"));
        tvpass_error_free(error);
        tvpass_response_free(response);
    }
    CHECK(f.error->sign_in_progress == TVPASS_SIGN_IN_FAILED);
    tvpass_exchange_free(exchange);
    tvpass_operation_free(operation);
    fixture_free(&f);
}

void outcomes_tests(void)
{
    RUN(a_configuration);
    RUN(each_action_of_a_session);
    RUN(all_of_a_session);
    RUN(what_a_code_names);
    RUN(attributes_are_read_as_what_they_are);
    RUN(profiles_of_each_type);
    RUN(decisions_of_a_preauthorization);
    RUN(decisions_of_an_authorization);
    RUN(errors_of_a_sign_in);
}
