// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A part of tvpass.hpp, which includes it: the built-in HTTP client, and a client whose logouts block.
#ifndef TVPASS_DRIVER_HPP
#define TVPASS_DRIVER_HPP

#if !defined(TVPASS_HPP)
#error "include tvpass.hpp"
#endif

namespace tvpass {

class driver_settings {
    TVPASS_HANDLE(driver_settings)

    static result<driver_settings> create() {
        return detail::make<driver_settings, tvpass_driver_settings>(tvpass_driver_settings_new);
    }
    result<done> connect_timeout(std::chrono::milliseconds limit) {
        return detail::act([&](auto error) {
            return tvpass_driver_settings_set_connect_timeout_ms(get(), detail::milliseconds(limit), error);
        });
    }
    result<done> total_timeout(std::chrono::milliseconds limit) {
        return detail::act([&](auto error) {
            return tvpass_driver_settings_set_total_timeout_ms(get(), detail::milliseconds(limit), error);
        });
    }
    result<done> max_response_bytes(std::uint64_t limit) {
        return detail::act(
            [&](auto error) { return tvpass_driver_settings_set_max_response_bytes(get(), limit, error); });
    }
    result<done> proxy_from_environment(bool yes) {
        return detail::act(
            [&](auto error) { return tvpass_driver_settings_set_proxy_from_environment(get(), yes, error); });
    }
    result<done> root_certificates_pem(std::string_view pem) {
        return detail::act([&](auto error) {
            return tvpass_driver_settings_set_root_certificates_pem(get(), detail::data(pem), pem.size(), error);
        });
    }
};

class driver {
    TVPASS_HANDLE(driver)

    static result<driver> create(const driver_settings &settings) {
        return detail::make<driver, tvpass_driver>(
            [&](auto out, auto error) { return tvpass_driver_new(settings.get(), out, error); });
    }
    // For a call's request, call::raw_request(), the limit is what is left until call::deadline_ms().
    result<response> send_blocking(const tvpass_request *request, std::chrono::milliseconds limit,
                                   tvpass_delivery *delivery = nullptr) const {
        return detail::make<response, tvpass_response>([&](auto out, auto error) {
            return tvpass_driver_send_blocking(get(), request, detail::milliseconds(limit), out, delivery, error);
        });
    }
    result<logout> logout_blocking(const logout_operation &operation, std::string_view access_token) const {
        return detail::make<logout, tvpass_logout>([&](auto out, auto error) {
            return tvpass_driver_logout_blocking(get(), operation.get(), detail::data(access_token),
                                                 access_token.size(), out, error);
        });
    }
    result<done> logout_v1_blocking(const logout_v1_operation &operation) const {
        return detail::act(
            [&](auto error) { return tvpass_driver_logout_v1_blocking(get(), operation.get(), error); });
    }
};

// A client that a blocking client owns: until that is destroyed or moved from.
class client_view : public detail::client_functions<client_view> {
public:
    explicit client_view(const tvpass_client *handle) noexcept : handle_(handle) {}
    const tvpass_client *get() const noexcept { return handle_; }

private:
    const tvpass_client *handle_;
};

// Ends logouts from another thread.
class cancellation {
    TVPASS_HANDLE(cancellation)

    result<done> cancel() const {
        return detail::act([&](auto error) { return tvpass_cancellation_cancel(get(), error); });
    }
};

class blocking_client {
    TVPASS_HANDLE(blocking_client)

    static result<blocking_client> open(const client_config &config, const driver &driver,
                                        std::string_view state_file) {
        return detail::make<blocking_client, tvpass_blocking_client>([&](auto out, auto error) {
            return tvpass_blocking_client_open(config.get(), driver.get(), detail::data(state_file), state_file.size(),
                                               out, error);
        });
    }
    // Registers again: the user's profiles are gone.
    static result<blocking_client> start_over(const client_config &config, const driver &driver,
                                              std::string_view state_file) {
        return detail::make<blocking_client, tvpass_blocking_client>([&](auto out, auto error) {
            return tvpass_blocking_client_start_over(config.get(), driver.get(), detail::data(state_file),
                                                     state_file.size(), out, error);
        });
    }
    client_view client() const noexcept { return client_view(tvpass_blocking_client_client(get())); }
    std::uint64_t now_ms() const noexcept { return tvpass_blocking_client_now_ms(get()); }
    result<logout> logout_blocking(const logout_parameters &parameters,
                                   const cancellation *cancellation = nullptr) const {
        return detail::make<logout, tvpass_logout>([&](auto out, auto error) {
            return tvpass_blocking_client_logout_blocking(get(), parameters.get(),
                                                          cancellation == nullptr ? nullptr : cancellation->get(), out,
                                                          error);
        });
    }
    result<tvpass::cancellation> make_cancellation() const {
        return detail::make<tvpass::cancellation, tvpass_cancellation>(
            [&](auto out, auto error) { return tvpass_cancellation_new(get(), out, error); });
    }
    // An error if the state could not be stored the last time.
    result<done> storage_error() const {
        return detail::act([&](auto error) { return tvpass_blocking_client_storage_error(get(), error); });
    }
};

}  // namespace tvpass

#endif  // TVPASS_DRIVER_HPP
