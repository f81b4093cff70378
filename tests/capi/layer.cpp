// The C++ layer: every class, both ways of dealing with errors, moves. Built with and without
// exceptions, by two compilers.
#include <cstdio>
#include <fstream>
#include <string>
#include <type_traits>

#include "layer.hpp"

namespace {

using tvpass::str;
using tvpass::view;

unsigned long checks = 0;
unsigned long failures = 0;

template <typename T>
constexpr bool is_handle() {
    return std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T> &&
           !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
           std::is_nothrow_move_constructible_v<tvpass::result<T>>;
}

static_assert(is_handle<tvpass::site>() && is_handle<tvpass::access_token>() &&
              is_handle<tvpass::response>() && is_handle<tvpass::operation>() &&
              is_handle<tvpass::outcome>() && is_handle<tvpass::exchange>() &&
              is_handle<tvpass::client>() && is_handle<tvpass::call>() &&
              is_handle<tvpass::text>() && is_handle<tvpass::event>() &&
              is_handle<tvpass::state_file>());
// Errors are copied, and copying one cannot fail: what an exception needs.
static_assert(std::is_nothrow_copy_constructible_v<tvpass::error>);
static_assert(std::is_base_of_v<std::exception, tvpass::error>);

// A member of an input that would refer to a string which is gone does not compile.
template <typename T, typename = void>
constexpr bool is_a_member = false;
template <typename T>
constexpr bool is_a_member<T, std::void_t<decltype(str(std::declval<T>()))>> = true;
static_assert(is_a_member<const std::string &> && is_a_member<const char *>);
static_assert(is_a_member<std::string_view> && !is_a_member<std::string>);

tvpass_device_info a_device() {
    tvpass_device_info info = TVPASS_DEVICE_INFO_INIT;
    info.identifier = str("device-1");
    info.model = str("STB-1");
    info.version = str("1");
    info.os_name = str("FirmwareOS");
    info.allows_undocumented = true;
    info.os_version = str("6");
    info.connection_type = str("LAN");
    info.display_width = 1920;
    return info;
}

}  // namespace

void check(bool ok, const char *what, const char *file, int line) {
    checks++;
    if (!ok) {
        failures++;
        std::fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
    }
}

tvpass::result<tvpass::site> a_site(std::string_view base) {
    const auto device = a_device();
    auto input = tvpass_init<tvpass_site_input>();
    input.base = str(base);
    input.device_info = &device;
    return tvpass::site::create(input);
}

tvpass::response answer(std::uint16_t status, std::string_view body) {
    auto response = tvpass::response::create(0).value();
    CHECK(response.set_status(status).has_value());
    CHECK(response.status() == status);
    CHECK(response.add_header_line("Content-Type: application/json\r\n").has_value());
    CHECK(response.add_header("X-Other", std::string_view()).has_value());
    CHECK(response.append_body(std::string_view()).has_value());
    CHECK(response.append_body(body).has_value());
    return response;
}

