/*
 * A logout with the built-in HTTP client: it registers the app, gets a token, keeps both in a file,
 * and logs out.
 *
 *     logout_blocking BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD
 */
#include "example.h"

int main(int argc, char **argv)
{
    expect(argc == 5, "logout_blocking BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD");
    tvpass_site *site = open_site(argv[1]);
    tvpass_client_config config = TVPASS_CLIENT_CONFIG_INIT;
    config.software_statement = tvpass_str_of(argv[2]);
    tvpass_driver *driver = NULL;
    tvpass_blocking_client *client = NULL;
    TRY(tvpass_driver_new, NULL, &driver);
    /* One of these for as long as the app runs. */
    TRY(tvpass_blocking_client_open, site, &config, driver, tvpass_str_of(argv[3]), &client);

    tvpass_operation *operation = sign_out(argv[4]);
    tvpass_outcome *outcome = NULL;
    tvpass_error *error = NULL;
    if (tvpass_blocking_client_run_blocking(client, operation, 0, NULL, &outcome, &error) != TVPASS_STATUS_OK) {
        fail_with_report(tvpass_blocking_client_client(client), tvpass_blocking_client_now_ms(client), error);
    }
    show(tvpass_outcome_logout(outcome));

    tvpass_outcome_free(outcome);
    tvpass_operation_free(operation);
    tvpass_blocking_client_free(client);
    tvpass_driver_free(driver);
    tvpass_site_free(site);
    return 0;
}
