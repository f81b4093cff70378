// SPDX-License-Identifier: MIT OR Apache-2.0
//
// tvpass for C++17: RAII over tvpass.h, which says what each function means. Header-only; link the C library.
//
// Texts go in as std::string_view and come out as values. What can fail returns tvpass::result<T>: ask has_value(), or let value() throw
// tvpass::exception (without exceptions, it ends the program); a result that is not looked at is a warning. Objects are moved, not copied;
// one that was moved from is like NULL in tvpass.h. Threads are as in tvpass.h, where a `const T *` is a const member function here.
//
// Every function of tvpass.h is here. This file has the stateless layer; it includes tvpass_client.hpp (clients and calls) and, if the
// library has the built-in HTTP client, tvpass_driver.hpp.
#ifndef TVPASS_HPP
#define TVPASS_HPP

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#if defined(__cpp_exceptions)
#include <exception>
#endif

#include "tvpass.h"

namespace tvpass {

namespace detail {

template <typename T, void (*Free)(T *)>
struct deleter {
    void operator()(T *handle) const noexcept { Free(handle); }
};

template <typename T, void (*Free)(T *)>
using owned = std::unique_ptr<T, deleter<T, Free>>;

inline std::string copy(tvpass_str text) { return std::string(text.data, text.len); }

// A pointer that C accepts for an empty view, too.
inline const char *data(std::string_view text) noexcept { return text.data() == nullptr ? "" : text.data(); }

// A negative limit is none left.
inline std::uint64_t milliseconds(std::chrono::milliseconds limit) noexcept {
    return limit.count() < 0 ? 0 : static_cast<std::uint64_t>(limit.count());
}

}  // namespace detail

// The version of the library that is linked; that of this header is TVPASS_VERSION_MAJOR and its like.
inline std::string version() { return detail::copy(tvpass_version()); }

// A status as a word; empty for one that the library does not know.
inline std::string status_name(tvpass_status status) { return detail::copy(tvpass_status_name(status)); }

// Why something failed, as values.
class error {
public:
    // Takes over an error of the C library.
    static error adopt(tvpass_error *handle) {
        return error(std::shared_ptr<const tvpass_error>(
            handle, [](const tvpass_error *last) { tvpass_error_free(const_cast<tvpass_error *>(last)); }));
    }

    tvpass_status status() const noexcept { return tvpass_error_status(handle_.get()); }
    tvpass_status cause() const noexcept { return tvpass_error_cause(handle_.get()); }
    std::string name() const { return detail::copy(tvpass_error_name(handle_.get())); }
    std::string message() const { return detail::copy(tvpass_error_message(handle_.get())); }
    std::string advice() const { return detail::copy(tvpass_error_advice(handle_.get())); }
    std::string input() const { return detail::copy(tvpass_error_input(handle_.get())); }
    bool is_retryable() const noexcept { return tvpass_error_is_retryable(handle_.get()); }
    std::uint16_t http_status() const noexcept { return tvpass_error_http_status(handle_.get()); }
    std::chrono::milliseconds retry_after() const {
        return std::chrono::milliseconds(tvpass_error_retry_after_ms(handle_.get()));
    }
    std::string adobe_code() const { return detail::copy(tvpass_error_adobe_code(handle_.get())); }
    tvpass_error_action adobe_action() const noexcept { return tvpass_error_adobe_action(handle_.get()); }
    std::string adobe_action_text() const { return detail::copy(tvpass_error_adobe_action_text(handle_.get())); }
    std::string adobe_message() const { return detail::copy(tvpass_error_adobe_message(handle_.get())); }
    std::string adobe_details() const { return detail::copy(tvpass_error_adobe_details(handle_.get())); }
    std::string help_url() const { return detail::copy(tvpass_error_help_url(handle_.get())); }
    std::string trace() const { return detail::copy(tvpass_error_trace(handle_.get())); }
    std::string content_type() const { return detail::copy(tvpass_error_content_type(handle_.get())); }
    std::string body_head() const { return detail::copy(tvpass_error_body_head(handle_.get())); }

    const tvpass_error *get() const noexcept { return handle_.get(); }

private:
    explicit error(std::shared_ptr<const tvpass_error> handle) noexcept : handle_(std::move(handle)) {}

