#include "fixture.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "check.h"

static void must(tvpass_status status, const char *what)
{
    if (status != TVPASS_STATUS_OK) {
        fprintf(stderr, "fixture: %s: %s\n", what, tvpass_status_name(status).data);
        abort();
    }
}

#define MUST(call) must((call), #call)

tvpass_response *answer(unsigned short status, const char *content_type, const char *body)
{
    tvpass_response *response = NULL;
    MUST(tvpass_response_new(status, &response, NULL));
    MUST(tvpass_response_add_header(response, TVPASS_STR("Content-Type"), tvpass_str_of(content_type), NULL));
    MUST(tvpass_response_append_body(response, tvpass_str_of(body), NULL));
    return response;
}

tvpass_response *registered(void)
{
    return answer(201, "application/json",
                  "{\"client_id\":\"test-client\",\"client_secret\":\"test-client-secret\",\"client_id_issued_at\":1}");
}

tvpass_response *granted(void)
{
    return answer(201, "application/json",
                  "{\"access_token\":\"" TOKEN "\",\"expires_in\":21600,\"token_type\":\"bearer\"}");
}

tvpass_response *logged_out(void)
{
    return answer(200, "application/json",
                  "{\"logouts\":{\"Cablevision\":{\"actionName\":\"logout\",\"actionType\":\"interactive\","
                  "\"mvpd\":\"Cablevision\",\"url\":\"/adobe-services/logout?x=1\"}}}");
}

tvpass_client *a_client(const fixture *this, const tvpass_client_config *config)
{
    tvpass_client *client = NULL;
    MUST(tvpass_client_new(this->site, config, &this->start, &client, NULL));
    return client;
}

tvpass_call *a_call(const fixture *this, const tvpass_client *client, uint64_t now_ms, uint64_t deadline_ms)
{
    tvpass_call *call = NULL;
    MUST(tvpass_client_start(client, now_ms, this->operation, deadline_ms, &call, NULL));
    return call;
}

tvpass_access_token *a_token(const char *text)
{
    tvpass_access_token *token = NULL;
    MUST(tvpass_access_token_new(tvpass_str_of(text), &token, NULL));
    return token;
}

tvpass_client_config app_tokens(void)
{
    tvpass_client_config config = TVPASS_CLIENT_CONFIG_INIT;
    config.app_supplies_tokens = true;
    return config;
}

