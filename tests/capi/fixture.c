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
    MUST(tvpass_response_add_header(response, TEXT("Content-Type"), TEXT(content_type), NULL));
    MUST(tvpass_response_append_body(response, body, strlen(body), NULL));
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

static void fill_operations(fixture *this)
{
    MUST(tvpass_base_new(TEXT("http://127.0.0.1:1"), &this->base, NULL));
    if (tvpass_base_new(TEXT("http://example.com"), NULL, &this->error) == TVPASS_STATUS_OK) {
        abort();
    }
    MUST(tvpass_device_info_new(&this->device_info, NULL));
    static const struct {
        tvpass_device_key key;
        const char *value;
    } values[] = {
        {TVPASS_DEVICE_KEY_MODEL, "STB-1"},       {TVPASS_DEVICE_KEY_VERSION, "1.0"},
        {TVPASS_DEVICE_KEY_OS_NAME, "Linux"},     {TVPASS_DEVICE_KEY_OS_VERSION, "6.1"},
        {TVPASS_DEVICE_KEY_CONNECTION_TYPE, "LAN"},
    };
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        MUST(tvpass_device_info_set_text(this->device_info, values[i].key, TEXT(values[i].value), NULL));
    }
    MUST(tvpass_device_new_from_os_identifier(this->device_info, TEXT("serial-1"), &this->device, NULL));
    MUST(tvpass_redirect_url_new(TEXT("https://example.com/signed-out"), &this->redirect_url, NULL));
    MUST(tvpass_extras_new(&this->extras, NULL));
    MUST(tvpass_extras_set_user_agent(this->extras, TEXT("Test/1.0"), NULL));
    MUST(tvpass_logout_operation_new(this->base, this->device, TEXT("REF30"), TEXT("Cablevision"), this->redirect_url,
                                     this->extras, &this->logout_operation, NULL));
    MUST(tvpass_logout_operation_request(this->logout_operation, TEXT(TOKEN), &this->request, NULL));
    this->response = logged_out();
    MUST(tvpass_logout_operation_interpret(this->request, this->response, &this->logout, NULL));
    MUST(tvpass_logout_v1_operation_new(this->base, this->device, TEXT("REF30"), &this->logout_v1_operation, NULL));
}

fixture fixture_new(void)
{
    fixture new = {0};
    fixture *this = &new;
    fill_operations(this);
    MUST(tvpass_client_config_new(this->base, this->device, TEXT(STATEMENT), NULL, &this->client_config, NULL));
    MUST(tvpass_client_config_set_event_queue(this->client_config, 16, NULL));
    MUST(tvpass_client_new(this->client_config, 1000, 1700000000000u, 7, &this->client, NULL));
    MUST(tvpass_logout_parameters_new(TEXT("REF30"), TEXT("Cablevision"), this->redirect_url, &this->logout_parameters,
                                      NULL));
    MUST(tvpass_client_logout(this->client, 1000, this->logout_parameters, &this->call, NULL));
    tvpass_step step = TVPASS_STEP_UNKNOWN;
    MUST(tvpass_call_poll(this->call, 1000, &step, NULL));
    MUST(tvpass_client_next_event(this->client, &this->event, NULL));
    MUST(tvpass_client_support_report(this->client, 1000, &this->text, NULL));
#ifdef TVPASS_HAS_UREQ
    MUST(tvpass_driver_settings_new(&this->driver_settings, NULL));
    MUST(tvpass_driver_new(this->driver_settings, &this->driver, NULL));
    MUST(tvpass_blocking_client_open(this->client_config, this->driver, TEXT("state-of-the-c-tests"),
                                     &this->blocking_client, NULL));
    MUST(tvpass_cancellation_new(this->blocking_client, &this->cancellation, NULL));
    /* So that no test waits for a server that is not there. */
    MUST(tvpass_cancellation_cancel(this->cancellation, NULL));
#endif
    return new;
}

void fixture_free(fixture *this)
{
    tvpass_text_free(this->text);
    tvpass_error_free(this->error);
    tvpass_base_free(this->base);
    tvpass_device_info_free(this->device_info);
    tvpass_device_free(this->device);
    tvpass_redirect_url_free(this->redirect_url);
    tvpass_extras_free(this->extras);
    tvpass_request_free(this->request);
    tvpass_response_free(this->response);
    tvpass_logout_operation_free(this->logout_operation);
    tvpass_logout_free(this->logout);
    tvpass_logout_v1_operation_free(this->logout_v1_operation);
    tvpass_client_config_free(this->client_config);
    /* The client before its call: the call lives on by itself. */
    tvpass_client_free(this->client);
    tvpass_logout_parameters_free(this->logout_parameters);
    tvpass_call_free(this->call);
    tvpass_event_free(this->event);
#ifdef TVPASS_HAS_UREQ
    tvpass_driver_settings_free(this->driver_settings);
    tvpass_driver_free(this->driver);
    tvpass_cancellation_free(this->cancellation);
    tvpass_blocking_client_free(this->blocking_client);
#endif
}
