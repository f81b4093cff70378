//! Flows as the foreign side sees them: by the same object as a call, with what is presented, and
//! what the user does.

use super::*;
use crate::ffi::uniffi::account::Account;
use crate::ffi::uniffi::account_flow::{AccessInput, AccountFlow, SignInMethod, SignInWish};
use crate::ffi::uniffi::account_input::{AccountInput, ActivationPageInput};
use crate::ffi::uniffi::call::Turn;
use crate::ffi::uniffi::extras::TempPassIdentity;
use crate::ffi::uniffi::outcome::{
    LockState, PlayAnswer, Presented, SignInLink, SignInOutcome, SignInStep, SignOutStep,
    StatusSource, TemporaryAccessEnd,
};
use crate::ffi::uniffi::user_input::UserInput;
use crate::ffi::uniffi::words::{Remedy, TextKey, Words};

const CODE: &str = "8ER640M";
const SERVICE_CLOCK: u64 = 1_795_305_998_000;
const DATE: &str = "Sun, 22 Nov 2026 00:06:38 GMT";

fn account() -> Arc<Account> {
    let settings = AccountInput {
        service_provider: "REF30".to_owned(),
        domain_name: Some("example.com".to_owned()),
        redirect_url: Some(REDIRECT.to_owned()),
        activation_page: Some(ActivationPageInput {
            url: "https://example.com/tv".to_owned(),
            parameter: None,
            shown_as: None,
        }),
        extras: Extras::default(),
        hidden_mvpds: vec!["Test_MVPD".to_owned()],
    };
    Account::new(warm(), settings).unwrap()
}

fn second_screen(mvpd: Option<&str>) -> AccountFlow {
    AccountFlow::SignIn {
        options: SignInWish {
            method: SignInMethod::SecondScreen,
            mvpd: mvpd.map(str::to_owned),
            chosen_on_second_screen: false,
            partner_first: false,
            renew_codes: true,
            open_for_ms: None,
            poll_interval_ms: None,
        },
    }
}

fn by(mvpd: &str) -> AccessInput {
    AccessInput {
        mvpd: Some(mvpd.to_owned()),
        identity: None,
    }
}

/// A flow in virtual time: every answer is there at once.
struct Driving {
    call: Arc<Call>,
    now_ms: u64,
}

impl Driving {
    fn of(account: &Account, flow: AccountFlow) -> Self {
        Self {
            call: account.start(flow).unwrap(),
            now_ms: 0,
        }
    }

    fn advance(&self, input: Input) -> Turn {
        self.call.advance(self.now_ms, input).unwrap()
    }

    /// The next step that is no wait for time to pass, and not about the state.
    fn next(&mut self, mut input: Input) -> Step {
        loop {
            input = match self.advance(input).step {
                Step::Wait { until_ms, .. } => {
                    self.now_ms = until_ms;
                    Input::Poll
                }
                Step::Persist { .. } => Input::Persisted { success: true },
                step => return step,
            };
        }
    }

    /// The path of the next request.
    fn sends(&mut self, input: Input) -> String {
        match self.next(input) {
            Step::Send { request, .. } => {
                let (_, path) = request.url.split_once("/api/v2/REF30/").unwrap();
                path.to_owned()
            }
            _ => panic!("no request"),
        }
    }

    fn presents(&mut self, input: Input) -> Presented {
        match self.next(input) {
            Step::Present { presented } => presented,
            _ => panic!("nothing is presented"),
        }
    }

    fn ends(&mut self, input: Input) -> Outcome {
        match self.next(input) {
            Step::Done { outcome } => outcome,
            _ => panic!("no end"),
        }
    }
}

fn ok(body: &str) -> Input {
    Input::Response {
        response: HttpResponse {
            status: 200,
            content_type: Some("application/json".to_owned()),
            retry_after: None,
            date: Some(DATE.to_owned()),
            body: body.as_bytes().to_vec(),
        },
    }
}

fn session() -> Input {
    let not_after = SERVICE_CLOCK + 30 * 60_000;
    ok(&format!(
        r#"{{"actionName":"authenticate","actionType":"interactive","reasonType":"none","code":"{CODE}","sessionId":"s","serviceProvider":"REF30",
        "url":"/api/v2/authenticate/REF30/{CODE}","missingParameters":[],"notBefore":"{SERVICE_CLOCK}","notAfter":"{not_after}"}}"#
    ))
}

fn profile(mvpd: &str, kind: &str, valid_ms: u64) -> Input {
    let not_after = SERVICE_CLOCK + valid_ms;
    ok(&format!(
        r#"{{"profiles":{{"{mvpd}":{{"notBefore":{SERVICE_CLOCK},"notAfter":{not_after},"issuer":"{mvpd}","type":"{kind}",
        "attributes":{{"userID":{{"value":"user-77","state":"plain"}}}}}}}}}}"#
    ))
}

