/*
 * A logout with the built-in HTTP client: it registers the app, gets a token, keeps both in a file, and logs out.
 *
 *     logout_blocking BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD
 */
#include "example.h"

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: %s BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD\n", argv[0]);
        return 2;
    }
    tvpass_base *base = NULL;
    tvpass_redirect_url *redirect_url = NULL;
    tvpass_client_config *config = NULL;
    tvpass_driver_settings *settings = NULL;
    tvpass_driver *driver = NULL;
    tvpass_blocking_client *client = NULL;
    tvpass_logout_parameters *parameters = NULL;
    tvpass_logout *logout = NULL;
    tvpass_device *device = this_device();
    TRY(tvpass_base_new, TEXT(argv[1]), &base);
    TRY(tvpass_redirect_url_new, TEXT("https://example.com/signed-out"), &redirect_url);
    TRY(tvpass_client_config_new, base, device, TEXT(argv[2]), NULL, &config);
    TRY(tvpass_driver_settings_new, &settings);
    TRY(tvpass_driver_new, settings, &driver);
    /* One of these for as long as the app runs. */
    TRY(tvpass_blocking_client_open, config, driver, TEXT(argv[3]), &client);

    TRY(tvpass_logout_parameters_new, TEXT("REF30"), TEXT(argv[4]), redirect_url, &parameters);
    tvpass_error *error = NULL;
    tvpass_status status = tvpass_blocking_client_logout_blocking(client, parameters, NULL, &logout, &error);
    if (status != TVPASS_STATUS_OK) {
        tvpass_text *report = NULL;
        TRY(tvpass_client_support_report, tvpass_blocking_client_client(client), tvpass_blocking_client_now_ms(client),
            &report);
        fprintf(stderr, "%s", tvpass_text_str(report).data);
        tvpass_text_free(report);
        fail("the logout", error);
    }
    follow(logout);

    tvpass_logout_free(logout);
    tvpass_logout_parameters_free(parameters);
    tvpass_blocking_client_free(client);
    tvpass_driver_free(driver);
    tvpass_driver_settings_free(settings);
    tvpass_client_config_free(config);
    tvpass_redirect_url_free(redirect_url);
    tvpass_base_free(base);
    tvpass_device_free(device);
    return 0;
}
