/* By hand: what an integrator writes with libcurl (escaping, header list), cJSON and OpenSSL (base64), without the library.
 * It checks less than the library does: any text that begins with https:// passes as a URL. */
#define _POSIX_C_SOURCE 200809L
#include "measure.h"

#include <cjson/cJSON.h>
#include <curl/curl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct prepared {
    CURL *curl;
    char *authorization;
    char *identifier;
    char *device_info;
};

struct request {
    char *url;
    struct curl_slist *headers;
};

static char *joined(const char *a, const char *b)
{
    size_t size = strlen(a) + strlen(b) + 1;
    char *out = malloc(size);
    if (out)
        snprintf(out, size, "%s%s", a, b);
    return out;
}

static char *base64(const char *name, const char *data)
{
    size_t len = strlen(data), start = strlen(name);
    char *out = malloc(start + 4 * ((len + 2) / 3) + 1);
    if (out) {
        memcpy(out, name, start);
        EVP_EncodeBlock((unsigned char *)out + start, (const unsigned char *)data, (int)len);
    }
    return out;
}

prepared *prepare(const input *in)
{
    prepared *p = calloc(1, sizeof *p);
    cJSON *info = cJSON_CreateObject();
    char *json;

    if (!p || !info)
        return NULL;
    cJSON_AddStringToObject(info, "primaryHardwareType", "SetTopBox");
    cJSON_AddStringToObject(info, "model", "TV 5th Gen");
    cJSON_AddStringToObject(info, "version", "5");
    cJSON_AddStringToObject(info, "manufacturer", "Apple");
    cJSON_AddStringToObject(info, "osName", "tvOS");
    cJSON_AddStringToObject(info, "osVendor", "Apple");
    cJSON_AddStringToObject(info, "osVersion", "11.0");
    cJSON_AddStringToObject(info, "connectionType", "WiFi");
    json = cJSON_PrintUnformatted(info);
    cJSON_Delete(info);
    if (!json)
        return NULL;
    p->curl = curl_easy_init();
    p->device_info = base64("X-Device-Info: ", json);
    free(json);
    p->identifier = base64("AP-Device-Identifier: fingerprint ", in->identifier.data);
    p->authorization = joined("Authorization: Bearer ", in->token.data);
    return p->curl && p->device_info && p->identifier && p->authorization ? p : NULL;
}

void prepared_free(prepared *p)
{
    curl_easy_cleanup(p->curl);
    free(p->authorization);
    free(p->identifier);
    free(p->device_info);
    free(p);
}

request *build(const input *in, const prepared *p)
{
    request *r = calloc(1, sizeof *r);
    char *provider = curl_easy_escape(p->curl, in->service_provider.data, (int)in->service_provider.len);
    char *mvpd = curl_easy_escape(p->curl, in->mvpd.data, (int)in->mvpd.len);
    char *redirect = curl_easy_escape(p->curl, in->redirect_url.data, (int)in->redirect_url.len);
    char *agent = joined("User-Agent: ", in->user_agent.data);
    size_t size;

    if (!r || !provider || !mvpd || !redirect || !agent)
        return NULL;
    size = in->base.len + strlen(provider) + strlen(mvpd) + strlen(redirect) + 40;
    r->url = malloc(size);
    if (!r->url)
        return NULL;
    snprintf(r->url, size, "%s/api/v2/%s/logout/%s?redirectUrl=%s", in->base.data, provider, mvpd, redirect);
    curl_free(provider);
    curl_free(mvpd);
    curl_free(redirect);
    r->headers = curl_slist_append(r->headers, p->authorization);
    r->headers = curl_slist_append(r->headers, p->identifier);
    r->headers = curl_slist_append(r->headers, p->device_info);
    r->headers = curl_slist_append(r->headers, agent);
    r->headers = curl_slist_append(r->headers, "Accept: application/json");
    free(agent);
    use(r->url, 0);
    for (struct curl_slist *header = r->headers; header; header = header->next)
        use(header->data, 0);
    return r;
}

void request_free(request *r)
{
    curl_slist_free_all(r->headers);
    free(r->url);
    free(r);
}

const char *request_url(const request *r)
{
    return r->url;
}

const char *request_header_line(const request *r, size_t index)
{
    const struct curl_slist *header = r->headers;

    while (header && index-- > 0)
        header = header->next;
    return header ? header->data : NULL;
}

int interpret(const input *in, const prepared *p, const request *r)
{
    cJSON *answer = cJSON_ParseWithLength(in->body.data, in->body.len);
    const cJSON *entry;
    int open = 0;

    (void)p;
    (void)r;
    if (!answer)
        return -1;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(answer, "logouts"))
    {
        const char *action = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, "actionName"));
        const char *mvpd = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, "mvpd"));
        const char *url = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, "url"));
        char *absolute;

        if (!action || !mvpd)
            continue;
        use(mvpd, 0);
        if (strcmp(action, "logout") != 0 || !url)
            continue;
        absolute = url[0] == '/' ? joined(in->base.data, url) : joined(url, "");
        if (absolute && strncmp(absolute, "https://", 8) == 0) {
            use(absolute, strlen(absolute));
            open++;
        }
        free(absolute);
    }
    cJSON_Delete(answer);
    return open;
}