fn configuration() -> Input {
    ok(r#"{"requestor":{"id":"REF30","name":"Reference","mvpds":[
        {"id":"Cablevision","displayName":"Optimum","enablePlatformServices":true,"displayInPlatformPicker":true,"platformMappingId":"apple.optimum"},
        {"id":"Dish","displayName":"DISH Anywhere"},
        {"id":"Test_MVPD","displayName":"Optimum Test"},
        {"id":"TempPass","displayName":"Free","isTempPass":true}]}}"#)
}

fn signed_in(account: &Account) {
    let mut flow = Driving::of(account, second_screen(Some("Cablevision")));
    flow.sends(Input::Poll);
    flow.presents(session());
    flow.sends(Input::Poll);
    flow.ends(profile("Cablevision", "regular", 3_600_000));
}

#[test]
fn a_sign_in_presents_the_mvpds_then_the_code_and_ends_with_the_profile() {
    let account = account();
    let mut flow = Driving::of(&account, second_screen(None));
    assert_eq!(flow.sends(Input::Poll), "configuration");
    let Presented::SignIn {
        step: SignInStep::ChooseProvider { providers },
    } = flow.presents(configuration())
    else {
        panic!("no picker");
    };
    let ids = |mvpds: &[crate::ffi::uniffi::outcome::Mvpd]| -> Vec<String> {
        mvpds.iter().map(|mvpd| mvpd.id.clone()).collect()
    };
    assert_eq!(ids(&providers.mvpds), ["Cablevision", "Dish"]);
    assert_eq!(ids(&providers.temp_passes), ["TempPass"]);
    assert_eq!(ids(&providers.hidden), ["Test_MVPD"]);
    assert_eq!(providers.platform_ids, ["apple.optimum"]);
    assert!(providers.mvpds[0].is_platform_choice && !providers.mvpds[1].is_platform_choice);

    // What nothing presented asks for is told too late, or too early; nothing happens.
    for input in [UserInput::NewCode, UserInput::Continue] {
        assert!(!flow.call.tell(flow.now_ms, input).unwrap());
    }
    let mvpd = "Dish".to_owned();
    let chosen = UserInput::ProviderChosen { mvpd };
    assert!(flow.call.tell(flow.now_ms, chosen).unwrap());
    assert_eq!(flow.sends(Input::Poll), "sessions");
    let Presented::SignIn {
        step: SignInStep::ShowCode { screen },
    } = flow.presents(session())
    else {
        panic!("no code");
    };
    assert_eq!(screen.code.0, CODE);
    assert_eq!(screen.groups, ["8ER6", "40M"]);
    assert_eq!(screen.spelled.0, "8 E R 6 4 0 M");
    assert_eq!(screen.address.as_deref(), Some("example.com/tv"));
    assert_eq!(screen.remaining_ms, 30 * 60_000);
    let Some(SignInLink::Authenticate { url }) = &screen.link else {
        panic!("no link");
    };
    assert!(url.0.ends_with("/api/v2/authenticate/REF30/8ER640M"));
    assert!(!format!("{screen:?}").contains(&url.0));

    assert_eq!(flow.sends(Input::Poll), format!("profiles/code/{CODE}"));
    assert!(flow.now_ms >= 5000, "polled too early: {}", flow.now_ms);
    let Outcome::SignIn {
        outcome: SignInOutcome::SignedIn { mvpd, profile, .. },
    } = flow.ends(profile("Dish", "regular", 3_600_000))
    else {
        panic!("not signed in");
    };
    assert_eq!(mvpd.display_name.as_deref(), Some("DISH Anywhere"));
    assert_eq!(profile.unwrap().mvpd, "Dish");
    let kept = account.kept().unwrap();
    assert_eq!(kept.mvpd.unwrap().id, "Dish");
    assert_eq!(kept.current.unwrap().mvpd, "Dish");
}

#[test]
fn a_new_code_is_told_while_the_flow_waits_and_a_cancel_ends_it() {
    let account = account();
    let mut flow = Driving::of(&account, second_screen(Some("Cablevision")));
    flow.sends(Input::Poll);
    flow.presents(session());
    assert!(matches!(flow.advance(Input::Poll).step, Step::Wait { .. }));
    assert!(flow.call.tell(flow.now_ms, UserInput::NewCode).unwrap());
    assert_eq!(flow.sends(Input::Poll), "sessions");
    let Step::Failed { failure } = flow.next(Input::Cancel) else {
        panic!("not cancelled");
    };
    assert_eq!(failure.kind, FailureKind::Cancelled);
    assert_eq!(failure.words.remedy, Remedy::Nothing);
    assert!(!flow.call.tell(flow.now_ms, UserInput::NewCode).unwrap());
}

