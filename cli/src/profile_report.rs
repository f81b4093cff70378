//! Profiles as they are shown: with which MVPDs, until when, and what is known of the user.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use tvpass::error::printable;
use tvpass::outcome::{Attribute, AttributeState, Profile};

use crate::connection::Service;
use crate::screen::Report;
use crate::style::{WARNING, styled};
use crate::{table, times};

/// The profiles of this device.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProfilesShown {
    signed_in: bool,
    /// The MVPD that was chosen last.
    mvpd: Option<String>,
    /// `service`, or `kept` from an earlier answer.
    source: &'static str,
    profiles: Vec<ProfileShown>,
}

/// One of them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProfileShown {
    pub(crate) mvpd: String,
    #[serde(rename = "type")]
    profile_type: Option<String>,
    issuer: Option<String>,
    not_before_ms: Option<u64>,
    pub(crate) not_after_ms: Option<u64>,
    attributes: BTreeMap<String, AttributeShown>,
}

/// One attribute of the user. Its value tells about a person, and is shown on request alone.
#[derive(Serialize)]
struct AttributeShown {
    state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl ProfilesShown {
    pub(crate) fn new(profiles: &[Profile], service: &Service, with_values: bool) -> Self {
        let shown = profiles.iter();
        let shown = shown.map(|profile| ProfileShown::new(profile, with_values));
        Self {
            signed_in: !profiles.is_empty(),
            mvpd: service
                .account
                .mvpd()
                .map(|mvpd| mvpd.id.as_str().to_owned()),
            source: "service",
            profiles: shown.collect(),
        }
    }

    /// The same, if the service could not be asked.
    pub(crate) fn kept(self) -> Self {
        Self {
            source: "kept",
            ..self
        }
    }
}

impl ProfileShown {
    pub(crate) fn new(profile: &Profile, with_values: bool) -> Self {
        let attributes = profile.user_metadata.attributes.iter();
        Self {
            mvpd: profile.mvpd.as_str().to_owned(),
            profile_type: profile.profile_type.as_ref().map(|t| t.as_str().to_owned()),
            issuer: profile.issuer.as_ref().map(|text| text.as_str().to_owned()),
            not_before_ms: profile.not_before_ms,
            not_after_ms: profile.not_after_ms,
            attributes: attributes
                .map(|attribute| AttributeShown::entry(attribute, with_values))
                .collect(),
        }
    }

    /// The names of the attributes, or with their values.
    fn attribute_lines(&self) -> Vec<String> {
        let attributes = self.attributes.iter();
        let line = |(name, attribute): (&String, &AttributeShown)| {
            let is_plain = attribute.state.as_deref() == Some(AttributeState::Plain.as_str());
            match (&attribute.value, &attribute.error) {
                (Some(value), _) if is_plain => format!("{name} = {value}"),
                (Some(_), _) => format!("{name}, encrypted"),
                (None, Some(error)) => format!("{name}: {error}"),
                (None, None) => name.clone(),
            }
        };
        attributes.map(line).collect()
    }
}

impl AttributeShown {
    fn entry(attribute: &Attribute, with_value: bool) -> (String, Self) {
        let value = attribute.value.as_ref().filter(|_| with_value);
        let shown = Self {
            state: attribute.state.as_ref().map(|s| s.as_str().to_owned()),
            value: value.and_then(|value| serde_json::from_str(value.as_str()).ok()),
            error: attribute.error.as_ref().map(|e| e.as_str().to_owned()),
        };
        (attribute.name.as_str().to_owned(), shown)
    }
}

impl Report for ProfilesShown {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.profiles.is_empty() {
            let nobody = styled(WARNING, &"nobody is signed in on this device");
            return match &self.mvpd {
                Some(mvpd) => writeln!(out, "{nobody}; the last choice was {}", printable(mvpd)),
                None => writeln!(out, "{nobody}"),
            };
        }
        let rows: Vec<_> = self
            .profiles
            .iter()
            .map(|profile| {
                [
                    profile.mvpd.clone(),
                    profile
                        .profile_type
                        .clone()
                        .unwrap_or_else(|| "unknown".into()),
                    profile.issuer.clone().unwrap_or_else(|| "unknown".into()),
                    times::shown_or_unknown(profile.not_after_ms),
                ]
            })
            .collect();
        table::write(out, ["MVPD", "TYPE", "ISSUER", "UNTIL"], &rows)?;
        for profile in self.profiles.iter().filter(|p| !p.attributes.is_empty()) {
            let lines = profile.attribute_lines();
            write!(
                out,
                "\nWhat {} tells about its user",
                printable(&profile.mvpd)
            )?;
            // Of names alone there are many, and they are short.
            if profile
                .attributes
                .values()
                .all(|attribute| attribute.value.is_none())
            {
                writeln!(
                    out,
                    " (--attributes shows it):\n  {}",
                    printable(&lines.join(", "))
                )?;
                continue;
            }
            writeln!(out, ":")?;
            for line in lines {
                writeln!(out, "  {}", printable(&line))?;
            }
        }
        Ok(())
    }
}
