/* Flows: sign in, who is signed in, what may be watched, sign out. Driven by hand, with the answers of a service that
 * is two functions below. */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "fixture.h"

#ifdef TVPASS_HAS_FLOWS

#define CODE "8ER640M"
#define USER "the-user-of-the-tests"
#define SAML "<samlp:Response>secret-saml</samlp:Response>"
#define CLOSED "Your package does not have this channel."

/* A television at home: its client and account, its clock, and whether somebody has signed in. */
typedef struct home {
    fixture f;
    uint64_t now;
    bool is_signed_in;
    size_t polls;
    size_t requests;
} home;

static const char *profile(const home *home)
{
    return home->is_signed_in
               ? "{\"profiles\":{\"Cablevision\":{\"notBefore\":1,\"notAfter\":4102444800000,\"issuer\":\"Cablevision\","
                 "\"type\":\"regular\",\"attributes\":{\"userID\":{\"value\":\"" USER "\",\"state\":\"plain\"}}}}}"
               : "{\"profiles\":{}}";
}

/* What the service answers. */
static tvpass_response *answered(home *home, const tvpass_request *request)
{
    const char *url = request->url.data;
    const char *json = "application/json";
    home->requests++;
    if (strstr(url, "/o/client/register") != NULL) {
        return registered();
    }
    if (strstr(url, "/o/client/token") != NULL) {
        return granted();
    }
    if (strstr(url, "/configuration") != NULL) {
        return answer(200, json,
                      "{\"requestor\":{\"id\":\"REF30\",\"mvpds\":[{\"id\":\"Cablevision\",\"displayName\":\"Cablevisión\"},"
                      "{\"id\":\"Verizon\",\"displayName\":\"Verizon FiOS\"},{\"id\":\"Test_MVPD\"}]}}");
    }
    if (strstr(url, "/profiles/code/") != NULL) {
        home->polls++;
        return answer(200, json, profile(home));
    }
    if (strstr(url, "/profiles") != NULL) {
        return answer(200, json, profile(home));
    }
    if (strstr(url, "/sessions/sso/") != NULL) {
        return answer(200, json,
                      "{\"actionName\":\"partner_profile\",\"actionType\":\"direct\",\"reasonType\":\"none\","
                      "\"authenticationRequest\":{\"type\":\"saml\",\"request\":\"cmVxdWVzdA==\",\"attributes\":[\"a\"]}}");
    }
    if (strstr(url, "/sessions") != NULL) {
        return answer(200, json,
                      "{\"actionName\":\"authenticate\",\"actionType\":\"interactive\",\"reasonType\":\"none\",\"url\":"
                      "\"/api/v2/authenticate/REF30/" CODE "\",\"code\":\"" CODE "\",\"sessionId\":\"s\",\"mvpd\":"
                      "\"Cablevision\",\"serviceProvider\":\"REF30\",\"notBefore\":1000000,\"notAfter\":2800000}");
    }
    if (strstr(url, "/decisions/") != NULL) {
        return answer(200, json,
                      "{\"decisions\":[{\"resource\":\"" RESOURCE "\",\"authorized\":true,\"source\":\"mvpd\",\"token\":"
                      "{\"notBefore\":1,\"notAfter\":2,\"serializedToken\":\"" MEDIA_TOKEN "\"}},{\"resource\":"
                      "\"TestStream2\",\"authorized\":false,\"error\":{\"status\":403,\"code\":"
                      "\"authorization_denied_by_mvpd\",\"action\":\"none\",\"details\":\"" CLOSED "\"}}]}");
    }
    return logged_out();
}

static void home_open(home *home)
{
    memset(home, 0, sizeof *home);
    fixture_new(&home->f);
    home->now = 1000;
    tvpass_client_free(home->f.client);
    tvpass_account_free(home->f.account);
    home->f.account = NULL;
    home->f.client_config.event_queue = 1000;
    home->f.client = a_client(&home->f, &home->f.client_config);
    CHECK(tvpass_account_new(home->f.client, &home->f.account_settings, &home->f.account, NULL) == TVPASS_STATUS_OK);
}

