//! A device that speaks REST API V2, for tests: every answer is held against Adobe's description.

use serde_json::{Value, json};
use tvpass_sandbox::{Config, Running};

use crate::client::{Answer, Client, DEVICE, FORM, Headers, logout_headers, owned, start};
use crate::openapi;

/// A device with an access token.
pub(crate) struct Tv {
    pub(crate) client: Client,
    pub(crate) token: String,
    pub(crate) device: String,
    pub(crate) service_provider: String,
}

pub(crate) const ALL: [(&str, &str); 3] = [
    ("mvpd", "Cablevision"),
    ("domainName", "adobe.com"),
    ("redirectUrl", "https://adobe.com/done"),
];

/// Starts a sandbox whose clock stands still, and a device.
pub(crate) fn tv() -> (Running, Tv) {
    tv_with(Config {
        clock: tvpass_sandbox::Clock::frozen(),
        ..Config::unthrottled()
    })
}

pub(crate) fn tv_with(config: Config) -> (Running, Tv) {
    let (sandbox, client) = start(config);
    let tv = Tv {
        token: sandbox.access_token(),
        client,
        device: DEVICE.into(),
        service_provider: "REF30".into(),
    };
    (sandbox, tv)
}

pub(crate) fn form_of(pairs: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(pairs).finish()
}

impl Tv {
    /// Another device, or another service provider, with the same token.
    pub(crate) fn other(&self, device: &str, service_provider: &str) -> Self {
        Self {
            client: Client::new(&self.client.base),
            token: self.token.clone(),
            device: device.into(),
            service_provider: service_provider.into(),
        }
    }

    /// The headers of an operation that names the device.
    pub(crate) fn headers(&self, extra: &[(&str, &str)]) -> Headers {
        let mut headers = logout_headers(&self.token, &self.device);
        headers.extend(owned(extra));
        headers
    }

