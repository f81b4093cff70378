/*
 * A program of tomorrow on the library of today. `cargo xtask test dist` compiles it with a header
 * in which tvpass_logout_input and tvpass_logout have a further member, `later`, and runs it with
 * the library as it is.
 */
#include <stdio.h>
#include <tvpass.h>

/* Zero is the default, so what a program does not use is no reason to refuse it. */
static tvpass_status logout(size_t later)
{
    tvpass_logout_input input = TVPASS_LOGOUT_INPUT_INIT;
    input.service_provider = TVPASS_STR("REF30");
    input.mvpd = TVPASS_STR("Cablevision");
    input.redirect_url = TVPASS_STR("https://example.com/signed-out");
    input.later = later;
    tvpass_operation *operation = NULL;
    tvpass_error *error = NULL;
    tvpass_status status = tvpass_logout_new(&input, &operation, &error);
    if (error != NULL) {
        printf("%s\n", error->message.data);
    }
    tvpass_error_free(error);
    tvpass_operation_free(operation);
    return status;
}

int main(void)
{
    if (logout(0) != TVPASS_STATUS_OK || logout(1) != TVPASS_STATUS_UNKNOWN_INPUT) {
        return 1;
    }
#ifdef READS_RESULT
    /* Never gets here: the library does not have the function that this is a name for. */
    const tvpass_logout *logout = tvpass_outcome_logout(NULL);
    return logout == NULL ? 2 : (int)logout->later;
#else
    return 0;
#endif
}
