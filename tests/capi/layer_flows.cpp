// The C++ layer: an account, each of its flows, and what the user does.
#include <string>

#include "layer.hpp"

namespace {

using tvpass::str;
using tvpass::view;

constexpr const char *PROFILE =
    R"({"profiles":{"A":{"notBefore":1,"notAfter":4102444800000,"type":"regular"}}})";
constexpr const char *PERMIT =
    R"({"decisions":[{"resource":"a","authorized":true,"source":"temppass",)"
    R"("token":{"serializedToken":"dA=="}}]})";

std::string_view body(std::string_view url) {
    if (url.find("/configuration") != url.npos) {
        return R"({"requestor":{"id":"REF30","mvpds":[{"id":"A"},{"id":"B"}]}})";
    }
    if (url.find("/sessions") != url.npos) {
        return R"({"actionName":"authenticate","actionType":"interactive","code":"8ER640M",)"
               R"("url":"/api/v2/authenticate/REF30/8ER640M"})";
    }
    if (url.find("/decisions/") != url.npos) {
        return PERMIT;
    }
    if (url.find("/logout") != url.npos) {
        return R"({"logouts":{"A":{"actionName":"logout","mvpd":"A","url":"/out"}}})";
    }
    return PROFILE;
}

tvpass::client a_client() {
    tvpass_client_config config = TVPASS_CLIENT_CONFIG_INIT;
    config.app_supplies_tokens = true;
    const auto site = a_site(HERE).value();
    return tvpass::client::create(site, config, tvpass_init<tvpass_start>()).value();
}

tvpass::account an_account(const tvpass::client &client) {
    auto settings = tvpass_init<tvpass_account_settings>();
    settings.service_provider = str("REF30");
    settings.redirect_url = str("https://example.com/in");
    return tvpass::account::create(client, settings).value();
}

// Until something is presented, or to the end.
const tvpass_step &next(tvpass::call &call, std::uint64_t &now) {
    for (;;) {
        const auto &step = call.poll(now);
        if (step.kind == TVPASS_STEP_SEND) {
            CHECK(call.respond(now, answer(200, body(view(step.request->url)))).has_value());
        } else if (step.kind == TVPASS_STEP_PROVIDE_TOKEN) {
            const auto token = tvpass::access_token::create("token").value();
            CHECK(call.provide_token(now, token).has_value());
        } else if (step.kind == TVPASS_STEP_WAIT) {
            now = step.wait_until_ms;
        } else {
            return step;
        }
    }
}

tvpass::result<tvpass::done> tell(tvpass::call &call, std::uint64_t now, tvpass_tell_kind kind,
                                  std::string_view text = {}) {
    auto input = tvpass_init<tvpass_tell_input>();
    input.kind = kind;
    input.text = str(text);
    return call.tell(now, input);
}

void a_sign_in() {
    std::uint64_t now = 0;
    const auto client = a_client();
    const auto account = an_account(client);
    auto call = account.sign_in(tvpass_init<tvpass_sign_in_options>()).value();
    CHECK(tvpass::providers(*next(call, now).presented).size() == 2);
    CHECK(!tell(call, now, TVPASS_TELL_NEW_CODE).has_value());
    CHECK(tell(call, now, TVPASS_TELL_PROVIDER_CHOSEN, "A").has_value());
    const auto &screen = *next(call, now).presented->code_screen;
    CHECK(view(screen.code) == "8ER640M" && tvpass::missing_parameters(screen).empty());
    const auto &done = next(call, now);
    CHECK(done.kind == TVPASS_STEP_DONE && view(done.presented->signed_in->mvpd->id) == "A");
    CHECK(call.take_outcome().has_value());

    auto status = account.status().value();
    CHECK(tvpass::profiles(*next(status, now).presented->status).size() == 1);
    CHECK(next(status, now).presented->status->source == TVPASS_SIGN_IN_STATUS_SERVICE);

    auto sign_out = account.sign_out().value();
    CHECK(view(next(sign_out, now).presented->browser->redirect_url) == "https://example.com/in");
    CHECK(tell(sign_out, now, TVPASS_TELL_CONTINUE).has_value());
    CHECK(tvpass::logouts(*next(sign_out, now).presented).size() == 1);
}

void watching() {
    std::uint64_t now = 0;
    const auto client = a_client();
    const auto account = an_account(client);
    const tvpass_str resources[] = {str("a")};
    auto wished = tvpass_init<tvpass_account_preauthorize_input>();
    wished.mvpd = str("A");
    wished.resources = resources;
    wished.resource_count = 1;
    auto locks = account.preauthorize(wished).value();
    CHECK(tvpass::locks(*next(locks, now).presented)[0].state == TVPASS_LOCK_OPEN);

    auto input = tvpass_init<tvpass_account_authorize_input>();
    input.mvpd = str("A");
    input.resource = resources[0];
    auto play = account.authorize(input).value();
    CHECK(next(play, now).presented->play->is_temporary);
    auto outcome = play.take_outcome().value();
    CHECK(view(outcome.take_media_token("a").value()->serialized) == "dA==");
    CHECK(!outcome.take_media_token("a").has_value());
    auto end = account.temporary_access_end(outcome).value();
    CHECK(next(end, now).presented->temporary_access->ends_at_ms > now);
    CHECK(account.set_user(tvpass_init<tvpass_account_user>()).has_value());

    auto denied = account.authorize(tvpass_init<tvpass_account_authorize_input>());
    CHECK(!denied && denied.error().status() == TVPASS_STATUS_INVALID_INPUT);
}

}  // namespace

void flows() {
    a_sign_in();
    watching();
}
