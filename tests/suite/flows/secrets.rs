//! Nothing that a flow knows about the user, or that would sign a device in, is shown.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use tvpass::call::{Client, Driven, Event, StartTime};
use tvpass::flow::{
    Access, Account, PartnerStep, SignInInput, SignInOptions, SignInOutcome, SignInStep,
};
use tvpass::operation::{
    AccessStatus, PartnerFrameworkStatus, RequestExtras, SamlResponse, TempPassIdentity,
};

use super::host::{
    Driving, HOUR, Host, Kind, START, TV_CLOCK, config, decisions_of, enhanced, ok, permit,
    profile, profiles, settings,
};

/// What no text may show.
const SECRETS: &[&str] = &[
    "CODE0",
    "user-of-Cablevision-77",
    "media-token-TNT",
    "s3cret-saml",
    "whose-customer",
    "service-token-5c",
    "access-token-0-4d",
    "client-secret-e7",
    "f7ee5ec7312165148b69",
];

#[derive(Default)]
struct Seen(String);

impl Seen {
    fn see(&mut self, value: &impl Debug) {
        writeln!(self.0, "{value:?}").unwrap();
    }

    fn check(&self) {
        for secret in SECRETS {
            assert!(!self.0.contains(secret), "{secret} in {}", self.0);
        }
        assert!(self.0.len() > 1000, "something was looked at");
    }
}

fn see_all<D: Driven<Presented: Debug, Output: Debug> + Debug>(
    seen: &mut Seen,
    host: &mut Host,
    flow: D,
) {
    let mut driving = Driving::new(flow);
    for _ in 0..20 {
        host.pass(&mut driving, 1000);
        seen.see(&driving.flow);
    }
    host.pass(&mut driving, HOUR);
    for (_, presented) in &driving.presented {
        seen.see(presented);
    }
    seen.see(&driving.result());
}

#[test]
fn no_debug_event_report_or_error_shows_a_secret() {
    let events: Arc<Mutex<Vec<Event>>> = Arc::default();
    let observer = {
        let events = events.clone();
        Arc::new(move |event: &Event| events.lock().unwrap().push(event.clone()))
    };
    let mut seen = Seen::default();
    let mut host = Host::new(|sent| {
        match (sent.kind, sent.nth) {
        (Kind::ForCode, 0) => enhanced(400, "invalid_parameter_mvpd", "none"),
        (Kind::ForCode | Kind::ForMvpd, _) => {
            ok(profiles(&[profile("Cablevision", "regular", HOUR)]))
        }
        (Kind::Authorize, _) => {
            let permit = permit("TNT", sent.kind).replace("\"mvpd\",\"auth", "\"temppass\",\"auth");
            ok(decisions_of([permit].into_iter()))
        }
        (Kind::PartnerRequest, _) => ok(r#"{"actionName":"partner_profile","actionType":"direct","reasonType":"none","serviceProvider":"REF30",
            "authenticationRequest":{"type":"saml","request":"s3cret-saml","attributesNames":["a"]}}"#.to_owned()),
        _ => None,
    }
    });
    let start = StartTime {
        now_ms: START,
        unix_ms: TV_CLOCK,
    };
    let client = Client::new(config().observer(observer), start, 7);
    let extras = RequestExtras::new()
        .service_token("eyJ.service-token-5c")
        .unwrap();
    host.account = Account::new(&client, settings().extras(extras.clone()));
    seen.see(&settings().extras(extras));

    // A sign-in on a second screen, and with the framework.
    let options = SignInOptions::second_screen().mvpd("Cablevision").unwrap();
    let flow = host.account.sign_in(options).unwrap();
    see_all(&mut seen, &mut host, flow);
    let options = SignInOptions::second_screen().partner_first();
    let mut driving = Driving::new(host.account.sign_in(options).unwrap());
    host.pass(&mut driving, 1000);
    let status = PartnerFrameworkStatus::new(AccessStatus::Granted).unwrap();
    let status = status.provider("whose-customer", None).unwrap();
    host.script(|sent| match sent.kind {
        Kind::PartnerRequest => ok(r#"{"actionName":"partner_profile","actionType":"direct","reasonType":"none","serviceProvider":"REF30",
            "authenticationRequest":{"type":"saml","request":"s3cret-saml","attributesNames":["a"]}}"#.to_owned()),
        Kind::PartnerProfile => ok(profiles(&[profile("Cablevision", "appleSSO", HOUR)])),
        Kind::ForMvpd => ok(profiles(&[profile("Cablevision", "regular", HOUR)])),
        _ => None,
    });
    let told = SignInInput::PartnerStatus(status.clone());
    seen.see(&told);
    host.tell(&mut driving, told);
    host.pass(&mut driving, 1000);
    seen.see(driving.last());
    assert!(matches!(
        driving.last(),
        SignInStep::Partner(PartnerStep::RequestResponse(_))
    ));
    let response = SamlResponse::from_xml("<Response>s3cret-saml</Response>").unwrap();
    let told = SignInInput::PartnerResponse { response, status };
    seen.see(&told);
    host.tell(&mut driving, told);
    let outcome = driving.result().unwrap();
    assert!(matches!(outcome, SignInOutcome::SignedIn(_)));
    seen.see(&outcome);

    let flow = host.account.status();
    see_all(&mut seen, &mut host, flow);
    let identity = TempPassIdentity::hashed("email", "user@domain.com").unwrap();
    let access = Access::temp_pass("Cablevision", &identity).unwrap();
    seen.see(&access);
    let flow = host.account.preauthorize(&access, ["TNT"]).unwrap();
    see_all(&mut seen, &mut host, flow);
    let flow = host.account.authorize(&access, "TNT").unwrap();
    see_all(&mut seen, &mut host, flow);
    let flow = host.account.sign_out().unwrap();
    see_all(&mut seen, &mut host, flow);

    seen.see(&host.account);
    seen.see(&client);
    seen.0 += &client.support_report(host.now);
    for event in events.lock().unwrap().iter() {
        seen.see(event);
        writeln!(seen.0, "{event}").unwrap();
    }
    seen.check();
}

