/* What both programs with the library begin with. */
#ifndef DEVICE_TVPASS_H
#define DEVICE_TVPASS_H

#include "measure.h"

#include <tvpass.h>

#define TEXT(field) in->field.data, in->field.len

/* The device, the base and the redirect URL of the input. */
static inline tvpass_status describe(const input *in, tvpass_device **device, tvpass_base **base,
                                     tvpass_redirect_url **redirect_url)
{
#define SET(key, value) tvpass_device_info_set_text(info, TVPASS_DEVICE_KEY_##key, value, sizeof value - 1, NULL)
    tvpass_device_info *info = NULL;
    tvpass_status status = tvpass_device_info_new(&info, NULL);

    if (status == TVPASS_STATUS_OK)
        status = SET(PRIMARY_HARDWARE_TYPE, "SetTopBox") | SET(MODEL, "TV 5th Gen") | SET(VERSION, "5") |
                 SET(MANUFACTURER, "Apple") | SET(OS_NAME, "tvOS") | SET(OS_VENDOR, "Apple") |
                 SET(OS_VERSION, "11.0") | SET(CONNECTION_TYPE, "WiFi");
    if (status == TVPASS_STATUS_OK)
        status = tvpass_device_new_from_text(info, TEXT(identifier), device, NULL);
    tvpass_device_info_free(info);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_base_new(TEXT(base), base, NULL);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_redirect_url_new(TEXT(redirect_url), redirect_url, NULL);
    return status;
#undef SET
}

#endif
