//! By hand: what an integrator writes with serde_json and url, without the library.

use std::collections::HashMap;
use std::error::Error;
use std::hint::black_box;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::input::Input;
use crate::job::Subject;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeviceInfo<'a> {
    primary_hardware_type: &'a str,
    model: &'a str,
    version: &'a str,
    manufacturer: &'a str,
    os_name: &'a str,
    os_vendor: &'a str,
    os_version: &'a str,
    connection_type: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    logouts: HashMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    action_name: String,
    mvpd: Option<String>,
    url: Option<String>,
}

/// What an app makes once per start.
pub(crate) struct Prepared {
    base: Url,
    authorization: String,
    identifier: String,
    device_info: String,
}

pub(crate) struct Request {
    base: Url,
    url: Url,
    headers: Vec<(&'static str, String)>,
}

pub(crate) struct ByHand<'a>(pub(crate) &'a Input);

impl Subject for ByHand<'_> {
    type Prepared = Prepared;
    type Request = Request;

    fn prepare(&self) -> Result<Prepared, Box<dyn Error>> {
        let info = DeviceInfo {
            primary_hardware_type: "SetTopBox",
            model: "TV 5th Gen",
            version: "5",
            manufacturer: "Apple",
            os_name: "tvOS",
            os_vendor: "Apple",
            os_version: "11.0",
            connection_type: "WiFi",
        };
        Ok(Prepared {
            base: Url::parse(&self.0.base)?,
            authorization: format!("Bearer {}", self.0.token),
            identifier: format!("fingerprint {}", STANDARD.encode(&self.0.identifier)),
            device_info: STANDARD.encode(serde_json::to_string(&info)?),
        })
    }

    fn build(&self, prepared: &Prepared) -> Result<Request, Box<dyn Error>> {
        let mut url = prepared.base.clone();
        url.path_segments_mut()
            .map_err(|()| "the base cannot have a path")?
            .extend([
                "api",
                "v2",
                &self.0.service_provider,
                "logout",
                &self.0.mvpd,
            ]);
        url.query_pairs_mut()
            .append_pair("redirectUrl", &self.0.redirect_url);
        let headers = vec![
            ("Authorization", prepared.authorization.clone()),
            ("AP-Device-Identifier", prepared.identifier.clone()),
            ("X-Device-Info", prepared.device_info.clone()),
            ("User-Agent", self.0.user_agent.clone()),
            ("Accept", "application/json".to_owned()),
        ];
        black_box(url.as_str());
        for (name, value) in &headers {
            black_box((name, value.as_str()));
        }
        Ok(Request {
            base: prepared.base.clone(),
            url,
            headers,
        })
    }

    fn interpret(&self, request: &Request) -> Result<usize, Box<dyn Error>> {
        black_box((&request.url, &request.headers));
        let answer: Answer = serde_json::from_slice(&self.0.body)?;
        let mut open = 0;
        for (key, entry) in answer.logouts {
            black_box((&key, &entry.mvpd));
            if entry.action_name == "logout" {
                let url = request
                    .base
                    .join(entry.url.as_deref().unwrap_or_default())?;
                if url.scheme() == "https" {
                    black_box(url.as_str());
                    open += 1;
                }
            }
        }
        Ok(open)
    }
}