#[test]
fn the_presented_step_has_what_it_hides() {
    let mut host = Host::new(|_| None);
    let options = SignInOptions::second_screen().mvpd("Cablevision").unwrap();
    let mut driving = Driving::new(host.account.sign_in(options).unwrap());
    host.pass(&mut driving, 1000);
    let SignInStep::ShowCode(screen) = driving.last() else {
        panic!();
    };
    assert_eq!(screen.code.expose(), "CODE0");
    assert!(screen.link.as_ref().unwrap().expose().contains("CODE0"));
    assert!(!format!("{screen:?}{:?}", screen.link).contains("CODE0"));
}

#[cfg(feature = "qr")]
#[test]
fn the_link_is_a_qr_code() {
    use tvpass::flow::QrMatrix;
    let mut host = Host::new(|_| None);
    let options = SignInOptions::second_screen().mvpd("Cablevision").unwrap();
    let mut driving = Driving::new(host.account.sign_in(options).unwrap());
    host.pass(&mut driving, 1000);
    let SignInStep::ShowCode(screen) = driving.last() else {
        panic!();
    };
    let matrix = QrMatrix::of_link(screen.link.as_ref().unwrap()).unwrap();
    let side = matrix.size();
    assert_eq!(
        matrix.rows().map(<[bool]>::len).collect::<Vec<_>>(),
        vec![side; side]
    );
    // The three corners that a camera looks for; outside there is light.
    for (x, y) in [(0, 0), (side - 7, 0), (0, side - 7)] {
        assert!(matrix.is_dark(x, y) && matrix.is_dark(x + 6, y + 6));
        assert!(!matrix.is_dark(x + 1, y + 1) && matrix.is_dark(x + 3, y + 3));
    }
    assert!(!matrix.is_dark(side, 0) && !matrix.is_dark(0, side));
    assert_eq!(format!("{matrix:?}"), format!("QrMatrix({side})"));
}
