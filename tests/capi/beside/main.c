/* tvpass and another library written in Rust in one program, both of them whole. */
#include <stdio.h>
#include <string.h>
#include <tvpass.h>

int other_answer(void);

int main(void)
{
    tvpass_base *base = NULL;
    tvpass_error *error = NULL;
    if (tvpass_base_new("nowhere", 7, &base, &error) != TVPASS_STATUS_INVALID_INPUT || base != NULL) {
        return 1;
    }
    printf("%s\n", tvpass_error_message(error).data);
    tvpass_error_free(error);
    return other_answer() == 42 ? 0 : 2;
}
