//! The user of a device, in the service's books: profile, sessions, decisions.

use tvpass::Response;

use crate::random::Random;
use crate::service::{MARK, Meaning};
use crate::stats::{Count, Stats};
use crate::wish::{Wish, code};

/// How many resources a promotional TempPass is good for.
const TEMP_PASS_RESOURCES: u32 = 3;

#[derive(Debug, Default)]
pub(crate) struct Subscriber {
    /// The registration under which the user is signed in.
    pub(crate) profile: Option<usize>,
    /// Of each session, under which registration it was created. The last one is the current one.
    sessions: Vec<usize>,
    urls: u64,
    decisions: u32,
    temporary: u32,
}

impl Subscriber {
    /// The registration of a session, if its code is still good: a new session ends the one before.
    pub(crate) fn registration_of(&self, session: u32) -> Option<usize> {
        let session = usize::try_from(session).unwrap();
        let current = session + 1 == self.sessions.len();
        self.sessions.get(session).copied().filter(|_| current)
    }

    /// What the service does for `device` with this registration.
    pub(crate) fn act(
        &mut self,
        wish: Wish,
        device: u32,
        registration: usize,
        random: &mut Random,
        stats: &mut Stats,
    ) -> (Response, Meaning) {
        match wish {
            Wish::LogOut => self.log_out(registration, stats),
            Wish::SignIn => self.create_session(device, registration, stats),
            Wish::AskForProfile(session) => self.profiles(session, registration, random),
            Wish::Watch { temp_pass } => self.decide(temp_pass, registration, random, stats),
        }
    }

    fn log_out(&mut self, registration: usize, stats: &mut Stats) -> (Response, Meaning) {
        if self.profile == Some(registration) {
            self.profile = None;
            self.urls += 1;
            stats.add(Count::UrlsIssued);
            let body = format!(
                r#"{{"logouts":{{"Cablevision":{{"actionName":"logout","actionType":"interactive","mvpd":"Cablevision","url":"/out/{}"}}}}}}"#,
                self.urls
            );
            return (Response::new(200, body), Meaning::Url(self.urls));
        }
        let body = r#"{"logouts":{"Cablevision":{"actionName":"invalid","actionType":"none","mvpd":"Cablevision"}}}"#;
        (Response::new(200, body), Meaning::Invalid)
    }

    fn create_session(
        &mut self,
        device: u32,
        registration: usize,
        stats: &mut Stats,
    ) -> (Response, Meaning) {
        if self.profile == Some(registration) {
            let body = r#"{"actionName":"authorize","actionType":"direct","reasonType":"authenticated","mvpd":"Cablevision","serviceProvider":"REF30"}"#;
            return (Response::new(200, body), Meaning::SignedInAlready);
        }
        let session = u32::try_from(self.sessions.len()).unwrap();
        self.sessions.push(registration);
        stats.add(Count::Sessions);
        let code = code(device, session);
        let body = format!(
            r#"{{"actionName":"authenticate","actionType":"interactive","reasonType":"none","url":"/api/v2/authenticate/REF30/{code}","code":"{code}","sessionId":"s","mvpd":"Cablevision","serviceProvider":"REF30","notBefore":"1733735289035","notAfter":"1733737089035"}}"#
        );
        (Response::new(201, body), Meaning::Session(session))
    }

    fn profiles(
        &self,
        session: u32,
        registration: usize,
        random: &mut Random,
    ) -> (Response, Meaning) {
        let error = |code: &str| {
            let body = format!(
                r#"{{"action":"none","status":400,"code":"{code}","message":"m","trace":"trace-code"}}"#
            );
            (Response::new(400, body), Meaning::Final)
        };
        if self.registration_of(session) != Some(registration) {
            return error("invalid_parameter_code");
        }
        if self.profile == Some(registration) {
            let body = r#"{"profiles":{"Cablevision":{"notBefore":1733735289035,"notAfter":1933735289035,"issuer":"Cablevision","type":"regular","attributes":{}}}}"#;
            return (Response::new(200, body), Meaning::Profiles(true));
        }
        // Adobe's pages have both.
        match random.chance(500) {
            true => error("authenticated_profile_missing"),
            false => (
                Response::new(200, r#"{"profiles":{}}"#),
                Meaning::Profiles(false),
            ),
        }
    }

    fn decide(
        &mut self,
        temp_pass: bool,
        registration: usize,
        random: &mut Random,
        stats: &mut Stats,
    ) -> (Response, Meaning) {
        let permitted = match temp_pass {
            true => {
                self.temporary += 1;
                stats.add(Count::TempPassCounted);
                self.temporary <= TEMP_PASS_RESOURCES
            }
            false => self.profile == Some(registration),
        };
        if permitted {
            self.decisions += 1;
            let number = self.decisions;
            let body = format!(
                r#"{{"decisions":[{{"resource":"TNT","serviceProvider":"REF30","mvpd":"Cablevision","source":"mvpd","authorized":true,"token":{{"notBefore":1,"notAfter":2,"serializedToken":"{MARK}-m-{number}"}}}}]}}"#
            );
            return (Response::new(200, body), Meaning::Permit(number));
        }
        // An error inside of a 200 is a result, whatever its action says.
        let (code, action) = random.pick(&[
            ("authorization_denied_by_mvpd", "none"),
            ("network_received_error", "retry"),
        ]);
        let body = format!(
            r#"{{"decisions":[{{"resource":"TNT","authorized":false,"error":{{"action":"{action}","status":403,"code":"{code}","message":"m","details":"d","trace":"trace-deny"}}}}]}}"#
        );
        (Response::new(200, body), Meaning::Denial)
    }
}
