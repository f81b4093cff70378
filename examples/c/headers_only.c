/*
 * For apps that have their own access token and HTTP stack: prints a logout request as options for
 * curl.
 *
 *     headers_only BASE_URL ACCESS_TOKEN MVPD | xargs curl
 */
#include "example.h"

/* Quotes for xargs and a shell: the texts are ASCII, and what could end the quotes is not part of
 * them. */
static void option(const char *name, tvpass_str value)
{
    printf("%s '%s'\n", name, value.data);
}

int main(int argc, char **argv)
{
    expect(argc == 4, "headers_only BASE_URL ACCESS_TOKEN MVPD");
    tvpass_site *site = open_site(argv[1]);
    tvpass_operation *operation = sign_out(argv[3]);
    tvpass_access_token *token = NULL;
    tvpass_exchange *exchange = NULL;
    TRY(tvpass_access_token_new, tvpass_str_of(argv[2]), &token);
    TRY(tvpass_exchange_new, operation, site, token, &exchange);

    const tvpass_request *request = tvpass_exchange_request(exchange);
    option("--request", request->method);
    for (size_t i = 0; i < request->header_count; i++) {
        option("--header", request->headers[i]->line);
    }
    option("--url", request->url);
    /* What the answer means is told by tvpass_exchange_interpret. */

    tvpass_exchange_free(exchange);
    tvpass_access_token_free(token);
    tvpass_operation_free(operation);
    tvpass_site_free(site);
    return 0;
}
