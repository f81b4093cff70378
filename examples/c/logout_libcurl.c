/* A logout with libcurl in a thread that may block, with registration, token and state file:
 *     logout_libcurl BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD */
#include "example.h"

#include <curl/curl.h>

static size_t on_header(char *data, size_t size, size_t count, void *response)
{
    tvpass_str line = {data, size * count};
    return tvpass_response_add_header_line(response, line, NULL) == TVPASS_STATUS_OK ? line.len : 0;
}

static size_t on_body(char *data, size_t size, size_t count, void *response)
{
    tvpass_str body = {data, size * count};
    return tvpass_response_append_body(response, body, NULL) == TVPASS_STATUS_OK ? body.len : 0;
}

static void send_request(tvpass_call *call, const tvpass_step *step)
{
    const tvpass_request *request = step->request;
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = NULL;
    tvpass_response *response = NULL;
    long status = 0;
    TRY(tvpass_response_new, 0, &response);
    for (size_t i = 0; i < request->header_count; i++)
        headers = curl_slist_append(headers, request->headers[i]->line.data);
    curl_easy_setopt(curl, CURLOPT_URL, request->url.data);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method.data);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    if (request->method.data[0] == 'P') /* so that a POST without a body says Content-Length: 0 */
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.data);
    /* On a connection that was used before, curl may send a request twice, and say nothing. */
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)step->timeout_ms);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, response);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, response);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK) {
        TRY(tvpass_response_set_status, response, (uint16_t)status);
        TRY(tvpass_call_respond, call, now_ms(), response);
    } else {
        bool unsent = code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_CONNECT;
        TRY(tvpass_call_fail, call, now_ms(),
            code == CURLE_WRITE_ERROR ? TVPASS_STATUS_TRANSPORT_RESPONSE_TOO_LARGE : TVPASS_STATUS_TRANSPORT_OTHER,
            unsent ? TVPASS_DELIVERY_NOT_SENT : TVPASS_DELIVERY_POSSIBLE, tvpass_str_of(curl_easy_strerror(code)));
    }
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    tvpass_response_free(response);
}

int main(int argc, char **argv)
{
    expect(argc == 5, "logout_libcurl BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD");
    tvpass_site *site = open_site(argv[1]);
    tvpass_operation *logout = sign_out(argv[4]);
    tvpass_state_file *file = NULL;
    tvpass_call *call = NULL;
    tvpass_outcome *outcome = NULL;
    tvpass_error *error = NULL;
    TRY(tvpass_state_file_open, tvpass_str_of(argv[3]), &file);
    tvpass_client *client = open_client(site, argv[2], file);
    TRY(tvpass_client_start, client, now_ms(), logout, 0, &call);
    const tvpass_step *step;
    while ((step = tvpass_call_poll(call, now_ms()))->kind != TVPASS_STEP_DONE) {
        if (step->kind == TVPASS_STEP_SEND)
            send_request(call, step);
        else if (step->kind == TVPASS_STEP_PERSIST)
            TRY(tvpass_call_persisted, call, now_ms(), save(file, step->state));
        else
            sleep_ms(step->timeout_ms);
    }
    if (tvpass_call_take_outcome(call, &outcome, &error) != TVPASS_STATUS_OK)
        fail_with_report(client, now_ms(), error);
    show(tvpass_outcome_logout(outcome));
    tvpass_outcome_free(outcome);
    tvpass_call_free(call);
    tvpass_client_free(client);
    tvpass_state_file_free(file);
    tvpass_operation_free(logout);
    tvpass_site_free(site);
}
