/* Runs all tests. With an argument it makes a mistake on purpose, to show that the tool that watches notices. */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "fixture.h"

static unsigned long checks;
static unsigned long failures;
static unsigned long tests;

void check(bool ok, const char *what, const char *file, int line)
{
    checks++;
    if (!ok) {
        failures++;
        fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
    }
}

void check_str(tvpass_str text, const char *expected, const char *what, const char *file, int line)
{
    size_t len = strlen(expected);
    bool ok = text.data != NULL && text.len == len && memcmp(text.data, expected, len) == 0 && text.data[len] == '\0';
    check(ok, what, file, line);
    if (!ok) {
        fprintf(stderr, "    is \"%s\", not \"%s\"\n", text.data == NULL ? "(NULL)" : text.data, expected);
    }
}

bool contains(tvpass_str text, const char *part)
{
    return text.data != NULL && strstr(text.data, part) != NULL;
}

void run_test(const char *name, test_function test)
{
    unsigned long before = failures;
    test();
    tests++;
    if (failures != before) {
        fprintf(stderr, "test %s failed\n", name);
    }
}

static int read_after_free(void)
{
    tvpass_error *error = NULL;
    tvpass_access_token *token = NULL;
    tvpass_access_token_new(TVPASS_STR(""), &token, &error);
    tvpass_str message = error->message;
    tvpass_error_free(error);
    printf("%d\n", message.data[0]);
    return 0;
}

static int leak(void)
{
    tvpass_access_token *token = NULL;
    for (int i = 0; i < 3; i++) {
        /* Each one but the last is out of reach. */
        tvpass_access_token_new(TVPASS_STR("token"), &token, NULL);
    }
    tvpass_access_token_free(token);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--read-after-free") == 0) {
        return read_after_free();
    }
    if (argc > 1 && strcmp(argv[1], "--leak") == 0) {
        return leak();
    }
    if (argc > 1 && strcmp(argv[1], "--race") == 0) {
        race();
        return 0;
    }
    if (argc > 1 && strcmp(argv[1], "--threads") == 0) {
        thread_tests();
    } else if (argc > 3 && strcmp(argv[1], "--sandbox") == 0) {
        sandbox_tests(argv[2], argv[3]);
        flows_sandbox_tests(argv[2], argv[3]);
    } else {
        operations_tests();
        requests_tests();
        outcomes_tests();
        inputs_tests();
        call_tests();
        flows_tests();
        order_tests();
        state_tests();
        borrowed_tests();
        poison_tests();
        thread_tests();
        null_tests();
        text_tests();
        input_tests();
        result_tests();
        panic_tests();
    }
    printf("%lu tests, %lu checks, %lu failed\n", tests, checks, failures);
    return failures == 0 && tests > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