    /// The headers of an operation that names a code.
    pub(crate) fn code_headers(&self, extra: &[(&str, &str)]) -> Headers {
        let mut headers = owned(&[("Authorization", &format!("Bearer {}", self.token))]);
        headers.extend(owned(extra));
        headers
    }

    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/api/v2/{}/{rest}", self.service_provider)
    }

    fn send(
        &self,
        operation_id: &str,
        (method, rest): (&str, &str),
        headers: &Headers,
        body: Option<&str>,
    ) -> Answer {
        let answer = self.client.send(method, &self.path(rest), headers, body);
        openapi::check(operation_id, answer.status, &answer.json());
        if answer.status >= 400 {
            answer.code();
        }
        answer
    }

    pub(crate) fn configuration(&self) -> Answer {
        let headers = self.headers(&[]);
        self.send(
            "handleRequestUsingGET",
            ("GET", "configuration"),
            &headers,
            None,
        )
    }

    pub(crate) fn create_with(&self, form: &[(&str, &str)], extra: &[(&str, &str)]) -> Answer {
        let mut headers = self.headers(extra);
        headers.extend(owned(&[("Content-Type", FORM)]));
        let body = form_of(form);
        self.send(
            "createSessionUsingPOST",
            ("POST", "sessions"),
            &headers,
            Some(&body),
        )
    }

    pub(crate) fn create(&self, form: &[(&str, &str)]) -> Answer {
        self.create_with(form, &[])
    }

    /// Creates a session with nothing missing, and gives back its code.
    pub(crate) fn code_for(&self, mvpd: &str, extra: &[(&str, &str)]) -> String {
        let [_, domain, redirect] = ALL;
        let answer = self.create_with(&[("mvpd", mvpd), domain, redirect], extra);
        assert_eq!(answer.json()["actionName"], "authenticate", "{answer:?}");
        text(&answer.json()["code"])
    }

    /// Signs in with an MVPD.
    pub(crate) fn sign_in(&self, sandbox: &Running, mvpd: &str, extra: &[(&str, &str)]) -> String {
        let code = self.code_for(mvpd, extra);
        sandbox.sign_in(&code).unwrap();
        code
    }

    pub(crate) fn resume(&self, code: &str, form: &[(&str, &str)]) -> Answer {
        let headers = self.code_headers(&[("Content-Type", FORM)]);
        let place = ("POST", &*format!("sessions/{code}"));
        self.send(
            "resumeSessionUsingPOST",
            place,
            &headers,
            Some(&form_of(form)),
        )
    }

    pub(crate) fn retrieve(&self, code: &str) -> Answer {
        let place = ("GET", &*format!("sessions/{code}"));
        self.send(
            "getSessionStatusUsingGET_1",
            place,
            &self.code_headers(&[]),
            None,
        )
    }

    pub(crate) fn profiles_with(&self, extra: &[(&str, &str)]) -> Answer {
        let headers = self.headers(extra);
        self.send("getProfilesUsingGET_1", ("GET", "profiles"), &headers, None)
    }

    pub(crate) fn profile_with(&self, mvpd: &str, extra: &[(&str, &str)]) -> Answer {
        let place = ("GET", &*format!("profiles/{mvpd}"));
        self.send(
            "getProfileForMvpdUsingGET",
            place,
            &self.headers(extra),
            None,
        )
    }

    pub(crate) fn poll_with(&self, code: &str, extra: &[(&str, &str)]) -> Answer {
        let place = ("GET", &*format!("profiles/code/{code}"));
        self.send(
            "getProfileForCodeUsingGET_1",
            place,
            &self.code_headers(extra),
            None,
        )
    }

    pub(crate) fn poll(&self, code: &str) -> Answer {
        self.poll_with(code, &[])
    }

    pub(crate) fn decide_with(
        &self,
        kind: &str,
        mvpd: &str,
        resources: &[&str],
        extra: &[(&str, &str)],
    ) -> Answer {
        let mut headers = self.headers(extra);
        headers.extend(owned(&[("Content-Type", "application/json")]));
        let body = json!({"resources": resources}).to_string();
        let operation = match kind {
            "authorize" => "retrieveAuthorizeDecisionsForMvpdUsingPOST",
            _ => "retrievePreAuthorizeDecisionsForMvpdUsingPOST_1",
        };
        let place = ("POST", &*format!("decisions/{kind}/{mvpd}"));
        self.send(operation, place, &headers, Some(&body))
    }

    /// The decision about one resource.
    pub(crate) fn authorize(&self, mvpd: &str, resource: &str, extra: &[(&str, &str)]) -> Value {
        let answer = self.decide_with("authorize", mvpd, &[resource], extra);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["decisions"][0].clone()
    }

    pub(crate) fn partner_request(&self, form: &[(&str, &str)], extra: &[(&str, &str)]) -> Answer {
        let mut headers = self.headers(extra);
        headers.extend(owned(&[("Content-Type", FORM)]));
        let place = ("POST", "sessions/sso/Apple");
        let body = form_of(form);
        self.send(
            "retrieveVerificationTokenUsingPOST",
            place,
            &headers,
            Some(&body),
        )
    }

    pub(crate) fn partner_profile(&self, saml: &str, extra: &[(&str, &str)]) -> Answer {
        let mut headers = self.headers(extra);
        headers.extend(owned(&[("Content-Type", FORM)]));
        let place = ("POST", "profiles/sso/Apple");
        let body = form_of(&[("SAMLResponse", saml)]);
        self.send(
            "createPartnerProfileUsingPOST",
            place,
            &headers,
            Some(&body),
        )
    }

    fn log_out(&self, mvpd: &str, extra: &[(&str, &str)]) -> Answer {
        let rest = format!("logout/{mvpd}?redirectUrl=https%3A%2F%2Fadobe.com");
        let (place, headers) = (("GET", rest.as_str()), self.headers(extra));
        self.send("getLogoutForMvpdUsingGET", place, &headers, None)
    }

    /// The error of a logout.
    pub(crate) fn logout_code(&self, mvpd: &str) -> String {
        self.log_out(mvpd, &[]).code()
    }

    /// The action of a logout's only entry.
    pub(crate) fn logout(&self, mvpd: &str, extra: &[(&str, &str)]) -> String {
        let answer = self.log_out(mvpd, extra);
        text(&answer.only_logout().1["actionName"])
    }
}

/// The MVPDs that an answer has profiles of, and their types.
pub(crate) fn types(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, 200, "{answer:?}");
    let json = answer.json();
    let profiles = json["profiles"].as_object().unwrap().iter();
    profiles
        .map(|(mvpd, profile)| (mvpd.clone(), text(&profile["type"])))
        .collect()
}

pub(crate) fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value}"))
        .to_owned()
}

pub(crate) fn pair(mvpd: &str, kind: &str) -> (String, String) {
    (mvpd.to_owned(), kind.to_owned())
}