static void fill_sign_in(fixture *this)
{
    this->configuration_input = (tvpass_configuration_input)TVPASS_CONFIGURATION_INPUT_INIT;
    this->configuration_input.service_provider = TVPASS_STR("REF30");
    this->configuration_input.extras = &this->extras;
    this->create_session_input = (tvpass_create_session_input)TVPASS_CREATE_SESSION_INPUT_INIT;
    this->create_session_input.service_provider = TVPASS_STR("REF30");
    this->create_session_input.mvpd = TVPASS_STR("Cablevision");
    this->create_session_input.domain_name = TVPASS_STR("example.com");
    this->create_session_input.redirect_url = TVPASS_STR("https://example.com/signed-in");
    this->create_session_input.extras = &this->extras;
    this->resume_session_input = (tvpass_resume_session_input)TVPASS_RESUME_SESSION_INPUT_INIT;
    this->resume_session_input.service_provider = TVPASS_STR("REF30");
    this->resume_session_input.code = TVPASS_STR("8ER640M");
    this->resume_session_input.mvpd = TVPASS_STR("Cablevision");
    this->resume_session_input.domain_name = TVPASS_STR("example.com");
    this->resume_session_input.redirect_url = TVPASS_STR("https://example.com/signed-in");
    this->resume_session_input.extras = &this->extras;
    this->retrieve_session_input = (tvpass_retrieve_session_input)TVPASS_RETRIEVE_SESSION_INPUT_INIT;
    this->retrieve_session_input.service_provider = TVPASS_STR("REF30");
    this->retrieve_session_input.code = TVPASS_STR("8ER640M");
    this->retrieve_session_input.extras = &this->extras;
    this->authenticate_input = (tvpass_authenticate_input)TVPASS_AUTHENTICATE_INPUT_INIT;
    this->authenticate_input.service_provider = TVPASS_STR("REF30");
    this->authenticate_input.code = TVPASS_STR("8ER640M");
    this->profiles_input = (tvpass_profiles_input)TVPASS_PROFILES_INPUT_INIT;
    this->profiles_input.service_provider = TVPASS_STR("REF30");
    this->profiles_input.extras = &this->extras;
    this->profile_for_mvpd_input = (tvpass_profile_for_mvpd_input)TVPASS_PROFILE_FOR_MVPD_INPUT_INIT;
    this->profile_for_mvpd_input.service_provider = TVPASS_STR("REF30");
    this->profile_for_mvpd_input.mvpd = TVPASS_STR("Cablevision");
    this->profile_for_mvpd_input.extras = &this->extras;
    this->profile_for_code_input = (tvpass_profile_for_code_input)TVPASS_PROFILE_FOR_CODE_INPUT_INIT;
    this->profile_for_code_input.service_provider = TVPASS_STR("REF30");
    this->profile_for_code_input.code = TVPASS_STR("8ER640M");
    this->profile_for_code_input.extras = &this->extras;
    this->partner_request_input = (tvpass_partner_request_input)TVPASS_PARTNER_REQUEST_INPUT_INIT;
    this->partner_request_input.service_provider = TVPASS_STR("REF30");
    this->partner_request_input.domain_name = TVPASS_STR("example.com");
    this->partner_request_input.redirect_url = TVPASS_STR("https://example.com/signed-in");
    this->partner_request_input.framework_status = &this->partner_framework_status;
    this->partner_request_input.extras = &this->extras;
    this->partner_profile_input = (tvpass_partner_profile_input)TVPASS_PARTNER_PROFILE_INPUT_INIT;
    this->partner_profile_input.service_provider = TVPASS_STR("REF30");
    this->partner_profile_input.framework_status = &this->partner_framework_status;
    this->partner_profile_input.saml_response = TVPASS_STR("<samlp:Response>x</samlp:Response>");
    this->partner_profile_input.extras = &this->extras;
}

static void fill_decisions(fixture *this)
{
    this->temp_pass_identity = (tvpass_temp_pass_identity)TVPASS_TEMP_PASS_IDENTITY_INIT;
    this->temp_pass_identity.key = TVPASS_STR("email");
    this->temp_pass_identity.value = TVPASS_STR("user@domain.com");
    this->partner_framework_status = (tvpass_partner_framework_status)TVPASS_PARTNER_FRAMEWORK_STATUS_INIT;
    this->partner_framework_status.access_status = TVPASS_ACCESS_STATUS_GRANTED;
    this->partner_framework_status.provider_id = TVPASS_STR("Cablevision_apple");
    this->partner_framework_status.provider_expiration_unix_ms = 2025430636000u;
    this->partner_framework_status.permission_error_code = TVPASS_STR("1");
    this->partner_framework_status.permission_error_message = TVPASS_STR("none");
    this->partner_framework_status.provider_error_code = TVPASS_STR("2");
    this->partner_framework_status.provider_error_message = TVPASS_STR("none");
    this->resources[0] = TVPASS_STR(RESOURCE);
    this->resources[1] = TVPASS_STR("TestStream2");
    this->ratings[0] = TVPASS_STR("pg");
    this->rating_schemes[0] = TVPASS_STR("urn:mpaa");
    this->preauthorize_input = (tvpass_preauthorize_input)TVPASS_PREAUTHORIZE_INPUT_INIT;
    this->preauthorize_input.service_provider = TVPASS_STR("REF30");
    this->preauthorize_input.mvpd = TVPASS_STR("Cablevision");
    this->preauthorize_input.resources = this->resources;
    this->preauthorize_input.resource_count = 2;
    this->preauthorize_input.extras = &this->extras;
    this->authorize_input = (tvpass_authorize_input)TVPASS_AUTHORIZE_INPUT_INIT;
    this->authorize_input.service_provider = TVPASS_STR("REF30");
    this->authorize_input.mvpd = TVPASS_STR("Cablevision");
    this->authorize_input.resources = this->resources;
    this->authorize_input.resource_count = 2;
    this->authorize_input.extras = &this->extras;
    this->mrss_input = (tvpass_mrss_input)TVPASS_MRSS_INPUT_INIT;
    this->mrss_input.channel = TVPASS_STR("TNT");
    this->mrss_input.ratings = this->ratings;
    this->mrss_input.rating_count = 1;
    this->mrss_input.rating_schemes = this->rating_schemes;
    this->mrss_input.rating_scheme_count = 1;
}

