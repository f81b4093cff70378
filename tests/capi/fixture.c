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
    this->client_config = (tvpass_client_config)TVPASS_CLIENT_CONFIG_INIT;
    this->client_config.software_statement = TVPASS_STR(STATEMENT);
    this->client_config.event_queue = 16;
    this->start = (tvpass_start)TVPASS_START_INIT;
    this->start.now_ms = 1000;
    this->start.unix_ms = 1700000000000u;
    this->start.seed = 7;
}

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

void fixture_new(fixture *this)
{
    memset(this, 0, sizeof *this);
    fill_inputs(this);
    fill_operations(this);
    this->client = a_client(this, &this->client_config);
    this->call = a_call(this, this->client, 1000, 0);
    tvpass_call_poll(this->call, 1000);
    MUST(tvpass_client_next_event(this->client, &this->event, NULL));
    MUST(tvpass_client_support_report(this->client, 1000, &this->text, NULL));
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
    tvpass_site_free(this->site);
    tvpass_access_token_free(this->access_token);
    tvpass_operation_free(this->operation);
    tvpass_exchange_free(this->exchange);
    tvpass_response_free(this->response);
    tvpass_outcome_free(this->outcome);
    /* The client before its call: the call lives on by itself. */
    tvpass_client_free(this->client);
    tvpass_call_free(this->call);
    tvpass_state_file_free(this->state_file);
#ifdef TVPASS_HAS_UREQ
    tvpass_driver_free(this->driver);
    tvpass_cancellation_free(this->cancellation);
    tvpass_blocking_client_free(this->blocking_client);
#endif
}
