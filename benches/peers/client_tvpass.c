/* A client of the library's, up to the first request of its first call: what cold_start.c loads. */
#include "device_tvpass.h"

#include <stdlib.h>

struct prepared {
    tvpass_client *client;
    tvpass_redirect_url *redirect_url;
};

prepared *prepare(const input *in)
{
    prepared *p = calloc(1, sizeof *p);
    tvpass_device *device = NULL;
    tvpass_base *base = NULL;
    tvpass_client_config *config = NULL;
    tvpass_status status;

    if (!p)
        return NULL;
    status = describe(in, &device, &base, &p->redirect_url);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_client_config_new_with_app_tokens(base, device, &config, NULL);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_client_new(config, 0, 1700000000000u, 1, &p->client, NULL);
    tvpass_client_config_free(config);
    tvpass_base_free(base);
    tvpass_device_free(device);
    return status == TVPASS_STATUS_OK ? p : NULL;
}

request *build(const input *in, const prepared *p)
{
    tvpass_logout_parameters *parameters = NULL;
    tvpass_call *call = NULL;
    tvpass_step step = TVPASS_STEP_UNKNOWN;
    tvpass_status status;

    status = tvpass_logout_parameters_new(TEXT(service_provider), TEXT(mvpd), p->redirect_url, &parameters, NULL);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_client_logout(p->client, 0, parameters, &call, NULL);
    tvpass_logout_parameters_free(parameters);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_call_poll(call, 0, &step, NULL);
    if (status == TVPASS_STATUS_OK && step == TVPASS_STEP_PROVIDE_TOKEN) {
        status = tvpass_call_provide_token(call, 0, TEXT(token), 3600, NULL);
        if (status == TVPASS_STATUS_OK)
            status = tvpass_call_poll(call, 0, &step, NULL);
    }
    /* The request is the call's. */
    return status == TVPASS_STATUS_OK && step == TVPASS_STEP_SEND ? (request *)call : NULL;
}
