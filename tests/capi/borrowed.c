/* What the header says is still there is still there: texts are taken, the rest of the API goes on, and they are read again. valgrind and
 * AddressSanitizer watch the reading. */
#include <stdlib.h>

#include "check.h"
#include "fixture.h"

/* A text as it was when it was taken. */
typedef struct kept {
    tvpass_str text;
    char *copy;
} kept;

static kept keep(tvpass_str text)
{
    kept kept = {text, malloc(text.len + 1)};
    if (kept.copy == NULL) {
        abort();
    }
    memcpy(kept.copy, text.data, text.len + 1);
    CHECK(text.len > 0);
    return kept;
}

static void read_again(kept *kept)
{
    CHECK(memcmp(kept->text.data, kept->copy, kept->text.len + 1) == 0);
    free(kept->copy);
}

static tvpass_step_kind poll(tvpass_call *call, uint64_t now)
{
    return tvpass_call_poll(call, now)->kind;
}

static void respond(tvpass_call *call, tvpass_response *response)
{
    CHECK(tvpass_call_respond(call, 1000, response, NULL) == TVPASS_STATUS_OK);
    tvpass_response_free(response);
}

/* Until the next TVPASS_STEP_SEND: an HTTP client may read the body for as long. */
static void a_request_stays_until_the_next_one(void)
{
    fixture f;
    fixture_new(&f);
    const tvpass_request *request = tvpass_call_poll(f.call, 1000)->request;
    kept body = keep(request->body);
    kept url = keep(request->url);
    kept line = keep(request->headers[0]->line);
    CHECK(poll(f.call, 1000) == TVPASS_STEP_WAIT);
    respond(f.call, registered());
    CHECK(poll(f.call, 1000) == TVPASS_STEP_PERSIST);
    CHECK(tvpass_call_persisted(f.call, 1000, true, NULL) == TVPASS_STATUS_OK);
    tvpass_client_free(f.client);
    f.client = NULL;
    CHECK(contains(request->url, "/o/client/register"));
    read_again(&body);
    read_again(&url);
    read_again(&line);
    const tvpass_step *step = tvpass_call_poll(f.call, 1000);
    CHECK(step->kind == TVPASS_STEP_SEND);
    CHECK(contains(step->request->url, "/o/client/token"));
    fixture_free(&f);
}

/* Until the next TVPASS_STEP_PERSIST; and a request until the call is freed, even if it was cancelled meanwhile. */
static void a_state_stays_until_the_next_one(void)
{
    fixture f;
    fixture_new(&f);
    respond(f.call, registered());
    const tvpass_step *step = tvpass_call_poll(f.call, 1000);
    CHECK(step->kind == TVPASS_STEP_PERSIST);
    kept state = keep(step->state);
    CHECK(tvpass_call_persisted(f.call, 1000, false, NULL) == TVPASS_STATUS_OK);
    step = tvpass_call_poll(f.call, 1000);
    CHECK(step->kind == TVPASS_STEP_SEND);
    CHECK(step->state.data == state.text.data);
    kept body = keep(step->request->body);
    tvpass_text *other = NULL;
    CHECK(tvpass_client_state(f.client, &other, NULL) == TVPASS_STATUS_OK);
    kept own = keep(other->text);
    CHECK(tvpass_client_forget_registration(f.client, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_call_cancel(f.call, 1000, NULL) == TVPASS_STATUS_OK);
    step = tvpass_call_poll(f.call, 1000);
    CHECK(step->kind == TVPASS_STEP_DONE);
    CHECK(step->status == TVPASS_STATUS_CANCELLED);
    CHECK(step->request != NULL && step->request->body.data == body.text.data);
    tvpass_outcome *outcome = NULL;
    CHECK(tvpass_call_take_outcome(f.call, &outcome, NULL) == TVPASS_STATUS_CANCELLED);
    tvpass_client_free(f.client);
    f.client = NULL;
    read_again(&state);
    read_again(&body);
    read_again(&own);
    tvpass_text_free(other);
    fixture_free(&f);
}

/* Until what it belongs to is freed, whatever becomes of what that was made with. */
static void texts_stay_as_long_as_their_owner(void)
{
    fixture f;
    fixture_new(&f);
    const tvpass_logout_profile *profile = tvpass_outcome_logout(f.outcome)->profiles[0];
    kept key = keep(profile->key);
    kept url = keep(profile->url);
    kept operation = keep(f.event->operation);
    kept message = keep(f.error->message);
    kept header = keep(tvpass_site_describe(f.site)->device_info_header);
    kept line = keep(f.request->headers[0]->line);
    /* Of the library itself. */
    kept name = keep(f.error->name);
    kept method = keep(f.event->method);
    memset(&f.device_info, 0, sizeof f.device_info);
    memset(&f.logout_input, 0, sizeof f.logout_input);
    tvpass_access_token_free(f.access_token);
    tvpass_operation_free(f.operation);
    tvpass_response_free(f.response);
    tvpass_call_free(f.call);
    tvpass_client_free(f.client);
    f.access_token = NULL;
    f.operation = NULL;
    f.response = NULL;
    f.call = NULL;
    f.client = NULL;
    kept *all[] = {&key, &url, &operation, &message, &header, &line};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        read_again(all[i]);
    }
    fixture_free(&f);
    read_again(&name);
    read_again(&method);
}