#[test]
fn a_browser_is_opened_and_what_it_did_is_told() {
    let account = account();
    let AccountFlow::SignIn { mut options } = second_screen(Some("Cablevision")) else {
        unreachable!()
    };
    options.method = SignInMethod::Browser;
    let mut flow = Driving::of(&account, AccountFlow::SignIn { options });
    flow.sends(Input::Poll);
    let Presented::SignIn {
        step: SignInStep::OpenBrowser { screen },
    } = flow.presents(session())
    else {
        panic!("no browser");
    };
    assert_eq!(screen.redirect_url, REDIRECT);
    assert_eq!(screen.remaining_ms, 30 * 60_000);
    assert!(
        flow.call
            .tell(flow.now_ms, UserInput::BrowserClosed)
            .unwrap()
    );
    assert_eq!(flow.sends(Input::Poll), format!("profiles/code/{CODE}"));
    let none = ok(r#"{"profiles":{}}"#);
    assert!(matches!(
        flow.ends(none),
        Outcome::SignIn {
            outcome: SignInOutcome::NotCompleted
        }
    ));
}

#[test]
fn who_is_signed_in_is_presented_from_what_is_kept_then_asked() {
    let account = account();
    signed_in(&account);
    let mut flow = Driving::of(&account, AccountFlow::Status);
    let Presented::Status { status } = flow.presents(Input::Poll) else {
        panic!("no status");
    };
    assert_eq!(status.source, StatusSource::Kept);
    assert_eq!(status.current.unwrap().mvpd, "Cablevision");
    flow.sends(Input::Poll);
    let Outcome::Status { status } = flow.ends(response(400, r#"{"code":"strange"}"#)) else {
        panic!("no status");
    };
    let StatusSource::Unreachable { error } = &status.source else {
        panic!("{status:?}");
    };
    assert!(format!("{error:?}").contains("strange"));
    assert_eq!(status.profiles.len(), 1);
}

#[test]
fn locks_come_as_they_are_known_with_what_they_mean() {
    let account = account();
    let resources = vec!["TNT".to_owned(), "TBS".to_owned()];
    let access = by("Cablevision");
    let mut flow = Driving::of(&account, AccountFlow::Preauthorize { access, resources });
    assert_eq!(
        flow.sends(Input::Poll),
        "decisions/preauthorize/Cablevision"
    );
    let answer = r#"{"decisions":[{"resource":"TNT","serviceProvider":"REF30","mvpd":"Cablevision","authorized":true},
        {"resource":"TBS","authorized":false,"error":{"status":403,"code":"preauthorization_denied_by_mvpd","action":"none","details":"Call us."}}]}"#;
    let Outcome::Locks { locks } = flow.ends(ok(answer)) else {
        panic!("no locks");
    };
    let states: Vec<_> = locks.locks.iter().map(|lock| lock.state).collect();
    assert_eq!(states, [LockState::Open, LockState::Closed]);
    let words = locks.locks[1].words.as_ref().unwrap();
    assert_eq!(words.remedy, Remedy::Explain);
    assert_eq!(words.provider_text.as_deref(), Some("Call us."));
}

#[test]
fn a_playback_has_a_token_for_one_use_and_a_temp_pass_an_end() {
    let account = account();
    let play = |flow: &mut Driving, source: &str| {
        assert_eq!(flow.sends(Input::Poll), "decisions/authorize/TempPass");
        let not_after = SERVICE_CLOCK + 60_000;
        let answer = format!(
            r#"{{"decisions":[{{"resource":"TNT","serviceProvider":"REF30","mvpd":"TempPass","source":"{source}","authorized":true,
            "notBefore":{SERVICE_CLOCK},"notAfter":{not_after},
            "token":{{"serializedToken":"media-token","notBefore":1,"notAfter":2}}}}]}}"#
        );
        let Outcome::Play {
            answer: PlayAnswer::Play { permit },
        } = flow.ends(ok(&answer))
        else {
            panic!("nothing to play");
        };
        permit
    };
    let wish = |identity| AccountFlow::Authorize {
        access: AccessInput {
            identity,
            ..by("TempPass")
        },
        resource: "TNT".to_owned(),
    };
    let mut flow = Driving::of(&account, wish(None));
    assert!(play(&mut flow, "mvpd").temporary.is_none());

    let identity = TempPassIdentity::Hashed {
        key: "email".to_owned(),
        value: "a@example.com".to_owned(),
    };
    let permit = play(&mut Driving::of(&account, wish(Some(identity))), "temppass");
    assert_eq!(permit.media_token_not_after_ms, Some(2));
    let token = permit.media_tokens.take(0).unwrap();
    assert_eq!(token.as_deref(), Some("media-token"));
    assert_eq!(permit.media_tokens.take(0).unwrap(), None);

    let play = permit.temporary.unwrap();
    assert_eq!(play.mvpd().unwrap(), "TempPass");
    let mut flow = Driving::of(&account, AccountFlow::TemporaryAccessEnd { play });
    flow.sends(Input::Poll);
    let Presented::TemporaryAccess { remaining } =
        flow.presents(profile("TempPass", "temporary", 45_000))
    else {
        panic!("nothing is left");
    };
    // By the service's clock, which the answer's `Date` tells.
    assert_eq!(remaining.remaining_ms, Some(45_000));
    let Outcome::TemporaryAccessEnd {
        end: TemporaryAccessEnd::Ended { words },
    } = flow.ends(Input::Poll)
    else {
        panic!("no end");
    };
    assert_eq!(words.key, TextKey::FreeAccessEnded);
    assert_eq!(flow.now_ms, 45_000);
}

