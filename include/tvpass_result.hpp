// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What the functions of tvpass.hpp take and return besides handles: texts, lists, and a value or
// why there is none. Included by tvpass.hpp.
#ifndef TVPASS_RESULT_HPP
#define TVPASS_RESULT_HPP

#include <cstddef>
#include <cstdlib>
#include <exception>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "tvpass.h"

namespace tvpass {

// A text as an argument or a member: a view of `text`.
inline tvpass_str str(std::string_view text) noexcept { return {text.data(), text.size()}; }
// Of a string that is gone at the end of the statement.
template <typename T, std::enable_if_t<std::is_same_v<T, std::string>, int> = 0>
tvpass_str str(T &&text) = delete;

// The contents of a text of the library's. They live as long as what they belong to.
inline std::string_view view(tvpass_str text) noexcept { return {text.data, text.len}; }

// Why something failed. Its members are behind `->`. Copies share them.
class error : public std::exception {
public:
    // Takes over an error of the C library.
    static error adopt(tvpass_error *made) { return error(made); }
    // Copied, also where it could be moved: none is ever empty.
    error(const error &) noexcept = default;
    error &operator=(const error &) noexcept = default;

    tvpass_status status() const noexcept { return handle_->status; }
    std::string_view message() const noexcept { return view(handle_->message); }
    const char *what() const noexcept override { return handle_->message.data; }
    const tvpass_error *get() const noexcept { return handle_.get(); }
    const tvpass_error *operator->() const noexcept { return handle_.get(); }
    const tvpass_error &operator*() const noexcept { return *handle_; }

private:
    explicit error(tvpass_error *made) : handle_(made, tvpass_error_free) {}

    // Shared, since what is thrown is copied.
    std::shared_ptr<const tvpass_error> handle_;
};

// A value, or why there is none.
template <typename T>
class [[nodiscard]] result {
public:
    result(T value) noexcept(std::is_nothrow_move_constructible_v<T>)
        : content_(std::in_place_index<0>, std::move(value)) {}
    result(const tvpass::error &error) noexcept : content_(std::in_place_index<1>, error) {}

    bool has_value() const noexcept { return content_.index() == 0; }
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
        return has_value() ? std::move(*std::get_if<0>(&content_))
                           : static_cast<T>(std::forward<U>(other));
    }

    // Only if there is no value: ends the program otherwise.
    const tvpass::error &error() const {
        const auto *error = std::get_if<1>(&content_);
        if (error == nullptr) {
            std::abort();
        }
        return *error;
    }

private:
    template <typename Content>
    auto checked(Content *content) const {
        auto *value = std::get_if<0>(content);
        if (value == nullptr) {
#if defined(__cpp_exceptions)
            throw error();
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

// A list of the library's: an array of pointers, seen as what they point to.
template <typename T>
class list {
public:
    class iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using pointer = const T *;
        using reference = const T &;

        iterator() noexcept = default;
        explicit iterator(const T *const *at) noexcept : at_(at) {}
        reference operator*() const noexcept { return **at_; }
        pointer operator->() const noexcept { return *at_; }
        iterator &operator++() noexcept { return ++at_, *this; }
        iterator operator++(int) noexcept { return iterator(at_++); }
        bool operator==(const iterator &other) const noexcept { return at_ == other.at_; }
        bool operator!=(const iterator &other) const noexcept { return at_ != other.at_; }

    private:
        const T *const *at_ = nullptr;
    };

    list(const T *const *items, std::size_t count) noexcept : items_(items), count_(count) {}
    std::size_t size() const noexcept { return count_; }
    bool empty() const noexcept { return count_ == 0; }
    const T &operator[](std::size_t index) const noexcept { return *items_[index]; }
    iterator begin() const noexcept { return iterator(items_); }
    iterator end() const noexcept { return iterator(count_ == 0 ? items_ : items_ + count_); }

private:
    const T *const *items_;
    std::size_t count_;
};

inline list<tvpass_header> headers(const tvpass_request &request) noexcept {
    return {request.headers, request.header_count};
}
inline list<tvpass_logout_profile> profiles(const tvpass_logout &logout) noexcept {
    return {logout.profiles, logout.profile_count};
}
inline list<tvpass_follow_up> follow_ups(const tvpass_logout &logout) noexcept {
    return {logout.follow_ups, logout.follow_up_count};
}
inline list<tvpass_partner_settings> settings(const tvpass_follow_up &follow_up) noexcept {
    return {follow_up.settings, follow_up.settings_count};
}
inline list<tvpass_mvpd> mvpds(const tvpass_configuration &configuration) noexcept {
    return {configuration.mvpds, configuration.mvpd_count};
}
inline list<tvpass_domain> domains(const tvpass_configuration &configuration) noexcept {
    return {configuration.domains, configuration.domain_count};
}
// Of a session, of what a code names, of a code on a screen, or of an obstacle.
template <typename Session>
list<tvpass_session_parameter> missing_parameters(const Session &session) noexcept {
    return {session.missing_parameters, session.missing_parameter_count};
}
inline list<tvpass_profile> profiles(const tvpass_profiles &profiles) noexcept {
    return {profiles.profiles, profiles.profile_count};
}
inline list<tvpass_attribute> attributes(const tvpass_profile &profile) noexcept {
    return {profile.attributes, profile.attribute_count};
}
inline list<tvpass_attribute_member> members(const tvpass_attribute &attribute) noexcept {
    return {attribute.members, attribute.member_count};
}
inline list<tvpass_preauthorization_decision>
decisions(const tvpass_preauthorization_decisions &decisions) noexcept {
    return {decisions.decisions, decisions.decision_count};
}
inline list<tvpass_authorization_decision>
decisions(const tvpass_authorization_decisions &decisions) noexcept {
    return {decisions.decisions, decisions.decision_count};
}
inline list<tvpass_mvpd> providers(const tvpass_presented &presented) noexcept {
    return {presented.providers, presented.provider_count};
}
inline list<tvpass_lock> locks(const tvpass_presented &presented) noexcept {
    return {presented.locks, presented.lock_count};
}
inline list<tvpass_logout> logouts(const tvpass_presented &presented) noexcept {
    return {presented.logouts, presented.logout_count};
}
inline list<tvpass_profile> profiles(const tvpass_sign_in_status &status) noexcept {
    return {status.profiles, status.profile_count};
}
inline list<tvpass_partner_settings> settings(const tvpass_partner_step &step) noexcept {
    return {step.settings, step.settings_count};
}
// The decision about a resource, as it was asked for; nullptr is no answer: neither yes nor no.
template <typename Decisions>
auto decision_about(const Decisions &all, std::string_view resource) noexcept {
    const auto list = decisions(all);
    for (const auto &decision : list) {
        if (tvpass_is_same_resource(str(resource), decision.resource)) {
            return &decision;
        }
    }
    return static_cast<decltype(&list[0])>(nullptr);
}

}  // namespace tvpass

#endif  // TVPASS_RESULT_HPP
