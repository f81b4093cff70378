/* What the programs with the library begin with. */
#ifndef DEVICE_TVPASS_H
#define DEVICE_TVPASS_H

#include "measure.h"

#include <tvpass.h>

/* An input as the library takes it. */
static inline tvpass_str str_of(text input)
{
    tvpass_str str = {input.data, input.len};

    return str;
}

/* The device, the base and the User-Agent of the input. */
static inline tvpass_status describe(const input *in, tvpass_site **site)
{
    tvpass_device_info device = TVPASS_DEVICE_INFO_INIT;
    tvpass_extras extras = TVPASS_EXTRAS_INIT;
    tvpass_site_input all = TVPASS_SITE_INPUT_INIT;

    extras.user_agent = str_of(in->user_agent);
    device.identifier = str_of(in->identifier);
    device.primary_hardware_type = TVPASS_STR("SetTopBox");
    device.model = TVPASS_STR("TV 5th Gen");
    device.version = TVPASS_STR("5");
    device.manufacturer = TVPASS_STR("Apple");
    device.os_name = TVPASS_STR("tvOS");
    device.os_vendor = TVPASS_STR("Apple");
    device.os_version = TVPASS_STR("11.0");
    device.connection_type = TVPASS_STR("WiFi");
    all.base = str_of(in->base);
    all.device_info = &device;
    all.extras = &extras;
    return tvpass_site_new(&all, site, NULL);
}

/* The operation of the input. */
static inline tvpass_status sign_out(const input *in, tvpass_operation **operation)
{
    tvpass_logout_input logout = TVPASS_LOGOUT_INPUT_INIT;

    logout.service_provider = str_of(in->service_provider);
    logout.mvpd = str_of(in->mvpd);
    logout.redirect_url = str_of(in->redirect_url);
    return tvpass_logout_new(&logout, operation, NULL);
}

#endif