static void fill_inputs(fixture *this)
{
    this->device_info = (tvpass_device_info)TVPASS_DEVICE_INFO_INIT;
    this->device_info.os_identifier = TVPASS_STR("serial-1");
    this->device_info.model = TVPASS_STR("STB-1");
    this->device_info.version = TVPASS_STR("1.0");
    this->device_info.os_name = TVPASS_STR("Linux");
    this->device_info.os_version = TVPASS_STR("6.1");
    this->device_info.connection_type = TVPASS_STR("LAN");
    this->extras = (tvpass_extras)TVPASS_EXTRAS_INIT;
    this->extras.user_agent = TVPASS_STR("Test/1.0");
    this->site_input = (tvpass_site_input)TVPASS_SITE_INPUT_INIT;
    this->site_input.base = TVPASS_STR("http://127.0.0.1:1");
    this->site_input.device_info = &this->device_info;
    this->site_input.extras = &this->extras;
    this->logout_input = (tvpass_logout_input)TVPASS_LOGOUT_INPUT_INIT;
    this->logout_input.service_provider = TVPASS_STR("REF30");
    this->logout_input.mvpd = TVPASS_STR("Cablevision");
    this->logout_input.redirect_url = TVPASS_STR("https://example.com/signed-out");
    this->logout_input.extras = &this->extras;
    this->logout_v1_input = (tvpass_logout_v1_input)TVPASS_LOGOUT_V1_INPUT_INIT;
    this->logout_v1_input.requestor = TVPASS_STR("REF30");
    this->logout_v1_input.extras = &this->extras;
    fill_sign_in(this);
    fill_decisions(this);
    this->client_config = (tvpass_client_config)TVPASS_CLIENT_CONFIG_INIT;
    this->client_config.software_statement = TVPASS_STR(STATEMENT);
    this->client_config.event_queue = 16;
    this->start = (tvpass_start)TVPASS_START_INIT;
    this->start.now_ms = 1000;
    this->start.unix_ms = 1700000000000u;
    this->start.seed = 7;
}

