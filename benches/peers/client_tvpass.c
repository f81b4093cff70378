/* A client of the library's, up to the first request of its first call: what cold_start.c loads. */
#include "device_tvpass.h"

#include <stdlib.h>

struct prepared {
    tvpass_client *client;
};

prepared *prepare(const input *in)
{
    prepared *p = calloc(1, sizeof *p);
    tvpass_site *site = NULL;
    tvpass_client_config config = TVPASS_CLIENT_CONFIG_INIT;
    tvpass_start start = TVPASS_START_INIT;
    tvpass_status status;

    if (!p)
        return NULL;
    config.app_supplies_tokens = true;
    start.unix_ms = 1700000000000u;
    start.seed = 1;
    status = describe(in, &site);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_client_new(site, &config, &start, &p->client, NULL);
    tvpass_site_free(site);
    return status == TVPASS_STATUS_OK ? p : NULL;
}

request *build(const input *in, const prepared *p)
{
    tvpass_operation *operation = NULL;
    tvpass_call *call = NULL;
    tvpass_access_token *token = NULL;
    const tvpass_step *step;
    tvpass_status status;

    status = sign_out(in, &operation);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_client_start(p->client, 0, operation, 0, &call, NULL);
    tvpass_operation_free(operation);
    step = tvpass_call_poll(call, 0);
    if (status == TVPASS_STATUS_OK && step->kind == TVPASS_STEP_PROVIDE_TOKEN) {
        status = tvpass_access_token_new(str_of(in->token), &token, NULL);
        if (status == TVPASS_STATUS_OK)
            status = tvpass_call_provide_token(call, 0, token, 3600, NULL);
        tvpass_access_token_free(token);
        step = tvpass_call_poll(call, 0);
    }
    /* The request is the call's. */
    return status == TVPASS_STATUS_OK && step->kind == TVPASS_STEP_SEND ? (request *)call : NULL;
}
