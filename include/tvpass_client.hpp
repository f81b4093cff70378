// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A part of tvpass.hpp, which includes it: operations, clients and calls.
#ifndef TVPASS_CLIENT_HPP
#define TVPASS_CLIENT_HPP

#if !defined(TVPASS_HPP)
#error "include tvpass.hpp"
#endif

namespace tvpass {

// A request that this side owns: of an operation.
class owned_request {
public:
    explicit owned_request(tvpass_request *handle) noexcept : handle_(handle) {}
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
    result<done> device_type(std::string_view text) {
        return detail::set_text(tvpass_logout_v1_operation_set_device_type, get(), text);
    }
    result<done> device_user(std::string_view text) {
        return detail::set_text(tvpass_logout_v1_operation_set_device_user, get(), text);
    }
    result<done> app_id(std::string_view text) {
        return detail::set_text(tvpass_logout_v1_operation_set_app_id, get(), text);
    }
    result<done> user_agent(std::string_view text) {
        return detail::set_text(tvpass_logout_v1_operation_set_user_agent, get(), text);
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
            return tvpass_logout_parameters_set_deadline_ms(get(), detail::milliseconds(limit), error);
        });
    }
};

// A logout on its way. What its accessors return is as in tvpass.h.
class call {
    TVPASS_HANDLE(call)

    std::uint64_t id() const noexcept { return tvpass_call_id(get()); }
    std::uint64_t deadline_ms() const noexcept { return tvpass_call_deadline_ms(get()); }
    bool registration_was_lost() const noexcept { return tvpass_call_registration_was_lost(get()); }

    result<tvpass_step> poll(std::uint64_t now_ms) {
        tvpass_step step = TVPASS_STEP_UNKNOWN;
        tvpass_error *error = nullptr;
        if (tvpass_call_poll(get(), now_ms, &step, &error) != TVPASS_STATUS_OK) {
            return error::adopt(error);
        }
        return step;
    }
    const tvpass_request *raw_request() const noexcept { return tvpass_call_request(get()); }
    tvpass::request request() const { return tvpass::request::from(raw_request()); }
    std::uint64_t wait_until_ms() const noexcept { return tvpass_call_wait_until_ms(get()); }
    tvpass_wait_reason wait_reason() const noexcept { return tvpass_call_wait_reason(get()); }
    std::string state() const { return detail::copy(tvpass_call_state(get())); }
    bool token_rejected() const noexcept { return tvpass_call_token_rejected(get()); }

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

// Something that happened in a call; which of these are set depends on what().
class event {
    TVPASS_HANDLE(event)

    tvpass_event_kind what() const noexcept { return tvpass_event_what(get()); }
    std::uint64_t at_ms() const noexcept { return tvpass_event_at_ms(get()); }
    std::uint64_t call() const noexcept { return tvpass_event_call(get()); }
    std::string text() const { return detail::copy(tvpass_event_text(get())); }
    tvpass_purpose purpose() const noexcept { return tvpass_event_purpose(get()); }
    std::string method() const { return detail::copy(tvpass_event_method(get())); }
    std::string operation() const { return detail::copy(tvpass_event_operation(get())); }
    std::uint16_t http_status() const noexcept { return tvpass_event_http_status(get()); }
    tvpass_status status() const noexcept { return tvpass_event_status(get()); }
    std::string adobe_code() const { return detail::copy(tvpass_event_adobe_code(get())); }
    std::string trace() const { return detail::copy(tvpass_event_trace(get())); }
    tvpass_delivery delivery() const noexcept { return tvpass_event_delivery(get()); }
    tvpass_wait_reason wait_reason() const noexcept { return tvpass_event_wait_reason(get()); }
    std::uint32_t attempt() const noexcept { return tvpass_event_attempt(get()); }
    std::chrono::milliseconds duration() const {
        return std::chrono::milliseconds(tvpass_event_duration_ms(get()));
    }
};

namespace detail {

// A text that the library handed over.
class text {
    TVPASS_HANDLE(text)

    std::string copy() const { return detail::copy(tvpass_text_str(get())); }
};

// What can be done with a client, whoever owns it.
template <typename Self>
class client_functions {
public:
    result<call> logout(std::uint64_t now_ms, const logout_parameters &parameters) const {
        return make<call, tvpass_call>([&](auto out, auto error) {
            return tvpass_client_logout(handle(), now_ms, parameters.get(), out, error);
        });
    }
    bool is_registered() const noexcept { return tvpass_client_is_registered(handle()); }
    result<done> forget_registration() const {
        return act([&](auto error) { return tvpass_client_forget_registration(handle(), error); });
    }
    // Nothing before the registration.
    result<std::optional<std::string>> state() const {
        const auto made = make_optional<text, tvpass_text>(
            [&](auto out, auto error) { return tvpass_client_state(handle(), out, error); });
        if (!made) {
            return made.error();
        }
        return *made ? std::optional<std::string>((*made)->copy()) : std::nullopt;
    }
    result<std::string> support_report(std::uint64_t now_ms) const {
        const auto made = make<text, tvpass_text>(
            [&](auto out, auto error) { return tvpass_client_support_report(handle(), now_ms, out, error); });
        if (!made) {
            return made.error();
        }
        return made->copy();
    }
    // The oldest one; nothing if there is none.
    result<std::optional<event>> next_event() const {
        return make_optional<event, tvpass_event>(
            [&](auto out, auto error) { return tvpass_client_next_event(handle(), out, error); });
    }
    std::uint64_t events_dropped() const noexcept { return tvpass_client_events_dropped(handle()); }

private:
    const tvpass_client *handle() const noexcept { return static_cast<const Self *>(this)->get(); }
};

}  // namespace detail

class client : public detail::client_functions<client> {
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
};

}  // namespace tvpass

#endif  // TVPASS_CLIENT_HPP
