// SPDX-License-Identifier: MIT OR Apache-2.0
//
// tvpass for C++17: RAII over tvpass.h, which says what each function and member means.
// Header-only; link the C library.
//
// Structures are those of tvpass.h: inputs are filled in, results are read in place and not copied.
// What has to be freed is an object that frees it: handles are classes that can be moved and not
// copied, results that are handed over (text, event) are smart pointers. One that was moved from is
// like NULL in tvpass.h. Threads are as there, where a `const T *` is a const member function here.
//
// Texts go in as std::string_view: str() makes a member of an input of one, which has to live until
// the input was used. They come out as tvpass_str, of which view() makes a std::string_view.
//
// What can fail returns tvpass::result<T>: ask has_value(), or let value() throw tvpass::error,
// which is a std::exception (without exceptions, value() ends the program). A result that nobody
// looks at is a warning.
//
//     auto input = tvpass_init<tvpass_logout_input>();
//     input.mvpd = tvpass::str(mvpd);
//     auto operation = tvpass::operation::logout(input).value();
//     for (const auto &header : tvpass::headers(*exchange.request())) { ... }
//
// Every function of tvpass.h is here; texts, lists and results are in tvpass_result.hpp.
#ifndef TVPASS_HPP
#define TVPASS_HPP

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "tvpass.h"
#include "tvpass_result.hpp"

namespace tvpass {

// The version of the library that is linked; that of the header is TVPASS_VERSION_MAJOR and its
// like.
inline std::string_view version() noexcept { return view(tvpass_version()); }

// A status as a word; empty for one that the library does not know.
inline std::string_view status_name(tvpass_status status) noexcept {
    return view(tvpass_status_name(status));
}

inline bool redirect_url_is_reached_by(std::string_view redirect_url,
                                       std::string_view navigation) noexcept {
    return tvpass_redirect_url_is_reached_by(str(redirect_url), str(navigation));
}

namespace detail {

template <typename T, void (*Free)(T *)>
struct deleter {
    void operator()(T *handle) const noexcept { Free(handle); }
};

template <typename T, void (*Free)(T *)>
using owned = std::unique_ptr<T, deleter<T, Free>>;

template <typename T, void (*Free)(T *)>
class handle {
public:
    using element_type = T;

