//! What the tests have in common: a client that takes every answer as it is, and requests that are
//! right in all parts.

use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};
use tvpass_sandbox::{Config, Running, Sandbox};
use ureq::Agent;
use ureq::http::Request;

/// The identifier of the device that the requests below come from.
pub(crate) const DEVICE: &str = "ba23d141-d715-561c-94f4-e9e4c966b1eb";

pub(crate) const REDIRECT: &str = "redirectUrl=https%3A%2F%2Fadobe.com";

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) fn start(config: Config) -> (Running, Client) {
    let sandbox = Sandbox::start(config).unwrap();
    let client = Client::new(sandbox.base_url());
    (sandbox, client)
}

pub(crate) fn start_unthrottled() -> (Running, Client) {
    start(Config::unthrottled())
}

pub(crate) struct Client {
    agent: Agent,
    pub(crate) base: String,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The code of an enhanced error, after a look at what all of them have in common.
    pub(crate) fn code(&self) -> String {
        let json = self.json();
        assert_eq!(json["status"], self.status, "{json}");
        assert_eq!(
            self.header("content-type"),
            Some("application/json;charset=UTF-8")
        );
        assert!(
            json["helpUrl"]
                .as_str()
                .unwrap()
                .starts_with("https://experienceleague.adobe.com/")
        );
        assert_eq!(json["trace"].as_str().unwrap().len(), 36);
        json["code"].as_str().unwrap().to_owned()
    }

    /// The one entry of a logout's answer: its key and its fields.
    pub(crate) fn only_logout(&self) -> (String, Value) {
        assert_eq!(self.status, 200, "{self:?}");
        let json = self.json();
        let logouts = json["logouts"].as_object().unwrap();
        assert_eq!(logouts.len(), 1, "{self:?}");
        let (key, entry) = logouts.iter().next().unwrap();
        (key.clone(), entry.clone())
    }
}

pub(crate) type Headers = Vec<(String, String)>;

impl Client {
    pub(crate) fn new(base: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(20)));
        Self {
            agent: config.build().new_agent(),
            base: base.into(),
        }
    }

    /// Sends a request and takes whatever comes; an error if nothing whole does.
    pub(crate) fn try_send(
        &self,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: Option<&str>,
    ) -> Result<Answer, ureq::Error> {
        let url = if target.starts_with('/') {
            format!("{}{target}", self.base)
        } else {
            target.to_owned()
        };
        let mut request = Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let mut response = match body {
            Some(body) => self.agent.run(request.body(body).unwrap())?,
            None => self.agent.run(request.body(()).unwrap())?,
        };
        let headers = response.headers().iter();
        let headers = headers
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        let status = response.status().as_u16();
        let body = response
            .body_mut()
            .with_config()
            .limit(64 << 20)
            .read_to_string()?;
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    pub(crate) fn send(
        &self,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: Option<&str>,
    ) -> Answer {
        self.try_send(method, target, headers, body).unwrap()
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.send("GET", target, &[], None)
    }

    pub(crate) fn post(&self, target: &str, body: &Value) -> Answer {
        self.send("POST", target, &[], Some(&body.to_string()))
    }

    /// A V2 logout of `REF30` that is right in all parts, with these headers on top.
    pub(crate) fn logout_with(&self, token: &str, mvpd: &str, extra: &[(&str, &str)]) -> Answer {
        let mut headers = logout_headers(token, DEVICE);
        headers.extend(owned(extra));
        self.send(
            "GET",
            &format!("/api/v2/REF30/logout/{mvpd}?{REDIRECT}"),
            &headers,
            None,
        )
    }

    pub(crate) fn logout(&self, token: &str, mvpd: &str) -> Answer {
        self.logout_with(token, mvpd, &[])
    }

    pub(crate) fn try_logout(&self, token: &str, mvpd: &str) -> Result<Answer, ureq::Error> {
        let target = format!("/api/v2/REF30/logout/{mvpd}?{REDIRECT}");
        self.try_send("GET", &target, &logout_headers(token, DEVICE), None)
    }

    pub(crate) fn register(&self, body: &Value) -> Answer {
        self.send(
            "POST",
            "/o/client/register",
            &json_headers(),
            Some(&body.to_string()),
        )
    }

    /// Registers, and gives back the client's id and secret.
    pub(crate) fn credentials(&self, statement: &str) -> (String, String) {
        let answer = self.register(&json!({"software_statement": statement}));
        assert_eq!(answer.status, 201, "{answer:?}");
        let field = |name: &str| answer.json()[name].as_str().unwrap().to_owned();
        (field("client_id"), field("client_secret"))
    }

    pub(crate) fn token(&self, id: &str, secret: &str) -> Answer {
        let body = format!("client_id={id}&client_secret={secret}&grant_type=client_credentials");
        self.send("POST", "/o/client/token", &form_headers(), Some(&body))
    }

    /// Registers and gets an access token.
    pub(crate) fn access_token(&self, statement: &str) -> String {
        let (id, secret) = self.credentials(statement);
        self.token(&id, &secret).json()["access_token"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

pub(crate) fn owned(headers: &[(&str, &str)]) -> Headers {
    headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

pub(crate) fn base64(text: &str) -> String {
    BASE64_STANDARD.encode(text)
}

pub(crate) fn device_info() -> String {
    base64(
        r#"{"model":"TV 5th Gen","version":"5,3","osName":"tvOS","osVersion":"11.0","connectionType":"WiFi",
           "primaryHardwareType":"SetTopBox","manufacturer":"Apple"}"#,
    )
}

pub(crate) fn logout_headers(token: &str, device: &str) -> Headers {
    owned(&[
        ("Authorization", &format!("Bearer {token}")),
        (
            "AP-Device-Identifier",
            &format!("fingerprint {}", base64(device)),
        ),
        ("X-Device-Info", &device_info()),
        ("Accept", "application/json"),
        ("User-Agent", "sandbox tests"),
    ])
}

pub(crate) fn json_headers() -> Headers {
    owned(&[
        ("X-Device-Info", &device_info()),
        ("Content-Type", "application/json"),
    ])
}

pub(crate) fn form_headers() -> Headers {
    owned(&[("X-Device-Info", &device_info()), ("Content-Type", FORM)])
}

/// The headers with one of them replaced, or left out.
pub(crate) fn replaced(headers: &Headers, name: &str, value: Option<&str>) -> Headers {
    let mut changed: Headers = headers
        .iter()
        .filter(|(known, _)| known != name)
        .cloned()
        .collect();
    assert_eq!(
        changed.len() + 1,
        headers.len(),
        "there is a header '{name}' to replace"
    );
    changed.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    changed
}