#ifdef TVPASS_HAS_FLOWS
static void fill_flows(fixture *this)
{
    this->hidden_mvpds[0] = TVPASS_STR("Test_MVPD");
    this->account_settings = (tvpass_account_settings)TVPASS_ACCOUNT_SETTINGS_INIT;
    this->account_settings.service_provider = TVPASS_STR("REF30");
    this->account_settings.domain_name = TVPASS_STR("example.com");
    this->account_settings.redirect_url = TVPASS_STR("https://example.com/signed-in");
    this->account_settings.activation_page = TVPASS_STR("https://example.com/tv");
    this->account_settings.hidden_mvpds = this->hidden_mvpds;
    this->account_settings.hidden_mvpd_count = 1;
    this->account_settings.extras = &this->extras;
    this->account_user = (tvpass_account_user)TVPASS_ACCOUNT_USER_INIT;
    this->account_user.extras = &this->extras;
    this->account_user.partner_framework_status = &this->partner_framework_status;
    this->sign_in_options = (tvpass_sign_in_options)TVPASS_SIGN_IN_OPTIONS_INIT;
    this->account_preauthorize_input =
        (tvpass_account_preauthorize_input)TVPASS_ACCOUNT_PREAUTHORIZE_INPUT_INIT;
    this->account_preauthorize_input.mvpd = TVPASS_STR("flexibleTempPass");
    this->account_preauthorize_input.resources = this->resources;
    this->account_preauthorize_input.resource_count = 2;
    this->account_preauthorize_input.temp_pass_identity = &this->temp_pass_identity;
    this->account_authorize_input = (tvpass_account_authorize_input)TVPASS_ACCOUNT_AUTHORIZE_INPUT_INIT;
    this->account_authorize_input.mvpd = TVPASS_STR("flexibleTempPass");
    this->account_authorize_input.resource = TVPASS_STR(RESOURCE);
    this->account_authorize_input.temp_pass_identity = &this->temp_pass_identity;
    /* What can be told twice. */
    this->tell_input = (tvpass_tell_input)TVPASS_TELL_INPUT_INIT;
    this->tell_input.kind = TVPASS_TELL_SEARCH;
    this->tell_input.text = TVPASS_STR("cable");
    this->tell_input.partner_framework_status = &this->partner_framework_status;
}

const tvpass_step *answered_with(tvpass_call *call, uint64_t now_ms, tvpass_response *response)
{
    MUST(tvpass_call_respond(call, now_ms, response, NULL));
    tvpass_response_free(response);
    const tvpass_step *step = tvpass_call_poll(call, now_ms);
    while (step->kind == TVPASS_STEP_PERSIST) {
        MUST(tvpass_call_persisted(call, now_ms, true, NULL));
        step = tvpass_call_poll(call, now_ms);
    }
    return step;
}

const tvpass_step *registered_for(tvpass_call *call, uint64_t now_ms)
{
    const tvpass_step *step = tvpass_call_poll(call, now_ms);
    while (step->kind == TVPASS_STEP_PRESENT) {
        step = tvpass_call_poll(call, now_ms);
    }
    answered_with(call, now_ms, registered());
    return answered_with(call, now_ms, granted());
}
#endif

static void fill_operations(fixture *this)
{
    tvpass_site_input refused = this->site_input;
    refused.base = TVPASS_STR("http://example.com");
    if (tvpass_site_new(&refused, &this->site, &this->error) == TVPASS_STATUS_OK) {
        abort();
    }
    MUST(tvpass_site_new(&this->site_input, &this->site, NULL));
    this->access_token = a_token(TOKEN);
    MUST(tvpass_logout_new(&this->logout_input, &this->operation, NULL));
    MUST(tvpass_exchange_new(this->operation, this->site, this->access_token, &this->exchange, NULL));
    this->request = tvpass_exchange_request(this->exchange);
    this->response = logged_out();
    MUST(tvpass_exchange_interpret(this->exchange, this->response, &this->outcome, NULL));
}

tvpass_operation *made_operation;

tvpass_operation *an_operation(tvpass_status status)
{
    must(status, "an operation");
    return made_operation;
}

tvpass_outcome *outcome_of(const fixture *this, tvpass_operation *operation, const char *body)
{
    tvpass_exchange *exchange = NULL;
    tvpass_outcome *outcome = NULL;
    tvpass_response *response = answer(200, "application/json", body);
    MUST(tvpass_exchange_new(operation, this->site, this->access_token, &exchange, NULL));
    MUST(tvpass_exchange_interpret(exchange, response, &outcome, NULL));
    tvpass_response_free(response);
    tvpass_exchange_free(exchange);
    tvpass_operation_free(operation);
    return outcome;
}

static tvpass_operation *of_configuration(fixture *this)
{
    return OPERATION(this, configuration);
}

static tvpass_operation *of_partner_request(fixture *this)
{
    return OPERATION(this, partner_request);
}

static tvpass_operation *of_retrieve_session(fixture *this)
{
    return OPERATION(this, retrieve_session);
}

