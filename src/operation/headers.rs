//! Which operation sends which header: one row for each (Adobe's API pages, tables of headers). A
//! header that a row does not name is not sent: Adobe answers 400 to what it does not expect.

use super::extras::RequestExtras;
use super::site::Site;
use crate::header::{
    ACCEPT, AD_SERVICE_TOKEN, ADOBE_SUBJECT_TOKEN, AP_DEVICE_IDENTIFIER,
    AP_PARTNER_FRAMEWORK_STATUS, AP_TEMPPASS_IDENTITY, AP_VISITOR_IDENTIFIER, AUTHORIZATION,
    CONTENT_TYPE, HeaderName, HeaderValue, Headers, USER_AGENT, X_DEVICE_INFO, X_FORWARDED_FOR,
    X_ROKU_RESERVED_ROKU_CONNECT_TOKEN,
};
use crate::input::InvalidInput;
use crate::token::AccessToken;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// What is sent about the device.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DeviceHeaders {
    /// The request is about a session, which remembers its device: the sender may be another one.
    Neither,
    /// `X-Device-Info` alone: the identifier is not known yet, or stands elsewhere in the request.
    Info,
    IdentifierAndInfo,
}

/// The headers of one operation. `Accept` goes with every request.
pub(super) struct HeaderRow {
    authorization: bool,
    device: DeviceHeaders,
    content_type: Option<&'static str>,
    /// Those that the caller may add, in the order in which they are sent.
    optional: &'static [HeaderName],
}

/// *Retrieve client credentials*
pub(super) const REGISTRATION: HeaderRow = HeaderRow {
    authorization: false,
    device: DeviceHeaders::Info,
    content_type: Some(JSON),
    optional: &[X_FORWARDED_FOR, USER_AGENT],
};

/// *Retrieve access token*
pub(super) const TOKEN: HeaderRow = HeaderRow {
    content_type: Some(FORM),
    ..REGISTRATION
};

/// What a site may add to every request.
pub(super) const EVERY_REQUEST: HeaderRow = REGISTRATION;

/// *Retrieve configuration for specific service provider*
pub(super) const CONFIGURATION: HeaderRow = HeaderRow {
    authorization: true,
    device: DeviceHeaders::IdentifierAndInfo,
    content_type: None,
    optional: &[X_FORWARDED_FOR, USER_AGENT],
};

/// *Create authentication session*
pub(super) const CREATE_SESSION: HeaderRow = HeaderRow {
    content_type: Some(FORM),
    ..LOGOUT
};

/// *Resume authentication session*
pub(super) const RESUME_SESSION: HeaderRow = HeaderRow {
    content_type: Some(FORM),
    ..RETRIEVE_SESSION
};

/// *Retrieve authentication session information using code*
pub(super) const RETRIEVE_SESSION: HeaderRow = HeaderRow {
    authorization: true,
    device: DeviceHeaders::Neither,
    content_type: None,
    optional: &[X_FORWARDED_FOR, AP_VISITOR_IDENTIFIER, USER_AGENT],
};

/// *Retrieve profiles*
pub(super) const PROFILES: HeaderRow = HeaderRow {
    optional: &[
        X_FORWARDED_FOR,
        ADOBE_SUBJECT_TOKEN,
        X_ROKU_RESERVED_ROKU_CONNECT_TOKEN,
        AD_SERVICE_TOKEN,
        AP_PARTNER_FRAMEWORK_STATUS,
        AP_VISITOR_IDENTIFIER,
        USER_AGENT,
    ],
    ..LOGOUT
};

/// *Retrieve profile for specific mvpd*
pub(super) const PROFILE_FOR_MVPD: HeaderRow = HeaderRow {
    optional: &[
        X_FORWARDED_FOR,
        ADOBE_SUBJECT_TOKEN,
        X_ROKU_RESERVED_ROKU_CONNECT_TOKEN,
        AD_SERVICE_TOKEN,
        AP_PARTNER_FRAMEWORK_STATUS,
        AP_TEMPPASS_IDENTITY,
        AP_VISITOR_IDENTIFIER,
        USER_AGENT,
    ],
    ..LOGOUT
};

