#include <stdio.h>
#include <string.h>
#include <tvpass.h>

int main(void)
{
    tvpass_base *base = NULL;
    if (tvpass_base_new_from_environment(TVPASS_ENVIRONMENT_PRODUCTION, &base, NULL) != TVPASS_STATUS_OK) {
        return 1;
    }
    printf("tvpass %s, %s\n", tvpass_version().data, tvpass_base_url(base).data);
    int wrong = strcmp(tvpass_base_url(base).data, "https://sp.auth.adobe.com") != 0;
    tvpass_base_free(base);
    return wrong;
}
