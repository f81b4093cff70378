/* Every function of a call in every state of a call: the right ones are accepted, the others are refused and change nothing. */
#include "check.h"
#include "fixture.h"

/* What a call may be asked to do. */
enum act { RESPOND, FAIL, PERSISTED, PROVIDE, TOKEN_FAILED, TAKE, POLL, ACTS };

/* Where a call may be. */
enum where { NEW, SENDING, STORING, PROVIDING, WAITING, ENDED, TAKEN, PLACES };

static tvpass_status perform(tvpass_call *call, enum act act)
{
    tvpass_logout *logout = NULL;
    tvpass_step step = TVPASS_STEP_UNKNOWN;
    tvpass_status status = TVPASS_STATUS_OK;
    tvpass_response *response = registered();
    switch (act) {
    case RESPOND:
        status = tvpass_call_respond(call, 1000, response, NULL);
        break;
    case FAIL:
        status = tvpass_call_fail(call, 1000, TVPASS_STATUS_TRANSPORT_DNS, TVPASS_DELIVERY_NOT_SENT, TEXT("x"), NULL);
        break;
    case PERSISTED:
        status = tvpass_call_persisted(call, 1000, true, NULL);
        break;
    case PROVIDE:
        status = tvpass_call_provide_token(call, 1000, TEXT("token"), 60, NULL);
        break;
    case TOKEN_FAILED:
        status = tvpass_call_token_failed(call, 1000, TEXT("x"), NULL);
        break;
    case TAKE:
        status = tvpass_call_take_logout(call, &logout, NULL);
        tvpass_logout_free(logout);
        break;
    case POLL:
        status = tvpass_call_poll(call, 1000, &step, NULL);
        break;
    case ACTS:
        break;
    }
    tvpass_response_free(response);
    return status;
}

static tvpass_call *bring(fixture *f, tvpass_client *app_tokens, enum where where)
{
    tvpass_call *call = NULL;
    tvpass_step step = TVPASS_STEP_UNKNOWN;
    bool own = where == PROVIDING || where == ENDED || where == TAKEN;
    /* The fixture's own call is sending: another call of its client waits. */
    if (where == SENDING || where == STORING) {
        call = f->call;
        f->call = NULL;
    } else {
        CHECK(tvpass_client_logout(own ? app_tokens : f->client, 1000, f->logout_parameters, &call, NULL) ==
              TVPASS_STATUS_OK);
    }
    if (where == STORING) {
        CHECK(perform(call, RESPOND) == TVPASS_STATUS_OK);
    }
    if (where != NEW && where != SENDING) {
        CHECK(tvpass_call_poll(call, 1000, &step, NULL) == TVPASS_STATUS_OK);
    }
    if (where == WAITING) {
        CHECK(step == TVPASS_STEP_WAIT);
        CHECK(tvpass_call_wait_reason(call) == TVPASS_WAIT_OTHER_CALL);
    }
    if (where == ENDED || where == TAKEN) {
        CHECK(step == TVPASS_STEP_PROVIDE_TOKEN);
        CHECK(perform(call, PROVIDE) == TVPASS_STATUS_OK);
        CHECK(tvpass_call_poll(call, 1000, &step, NULL) == TVPASS_STATUS_OK);
        CHECK(step == TVPASS_STEP_SEND);
        tvpass_response *response = logged_out();
        CHECK(tvpass_call_respond(call, 1000, response, NULL) == TVPASS_STATUS_OK);
        tvpass_response_free(response);
        CHECK(tvpass_call_poll(call, 1000, &step, NULL) == TVPASS_STATUS_OK);
        CHECK(step == TVPASS_STEP_DONE);
    }
    if (where == TAKEN) {
        CHECK(perform(call, TAKE) == TVPASS_STATUS_OK);
    }
    return call;
}

static bool allowed(enum where where, enum act act)
{
    switch (act) {
    case RESPOND:
    case FAIL:
        return where == SENDING;
    case PERSISTED:
        return where == STORING;
    case PROVIDE:
    case TOKEN_FAILED:
        return where == PROVIDING;
    case TAKE:
        return where == ENDED;
    case POLL:
        return where != ENDED && where != TAKEN;
    case ACTS:
        break;
    }
    return false;
}

static void every_act_in_every_place(void)
{
    for (enum where where = NEW; where < PLACES; where++) {
        for (enum act act = RESPOND; act < ACTS; act++) {
            fixture f = fixture_new();
            tvpass_client_config *config = NULL;
            tvpass_client *app_tokens = NULL;
            CHECK(tvpass_client_config_new_with_app_tokens(f.base, f.device, &config, NULL) == TVPASS_STATUS_OK);
            CHECK(tvpass_client_new(config, 1000, 0, 0, &app_tokens, NULL) == TVPASS_STATUS_OK);
            tvpass_call *call = bring(&f, app_tokens, where);
            tvpass_status status = perform(call, act);
            tvpass_status expected = allowed(where, act) ? TVPASS_STATUS_OK : TVPASS_STATUS_OUT_OF_ORDER;
            CHECK(status == expected);
            if (status != expected) {
                fprintf(stderr, "    place %d, act %d: %d\n", (int)where, (int)act, (int)status);
            }
            if (status == TVPASS_STATUS_OUT_OF_ORDER) {
                /* Nothing has changed: what is right is still accepted. */
                for (enum act right = RESPOND; right < POLL; right++) {
                    if (allowed(where, right)) {
                        CHECK(perform(call, right) == TVPASS_STATUS_OK);
                        break;
                    }
                }
            }
            tvpass_call_free(call);
            tvpass_client_free(app_tokens);
            tvpass_client_config_free(config);
            fixture_free(&f);
        }
    }
}

static void an_impossible_failure_is_refused(void)
{
    fixture f = fixture_new();
    CHECK(tvpass_call_fail(f.call, 1000, TVPASS_STATUS_THROTTLED, TVPASS_DELIVERY_POSSIBLE, TEXT("x"), NULL) ==
          TVPASS_STATUS_OUT_OF_RANGE);
    CHECK(tvpass_call_fail(f.call, 1000, TVPASS_STATUS_TRANSPORT_DNS, 3, TEXT("x"), NULL) ==
          TVPASS_STATUS_OUT_OF_RANGE);
    CHECK(perform(f.call, RESPOND) == TVPASS_STATUS_OK);
    fixture_free(&f);
}

static void handles_may_be_freed_in_any_order(void)
{
    fixture f = fixture_new();
    tvpass_base_free(f.base);
    tvpass_device_free(f.device);
    tvpass_redirect_url_free(f.redirect_url);
    f.base = NULL;
    f.device = NULL;
    f.redirect_url = NULL;
    tvpass_request *request = NULL;
    CHECK(tvpass_logout_operation_request(f.logout_operation, TEXT("token"), &request, NULL) == TVPASS_STATUS_OK);
    tvpass_logout_operation_free(f.logout_operation);
    f.logout_operation = NULL;
    CHECK(contains(tvpass_request_url(request), "REF30"));
    tvpass_request_free(request);
    fixture_free(&f);
}

void order_tests(void)
{
    RUN(every_act_in_every_place);
    RUN(an_impossible_failure_is_refused);
    RUN(handles_may_be_freed_in_any_order);
}
