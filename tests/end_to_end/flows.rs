//! Flows against the sandbox: what an app does in an evening.

use std::path::PathBuf;
use std::time::Duration;

use tvpass::Error;
use tvpass::driver::{BlockingClient, FileStore, UreqDriver};
use tvpass::flow::{
    Access, Account, AccountSettings, ActivationPage, CodeScreen, LockState, PartnerStep,
    PlayOutcome, SignInInput, SignInLink, SignInOptions, SignInOutcome, SignInStep, SignOutInput,
    SignOutStep, StatusSource, TextKey,
};
use tvpass::operation::{AccessStatus, PartnerFrameworkStatus, SamlResponse, TempPassIdentity};
use tvpass::outcome::ProfileType;
use tvpass_sandbox::{Config, MediaTokenVerdict, Running, Sandbox, TempPassChange};

use super::{DEVICE, client, config, redirect_url};

fn settings() -> AccountSettings {
    AccountSettings::new("REF30")
        .unwrap()
        .domain_name("tv.example")
        .unwrap()
        .redirect_url(&redirect_url())
        .activation_page(ActivationPage::new("https://tv.example/activate").unwrap())
}

/// On a second screen, polled as fast as Adobe allows.
fn second_screen() -> SignInOptions {
    SignInOptions::second_screen()
        .poll_interval_ms(3000)
        .unwrap()
}

struct Tv {
    client: BlockingClient,
    account: Account,
}

impl Tv {
    fn new(client: BlockingClient) -> Self {
        let account = Account::new(client.client(), settings());
        Self { client, account }
    }

    fn sign_in(
        &self,
        options: SignInOptions,
        present: impl FnMut(SignInStep) -> Option<SignInInput>,
    ) -> Result<SignInOutcome, Error> {
        let handle = self.client.flow_handle();
        let flow = self.account.sign_in(options)?;
        self.client.run_flow(flow, &handle, present)
    }

    fn press_play(&self, access: &Access, resource: &str) -> PlayOutcome {
        let flow = self.account.authorize(access, resource).unwrap();
        let handle = self.client.flow_handle();
        self.client
            .run_flow(flow, &handle, |never| match never {})
            .unwrap()
    }
}

fn code_of(screen: &CodeScreen) -> &str {
    screen.code.expose()
}

struct Directory(PathBuf);

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn an_evening_from_the_first_start_to_the_sign_out() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let directory = Directory(directory.join(format!("evening-{}", std::process::id())));
    std::fs::create_dir_all(&directory.0).unwrap();
    let open = || {
        let store = FileStore::open(directory.0.join("state.json")).unwrap();
        Tv::new(BlockingClient::open(config(&sandbox), UreqDriver::new(), store).unwrap())
    };

    // The first start: nobody is signed in; the user chooses, and signs in on a phone.
    let tv = open();
    let handle = tv.client.flow_handle();
    let status = tv
        .client
        .run_flow(tv.account.status(), &handle, |_| None)
        .unwrap();
    assert!(matches!(status.source, StatusSource::Service) && !status.is_signed_in());
    let outcome = tv.sign_in(second_screen(), |step| match step {
        SignInStep::ChooseProvider(providers) => {
            let found = providers.search("optimum");
            Some(SignInInput::ProviderChosen(found[0].id.as_str().to_owned()))
        }
        SignInStep::ShowCode(screen) => {
            assert!(matches!(screen.link, Some(SignInLink::Authenticate(_))));
            sandbox.sign_in(code_of(&screen)).unwrap();
            None
        }
        other => panic!("{other:?}"),
    });
    let SignInOutcome::SignedIn(signed_in) = outcome.unwrap() else {
        panic!();
    };
    let name = signed_in.mvpd.name().to_owned();
    assert!(name.to_lowercase().contains("optimum"), "{name}");
    drop(tv);

    // The next start knows at once, without registering again.
    let tv = open();
    assert_eq!(tv.account.mvpd().unwrap().name(), name);
    let handle = tv.client.flow_handle();
    let mut kept = None;
    let status = tv.client.run_flow(tv.account.status(), &handle, |status| {
        kept = Some(status);
        None
    });
    assert!(kept.unwrap().is_signed_in() && status.unwrap().is_signed_in());
    assert_eq!(sandbox.counters().registrations, 1);

    // Locks, and a stream.
    let channels = [
        "TNT",
        "Sandbox_Denied",
        "Sandbox_RetryOnce",
        "TBS",
        "CNN",
        "AMC",
    ];
    let flow = tv
        .account
        .preauthorize(&Access::current(), channels)
        .unwrap();
    let handle = tv.client.flow_handle();
    let locks = tv.client.run_flow(flow, &handle, |_| None).unwrap();
    let states: Vec<_> = locks.locks.iter().map(|lock| lock.state).collect();
    use LockState::{Closed, Open};
    assert_eq!(states, [Open, Closed, Open, Open, Open, Open]);
    let PlayOutcome::Play(play) = tv.press_play(&Access::current(), "TNT") else {
        panic!();
    };
    let verdict = play
        .media_token
        .hand_over(|token| sandbox.verify_media_token(token, "REF30", "TNT"));
    assert_eq!(verdict, MediaTokenVerdict::Valid);
    let PlayOutcome::Explain(refusal) = tv.press_play(&Access::current(), "Sandbox_Denied") else {
        panic!();
    };
    assert_eq!(refusal.words.key, TextKey::NotIncluded);
    assert!(refusal.words.provider_text.is_some());

    // Out again.
    let handle = tv.client.flow_handle();
    let mut opened = 0;
    let flow = tv.account.sign_out().unwrap();
    tv.client
        .run_flow(flow, &handle, |step| {
            assert!(matches!(step, SignOutStep::OpenBrowser { .. }), "{step:?}");
            opened += 1;
            Some(SignOutInput::BrowserClosed)
        })
        .unwrap();
    assert_eq!(opened, 1);
    assert_eq!(sandbox.profiles(DEVICE, "REF30").unwrap(), []);
    drop(tv);
    let tv = open();
    assert_eq!((tv.account.mvpd(), tv.account.profiles().len()), (None, 0));
    assert!(tv.client.client().is_registered());
}

