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

static tvpass_step poll(tvpass_call *call, uint64_t now)
{
    tvpass_step step = TVPASS_STEP_UNKNOWN;
    CHECK(tvpass_call_poll(call, now, &step, NULL) == TVPASS_STATUS_OK);
    return step;
}

static void respond(tvpass_call *call, tvpass_response *response)
{
    CHECK(tvpass_call_respond(call, 1000, response, NULL) == TVPASS_STATUS_OK);
    tvpass_response_free(response);
}

/* Until the next TVPASS_STEP_SEND: an HTTP client may read the body for as long. */
static void a_request_stays_until_the_next_one(void)
{
    fixture f = fixture_new();
    const tvpass_request *request = tvpass_call_request(f.call);
    kept body = keep(tvpass_request_body(request));
    kept url = keep(tvpass_request_url(request));
    kept line = keep(tvpass_request_header_line(request, 0));
    CHECK(poll(f.call, 1000) == TVPASS_STEP_WAIT);
    respond(f.call, registered());
    CHECK(poll(f.call, 1000) == TVPASS_STEP_PERSIST);
    CHECK(tvpass_call_persisted(f.call, 1000, true, NULL) == TVPASS_STATUS_OK);
    tvpass_client_free(f.client);
    f.client = NULL;
    CHECK(tvpass_call_request(f.call) == request);
    read_again(&body);
    read_again(&url);
    read_again(&line);
    CHECK(poll(f.call, 1000) == TVPASS_STEP_SEND);
    CHECK(contains(tvpass_request_url(tvpass_call_request(f.call)), "/o/client/token"));
    fixture_free(&f);
}

