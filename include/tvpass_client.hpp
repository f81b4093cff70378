// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The second half of tvpass.hpp, which includes it: operations, clients, calls, and the built-in HTTP client.
#ifndef TVPASS_CLIENT_HPP
#define TVPASS_CLIENT_HPP

#if !defined(TVPASS_HPP)
#error "include tvpass.hpp"
#endif

namespace tvpass {

// A request that this side owns: of an operation.
class owned_request {
public:
    explicit owned_request(tvpass_request *handle) : handle_(handle) {}
    const tvpass_request *get() const noexcept { return handle_.get(); }
    request values() const { return request::from(get()); }

private:
    detail::owned<tvpass_request, tvpass_request_free> handle_;
};

class logout_operation {
    TVPASS_HANDLE(logout_operation)

    static result<logout_operation> create(const base &base, const device &device, std::string_view service_provider,
                                           std::string_view mvpd, const redirect_url &redirect_url,
                                           const extras *extras = nullptr) {
        return detail::make<logout_operation, tvpass_logout_operation>([&](auto out, auto error) {
            return tvpass_logout_operation_new(base.get(), device.get(), detail::data(service_provider),
                                               service_provider.size(), detail::data(mvpd), mvpd.size(),
                                               redirect_url.get(), extras == nullptr ? nullptr : extras->get(), out,
                                               error);
        });
    }
    result<owned_request> request(std::string_view access_token) const {
        return detail::make<owned_request, tvpass_request>([&](auto out, auto error) {
            return tvpass_logout_operation_request(get(), detail::data(access_token), access_token.size(), out, error);
        });
    }
    static result<logout> interpret(const owned_request &request, const response &response) {
        return detail::make<logout, tvpass_logout>([&](auto out, auto error) {
            return tvpass_logout_operation_interpret(request.get(), response.get(), out, error);
        });
    }
};

class logout_v1_operation {
    TVPASS_HANDLE(logout_v1_operation)

    static result<logout_v1_operation> create(const base &base, const device &device, std::string_view requestor) {
        return detail::make<logout_v1_operation, tvpass_logout_v1_operation>([&](auto out, auto error) {
            return tvpass_logout_v1_operation_new(base.get(), device.get(), detail::data(requestor), requestor.size(),
                                                  out, error);
        });
    }
    result<owned_request> request() const {
        return detail::make<owned_request, tvpass_request>(
            [&](auto out, auto error) { return tvpass_logout_v1_operation_request(get(), out, error); });
    }
    static result<done> interpret(const owned_request &request, const response &response) {
        return detail::act([&](auto error) {
            return tvpass_logout_v1_operation_interpret(request.get(), response.get(), error);
        });
    }
};

class client_config {
    TVPASS_HANDLE(client_config)

    static result<client_config> create(const base &base, const device &device, std::string_view software_statement,
                                        const redirect_url *redirect_uri = nullptr) {
        return detail::make<client_config, tvpass_client_config>([&](auto out, auto error) {
            return tvpass_client_config_new(base.get(), device.get(), detail::data(software_statement),
                                            software_statement.size(),
                                            redirect_uri == nullptr ? nullptr : redirect_uri->get(), out, error);
        });
    }
    static result<client_config> with_app_tokens(const base &base, const device &device) {
        return detail::make<client_config, tvpass_client_config>([&](auto out, auto error) {
            return tvpass_client_config_new_with_app_tokens(base.get(), device.get(), out, error);
        });
    }
    result<done> extras(const tvpass::extras &extras) {
        return detail::act([&](auto error) { return tvpass_client_config_set_extras(get(), extras.get(), error); });
    }
    result<done> pacing(bool yes) {
        return detail::act([&](auto error) { return tvpass_client_config_set_pacing(get(), yes, error); });
    }
    result<done> persistence(bool yes) {
        return detail::act([&](auto error) { return tvpass_client_config_set_persistence(get(), yes, error); });
    }
    result<done> register_again(bool yes) {
        return detail::act([&](auto error) { return tvpass_client_config_set_register_again(get(), yes, error); });
    }
    result<done> event_queue(std::size_t events) {
        return detail::act([&](auto error) { return tvpass_client_config_set_event_queue(get(), events, error); });
    }
};

class logout_parameters {
    TVPASS_HANDLE(logout_parameters)