static tvpass_operation *of_profiles(fixture *this)
{
    return OPERATION(this, profiles);
}

static tvpass_operation *of_preauthorize(fixture *this)
{
    return OPERATION(this, preauthorize);
}

static tvpass_operation *of_authorize(fixture *this)
{
    return OPERATION(this, authorize);
}

#define CONFIGURATION \
    "{\"device\":\"SetTopBox\",\"requestor\":{\"id\":\"REF30\",\"name\":\"R\",\"domains\":[{\"name\":\"a.example\"}]," \
    "\"mvpds\":[{\"id\":\"Cablevision\",\"displayName\":\"Optimum\"},{\"id\":\"T\",\"isTempPass\":true}]}}"
#define SESSION \
    "{\"actionName\":\"partner_profile\",\"actionType\":\"direct\",\"missingParameters\":[\"mvpd\"]," \
    "\"authenticationRequest\":{\"type\":\"saml\",\"request\":\"cmVxdWVzdA==\",\"attributesNames\":[\"a\",\"b\"]}}"
#define DETAILS \
    "{\"existingParameters\":{\"mvpd\":\"Cablevision\"},\"missingParameters\":[\"domain\"],\"device\":{\"model\":\"STB\"}}"
#define PROFILES \
    "{\"profiles\":{\"Cablevision\":{\"type\":\"regular\",\"notAfter\":1783685280000,\"attributes\":{" \
    "\"userID\":{\"value\":\"u-1\",\"state\":\"plain\"},\"zip\":{\"value\":[\"77754\",12345],\"state\":\"plain\"}," \
    "\"maxRating\":{\"value\":{\"MPAA\":\"NR\"},\"state\":\"plain\"}}}}}"
#define DECISIONS \
    "{\"decisions\":[{\"resource\":\"" RESOURCE "\",\"authorized\":true,\"source\":\"mvpd\"," \
    "\"token\":{\"notBefore\":1,\"notAfter\":2,\"serializedToken\":\"" MEDIA_TOKEN "\"}}," \
    "{\"resource\":\"TestStream2\",\"authorized\":false,\"error\":{\"code\":\"authorization_denied_by_mvpd\"}}]}"

#ifdef TVPASS_HAS_FLOWS
#define PERMIT                                                                              \
    "{\"decisions\":[{\"resource\":\"" RESOURCE "\",\"authorized\":true,\"source\":\"temppass\"," \
    "\"token\":{\"notBefore\":1,\"notAfter\":2,\"serializedToken\":\"" MEDIA_TOKEN "\"}}]}"

/* In place of the fixture's call, a user who chooses an MVPD; or the outcome of a playback by a TempPass. */
static void begin_flow(fixture *this, const char *function)
{
    bool is_sign_in = strcmp(function, "tvpass_call_tell") == 0;
    tvpass_call_free(this->call);
    this->call = NULL;
    /* A client of its own: the fixture's has its first call under way. */
    tvpass_client *client = a_client(this, &this->client_config);
    tvpass_account *account = NULL;
    MUST(tvpass_account_new(client, &this->account_settings, &account, NULL));
    if (is_sign_in) {
        MUST(tvpass_account_sign_in(account, &this->sign_in_options, &this->call, NULL));
    } else {
        MUST(tvpass_account_authorize(account, &this->account_authorize_input, &this->call, NULL));
    }
    tvpass_account_free(account);
    tvpass_client_free(client);
    registered_for(this->call, 1000);
    const tvpass_step *step =
        answered_with(this->call, 1000, answer(200, "application/json", is_sign_in ? CONFIGURATION : PERMIT));
    MUST(step->status);
    if (!is_sign_in) {
        tvpass_outcome_free(this->outcome);
        this->outcome = NULL;
        MUST(tvpass_call_take_outcome(this->call, &this->outcome, NULL));
    } else if (step->kind != TVPASS_STEP_PRESENT) {
        abort();
    }
}
#endif