/* Until the next TVPASS_STEP_PERSIST; and a request until the call is freed, even if it was cancelled meanwhile. */
static void a_state_stays_until_the_next_one(void)
{
    fixture f = fixture_new();
    respond(f.call, registered());
    CHECK(poll(f.call, 1000) == TVPASS_STEP_PERSIST);
    kept state = keep(tvpass_call_state(f.call));
    CHECK(tvpass_call_persisted(f.call, 1000, false, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(f.call, 1000) == TVPASS_STEP_SEND);
    kept body = keep(tvpass_request_body(tvpass_call_request(f.call)));
    tvpass_text *other = NULL;
    CHECK(tvpass_client_state(f.client, &other, NULL) == TVPASS_STATUS_OK);
    kept own = keep(tvpass_text_str(other));
    CHECK(tvpass_client_forget_registration(f.client, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_call_cancel(f.call, 1000, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(f.call, 1000) == TVPASS_STEP_DONE);
    tvpass_logout *logout = NULL;
    CHECK(tvpass_call_take_logout(f.call, &logout, NULL) == TVPASS_STATUS_CANCELLED);
    tvpass_client_free(f.client);
    f.client = NULL;
    read_again(&state);
    read_again(&body);
    read_again(&own);
    tvpass_text_free(other);
    fixture_free(&f);
}

/* Until the handle that it is borrowed from is freed, whatever becomes of those that this was made with. */
static void texts_stay_as_long_as_their_handle(void)
{
    fixture f = fixture_new();
    kept key = keep(tvpass_logout_profile_key(f.logout, 0));
    kept url = keep(tvpass_logout_profile_url(f.logout, 0));
    kept operation = keep(tvpass_event_operation(f.event));
    kept message = keep(tvpass_error_message(f.error));
    kept header = keep(tvpass_device_info_header(f.device));
    kept redirect = keep(tvpass_redirect_url_text(f.redirect_url));
    kept line = keep(tvpass_request_header_line(f.request, 0));
    /* Of the library itself. */
    kept name = keep(tvpass_error_name(f.error));
    kept method = keep(tvpass_event_method(f.event));
    CHECK(tvpass_logout_mark_followed(f.logout, 0, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_device_info_set_text(f.device_info, TVPASS_DEVICE_KEY_MODEL, TEXT("other"), NULL) == TVPASS_STATUS_OK);
    tvpass_base_free(f.base);
    tvpass_device_info_free(f.device_info);
    tvpass_extras_free(f.extras);
    tvpass_logout_operation_free(f.logout_operation);
    tvpass_response_free(f.response);
    tvpass_call_free(f.call);
    tvpass_client_free(f.client);
    f.base = NULL;
    f.device_info = NULL;
    f.extras = NULL;
    f.logout_operation = NULL;
    f.response = NULL;
    f.call = NULL;
    f.client = NULL;
    kept *all[] = {&key, &url, &operation, &message, &header, &redirect, &line};
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
    fixture f = fixture_new();
    tvpass_str url = tvpass_base_url(f.base);
    tvpass_base *copy = NULL;
    CHECK(tvpass_base_new(url.data, url.len, &copy, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(tvpass_base_url(copy), url.data);
    tvpass_base_free(copy);
    tvpass_str body = tvpass_request_body(tvpass_call_request(f.call));
    CHECK(tvpass_call_fail(f.call, 1000, TVPASS_STATUS_TRANSPORT_DNS, TVPASS_DELIVERY_NOT_SENT, body.data, body.len,
                           NULL) == TVPASS_STATUS_OK);
    CHECK(poll(f.call, 1000) == TVPASS_STEP_WAIT);
    fixture_free(&f);
}

/* What comes from the network may have NUL bytes inside: the length counts. */
static void a_nul_inside_is_kept(void)
{
    fixture f = fixture_new();
    tvpass_response *response =
        answer(200, "application/json",
               "{\"logouts\":{\"A\\u0000B\":{\"actionName\":\"complete\",\"actionType\":\"none\",\"mvpd\":\"A\\u0000B\"}}}");
    tvpass_logout *logout = NULL;
    CHECK(tvpass_logout_operation_interpret(f.request, response, &logout, NULL) == TVPASS_STATUS_OK);
    tvpass_str key = tvpass_logout_profile_key(logout, 0);
    CHECK(key.len == 3 && memcmp(key.data, "A\0B", 4) == 0);
    tvpass_logout_free(logout);
    tvpass_response_free(response);
    tvpass_error *error = NULL;
    CHECK(tvpass_device_info_set_text(f.device_info, TVPASS_DEVICE_KEY_MODEL, "a\0b", 3, &error) ==
          TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(tvpass_error_input(error), "model");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    fixture_free(&f);
}

#ifdef TVPASS_HAS_UREQ
static void a_state_file_needs_a_name(void)
{
    fixture f = fixture_new();
    tvpass_blocking_client *client = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_blocking_client_open(f.client_config, f.driver, "", 0, &client, &error) ==
          TVPASS_STATUS_STORAGE_UNREADABLE);
    CHECK_ERROR(error, TVPASS_STATUS_STORAGE_UNREADABLE);
    CHECK(tvpass_blocking_client_open(f.client_config, f.driver, "a\0b", 3, &client, &error) ==
          TVPASS_STATUS_STORAGE_UNREADABLE);
    CHECK_ERROR(error, TVPASS_STATUS_STORAGE_UNREADABLE);
    CHECK(tvpass_blocking_client_open(f.client_config, f.driver, TEXT("no-such-folder/state"), &client, NULL) ==
          TVPASS_STATUS_STORAGE_UNREADABLE);
    CHECK(tvpass_blocking_client_open(f.client_config, f.driver, TEXT("no-such-file/"), &client, NULL) ==
          TVPASS_STATUS_STORAGE_UNREADABLE);
    CHECK(client == NULL);
    fixture_free(&f);
}

/* A blocking client has nobody to ask for a token: it says so when it is made, not at each logout. */
static void a_blocking_client_registers_by_itself(void)
{
    fixture f = fixture_new();
    tvpass_client_config *config = NULL;
    tvpass_blocking_client *client = NULL;
    tvpass_error *error = NULL;
    CHECK(tvpass_client_config_new_with_app_tokens(f.base, f.device, &config, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_blocking_client_open(config, f.driver, TEXT("app-tokens"), &client, &error) ==
          TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(tvpass_error_input(error), "config");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_blocking_client_start_over(config, f.driver, TEXT("app-tokens"), &client, NULL) ==
          TVPASS_STATUS_INVALID_INPUT);
    CHECK(client == NULL);
    tvpass_client_config_free(config);
    fixture_free(&f);
}

/* The delivery is told whatever happens, so that it can be passed on. */
static void a_delivery_is_always_told(void)
{
    fixture f = fixture_new();
    tvpass_response *response = NULL;
    tvpass_delivery delivery = 99;
    CHECK(tvpass_driver_send_blocking(f.driver, NULL, 60000, &response, &delivery, NULL) == TVPASS_STATUS_NULL_ARGUMENT);
    CHECK(delivery == TVPASS_DELIVERY_UNKNOWN);
    CHECK(tvpass_driver_send_blocking(f.driver, f.request, 60000, &response, &delivery, NULL) ==
          TVPASS_STATUS_TRANSPORT_CONNECT);
    CHECK(delivery == TVPASS_DELIVERY_NOT_SENT);
    delivery = 99;
    CHECK(tvpass_driver_send_blocking(f.driver, f.request, 0, &response, &delivery, NULL) ==
          TVPASS_STATUS_TRANSPORT_TIMEOUT);
    CHECK(delivery == TVPASS_DELIVERY_NOT_SENT);
    fixture_free(&f);
}
#endif

void borrowed_tests(void)
{
    RUN(a_request_stays_until_the_next_one);
    RUN(a_state_stays_until_the_next_one);
    RUN(texts_stay_as_long_as_their_handle);
    RUN(texts_may_go_in_again);
    RUN(a_nul_inside_is_kept);
#ifdef TVPASS_HAS_UREQ
    RUN(a_state_file_needs_a_name);
    RUN(a_blocking_client_registers_by_itself);
    RUN(a_delivery_is_always_told);
#endif
}