    static result<logout_parameters> create(std::string_view service_provider, std::string_view mvpd,
                                            const redirect_url &redirect_url) {
        return detail::make<logout_parameters, tvpass_logout_parameters>([&](auto out, auto error) {
            return tvpass_logout_parameters_new(detail::data(service_provider), service_provider.size(),
                                                detail::data(mvpd), mvpd.size(), redirect_url.get(), out, error);
        });
    }
    result<done> extras(const tvpass::extras &extras) {
        return detail::act([&](auto error) { return tvpass_logout_parameters_set_extras(get(), extras.get(), error); });
    }
    result<done> deadline(std::chrono::milliseconds limit) {
        return detail::act([&](auto error) {
            return tvpass_logout_parameters_set_deadline_ms(get(), static_cast<std::uint64_t>(limit.count()), error);
        });
    }
};

// A logout on its way. What its accessors return is as in tvpass.h.
class call {
    TVPASS_HANDLE(call)

    std::uint64_t id() const { return tvpass_call_id(get()); }
    std::uint64_t deadline_ms() const { return tvpass_call_deadline_ms(get()); }
    bool registration_was_lost() const { return tvpass_call_registration_was_lost(get()); }

    result<tvpass_step> poll(std::uint64_t now_ms) {
        tvpass_step step = TVPASS_STEP_UNKNOWN;
        tvpass_error *error = nullptr;
        if (tvpass_call_poll(get(), now_ms, &step, &error) != TVPASS_STATUS_OK) {
            return error::adopt(error);
        }
        return step;
    }
    const tvpass_request *raw_request() const { return tvpass_call_request(get()); }
    tvpass::request request() const { return tvpass::request::from(raw_request()); }
    std::uint64_t wait_until_ms() const { return tvpass_call_wait_until_ms(get()); }
    tvpass_wait_reason wait_reason() const { return tvpass_call_wait_reason(get()); }
    std::string state() const { return detail::copy(tvpass_call_state(get())); }
    bool token_rejected() const { return tvpass_call_token_rejected(get()); }

    result<done> respond(std::uint64_t now_ms, const response &response) {
        return detail::act([&](auto error) { return tvpass_call_respond(get(), now_ms, response.get(), error); });
    }
    result<done> fail(std::uint64_t now_ms, tvpass_status what, tvpass_delivery delivery, std::string_view message) {
        return detail::act([&](auto error) {
            return tvpass_call_fail(get(), now_ms, what, delivery, detail::data(message), message.size(), error);
        });
    }
    result<done> persisted(std::uint64_t now_ms, bool success) {
        return detail::act([&](auto error) { return tvpass_call_persisted(get(), now_ms, success, error); });
    }
    result<done> provide_token(std::uint64_t now_ms, std::string_view access_token,
                               std::uint64_t expires_in_s = TVPASS_LIFETIME_UNKNOWN) {
        return detail::act([&](auto error) {
            return tvpass_call_provide_token(get(), now_ms, detail::data(access_token), access_token.size(),
                                             expires_in_s, error);
        });
    }
    result<done> token_failed(std::uint64_t now_ms, std::string_view reason) {
        return detail::act([&](auto error) {
            return tvpass_call_token_failed(get(), now_ms, detail::data(reason), reason.size(), error);
        });
    }
    result<done> cancel(std::uint64_t now_ms) {
        return detail::act([&](auto error) { return tvpass_call_cancel(get(), now_ms, error); });
    }
    result<logout> take_logout() {
        return detail::make<logout, tvpass_logout>(
            [&](auto out, auto error) { return tvpass_call_take_logout(get(), out, error); });
    }
};

class event {
    TVPASS_HANDLE(event)

