//! Large answers: interpreted by the library, and read by serde_json into plain structures.

use std::error::Error;
use std::hint::black_box;

use serde::Deserialize;
use tvpass::operation::{Authorize, Operation, RetrieveConfiguration, Site};
use tvpass::{AccessToken, Base, Response};

use crate::input::Input;
use crate::job::Job;
use crate::library::device;

/// Entries of each answer.
const ENTRIES: usize = 200;

#[derive(Deserialize)]
struct Configuration {
    requestor: Requestor,
}

#[derive(Deserialize)]
struct Requestor {
    mvpds: Vec<Mvpd>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mvpd {
    id: String,
    display_name: Option<String>,
    logo_url: Option<String>,
    #[serde(default)]
    is_temp_pass: bool,
    #[serde(default)]
    is_proxy: bool,
    boarding_status: Option<String>,
    platform_mapping_id: Option<String>,
}

#[derive(Deserialize)]
struct Decisions {
    decisions: Vec<Decision>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Decision {
    resource: String,
    service_provider: Option<String>,
    mvpd: Option<String>,
    source: Option<String>,
    authorized: bool,
    token: Option<Token>,
    not_before: Option<u64>,
    not_after: Option<u64>,
    error: Option<Denial>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Token {
    not_before: Option<u64>,
    not_after: Option<u64>,
    serialized_token: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Denial {
    action: String,
    status: Option<u16>,
    code: String,
    message: Option<String>,
    details: Option<String>,
    help_url: Option<String>,
    trace: Option<String>,
}

/// The library's job with this name, if it is one of these.
pub(crate) fn library<'a>(name: &str, input: &'a Input) -> Result<Option<Job<'a>>, Box<dyn Error>> {
    let Some(body) = body(name) else {
        return Ok(None);
    };
    match name {
        "providers" => interpreting(
            RetrieveConfiguration::new(&input.service_provider)?,
            input,
            body,
            |configuration| configuration.mvpds.len(),
        ),
        _ => interpreting(
            Authorize::new(&input.service_provider, &input.mvpd, ["TNT"])?,
            input,
            body,
            |answer| answer.decisions.len(),
        ),
    }
    .map(Some)
}

fn interpreting<'a, O: Operation + 'a>(
    operation: O,
    input: &Input,
    body: String,
    entries: fn(&O::Outcome) -> usize,
) -> Result<Job<'a>, Box<dyn Error>> {
    let site = Site::new(Base::new(&input.base)?, device(&input.identifier)?);
    let request = operation.request(&site, &AccessToken::new(&input.token)?);
    let response = Response::new(200, body).with_header("Content-Type", "application/json");
    Ok(Box::new(move || {
        let outcome = O::interpret(&request, &response)?;
        complete(entries(black_box(&outcome)))
    }))
}

/// The same by hand.
pub(crate) fn by_hand<'a>(name: &str) -> Option<Job<'a>> {
    let body = body(name)?;
    Some(match name {
        "providers" => Box::new(move || {
            let read: Configuration = serde_json::from_str(&body)?;
            for mvpd in &read.requestor.mvpds {
                black_box((&mvpd.id, &mvpd.display_name, &mvpd.logo_url));
                black_box((mvpd.is_temp_pass, mvpd.is_proxy));
                black_box((&mvpd.boarding_status, &mvpd.platform_mapping_id));
            }
            complete(read.requestor.mvpds.len())
        }),
        _ => Box::new(move || {
            let read: Decisions = serde_json::from_str(&body)?;
            for decision in &read.decisions {
                black_box((&decision.resource, &decision.service_provider));
                black_box((&decision.mvpd, &decision.source, decision.authorized));
                black_box((decision.not_before, decision.not_after));
                if let Some(token) = &decision.token {
                    black_box((token.not_before, token.not_after, &token.serialized_token));
                }
                if let Some(denial) = &decision.error {
                    black_box((&denial.action, denial.status, &denial.code));
                    black_box((&denial.message, &denial.details));
                    black_box((&denial.help_url, &denial.trace));
                }
            }
            complete(read.decisions.len())
        }),
    })
}

fn complete(entries: usize) -> Result<(), Box<dyn Error>> {
    match entries == ENTRIES {
        true => Ok(()),
        false => Err(format!("{entries} entries were read").into()),
    }
}

/// In the layout of Adobe's samples.
fn body(name: &str) -> Option<String> {
    let entry: fn(usize) -> String = match name {
        "providers" => provider,
        "permits" => permit,
        "denials" => denial,
        _ => return None,
    };
    let entries: Vec<_> = (0..ENTRIES).map(entry).collect();
    let entries = entries.join(",\n    ");
    Some(match name {
        "providers" => format!(
            "{{\n  \"requestor\": {{\n    \"id\": \"REF30\",\n    \"name\": \"Reference 30\",\n    \"mvpds\": [{entries}]\n  }}\n}}"
        ),
        _ => format!("{{\n  \"decisions\": [{entries}]\n}}"),
    })
}

fn provider(number: usize) -> String {
    format!(
        r#"{{
      "id": "Provider{number}",
      "displayName": "Provider number {number}",
      "logoUrl": "https://logos.example.com/providers/{number}/logo-dark.png",
      "isTempPass": false,
      "isProxy": false,
      "boardingStatus": "SUPPORTED",
      "platformMappingId": "Provider{number}_platform"
    }}"#
    )
}

fn permit(number: usize) -> String {
    format!(
        r#"{{
      "resource": "resource{number}",
      "serviceProvider": "REF30",
      "mvpd": "Cablevision",
      "source": "mvpd",
      "authorized": true,
      "token": {{
        "notBefore": 1697094207324,
        "notAfter": 1697094507324,
        "serializedToken": "PHNpZ25hdHVyZUluZm8+{number}PC9zaWduYXR1cmVJbmZvPjxhdXRoVG9rZW4+"
      }},
      "notBefore": 1697094207324,
      "notAfter": 1697180607324
    }}"#
    )
}

fn denial(number: usize) -> String {
    format!(
        r#"{{
      "resource": "resource{number}",
      "serviceProvider": "REF30",
      "mvpd": "Cablevision",
      "source": "mvpd",
      "authorized": false,
      "error": {{
        "status": 403,
        "code": "authorization_denied_by_mvpd",
        "message": "The MVPD has returned a \"Deny\" decision when requesting authorization for the specified resource.",
        "details": "Your subscription package does not include the channel {number}",
        "helpUrl": "https://experienceleague.adobe.com/docs/primetime/authentication/auth-features/error-reportn/enhanced-error-codes.html",
        "trace": "12f6fef9-d2e0-422b-a9d7-60d799abe353",
        "action": "none"
      }}
    }}"#
    )
}