    // Shared, because exceptions are copied.
    std::shared_ptr<const tvpass_error> handle_;
};

#if defined(__cpp_exceptions)
class exception : public std::exception {
public:
    explicit exception(tvpass::error error) noexcept : error_(std::move(error)) {}

    // The error's message.
    const char *what() const noexcept override { return tvpass_error_message(error_.get()).data; }
    const tvpass::error &error() const noexcept { return error_; }

private:
    tvpass::error error_;
};
#endif

// A value, or why there is none.
template <typename T>
class [[nodiscard]] result {
public:
    result(T value) noexcept(std::is_nothrow_move_constructible_v<T>) : content_(std::move(value)) {}
    result(tvpass::error error) noexcept : content_(std::move(error)) {}

    bool has_value() const noexcept { return std::holds_alternative<T>(content_); }
    explicit operator bool() const noexcept { return has_value(); }

    T &value() & { return *checked(&content_); }
    const T &value() const & { return *checked(&content_); }
    T &&value() && { return std::move(*checked(&content_)); }
    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }

    template <typename U>
    T value_or(U &&other) && {
        return has_value() ? std::move(*std::get_if<T>(&content_)) : static_cast<T>(std::forward<U>(other));
    }

    // Only if there is no value.
    const tvpass::error &error() const {
        const auto *error = std::get_if<tvpass::error>(&content_);
        if (error == nullptr) {
            std::abort();
        }
        return *error;
    }

private:
    template <typename Content>
    auto checked(Content *content) const {
        auto *value = std::get_if<T>(content);
        if (value == nullptr) {
#if defined(__cpp_exceptions)
            throw exception(error());
#else
            std::abort();
#endif
        }
        return value;
    }

    std::variant<T, tvpass::error> content_;
};

// For what has no value.
using done = std::monostate;

namespace detail {

// Calls a C function that makes a handle, and wraps it.
template <typename Wrapper, typename Handle, typename Call>
result<Wrapper> make(Call call) {
    Handle *out = nullptr;
    tvpass_error *error = nullptr;
    if (call(&out, &error) != TVPASS_STATUS_OK) {
        return error::adopt(error);
    }
    return Wrapper(out);
}

// The same for a function that may have nothing to hand over.
template <typename Wrapper, typename Handle, typename Call>
result<std::optional<Wrapper>> make_optional(Call call) {
    Handle *out = nullptr;
    tvpass_error *error = nullptr;
    if (call(&out, &error) != TVPASS_STATUS_OK) {
        return error::adopt(error);
    }
    return out == nullptr ? std::optional<Wrapper>() : std::optional<Wrapper>(Wrapper(out));
}

template <typename Call>
result<done> act(Call call) {
    tvpass_error *error = nullptr;
    if (call(&error) != TVPASS_STATUS_OK) {
        return error::adopt(error);
    }
    return done{};
}

// A function that takes a handle and a text.
template <typename Handle>
result<done> set_text(tvpass_status (*function)(Handle *, const char *, std::size_t, tvpass_error **), Handle *handle,
                      std::string_view text) {
    return act([&](auto error) { return function(handle, data(text), text.size(), error); });
}

}  // namespace detail