    tvpass_event_kind what() const { return tvpass_event_what(get()); }
    std::string text() const { return detail::copy(tvpass_event_text(get())); }
    std::uint64_t at_ms() const { return tvpass_event_at_ms(get()); }
};

class client {
    TVPASS_HANDLE(client)

    static result<client> create(const client_config &config, std::uint64_t now_ms, std::uint64_t unix_ms,
                                 std::uint64_t seed) {
        return detail::make<client, tvpass_client>([&](auto out, auto error) {
            return tvpass_client_new(config.get(), now_ms, unix_ms, seed, out, error);
        });
    }
    static result<client> with_state(const client_config &config, std::string_view state, std::uint64_t now_ms,
                                     std::uint64_t unix_ms, std::uint64_t seed) {
        return detail::make<client, tvpass_client>([&](auto out, auto error) {
            return tvpass_client_new_with_state(config.get(), detail::data(state), state.size(), now_ms, unix_ms, seed,
                                                out, error);
        });
    }
    result<call> logout(std::uint64_t now_ms, const logout_parameters &parameters) const {
        return detail::make<call, tvpass_call>([&](auto out, auto error) {
            return tvpass_client_logout(get(), now_ms, parameters.get(), out, error);
        });
    }
    bool is_registered() const { return tvpass_client_is_registered(get()); }
    result<done> forget_registration() const {
        return detail::act([&](auto error) { return tvpass_client_forget_registration(get(), error); });
    }
    // Nothing before the registration.
    std::optional<std::string> state() const {
        tvpass_text *text = nullptr;
        tvpass_client_state(get(), &text, nullptr);
        return take(text);
    }
    std::string support_report(std::uint64_t now_ms) const {
        tvpass_text *text = nullptr;
        tvpass_client_support_report(get(), now_ms, &text, nullptr);
        return take(text).value_or(std::string());
    }
    std::optional<event> next_event() const {
        tvpass_event *next = nullptr;
        if (tvpass_client_next_event(get(), &next, nullptr) != TVPASS_STATUS_OK || next == nullptr) {
            return std::nullopt;
        }
        return event(next);
    }

private:
    static std::optional<std::string> take(tvpass_text *text) {
        if (text == nullptr) {
            return std::nullopt;
        }
        const detail::owned<tvpass_text, tvpass_text_free> owner(text);
        return detail::copy(tvpass_text_str(text));
    }
};

#if defined(TVPASS_HAS_UREQ)

class driver_settings {
    TVPASS_HANDLE(driver_settings)

    static result<driver_settings> create() {
        return detail::make<driver_settings, tvpass_driver_settings>(tvpass_driver_settings_new);
    }
    result<done> connect_timeout(std::chrono::milliseconds limit) {
        return detail::act([&](auto error) {
            return tvpass_driver_settings_set_connect_timeout_ms(get(), static_cast<std::uint64_t>(limit.count()), error);
        });
    }
    result<done> total_timeout(std::chrono::milliseconds limit) {
        return detail::act([&](auto error) {
            return tvpass_driver_settings_set_total_timeout_ms(get(), static_cast<std::uint64_t>(limit.count()), error);
        });
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
    result<response> send_blocking(const tvpass_request *request, tvpass_delivery *delivery = nullptr) const {
        return detail::make<response, tvpass_response>([&](auto out, auto error) {
            return tvpass_driver_send_blocking(get(), request, out, delivery, error);
        });
    }
    result<logout> logout_blocking(const logout_operation &operation, std::string_view access_token) const {
        return detail::make<logout, tvpass_logout>([&](auto out, auto error) {
            return tvpass_driver_logout_blocking(get(), operation.get(), detail::data(access_token),
                                                 access_token.size(), out, error);
        });
    }
};

#endif

}  // namespace tvpass

#endif  // TVPASS_CLIENT_HPP
