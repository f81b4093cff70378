/*
 * For apps that have their own access token and HTTP stack: prints a logout request as options for curl.
 *
 *     headers_only BASE_URL ACCESS_TOKEN MVPD | xargs curl
 */
#include "example.h"

/* Quotes for xargs and a shell: the texts are ASCII, and what could end the quotes is not part of them. */
static void option(const char *name, tvpass_str value)
{
    printf("%s '%s'\n", name, value.data);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: %s BASE_URL ACCESS_TOKEN MVPD\n", argv[0]);
        return 2;
    }
    tvpass_base *base = NULL;
    tvpass_redirect_url *redirect_url = NULL;
    tvpass_logout_operation *operation = NULL;
    tvpass_request *request = NULL;
    tvpass_device *device = this_device();
    TRY(tvpass_base_new, TEXT(argv[1]), &base);
    TRY(tvpass_redirect_url_new, TEXT("https://example.com/signed-out"), &redirect_url);
    TRY(tvpass_logout_operation_new, base, device, TEXT("REF30"), TEXT(argv[3]), redirect_url, NULL, &operation);
    TRY(tvpass_logout_operation_request, operation, TEXT(argv[2]), &request);

    option("--request", tvpass_request_method(request));
    for (size_t i = 0; i < tvpass_request_header_count(request); i++) {
        option("--header", tvpass_request_header_line(request, i));
    }
    option("--url", tvpass_request_url(request));

    tvpass_request_free(request);
    tvpass_logout_operation_free(operation);
    tvpass_redirect_url_free(redirect_url);
    tvpass_base_free(base);
    tvpass_device_free(device);
    return 0;
}