void fixture_for(fixture *this, const char *function)
{
    const struct {
        const char *result;
        tvpass_operation *(*operation)(fixture *);
        const char *body;
    } outcomes[] = {
        {"configuration", of_configuration, CONFIGURATION},
        {"session", of_partner_request, SESSION},
        {"session_details", of_retrieve_session, DETAILS},
        {"profiles", of_profiles, PROFILES},
        {"preauthorization_decisions", of_preauthorize, DECISIONS},
        {"authorization_decisions", of_authorize, DECISIONS},
        {"take_media_token", of_authorize, DECISIONS},
    };
    for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++) {
        if (strcmp(function + strlen("tvpass_outcome_"), outcomes[i].result) == 0) {
            tvpass_outcome_free(this->outcome);
            this->outcome = outcome_of(this, outcomes[i].operation(this), outcomes[i].body);
        }
    }
#ifdef TVPASS_HAS_FLOWS
    if (strcmp(function, "tvpass_call_tell") == 0 || strcmp(function, "tvpass_account_temporary_access_end") == 0) {
        begin_flow(this, function);
    }
#endif
    if (strcmp(function, "tvpass_authorize_new") == 0) {
        this->extras.temp_pass_identity = &this->temp_pass_identity;
        this->extras.partner_framework_status = &this->partner_framework_status;
    }
}

void fixture_new(fixture *this)
{
    memset(this, 0, sizeof *this);
    fill_inputs(this);
    fill_operations(this);
    this->client = a_client(this, &this->client_config);
#ifdef TVPASS_HAS_FLOWS
    fill_flows(this);
    MUST(tvpass_account_new(this->client, &this->account_settings, &this->account, NULL));
#endif
    this->call = a_call(this, this->client, 1000, 0);
    tvpass_call_poll(this->call, 1000);
    MUST(tvpass_client_next_event(this->client, &this->event, NULL));
    MUST(tvpass_client_support_report(this->client, 1000, &this->text, NULL));
    tvpass_outcome *permitted = outcome_of(this, of_authorize(this), DECISIONS);
    MUST(tvpass_outcome_take_media_token(permitted, TVPASS_STR(RESOURCE), &this->media_token, NULL));
    tvpass_outcome_free(permitted);
    MUST(tvpass_state_file_open(TVPASS_STR("state-file-of-the-c-tests"), &this->state_file, NULL));
#ifdef TVPASS_HAS_UREQ
    this->driver_settings = (tvpass_driver_settings)TVPASS_DRIVER_SETTINGS_INIT;
    MUST(tvpass_driver_new(&this->driver_settings, &this->driver, NULL));
    MUST(tvpass_blocking_client_open(this->site, &this->client_config, this->driver, TVPASS_STR("state-of-the-c-tests"),
                                     &this->blocking_client, NULL));
    MUST(tvpass_cancellation_new(this->blocking_client, &this->cancellation, NULL));
    /* So that no test waits for a server that is not there. */
    MUST(tvpass_cancellation_cancel(this->cancellation, NULL));
#endif
}

void fixture_free(fixture *this)
{
    tvpass_text_free(this->text);
    tvpass_error_free(this->error);
    tvpass_event_free(this->event);
    tvpass_media_token_free(this->media_token);
    tvpass_site_free(this->site);
    tvpass_access_token_free(this->access_token);
    tvpass_operation_free(this->operation);
    tvpass_exchange_free(this->exchange);
    tvpass_response_free(this->response);
    tvpass_outcome_free(this->outcome);
    /* The client before its call: the call lives on by itself. */
    tvpass_client_free(this->client);
#ifdef TVPASS_HAS_FLOWS
    tvpass_account_free(this->account);
#endif
    tvpass_call_free(this->call);
    tvpass_state_file_free(this->state_file);
#ifdef TVPASS_HAS_UREQ
    tvpass_driver_free(this->driver);
    tvpass_cancellation_free(this->cancellation);
    tvpass_blocking_client_free(this->blocking_client);
#endif
}