#[test]
fn a_phone_chooses_the_mvpd_and_a_browser_on_the_device_needs_no_polling() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let tv = Tv::new(client(&sandbox));
    let options = second_screen().choose_on_second_screen();
    let outcome = tv.sign_in(options, |step| {
        let SignInStep::ShowCode(screen) = step else {
            panic!("{step:?}");
        };
        // The MVPD is missing: the link leads to the page (trap 63).
        let link = screen.link.as_ref().unwrap().expose();
        assert!(link.starts_with("https://tv.example/activate?code="));
        sandbox.sign_in_with(code_of(&screen), "Dish").unwrap();
        None
    });
    assert!(
        matches!(outcome.unwrap(), SignInOutcome::SignedIn(signed_in) if signed_in.mvpd.id == "Dish")
    );
    // It is known: another sign-in with that one shows nothing.
    let again = second_screen().mvpd("Dish").unwrap();
    let outcome = tv.sign_in(again, |step| panic!("{step:?}"));
    assert!(
        matches!(outcome.unwrap(), SignInOutcome::SignedIn(signed_in) if signed_in.already.is_some())
    );

    for (signs_in, input) in [
        (true, SignInInput::RedirectReached),
        (true, SignInInput::BrowserClosed),
        (false, SignInInput::BrowserClosed),
    ] {
        sandbox.reset();
        let tv = Tv::new(client(&sandbox));
        let options = SignInOptions::browser().mvpd("Cablevision").unwrap();
        let outcome = tv.sign_in(options, |step| {
            assert!(matches!(step, SignInStep::OpenBrowser(_)), "{step:?}");
            let code = sandbox.authentication_sessions()[0].code.clone();
            match signs_in {
                true => sandbox.sign_in(&code).unwrap(),
                false => sandbox.cancel_sign_in(&code).unwrap(),
            }
            Some(input.clone())
        });
        let outcome = outcome.unwrap();
        assert_eq!(
            matches!(outcome, SignInOutcome::SignedIn(_)),
            signs_in,
            "{outcome:?}"
        );
        assert_eq!(outcome == SignInOutcome::NotCompleted, !signs_in);
        let polls = sandbox.log();
        let polls = polls
            .iter()
            .filter(|entry| entry.path.contains("/profiles/code/"));
        assert_eq!(polls.count(), 1);
    }
}

/// What Apple's framework says about a user who is signed in with Spectrum.
fn signed_in_at_apple() -> PartnerFrameworkStatus {
    let status = PartnerFrameworkStatus::new(AccessStatus::Granted).unwrap();
    status
        .provider("apple.spectrum", Some(4_102_444_800_000))
        .unwrap()
}

