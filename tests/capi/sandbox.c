/* Every operation against the sandbox, by the built-in HTTP client: signing in by a second screen,
 * decisions, media tokens, temporary access, single sign-on with Apple. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "fixture.h"
#include "person.h"

#ifdef TVPASS_HAS_UREQ

/* A television with its client, and a phone with a token of its own. */
typedef struct home {
    fixture f;
    tvpass_site *tv;
    tvpass_driver *driver;
    tvpass_blocking_client *client;
    tvpass_site *phone;
    tvpass_access_token *token;
    /* What nothing may tell. */
    char secrets[6][4096];
    size_t secret_count;
} home;

static const char *sandbox_base;
static const char *software_statement;
static reply answered;

static void home_open(home *home, const char *identifier)
{
    char text[4096];
    memset(home, 0, sizeof *home);
    fixture_new(&home->f);
    home->f.site_input.base = tvpass_str_of(sandbox_base);
    home->f.device_info.os_identifier = TVPASS_STR("");
    home->f.device_info.identifier = tvpass_str_of(identifier);
    CHECK(tvpass_site_new(&home->f.site_input, &home->tv, NULL) == TVPASS_STATUS_OK);
    home->f.device_info.identifier = TVPASS_STR("a-phone");
    home->f.device_info.model = TVPASS_STR("Phone");
    CHECK(tvpass_site_new(&home->f.site_input, &home->phone, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_driver_new(NULL, &home->driver, NULL) == TVPASS_STATUS_OK);
    tvpass_client_config config = TVPASS_CLIENT_CONFIG_INIT;
    config.software_statement = tvpass_str_of(software_statement);
    config.no_pacing = true;
    config.event_queue = 256;
    remove("state-of-the-sandbox-tests");
    CHECK(tvpass_blocking_client_open(home->tv, &config, home->driver, TVPASS_STR("state-of-the-sandbox-tests"),
                                      &home->client, NULL) == TVPASS_STATUS_OK);
    control(sandbox_base, "access-token", "", &answered);
    CHECK(json_text(answered.body, "accessToken", text, sizeof text));
    home->token = a_token(text);
}

/* That no event has a secret. */
static void no_event_tells(const home *home)
{
    const tvpass_client *client = tvpass_blocking_client_client(home->client);
    tvpass_event *event = NULL;
    size_t count = 0;
    while (tvpass_client_next_event(client, &event, NULL) == TVPASS_STATUS_OK && event != NULL) {
        for (size_t i = 0; i < home->secret_count; i++) {
            CHECK(!contains(event->text, home->secrets[i]));
        }
        count++;
        tvpass_event_free(event);
    }
    CHECK(count > 10);
}

static void home_close(home *home)
{
    no_event_tells(home);
    tvpass_access_token_free(home->token);
    tvpass_blocking_client_free(home->client);
    tvpass_driver_free(home->driver);
    tvpass_site_free(home->phone);
    tvpass_site_free(home->tv);
    fixture_free(&home->f);
    remove("state-of-the-sandbox-tests");
}

/* What the television is answered; NULL, and an error, if it is refused. The operation is freed. */
static tvpass_outcome *on_tv(const home *home, tvpass_operation *operation, tvpass_error **error)
{
    tvpass_outcome *outcome = NULL;
    tvpass_error *refused = NULL;
    tvpass_blocking_client_run_blocking(home->client, operation, 0, NULL, &outcome, &refused);
    CHECK((refused == NULL) == (outcome != NULL));
    tvpass_operation_free(operation);
    if (refused != NULL && error == NULL) {
        fprintf(stderr, "the television: %s\n", refused->message.data);
        abort();
    }
    if (error != NULL) {
        *error = refused;
    }
    return outcome;
}

/* What the phone is answered. */
static tvpass_outcome *on_phone(const home *home, tvpass_operation *operation)
{
    tvpass_outcome *outcome = NULL;
    tvpass_error *error = NULL;
    if (tvpass_driver_run_blocking(home->driver, operation, home->phone, home->token, &outcome, &error) !=
        TVPASS_STATUS_OK) {
        fprintf(stderr, "the phone: %s\n", error->message.data);
        abort();
    }
    tvpass_operation_free(operation);
    return outcome;
}

/* A text of an outcome that outlives it. */
static void keep(tvpass_str text, char *out, size_t size)
{
    CHECK(text.len > 0 && text.len < size);
    snprintf(out, size, "%s", text.data);
}

/* That nothing which is told about calls has this: the report now, and events at the end. */
static void told_nowhere(home *home, const char *secret)
{
    const tvpass_client *client = tvpass_blocking_client_client(home->client);
    tvpass_text *report = NULL;
    CHECK(strlen(secret) > 3 && strlen(secret) < sizeof home->secrets[0] && home->secret_count < 6);
    snprintf(home->secrets[home->secret_count++], sizeof home->secrets[0], "%s", secret);
    CHECK(tvpass_client_support_report(client, tvpass_blocking_client_now_ms(home->client), &report, NULL) ==
          TVPASS_STATUS_OK);
    CHECK(contains(report->text, "profile_for_code") && !contains(report->text, secret));
    tvpass_text_free(report);
}

static void a_choice_is_offered(const home *home)
{
    tvpass_outcome *outcome = on_tv(home, OPERATION(&home->f, configuration), NULL);
    const tvpass_configuration *configuration = tvpass_outcome_configuration(outcome);
    CHECK_STR(configuration->service_provider, "REF30");
    CHECK(configuration->mvpd_count == 45);
    size_t temporary = 0;
    size_t at_apple = 0;
    bool found = false;
    for (size_t i = 0; i < configuration->mvpd_count; i++) {
        const tvpass_mvpd *mvpd = configuration->mvpds[i];
        temporary += mvpd->is_temp_pass;
        at_apple += mvpd->is_platform_choice;
        if (strcmp(mvpd->id.data, "Cablevision") == 0) {
            found = true;
            CHECK(mvpd->display_name.len > 0);
            CHECK(contains(mvpd->logo_url, "/logos/"));
            CHECK_STR(mvpd->platform_mapping_id, "Cablevision");
            CHECK(mvpd->boarding_status == TVPASS_BOARDING_STATUS_SUPPORTED && !mvpd->is_temp_pass);
        }
    }
    CHECK(found && temporary == 5 && at_apple == 4);
    tvpass_outcome_free(outcome);
}

/* The phone finds the television by its code, and supplies what it lacks. */
static void a_phone_goes_on(home *home, const char *code, char *url, size_t size)
{
    char typed[64];
    snprintf(typed, sizeof typed, " %s\n", code);
    home->f.retrieve_session_input.code = tvpass_str_of(typed);
    tvpass_outcome *outcome = on_phone(home, OPERATION(&home->f, retrieve_session));
    const tvpass_session_details *details = tvpass_outcome_session_details(outcome);
    CHECK_STR(details->device->model, "STB-1");
    CHECK(details->missing_parameter_count == 1);
    CHECK(details->missing_parameters[0]->kind == TVPASS_SESSION_PARAMETER_MVPD);
    CHECK_STR(details->redirect_url, "https://example.com/signed-in");
    CHECK(details->not_after_unix_ms > details->not_before_unix_ms && details->valid_for_ms == 1800000);
    tvpass_outcome_free(outcome);

    tvpass_resume_session_input *resume = &home->f.resume_session_input;
    resume->code = tvpass_str_of(code);
    resume->domain_name = resume->redirect_url = TVPASS_STR("");
    outcome = on_phone(home, OPERATION(&home->f, resume_session));
    const tvpass_session *session = tvpass_outcome_session(outcome);
    CHECK(session->action == TVPASS_SESSION_ACTION_AUTHENTICATE);
    CHECK_STR(session->mvpd, "Cablevision");
    /* What the answer says is what can be made of the code. */
    tvpass_text *made = NULL;
    home->f.authenticate_input.code = tvpass_str_of(code);
    CHECK(tvpass_authenticate_url_new(home->phone, &home->f.authenticate_input, &made, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(session->url, made->text.data);
    keep(made->text, url, size);
    tvpass_text_free(made);
    tvpass_outcome_free(outcome);
}

static tvpass_sign_in_progress poll_profile(home *home, const char *code)
{
    tvpass_error *error = NULL;
    home->f.profile_for_code_input.code = tvpass_str_of(code);
    tvpass_outcome *outcome = on_tv(home, OPERATION(&home->f, profile_for_code), &error);
    tvpass_sign_in_progress progress =
        outcome == NULL ? error->sign_in_progress : tvpass_outcome_profiles(outcome)->sign_in_progress;
    CHECK(error == NULL || !contains(error->message, code));
    tvpass_error_free(error);
    tvpass_outcome_free(outcome);
    return progress;
}

static void a_profile_is_there(home *home)
{
    char user[256];
    tvpass_outcome *outcome = on_tv(home, OPERATION(&home->f, profile_for_mvpd), NULL);
    const tvpass_profiles *profiles = tvpass_outcome_profiles(outcome);
    CHECK(profiles->profile_count == 1 && profiles->longest == profiles->profiles[0]);
    const tvpass_profile *profile = profiles->longest;
    CHECK_STR(profile->mvpd, "Cablevision");
    CHECK(profile->profile_type == TVPASS_PROFILE_TYPE_REGULAR);
    CHECK(profile->not_after_unix_ms > profile->not_before_unix_ms);
    const tvpass_attribute *attribute = tvpass_attribute_of(profile, "userID");
    CHECK(attribute != NULL && attribute->state == TVPASS_ATTRIBUTE_STATE_PLAIN);
    keep(attribute->text, user, sizeof user);
    CHECK(tvpass_attribute_of(profile, "no such attribute") == NULL);
    size_t encrypted = 0;
    for (size_t i = 0; i < profile->attribute_count; i++) {
        attribute = profile->attributes[i];
        if (attribute->state == TVPASS_ATTRIBUTE_STATE_ENCRYPTED) {
            encrypted++;
            CHECK(attribute->encrypted.len > 0 && contains(attribute->json, attribute->encrypted.data));
            CHECK(attribute->text.len == 0 && attribute->text_count == 0 && !attribute->has_number);
        }
    }
    CHECK(encrypted > 0);
    told_nowhere(home, user);
    tvpass_outcome_free(outcome);
    outcome = on_tv(home, OPERATION(&home->f, profiles), NULL);
    CHECK(tvpass_outcome_profiles(outcome)->profile_count == 1);
    tvpass_outcome_free(outcome);
}

static void locks_are_shown(home *home)
{
    tvpass_str resources[] = {TVPASS_STR(RESOURCE), TVPASS_STR("Sandbox_Denied")};
    home->f.preauthorize_input.resources = resources;
    home->f.preauthorize_input.resource_count = 2;
    tvpass_outcome *outcome = on_tv(home, OPERATION(&home->f, preauthorize), NULL);
    const tvpass_preauthorization_decisions *decisions = tvpass_outcome_preauthorization_decisions(outcome);
    CHECK(decisions->decision_count == 2 && decisions->skipped_count == 0);
    for (size_t i = 0; i < 2; i++) {
        const tvpass_preauthorization_decision *decision = decisions->decisions[i];
        bool is_denied = tvpass_is_same_resource(TVPASS_STR(" Sandbox_Denied "), decision->resource);
        CHECK(is_denied != tvpass_is_same_resource(resources[0], decision->resource));
        CHECK(decision->expectation ==
              (is_denied ? TVPASS_EXPECTATION_PROBABLY_DENIED : TVPASS_EXPECTATION_PROBABLY_PERMITTED));
        CHECK((decision->denial != NULL) == is_denied);
        if (is_denied) {
            CHECK_STR(decision->denial->adobe_code, "preauthorization_denied_by_mvpd");
            CHECK(decision->denial->details.len > 0 && !decision->is_retryable);
        }
    }
    /* A preauthorization permits nothing. */
    tvpass_media_token *token = NULL;
    CHECK(tvpass_outcome_take_media_token(outcome, TVPASS_STR(RESOURCE), &token, NULL) ==
          TVPASS_STATUS_NO_MEDIA_TOKEN);
    CHECK(token == NULL && tvpass_outcome_authorization_decisions(outcome) == NULL);
    tvpass_outcome_free(outcome);
}

/* What the programmer's server says about a media token. */
static void verified(const char *serialized, const char *expected)
{
    static char json[16 * 1024];
    char verdict[64];
    snprintf(json, sizeof json, "{\"serializedToken\":\"%s\",\"serviceProvider\":\"REF30\",\"resource\":\"" RESOURCE "\"}",
             serialized);
    control(sandbox_base, "media-tokens/verify", json, &answered);
    CHECK(json_text(answered.body, "verdict", verdict, sizeof verdict) && strcmp(verdict, expected) == 0);
}

/* One resource; the caller frees the outcome. */
static tvpass_outcome *authorized(home *home, const char *mvpd, const char *resource, tvpass_error **error)
{
    tvpass_str resources[] = {tvpass_str_of(resource)};
    tvpass_authorize_input *input = &home->f.authorize_input;
    input->mvpd = tvpass_str_of(mvpd);
    input->resources = resources;
    input->resource_count = 1;
    return on_tv(home, OPERATION(&home->f, authorize), error);
}

static void a_stream_is_played(home *home)
{
    tvpass_media_token *token = NULL;
    tvpass_error *error = NULL;
    tvpass_outcome *outcome = authorized(home, "Cablevision", RESOURCE, NULL);
    const tvpass_authorization_decisions *decisions = tvpass_outcome_authorization_decisions(outcome);
    CHECK(decisions->decision_count == 1);
    CHECK(decisions->decisions[0]->verdict == TVPASS_VERDICT_PERMIT && decisions->decisions[0]->is_playable);
    CHECK(decisions->decisions[0]->source == TVPASS_DECISION_SOURCE_MVPD);
    CHECK(tvpass_outcome_take_media_token(outcome, TVPASS_STR("other"), &token, NULL) == TVPASS_STATUS_NO_MEDIA_TOKEN);
    CHECK(tvpass_outcome_take_media_token(outcome, TVPASS_STR(RESOURCE " "), &token, NULL) == TVPASS_STATUS_OK);
    tvpass_media_token *second = token;
    CHECK(tvpass_outcome_take_media_token(outcome, TVPASS_STR(RESOURCE), &second, &error) ==
          TVPASS_STATUS_NO_MEDIA_TOKEN);
    CHECK(second == NULL && contains(error->message, "taken already"));
    CHECK_ERROR(error, TVPASS_STATUS_NO_MEDIA_TOKEN);
    /* The token does not need the outcome, nor the outcome the token. */
    CHECK_STR(decisions->decisions[0]->resource, RESOURCE);
    tvpass_outcome_free(outcome);
    CHECK(token->not_after_unix_ms > token->not_before_unix_ms);
    told_nowhere(home, token->serialized.data);
    verified(token->serialized.data, "valid");
    tvpass_media_token_free(token);

    outcome = authorized(home, "Cablevision", "Sandbox_Denied", NULL);
    decisions = tvpass_outcome_authorization_decisions(outcome);
    CHECK(decisions->decisions[0]->verdict == TVPASS_VERDICT_DENY && !decisions->decisions[0]->is_playable);
    CHECK_STR(decisions->decisions[0]->denial->adobe_code, "authorization_denied_by_mvpd");
    CHECK(tvpass_outcome_take_media_token(outcome, TVPASS_STR("Sandbox_Denied"), &token, &error) ==
          TVPASS_STATUS_NO_MEDIA_TOKEN);
    CHECK(contains(error->message, "no permit"));
    CHECK_ERROR(error, TVPASS_STATUS_NO_MEDIA_TOKEN);
    tvpass_outcome_free(outcome);

    outcome = authorized(home, "Cablevision", "Sandbox_RetryOnce", NULL);
    CHECK(tvpass_outcome_authorization_decisions(outcome)->decisions[0]->is_retryable);
    tvpass_outcome_free(outcome);
    outcome = authorized(home, "Cablevision", "Sandbox_RetryOnce", NULL);
    CHECK(tvpass_outcome_authorization_decisions(outcome)->decisions[0]->is_playable);
    tvpass_outcome_free(outcome);
}

static void signed_in_by_a_second_screen(void)
{
    home home;
    char code[64];
    char url[1024];
    char landed[1024];
    home_open(&home, "c-tv-1");
    a_choice_is_offered(&home);
    home.f.create_session_input.mvpd = TVPASS_STR("");
    tvpass_outcome *outcome = on_tv(&home, OPERATION(&home.f, create_session), NULL);
    const tvpass_session *session = tvpass_outcome_session(outcome);
    CHECK(session->action == TVPASS_SESSION_ACTION_SUPPLY_MISSING && session->url.len == 0);
    CHECK(session->action_type == TVPASS_ACTION_TYPE_DIRECT && !session->contradicts_documentation);
    CHECK(session->missing_parameter_count == 1);
    CHECK_STR(session->missing_parameters[0]->name, "mvpd");
    CHECK(session->valid_for_ms == 1800000);
    keep(session->code, code, sizeof code);
    tvpass_outcome_free(outcome);
    CHECK(poll_profile(&home, code) == TVPASS_SIGN_IN_PENDING);
    a_phone_goes_on(&home, code, url, sizeof url);
    CHECK(!signs_in(url, "ann", "wrong", landed, sizeof landed));
    CHECK(poll_profile(&home, code) == TVPASS_SIGN_IN_PENDING);
    CHECK(signs_in(url, "ann", "sandbox", landed, sizeof landed));
    CHECK(tvpass_redirect_url_is_reached_by(TVPASS_STR("https://example.com/signed-in"), tvpass_str_of(landed)));
    CHECK(poll_profile(&home, code) == TVPASS_SIGN_IN_SIGNED_IN);
    told_nowhere(&home, code);
    told_nowhere(&home, url);
    a_profile_is_there(&home);
    locks_are_shown(&home);
    a_stream_is_played(&home);

    outcome = on_tv(&home, OPERATION(&home.f, logout), NULL);
    const tvpass_logout *logout = tvpass_outcome_logout(outcome);
    CHECK(logout->profile_count == 1 && logout->follow_up_count == 1);
    CHECK(logout->follow_ups[0]->kind == TVPASS_FOLLOW_UP_OPEN_URL);
    tvpass_outcome_free(outcome);
    outcome = on_tv(&home, OPERATION(&home.f, profile_for_mvpd), NULL);
    const tvpass_profiles *none = tvpass_outcome_profiles(outcome);
    CHECK(none->profile_count == 0 && none->profiles == NULL && none->longest == NULL);
    tvpass_outcome_free(outcome);
    tvpass_error *error = NULL;
    CHECK(authorized(&home, "Cablevision", RESOURCE, &error) == NULL);
    CHECK(error->action == TVPASS_ERROR_ACTION_AUTHENTICATION);
    CHECK_ERROR(error, TVPASS_STATUS_ENHANCED_ERROR);
    home_close(&home);
}

static void a_code_that_is_over_ends_the_polling(void)
{
    home home;
    char code[64];
    char path[128];
    home_open(&home, "c-tv-2");
    tvpass_outcome *outcome = on_tv(&home, OPERATION(&home.f, create_session), NULL);
    const tvpass_session *session = tvpass_outcome_session(outcome);
    CHECK(session->action == TVPASS_SESSION_ACTION_AUTHENTICATE);
    CHECK(session->action_type == TVPASS_ACTION_TYPE_INTERACTIVE && session->reason == TVPASS_SESSION_REASON_NONE);
    CHECK(contains(session->url, "/api/v2/authenticate/REF30/") && session->raw_url.len == 0);
    keep(session->code, code, sizeof code);
    tvpass_outcome_free(outcome);
    CHECK(poll_profile(&home, code) == TVPASS_SIGN_IN_PENDING);
    snprintf(path, sizeof path, "authentication-sessions/%s", code);
    control(sandbox_base, path, "{\"outcome\":\"expire\"}", &answered);
    CHECK(poll_profile(&home, code) == TVPASS_SIGN_IN_SESSION_OVER);
    CHECK(poll_profile(&home, "WRONG00") == TVPASS_SIGN_IN_SESSION_OVER);
    /* Somebody who unplugs the network. */
    control(sandbox_base, "faults", "{\"on\":\"/api/v2/\",\"times\":3,\"answer\":\"close\"}", &answered);
    CHECK(poll_profile(&home, code) == TVPASS_SIGN_IN_PENDING);
    home_close(&home);
}

static void temporary_access(void)
{
    home home;
    home_open(&home, "c-tv-3");
    tvpass_outcome *outcome = authorized(&home, "TempPass_5mins", RESOURCE, NULL);
    const tvpass_authorization_decision *decision = tvpass_outcome_authorization_decisions(outcome)->decisions[0];
    CHECK(decision->is_playable && decision->source == TVPASS_DECISION_SOURCE_TEMP_PASS);
    CHECK(decision->not_after_unix_ms > decision->not_before_unix_ms);
    tvpass_outcome_free(outcome);
    /* The promotional one has to know whose it is. */
    outcome = authorized(&home, "flexibleTempPass", RESOURCE, NULL);
    decision = tvpass_outcome_authorization_decisions(outcome)->decisions[0];
    CHECK(decision->verdict == TVPASS_VERDICT_DENY && !decision->is_playable);
    CHECK_STR(decision->denial->adobe_code, "invalid_header_identity_for_temporary_access");
    tvpass_outcome_free(outcome);
    home.f.extras.temp_pass_identity = &home.f.temp_pass_identity;
    outcome = authorized(&home, "flexibleTempPass", RESOURCE, NULL);
    CHECK(tvpass_outcome_authorization_decisions(outcome)->decisions[0]->is_playable);
    tvpass_outcome_free(outcome);
    home.f.profile_for_mvpd_input.mvpd = TVPASS_STR("flexibleTempPass");
    outcome = on_tv(&home, OPERATION(&home.f, profile_for_mvpd), NULL);
    const tvpass_profile *profile = tvpass_outcome_profiles(outcome)->longest;
    CHECK(profile->profile_type == TVPASS_PROFILE_TYPE_TEMPORARY);
    const tvpass_attribute *left = tvpass_attribute_of(profile, "remaining_resources");
    CHECK(left != NULL && left->has_number && left->number == 4);
    const tvpass_attribute *used = tvpass_attribute_of(profile, "used_assets");
    CHECK(used != NULL && used->text_count == 1);
    CHECK_STR(used->texts[0], RESOURCE);
    tvpass_outcome_free(outcome);
    home_close(&home);
}

static uint64_t in_an_hour(void)
{
    return (uint64_t)time(NULL) * 1000 + 3600000;
}

static void single_sign_on_with_apple(void)
{
    home home;
    static char saml[16 * 1024];
    static char json[16 * 1024];
    home_open(&home, "c-tv-4");
    tvpass_partner_framework_status *framework = &home.f.partner_framework_status;
    *framework = (tvpass_partner_framework_status)TVPASS_PARTNER_FRAMEWORK_STATUS_INIT;
    framework->access_status = TVPASS_ACCESS_STATUS_DENIED;
    tvpass_outcome *outcome = on_tv(&home, OPERATION(&home.f, partner_request), NULL);
    const tvpass_session *session = tvpass_outcome_session(outcome);
    CHECK(session->reason == TVPASS_SESSION_REASON_PARTNER_STATUS_FALLBACK && session->partner_request == NULL);
    CHECK_STR(session->reason_text, "pfs_fallback");
    CHECK(session->code.len > 0);
    tvpass_outcome_free(outcome);

    framework->access_status = TVPASS_ACCESS_STATUS_GRANTED;
    framework->provider_id = TVPASS_STR("Cablevision");
    framework->provider_expiration_unix_ms = in_an_hour();
    outcome = on_tv(&home, OPERATION(&home.f, partner_request), NULL);
    session = tvpass_outcome_session(outcome);
    CHECK(session->action == TVPASS_SESSION_ACTION_ASK_PARTNER && session->code.len == 0);
    const tvpass_partner_authentication_request *request = session->partner_request;
    CHECK(request != NULL && request->protocol == TVPASS_PARTNER_PROTOCOL_SAML && request->attribute_name_count > 0);
    snprintf(json, sizeof json, "{\"request\":\"%s\"}", request->request.data);
    tvpass_outcome_free(outcome);
    control(sandbox_base, "apple/response", json, &answered);
    CHECK(json_text(answered.body, "samlAttributeQueryResponse", saml, sizeof saml));
    home.f.partner_profile_input.saml_response = tvpass_str_of(saml);
    outcome = on_tv(&home, OPERATION(&home.f, partner_profile), NULL);
    const tvpass_profiles *profiles = tvpass_outcome_profiles(outcome);
    CHECK(profiles->profile_count == 1 && profiles->longest->profile_type == TVPASS_PROFILE_TYPE_APPLE_SSO);
    CHECK_STR(profiles->longest->type_text, "appleSSO");
    tvpass_outcome_free(outcome);
    /* It is found with what the framework says, and not without. */
    outcome = on_tv(&home, OPERATION(&home.f, profiles), NULL);
    CHECK(tvpass_outcome_profiles(outcome)->profile_count == 0);
    tvpass_outcome_free(outcome);
    home.f.extras.partner_framework_status = framework;
    outcome = on_tv(&home, OPERATION(&home.f, profiles), NULL);
    CHECK(tvpass_outcome_profiles(outcome)->profile_count == 1);
    tvpass_outcome_free(outcome);
    outcome = authorized(&home, "Cablevision", RESOURCE, NULL);
    CHECK(tvpass_outcome_authorization_decisions(outcome)->decisions[0]->is_playable);
    tvpass_outcome_free(outcome);
    home_close(&home);
}
#endif

void sandbox_tests(const char *base, const char *statement)
{
#ifdef TVPASS_HAS_UREQ
    sandbox_base = base;
    software_statement = statement;
    RUN(signed_in_by_a_second_screen);
    RUN(a_code_that_is_over_ends_the_polling);
    RUN(temporary_access);
    RUN(single_sign_on_with_apple);
#else
    (void)base;
    (void)statement;
#endif
}
