// The C++ layer: every operation of REST API V2, and every kind of result.
#include "layer.hpp"

namespace {

using tvpass::str;
using tvpass::view;

// What an answer to an operation says, after a look at where its request goes.
tvpass::outcome outcome_of(const tvpass::operation &operation, std::string_view path,
                           std::string_view body) {
    const auto site = a_site(HERE).value();
    const auto token = tvpass::access_token::create("token").value();
    const auto exchange = tvpass::exchange::create(operation, site, &token).value();
    CHECK(view(exchange.request()->url).substr(std::string_view(HERE).size()) == path);
    return exchange.interpret(answer(200, body)).value();
}

template <typename Input>
Input of_service_provider() {
    auto input = tvpass_init<Input>();
    input.service_provider = str("REF30");
    return input;
}

template <typename Input>
Input of_code() {
    auto input = of_service_provider<Input>();
    input.code = str(" 8ER640M ");
    return input;
}

void a_choice() {
    const auto input = of_service_provider<tvpass_configuration_input>();
    const auto outcome =
        outcome_of(tvpass::operation::configuration(input).value(), "/api/v2/REF30/configuration",
                   R"({"requestor":{"id":"REF30","domains":[{"name":"d"}],)"
                   R"("mvpds":[{"id":"A","displayName":"Provider A"},{"id":"B"}]}})");
    const auto &configuration = *outcome.configuration();
    const auto mvpds = tvpass::mvpds(configuration);
    CHECK(mvpds.size() == 2 && view(mvpds[0].display_name) == "Provider A");
    CHECK(tvpass::domains(configuration).size() == 1);
    CHECK(outcome.session() == nullptr && outcome.logout() == nullptr);
}

constexpr const char *SESSION = R"({"actionName":"resume","code":"8ER640M",)"
                                R"("missingParameters":["mvpd","domain"]})";

void sessions() {
    auto create = of_service_provider<tvpass_create_session_input>();
    create.redirect_url = str("https://example.com/signed-in");
    auto outcome = outcome_of(tvpass::operation::create_session(create).value(),
                              "/api/v2/REF30/sessions", SESSION);
    CHECK(outcome.session()->action == TVPASS_SESSION_ACTION_SUPPLY_MISSING);
    CHECK(tvpass::missing_parameters(*outcome.session()).size() == 2);
    const auto resume = of_code<tvpass_resume_session_input>();
    outcome = outcome_of(tvpass::operation::resume_session(resume).value(),
                         "/api/v2/REF30/sessions/8ER640M", SESSION);
    CHECK(view(outcome.session()->code) == "8ER640M");
    const auto retrieve = of_code<tvpass_retrieve_session_input>();
    outcome = outcome_of(tvpass::operation::retrieve_session(retrieve).value(),
                         "/api/v2/REF30/sessions/8ER640M",
                         R"({"existingParameters":{},"missingParameters":["mvpd"]})");
    const auto missing = tvpass::missing_parameters(*outcome.session_details());
    CHECK(missing.size() == 1 && missing[0].kind == TVPASS_SESSION_PARAMETER_MVPD);
    const auto site = a_site(HERE).value();
    const auto url = tvpass::authenticate_url(site, of_code<tvpass_authenticate_input>()).value();
    CHECK(view(url->text) == "http://127.0.0.1:1/api/v2/authenticate/REF30/8ER640M");
    auto nowhere = of_code<tvpass_authenticate_input>();
    nowhere.code = {};
    CHECK(view(tvpass::authenticate_url(site, nowhere).error()->field) == "code");
}

constexpr const char *PROFILES =
    R"({"profiles":{"A":{"type":"regular","attributes":{"userID":{"state":"plain","value":"u"},)"
    R"("maxRating":{"state":"plain","value":{"MPAA":"NR"}}}}}})";

void profiles() {
    const auto all = of_service_provider<tvpass_profiles_input>();
    auto outcome =
        outcome_of(tvpass::operation::profiles(all).value(), "/api/v2/REF30/profiles", PROFILES);
    const auto &profile = tvpass::profiles(*outcome.profiles())[0];
    CHECK(&profile == outcome.profiles()->longest && view(profile.mvpd) == "A");
    CHECK(view(tvpass_attribute_of(&profile, "userID")->text) == "u");
    const auto rating = tvpass::members(tvpass::attributes(profile)[1]);
    CHECK(rating.size() == 1 && view(rating[0].name) == "MPAA" && view(rating[0].text) == "NR");
    auto of_mvpd = of_service_provider<tvpass_profile_for_mvpd_input>();
    of_mvpd.mvpd = str("A");
    outcome = outcome_of(tvpass::operation::profile_for_mvpd(of_mvpd).value(),
                         "/api/v2/REF30/profiles/A", R"({"profiles":{}})");
    CHECK(outcome.profiles()->longest == nullptr && tvpass::profiles(*outcome.profiles()).empty());
    const auto polled = of_code<tvpass_profile_for_code_input>();
    outcome = outcome_of(tvpass::operation::profile_for_code(polled).value(),
                         "/api/v2/REF30/profiles/code/8ER640M", PROFILES);
    CHECK(outcome.profiles()->sign_in_progress == TVPASS_SIGN_IN_SIGNED_IN);
}

void partner() {
    auto status = tvpass_init<tvpass_partner_framework_status>();
    status.access_status = TVPASS_ACCESS_STATUS_GRANTED;
    status.provider_id = str("A_apple");
    auto request = of_service_provider<tvpass_partner_request_input>();
    CHECK(view(tvpass::operation::partner_request(request).error()->field) == "framework_status");
    request.framework_status = &status;
    auto outcome = outcome_of(tvpass::operation::partner_request(request).value(),
                              "/api/v2/REF30/sessions/sso/Apple",
                              R"({"actionName":"partner_profile","authenticationRequest":)"
                              R"({"type":"saml","request":"cg==","attributesNames":["a"]}})");
    const auto *asked = outcome.session()->partner_request;
    CHECK(asked->protocol == TVPASS_PARTNER_PROTOCOL_SAML && view(asked->request) == "cg==");
    CHECK(asked->attribute_name_count == 1 && view(asked->attribute_names[0]) == "a");
    auto response = of_service_provider<tvpass_partner_profile_input>();
    response.framework_status = &status;
    response.saml_response = str("<r/>");
    outcome = outcome_of(tvpass::operation::partner_profile(response).value(),
                         "/api/v2/REF30/profiles/sso/Apple", PROFILES);
    CHECK(tvpass::profiles(*outcome.profiles()).size() == 1);
}

constexpr const char *DECISIONS =
    R"({"decisions":[{"resource":"a ","authorized":true,"token":{"serializedToken":"dA=="}},)"
    R"({"resource":"b","authorized":false,"error":{"code":"c"}}]})";

template <typename Input>
Input about(const tvpass_str *resources, std::size_t count) {
    auto input = of_service_provider<Input>();
    input.mvpd = str("A");
    input.resources = resources;
    input.resource_count = count;
    return input;
}

void decisions() {
    auto mrss = tvpass_init<tvpass_mrss_input>();
    mrss.channel = str("b");
    const auto described = tvpass::mrss(mrss).value();
    const tvpass_str resources[] = {str("a"), described->text};
    const auto probably = about<tvpass_preauthorize_input>(resources, 2);
    auto outcome = outcome_of(tvpass::operation::preauthorize(probably).value(),
                              "/api/v2/REF30/decisions/preauthorize/A", DECISIONS);
    const auto &expected = *outcome.preauthorization_decisions();
    CHECK(tvpass::decisions(expected).size() == 2 && expected.skipped_count == 0);
    CHECK(tvpass::decision_about(expected, "a")->expectation ==
          TVPASS_EXPECTATION_PROBABLY_PERMITTED);
    CHECK(tvpass::decision_about(expected, "c") == nullptr);
    CHECK(!outcome.take_media_token("a").has_value());

    const auto now = about<tvpass_authorize_input>(resources, 1);
    outcome = outcome_of(tvpass::operation::authorize(now).value(),
                         "/api/v2/REF30/decisions/authorize/A", DECISIONS);
    const auto &decided = *outcome.authorization_decisions();
    CHECK(tvpass::decision_about(decided, "a")->is_playable);
    CHECK(view(tvpass::decision_about(decided, "b")->denial->adobe_code) == "c");
    const auto token = outcome.take_media_token("a").value();
    CHECK(view(token->serialized) == "dA==");
    CHECK(outcome.take_media_token("a").error().status() == TVPASS_STATUS_NO_MEDIA_TOKEN);
    CHECK(tvpass::operation::authorize(about<tvpass_authorize_input>(nullptr, 0)).error().status() ==
          TVPASS_STATUS_INVALID_INPUT);
}

}  // namespace

void operations() {
    a_choice();
    sessions();
    profiles();
    partner();
    decisions();
}
