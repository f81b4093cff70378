// The C++ layer: every class, both ways of dealing with errors, moves. Built with and without exceptions, by two compilers.
#include <cstdio>
#include <fstream>
#include <type_traits>

#include "tvpass.hpp"

namespace {

unsigned long checks = 0;
unsigned long failures = 0;

void check(bool ok, const char *what, int line) {
    checks++;
    if (!ok) {
        failures++;
        std::fprintf(stderr, "layer.cpp:%d: failed: %s\n", line, what);
    }
}

#define CHECK(...) check((__VA_ARGS__), #__VA_ARGS__, __LINE__)

template <typename T>
constexpr bool is_handle() {
    return std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T> &&
           !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
           std::is_nothrow_move_constructible_v<tvpass::result<T>>;
}

static_assert(is_handle<tvpass::base>() && is_handle<tvpass::device_info>() && is_handle<tvpass::device>() &&
              is_handle<tvpass::redirect_url>() && is_handle<tvpass::extras>() && is_handle<tvpass::response>() &&
              is_handle<tvpass::logout>() && is_handle<tvpass::owned_request>() &&
              is_handle<tvpass::logout_operation>() && is_handle<tvpass::logout_v1_operation>() &&
              is_handle<tvpass::client_config>() && is_handle<tvpass::client>() &&
              is_handle<tvpass::logout_parameters>() && is_handle<tvpass::call>() && is_handle<tvpass::event>());
// Errors are copied, and copying one cannot fail: what an exception needs.
static_assert(std::is_nothrow_copy_constructible_v<tvpass::error>);
#if defined(__cpp_exceptions)
static_assert(std::is_nothrow_copy_constructible_v<tvpass::exception>);
static_assert(std::is_base_of_v<std::exception, tvpass::exception>);
#endif

tvpass::device a_device() {
    auto info = tvpass::device_info::create().value();
    CHECK(info.set(TVPASS_DEVICE_KEY_MODEL, "STB-1").has_value());
    CHECK(info.set(TVPASS_DEVICE_KEY_VERSION, "1").has_value());
    CHECK(info.set_undocumented(TVPASS_DEVICE_KEY_OS_NAME, "FirmwareOS").has_value());
    CHECK(info.set(TVPASS_DEVICE_KEY_OS_VERSION, "6").has_value());
    CHECK(info.set(TVPASS_DEVICE_KEY_CONNECTION_TYPE, "LAN").has_value());
    CHECK(info.set_number(TVPASS_DEVICE_KEY_DISPLAY_WIDTH, 1920).has_value());
    auto device = tvpass::device::from_text(info, "device-1").value();
    CHECK(device.identifier() == "device-1");
    CHECK(device.identifier_header() == "fingerprint ZGV2aWNlLTE=");
    CHECK(device.info_json().find("\"displayWidth\":1920") != std::string::npos);
    CHECK(!device.info_header().empty());
    CHECK(tvpass::device::from_os_identifier(info, "serial").value().identifier().size() == 64);
    return device;
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

constexpr const char *REGISTERED = R"({"client_id":"id","client_secret":"secret","client_id_issued_at":1})";
constexpr const char *GRANTED = R"({"access_token":"token","expires_in":21600,"token_type":"bearer"})";
constexpr const char *LOGGED_OUT =
    R"({"logouts":{"A":{"actionName":"logout","actionType":"interactive","mvpd":"B","url":"/bye"},)"
    R"("C":{"actionName":"partner_logout","actionType":"partner_interactive","mvpd":"C"}}})";

void errors() {
    const auto refused = tvpass::base::from_url("http://example.com");
    CHECK(!refused && !refused.has_value());
    const tvpass::error error = refused.error();
    CHECK(error.status() == TVPASS_STATUS_INVALID_INPUT && error.cause() == error.status());
    CHECK(error.name() == "invalid_input" && tvpass::status_name(error.status()) == error.name());
    CHECK(error.input() == "base" && !error.message().empty() && !error.advice().empty());
    CHECK(!error.is_retryable() && error.http_status() == 0 && error.retry_after().count() == 0);
    CHECK(tvpass::version() == "0.1.0");
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
        (void)tvpass::base::from_environment(TVPASS_ENVIRONMENT_UNKNOWN).value();
        CHECK(false);
    } catch (const tvpass::exception &failure) {
        CHECK(failure.error().status() == TVPASS_STATUS_OUT_OF_RANGE);
    }
#endif
    auto fallback = tvpass::base::from_url("nowhere").value_or(
        tvpass::base::from_environment(TVPASS_ENVIRONMENT_PRODUCTION).value());
    CHECK(fallback.url() == "https://sp.auth.adobe.com");
}

void moves() {
    auto base = tvpass::base::v1_from_environment(TVPASS_ENVIRONMENT_STAGING);
    CHECK(base->url() == "https://api.auth-staging.adobe.com" && (*base).url() == base.value().url());
    tvpass::base first = *std::move(base);
    const auto *handle = first.get();
    const tvpass::base second = std::move(first);
    CHECK(second.get() == handle);
    // NOLINTNEXTLINE: what was moved from is like NULL.
    CHECK(first.get() == nullptr && first.url().empty());
    const auto device = a_device();
    const auto config = tvpass::client_config::with_app_tokens(first, device);
    CHECK(!config && config.error().status() == TVPASS_STATUS_NULL_ARGUMENT && config.error().input() == "base");
    first = tvpass::base::from_url("https://example.com").value();
    CHECK(first.url() == "https://example.com");
}

void operations() {
    const auto base = tvpass::base::from_url("http://127.0.0.1:1").value();
    const auto redirect_url = tvpass::redirect_url::create("https://example.com/bye").value();
    CHECK(redirect_url.text() == "https://example.com/bye");
    CHECK(redirect_url.is_reached_by("http://EXAMPLE.com/bye?x=1") && !redirect_url.is_reached_by(std::string_view()));
    auto extras = tvpass::extras::create().value();
    CHECK(extras.subject_token("s").has_value() && extras.roku_connect_token("r").has_value());
    CHECK(extras.service_token("t").has_value() && extras.visitor_identifier("v").has_value());
    CHECK(extras.forwarded_for("203.0.113.7").has_value() && extras.user_agent("U/1").has_value());
    CHECK(!extras.forwarded_for("nowhere").has_value());
    const auto device = a_device();
    const auto operation =
        tvpass::logout_operation::create(base, device, "REF30", "A", redirect_url, &extras).value();
    const auto request = operation.request("token").value();
    const auto values = request.values();
    CHECK(values.method == "GET" && values.body.empty());
    CHECK(values.url == "http://127.0.0.1:1/api/v2/REF30/logout/A?redirectUrl=https%3A%2F%2Fexample.com%2Fbye");
    CHECK(values.headers.size() == 10 && values.headers[0].is_secret);
    CHECK(values.headers[0].line == "Authorization: Bearer token");
    CHECK(values.headers[0].line == values.headers[0].name + ": " + values.headers[0].value);
    auto logout = tvpass::logout_operation::interpret(request, answer(200, LOGGED_OUT)).value();
    CHECK(logout.profile_count() == 2);
    auto profile = logout.profile(0);
    CHECK(profile.key == "A" && profile.mvpd == "B" && profile.action == TVPASS_LOGOUT_ACTION_OPEN_URL);
    CHECK(profile.action_name == "logout" && profile.action_type == "interactive");
    CHECK(profile.url == "http://127.0.0.1:1/bye" && profile.raw_url.empty());
    CHECK(profile.url_refusal == TVPASS_URL_REFUSAL_UNKNOWN && !profile.contradicts_documentation);
    const tvpass_remaining expected[] = {TVPASS_REMAINING_OPEN_URL, TVPASS_REMAINING_PARTNER_SIGN_OUT};
    std::size_t followed = 0;
    while (const auto next = logout.remaining().value()) {
        CHECK(followed < 2 && next->index == followed && next->what == expected[followed]);
        CHECK(!logout.profile(next->index).is_followed);
        CHECK(logout.mark_followed(next->index).has_value());
        CHECK(logout.profile(next->index).is_followed);
        followed++;
    }
    CHECK(followed == 2);
    CHECK(logout.mark_followed(2).error().status() == TVPASS_STATUS_OUT_OF_RANGE);
    const auto away = std::move(logout);
    // NOLINTNEXTLINE: that all is done is not what it says then.
    CHECK(logout.remaining().error().status() == TVPASS_STATUS_NULL_ARGUMENT);
    const auto failed = tvpass::logout_operation::interpret(
        request, answer(403, R"({"action":"retry","status":403,"code":"c","message":"m","details":"d",)"
                             R"("helpUrl":"https://h.example","trace":"T"})"));
    const auto &error = failed.error();
    CHECK(error.is_retryable() && error.http_status() == 403 && error.adobe_code() == "c");
    CHECK(error.adobe_action() == TVPASS_ERROR_ACTION_RETRY && error.adobe_action_text() == "retry");
    CHECK(error.adobe_message() == "m" && error.adobe_details() == "d" && error.trace() == "T");
    CHECK(error.help_url() == "https://h.example");
    const auto unreadable = tvpass::logout_operation::interpret(request, answer(200, "<html>"));
    CHECK(unreadable.error().content_type() == "application/json" && unreadable.error().body_head() == "<html>");
}

void legacy_operation() {
    const auto base = tvpass::base::v1_from_environment(TVPASS_ENVIRONMENT_PRODUCTION).value();
    const auto device = a_device();
    auto operation = tvpass::logout_v1_operation::create(base, device, "REF30").value();
    CHECK(operation.device_type("stb").has_value() && operation.device_user("u").has_value());
    CHECK(operation.app_id("a").has_value() && operation.user_agent("U/1").has_value());
    const auto request = operation.request().value();
    CHECK(request.values().method == "DELETE");
    CHECK(request.values().url.find("&deviceType=stb&deviceUser=u&appId=a") != std::string::npos);
    auto response = answer(204, "");
    CHECK(tvpass::logout_v1_operation::interpret(request, response).has_value());
    CHECK(response.set_status(500).has_value());
    CHECK(!tvpass::logout_v1_operation::interpret(request, response).has_value());
}

void partner_settings() {
    const auto all = tvpass::partner_settings::all();
    CHECK(all.size() == 2 && all[0].os_name == "tvOS" && all[0].path.size() == 3 && all[0].path[2] == "TV Provider");
}

tvpass::client_config a_config(const tvpass::base &base, const tvpass::device &device) {
    auto config = tvpass::client_config::create(base, device, "eyJhbGciOiJub25lIn0.e30.c2ln").value();
    auto extras = tvpass::extras::create().value();
    CHECK(config.extras(extras).has_value() && config.event_queue(16).has_value());
    CHECK(config.pacing(true).has_value() && config.persistence(true).has_value());
    CHECK(config.register_again(false).has_value());
    return config;
}

void calls() {
    const auto base = tvpass::base::from_url("http://127.0.0.1:1").value();
    const auto device = a_device();
    const auto config = a_config(base, device);
    const auto client = tvpass::client::create(config, 1000, 0, 1).value();
    CHECK(!client.is_registered() && !client.state().value().has_value());
    const auto redirect_url = tvpass::redirect_url::create("myapp://bye").value();
    auto parameters = tvpass::logout_parameters::create("REF30", "A", redirect_url).value();
    CHECK(parameters.extras(tvpass::extras::create().value()).has_value());
    CHECK(parameters.deadline(std::chrono::seconds(5)).has_value());
    auto call = client.logout(1000, parameters).value();
    CHECK(call.id() == 1 && call.deadline_ms() == 6000 && call.raw_request() == nullptr);
    const char *const answers[] = {REGISTERED, GRANTED, LOGGED_OUT};
    std::size_t sent = 0;
    std::size_t stored = 0;
    for (;;) {
        const auto step = call.poll(1000).value();
        if (step == TVPASS_STEP_DONE) {
            break;
        }
        if (step == TVPASS_STEP_SEND && sent < 3) {
            CHECK(call.request().url == tvpass::request::from(call.raw_request()).url);
            CHECK(call.poll(1000).value() == TVPASS_STEP_WAIT && call.wait_until_ms() == 6000);
            CHECK(call.wait_reason() == TVPASS_WAIT_ANSWER);
            const auto body = answers[sent++];
            CHECK(call.respond(1000, answer(sent == 3 ? 200 : 201, body)).has_value());
        } else {
            CHECK(step == TVPASS_STEP_PERSIST && call.state() == client.state().value());
            CHECK(call.persisted(1000, true).has_value());
            stored++;
        }
    }
    CHECK(sent == 3 && stored == 2 && !call.registration_was_lost() && !call.token_rejected());
    CHECK(call.take_logout().value().profile_count() == 2);
    CHECK(call.take_logout().error().status() == TVPASS_STATUS_OUT_OF_ORDER);
    CHECK(client.is_registered());
    const auto state = client.state().value();
    const auto again = tvpass::client::with_state(config, *state, 0, 0, 1).value();
    CHECK(again.is_registered());
    CHECK(again.forget_registration().has_value() && !again.is_registered());
    CHECK(client.support_report(1000).value().find("GET logout") != std::string::npos);

    const std::string names[] = {"registration", "token", "logout"};
    std::size_t requests = 0;
    while (const auto event = client.next_event().value()) {
        CHECK(event->at_ms() == 1000 && event->call() == 1 && !event->text().empty());
        CHECK(event->attempt() == 0 && event->wait_reason() == TVPASS_WAIT_UNKNOWN);
        CHECK(event->delivery() == TVPASS_DELIVERY_UNKNOWN && event->adobe_code().empty() && event->trace().empty());
        if (event->what() == TVPASS_EVENT_REQUEST) {
            CHECK(event->purpose() == TVPASS_PURPOSE_REGISTER + static_cast<tvpass_purpose>(requests));
            CHECK(event->method() == (requests == 2 ? "GET" : "POST") && event->operation() == names[requests]);
            requests++;
        } else if (event->what() == TVPASS_EVENT_ANSWER) {
            CHECK(event->http_status() / 100 == 2 && event->status() == TVPASS_STATUS_OK);
            CHECK(event->duration().count() == 0);
        }
    }
    CHECK(requests == 3 && client.events_dropped() == 0);
}

void app_tokens() {
    const auto base = tvpass::base::from_url("http://127.0.0.1:1").value();
    const auto config = tvpass::client_config::with_app_tokens(base, a_device()).value();
    const auto client = tvpass::client::create(config, 0, 0, 1).value();
    const auto redirect_url = tvpass::redirect_url::create("myapp://bye").value();
    auto parameters = tvpass::logout_parameters::create("REF30", "A", redirect_url).value();
    auto call = client.logout(0, parameters).value();
    CHECK(call.poll(0).value() == TVPASS_STEP_PROVIDE_TOKEN);
    CHECK(call.provide_token(0, "token").has_value());
    CHECK(call.poll(0).value() == TVPASS_STEP_SEND);
    CHECK(call.fail(0, TVPASS_STATUS_TRANSPORT_DNS, TVPASS_DELIVERY_NOT_SENT, std::string_view()).has_value());
    CHECK(call.poll(0).value() == TVPASS_STEP_WAIT);
    CHECK(call.cancel(0).has_value() && call.poll(0).value() == TVPASS_STEP_DONE);
    CHECK(call.take_logout().error().status() == TVPASS_STATUS_CANCELLED);
    // Less than nothing is nothing.
    CHECK(parameters.deadline(std::chrono::milliseconds(-1)).has_value());
    auto late = client.logout(7, parameters).value();
    CHECK(late.deadline_ms() == 7);
    CHECK(late.poll(7).value() == TVPASS_STEP_DONE);
    // A call lives on without its client.
    auto config_without = tvpass::client_config::with_app_tokens(base, a_device()).value();
    auto lonely = tvpass::client::create(config_without, 0, 0, 1).value().logout(0, tvpass::logout_parameters::create(
        "REF30", "A", redirect_url).value()).value();
    CHECK(lonely.poll(0).value() == TVPASS_STEP_PROVIDE_TOKEN);
    CHECK(lonely.token_failed(0, "none").has_value());
    CHECK(lonely.poll(0).value() == TVPASS_STEP_DONE);
}

#if defined(TVPASS_HAS_UREQ)
static_assert(is_handle<tvpass::driver_settings>() && is_handle<tvpass::driver>() &&
              is_handle<tvpass::blocking_client>() && is_handle<tvpass::cancellation>());

void blocking() {
    auto settings = tvpass::driver_settings::create().value();
    CHECK(settings.connect_timeout(std::chrono::seconds(1)).has_value());
    CHECK(settings.total_timeout(std::chrono::seconds(2)).has_value());
    CHECK(settings.max_response_bytes(1000).has_value() && settings.proxy_from_environment(false).has_value());
    CHECK(settings.root_certificates_pem("no certificate").error().status() == TVPASS_STATUS_INVALID_INPUT);
    const auto driver = tvpass::driver::create(settings).value();
    // Nothing listens at port 1.
    const auto base = tvpass::base::from_url("http://127.0.0.1:1").value();
    const auto device = a_device();
    const auto redirect_url = tvpass::redirect_url::create("myapp://bye").value();
    const auto operation = tvpass::logout_operation::create(base, device, "REF30", "A", redirect_url).value();
    const auto request = operation.request("token").value();
    tvpass_delivery delivery = TVPASS_DELIVERY_UNKNOWN;
    const auto limit = std::chrono::minutes(1);
    CHECK(driver.send_blocking(request.get(), limit, &delivery).error().status() == TVPASS_STATUS_TRANSPORT_CONNECT);
    CHECK(delivery == TVPASS_DELIVERY_NOT_SENT);
    const auto none = std::chrono::milliseconds(-1);
    CHECK(driver.send_blocking(request.get(), none, &delivery).error().status() == TVPASS_STATUS_TRANSPORT_TIMEOUT);
    CHECK(driver.logout_blocking(operation, "token").error().status() == TVPASS_STATUS_TRANSPORT_CONNECT);
    const auto legacy = tvpass::logout_v1_operation::create(base, device, "REF30").value();
    CHECK(driver.logout_v1_blocking(legacy).error().status() == TVPASS_STATUS_TRANSPORT_CONNECT);

    const auto config = a_config(base, device);
    std::remove("state-of-the-layer-tests");
    {
        const auto client = tvpass::blocking_client::open(config, driver, "state-of-the-layer-tests").value();
        const auto cancellation = client.make_cancellation().value();
        CHECK(cancellation.cancel().has_value());
        const auto parameters = tvpass::logout_parameters::create("REF30", "A", redirect_url).value();
        const auto outcome = client.logout_blocking(parameters, &cancellation);
        CHECK(outcome.error().status() == TVPASS_STATUS_CANCELLED);
        CHECK(client.storage_error().has_value());
        CHECK(!client.client().is_registered() && !client.client().state().value().has_value());
        CHECK(client.client().support_report(client.now_ms()).value().find("POST") == std::string::npos);
        const auto second = tvpass::blocking_client::open(config, driver, "state-of-the-layer-tests");
        CHECK(second.error().status() == TVPASS_STATUS_STORAGE_IN_USE);
    }
    std::ofstream("state-of-the-layer-tests") << "no state";
    const auto corrupt = tvpass::blocking_client::open(config, driver, "state-of-the-layer-tests");
    CHECK(corrupt.error().status() == TVPASS_STATUS_STATE_CORRUPT);
    CHECK(tvpass::blocking_client::start_over(config, driver, "state-of-the-layer-tests").has_value());
    std::remove("state-of-the-layer-tests");
}
#endif

}  // namespace

int main() {
    errors();
    moves();
    operations();
    legacy_operation();
    partner_settings();
    calls();
    app_tokens();
#if defined(TVPASS_HAS_UREQ)
    blocking();
#endif
    std::printf("%lu checks, %lu failed\n", checks, failures);
    return failures == 0 && checks > 0 ? 0 : 1;
}