/// The framework's part, played by the sandbox.
fn framework(sandbox: &Running, step: SignInStep) -> Option<SignInInput> {
    let status = signed_in_at_apple();
    Some(match step {
        SignInStep::Partner(PartnerStep::QueryStatus) => SignInInput::PartnerStatus(status),
        SignInStep::Partner(PartnerStep::RequestResponse(request)) => {
            let response = sandbox.apple_response(request.request.expose()).unwrap();
            let response = SamlResponse::from_xml(&response).unwrap();
            SignInInput::PartnerResponse { response, status }
        }
        other => panic!("{other:?}"),
    })
}

#[test]
fn apples_framework_signs_in_without_a_code() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let tv = Tv::new(client(&sandbox));
    let options = second_screen().partner_first();
    let outcome = tv
        .sign_in(options, |step| framework(&sandbox, step))
        .unwrap();
    let SignInOutcome::SignedIn(signed_in) = outcome else {
        panic!("{outcome:?}");
    };
    let profile = signed_in.profile.unwrap();
    assert_eq!(profile.profile_type, Some(ProfileType::AppleSso));
    let play = tv.press_play(&Access::current(), "TNT");
    assert!(matches!(play, PlayOutcome::Play(_)), "{play:?}");
    let handle = tv.client.flow_handle();
    let mut steps = Vec::new();
    let flow = tv.account.sign_out().unwrap();
    tv.client
        .run_flow(flow, &handle, |step| {
            steps.push(step);
            Some(SignOutInput::Continue)
        })
        .unwrap();
    assert!(
        matches!(&steps[..], [SignOutStep::SignOutInSettings { settings }] if !settings.is_empty()),
        "{steps:?}"
    );
}

#[test]
fn a_temp_pass_plays_until_it_is_used_up() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let tv = Tv::new(client(&sandbox));
    let basic = Access::mvpd("TempPass_5mins").unwrap();
    let PlayOutcome::Play(play) = tv.press_play(&basic, "TNT") else {
        panic!();
    };
    let temporary = play.temporary.unwrap();
    let handle = tv.client.flow_handle();
    let flow = tv.account.temporary_access_end(&temporary);
    let mut ends = None;
    let result = tv.client.run_flow(flow, &handle, |remaining| {
        ends = remaining.ends_at_ms;
        handle.cancel();
        None
    });
    assert!(matches!(result, Err(Error::Cancelled)));
    let left = ends.unwrap() - tv.client.now_ms();
    assert!((290_000..=301_000).contains(&left), "{left}");

    let identity = TempPassIdentity::hashed("email", "user@domain.com").unwrap();
    let promotional = Access::temp_pass("flexibleTempPass", &identity).unwrap();
    assert!(matches!(
        tv.press_play(&promotional, "TNT"),
        PlayOutcome::Play(_)
    ));
    let used_up: TempPassChange =
        serde_json::from_str(r#"{"mvpd": "flexibleTempPass", "useUpTime": true}"#).unwrap();
    sandbox.change_temp_pass(&used_up).unwrap();
    let PlayOutcome::SignIn(refusal) = tv.press_play(&promotional, "TBS") else {
        panic!();
    };
    assert_eq!(refusal.words.key, TextKey::FreeAccessEnded);
    let without = Access::mvpd("flexibleTempPass").unwrap();
    let PlayOutcome::Explain(refusal) = tv.press_play(&without, "TNT") else {
        panic!();
    };
    assert_eq!(refusal.words.key, TextKey::CheckIdentity);
}

#[test]
fn another_thread_gets_a_new_code_and_ends_the_sign_in() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let tv = Tv::new(client(&sandbox));
    let options = second_screen().mvpd("Cablevision").unwrap();
    let handle = tv.client.flow_handle();
    let flow = tv.account.sign_in(options).unwrap();
    let (shown, codes) = std::sync::mpsc::channel();
    let result = std::thread::scope(|scope| {
        let (client, of_flow) = (&tv.client, handle.clone());
        let waiting = scope.spawn(move || {
            client.run_flow(flow, &of_flow, |step| {
                if let SignInStep::ShowCode(screen) = step {
                    shown.send(code_of(&screen).to_owned()).unwrap();
                }
                None
            })
        });
        let patience = Duration::from_secs(30);
        let first = codes.recv_timeout(patience).unwrap();
        handle.tell(SignInInput::NewCode);
        let second = codes.recv_timeout(patience).unwrap();
        assert_ne!(first, second);
        handle.cancel();
        waiting.join().unwrap()
    });
    assert!(matches!(result, Err(Error::Cancelled)), "{result:?}");
    assert!(sandbox.counters().requests < 6, "nothing was waited for");
}
