/* What a process occupies that has done one logout, sent by libcurl: PROGRAM INPUT-FOLDER. The base of the inputs is a sandbox. */
#include "measure.h"
#include "status.h"

#include <curl/curl.h>
#include <stdlib.h>

static size_t receive(char *data, size_t size, size_t count, void *user)
{
    text *body = user;
    char *grown = realloc(body->data, body->len + size * count + 1);

    if (!grown)
        return 0;
    memcpy(grown + body->len, data, size * count);
    body->data = grown;
    body->len += size * count;
    grown[body->len] = '\0';
    return size * count;
}

int main(int argc, char **argv)
{
    input in;
    prepared *p;
    request *r;
    const char *line;
    struct curl_slist *headers = NULL;
    text body = {NULL, 0};
    long status = 0;
    CURL *curl;

    if (argc != 2)
        return 2;
    in = read_input(argv[1]);
    p = prepare(&in);
    r = p ? build(&in, p) : NULL;
    if (!r || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(curl = curl_easy_init()))
        return 3;
    for (size_t i = 0; (line = request_header_line(r, i)); i++)
        headers = curl_slist_append(headers, line);
    curl_easy_setopt(curl, CURLOPT_URL, request_url(r));
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    if (curl_easy_perform(curl) != CURLE_OK)
        return 4;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200 || !body.data)
        return 5;
    in.body = body;
    if (interpret(&in, p, r) < 0)
        return 6;
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    request_free(r);
    prepared_free(p);
    return print_status();
}
