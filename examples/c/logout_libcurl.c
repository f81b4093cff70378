/*
 * A logout in an event loop of one thread, with libcurl's multi interface: the library says what to do next, curl does it.
 *
 *     logout_libcurl BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD
 */
#define _POSIX_C_SOURCE 200809L

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "example.h"

static uint64_t milliseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static uint64_t now_ms(void)
{
    return milliseconds(CLOCK_MONOTONIC);
}

/* One request on its way. */
typedef struct transfer {
    CURL *easy;
    struct curl_slist *headers;
    tvpass_response *response;
    int too_large;
} transfer;

static size_t receive_header(char *data, size_t size, size_t count, void *user)
{
    transfer *this = user;
    tvpass_response_add_header_line(this->response, data, size * count, NULL);
    return size * count;
}

static size_t receive_body(char *data, size_t size, size_t count, void *user)
{
    transfer *this = user;
    if (tvpass_response_append_body(this->response, data, size * count, NULL) != TVPASS_STATUS_OK) {
        this->too_large = 1;
        return 0;
    }
    return size * count;
}

static void start(transfer *this, CURLM *multi, const tvpass_request *request, uint64_t deadline_ms)
{
    memset(this, 0, sizeof *this);
    TRY(tvpass_response_new, 0, &this->response);
    for (size_t i = 0; i < tvpass_request_header_count(request); i++) {
        this->headers = curl_slist_append(this->headers, tvpass_request_header_line(request, i).data);
    }
    uint64_t now = now_ms();
    long left = deadline_ms > now ? (long)(deadline_ms - now) : 1;
    this->easy = curl_easy_init();
    curl_easy_setopt(this->easy, CURLOPT_URL, tvpass_request_url(request).data);
    curl_easy_setopt(this->easy, CURLOPT_CUSTOMREQUEST, tvpass_request_method(request).data);
    tvpass_str body = tvpass_request_body(request);
    if (body.len > 0) {
        /* Not copied by curl: it is the call's, until its next request. */
        curl_easy_setopt(this->easy, CURLOPT_POSTFIELDSIZE, (long)body.len);
        curl_easy_setopt(this->easy, CURLOPT_POSTFIELDS, body.data);
    }
    curl_easy_setopt(this->easy, CURLOPT_HTTPHEADER, this->headers);
    curl_easy_setopt(this->easy, CURLOPT_FOLLOWLOCATION, 0L);
    /* Each request has a connection of its own. If one that was used before ends without an answer, curl sends the request again by
     * itself: the service acts on the first and says `invalid` to the second, and nobody knows that an answer was lost. */
    curl_easy_setopt(this->easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(this->easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(this->easy, CURLOPT_TIMEOUT_MS, left);
    curl_easy_setopt(this->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(this->easy, CURLOPT_HEADERFUNCTION, receive_header);
    curl_easy_setopt(this->easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(this->easy, CURLOPT_WRITEFUNCTION, receive_body);
    curl_easy_setopt(this->easy, CURLOPT_WRITEDATA, this);
    curl_multi_add_handle(multi, this->easy);
}

/* What curl's errors mean, and whether the server may have acted. In doubt, it may have. */
static void report_failure(tvpass_call *call, CURLcode code, int too_large)
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
    TRY(tvpass_call_fail, call, now_ms(), what, delivery, TEXT(curl_easy_strerror(code)));
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
    curl_multi_remove_handle(multi, this->easy);
    curl_easy_cleanup(this->easy);
    curl_slist_free_all(this->headers);
    tvpass_response_free(this->response);
    memset(this, 0, sizeof *this);
}

/* Replaces the file as a whole, so that a crash leaves either the old state or the new one. */
static bool store_state(const char *file, tvpass_str state)
{
    char temporary[4096];
    if (snprintf(temporary, sizeof temporary, "%s.new", file) >= (int)sizeof temporary) {
        return false;
    }
    int out = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0) {
        return false;
    }
    bool written = write(out, state.data, state.len) == (ssize_t)state.len && fsync(out) == 0;
    return close(out) == 0 && written && rename(temporary, file) == 0;
}

/* The call goes on without: it is the next start of the app that would register again, and lose the user's profiles. */
static bool store_or_warn(const char *file, tvpass_str state)
{
    bool stored = store_state(file, state);
    if (!stored) {
        fprintf(stderr, "%s: not stored: %s\n", file, strerror(errno));
    }
    return stored;
}

/* The stored state, to be freed; NULL if there is none yet. */
static char *load_state(const char *file, size_t *len)
{
    FILE *in = fopen(file, "rb");
    if (in == NULL) {
        if (errno != ENOENT) {
            perror(file);
            exit(EXIT_FAILURE);
        }
        return NULL;
    }
    enum { MOST = 256 * 1024 };
    char *state = malloc(MOST);
    if (state == NULL) {
        abort();
    }
    *len = fread(state, 1, MOST, in);
    if (ferror(in)) {
        perror(file);
        exit(EXIT_FAILURE);
    }
    fclose(in);
    return state;
}

static tvpass_client *open_client(const tvpass_client_config *config, const char *file)
{
    size_t len = 0;
    char *state = load_state(file, &len);
    uint64_t unix_ms = milliseconds(CLOCK_REALTIME);
    uint64_t seed = unix_ms ^ (uint64_t)getpid();
    tvpass_client *client = NULL;
    if (state == NULL) {
        TRY(tvpass_client_new, config, now_ms(), unix_ms, seed, &client);
    } else {
        /* Refused state ends the program: starting without it would lose the user's profiles. */
        TRY(tvpass_client_new_with_state, config, state, len, now_ms(), unix_ms, seed, &client);
    }
    free(state);
    return client;
}

/* The event loop. A real one has other things to wait for, too. */
static void run(tvpass_call *call, CURLM *multi, const char *state_file)
{
    transfer transfer = {0};
    for (;;) {
        tvpass_step step = TVPASS_STEP_UNKNOWN;
        TRY(tvpass_call_poll, call, now_ms(), &step);
        int timeout_ms = 0;
        switch (step) {
        case TVPASS_STEP_SEND:
            start(&transfer, multi, tvpass_call_request(call), tvpass_call_deadline_ms(call));
            break;
        case TVPASS_STEP_WAIT: {
            uint64_t until = tvpass_call_wait_until_ms(call);
            uint64_t now = now_ms();
            timeout_ms = until > now ? (int)(until - now) : 0;
            break;
        }
        case TVPASS_STEP_PERSIST:
            TRY(tvpass_call_persisted, call, now_ms(), store_or_warn(state_file, tvpass_call_state(call)));
            break;
        case TVPASS_STEP_DONE:
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
    if (argc != 5) {
        fprintf(stderr, "usage: %s BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD\n", argv[0]);
        return 2;
    }
    tvpass_base *base = NULL;
    tvpass_redirect_url *redirect_url = NULL;
    tvpass_client_config *config = NULL;
    tvpass_logout_parameters *parameters = NULL;
    tvpass_call *call = NULL;
    tvpass_logout *logout = NULL;
    tvpass_device *device = this_device();
    TRY(tvpass_base_new, TEXT(argv[1]), &base);
    TRY(tvpass_redirect_url_new, TEXT("https://example.com/signed-out"), &redirect_url);
    TRY(tvpass_client_config_new, base, device, TEXT(argv[2]), NULL, &config);
    tvpass_client *client = open_client(config, argv[3]);
    TRY(tvpass_logout_parameters_new, TEXT("REF30"), TEXT(argv[4]), redirect_url, &parameters);

    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    TRY(tvpass_client_logout, client, now_ms(), parameters, &call);
    run(call, multi, argv[3]);
    TRY(tvpass_call_take_logout, call, &logout);
    follow(logout);
    curl_multi_cleanup(multi);
    curl_global_cleanup();

    tvpass_logout_free(logout);
    tvpass_call_free(call);
    tvpass_logout_parameters_free(parameters);
    tvpass_client_free(client);
    tvpass_client_config_free(config);
    tvpass_redirect_url_free(redirect_url);
    tvpass_base_free(base);
    tvpass_device_free(device);
    return 0;
}
