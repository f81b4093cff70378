//! The command line.

use std::ffi::OsString;

pub(crate) const USAGE: &str = "\
usage: tv [--script TEXT]            a TV at the built-in sandbox
       tv --base URL --software-statement FILE --service-provider ID --domain-name NAME --redirect-url URL
          [--activation-page URL] [--state FILE] [--device-identifier TEXT] [--script TEXT]

  --script              commands instead of the keyboard, with commas between them: signin,optimum,1,phone,play 1,signout
  --base                e.g. https://sp.auth-staging.adobe.com
  --software-statement  file with the software statement of the TVE Dashboard
  --service-provider    e.g. REF30
  --domain-name         the app's domain, as it is registered
  --redirect-url        where the phone's browser lands at the end
  --activation-page     the page where a code is typed in
  --state               file that keeps the registration and who is signed in (default: nothing is kept)
  --device-identifier   stable text that names the device (default: tvpass-example-tv)

It exits with 0 if everything that a script asked for was done, with 1 if not, and with 2 for wrong options.";

#[derive(Default)]
pub(crate) struct Options {
    pub(crate) script: Option<String>,
    pub(crate) base: Option<String>,
    pub(crate) software_statement: String,
    pub(crate) service_provider: String,
    pub(crate) domain_name: String,
    pub(crate) redirect_url: String,
    pub(crate) activation_page: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) device_identifier: String,
}

pub(crate) enum Parsed {
    Options(Box<Options>),
    Help,
    Wrong(String),
}

pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Parsed {
    let mut options = Options {
        device_identifier: "tvpass-example-tv".to_owned(),
        ..Options::default()
    };
    let mut arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    while let Some(name) = arguments.next() {
        if matches!(name.as_str(), "--help" | "-h") {
            return Parsed::Help;
        }
        let Some(value) = arguments.next() else {
            return Parsed::Wrong(format!("{name} lacks its value, or is no option"));
        };
        match name.as_str() {
            "--script" => options.script = Some(value),
            "--base" => options.base = Some(value),
            "--software-statement" => options.software_statement = value,
            "--service-provider" => options.service_provider = value,
            "--domain-name" => options.domain_name = value,
            "--redirect-url" => options.redirect_url = value,
            "--activation-page" => options.activation_page = Some(value),
            "--state" => options.state = Some(value),
            "--device-identifier" => options.device_identifier = value,
            _ => return Parsed::Wrong(format!("there is no option {name}")),
        }
    }
    let required = [
        ("--software-statement", &options.software_statement),
        ("--service-provider", &options.service_provider),
        ("--domain-name", &options.domain_name),
        ("--redirect-url", &options.redirect_url),
    ];
    let missing = required.iter().find(|(_, value)| value.is_empty());
    match (&options.base, missing) {
        (Some(_), Some((name, _))) => Parsed::Wrong(format!("{name} is missing")),
        _ => Parsed::Options(Box::new(options)),
    }
}