#define TVPASS_HANDLE(name)                                                              \
public:                                                                                  \
    explicit name(tvpass_##name *handle) noexcept : handle_(handle) {}                   \
    const tvpass_##name *get() const noexcept { return handle_.get(); }                  \
    tvpass_##name *get() noexcept { return handle_.get(); }                              \
                                                                                         \
private:                                                                                 \
    detail::owned<tvpass_##name, tvpass_##name##_free> handle_;                          \
                                                                                         \
public:

class base {
    TVPASS_HANDLE(base)

    static result<base> from_environment(tvpass_environment environment) {
        return detail::make<base, tvpass_base>(
            [&](auto out, auto error) { return tvpass_base_new_from_environment(environment, out, error); });
    }
    static result<base> v1_from_environment(tvpass_environment environment) {
        return detail::make<base, tvpass_base>(
            [&](auto out, auto error) { return tvpass_base_new_v1_from_environment(environment, out, error); });
    }
    static result<base> from_url(std::string_view url) {
        return detail::make<base, tvpass_base>(
            [&](auto out, auto error) { return tvpass_base_new(detail::data(url), url.size(), out, error); });
    }
    std::string url() const { return detail::copy(tvpass_base_url(get())); }
};

class device_info {
    TVPASS_HANDLE(device_info)

    static result<device_info> create() { return detail::make<device_info, tvpass_device_info>(tvpass_device_info_new); }

    result<done> set(tvpass_device_key key, std::string_view value) {
        return detail::act([&](auto error) {
            return tvpass_device_info_set_text(get(), key, detail::data(value), value.size(), error);
        });
    }
    result<done> set_undocumented(tvpass_device_key key, std::string_view value) {
        return detail::act([&](auto error) {
            return tvpass_device_info_set_undocumented_text(get(), key, detail::data(value), value.size(), error);
        });
    }
    result<done> set_number(tvpass_device_key key, std::uint32_t value) {
        return detail::act([&](auto error) { return tvpass_device_info_set_number(get(), key, value, error); });
    }
};

class device {
    TVPASS_HANDLE(device)

    static result<device> from_os_identifier(const device_info &info, std::string_view identifier) {
        return detail::make<device, tvpass_device>([&](auto out, auto error) {
            return tvpass_device_new_from_os_identifier(info.get(), detail::data(identifier), identifier.size(), out,
                                                        error);
        });
    }
    static result<device> from_text(const device_info &info, std::string_view identifier) {
        return detail::make<device, tvpass_device>([&](auto out, auto error) {
            return tvpass_device_new_from_text(info.get(), detail::data(identifier), identifier.size(), out, error);
        });
    }
    std::string identifier() const { return detail::copy(tvpass_device_identifier(get())); }
    std::string identifier_header() const { return detail::copy(tvpass_device_identifier_header(get())); }
    std::string info_header() const { return detail::copy(tvpass_device_info_header(get())); }
    std::string info_json() const { return detail::copy(tvpass_device_info_json(get())); }
};

class redirect_url {
    TVPASS_HANDLE(redirect_url)

    static result<redirect_url> create(std::string_view url) {
        return detail::make<redirect_url, tvpass_redirect_url>(
            [&](auto out, auto error) { return tvpass_redirect_url_new(detail::data(url), url.size(), out, error); });
    }
    std::string text() const { return detail::copy(tvpass_redirect_url_text(get())); }
    bool is_reached_by(std::string_view navigation) const noexcept {
        return tvpass_redirect_url_is_reached_by(get(), detail::data(navigation), navigation.size());
    }
};

class extras {
    TVPASS_HANDLE(extras)

    static result<extras> create() { return detail::make<extras, tvpass_extras>(tvpass_extras_new); }

    result<done> subject_token(std::string_view text) {
        return detail::set_text(tvpass_extras_set_subject_token, get(), text);
    }
    result<done> roku_connect_token(std::string_view text) {
        return detail::set_text(tvpass_extras_set_roku_connect_token, get(), text);
    }
    result<done> service_token(std::string_view text) {
        return detail::set_text(tvpass_extras_set_service_token, get(), text);
    }
    result<done> visitor_identifier(std::string_view text) {
        return detail::set_text(tvpass_extras_set_visitor_identifier, get(), text);
    }
    result<done> forwarded_for(std::string_view text) {
        return detail::set_text(tvpass_extras_set_forwarded_for, get(), text);
    }
    result<done> user_agent(std::string_view text) {
        return detail::set_text(tvpass_extras_set_user_agent, get(), text);
    }
};

struct header {
    std::string name;
    std::string value;
    // As libcurl takes it: `name: value`.
    std::string line;
    // Keep it out of logs.
    bool is_secret;
};

// What to send, as values.
struct request {
    std::string method;
    std::string url;
    std::string body;
    std::vector<header> headers;

    static request from(const tvpass_request *handle) {
        request copy{detail::copy(tvpass_request_method(handle)), detail::copy(tvpass_request_url(handle)),
                     detail::copy(tvpass_request_body(handle)), {}};
        for (std::size_t i = 0; i < tvpass_request_header_count(handle); i++) {
            copy.headers.push_back({detail::copy(tvpass_request_header_name(handle, i)),
                                    detail::copy(tvpass_request_header_value(handle, i)),
                                    detail::copy(tvpass_request_header_line(handle, i)),
                                    tvpass_request_header_is_secret(handle, i)});
        }
        return copy;
    }
};

class response {
    TVPASS_HANDLE(response)

    static result<response> create(std::uint16_t status) {
        return detail::make<response, tvpass_response>(
            [&](auto out, auto error) { return tvpass_response_new(status, out, error); });
    }
    std::uint16_t status() const noexcept { return tvpass_response_status(get()); }
    result<done> set_status(std::uint16_t status) {
        return detail::act([&](auto error) { return tvpass_response_set_status(get(), status, error); });
    }
    result<done> add_header(std::string_view name, std::string_view value) {
        return detail::act([&](auto error) {
            return tvpass_response_add_header(get(), detail::data(name), name.size(), detail::data(value), value.size(),
                                              error);
        });
    }
    result<done> add_header_line(std::string_view line) {
        return detail::set_text(tvpass_response_add_header_line, get(), line);
    }
    result<done> append_body(std::string_view data) {
        return detail::act(
            [&](auto error) { return tvpass_response_append_body(get(), data.data(), data.size(), error); });
    }
};

// What is left to do about one profile.
struct remaining {
    tvpass_remaining what;
    std::size_t index;
};

struct profile {
    std::string key;
    std::string mvpd;
    tvpass_logout_action action;
    std::string action_name;
    std::string action_type;
    std::string url;
    std::string raw_url;
    tvpass_url_refusal url_refusal;
    bool contradicts_documentation;
    bool is_followed;
};

class logout {
    TVPASS_HANDLE(logout)

    std::size_t profile_count() const noexcept { return tvpass_logout_profile_count(get()); }
    tvpass::profile profile(std::size_t index) const {
        return {detail::copy(tvpass_logout_profile_key(get(), index)),
                detail::copy(tvpass_logout_profile_mvpd(get(), index)),
                tvpass_logout_profile_action(get(), index),
                detail::copy(tvpass_logout_profile_action_name(get(), index)),
                detail::copy(tvpass_logout_profile_action_type(get(), index)),
                detail::copy(tvpass_logout_profile_url(get(), index)),
                detail::copy(tvpass_logout_profile_raw_url(get(), index)),
                tvpass_logout_profile_url_refusal(get(), index),
                tvpass_logout_profile_contradicts_documentation(get(), index),
                tvpass_logout_profile_is_followed(get(), index)};
    }
    // The next thing to do; nothing if all is done.
    result<std::optional<tvpass::remaining>> remaining() const {
        tvpass::remaining next{TVPASS_REMAINING_UNKNOWN, 0};
        const auto asked = detail::act(
            [&](auto error) { return tvpass_logout_remaining(get(), &next.what, &next.index, error); });
        if (!asked) {
            return asked.error();
        }
        return next.what == TVPASS_REMAINING_DONE ? std::nullopt : std::optional<tvpass::remaining>(next);
    }
    result<done> mark_followed(std::size_t index) {
        return detail::act([&](auto error) { return tvpass_logout_mark_followed(get(), index, error); });
    }
};

// Where a user signs out of a TV provider at the system level.
struct partner_settings {
    // As in X-Device-Info.
    std::string os_name;
    // In English; show it in the user's language.
    std::vector<std::string> path;

    static std::vector<partner_settings> all() {
        std::vector<partner_settings> all;
        for (std::size_t system = 0; system < tvpass_partner_settings_count(); system++) {
            all.push_back({detail::copy(tvpass_partner_settings_os_name(system)), {}});
            for (std::size_t step = 0; step < tvpass_partner_settings_step_count(system); step++) {
                all.back().path.push_back(detail::copy(tvpass_partner_settings_step(system, step)));
            }
        }
        return all;
    }
};

}  // namespace tvpass

#include "tvpass_client.hpp"
#if defined(TVPASS_HAS_UREQ)
#include "tvpass_driver.hpp"
#endif

#undef TVPASS_HANDLE

#endif  // TVPASS_HPP
