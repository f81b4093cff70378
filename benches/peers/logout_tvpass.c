/* Through the library's C API. */
#include "device_tvpass.h"

#include <stdlib.h>

struct prepared {
    tvpass_site *site;
    tvpass_access_token *token;
};

/* A request is the library's exchange. */
static tvpass_exchange *of(request *r)
{
    return (tvpass_exchange *)r;
}

prepared *prepare(const input *in)
{
    prepared *p = calloc(1, sizeof *p);
    tvpass_status status;

    if (!p)
        return NULL;
    status = describe(in, &p->site);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_access_token_new(str_of(in->token), &p->token, NULL);
    return status == TVPASS_STATUS_OK ? p : NULL;
}

void prepared_free(prepared *p)
{
    tvpass_access_token_free(p->token);
    tvpass_site_free(p->site);
    free(p);
}

request *build(const input *in, const prepared *p)
{
    tvpass_operation *operation;
    tvpass_exchange *exchange = NULL;

    if (sign_out(in, &operation) != TVPASS_STATUS_OK)
        return NULL;
    if (tvpass_exchange_new(operation, p->site, p->token, &exchange, NULL) == TVPASS_STATUS_OK) {
        const tvpass_request *made = tvpass_exchange_request(exchange);

        use(made->url.data, made->url.len);
        for (size_t i = made->header_count; i > 0; i--)
            use(made->headers[i - 1]->line.data, made->headers[i - 1]->line.len);
    }
    tvpass_operation_free(operation);
    return (request *)exchange;
}

void request_free(request *r)
{
    tvpass_exchange_free(of(r));
}

const char *request_url(const request *r)
{
    return tvpass_exchange_request((const tvpass_exchange *)r)->url.data;
}

const char *request_header_line(const request *r, size_t index)
{
    const tvpass_request *made = tvpass_exchange_request((const tvpass_exchange *)r);

    return index < made->header_count ? made->headers[index]->line.data : NULL;
}

int interpret(const input *in, const prepared *p, const request *r)
{
    const tvpass_exchange *exchange = (const tvpass_exchange *)r;
    tvpass_response *response;
    tvpass_outcome *outcome;
    int open = -1;

    (void)p;
    if (tvpass_response_new(200, &response, NULL) != TVPASS_STATUS_OK)
        return -1;
    if (tvpass_response_add_header(response, TVPASS_STR("Content-Type"), str_of(in->content_type), NULL) ==
            TVPASS_STATUS_OK &&
        tvpass_response_append_body(response, str_of(in->body), NULL) == TVPASS_STATUS_OK &&
        tvpass_exchange_interpret(exchange, response, &outcome, NULL) == TVPASS_STATUS_OK) {
        const tvpass_logout *logout = tvpass_outcome_logout(outcome);

        open = 0;
        for (size_t i = logout->profile_count; i > 0; i--) {
            const tvpass_logout_profile *profile = logout->profiles[i - 1];

            use(profile->mvpd.data, profile->mvpd.len);
            if (profile->action == TVPASS_LOGOUT_ACTION_OPEN_URL) {
                use(profile->url.data, profile->url.len);
                open++;
            }
        }
        tvpass_outcome_free(outcome);
    }
    tvpass_response_free(response);
    return open;
}