    explicit handle(T *made) noexcept : handle_(made) {}
    const T *get() const noexcept { return handle_.get(); }
    T *get() noexcept { return handle_.get(); }

private:
    owned<T, Free> handle_;
};

// The pointer that C takes for something that may be left out.
template <typename Handle>
auto get(const Handle *optional) noexcept {
    return optional == nullptr ? nullptr : optional->get();
}

// Calls a C function that writes to an `out`, and wraps that.
template <typename Made, typename Function, typename... Arguments>
result<Made> make(Function function, Arguments... arguments) {
    typename Made::element_type *out = nullptr;
    tvpass_error *error = nullptr;
    if (function(arguments..., &out, &error) != TVPASS_STATUS_OK) {
        return error::adopt(error);
    }
    return Made(out);
}

// Calls a C function that has nothing to hand over.
template <typename Function, typename... Arguments>
result<done> act(Function function, Arguments... arguments) {
    tvpass_error *error = nullptr;
    if (function(arguments..., &error) != TVPASS_STATUS_OK) {
        return error::adopt(error);
    }
    return done{};
}

}  // namespace detail

// What is handed over: `text->text`, `event->kind`. Empty where there is none.
using text = detail::owned<tvpass_text, tvpass_text_free>;
using event = detail::owned<tvpass_event, tvpass_event_free>;
// For one playback: `token->serialized`. Send it, and let it go.
using media_token = detail::owned<tvpass_media_token, tvpass_media_token_free>;

// A resource in Media RSS.
inline result<text> mrss(const tvpass_mrss_input &input) {
    return detail::make<text>(tvpass_mrss_new, &input);
}

class site : public detail::handle<tvpass_site, tvpass_site_free> {
public:
    using handle::handle;
    static result<site> create(const tvpass_site_input &input) {
        return detail::make<site>(tvpass_site_new, &input);
    }
    // nullptr for a site that was moved from.
    const tvpass_site_description *describe() const noexcept { return tvpass_site_describe(get()); }
};

class access_token : public detail::handle<tvpass_access_token, tvpass_access_token_free> {
public:
    using handle::handle;
    static result<access_token> create(std::string_view text) {
        return detail::make<access_token>(tvpass_access_token_new, str(text));
    }
};

class response : public detail::handle<tvpass_response, tvpass_response_free> {
public:
    using handle::handle;
    static result<response> create(std::uint16_t status) {
        return detail::make<response>(tvpass_response_new, status);
    }
    std::uint16_t status() const noexcept { return tvpass_response_status(get()); }
    result<done> set_status(std::uint16_t status) {
        return detail::act(tvpass_response_set_status, get(), status);
    }
    result<done> add_header(std::string_view name, std::string_view value) {
        return detail::act(tvpass_response_add_header, get(), str(name), str(value));
    }
    result<done> add_header_line(std::string_view line) {
        return detail::act(tvpass_response_add_header_line, get(), str(line));
    }
    result<done> append_body(std::string_view data) {
        return detail::act(tvpass_response_append_body, get(), str(data));
    }
};

// What is asked of the service: one of these functions for each operation.
class operation : public detail::handle<tvpass_operation, tvpass_operation_free> {
public:
    using handle::handle;
    static result<operation> logout(const tvpass_logout_input &input) {
        return detail::make<operation>(tvpass_logout_new, &input);
    }
    static result<operation> logout_v1(const tvpass_logout_v1_input &input) {
        return detail::make<operation>(tvpass_logout_v1_new, &input);
    }
    static result<operation> configuration(const tvpass_configuration_input &input) {
        return detail::make<operation>(tvpass_configuration_new, &input);
    }
    static result<operation> create_session(const tvpass_create_session_input &input) {
        return detail::make<operation>(tvpass_create_session_new, &input);
    }
    static result<operation> resume_session(const tvpass_resume_session_input &input) {
        return detail::make<operation>(tvpass_resume_session_new, &input);
    }
    static result<operation> retrieve_session(const tvpass_retrieve_session_input &input) {
        return detail::make<operation>(tvpass_retrieve_session_new, &input);
    }
    static result<operation> profiles(const tvpass_profiles_input &input) {
        return detail::make<operation>(tvpass_profiles_new, &input);
    }
    static result<operation> profile_for_mvpd(const tvpass_profile_for_mvpd_input &input) {
        return detail::make<operation>(tvpass_profile_for_mvpd_new, &input);
    }
    static result<operation> profile_for_code(const tvpass_profile_for_code_input &input) {
        return detail::make<operation>(tvpass_profile_for_code_new, &input);
    }
    static result<operation> partner_request(const tvpass_partner_request_input &input) {
        return detail::make<operation>(tvpass_partner_request_new, &input);
    }
    static result<operation> partner_profile(const tvpass_partner_profile_input &input) {
        return detail::make<operation>(tvpass_partner_profile_new, &input);
    }
    static result<operation> preauthorize(const tvpass_preauthorize_input &input) {
        return detail::make<operation>(tvpass_preauthorize_new, &input);
    }
    static result<operation> authorize(const tvpass_authorize_input &input) {
        return detail::make<operation>(tvpass_authorize_new, &input);
    }
};

// The page at which a user signs in, to be opened or shown; nothing here requests it.
inline result<text> authenticate_url(const site &site, const tvpass_authenticate_input &input) {
    return detail::make<text>(tvpass_authenticate_url_new, site.get(), &input);
}

// What a successful answer says: nullptr where it is another operation's.
class outcome : public detail::handle<tvpass_outcome, tvpass_outcome_free> {
public:
    using handle::handle;
    const tvpass_logout *logout() const noexcept { return tvpass_outcome_logout(get()); }
    const tvpass_configuration *configuration() const noexcept {
        return tvpass_outcome_configuration(get());
    }
    const tvpass_session *session() const noexcept { return tvpass_outcome_session(get()); }
    const tvpass_session_details *session_details() const noexcept {
        return tvpass_outcome_session_details(get());
    }
    const tvpass_profiles *profiles() const noexcept { return tvpass_outcome_profiles(get()); }
    const tvpass_preauthorization_decisions *preauthorization_decisions() const noexcept {
        return tvpass_outcome_preauthorization_decisions(get());
    }
    const tvpass_authorization_decisions *authorization_decisions() const noexcept {
        return tvpass_outcome_authorization_decisions(get());
    }
    // Once, and only if the decision is a permit.
    result<media_token> take_media_token(std::string_view resource) {
        return detail::make<media_token>(tvpass_outcome_take_media_token, get(), str(resource));
    }
};

class exchange : public detail::handle<tvpass_exchange, tvpass_exchange_free> {
public:
    using handle::handle;
    static result<exchange> create(const operation &operation, const site &site,
                                   const access_token *access_token = nullptr) {
        return detail::make<exchange>(tvpass_exchange_new, operation.get(), site.get(),
                                      detail::get(access_token));
    }
    // nullptr for an exchange that was moved from.
    const tvpass_request *request() const noexcept { return tvpass_exchange_request(get()); }
    result<outcome> interpret(const response &response) const {
        return detail::make<outcome>(tvpass_exchange_interpret, get(), response.get());
    }
};

class call : public detail::handle<tvpass_call, tvpass_call_free> {
public:
    using handle::handle;
    // Until the next poll.
    const tvpass_step &poll(std::uint64_t now_ms) noexcept {
        return *tvpass_call_poll(get(), now_ms);
    }
    result<done> respond(std::uint64_t now_ms, const response &response) {
        return detail::act(tvpass_call_respond, get(), now_ms, response.get());
    }
    result<done> fail(std::uint64_t now_ms, tvpass_status what, tvpass_delivery delivery,
                      std::string_view message) {
        return detail::act(tvpass_call_fail, get(), now_ms, what, delivery, str(message));
    }
    result<done> persisted(std::uint64_t now_ms, bool success) {
        return detail::act(tvpass_call_persisted, get(), now_ms, success);
    }
    result<done> provide_token(std::uint64_t now_ms, const access_token &access_token,
                               std::uint64_t expires_in_s = TVPASS_LIFETIME_UNKNOWN) {
        return detail::act(tvpass_call_provide_token, get(), now_ms, access_token.get(),
                           expires_in_s);
    }
    result<done> token_failed(std::uint64_t now_ms, std::string_view reason) {
        return detail::act(tvpass_call_token_failed, get(), now_ms, str(reason));
    }
#if defined(TVPASS_HAS_FLOWS)
    // What the user did about what a flow presented.
    result<done> tell(std::uint64_t now_ms, const tvpass_tell_input &input) {
        return detail::act(tvpass_call_tell, get(), now_ms, &input);
    }
#endif
    result<done> cancel(std::uint64_t now_ms) {
        return detail::act(tvpass_call_cancel, get(), now_ms);
    }
    result<outcome> take_outcome() { return detail::make<outcome>(tvpass_call_take_outcome, get()); }
};

// How long a call may take: 60 s if nothing is said, and at least a millisecond.
using deadline = std::optional<std::chrono::milliseconds>;

namespace detail {

// In C, 0 stands for the default.
inline std::uint64_t milliseconds(deadline limit) noexcept {
    if (!limit) {
        return 0;
    }
    return limit->count() < 1 ? 1 : static_cast<std::uint64_t>(limit->count());
}

// What can be done with a client, whoever owns it.
template <typename Self>
class client_functions {
public:
    result<call> start(std::uint64_t now_ms, const operation &operation,
                       deadline deadline = std::nullopt) const {
        return make<call>(tvpass_client_start, self(), now_ms, operation.get(),
                          milliseconds(deadline));
    }
    bool is_registered() const noexcept { return tvpass_client_is_registered(self()); }
    result<done> forget_registration() const {
        return act(tvpass_client_forget_registration, self());
    }
    // Empty before the registration.
    result<text> state() const { return make<text>(tvpass_client_state, self()); }
    result<text> support_report(std::uint64_t now_ms) const {
        return make<text>(tvpass_client_support_report, self(), now_ms);
    }
    // The oldest one; empty if there is none.
    result<event> next_event() const { return make<event>(tvpass_client_next_event, self()); }
    std::uint64_t events_dropped() const noexcept { return tvpass_client_events_dropped(self()); }

private:
    const tvpass_client *self() const noexcept { return static_cast<const Self *>(this)->get(); }
};

}  // namespace detail

class client : public detail::handle<tvpass_client, tvpass_client_free>,
               public detail::client_functions<client> {
public:
    using handle::handle;
    static result<client> create(const site &site, const tvpass_client_config &config,
                                 const tvpass_start &start) {
        return detail::make<client>(tvpass_client_new, site.get(), &config, &start);
    }
};

#if defined(TVPASS_HAS_FLOWS)
// The user of one service provider, and where flows begin: each is a call, with steps to present.
class account : public detail::handle<tvpass_account, tvpass_account_free> {
public:
    using handle::handle;
    // Of a client, or of the one that a blocking client owns.
    template <typename Client>
    static result<account> create(const Client &client, const tvpass_account_settings &settings) {
        return detail::make<account>(tvpass_account_new, client.get(), &settings);
    }
    result<done> set_user(const tvpass_account_user &user) const {
        return detail::act(tvpass_account_set_user, get(), &user);
    }
    result<call> status() const { return detail::make<call>(tvpass_account_status, get()); }
    result<call> sign_in(const tvpass_sign_in_options &options) const {
        return detail::make<call>(tvpass_account_sign_in, get(), &options);
    }
    result<call> preauthorize(const tvpass_account_preauthorize_input &input) const {
        return detail::make<call>(tvpass_account_preauthorize, get(), &input);
    }
    result<call> authorize(const tvpass_account_authorize_input &input) const {
        return detail::make<call>(tvpass_account_authorize, get(), &input);
    }
    result<call> temporary_access_end(const outcome &played) const {
        return detail::make<call>(tvpass_account_temporary_access_end, get(), played.get());
    }
    // Of all MVPDs, or of one of several.
    result<call> sign_out(std::string_view mvpd = {}) const {
        return detail::make<call>(tvpass_account_sign_out, get(), str(mvpd));
    }
};
#endif

#if defined(TVPASS_HAS_FILE_STORE)
class state_file : public detail::handle<tvpass_state_file, tvpass_state_file_free> {
public:
    using handle::handle;
    static result<state_file> open(std::string_view path) {
        return detail::make<state_file>(tvpass_state_file_open, str(path));
    }
    // Empty if there is no file yet.
    result<text> load() const { return detail::make<text>(tvpass_state_file_load, get()); }
    result<done> save(std::string_view state) const {
        return detail::act(tvpass_state_file_save, get(), str(state));
    }
};
#endif

#if defined(TVPASS_HAS_UREQ)
class driver : public detail::handle<tvpass_driver, tvpass_driver_free> {
public:
    using handle::handle;
    static result<driver> create() {
        return detail::make<driver>(tvpass_driver_new, static_cast<tvpass_driver_settings *>(nullptr));
    }
    static result<driver> create(const tvpass_driver_settings &settings) {
        return detail::make<driver>(tvpass_driver_new, &settings);
    }
    // Less than nothing is nothing: then nothing is sent.
    result<response> send_blocking(const tvpass_request &request,
                                   std::chrono::milliseconds limit) const {
        const auto left = limit.count() < 0 ? 0 : static_cast<std::uint64_t>(limit.count());
        return detail::make<response>(tvpass_driver_send_blocking, get(), &request, left);
    }
    result<outcome> run_blocking(const operation &operation, const site &site,
                                 const access_token *access_token = nullptr) const {
        return detail::make<outcome>(tvpass_driver_run_blocking, get(), operation.get(), site.get(),
                                     detail::get(access_token));
    }
};

// Ends calls from another thread, and tells flows what the user does.
class cancellation : public detail::handle<tvpass_cancellation, tvpass_cancellation_free> {
public:
    using handle::handle;
    result<done> cancel() const { return detail::act(tvpass_cancellation_cancel, get()); }
#if defined(TVPASS_HAS_FLOWS)
    result<done> tell(const tvpass_tell_input &input) const {
        return detail::act(tvpass_cancellation_tell, get(), &input);
    }
#endif
};

// The client that a blocking client owns: until that is destroyed.
class client_view : public detail::client_functions<client_view> {
public:
    explicit client_view(const tvpass_client *handle) noexcept : handle_(handle) {}
    const tvpass_client *get() const noexcept { return handle_; }

private:
    const tvpass_client *handle_;
};

class blocking_client
    : public detail::handle<tvpass_blocking_client, tvpass_blocking_client_free> {
public:
    using handle::handle;
    static result<blocking_client> open(const site &site, const tvpass_client_config &config,
                                        const driver &driver, std::string_view state_file) {
        return detail::make<blocking_client>(tvpass_blocking_client_open, site.get(), &config,
                                             driver.get(), str(state_file));
    }
    // Registers again: the user's profiles are gone.
    static result<blocking_client> start_over(const site &site, const tvpass_client_config &config,
                                              const driver &driver, std::string_view state_file) {
        return detail::make<blocking_client>(tvpass_blocking_client_start_over, site.get(), &config,
                                             driver.get(), str(state_file));
    }
    client_view client() const noexcept { return client_view(tvpass_blocking_client_client(get())); }
    std::uint64_t now_ms() const noexcept { return tvpass_blocking_client_now_ms(get()); }
    result<outcome> run_blocking(const operation &operation, deadline deadline = std::nullopt,
                                 const cancellation *cancellation = nullptr) const {
        return detail::make<outcome>(tvpass_blocking_client_run_blocking, get(), operation.get(),
                                     detail::milliseconds(deadline), detail::get(cancellation));
    }
    // To the next thing to present, or to the end. Until the next poll.
    const tvpass_step &poll_blocking(call &call,
                                     const cancellation *cancellation = nullptr) const noexcept {
        return *tvpass_call_poll_blocking(call.get(), get(), detail::get(cancellation));
    }
    result<tvpass::cancellation> make_cancellation() const {
        return detail::make<tvpass::cancellation>(tvpass_cancellation_new, get());
    }
    // An error if the state could not be stored the last time.
    result<done> storage_error() const {
        return detail::act(tvpass_blocking_client_storage_error, get());
    }
};
#endif

}  // namespace tvpass

#endif  // TVPASS_HPP