/* A text that the library handed out may go in again, into the handle that owns it, too. */
static void texts_may_go_in_again(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_site *copy = NULL;
    tvpass_site_input input = f.site_input;
    input.base = tvpass_site_describe(f.site)->base;
    CHECK(tvpass_site_new(&input, &copy, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(tvpass_site_describe(copy)->base, input.base.data);
    tvpass_site_free(copy);
    tvpass_str body = tvpass_call_poll(f.call, 1000)->request->body;
    CHECK(tvpass_call_fail(f.call, 1000, TVPASS_STATUS_TRANSPORT_DNS, TVPASS_DELIVERY_NOT_SENT, body, NULL) ==
          TVPASS_STATUS_OK);
    CHECK(poll(f.call, 1000) == TVPASS_STEP_WAIT);
    fixture_free(&f);
}

/* What comes from the network may have NUL bytes inside: the length counts. */
static void a_nul_inside_is_kept(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_response *response =
        answer(200, "application/json",
               "{\"logouts\":{\"A\\u0000B\":{\"actionName\":\"complete\",\"actionType\":\"none\",\"mvpd\":\"A\\u0000B\"}}}");
    tvpass_outcome *outcome = NULL;
    CHECK(tvpass_exchange_interpret(f.exchange, response, &outcome, NULL) == TVPASS_STATUS_OK);
    tvpass_str key = tvpass_outcome_logout(outcome)->profiles[0]->key;
    CHECK(key.len == 3 && memcmp(key.data, "A\0B", 4) == 0);
    tvpass_outcome_free(outcome);
    tvpass_response_free(response);
    tvpass_error *error = NULL;
    tvpass_site *site = NULL;
    f.device_info.model = TVPASS_STR("a\0b");
    CHECK(tvpass_site_new(&f.site_input, &site, &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK(site == NULL);
    CHECK_STR(error->field, "model");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    fixture_free(&f);
}

static void a_state_file_needs_a_name(void)
{
    tvpass_state_file *file = NULL;
    tvpass_error *error = NULL;
    static const tvpass_str names[] = {{"", 0}, {NULL, 0}, {"a\0b", 3}, {"no-such-folder/state", 20}, {"no-such-file/", 13}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        CHECK(tvpass_state_file_open(names[i], &file, &error) == TVPASS_STATUS_STORAGE_UNREADABLE);
        CHECK(file == NULL);
        CHECK_ERROR(error, TVPASS_STATUS_STORAGE_UNREADABLE);
    }
#ifdef TVPASS_HAS_UREQ
    fixture f;
    fixture_new(&f);
    tvpass_blocking_client *client = NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        CHECK(tvpass_blocking_client_open(f.site, &f.client_config, f.driver, names[i], &client, &error) ==
              TVPASS_STATUS_STORAGE_UNREADABLE);
        CHECK(client == NULL);
        CHECK_ERROR(error, TVPASS_STATUS_STORAGE_UNREADABLE);
    }
    fixture_free(&f);
#endif
}

#ifdef TVPASS_HAS_UREQ
/* A blocking client has nobody to ask for a token: it says so when it is made, not at each logout. */
static void a_blocking_client_registers_by_itself(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_client_config config = app_tokens();
    tvpass_blocking_client *client = NULL;
    tvpass_error *error = NULL;
    tvpass_str file = TVPASS_STR("app-tokens");
    CHECK(tvpass_blocking_client_open(f.site, &config, f.driver, file, &client, &error) ==
          TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(error->field, "config");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_blocking_client_start_over(f.site, &config, f.driver, file, &client, NULL) ==
          TVPASS_STATUS_INVALID_INPUT);
    CHECK(client == NULL);
    fixture_free(&f);
}

/* The error of a lost request says whether it may have reached the server. */
static void a_delivery_is_told(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_response *response = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_driver_send_blocking(f.driver, NULL, 60000, &response, &error) == TVPASS_STATUS_NULL_ARGUMENT);
    CHECK(error->delivery == TVPASS_DELIVERY_UNKNOWN);
    CHECK_ERROR(error, TVPASS_STATUS_NULL_ARGUMENT);
    CHECK(tvpass_driver_send_blocking(f.driver, f.request, 60000, &response, &error) ==
          TVPASS_STATUS_TRANSPORT_CONNECT);
    CHECK(error->delivery == TVPASS_DELIVERY_NOT_SENT);
    CHECK_ERROR(error, TVPASS_STATUS_TRANSPORT_CONNECT);
    /* A call's request, too. */
    const tvpass_request *request = tvpass_call_poll(f.call, 1000)->request;
    CHECK(tvpass_driver_send_blocking(f.driver, request, 0, &response, &error) == TVPASS_STATUS_TRANSPORT_TIMEOUT);
    CHECK(error->delivery == TVPASS_DELIVERY_NOT_SENT);
    CHECK_ERROR(error, TVPASS_STATUS_TRANSPORT_TIMEOUT);
    CHECK(response == NULL);
    tvpass_outcome *outcome = NULL;
    CHECK(tvpass_driver_run_blocking(f.driver, f.operation, f.site, f.access_token, &outcome, &error) ==
          TVPASS_STATUS_TRANSPORT_CONNECT);
    CHECK(error->delivery == TVPASS_DELIVERY_NOT_SENT);
    CHECK_ERROR(error, TVPASS_STATUS_TRANSPORT_CONNECT);
    fixture_free(&f);
}
#endif

void borrowed_tests(void)
{
    RUN(a_request_stays_until_the_next_one);
    RUN(a_state_stays_until_the_next_one);
    RUN(texts_stay_as_long_as_their_owner);
    RUN(texts_may_go_in_again);
    RUN(a_nul_inside_is_kept);
    RUN(a_state_file_needs_a_name);
#ifdef TVPASS_HAS_UREQ
    RUN(a_blocking_client_registers_by_itself);
    RUN(a_delivery_is_told);
#endif
}
