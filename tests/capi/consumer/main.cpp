#include <iostream>
#include <tvpass.hpp>

using tvpass::str;
using tvpass::view;

// Both ways of dealing with errors, and that objects are moved.
int main() {
    tvpass_device_info device = TVPASS_DEVICE_INFO_INIT;
    device.identifier = str("device");
    device.version = str("1");
    device.os_name = str("Linux");
    device.os_version = str("6");
    device.connection_type = str("LAN");
    auto input = tvpass_init<tvpass_site_input>();
    input.environment = TVPASS_ENVIRONMENT_STAGING;
    input.device_info = &device;
    const auto incomplete = tvpass::site::create(input);
    if (incomplete || incomplete.error().message().find("model") == std::string_view::npos) {
        return 1;
    }
    device.model = str("STB-1");
    auto site = tvpass::site::create(input).value();
    input.environment = TVPASS_ENVIRONMENT_PRODUCTION;
    input.base = str("http://example.com");
    const auto refused = tvpass::site::create(input);
    if (refused || refused.error().status() != TVPASS_STATUS_INVALID_INPUT ||
        view(refused.error()->field) != "base") {
        return 2;
    }
    try {
        (void)refused.value();
        return 3;
    } catch (const tvpass::error &error) {
        std::cout << error.what() << "\n";
    }
    const auto moved = std::move(site);
    if (view(moved.describe()->base) != "https://sp.auth-staging.adobe.com" ||
        site.get() != nullptr || site.describe() != nullptr) {
        return 4;
    }
    auto response = tvpass::response::create(200).value();
    const std::string_view nothing;
    return !response.append_body(nothing) || !response.append_body("{\"logouts\":{}}");
}
