/* One of each handle, all usable. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "tvpass.h"

typedef struct fixture {
    tvpass_text *text;
    tvpass_error *error;
    tvpass_base *base;
    tvpass_device_info *device_info;
    tvpass_device *device;
    tvpass_redirect_url *redirect_url;
    tvpass_extras *extras;
    tvpass_request *request;
    tvpass_response *response;
    tvpass_logout_operation *logout_operation;
    tvpass_logout *logout;
    tvpass_logout_v1_operation *logout_v1_operation;
    tvpass_client_config *client_config;
    tvpass_client *client;
    tvpass_logout_parameters *logout_parameters;
    tvpass_call *call;
    tvpass_event *event;
#ifdef TVPASS_HAS_UREQ
    tvpass_driver_settings *driver_settings;
    tvpass_driver *driver;
    tvpass_blocking_client *blocking_client;
    tvpass_cancellation *cancellation;
#endif
} fixture;

#define STATEMENT "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c3RhdGVtZW50"
#define TOKEN "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.dG9rZW4"

fixture fixture_new(void);
void fixture_free(fixture *fixture);

/* An answer with these contents; the caller frees it. */
tvpass_response *answer(unsigned short status, const char *content_type, const char *body);

/* The answers of a registration, a token request and a logout that has a URL to open. */
tvpass_response *registered(void);
tvpass_response *granted(void);
tvpass_response *logged_out(void);

#endif
