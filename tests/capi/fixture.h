/* One of each handle, input and result, all usable. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "tvpass.h"

typedef struct fixture {
    /* Inputs, which refer to one another. */
    tvpass_device_info device_info;
    tvpass_extras extras;
    tvpass_site_input site_input;
    tvpass_logout_input logout_input;
    tvpass_logout_v1_input logout_v1_input;
    tvpass_client_config client_config;
    tvpass_start start;
    /* Handles, and results that are owned. */
    tvpass_text *text;
    tvpass_error *error;
    tvpass_event *event;
    tvpass_site *site;
    tvpass_access_token *access_token;
    tvpass_operation *operation;
    tvpass_exchange *exchange;
    tvpass_response *response;
    tvpass_outcome *outcome;
    tvpass_client *client;
    tvpass_call *call;
    tvpass_state_file *state_file;
    /* The exchange's. */
    const tvpass_request *request;
#ifdef TVPASS_HAS_UREQ
    tvpass_driver_settings driver_settings;
    tvpass_driver *driver;
    tvpass_blocking_client *blocking_client;
    tvpass_cancellation *cancellation;
#endif
} fixture;

#define STATEMENT "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c3RhdGVtZW50"
#define TOKEN "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.dG9rZW4"

void fixture_new(fixture *fixture);
void fixture_free(fixture *fixture);

/* An answer with these contents; the caller frees it. */
tvpass_response *answer(unsigned short status, const char *content_type, const char *body);

/* The answers of a registration, a token request and a logout that has a URL to open. */
tvpass_response *registered(void);
tvpass_response *granted(void);
tvpass_response *logged_out(void);

/* A client with this configuration, and what begins with it; the caller frees them. */
tvpass_client *a_client(const fixture *fixture, const tvpass_client_config *config);
tvpass_call *a_call(const fixture *fixture, const tvpass_client *client, uint64_t now_ms, uint64_t deadline_ms);
tvpass_access_token *a_token(const char *text);

/* A configuration of an app that supplies tokens. */
tvpass_client_config app_tokens(void);

#endif
