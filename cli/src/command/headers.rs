//! `tvpass headers`: the request of an operation as it would be sent. Nothing is sent.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use serde::Serialize;
use tvpass::operation::{
    Authorize, ClientCredentials, CreateSession, InitiateLogout, Operation, Preauthorize,
    RegisterClient, RequestExtras, ResumeSession, RetrieveAccessToken, RetrieveConfiguration,
    RetrieveProfileForCode, RetrieveProfileForMvpd, RetrieveProfiles, RetrieveSession, Site,
    SoftwareStatement,
};
use tvpass::outcome::AuthenticationCode;
use tvpass::{AccessToken, Base, Request};

use crate::exit::{Exit, Failure, Outcome};
use crate::identity::Identity;
use crate::screen::{Report, Screen};
use crate::settings::Settings;
use crate::style::{BOLD, styled};

/// What stands for secrets: a shell puts its variables there.
const ACCESS_TOKEN: &str = "$ACCESS_TOKEN";
const SOFTWARE_STATEMENT: &str = "$SOFTWARE_STATEMENT";
const CLIENT_ID: &str = "$CLIENT_ID";
const CLIENT_SECRET: &str = "$CLIENT_SECRET";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The operation
    #[arg(value_name = "OPERATION")]
    operation: Name,

    /// The resources of preauthorize and authorize; once for each
    #[arg(long, value_name = "RESOURCE")]
    resource: Vec<String>,

    /// The code of the operations on a session
    #[arg(long, value_name = "CODE")]
    code: Option<String>,

    /// Print a command for curl; secrets are shell variables in it
    #[arg(long)]
    curl: bool,

    #[command(flatten)]
    identity: Identity,
}

/// The operations by their names, with hyphens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    Registration,
    Token,
    Configuration,
    CreateSession,
    ResumeSession,
    RetrieveSession,
    Profiles,
    ProfileForMvpd,
    ProfileForCode,
    Preauthorize,
    Authorize,
    Logout,
}

#[derive(Serialize)]
struct RequestShown {
    method: &'static str,
    url: String,
    headers: Vec<HeaderShown>,
    body: Option<String>,
    #[serde(skip)]
    as_curl: bool,
}

#[derive(Serialize)]
struct HeaderShown {
    name: &'static str,
    value: String,
    /// Whether a placeholder stands for the value.
    secret: bool,
}

impl RequestShown {
    fn new(request: &Request, as_curl: bool) -> Self {
        let header = |header: &tvpass::header::Header| {
            let secret = header.value.is_secret();
            let value = match (secret, header.name) {
                (false, _) => header.value.as_str().to_owned(),
                (true, tvpass::header::AUTHORIZATION) => format!("Bearer {ACCESS_TOKEN}"),
                (true, name) => {
                    format!("${}", name.replace('-', "_").to_ascii_uppercase())
                }
            };
            HeaderShown {
                name: header.name.as_str(),
                value,
                secret,
            }
        };
        let body = String::from_utf8_lossy(request.body());
        // Form encoding has escaped the placeholders.
        let body = body.replace("=%24", "=$");
        Self {
            method: request.method().as_str(),
            url: request.url().to_owned(),
            headers: request.headers().iter().map(header).collect(),
            body: (!body.is_empty()).then_some(body),
            as_curl,
        }
    }

    fn curl(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "curl -X {} {}", self.method, quoted(&self.url))?;
        for header in &self.headers {
            let line = format!("{}: {}", header.name, header.value);
            write!(out, " \\\n  -H {}", quoted(&line))?;
        }
        if let Some(body) = &self.body {
            write!(out, " \\\n  --data-raw {}", quoted(body))?;
        }
        writeln!(out)
    }
}

/// `text` as one word of a POSIX shell, in which the placeholders alone are variables.
fn quoted(text: &str) -> String {
    let mut word = format!("'{}'", text.replace('\'', r"'\''"));
    for name in [ACCESS_TOKEN, SOFTWARE_STATEMENT, CLIENT_ID, CLIENT_SECRET] {
        word = word.replace(name, &format!("'\"{name}\"'"));
    }
    for name in [
        "$AD_SERVICE_TOKEN",
        "$ADOBE_SUBJECT_TOKEN",
        "$AP_TEMPPASS_IDENTITY",
    ] {
        word = word.replace(name, &format!("'\"{name}\"'"));
    }
    word.strip_suffix("''").map_or(word.clone(), str::to_owned)
}

impl Report for RequestShown {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.as_curl {
            return self.curl(out);
        }
        let line = format!("{} {}", self.method, self.url);
        writeln!(out, "{}", styled(BOLD, &line))?;
        for header in &self.headers {
            writeln!(out, "{}: {}", header.name, header.value)?;
        }
        match &self.body {
            Some(body) => writeln!(out, "\n{body}"),
            None => Ok(()),
        }
    }
}

