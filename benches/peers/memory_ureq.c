/* What a process occupies that has done one logout, sent by the library's own HTTP client: PROGRAM INPUT-FOLDER. */
#include "measure.h"
#include "status.h"

#include <tvpass.h>

#define TEXT(field) in.field.data, in.field.len
#define SET(key, value) tvpass_device_info_set_text(info, TVPASS_DEVICE_KEY_##key, value, sizeof value - 1, NULL)

int main(int argc, char **argv)
{
    input in;
    tvpass_device_info *info = NULL;
    tvpass_device *device = NULL;
    tvpass_base *base = NULL;
    tvpass_redirect_url *redirect_url = NULL;
    tvpass_extras *extras = NULL;
    tvpass_logout_operation *operation = NULL;
    tvpass_driver_settings *settings = NULL;
    tvpass_driver *driver = NULL;
    tvpass_logout *logout = NULL;
    tvpass_status status;

    if (argc != 2)
        return 2;
    in = read_input(argv[1]);
    status = tvpass_device_info_new(&info, NULL);
    if (status == TVPASS_STATUS_OK)
        status = SET(PRIMARY_HARDWARE_TYPE, "SetTopBox") | SET(MODEL, "TV 5th Gen") | SET(VERSION, "5") |
                 SET(MANUFACTURER, "Apple") | SET(OS_NAME, "tvOS") | SET(OS_VENDOR, "Apple") |
                 SET(OS_VERSION, "11.0") | SET(CONNECTION_TYPE, "WiFi");
    if (status == TVPASS_STATUS_OK)
        status = tvpass_device_new_from_text(info, TEXT(identifier), &device, NULL);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_base_new(TEXT(base), &base, NULL);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_redirect_url_new(TEXT(redirect_url), &redirect_url, NULL);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_extras_new(&extras, NULL);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_extras_set_user_agent(extras, TEXT(user_agent), NULL);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_logout_operation_new(base, device, TEXT(service_provider), TEXT(mvpd), redirect_url, extras,
                                             &operation, NULL);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_driver_settings_new(&settings, NULL);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_driver_new(settings, &driver, NULL);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_driver_logout_blocking(driver, operation, TEXT(token), &logout, NULL);
    tvpass_logout_free(logout);
    tvpass_driver_free(driver);
    tvpass_driver_settings_free(settings);
    tvpass_logout_operation_free(operation);
    tvpass_extras_free(extras);
    tvpass_redirect_url_free(redirect_url);
    tvpass_base_free(base);
    tvpass_device_free(device);
    tvpass_device_info_free(info);
    if (status != TVPASS_STATUS_OK)
        fprintf(stderr, "failed with status %d\n", (int)status);
    return status == TVPASS_STATUS_OK ? print_status() : 3;
}
