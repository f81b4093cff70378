/*
 * A logout in an event loop of one thread, with libcurl's multi interface: the library says what to
 * do next, curl does it.
 *
 *     logout_event_loop BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD
 */
#include "example.h"

#include <curl/curl.h>

/* One request on its way. */
typedef struct transfer {
    CURL *easy;
    struct curl_slist *headers;
    tvpass_response *response;
    bool too_large;
} transfer;

static size_t receive_header(char *data, size_t size, size_t count, void *user)
{
    transfer *this = user;
    tvpass_str line = {data, size * count};
    return tvpass_response_add_header_line(this->response, line, NULL) == TVPASS_STATUS_OK ? line.len : 0;
}

static size_t receive_body(char *data, size_t size, size_t count, void *user)
{
    transfer *this = user;
    tvpass_str body = {data, size * count};
    tvpass_status status = tvpass_response_append_body(this->response, body, NULL);
    this->too_large = status == TVPASS_STATUS_OUT_OF_RANGE;
    return status == TVPASS_STATUS_OK ? body.len : 0;
}

static void start(transfer *this, CURLM *multi, const tvpass_step *step)
{
    const tvpass_request *request = step->request;
    TRY(tvpass_response_new, 0, &this->response);
    for (size_t i = 0; i < request->header_count; i++) {
        this->headers = curl_slist_append(this->headers, request->headers[i]->line.data);
    }
    this->easy = curl_easy_init();
    curl_easy_setopt(this->easy, CURLOPT_URL, request->url.data);
    curl_easy_setopt(this->easy, CURLOPT_CUSTOMREQUEST, request->method.data);
    if (strcmp(request->method.data, "POST") == 0) {
        /* Not copied by curl: it is the call's, until its next request. Of an empty body, too: curl
         * says Content-Length: 0 then. */
        curl_easy_setopt(this->easy, CURLOPT_POSTFIELDSIZE, (long)request->body.len);
        curl_easy_setopt(this->easy, CURLOPT_POSTFIELDS, request->body.data);
    }
    curl_easy_setopt(this->easy, CURLOPT_HTTPHEADER, this->headers);
    curl_easy_setopt(this->easy, CURLOPT_FOLLOWLOCATION, 0L);
    /* Each request has a connection of its own. If one that was used before ends without an answer,
     * curl sends the request again by itself: the service acts on the first and says `invalid` to
     * the second, and nobody knows that an answer was lost. */
    curl_easy_setopt(this->easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(this->easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(this->easy, CURLOPT_TIMEOUT_MS, (long)step->timeout_ms);
    curl_easy_setopt(this->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(this->easy, CURLOPT_HEADERFUNCTION, receive_header);
    curl_easy_setopt(this->easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(this->easy, CURLOPT_WRITEFUNCTION, receive_body);
    curl_easy_setopt(this->easy, CURLOPT_WRITEDATA, this);
    curl_multi_add_handle(multi, this->easy);
}

/* What curl's errors mean, and whether the service may have acted. In doubt, it may have. */
static void report_failure(tvpass_call *call, CURLcode code, bool too_large)
{
    tvpass_status what = TVPASS_STATUS_TRANSPORT_OTHER;
    tvpass_delivery delivery = TVPASS_DELIVERY_POSSIBLE;
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        what = TVPASS_STATUS_TRANSPORT_DNS;
        delivery = TVPASS_DELIVERY_NOT_SENT;
        break;
    case CURLE_COULDNT_CONNECT:
        what = TVPASS_STATUS_TRANSPORT_CONNECT;
        delivery = TVPASS_DELIVERY_NOT_SENT;
        break;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
        what = TVPASS_STATUS_TRANSPORT_TLS;
        delivery = TVPASS_DELIVERY_NOT_SENT;
        break;
    case CURLE_OPERATION_TIMEDOUT:
        what = TVPASS_STATUS_TRANSPORT_TIMEOUT;
        break;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
        what = TVPASS_STATUS_TRANSPORT_CONNECTION_LOST;
        break;
    default:
        what = too_large ? TVPASS_STATUS_TRANSPORT_RESPONSE_TOO_LARGE : TVPASS_STATUS_TRANSPORT_OTHER;
        break;
    }
    TRY(tvpass_call_fail, call, now_ms(), what, delivery, tvpass_str_of(curl_easy_strerror(code)));
}

/* Also of one that is still out: a call may end before its transfer, at its deadline. */
static void end(transfer *this, CURLM *multi)
{
    if (this->easy != NULL) {
        curl_multi_remove_handle(multi, this->easy);
        curl_easy_cleanup(this->easy);
        curl_slist_free_all(this->headers);
        tvpass_response_free(this->response);
        *this = (transfer){0};
    }
}

static void finish(transfer *this, CURLM *multi, tvpass_call *call, CURLcode code)
{
    long status = 0;
    curl_easy_getinfo(this->easy, CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK) {
        TRY(tvpass_response_set_status, this->response, (uint16_t)status);
        TRY(tvpass_call_respond, call, now_ms(), this->response);
    } else {
        report_failure(call, code, this->too_large);
    }
    end(this, multi);
}

/* The event loop. A real one has other things to wait for, too. */
static void run(tvpass_call *call, CURLM *multi, const tvpass_state_file *file)
{
    transfer transfer = {0};
    for (;;) {
        const tvpass_step *step = tvpass_call_poll(call, now_ms());
        int timeout_ms = 0;
        switch (step->kind) {
        case TVPASS_STEP_SEND:
            start(&transfer, multi, step);
            break;
        case TVPASS_STEP_WAIT:
            timeout_ms = (int)step->timeout_ms;
            break;
        case TVPASS_STEP_PERSIST:
            TRY(tvpass_call_persisted, call, now_ms(), save(file, step->state));
            break;
        case TVPASS_STEP_DONE:
            end(&transfer, multi);
            return;
        default:
            fprintf(stderr, "a step that this program does not know\n");
            exit(EXIT_FAILURE);
        }
        int running = 0;
        curl_multi_perform(multi, &running);
        curl_multi_poll(multi, NULL, 0, transfer.easy == NULL || running > 0 ? timeout_ms : 0, NULL);
        curl_multi_perform(multi, &running);
        CURLMsg *message;
        int left;
        while ((message = curl_multi_info_read(multi, &left)) != NULL) {
            if (message->msg == CURLMSG_DONE) {
                finish(&transfer, multi, call, message->data.result);
            }
        }
    }
}

int main(int argc, char **argv)
{
    expect(argc == 5, "logout_event_loop BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD");
    tvpass_site *site = open_site(argv[1]);
    tvpass_operation *logout = sign_out(argv[4]);
    tvpass_state_file *file = NULL;
    tvpass_call *call = NULL;
    tvpass_outcome *outcome = NULL;
    tvpass_error *error = NULL;
    TRY(tvpass_state_file_open, tvpass_str_of(argv[3]), &file);
    tvpass_client *client = open_client(site, argv[2], file);

    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    TRY(tvpass_client_start, client, now_ms(), logout, 0, &call);
    run(call, multi, file);
    if (tvpass_call_take_outcome(call, &outcome, &error) != TVPASS_STATUS_OK) {
        fail_with_report(client, now_ms(), error);
    }
    show(tvpass_outcome_logout(outcome));
    curl_multi_cleanup(multi);
    curl_global_cleanup();

    tvpass_outcome_free(outcome);
    tvpass_call_free(call);
    tvpass_client_free(client);
    tvpass_state_file_free(file);
    tvpass_operation_free(logout);
    tvpass_site_free(site);
    return 0;
}