/// *Retrieve profile for specific code*
pub(super) const PROFILE_FOR_CODE: HeaderRow = HeaderRow {
    optional: &[
        X_FORWARDED_FOR,
        AP_TEMPPASS_IDENTITY,
        AP_VISITOR_IDENTIFIER,
        USER_AGENT,
    ],
    ..RETRIEVE_SESSION
};

/// *Retrieve partner authentication request*. The framework's status is required: it is an input of
/// the operation.
pub(super) const PARTNER_REQUEST: HeaderRow = HeaderRow {
    content_type: Some(FORM),
    optional: &[
        X_FORWARDED_FOR,
        AP_PARTNER_FRAMEWORK_STATUS,
        AP_VISITOR_IDENTIFIER,
        USER_AGENT,
    ],
    ..LOGOUT
};

/// *Create and retrieve profile using partner authentication response*; as [`PARTNER_REQUEST`].
pub(super) const PARTNER_PROFILE: HeaderRow = PARTNER_REQUEST;

/// *Retrieve preauthorization decisions using specific mvpd*. The identity is in the OpenAPI file
/// alone.
pub(super) const PREAUTHORIZE: HeaderRow = HeaderRow {
    content_type: Some(JSON),
    ..PROFILE_FOR_MVPD
};

/// *Retrieve authorization decisions using specific mvpd*
pub(super) const AUTHORIZE: HeaderRow = PREAUTHORIZE;

/// *Initiate logout for specific MVPD*
pub(super) const LOGOUT: HeaderRow = HeaderRow {
    authorization: true,
    device: DeviceHeaders::IdentifierAndInfo,
    content_type: None,
    optional: &[
        X_FORWARDED_FOR,
        ADOBE_SUBJECT_TOKEN,
        X_ROKU_RESERVED_ROKU_CONNECT_TOKEN,
        AD_SERVICE_TOKEN,
        AP_VISITOR_IDENTIFIER,
        USER_AGENT,
    ],
};

/// *(Legacy) Initiate logout*
pub(super) const LOGOUT_V1: HeaderRow = HeaderRow {
    authorization: false,
    device: DeviceHeaders::Info,
    content_type: None,
    optional: &[USER_AGENT],
};

impl HeaderRow {
    /// Hands back the optional headers of a request, if each of them is in this row.
    pub(super) fn admit(&self, extras: RequestExtras) -> Result<RequestExtras, InvalidInput> {
        let refused = extras
            .iter()
            .find(|header| !self.optional.contains(&header.name));
        match refused {
            Some(header) => Err(InvalidInput::new(
                header.name.as_str(),
                "is not a header that can be sent here; leave it out",
            )),
            None => Ok(extras),
        }
    }

    /// Those of `extras` that are in this row. What is an input of the operation already is not
    /// among them.
    pub(super) fn taken(&self, extras: &RequestExtras, input: &str) -> RequestExtras {
        let taken = extras
            .iter()
            .filter(|header| self.optional.contains(&header.name) && header.name != *input);
        taken.fold(RequestExtras::new(), |taken, header| {
            taken.set(header.name, header.value.clone())
        })
    }