namespace {

tvpass::result<tvpass::site> documented_site(tvpass_environment environment, bool is_v1) {
    const auto device = a_device();
    tvpass_site_input input = TVPASS_SITE_INPUT_INIT;
    input.environment = environment;
    input.is_v1 = is_v1;
    input.device_info = &device;
    return tvpass::site::create(input);
}

std::string_view base_of(const tvpass::site &site) { return view(site.describe()->base); }

tvpass_logout_input a_logout() {
    tvpass_logout_input input = TVPASS_LOGOUT_INPUT_INIT;
    input.service_provider = str("REF30");
    input.mvpd = str("A");
    input.redirect_url = str("myapp://bye");
    return input;
}

constexpr const char *REGISTERED =
    R"({"client_id":"id","client_secret":"secret","client_id_issued_at":1})";
constexpr const char *GRANTED =
    R"({"access_token":"token","expires_in":21600,"token_type":"bearer"})";
constexpr const char *LOGGED_OUT =
    R"({"logouts":{"A":{"actionName":"logout","actionType":"interactive","mvpd":"B","url":"/bye"},)"
    R"("C":{"actionName":"partner_logout","actionType":"partner_interactive","mvpd":"C"}}})";

void sites() {
    const auto site = a_site(HERE).value();
    const auto *described = site.describe();
    CHECK(view(described->device_identifier) == "device-1");
    CHECK(view(described->device_identifier_header) == "fingerprint ZGV2aWNlLTE=");
    CHECK(view(described->device_info_json).find("\"displayWidth\":1920") != std::string_view::npos);
    CHECK(!view(described->device_info_header).empty());
    auto device = a_device();
    device.identifier = str(std::string_view());
    device.os_identifier = str("serial");
    tvpass_site_input input = TVPASS_SITE_INPUT_INIT;
    input.device_info = &device;
    const auto hashed = tvpass::site::create(input).value();
    CHECK(view(hashed.describe()->device_identifier).size() == 64);
}

void errors() {
    const auto refused = a_site("http://example.com");
    CHECK(!refused && !refused.has_value());
    const tvpass::error error = refused.error();
    CHECK(error.status() == TVPASS_STATUS_INVALID_INPUT && error->cause == error.status());
    CHECK(view(error->name) == "invalid_input");
    CHECK(tvpass::status_name(error.status()) == view((*error).name));
    CHECK(view(error->field) == "base" && !error.message().empty() && error->advice.len > 0);
    CHECK(!error->is_retryable && error->http_status == 0 && error->retry_after_ms == 0);
    CHECK(tvpass::version() == "0.1.0");
    // Also where one could be moved it is copied, so that none is empty.
    tvpass::error copy = error;
    const tvpass::error moved = std::move(copy);
    // NOLINTNEXTLINE
    CHECK(copy.get() == error.get() && moved.message() == copy.what());
#if defined(__cpp_exceptions)
    bool thrown = false;
    try {
        (void)refused.value();
    } catch (const std::exception &failure) {
        thrown = failure.what() == error.message();
    }
    CHECK(thrown);
    // The exception outlives the result.
    try {
        (void)documented_site(99, false).value();
        CHECK(false);
    } catch (const tvpass::error &failure) {
        CHECK(failure.status() == TVPASS_STATUS_OUT_OF_RANGE);
    }
#endif
    auto fallback =
        a_site("nowhere").value_or(documented_site(TVPASS_ENVIRONMENT_PRODUCTION, false).value());
    CHECK(base_of(fallback) == "https://sp.auth.adobe.com");
}

void moves() {
    auto made = documented_site(TVPASS_ENVIRONMENT_STAGING, true);
    CHECK(base_of(*made) == "https://api.auth-staging.adobe.com");
    CHECK(made->describe() == made.value().describe());
    tvpass::site first = *std::move(made);
    const auto *handle = first.get();
    const tvpass::site second = std::move(first);
    CHECK(second.get() == handle);
    // NOLINTNEXTLINE: what was moved from is like NULL.
    CHECK(first.get() == nullptr && first.describe() == nullptr);
    tvpass_client_config config = TVPASS_CLIENT_CONFIG_INIT;
    config.app_supplies_tokens = true;
    const auto client = tvpass::client::create(first, config, tvpass_init<tvpass_start>());
    CHECK(!client && client.error().status() == TVPASS_STATUS_NULL_ARGUMENT);
    CHECK(view(client.error()->field) == "site");
    first = a_site("https://example.com").value();
    CHECK(base_of(first) == "https://example.com");
}

void exchanges() {
    CHECK(tvpass::redirect_url_is_reached_by("https://example.com/bye", "http://EXAMPLE.com/bye?x=1"));
    CHECK(!tvpass::redirect_url_is_reached_by("https://example.com/bye", std::string_view()));
    tvpass_extras extras = TVPASS_EXTRAS_INIT;
    extras.subject_token = str("s");
    extras.roku_connect_token = str("r");
    extras.service_token = str("t");
    extras.visitor_identifier = str("v");
    extras.forwarded_for = str("203.0.113.7");
    extras.user_agent = str("U/1");
    auto input = a_logout();
    input.redirect_url = str("https://example.com/bye");
    input.extras = &extras;
    const auto operation = tvpass::operation::logout(input).value();
    extras.forwarded_for = str("nowhere");
    CHECK(!tvpass::operation::logout(input).has_value());
    const auto site = a_site(HERE).value();
    const auto token = tvpass::access_token::create("token").value();
    CHECK(!tvpass::access_token::create("to ken").has_value());
    const auto exchange = tvpass::exchange::create(operation, site, &token).value();
    const auto &request = *exchange.request();
    CHECK(view(request.method) == "GET" && request.body.len == 0);
    CHECK(view(request.url) ==
          "http://127.0.0.1:1/api/v2/REF30/logout/A?redirectUrl=https%3A%2F%2Fexample.com%2Fbye");
    const auto headers = tvpass::headers(request);
    CHECK(headers.size() == 10 && headers[0].is_secret && !headers.empty());
    CHECK(view(headers[0].line) == "Authorization: Bearer token");
    std::size_t lines = 0;
    for (const auto &header : headers) {
        const auto line = std::string(view(header.name)) + ": " + std::string(view(header.value));
        CHECK(view(header.line) == line);
        lines++;
    }
    CHECK(lines == headers.size());

    auto outcome = exchange.interpret(answer(200, LOGGED_OUT)).value();
    const auto &logout = *outcome.logout();
    CHECK(tvpass::profiles(logout).size() == 2);
    const auto &profile = tvpass::profiles(logout)[0];
    CHECK(view(profile.key) == "A" && view(profile.mvpd) == "B");
    CHECK(profile.action == TVPASS_LOGOUT_ACTION_OPEN_URL);
    CHECK(view(profile.action_name) == "logout" && view(profile.action_type) == "interactive");
    CHECK(view(profile.url) == "http://127.0.0.1:1/bye" && profile.raw_url.len == 0);
    CHECK(profile.url_refusal == TVPASS_URL_REFUSAL_UNKNOWN && !profile.contradicts_documentation);
    const tvpass_follow_up_kind expected[] = {TVPASS_FOLLOW_UP_OPEN_URL,
                                              TVPASS_FOLLOW_UP_PARTNER_SIGN_OUT};
    std::size_t followed = 0;
    for (const auto &follow_up : tvpass::follow_ups(logout)) {
        CHECK(followed < 2 && follow_up.kind == expected[followed]);
        CHECK(follow_up.profile == &tvpass::profiles(logout)[followed]);
        const bool opens = follow_up.kind == TVPASS_FOLLOW_UP_OPEN_URL;
        CHECK(view(follow_up.url) == (opens ? "http://127.0.0.1:1/bye" : ""));
        const auto settings = tvpass::settings(follow_up);
        CHECK(settings.size() == (opens ? 0 : 2) && settings.empty() == opens);
        if (!opens) {
            CHECK(view(settings[0].os_name) == "tvOS" && settings[0].step_count == 3);
            CHECK(view(settings[0].steps[2]) == "TV Provider");
        }
        followed++;
    }
    CHECK(followed == 2);
    const auto away = std::move(outcome);
    // NOLINTNEXTLINE: that all is done is not what it says then.
    CHECK(outcome.logout() == nullptr && away.logout() == &logout);
    const auto none = exchange.interpret(answer(200, R"({"logouts":{}})")).value();
    CHECK(tvpass::follow_ups(*none.logout()).empty());
    for (const auto &follow_up : tvpass::follow_ups(*none.logout())) {
        CHECK(follow_up.kind == TVPASS_FOLLOW_UP_UNKNOWN && false);
    }

    const auto failed = exchange.interpret(
        answer(403, R"({"action":"retry","status":403,"code":"c","message":"m","details":"d",)"
                    R"("helpUrl":"https://h.example","trace":"T"})"));
    const auto &error = failed.error();
    CHECK(error->is_retryable && error->http_status == 403 && view(error->adobe_code) == "c");
    CHECK(error->action == TVPASS_ERROR_ACTION_RETRY && view(error->action_text) == "retry");
    CHECK(view(error->adobe_message) == "m" && view(error->details) == "d");
    CHECK(view(error->trace) == "T" && view(error->help_url) == "https://h.example");
    const auto unreadable = exchange.interpret(answer(200, "<html>"));
    CHECK(view(unreadable.error()->content_type) == "application/json");
    CHECK(view(unreadable.error()->body_head) == "<html>");
}

void legacy_operation() {
    tvpass_extras extras = TVPASS_EXTRAS_INIT;
    extras.user_agent = str("U/1");
    tvpass_logout_v1_input input = TVPASS_LOGOUT_V1_INPUT_INIT;
    input.requestor = str("REF30");
    input.device_type = str("stb");
    input.device_user = str("u");
    input.app_id = str("a");
    input.extras = &extras;
    const auto operation = tvpass::operation::logout_v1(input).value();
    const auto site = documented_site(TVPASS_ENVIRONMENT_PRODUCTION, true).value();
    const auto exchange = tvpass::exchange::create(operation, site).value();
    CHECK(view(exchange.request()->method) == "DELETE");
    CHECK(view(exchange.request()->url).find("&deviceType=stb&deviceUser=u&appId=a") !=
          std::string_view::npos);
    auto response = answer(204, "");
    const auto outcome = exchange.interpret(response);
    CHECK(outcome.has_value() && outcome->logout() == nullptr);
    CHECK(response.set_status(500).has_value());
    CHECK(!exchange.interpret(response).has_value());
}

tvpass_client_config a_config() {
    tvpass_client_config config = TVPASS_CLIENT_CONFIG_INIT;
    config.software_statement = str("eyJhbGciOiJub25lIn0.e30.c2ln");
    config.event_queue = 16;
    return config;
}

tvpass::client a_client(const tvpass_client_config &config, std::uint64_t now_ms,
                        tvpass_str state = {}) {
    tvpass_start start = TVPASS_START_INIT;
    start.state = state;
    start.now_ms = now_ms;
    start.seed = 1;
    return tvpass::client::create(a_site(HERE).value(), config, start).value();
}

void calls() {
    const auto client = a_client(a_config(), 1000);
    CHECK(!client.is_registered() && client.state().value() == nullptr);
    const auto operation = tvpass::operation::logout(a_logout()).value();
    auto call = client.start(1000, operation, std::chrono::seconds(5)).value();
    const char *const answers[] = {REGISTERED, GRANTED, LOGGED_OUT};
    std::size_t sent = 0;
    std::size_t stored = 0;
    for (;;) {
        const auto &step = call.poll(1000);
        CHECK(step.call == 1 && step.deadline_ms == 6000);
        CHECK(!step.registration_was_lost && !step.token_rejected);
        if (step.kind == TVPASS_STEP_DONE) {
            break;
        }
        if (step.kind == TVPASS_STEP_SEND && sent < 3) {
            const auto *request = step.request;
            const std::string url(view(request->url));
            CHECK(step.timeout_ms == 5000);
            const auto &waiting = call.poll(1000);
            CHECK(waiting.kind == TVPASS_STEP_WAIT && waiting.wait_until_ms == 6000);
            CHECK(waiting.wait_reason == TVPASS_WAIT_ANSWER);
            CHECK(waiting.request == request && view(request->url) == url);
            const auto body = answers[sent++];
            CHECK(call.respond(1000, answer(sent == 3 ? 200 : 201, body)).has_value());
        } else {
            CHECK(step.kind == TVPASS_STEP_PERSIST);
            CHECK(view(step.state) == view(client.state().value()->text));
            CHECK(call.persisted(1000, true).has_value());
            stored++;
        }
    }
    CHECK(sent == 3 && stored == 2);
    CHECK(tvpass::profiles(*call.take_outcome().value().logout()).size() == 2);
    CHECK(call.take_outcome().error().status() == TVPASS_STATUS_OUT_OF_ORDER);
    CHECK(client.is_registered());
    const auto state = client.state().value();
    const auto again = a_client(a_config(), 0, state->text);
    CHECK(again.is_registered());
    CHECK(again.forget_registration().has_value() && !again.is_registered());
    CHECK(view(client.support_report(1000).value()->text).find("GET logout") !=
          std::string_view::npos);

    const std::string names[] = {"registration", "token", "logout"};
    std::size_t requests = 0;
    while (const auto event = client.next_event().value()) {
        CHECK(event->at_ms == 1000 && event->call == 1 && event->text.len > 0);
        CHECK(event->attempt == 0 && event->wait_reason == TVPASS_WAIT_UNKNOWN);
        CHECK(event->delivery == TVPASS_DELIVERY_UNKNOWN && event->adobe_code.len == 0 && event->trace.len == 0);
        if (event->kind == TVPASS_EVENT_REQUEST) {
            CHECK(event->purpose == TVPASS_PURPOSE_REGISTER + static_cast<tvpass_purpose>(requests));
            CHECK(view(event->method) == (requests == 2 ? "GET" : "POST"));
            CHECK(view(event->operation) == names[requests]);
            requests++;
        } else if (event->kind == TVPASS_EVENT_ANSWER) {
            CHECK(event->http_status / 100 == 2 && event->status == TVPASS_STATUS_OK);
            CHECK(event->duration_ms == 0);
        }
    }
    CHECK(requests == 3 && client.events_dropped() == 0);
}

void app_tokens() {
    tvpass_client_config config = TVPASS_CLIENT_CONFIG_INIT;
    config.app_supplies_tokens = true;
    const auto client = a_client(config, 0);
    const auto operation = tvpass::operation::logout(a_logout()).value();
    auto call = client.start(0, operation).value();
    CHECK(call.poll(0).kind == TVPASS_STEP_PROVIDE_TOKEN && call.poll(0).deadline_ms == 60000);
    CHECK(call.provide_token(0, tvpass::access_token::create("token").value()).has_value());
    CHECK(call.poll(0).kind == TVPASS_STEP_SEND);
    CHECK(call.fail(0, TVPASS_STATUS_TRANSPORT_DNS, TVPASS_DELIVERY_NOT_SENT, std::string_view()).has_value());
    CHECK(call.poll(0).kind == TVPASS_STEP_WAIT);
    CHECK(call.cancel(0).has_value() && call.poll(0).kind == TVPASS_STEP_DONE);
    CHECK(call.take_outcome().error().status() == TVPASS_STATUS_CANCELLED);
    // No time is not the default, which 0 is in C.
    for (const std::uint64_t now : {7, 8}) {
        const std::chrono::milliseconds none(now == 7 ? -1 : 0);
        auto late = client.start(now, operation, none).value();
        CHECK(late.poll(now).deadline_ms == now + 1);
        CHECK(late.poll(now + 1).kind == TVPASS_STEP_DONE);
        CHECK(late.take_outcome().error().status() == TVPASS_STATUS_DEADLINE_EXCEEDED);
    }
    // A call lives on without its client.
    auto lonely = a_client(config, 0).start(0, operation).value();
    CHECK(lonely.poll(0).kind == TVPASS_STEP_PROVIDE_TOKEN);
    CHECK(lonely.token_failed(0, "none").has_value());
    CHECK(lonely.poll(0).status == TVPASS_STATUS_TOKEN_SOURCE_FAILED);
}

constexpr const char *FILE_NAME = "state-of-the-layer-tests";

void state_files() {
    std::remove(FILE_NAME);
    {
        const auto file = tvpass::state_file::open(FILE_NAME).value();
        CHECK(file.load().value() == nullptr);
        CHECK(file.save("a state").has_value());
        CHECK(view(file.load().value()->text) == "a state");
        CHECK(file.save(std::string_view()).error().status() == TVPASS_STATUS_INVALID_INPUT);
        const auto second = tvpass::state_file::open(FILE_NAME);
        CHECK(second.error().status() == TVPASS_STATUS_STORAGE_IN_USE);
    }
    CHECK(tvpass::state_file::open(FILE_NAME).has_value());
    std::remove(FILE_NAME);
}

#if defined(TVPASS_HAS_UREQ)
static_assert(is_handle<tvpass::driver>() && is_handle<tvpass::blocking_client>() &&
              is_handle<tvpass::cancellation>());

void blocking() {
    tvpass_driver_settings settings = TVPASS_DRIVER_SETTINGS_INIT;
    settings.connect_timeout_ms = 1000;
    settings.total_timeout_ms = 2000;
    settings.max_response_bytes = 1000;
    settings.root_certificates_pem = str("no certificate");
    CHECK(tvpass::driver::create(settings).error().status() == TVPASS_STATUS_INVALID_INPUT);
    settings.root_certificates_pem = {};
    const auto driver = tvpass::driver::create(settings).value();
    CHECK(tvpass::driver::create().has_value());
    // Nothing listens at port 1.
    const auto site = a_site(HERE).value();
    const auto operation = tvpass::operation::logout(a_logout()).value();
    const auto token = tvpass::access_token::create("token").value();
    const auto exchange = tvpass::exchange::create(operation, site, &token).value();
    const auto refused = driver.send_blocking(*exchange.request(), std::chrono::minutes(1));
    CHECK(refused.error().status() == TVPASS_STATUS_TRANSPORT_CONNECT);
    CHECK(refused.error()->delivery == TVPASS_DELIVERY_NOT_SENT);
    const auto none = std::chrono::milliseconds(-1);
    CHECK(driver.send_blocking(*exchange.request(), none).error().status() == TVPASS_STATUS_TRANSPORT_TIMEOUT);
    CHECK(driver.run_blocking(operation, site, &token).error().status() == TVPASS_STATUS_TRANSPORT_CONNECT);
    tvpass_logout_v1_input input = TVPASS_LOGOUT_V1_INPUT_INIT;
    input.requestor = str("REF30");
    const auto legacy = tvpass::operation::logout_v1(input).value();
    CHECK(driver.run_blocking(legacy, site).error().status() == TVPASS_STATUS_TRANSPORT_CONNECT);

    const auto config = a_config();
    std::remove(FILE_NAME);
    {
        const auto client = tvpass::blocking_client::open(site, config, driver, FILE_NAME).value();
        const auto cancellation = client.make_cancellation().value();
        CHECK(cancellation.cancel().has_value());
        const auto outcome = client.run_blocking(operation, std::nullopt, &cancellation);
        CHECK(outcome.error().status() == TVPASS_STATUS_CANCELLED);
        CHECK(client.storage_error().has_value());
        CHECK(!client.client().is_registered() && client.client().state().value() == nullptr);
        const auto report = client.client().support_report(client.now_ms()).value();
        CHECK(view(report->text).find("POST") == std::string_view::npos);
        const auto second = tvpass::blocking_client::open(site, config, driver, FILE_NAME);
        CHECK(second.error().status() == TVPASS_STATUS_STORAGE_IN_USE);
    }
    std::ofstream(FILE_NAME) << "no state";
    const auto corrupt = tvpass::blocking_client::open(site, config, driver, FILE_NAME);
    CHECK(corrupt.error().status() == TVPASS_STATUS_STATE_CORRUPT);
    CHECK(tvpass::blocking_client::start_over(site, config, driver, FILE_NAME).has_value());
    std::remove(FILE_NAME);
}
#endif

}  // namespace

int main() {
    sites();
    errors();
    moves();
    exchanges();
    operations();
    flows();
    legacy_operation();
    calls();
    app_tokens();
    state_files();
#if defined(TVPASS_HAS_UREQ)
    blocking();
#endif
    std::printf("%lu checks, %lu failed\n", checks, failures);
    return failures == 0 && checks > 0 ? 0 : 1;
}
