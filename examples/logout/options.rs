//! The command line.

use std::ffi::OsString;

pub(crate) const USAGE: &str = "\
usage: logout                       log out of every provider of the built-in sandbox
       logout --base URL --software-statement FILE --service-provider ID --mvpd ID --redirect-url URL
              [--state FILE] [--device-identifier TEXT] [--follow]

  --base                e.g. https://sp.auth-staging.adobe.com
  --software-statement  file with the software statement of the TVE Dashboard
  --service-provider    e.g. REF30
  --mvpd                e.g. Cablevision
  --redirect-url        where the user agent lands at the end
  --state               file that keeps the registration between runs
  --device-identifier   stable text that names the device (default: tvpass-example-device)
  --follow              also walk the logout URL, without a browser

It exits with 0 if nobody is signed in any more, with 1 if the logout failed or if a session may still be open, and with 2 for wrong options.";

pub(crate) struct Options {
    pub(crate) base: String,
    pub(crate) software_statement: String,
    pub(crate) service_provider: String,
    pub(crate) mvpd: String,
    pub(crate) redirect_url: String,
    pub(crate) state: Option<String>,
    pub(crate) device_identifier: String,
    pub(crate) follow: bool,
}

pub(crate) enum Parsed {
    Demonstration,
    Real(Options),
    Help,
    Wrong(String),
}

const REQUIRED: [&str; 5] = [
    "--base",
    "--software-statement",
    "--service-provider",
    "--mvpd",
    "--redirect-url",
];

const OPTIONAL: [&str; 2] = ["--state", "--device-identifier"];

pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Parsed {
    let arguments: Result<Vec<_>, _> = arguments.map(OsString::into_string).collect();
    let parsed = match arguments {
        Ok(arguments) => collect(arguments.into_iter()),
        Err(raw) => Err(format!("not UTF-8: {}", raw.to_string_lossy())),
    };
    parsed.unwrap_or_else(Parsed::Wrong)
}

fn collect(mut arguments: impl Iterator<Item = String>) -> Result<Parsed, String> {
    let mut values: Vec<(String, String)> = Vec::new();
    let mut follow = false;
    while let Some(name) = arguments.next() {
        if name == "--help" || name == "-h" {
            return Ok(Parsed::Help);
        }
        if name == "--follow" {
            if follow {
                return Err(format!("{name} is given twice"));
            }
            follow = true;
            continue;
        }
        if !REQUIRED.iter().chain(&OPTIONAL).any(|known| *known == name) {
            return Err(format!("unknown option {name}"));
        }
        if values.iter().any(|(given, _)| *given == name) {
            return Err(format!("{name} is given twice"));
        }
        let value = arguments.next().ok_or(format!("{name} lacks its value"))?;
        // What a shell makes of a variable that is not set.
        if value.is_empty() {
            return Err(format!("{name} is empty"));
        }
        values.push((name, value));
    }
    if values.is_empty() && !follow {
        return Ok(Parsed::Demonstration);
    }
    let mut take = |name: &str| {
        let at = values.iter().position(|(given, _)| given == name)?;
        Some(values.swap_remove(at).1)
    };
    let mut found = REQUIRED.map(&mut take).into_iter();
    let mut required = || found.next().flatten();
    let (base, statement, provider, mvpd, redirect) =
        (required(), required(), required(), required(), required());
    match (base, statement, provider, mvpd, redirect) {
        (
            Some(base),
            Some(software_statement),
            Some(service_provider),
            Some(mvpd),
            Some(redirect_url),
        ) => Ok(Parsed::Real(Options {
            base,
            software_statement,
            service_provider,
            mvpd,
            redirect_url,
            state: take("--state"),
            device_identifier: take("--device-identifier")
                .unwrap_or_else(|| "tvpass-example-device".to_owned()),
            follow,
        })),
        _ => Err(format!("all of {} are needed", REQUIRED.join(", "))),
    }
}
