/* The people around a device, by plain HTTP over sockets: what is tested has no part in it. */
#define _POSIX_C_SOURCE 200809L

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "person.h"

static void must(bool ok, const char *what, const char *url)
{
    if (!ok) {
        fprintf(stderr, "a person: %s: %s\n", what, url);
        abort();
    }
}

/* `http://127.0.0.1:8480/path` is `127.0.0.1`, `8480` and `/path`. */
static const char *split(const char *url, char *host, char *port)
{
    must(strncmp(url, "http://", 7) == 0, "not a URL of the sandbox", url);
    must(sscanf(url + 7, "%63[^:/]:%7[0-9]", host, port) == 2, "not a URL of the sandbox", url);
    const char *path = strchr(url + 7, '/');
    return path == NULL ? "/" : path;
}

static int connected(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    must(getaddrinfo(host, port, &hints, &found) == 0, "no such host", host);
    int file = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
    must(file >= 0 && connect(file, found->ai_addr, found->ai_addrlen) == 0, "no connection", port);
    freeaddrinfo(found);
    return file;
}

void http(const char *method, const char *url, const char *content_type, const char *body, reply *reply)
{
    static char text[sizeof reply->body + 4096];
    char host[64];
    char port[8];
    const char *path = split(url, host, port);
    int file = connected(host, port);
    int length = snprintf(text, sizeof text,
                          "%s %s HTTP/1.0\r\nHost: %s:%s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s", method,
                          path, host, port, content_type, strlen(body), body);
    for (ssize_t sent = 0, part = 0; sent < length; sent += part) {
        part = write(file, text + sent, (size_t)(length - sent));
        must(part > 0, "cannot send", url);
    }
    size_t size = 0;
    ssize_t part;
    while ((part = read(file, text + size, sizeof text - 1 - size)) > 0) {
        size += (size_t)part;
    }
    close(file);
    text[size] = '\0';
    char *end = strstr(text, "\r\n\r\n");
    must(end != NULL && sscanf(text, "HTTP/%*s %d", &reply->status) == 1, "no answer", url);
    *end = '\0';
    snprintf(reply->body, sizeof reply->body, "%s", end + 4);
    reply->location[0] = '\0';
    for (char *line = strtok(text, "\r\n"); line != NULL; line = strtok(NULL, "\r\n")) {
        if (strncasecmp(line, "location:", 9) == 0) {
            const char *value = line + 9 + strspn(line + 9, " ");
            bool is_relative = value[0] == '/';
            snprintf(reply->location, sizeof reply->location, "%s%s%s%s%s", is_relative ? "http://" : "",
                     is_relative ? host : "", is_relative ? ":" : "", is_relative ? port : "", value);
        }
    }
}

void control(const char *base, const char *path, const char *json, reply *reply)
{
    char url[512];
    snprintf(url, sizeof url, "%s/sandbox/%s", base, path);
    http("POST", url, "application/json", json, reply);
    must(reply->status == 200, reply->body, url);
}

bool json_text(const char *body, const char *name, char *out, size_t size)
{
    char start[128];
    snprintf(start, sizeof start, "\"%s\":\"", name);
    const char *at = strstr(body, start);
    size_t length = 0;
    if (at == NULL) {
        return false;
    }
    for (at += strlen(start); *at != '"' && *at != '\0' && length + 1 < size; at++) {
        if (*at == '\\') {
            at++;
            out[length++] = *at == 'n' ? '\n' : *at == 'r' ? '\r' : *at == 't' ? '\t' : *at;
        } else {
            out[length++] = *at;
        }
    }
    out[length] = '\0';
    return *at == '"';
}

/* Follows redirects as a browser does, until there is a page, or they lead out of the sandbox. */
static void browse(char *url, size_t size, reply *reply)
{
    http("GET", url, "text/plain", "", reply);
    for (int i = 0; i < 10 && reply->location[0] != '\0'; i++) {
        snprintf(url, size, "%s", reply->location);
        if (strncmp(url, "http://127.0.0.1:", 17) != 0) {
            return;
        }
        http("GET", url, "text/plain", "", reply);
    }
}

bool signs_in(const char *authenticate_url, const char *user, const char *password, char *landed, size_t size)
{
    static reply page;
    char url[2048];
    char form[512];
    char hidden[128];
    snprintf(url, sizeof url, "%s", authenticate_url);
    browse(url, sizeof url, &page);
    const char *field = strstr(page.body, "name=\"RelayState\" value=\"");
    must(page.status == 200 && field != NULL && sscanf(field, "name=\"RelayState\" value=\"%127[^\"]\"", hidden) == 1,
         "no login page", url);
    snprintf(form, sizeof form, "RelayState=%s&username=%s&password=%s", hidden, user, password);
    http("POST", url, "application/x-www-form-urlencoded", form, &page);
    if (page.location[0] == '\0') {
        return false;
    }
    snprintf(url, sizeof url, "%s", page.location);
    browse(url, sizeof url, &page);
    snprintf(landed, size, "%s", url);
    return strncmp(url, "http://127.0.0.1:", 17) != 0;
}
