/* The jobs that every implementation in C does, and how they are repeated and timed; benches/src/job.rs does the same in Rust. */
#ifndef MEASURE_H
#define MEASURE_H

#include <stddef.h>

typedef struct {
    char *data; /* NUL-terminated */
    size_t len;
} text;

/* The inputs, one file each in a folder that `cargo xtask bench` fills: the same for every language. */
typedef struct {
    text base, token, identifier, user_agent, service_provider, mvpd, redirect_url, content_type, body;
} input;

typedef struct prepared prepared;
typedef struct request request;

/* What is made once per start of an app. NULL: failed. */
prepared *prepare(const input *in);
void prepared_free(prepared *p);

/* A request, made and read. NULL: failed. */
request *build(const input *in, const prepared *p);
void request_free(request *r);

/* Where it goes, and its header lines; NULL behind the last one. */
const char *request_url(const request *r);
const char *request_header_line(const request *r, size_t index);

/* The answer, read: how many URLs are to be opened, or -1. */
int interpret(const input *in, const prepared *p, const request *r);

/* Reads the inputs, and ends the program if that fails. */
input read_input(const char *folder);

/* The compiler must assume that the text is used. */
void use(const char *data, size_t len);

#endif
