/* A small harness: tests are functions, checks count, a failed one is printed and the program goes on. */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tvpass.h"

typedef void (*test_function)(void);

/* Runs one test and prints its name. */
void run_test(const char *name, test_function test);

/* Counts a check. */
void check(bool ok, const char *what, const char *file, int line);

#define CHECK(condition) check((condition), #condition, __FILE__, __LINE__)
#define CHECK_STR(text, expected) \
    check_str((text), (expected), #text, __FILE__, __LINE__)
#define RUN(test) run_test(#test, test)

/* Whether a text has these contents and a NUL behind it. */
void check_str(tvpass_str text, const char *expected, const char *what, const char *file, int line);

/* Whether one text is inside another. */
bool contains(tvpass_str text, const char *part);

/* Checks that an error has this status, and frees it. */
#define CHECK_ERROR(error, expected)                           \
    do {                                                       \
        CHECK((error) != NULL);                                \
        CHECK((error)->status == (expected));                  \
        CHECK((error)->message.len > 0);                       \
        tvpass_error_free(error);                              \
        (error) = NULL;                                        \
    } while (0)

void operations_tests(void);
void requests_tests(void);
void outcomes_tests(void);
void inputs_tests(void);
void call_tests(void);
void flows_tests(void);
void order_tests(void);
void state_tests(void);
void borrowed_tests(void);
void poison_tests(void);
void thread_tests(void);
/* With a sandbox at `base`, which knows the software statement. */
void sandbox_tests(const char *base, const char *statement);
void flows_sandbox_tests(const char *base, const char *statement);
/* What the header forbids: two threads change one handle at once. */
void race(void);
/* Generated from the header. */
void null_tests(void);
void text_tests(void);
void input_tests(void);
void result_tests(void);
void panic_tests(void);

#endif