/* The loop of every call and flow, until something is presented, or to the end. */
static const tvpass_step *run(home *home, tvpass_call *call)
{
    for (;;) {
        const tvpass_step *step = tvpass_call_poll(call, home->now);
        switch (step->kind) {
        case TVPASS_STEP_SEND: {
            tvpass_response *response = answered(home, step->request);
            CHECK(tvpass_call_respond(call, home->now, response, NULL) == TVPASS_STATUS_OK);
            tvpass_response_free(response);
            break;
        }
        case TVPASS_STEP_PERSIST:
            CHECK(tvpass_call_persisted(call, home->now, true, NULL) == TVPASS_STATUS_OK);
            break;
        case TVPASS_STEP_WAIT:
            CHECK(step->wait_until_ms > home->now);
            home->now = step->wait_until_ms;
            /* Somebody signs in when the code has been polled twice. */
            home->is_signed_in |= home->polls == 2;
            break;
        default:
            return step;
        }
    }
}

static tvpass_status tell(home *home, tvpass_call *call, tvpass_tell_kind kind, const char *text)
{
    tvpass_tell_input input = TVPASS_TELL_INPUT_INIT;
    input.kind = kind;
    input.text = tvpass_str_of(text);
    return tvpass_call_tell(call, home->now, &input, NULL);
}

/* That no event, and not the support report, has this. */
static void told_nowhere(home *home, const char *const *secrets, size_t count)
{
    tvpass_text *report = NULL;
    tvpass_event *event = NULL;
    size_t events = 0;
    CHECK(tvpass_client_support_report(home->f.client, home->now, &report, NULL) == TVPASS_STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        CHECK(!contains(report->text, secrets[i]));
    }
    tvpass_text_free(report);
    while (tvpass_client_next_event(home->f.client, &event, NULL) == TVPASS_STATUS_OK && event != NULL) {
        for (size_t i = 0; i < count; i++) {
            CHECK(!contains(event->text, secrets[i]));
        }
        events++;
        tvpass_event_free(event);
    }
    CHECK(events > 3);
}

static void home_close(home *home)
{
    static const char *const secrets[] = {CODE, USER, MEDIA_TOKEN, "secret-saml", "Cablevision_apple", TOKEN};
    told_nowhere(home, secrets, sizeof secrets / sizeof secrets[0]);
    fixture_free(&home->f);
}

static tvpass_call *signing_in(home *home)
{
    tvpass_call *call = NULL;
    CHECK(tvpass_account_sign_in(home->f.account, &home->f.sign_in_options, &call, NULL) == TVPASS_STATUS_OK);
    return call;
}

/* Modules that every QR code has: three squares with a light ring in them. */
static bool is_qr_code(tvpass_str modules, size_t size)
{
    bool is = size >= 21 && modules.len == size * size;
    for (size_t i = 0; is && i < 7; i++) {
        is = tvpass_qr_is_dark(modules, size, i, 0) && tvpass_qr_is_dark(modules, size, 0, i) &&
             tvpass_qr_is_dark(modules, size, size - 1 - i, 0) && tvpass_qr_is_dark(modules, size, i, size - 1);
    }
    return is && !tvpass_qr_is_dark(modules, size, 1, 1) && !tvpass_qr_is_dark(modules, size, size, 0);
}

