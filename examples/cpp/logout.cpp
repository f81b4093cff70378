// A logout in C++17: the loop around a call, with the built-in HTTP client. What cannot go on throws; the logout itself answers a result.
//
//     logout BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD
#include <chrono>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <thread>

#include "tvpass.hpp"

namespace {

std::uint64_t now_ms() {
    using namespace std::chrono;
    return static_cast<std::uint64_t>(duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count());
}

std::uint64_t unix_ms() {
    using namespace std::chrono;
    return static_cast<std::uint64_t>(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

tvpass::device this_device() {
    auto info = tvpass::device_info::create().value();
    info.set(TVPASS_DEVICE_KEY_MODEL, "Example STB").value();
    info.set(TVPASS_DEVICE_KEY_VERSION, "2").value();
    info.set(TVPASS_DEVICE_KEY_OS_NAME, "Linux").value();
    info.set(TVPASS_DEVICE_KEY_OS_VERSION, "6.1").value();
    info.set(TVPASS_DEVICE_KEY_CONNECTION_TYPE, "LAN").value();
    return tvpass::device::from_os_identifier(info, "example-serial-0002").value();
}

tvpass::client open_client(const tvpass::client_config &config, const std::string &file) {
    const std::uint64_t seed = std::random_device{}();
    // Only if there is none: starting without a state that cannot be read would lose the user's profiles.
    if (!std::filesystem::exists(file)) {
        return tvpass::client::create(config, now_ms(), unix_ms(), seed).value();
    }
    std::ifstream in;
    in.exceptions(std::ios::failbit | std::ios::badbit);
    in.open(file, std::ios::binary);
    const std::string state{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    return tvpass::client::with_state(config, state, now_ms(), unix_ms(), seed).value();
}

// A real app replaces the file as a whole, and makes it unreadable for others: see logout_libcurl.c.
bool store(const std::string &file, const std::string &state) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << state << std::flush;
    if (!out) {
        std::cerr << file << ": not stored: the next start registers again, and the user's profiles are lost\n";
    }
    return static_cast<bool>(out);
}

tvpass::result<tvpass::logout> run(tvpass::call &call, const tvpass::driver &driver, const std::string &file) {
    for (;;) {
        switch (call.poll(now_ms()).value()) {
        case TVPASS_STEP_SEND: {
            tvpass_delivery delivery = TVPASS_DELIVERY_UNKNOWN;
            const auto now = now_ms();
            const std::chrono::milliseconds left(call.deadline_ms() > now ? call.deadline_ms() - now : 0);
            auto answer = driver.send_blocking(call.raw_request(), left, &delivery);
            if (answer) {
                call.respond(now_ms(), *answer).value();
            } else {
                call.fail(now_ms(), answer.error().status(), delivery, answer.error().message()).value();
            }
            break;
        }
        case TVPASS_STEP_WAIT: {
            const auto now = now_ms();
            const auto until = call.wait_until_ms();
            std::this_thread::sleep_for(std::chrono::milliseconds(until > now ? until - now : 0));
            break;
        }
        case TVPASS_STEP_PERSIST:
            call.persisted(now_ms(), store(file, call.state())).value();
            break;
        default:
            return call.take_logout();
        }
    }
}

void follow(tvpass::logout &logout) {
    std::cout << "signed out; " << logout.profile_count() << " profiles deleted\n";
    while (const auto next = logout.remaining().value()) {
        const auto profile = logout.profile(next->index);
        switch (next->what) {
        case TVPASS_REMAINING_OPEN_URL:
            std::cout << profile.key << ": open " << profile.url << "\n";
            break;
        case TVPASS_REMAINING_PARTNER_SIGN_OUT:
            std::cout << profile.key << ": sign out in the system's settings, too\n";
            break;
        default:
            if (profile.action == TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER) {
                std::cout << profile.key << ": an answer was lost, and with it what was to be opened\n";
            }
            std::cout << profile.key << ": the provider's own session may still be open\n";
            break;
        }
        logout.mark_followed(next->index).value();
    }
}

}  // namespace

int main(int argc, char **argv) {
    if (argc != 5) {
        std::cerr << "usage: " << argv[0] << " BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD\n";
        return 2;
    }
    try {
        const auto base = tvpass::base::from_url(argv[1]).value();
        const auto redirect_url = tvpass::redirect_url::create("https://example.com/signed-out").value();
        const auto config = tvpass::client_config::create(base, this_device(), argv[2]).value();
        const auto client = open_client(config, argv[3]);
        const auto driver = tvpass::driver::create(tvpass::driver_settings::create().value()).value();
        const auto parameters = tvpass::logout_parameters::create("REF30", argv[4], redirect_url).value();

        auto call = client.logout(now_ms(), parameters).value();
        auto outcome = run(call, driver, argv[3]);
        if (!outcome) {
            std::cerr << "the logout: " << outcome.error().message() << "\n" << client.support_report(now_ms()).value();
            return 1;
        }
        follow(*outcome);
    } catch (const tvpass::exception &failure) {
        std::cerr << failure.what() << "\n" << failure.error().advice() << "\n";
        return 1;
    } catch (const std::exception &failure) {
        std::cerr << argv[3] << ": " << failure.what() << "\n";
        return 1;
    }
    return 0;
}