    /// The headers of a request, in the order of Adobe's pages. `extras`, the operation's own, have
    /// been [admitted](Self::admit).
    pub(super) fn headers(
        &self,
        site: &Site,
        access_token: Option<&AccessToken>,
        extras: &RequestExtras,
    ) -> Headers {
        let common = site.extras();
        let mut headers = Headers::with_capacity(5 + common.iter().len() + extras.iter().len());
        if let Some(access_token) = access_token.filter(|_| self.authorization) {
            headers.push(AUTHORIZATION, access_token.header());
        }
        if self.device == DeviceHeaders::IdentifierAndInfo {
            headers.push(AP_DEVICE_IDENTIFIER, site.device().identifier_header());
        }
        if self.device != DeviceHeaders::Neither {
            headers.push(X_DEVICE_INFO, site.device().info_header());
        }
        if let Some(content_type) = self.content_type {
            headers.push(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        for name in self.optional.iter().copied() {
            if let Some(value) = extras.get(name).or_else(|| common.get(name)) {
                headers.push(name, value.clone());
            }
        }
        headers.push(ACCEPT, HeaderValue::from_static(JSON));
        headers
    }
}

impl Site {
    /// Sets the optional headers of every request: `User-Agent` and `X-Forwarded-For`. An
    /// operation's own are preferred.
    ///
    /// # Errors
    /// Another header: set it at the operation.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.set_extras(EVERY_REQUEST.admit(extras)?);
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::{ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName};
    use crate::operation::{AccessStatus, PartnerFrameworkStatus, TempPassIdentity};
    use crate::uri::{Base, Environment};

    fn site() -> Site {
        let info = DeviceInfo::builder()
            .model("m")
            .version("1")
            .os_name(OsName::Linux)
            .os_version("1")
            .connection_type(ConnectionType::Lan);
        let device = Device::new(
            DeviceIdentifier::from_text("d").unwrap(),
            info.build().unwrap(),
        );
        let common = RequestExtras::new().user_agent("site/1").unwrap();
        Site::new(Base::from(Environment::Production), device)
            .with_extras(common.forwarded_for("192.0.2.7".parse().unwrap()))
            .unwrap()
    }

    fn names(row: &HeaderRow, extras: &RequestExtras) -> Vec<HeaderName> {
        let token = AccessToken::new("t").unwrap();
        let headers = row.headers(&site(), Some(&token), extras);
        headers.iter().map(|header| header.name).collect()
    }

    #[test]
    fn each_row_sends_what_adobes_tables_name() {
        let single_sign_on = RequestExtras::new()
            .service_token("s")
            .and_then(|extras| extras.subject_token("p"))
            .and_then(|extras| extras.visitor_identifier("v"))
            .unwrap();
        assert_eq!(
            names(&LOGOUT, &single_sign_on),
            [
                "Authorization",
                "AP-Device-Identifier",
                "X-Device-Info",
                "X-Forwarded-For",
                "Adobe-Subject-Token",
                "AD-Service-Token",
                "AP-Visitor-Identifier",
                "User-Agent",
                "Accept"
            ]
        );
        let none = RequestExtras::new();
        let registration = [
            "X-Device-Info",
            "Content-Type",
            "X-Forwarded-For",
            "User-Agent",
            "Accept",
        ];
        assert_eq!(names(&REGISTRATION, &none), registration);
        assert_eq!(names(&TOKEN, &none), registration);
        assert_eq!(
            names(&LOGOUT_V1, &none),
            ["X-Device-Info", "User-Agent", "Accept"]
        );
    }

    /// Adobe's tables of headers, operation by operation. R: always sent, o: sent if it is set, –:
    /// refused. `Adobe-Subject-Token` stands for Roku's, too.
    const TABLE: &str = "
        Authorization               R R R R R R R R R R R R
        AP-Device-Identifier        R R – – R R – R R R R R
        X-Device-Info               R R – – R R – R R R R R
        Content-Type                – f f – – – – f f j j –
        X-Forwarded-For             o o o o o o o o o o o o
        Adobe-Subject-Token         – o – – o o – – – o o o
        X-Roku-Reserved-Roku-Connect-Token – o – – o o – – – o o o
        AD-Service-Token            – o – – o o – – – o o o
        AP-Partner-Framework-Status – – – – o o – o o o o –
        AP-TempPass-Identity        – – – – – o o – – o o –
        AP-Visitor-Identifier       – o o o o o o o o o o o
        User-Agent                  o o o o o o o o o o o o
        Accept                      R R R R R R R R R R R R";

    const COLUMNS: [&HeaderRow; 12] = [
        &CONFIGURATION,
        &CREATE_SESSION,
        &RESUME_SESSION,
        &RETRIEVE_SESSION,
        &PROFILES,
        &PROFILE_FOR_MVPD,
        &PROFILE_FOR_CODE,
        &PARTNER_REQUEST,
        &PARTNER_PROFILE,
        &PREAUTHORIZE,
        &AUTHORIZE,
        &LOGOUT,
    ];

    fn extra(name: &str) -> Option<RequestExtras> {
        let extras = RequestExtras::new;
        let status = PartnerFrameworkStatus::new(AccessStatus::Denied).unwrap();
        let identity = TempPassIdentity::hashed("email", "a@b.example").unwrap();
        let address = "192.0.2.8".parse().unwrap();
        let all = [
            (X_FORWARDED_FOR, extras().forwarded_for(address)),
            (ADOBE_SUBJECT_TOKEN, extras().subject_token("p").unwrap()),
            (
                X_ROKU_RESERVED_ROKU_CONNECT_TOKEN,
                extras().roku_connect_token("r").unwrap(),
            ),
            (AD_SERVICE_TOKEN, extras().service_token("s").unwrap()),
            (
                AP_PARTNER_FRAMEWORK_STATUS,
                extras().partner_framework_status(&status),
            ),
            (AP_TEMPPASS_IDENTITY, extras().temp_pass_identity(&identity)),
            (
                AP_VISITOR_IDENTIFIER,
                extras().visitor_identifier("v").unwrap(),
            ),
            (USER_AGENT, extras().user_agent("own/3").unwrap()),
        ];
        let mut all = all.into_iter();
        all.find_map(|(known, extras)| (known == *name).then_some(extras))
    }

    #[test]
    fn the_rows_are_adobes_tables() {
        let token = AccessToken::new("t").unwrap();
        let bare = Site::new(Base::from(Environment::Production), site().device().clone());
        let lines = TABLE.trim().lines().map(str::split_whitespace);
        let mut order = Vec::new();
        for mut line in lines {
            let name = line.next().unwrap();
            order.push(name);
            assert_eq!(line.clone().count(), COLUMNS.len(), "{name}");
            for (at, (row, mark)) in COLUMNS.iter().zip(line).enumerate() {
                let sent = |extras: &RequestExtras| {
                    let headers = row.headers(&bare, Some(&token), extras);
                    headers.get(name).map(|value| value.as_str().to_owned())
                };
                let without = sent(&RequestExtras::new());
                let place = format!("{name}, column {at}");
                match mark {
                    "R" => assert!(without.is_some(), "{place}"),
                    "f" => assert_eq!(without.as_deref(), Some(FORM), "{place}"),
                    "j" => assert_eq!(without.as_deref(), Some(JSON), "{place}"),
                    _ => assert_eq!(without, None, "{place}"),
                }
                if let Some(extras) = extra(name) {
                    assert_eq!(row.admit(extras.clone()).is_ok(), mark == "o", "{place}");
                    assert_eq!(sent(&extras).is_some(), mark == "o", "{place}");
                }
            }
        }
        // No row sends anything that the table lacks.
        for row in COLUMNS {
            assert!(
                row.optional
                    .iter()
                    .all(|name| order.contains(&name.as_str()))
            );
        }
    }

    #[test]
    fn an_operations_own_header_is_preferred_to_the_sites() {
        let own = RequestExtras::new().user_agent("own/2").unwrap();
        let headers = LOGOUT_V1.headers(&site(), None, &own);
        assert_eq!(headers.get(&USER_AGENT).unwrap().as_str(), "own/2");
    }

    #[test]
    fn a_header_that_a_row_does_not_name_is_refused_by_name() {
        let token = RequestExtras::new().service_token("s").unwrap();
        for row in [&REGISTRATION, &TOKEN, &LOGOUT_V1, &EVERY_REQUEST] {
            assert_eq!(
                row.admit(token.clone()).unwrap_err().field(),
                "AD-Service-Token"
            );
        }
        LOGOUT.admit(token).unwrap();
        let address = RequestExtras::new().forwarded_for("192.0.2.7".parse().unwrap());
        LOGOUT_V1.admit(address).unwrap_err();
    }
}
