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
    tvpass_configuration_input configuration_input;
    tvpass_create_session_input create_session_input;
    tvpass_resume_session_input resume_session_input;
    tvpass_retrieve_session_input retrieve_session_input;
    tvpass_authenticate_input authenticate_input;
    tvpass_profiles_input profiles_input;
    tvpass_profile_for_mvpd_input profile_for_mvpd_input;
    tvpass_profile_for_code_input profile_for_code_input;
    tvpass_partner_request_input partner_request_input;
    tvpass_partner_profile_input partner_profile_input;
    tvpass_preauthorize_input preauthorize_input;
    tvpass_authorize_input authorize_input;
    tvpass_mrss_input mrss_input;
    tvpass_temp_pass_identity temp_pass_identity;
    tvpass_partner_framework_status partner_framework_status;
    tvpass_str resources[2];
    tvpass_str ratings[1];
    tvpass_str rating_schemes[1];
    tvpass_client_config client_config;
    tvpass_start start;
#ifdef TVPASS_HAS_FLOWS
    tvpass_account_settings account_settings;
    tvpass_account_user account_user;
    tvpass_sign_in_options sign_in_options;
    tvpass_account_preauthorize_input account_preauthorize_input;
    tvpass_account_authorize_input account_authorize_input;
    tvpass_tell_input tell_input;
    tvpass_str hidden_mvpds[1];
    tvpass_account *account;
#endif
    /* Handles, and results that are owned. */
    tvpass_text *text;
    tvpass_error *error;
    tvpass_event *event;
    tvpass_media_token *media_token;
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

/* What is asked about in the fixture, and what is permitted in its answers. */
#define RESOURCE "TestStream1"
#define MEDIA_TOKEN "PHNpZ25hdHVyZUluZm8+bWVkaWE8L3NpZ25hdHVyZUluZm8+"

void fixture_new(fixture *fixture);
void fixture_free(fixture *fixture);

/* Makes it fit for a function that needs something else than the others: an outcome of its own, or
 * every header there is. */
void fixture_for(fixture *fixture, const char *function);

/* What an answer to an operation says; the operation is freed, the caller frees the outcome. */
tvpass_outcome *outcome_of(const fixture *fixture, tvpass_operation *operation, const char *body);

/* An operation of the fixture's input: `OPERATION(&f, authorize)`; the caller frees it. */
#define OPERATION(fixture, name) \
    an_operation(tvpass_##name##_new(&(fixture)->name##_input, &made_operation, NULL))
extern tvpass_operation *made_operation;
tvpass_operation *an_operation(tvpass_status status);

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

#ifdef TVPASS_HAS_FLOWS
/* Answers the request of a call that has just said TVPASS_STEP_SEND, and polls until the next one, or until something
 * is presented, or the end. */
const tvpass_step *answered_with(tvpass_call *call, uint64_t now_ms, tvpass_response *response);

/* A flow of which the first request is out, with registration and token behind it. */
const tvpass_step *registered_for(tvpass_call *call, uint64_t now_ms);
#endif

/* A configuration of an app that supplies tokens. */
tvpass_client_config app_tokens(void);

#endif
