/* Sends the request of a step with libcurl, in a thread that may block. Include it after example.h. */
#ifndef SEND_LIBCURL_H
#define SEND_LIBCURL_H

#include <curl/curl.h>

static inline size_t on_header(char *data, size_t size, size_t count, void *response)
{
    tvpass_str line = {data, size * count};
    return tvpass_response_add_header_line(response, line, NULL) == TVPASS_STATUS_OK ? line.len : 0;
}

static inline size_t on_body(char *data, size_t size, size_t count, void *response)
{
    tvpass_str body = {data, size * count};
    return tvpass_response_append_body(response, body, NULL) == TVPASS_STATUS_OK ? body.len : 0;
}

static inline void send_request(tvpass_call *call, const tvpass_step *step)
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

#endif
