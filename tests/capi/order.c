/* Every function of a call in every state of a call: the right ones are accepted, the others are refused and change nothing. */
#include "check.h"
#include "fixture.h"

/* What a call may be asked to do. */
enum act { RESPOND, FAIL, PERSISTED, PROVIDE, TOKEN_FAILED, TAKE, POLL, ACTS };

/* Where a call may be. */
enum where { NEW, SENDING, STORING, PROVIDING, WAITING, ENDED, TAKEN, PLACES };

static tvpass_status perform(tvpass_call *call, enum act act)
{
    tvpass_outcome *outcome = NULL;
    tvpass_status status = TVPASS_STATUS_OK;
    tvpass_response *response = registered();
    tvpass_access_token *token = a_token("token");
    switch (act) {
    case RESPOND:
        status = tvpass_call_respond(call, 1000, response, NULL);
        break;
    case FAIL:
        status = tvpass_call_fail(call, 1000, TVPASS_STATUS_TRANSPORT_DNS, TVPASS_DELIVERY_NOT_SENT,
                                  TVPASS_STR("x"), NULL);
        break;
    case PERSISTED:
        status = tvpass_call_persisted(call, 1000, true, NULL);
        break;
    case PROVIDE:
        status = tvpass_call_provide_token(call, 1000, token, 60, NULL);
        break;
    case TOKEN_FAILED:
        status = tvpass_call_token_failed(call, 1000, TVPASS_STR("x"), NULL);
        break;
    case TAKE:
        status = tvpass_call_take_outcome(call, &outcome, NULL);
        tvpass_outcome_free(outcome);
        break;
    case POLL:
        status = tvpass_call_poll(call, 1000)->status;
        break;
    case ACTS:
        break;
    }
    tvpass_response_free(response);
    tvpass_access_token_free(token);
    return status;
}

static tvpass_call *bring(fixture *f, tvpass_client *own_tokens, enum where where)
{
    tvpass_call *call = NULL;
    const tvpass_step *step = NULL;
    bool own = where == PROVIDING || where == ENDED || where == TAKEN;
    /* The fixture's own call is sending: another call of its client waits. */
    if (where == SENDING || where == STORING) {
        call = f->call;
        f->call = NULL;
    } else {
        call = a_call(f, own ? own_tokens : f->client, 1000, 0);
    }
    if (where == STORING) {
        CHECK(perform(call, RESPOND) == TVPASS_STATUS_OK);
    }
    if (where != NEW && where != SENDING) {
        step = tvpass_call_poll(call, 1000);
    }
    if (where == WAITING) {
        CHECK(step->kind == TVPASS_STEP_WAIT);
        CHECK(step->wait_reason == TVPASS_WAIT_OTHER_CALL);
    }
    if (where == ENDED || where == TAKEN) {
        CHECK(step->kind == TVPASS_STEP_PROVIDE_TOKEN);
        CHECK(perform(call, PROVIDE) == TVPASS_STATUS_OK);
        CHECK(tvpass_call_poll(call, 1000)->kind == TVPASS_STEP_SEND);
        tvpass_response *response = logged_out();
        CHECK(tvpass_call_respond(call, 1000, response, NULL) == TVPASS_STATUS_OK);
        tvpass_response_free(response);
        CHECK(tvpass_call_poll(call, 1000)->kind == TVPASS_STEP_DONE);
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
        /* A call that has ended says so again. */
        return true;
    case ACTS:
        break;
    }
    return false;
}

static void every_act_in_every_place(void)
{
    for (enum where where = NEW; where < PLACES; where++) {
        for (enum act act = RESPOND; act < ACTS; act++) {
            fixture f;
            fixture_new(&f);
            tvpass_client_config config = app_tokens();
            tvpass_client *own_tokens = a_client(&f, &config);
            tvpass_call *call = bring(&f, own_tokens, where);
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
            if (where == ENDED || where == TAKEN) {
                CHECK(tvpass_call_poll(call, 1000)->kind == TVPASS_STEP_DONE);
            }
            tvpass_call_free(call);
            tvpass_client_free(own_tokens);
            fixture_free(&f);
        }
    }
}

static void an_impossible_failure_is_refused(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_str x = TVPASS_STR("x");
    CHECK(tvpass_call_fail(f.call, 1000, TVPASS_STATUS_THROTTLED, TVPASS_DELIVERY_POSSIBLE, x, NULL) ==
          TVPASS_STATUS_OUT_OF_RANGE);
    CHECK(tvpass_call_fail(f.call, 1000, TVPASS_STATUS_TRANSPORT_DNS, 3, x, NULL) == TVPASS_STATUS_OUT_OF_RANGE);
    CHECK(perform(f.call, RESPOND) == TVPASS_STATUS_OK);
    fixture_free(&f);
}

static void handles_may_be_freed_in_any_order(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_exchange *exchange = NULL;
    CHECK(tvpass_exchange_new(f.operation, f.site, f.access_token, &exchange, NULL) == TVPASS_STATUS_OK);
    tvpass_operation_free(f.operation);
    tvpass_site_free(f.site);
    tvpass_access_token_free(f.access_token);
    f.operation = NULL;
    f.site = NULL;
    f.access_token = NULL;
    CHECK(contains(tvpass_exchange_request(exchange)->url, "REF30"));
    tvpass_outcome *outcome = NULL;
    CHECK(tvpass_exchange_interpret(exchange, f.response, &outcome, NULL) == TVPASS_STATUS_OK);
    tvpass_exchange_free(exchange);
    CHECK(tvpass_outcome_logout(outcome)->profile_count == 1);
    tvpass_outcome_free(outcome);
    fixture_free(&f);
}

void order_tests(void)
{
    RUN(every_act_in_every_place);
    RUN(an_impossible_failure_is_refused);
    RUN(handles_may_be_freed_in_any_order);
}