pub(crate) fn run(options: &Options, settings: Settings, screen: &Screen) -> Outcome {
    let base = match settings.place.is_own_sandbox() {
        // Nothing is sent, so that none has to run.
        true => Base::new("http://127.0.0.1:8480")?,
        false => settings.base()?,
    };
    #[cfg(feature = "sandbox")]
    let settings = match settings.place.is_sandbox() {
        true => settings.completed_for_sandbox(&base),
        false => settings,
    };
    let site = settings.site(&base)?;
    let request = Asked {
        options,
        settings: &settings,
        site: &site,
        extras: options.identity.extras()?,
    }
    .request()?;
    screen.show(&RequestShown::new(&request, options.curl))?;
    Ok(Exit::Done)
}

/// What an operation is made of.
struct Asked<'a> {
    options: &'a Options,
    settings: &'a Settings,
    site: &'a Site,
    extras: RequestExtras,
}

impl Asked<'_> {
    fn request(self) -> Result<Request, Failure> {
        let extras = || self.extras.clone();
        let service_provider = || self.settings.service_provider();
        Ok(match self.options.operation {
            Name::Registration => {
                RegisterClient::new(&SoftwareStatement::new(SOFTWARE_STATEMENT)?).request(self.site)
            }
            Name::Token => {
                RetrieveAccessToken::new(&ClientCredentials::new(CLIENT_ID, CLIENT_SECRET)?)
                    .request(self.site)
            }
            Name::Configuration => {
                self.of(&RetrieveConfiguration::new(service_provider()?)?.with_extras(extras())?)?
            }
            Name::CreateSession => {
                let parameters = self.settings.session_parameters()?;
                self.of(
                    &CreateSession::new(service_provider()?, parameters)?.with_extras(extras())?
                )?
            }
            Name::ResumeSession => {
                let parameters = self.settings.session_parameters()?;
                let operation = ResumeSession::new(service_provider()?, &self.code()?, parameters)?;
                self.of(&operation.with_extras(extras())?)?
            }
            Name::RetrieveSession => {
                let operation = RetrieveSession::new(service_provider()?, &self.code()?)?;
                self.of(&operation.with_extras(extras())?)?
            }
            Name::Profiles => {
                self.of(&RetrieveProfiles::new(service_provider()?)?.with_extras(extras())?)?
            }
            Name::ProfileForMvpd => {
                let operation = RetrieveProfileForMvpd::new(service_provider()?, self.mvpd()?)?;
                self.of(&operation.with_extras(extras())?)?
            }
            Name::ProfileForCode => {
                let operation = RetrieveProfileForCode::new(service_provider()?, &self.code()?)?;
                self.of(&operation.with_extras(extras())?)?
            }
            Name::Preauthorize => {
                let resources = &self.options.resource;
                let operation = Preauthorize::new(service_provider()?, self.mvpd()?, resources)?;
                self.of(&operation.with_extras(extras())?)?
            }
            Name::Authorize => {
                let resources = &self.options.resource;
                let operation = Authorize::new(service_provider()?, self.mvpd()?, resources)?;
                self.of(&operation.with_extras(extras())?)?
            }
            Name::Logout => {
                let redirect_url = self.settings.required_redirect_url()?;
                let operation =
                    InitiateLogout::new(service_provider()?, self.mvpd()?, &redirect_url)?;
                self.of(&operation.with_extras(extras())?)?
            }
        })
    }

    fn of<O: Operation>(&self, operation: &O) -> Result<Request, Failure> {
        Ok(operation.request(self.site, &AccessToken::new(ACCESS_TOKEN)?))
    }

    fn mvpd(&self) -> Result<&str, Failure> {
        self.settings
            .mvpd
            .as_deref()
            .ok_or_else(|| Failure::Usage("this operation is about one MVPD; pass --mvpd".into()))
    }

    fn code(&self) -> Result<AuthenticationCode, Failure> {
        let code = self.options.code.as_deref().ok_or_else(|| {
            Failure::Usage("this operation is about a session; pass its --code".into())
        })?;
        Ok(AuthenticationCode::new(code)?)
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_word_has_no_variable_but_the_placeholders() {
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(
            quoted("Authorization: Bearer $ACCESS_TOKEN"),
            r#"'Authorization: Bearer '"$ACCESS_TOKEN""#
        );
        assert_eq!(quoted("a=$CLIENT_ID&b"), r#"'a='"$CLIENT_ID"'&b'"#);
    }
}
