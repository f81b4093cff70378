//! The library's own traffic, held against Adobe's rules by the sandbox.

use tvpass::Error;
use tvpass::driver::{BlockingClient, UreqDriver};
use tvpass::operation::{
    Authorize, CreateSession, Preauthorize, RetrieveConfiguration, RetrieveProfileForCode,
    RetrieveProfileForMvpd, RetrieveProfiles, RetrieveSession, SessionParameters,
};
use tvpass::outcome::AuthenticationCode;
use tvpass_sandbox::{Config, Fault, Reply, Running, Sandbox};

use super::{client, config, options, parameters, redirect_url};

fn new_session() -> CreateSession {
    let parameters = SessionParameters::new();
    let parameters = parameters.mvpd("Cablevision").unwrap();
    let parameters = parameters.domain_name("adobe.com").unwrap();
    CreateSession::new("REF30", parameters.redirect_url(&redirect_url())).unwrap()
}

/// The code that the sandbox has given out.
fn only_code(sandbox: &Running) -> String {
    sandbox.authentication_sessions()[0].code.clone()
}

fn assert_no_finding(sandbox: &Running) {
    let report = sandbox.report();
    assert!(!report.clients.is_empty(), "nothing was looked at");
    assert_eq!(report.worst(), None, "{}", report.human());
}

#[test]
fn a_whole_sign_in_breaks_no_rule() {
    let sandbox = Sandbox::start(Config::default()).unwrap();
    let client = BlockingClient::without_store(config(&sandbox).pacing(true), UreqDriver::new());
    client
        .run(RetrieveProfiles::new("REF30").unwrap(), options())
        .unwrap();
    client
        .run(RetrieveConfiguration::new("REF30").unwrap(), options())
        .unwrap();
    client.run(new_session(), options()).unwrap();
    let code = only_code(&sandbox);
    sandbox.sign_in(&code).unwrap();
    let code = AuthenticationCode::new(&code).unwrap();
    client
        .run(RetrieveSession::new("REF30", &code).unwrap(), options())
        .unwrap();
    let poll = RetrieveProfileForCode::new("REF30", &code).unwrap();
    client.run(poll, options()).unwrap();
    let channels = ["channel-1", "channel-2", "Sandbox_Denied"];
    let ask = Preauthorize::new("REF30", "Cablevision", channels).unwrap();
    client.run(ask, options()).unwrap();
    for resource in ["channel-1", "Sandbox_Denied", "channel-1"] {
        let ask = Authorize::new("REF30", "Cablevision", [resource]).unwrap();
        client.run(ask, options()).unwrap();
    }
    let profile = RetrieveProfileForMvpd::new("REF30", "Cablevision").unwrap();
    client.run(profile, options()).unwrap();
    let logout = client.run(parameters("Cablevision"), options()).unwrap();
    assert_eq!(logout.profiles.len(), 1);
    let log = sandbox.log();
    let answer = log.last().unwrap().answer_body.clone().unwrap();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let url = answer["logouts"]["Cablevision"]["url"].as_str().unwrap();
    ureq::get(url)
        .config()
        .max_redirects(0)
        .build()
        .call()
        .unwrap();
    assert_eq!(sandbox.counters().requests, 14);
    assert_no_finding(&sandbox);
}

#[test]
fn no_rule_is_broken_when_the_service_fails() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let client = client(&sandbox);
    let run = || client.run(RetrieveProfiles::new("REF30").unwrap(), options());
    run().unwrap();
    sandbox.expire_tokens();
    run().unwrap();
    let reply = |status| Reply {
        status,
        headers: Vec::new(),
        body: String::new(),
    };
    for status in [429, 503] {
        let fault = Fault::answer("/api/v2/", tvpass_sandbox::Answer::Reply(reply(status)));
        sandbox.inject(fault).unwrap();
        run().unwrap();
    }
    sandbox.inject(Fault::close("/api/v2/")).unwrap();
    run().unwrap();
    sandbox.delete_all_clients();
    let error = run().unwrap_err();
    assert!(matches!(error, Error::RegistrationLost(_)), "{error:?}");
    assert_no_finding(&sandbox);
}