static void signed_in_by_a_second_screen(void)
{
    home home;
    home_open(&home);
    tvpass_call *call = signing_in(&home);
    const tvpass_step *step = run(&home, call);
    CHECK(step->kind == TVPASS_STEP_PRESENT && step->presented->kind == TVPASS_PRESENTED_CHOOSE_PROVIDER);
    /* One is hidden by the settings. */
    CHECK(step->presented->provider_count == 2);
    CHECK(tell(&home, call, TVPASS_TELL_CONTINUE, "") == TVPASS_STATUS_OUT_OF_ORDER);
    CHECK(tell(&home, call, TVPASS_TELL_SEARCH, "vision") == TVPASS_STATUS_OK);
    step = run(&home, call);
    CHECK(step->presented->kind == TVPASS_PRESENTED_CHOOSE_PROVIDER && step->presented->provider_count == 1);
    CHECK_STR(step->presented->providers[0]->id, "Cablevision");
    CHECK(tell(&home, call, TVPASS_TELL_SEARCH, "") == TVPASS_STATUS_OK);
    CHECK(run(&home, call)->presented->provider_count == 2);
    CHECK(tell(&home, call, TVPASS_TELL_PROVIDER_CHOSEN, "Cablevision") == TVPASS_STATUS_OK);
    CHECK(tell(&home, call, TVPASS_TELL_SEARCH, "") == TVPASS_STATUS_OUT_OF_ORDER);
    step = run(&home, call);
    CHECK(step->kind == TVPASS_STEP_PRESENT && step->presented->kind == TVPASS_PRESENTED_SHOW_CODE);
    const tvpass_presented *presented = step->presented;
    const tvpass_code_screen *screen = presented->code_screen;
    CHECK_STR(screen->code, CODE);
    CHECK(screen->group_count == 2);
    CHECK_STR(screen->groups[0], "8ER6");
    CHECK_STR(screen->groups[1], "40M");
    CHECK_STR(screen->spelled, "8 E R 6 4 0 M");
    CHECK_STR(screen->address, "example.com/tv");
    CHECK(screen->link_kind == TVPASS_SIGN_IN_LINK_AUTHENTICATE && contains(screen->link, "/authenticate/REF30/" CODE));
    CHECK(is_qr_code(screen->qr_modules, screen->qr_size));
    CHECK(tvpass_remaining_ms(screen->expires_at_ms, home.now) == 1800000);
    CHECK(tvpass_remaining_ms(screen->expires_at_ms, home.now + 1800001) == 0);
    /* What was presented stays while the code is polled. */
    step = tvpass_call_poll(call, home.now);
    CHECK(step->kind != TVPASS_STEP_PRESENT && step->presented == presented);
    step = run(&home, call);
    CHECK(step->kind == TVPASS_STEP_DONE && step->status == TVPASS_STATUS_OK);
    CHECK(step->presented->kind == TVPASS_PRESENTED_SIGNED_IN && home.polls == 3);
    CHECK_STR(step->presented->signed_in->mvpd->name, "Cablevisión");
    CHECK_STR(tvpass_attribute_of(step->presented->signed_in->profile, "userID")->text, USER);
    CHECK(step->presented->signed_in->already_text.len == 0 && step->call == 0);
    CHECK(tell(&home, call, TVPASS_TELL_NEW_CODE, "") == TVPASS_STATUS_OUT_OF_ORDER);
    tvpass_outcome *outcome = NULL;
    CHECK(tvpass_call_take_outcome(call, &outcome, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_outcome_profiles(outcome) == NULL);
    tvpass_outcome_free(outcome);
    tvpass_call_free(call);
    home_close(&home);
}

/* The account may be freed before its flow; freeing the flow ends it. */
static void an_account_need_not_outlive_its_flows(void)
{
    home home;
    home_open(&home);
    tvpass_call *call = signing_in(&home);
    tvpass_account_free(home.f.account);
    home.f.account = NULL;
    CHECK(run(&home, call)->presented->kind == TVPASS_PRESENTED_CHOOSE_PROVIDER);
    CHECK(tvpass_call_cancel(call, home.now, NULL) == TVPASS_STATUS_OK);
    const tvpass_step *step = run(&home, call);
    CHECK(step->kind == TVPASS_STEP_DONE && step->status == TVPASS_STATUS_CANCELLED);
    CHECK(step->presented->kind == TVPASS_PRESENTED_FAILED);
    CHECK(step->presented->words->remedy == TVPASS_REMEDY_NOTHING);
    tvpass_call_free(call);
    home_close(&home);
}

static tvpass_call *status_of(home *home)
{
    tvpass_call *call = NULL;
    CHECK(tvpass_account_status(home->f.account, &call, NULL) == TVPASS_STATUS_OK);
    return call;
}

static void a_status_is_there_at_once(void)
{
    home home;
    home_open(&home);
    home.is_signed_in = true;
    tvpass_call *call = status_of(&home);
    const tvpass_step *step = run(&home, call);
    CHECK(home.requests == 0 && step->presented->kind == TVPASS_PRESENTED_KEPT_STATUS);
    CHECK(step->presented->status->profile_count == 0 && step->presented->status->mvpd == NULL);
    step = run(&home, call);
    CHECK(step->kind == TVPASS_STEP_DONE && step->presented->kind == TVPASS_PRESENTED_STATUS);
    CHECK(step->presented->status->source == TVPASS_SIGN_IN_STATUS_SERVICE);
    CHECK(step->presented->status->current == step->presented->status->profiles[0]);
    tvpass_call_free(call);
    /* Now it is kept. */
    call = status_of(&home);
    step = run(&home, call);
    CHECK(step->presented->status->source == TVPASS_SIGN_IN_STATUS_KEPT);
    CHECK(step->presented->status->profile_count == 1);
    CHECK_STR(step->presented->status->mvpd->id, "Cablevision");
    CHECK(tvpass_call_poll(call, home.now)->kind == TVPASS_STEP_SEND);
    for (int i = 0; i < 3; i++) {
        tvpass_call_fail(call, home.now, TVPASS_STATUS_TRANSPORT_DNS, TVPASS_DELIVERY_NOT_SENT, TVPASS_STR(""), NULL);
        while ((step = tvpass_call_poll(call, home.now))->kind == TVPASS_STEP_WAIT) {
            home.now = step->wait_until_ms;
        }
    }
    CHECK(step->kind == TVPASS_STEP_DONE && step->status == TVPASS_STATUS_OK);
    CHECK(step->presented->status->source == TVPASS_SIGN_IN_STATUS_UNREACHABLE);
    CHECK(step->presented->status->failure == TVPASS_STATUS_TRANSPORT_DNS);
    CHECK(step->presented->status->profile_count == 1);
    CHECK_STR(step->presented->status->words->key, "check_network");
    tvpass_call_free(call);
    home_close(&home);
}

/* A flow that plays a resource; the caller frees it. */
static tvpass_call *playing(home *home, const char *mvpd, const char *resource)
{
    tvpass_call *call = NULL;
    tvpass_account_authorize_input input = TVPASS_ACCOUNT_AUTHORIZE_INPUT_INIT;
    input.mvpd = tvpass_str_of(mvpd);
    input.resource = tvpass_str_of(resource);
    CHECK(tvpass_account_authorize(home->f.account, &input, &call, NULL) == TVPASS_STATUS_OK);
    return call;
}

static void a_media_token_is_handed_over_once(void)
{
    home home;
    home_open(&home);
    tvpass_media_token *token = NULL;
    tvpass_outcome *outcome = NULL;
    tvpass_call *call = playing(&home, "Cablevision", RESOURCE);
    const tvpass_step *step = run(&home, call);
    CHECK(step->kind == TVPASS_STEP_DONE && step->presented->kind == TVPASS_PRESENTED_PLAY);
    CHECK_STR(step->presented->play->mvpd, "Cablevision");
    CHECK(step->presented->play->source == TVPASS_DECISION_SOURCE_MVPD && !step->presented->play->is_temporary);
    CHECK(tvpass_call_take_outcome(call, &outcome, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_outcome_take_media_token(outcome, TVPASS_STR("other"), &token, NULL) == TVPASS_STATUS_NO_MEDIA_TOKEN);
    CHECK(tvpass_outcome_take_media_token(outcome, TVPASS_STR(RESOURCE " "), &token, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(token->serialized, MEDIA_TOKEN);
    tvpass_media_token_free(token);
    CHECK(tvpass_outcome_take_media_token(outcome, TVPASS_STR(RESOURCE), &token, NULL) == TVPASS_STATUS_NO_MEDIA_TOKEN);
    tvpass_call *end = NULL;
    tvpass_error *error = NULL;
    /* It is no TempPass. */
    CHECK(tvpass_account_temporary_access_end(home.f.account, outcome, &end, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(error->field, "played");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    tvpass_outcome_free(outcome);
    tvpass_call_free(call);

    call = playing(&home, "Cablevision", "TestStream2");
    const tvpass_presented *denied = run(&home, call)->presented;
    CHECK(denied->kind == TVPASS_PRESENTED_EXPLAIN && denied->words->remedy == TVPASS_REMEDY_EXPLAIN);
    CHECK_STR(denied->words->key, "not_included");
    CHECK_STR(tvpass_words_text(denied->words, "en-US"), CLOSED);
    CHECK_STR(denied->denial->adobe_code, "authorization_denied_by_mvpd");
    tvpass_call_free(call);

    /* Nobody has signed in. */
    call = playing(&home, "", RESOURCE);
    const tvpass_presented *offered = run(&home, call)->presented;
    CHECK(offered->kind == TVPASS_PRESENTED_OFFER_SIGN_IN && offered->denial == NULL);
    CHECK(contains(tvpass_words_text(offered->words, "es-MX"), "Inicia"));
    CHECK(contains(tvpass_words_text(offered->words, "es"), "Inicia"));
    CHECK(contains(tvpass_words_text(offered->words, "est"), "Sign in"));
    CHECK(contains(tvpass_words_text(offered->words, ""), "Sign in"));
    tvpass_call_free(call);
    home_close(&home);
}

static void locks_are_shown(void)
{
    home home;
    home_open(&home);
    tvpass_call *call = NULL;
    tvpass_account_preauthorize_input *input = &home.f.account_preauthorize_input;
    input->mvpd = TVPASS_STR("Cablevision");
    input->temp_pass_identity = NULL;
    CHECK(tvpass_account_preauthorize(home.f.account, input, &call, NULL) == TVPASS_STATUS_OK);
    const tvpass_step *step = run(&home, call);
    CHECK(step->kind == TVPASS_STEP_DONE && step->presented->kind == TVPASS_PRESENTED_LOCKS);
    CHECK(step->presented->lock_count == 2 && step->presented->words == NULL);
    const tvpass_lock *open = step->presented->locks[0];
    const tvpass_lock *closed = step->presented->locks[1];
    CHECK_STR(open->resource, RESOURCE);
    CHECK(open->state == TVPASS_LOCK_OPEN && open->denial == NULL && open->words == NULL);
    CHECK(closed->state == TVPASS_LOCK_CLOSED);
    CHECK_STR(closed->words->provider_text, CLOSED);
    tvpass_call_free(call);
    home_close(&home);
}

static void what_is_left_after_a_sign_out_is_presented(void)
{
    home home;
    home_open(&home);
    home.is_signed_in = true;
    tvpass_call *call = status_of(&home);
    run(&home, call);
    run(&home, call);
    tvpass_call_free(call);
    CHECK(tvpass_account_sign_out(home.f.account, TVPASS_STR(""), &call, NULL) == TVPASS_STATUS_OK);
    const tvpass_step *step = run(&home, call);
    CHECK(step->kind == TVPASS_STEP_PRESENT && step->presented->kind == TVPASS_PRESENTED_OPEN_BROWSER);
    const tvpass_browser_screen *browser = step->presented->browser;
    CHECK(contains(browser->url, "/adobe-services/logout"));
    CHECK_STR(browser->redirect_url, "https://example.com/signed-in");
    CHECK(is_qr_code(browser->qr_modules, browser->qr_size) && browser->expires_at_ms == 0);
    CHECK(tell(&home, call, TVPASS_TELL_NEW_CODE, "") == TVPASS_STATUS_OUT_OF_ORDER);
    CHECK(tell(&home, call, TVPASS_TELL_CONTINUE, "") == TVPASS_STATUS_OK);
    step = run(&home, call);
    CHECK(step->kind == TVPASS_STEP_DONE && step->presented->kind == TVPASS_PRESENTED_SIGNED_OUT);
    CHECK(step->presented->logout_count == 1 && step->presented->logouts[0]->follow_up_count == 1);
    tvpass_call_free(call);
    call = status_of(&home);
    CHECK(run(&home, call)->presented->status->profile_count == 0);
    tvpass_call_free(call);
    home_close(&home);
}

/* What Apple's framework says is told, and shown nowhere. */
static void a_partner_comes_first(void)
{
    home home;
    home_open(&home);
    home.f.sign_in_options.partner_first = true;
    tvpass_call *call = signing_in(&home);
    const tvpass_step *step = run(&home, call);
    CHECK(step->presented->kind == TVPASS_PRESENTED_PARTNER_QUERY_STATUS && home.requests == 0);
    tvpass_tell_input input = TVPASS_TELL_INPUT_INIT;
    tvpass_error *error = NULL;
    input.kind = TVPASS_TELL_PARTNER_STATUS;
    CHECK(tvpass_call_tell(call, home.now, &input, &error) == TVPASS_STATUS_NULL_ARGUMENT);
    CHECK_STR(error->field, "partner_framework_status");
    CHECK_ERROR(error, TVPASS_STATUS_NULL_ARGUMENT);
    tvpass_partner_framework_status *status = &home.f.partner_framework_status;
    status->permission_error_code = status->provider_error_code = TVPASS_STR("");
    status->permission_error_message = status->provider_error_message = TVPASS_STR("");
    input.partner_framework_status = status;
    CHECK(tvpass_call_tell(call, home.now, &input, NULL) == TVPASS_STATUS_OK);
    step = run(&home, call);
    CHECK(step->presented->kind == TVPASS_PRESENTED_PARTNER_REQUEST_RESPONSE);
    CHECK_STR(step->presented->partner->request->request, "cmVxdWVzdA==");
    CHECK_STR(step->presented->partner->channel_identifier, "https://saml.sp.auth.adobe.com");
    input.kind = TVPASS_TELL_PARTNER_RESPONSE;
    CHECK(tvpass_call_tell(call, home.now, &input, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    input.saml_response = TVPASS_STR(SAML);
    input.saml_response_base64 = TVPASS_STR(SAML);
    CHECK(tvpass_call_tell(call, home.now, &input, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK(!contains(error->message, "secret-saml") && !contains(error->advice, "secret-saml"));
    CHECK_STR(error->field, "saml_response_base64");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    input.saml_response_base64 = TVPASS_STR("");
    home.is_signed_in = true;
    CHECK(tvpass_call_tell(call, home.now, &input, NULL) == TVPASS_STATUS_OK);
    step = run(&home, call);
    CHECK(step->kind == TVPASS_STEP_DONE && step->presented->kind == TVPASS_PRESENTED_SIGNED_IN);
    tvpass_call_free(call);
    home_close(&home);
}

/* Why a flow failed is told by status, error and words; a code that was out is in none of them. */
static void a_failure_has_words_and_no_secret(void)
{
    home home;
    home_open(&home);
    home.f.sign_in_options.mvpd = TVPASS_STR("Cablevision");
    tvpass_call *call = signing_in(&home);
    const tvpass_step *step = run(&home, call);
    CHECK(step->presented->kind == TVPASS_PRESENTED_SHOW_CODE);
    /* Whatever is wrong with it, three times. */
    do {
        while ((step = tvpass_call_poll(call, home.now))->kind == TVPASS_STEP_WAIT) {
            home.now = step->wait_until_ms;
        }
        if (step->kind == TVPASS_STEP_SEND) {
            CHECK(contains(step->request->url, CODE));
            tvpass_response *response = answer(400, "application/json",
                                               "{\"status\":400,\"code\":\"invalid_parameter_service_provider\",\"action\":"
                                               "\"none\",\"message\":\"" CODE " of " USER "\"}");
            CHECK(tvpass_call_respond(call, home.now, response, NULL) == TVPASS_STATUS_OK);
            tvpass_response_free(response);
        }
    } while (step->kind == TVPASS_STEP_SEND);
    CHECK(step->kind == TVPASS_STEP_DONE && step->status == TVPASS_STATUS_ENHANCED_ERROR);
    CHECK(step->presented->kind == TVPASS_PRESENTED_FAILED);
    CHECK(step->presented->words->remedy == TVPASS_REMEDY_CONTACT_SUPPORT);
    CHECK(!contains(step->presented->words->reference, CODE));
    tvpass_outcome *outcome = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_call_take_outcome(call, &outcome, &error) == TVPASS_STATUS_ENHANCED_ERROR);
    CHECK(!contains(error->message, CODE) && !contains(error->advice, CODE) && !contains(error->adobe_message, CODE));
    CHECK_ERROR(error, TVPASS_STATUS_ENHANCED_ERROR);
    tvpass_call_free(call);
    told_nowhere(&home, (const char *const[]){CODE}, 1);
    fixture_free(&home.f);
}
#endif

void flows_tests(void)
{
#ifdef TVPASS_HAS_FLOWS
    RUN(signed_in_by_a_second_screen);
    RUN(an_account_need_not_outlive_its_flows);
    RUN(a_status_is_there_at_once);
    RUN(a_media_token_is_handed_over_once);
    RUN(locks_are_shown);
    RUN(what_is_left_after_a_sign_out_is_presented);
    RUN(a_partner_comes_first);
    RUN(a_failure_has_words_and_no_secret);
#endif
}
