/* tvpass and another library written in Rust in one program, both of them whole. */
#include <stdio.h>
#include <string.h>
#include <tvpass.h>

int other_answer(void);

int main(void)
{
    tvpass_access_token *token = NULL;
    tvpass_error *error = NULL;
    if (tvpass_access_token_new(TVPASS_STR("with space"), &token, &error) != TVPASS_STATUS_INVALID_INPUT ||
        token != NULL) {
        return 1;
    }
    printf("%s\n", error->message.data);
    tvpass_error_free(error);
    return other_answer() == 42 ? 0 : 2;
}