#[test]
fn a_refusal_says_what_helps() {
    let account = account();
    let access = AccessInput {
        mvpd: None,
        identity: None,
    };
    let resource = "TNT".to_owned();
    let mut flow = Driving::of(&account, AccountFlow::Authorize { access, resource });
    let Outcome::Play {
        answer: PlayAnswer::SignIn { refusal },
    } = flow.ends(Input::Poll)
    else {
        panic!("nobody is signed in");
    };
    let expected = Words {
        remedy: Remedy::SignIn,
        key: TextKey::SignIn,
        provider_text: None,
        reference: None,
    };
    assert_eq!(refusal.words, expected);
    let wish = AccountFlow::Authorize {
        access: AccessInput {
            mvpd: None,
            identity: Some(TempPassIdentity::RawJson {
                json: "{}".to_owned(),
            }),
        },
        resource: "TNT".to_owned(),
    };
    let refused = failure(account.start(wish).err().unwrap());
    assert_eq!(refused.field.as_deref(), Some("mvpd"));
}

#[test]
fn a_sign_out_presents_what_is_left_to_do() {
    let account = account();
    signed_in(&account);
    let mut flow = Driving::of(&account, AccountFlow::SignOut { mvpd: None });
    assert!(
        flow.sends(Input::Poll)
            .starts_with("logout/Cablevision?redirectUrl=")
    );
    let answer = r#"{"logouts":{"Cablevision":{"actionName":"logout","actionType":"interactive","mvpd":"Cablevision","url":"/out?x=1"}}}"#;
    let Presented::SignOut {
        step: SignOutStep::OpenBrowser { url, redirect_url },
    } = flow.presents(ok(answer))
    else {
        panic!("no browser");
    };
    assert_eq!(url.as_str(), "https://sp.auth.adobe.com/out?x=1");
    assert_eq!(redirect_url, REDIRECT);
    assert!(!flow.call.tell(0, UserInput::NewCode).unwrap());
    assert!(flow.call.tell(0, UserInput::Continue).unwrap());
    let Outcome::SignedOut { signed_out } = flow.ends(Input::Poll) else {
        panic!("not signed out");
    };
    assert_eq!(signed_out.logouts.len(), 1);
    let kept = account.kept().unwrap();
    assert!(kept.mvpd.is_none() && kept.profiles.is_empty());
}

#[test]
fn a_flow_that_registers_again_says_so() {
    let source = TokenSource::Registration {
        software_statement: "statement".to_owned(),
        redirect_uri: None,
    };
    let config = ClientConfig {
        register_again: true,
        persistence: false,
        pacing: false,
        ..config(source)
    };
    let client = Client::new(device(), config, None, start()).unwrap();
    let settings = AccountInput {
        service_provider: "REF30".to_owned(),
        domain_name: None,
        redirect_url: None,
        activation_page: None,
        extras: Extras::default(),
        hidden_mvpds: Vec::new(),
    };
    let account = Account::new(client, settings).unwrap();
    let flow = Driving::of(&account, AccountFlow::Status);
    let registered = || response(201, r#"{"client_id":"id","client_secret":"hush"}"#);
    let token = || {
        response(
            201,
            r#"{"access_token":"eyJhbGciOiJSUzI1NiJ9.e30.c2ln","expires_in":"86400"}"#,
        )
    };
    let lost =
        r#"{"status":401,"code":"invalid_client_application","action":"application-registration"}"#;
    flow.advance(Input::Poll);
    let inputs = [
        Input::Poll,
        registered(),
        token(),
        response(401, lost),
        registered(),
        token(),
        ok(r#"{"profiles":{}}"#),
    ];
    let said = inputs.map(|input| flow.advance(input).registration_was_lost);
    assert_eq!(said, [false, false, false, true, true, true, true]);
}
