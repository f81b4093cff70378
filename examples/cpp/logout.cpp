// A logout in C++17: the loop around a call, with the built-in HTTP client. What cannot go on
// throws; the logout itself answers a result.
//
//     logout BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD
#include <chrono>
#include <cstdio>
#include <iostream>
#include <random>
#include <string>
#include <thread>

#include "tvpass.hpp"

namespace {

using tvpass::str;
using tvpass::view;

template <typename Clock>
std::uint64_t milliseconds() {
    using namespace std::chrono;
    return static_cast<std::uint64_t>(
        duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch()).count());
}

std::uint64_t now_ms() { return milliseconds<std::chrono::steady_clock>(); }

tvpass::site open_site(const char *base) {
    tvpass_device_info device = TVPASS_DEVICE_INFO_INIT;
    device.os_identifier = str("example-serial-0002");
    device.model = str("Example STB");
    device.version = str("2");
    device.os_name = str("Linux");
    device.os_version = str("6.1");
    device.connection_type = str("LAN");

    tvpass_site_input input = TVPASS_SITE_INPUT_INIT;
    input.base = str(base);
    input.device_info = &device;
    return tvpass::site::create(input).value();
}

tvpass::client open_client(const tvpass::site &site, const char *software_statement,
                           const tvpass::state_file &file) {
    tvpass_client_config config = TVPASS_CLIENT_CONFIG_INIT;
    config.software_statement = str(software_statement);
    const auto stored = file.load().value();
    tvpass_start start = TVPASS_START_INIT;
    if (stored) {
        start.state = stored->text;
    }
    start.now_ms = now_ms();
    start.unix_ms = milliseconds<std::chrono::system_clock>();
    start.seed = std::random_device{}();
    // Throws if the state is refused: starting without it would lose the user's profiles.
    return tvpass::client::create(site, config, start).value();
}

tvpass::operation sign_out(const char *mvpd) {
    tvpass_logout_input input = TVPASS_LOGOUT_INPUT_INIT;
    input.service_provider = str("REF30");
    input.mvpd = str(mvpd);
    input.redirect_url = str("https://example.com/signed-out");
    return tvpass::operation::logout(input).value();
}

tvpass::result<tvpass::outcome> run(tvpass::call &call, const tvpass::driver &driver,
                                    const tvpass::state_file &file) {
    for (;;) {
        const auto &step = call.poll(now_ms());
        const std::chrono::milliseconds timeout(step.timeout_ms);
        switch (step.kind) {
        case TVPASS_STEP_SEND: {
            const auto answer = driver.send_blocking(*step.request, timeout);
            if (answer) {
                call.respond(now_ms(), *answer).value();
            } else {
                const auto &lost = answer.error();
                call.fail(now_ms(), lost.status(), lost->delivery, lost.message()).value();
            }
            break;
        }
        case TVPASS_STEP_WAIT:
            std::this_thread::sleep_for(timeout);
            break;
        case TVPASS_STEP_PERSIST: {
            const auto saved = file.save(view(step.state));
            if (!saved) {
                std::cerr << "the state is not stored: " << saved.error().message() << "\n";
            }
            call.persisted(now_ms(), saved.has_value()).value();
            break;
        }
        default:
            return call.take_outcome();
        }
    }
}

// A text as the service sent it: what could steer a terminal, or look like another name, is shown
// as a number.
std::string printable(tvpass_str received) {
    std::string text;
    for (const unsigned char c : view(received)) {
        if (c >= 0x20 && c < 0x7f && c != '\\') {
            text += static_cast<char>(c);
        } else {
            char number[5];
            std::snprintf(number, sizeof number, "\\x%02x", static_cast<unsigned>(c));
            text += number;
        }
    }
    return text;
}

void show(const tvpass_logout &logout) {
    std::cout << "signed out; " << logout.profile_count << " profiles deleted\n";
    for (const auto &follow_up : tvpass::follow_ups(logout)) {
        std::cout << printable(follow_up.profile->key);
        switch (follow_up.kind) {
        case TVPASS_FOLLOW_UP_OPEN_URL:
            // Here a device with a browser opens the URL, which the library has checked.
            std::cout << ": open " << view(follow_up.url) << "\n";
            break;
        case TVPASS_FOLLOW_UP_PARTNER_SIGN_OUT:
            std::cout << ": sign out in the system's settings, too\n";
            break;
        default:
            std::cout << ":";
            if (follow_up.profile->action == TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER) {
                std::cout << " an answer was lost, and with it what was to be opened;";
            }
            std::cout << " the provider's own session may still be open\n";
            break;
        }
    }
}

}  // namespace

int main(int argc, char **argv) {
    if (argc != 5) {
        std::cerr << "usage: logout BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD\n";
        return 2;
    }
    try {
        const auto site = open_site(argv[1]);
        const auto driver = tvpass::driver::create().value();
        const auto file = tvpass::state_file::open(argv[3]).value();
        const auto client = open_client(site, argv[2], file);

        auto call = client.start(now_ms(), sign_out(argv[4])).value();
        const auto outcome = run(call, driver, file);
        if (!outcome) {
            std::cerr << view(client.support_report(now_ms()).value()->text);
        }
        show(*outcome.value().logout());
    } catch (const tvpass::error &error) {
        std::cerr << view(error->name) << ": " << error.what() << "\n" << view(error->advice) << "\n";
        return 1;
    }
    return 0;
}
