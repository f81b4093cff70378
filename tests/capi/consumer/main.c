#include <stdio.h>
#include <string.h>
#include <tvpass.h>

int main(void)
{
    tvpass_device_info device = TVPASS_DEVICE_INFO_INIT;
    device.os_identifier = TVPASS_STR("serial");
    device.model = TVPASS_STR("STB-1");
    device.version = TVPASS_STR("1");
    device.os_name = TVPASS_STR("Linux");
    device.os_version = TVPASS_STR("6");
    device.connection_type = TVPASS_STR("LAN");
    tvpass_site_input input = TVPASS_SITE_INPUT_INIT;
    input.device_info = &device;
    tvpass_site *site = NULL;
    if (tvpass_site_new(&input, &site, NULL) != TVPASS_STATUS_OK) {
        return 1;
    }
    const char *base = tvpass_site_describe(site)->base.data;
    printf("tvpass %s, %s\n", tvpass_version().data, base);
    int wrong = strcmp(base, "https://sp.auth.adobe.com") != 0;
    tvpass_site_free(site);
    return wrong;
}
