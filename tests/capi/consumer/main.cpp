#include <iostream>
#include <tvpass.hpp>

// Both ways of dealing with errors, and that objects are moved.
int main() {
    auto refused = tvpass::base::from_url("http://example.com");
    if (refused || refused.error().status() != TVPASS_STATUS_INVALID_INPUT || refused.error().input() != "base") {
        return 1;
    }
    try {
        refused.value();
        return 2;
    } catch (const tvpass::exception &failure) {
        std::cout << failure.what() << "\n";
    }
    auto base = tvpass::base::from_environment(TVPASS_ENVIRONMENT_STAGING).value();
    const auto moved = std::move(base);
    if (moved.url() != "https://sp.auth-staging.adobe.com" || base.get() != nullptr || !base.url().empty()) {
        return 3;
    }
    auto response = tvpass::response::create(200).value();
    const std::string_view nothing;
    if (!response.append_body(nothing) || !response.append_body("{\"logouts\":{}}")) {
        return 4;
    }
    auto info = tvpass::device_info::create().value();
    auto incomplete = tvpass::device::from_text(info, "device");
    return incomplete.has_value() || incomplete.error().message().find("model") == std::string::npos;
}
