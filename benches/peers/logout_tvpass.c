/* Through the library's C API. */
#include "device_tvpass.h"

#include <stdlib.h>

struct prepared {
    tvpass_base *base;
    tvpass_device *device;
    tvpass_redirect_url *redirect_url;
    tvpass_extras *extras;
};

/* A request is the library's own handle. */
static tvpass_request *of(request *r)
{
    return (tvpass_request *)r;
}

prepared *prepare(const input *in)
{
    prepared *p = calloc(1, sizeof *p);
    tvpass_status status;

    if (!p)
        return NULL;
    status = describe(in, &p->device, &p->base, &p->redirect_url);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_extras_new(&p->extras, NULL);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_extras_set_user_agent(p->extras, TEXT(user_agent), NULL);
    return status == TVPASS_STATUS_OK ? p : NULL;
}

void prepared_free(prepared *p)
{
    tvpass_extras_free(p->extras);
    tvpass_redirect_url_free(p->redirect_url);
    tvpass_device_free(p->device);
    tvpass_base_free(p->base);
    free(p);
}

request *build(const input *in, const prepared *p)
{
    tvpass_logout_operation *operation;
    tvpass_request *made = NULL;
    tvpass_str s;

    if (tvpass_logout_operation_new(p->base, p->device, TEXT(service_provider), TEXT(mvpd), p->redirect_url, p->extras,
                                    &operation, NULL) != TVPASS_STATUS_OK)
        return NULL;
    if (tvpass_logout_operation_request(operation, TEXT(token), &made, NULL) == TVPASS_STATUS_OK) {
        s = tvpass_request_url(made);
        use(s.data, s.len);
        for (size_t i = tvpass_request_header_count(made); i > 0; i--) {
            s = tvpass_request_header_line(made, i - 1);
            use(s.data, s.len);
        }
    }
    tvpass_logout_operation_free(operation);
    return (request *)made;
}

void request_free(request *r)
{
    tvpass_request_free(of(r));
}

const char *request_url(const request *r)
{
    return tvpass_request_url((const tvpass_request *)r).data;
}

const char *request_header_line(const request *r, size_t index)
{
    const tvpass_request *made = (const tvpass_request *)r;

    return index < tvpass_request_header_count(made) ? tvpass_request_header_line(made, index).data : NULL;
}

int interpret(const input *in, const prepared *p, const request *r)
{
    tvpass_response *response;
    tvpass_logout *logout;
    int open = -1;

    (void)p;
    if (tvpass_response_new(200, &response, NULL) != TVPASS_STATUS_OK)
        return -1;
    if (tvpass_response_add_header(response, "Content-Type", 12, TEXT(content_type), NULL) == TVPASS_STATUS_OK &&
        tvpass_response_append_body(response, TEXT(body), NULL) == TVPASS_STATUS_OK &&
        tvpass_logout_operation_interpret((const tvpass_request *)r, response, &logout, NULL) == TVPASS_STATUS_OK) {
        open = 0;
        for (size_t i = tvpass_logout_profile_count(logout); i > 0; i--) {
            tvpass_str s = tvpass_logout_profile_mvpd(logout, i - 1);
            use(s.data, s.len);
            if (tvpass_logout_profile_action(logout, i - 1) == TVPASS_LOGOUT_ACTION_OPEN_URL) {
                s = tvpass_logout_profile_url(logout, i - 1);
                use(s.data, s.len);
                open++;
            }
        }
        tvpass_logout_free(logout);
    }
    tvpass_response_free(response);
    return open;
}
