/* The people around a device, by plain HTTP: somebody with a browser, and the sandbox's control
 * endpoints. */
#ifndef PERSON_H
#define PERSON_H

#include <stdbool.h>

/* What a browser, or a program, is answered. */
typedef struct reply {
    int status;
    char location[2048];
    char body[128 * 1024];
} reply;

/* Asks once and follows nothing; ends the program if there is no answer. */
void http(const char *method, const char *url, const char *content_type, const char *body, reply *reply);

/* A POST to a control endpoint of the sandbox, with JSON. */
void control(const char *base, const char *path, const char *json, reply *reply);

/* The first text of this name in a JSON body, without its escapes; whether there is one. */
bool json_text(const char *body, const char *name, char *out, size_t size);

/* Somebody opens the page at which a user signs in, and types name and password in. Whether the
 * browser left for the app, whose URL is in `landed` then. */
bool signs_in(const char *authenticate_url, const char *user, const char *password, char *landed, size_t size);

#endif
