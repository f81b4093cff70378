//! What a client keeps across restarts about its users, beside the credentials: the MVPD that was
//! chosen, the profiles that were found.

use std::fmt::Write as _;

use crate::outcome::{Attribute, AttributeState, Mvpd, Profile, ReceivedText};
use crate::secret::Wiped;
use crate::wire::{push_json_text, remembered};

/// Beyond this, in bytes, less is kept, as [`Detail`] says: the state as a whole has a limit.
const MAX_TEXT_BYTES: usize = 48 * 1024;

/// How much is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    All,
    /// Profiles without what the MVPD tells about its user.
    Profiles,
    /// The MVPD that was chosen, with its name and logo.
    Choices,
    /// Its id.
    Ids,
}

/// What is kept about the user of one service provider (Adobe: *REST API V2 Checklist*). It proves
/// nothing: it is there to greet somebody at once and to skip questions. Whether the user is signed
/// in, the service says; whether a stream may be played, an authorization.
///
/// `Debug` shows nothing of what the MVPD tells about its user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Kept {
    /// The MVPD that the user chose last. It stays when a profile ends, and goes with a logout.
    pub mvpd: Option<KeptMvpd>,
    /// The profiles as the service last had them.
    pub profiles: Vec<Profile>,
}

/// What is kept of an MVPD: enough to ask *still with this one?* without the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeptMvpd {
    /// Its id.
    pub id: ReceivedText,
    /// The name to show.
    pub display_name: Option<ReceivedText>,
    /// Where the logo is; as [`Mvpd::logo_url`].
    pub logo_url: Option<ReceivedText>,
}

impl KeptMvpd {
    /// One of which only the id is known.
    #[must_use]
    pub fn of_id(id: &str) -> Self {
        Self {
            id: id.into(),
            display_name: None,
            logo_url: None,
        }
    }

    /// The name to show: the id, if there is no other.
    #[must_use]
    pub fn name(&self) -> &str {
        self.display_name.as_ref().unwrap_or(&self.id)
    }
}

impl From<&Mvpd> for KeptMvpd {
    fn from(mvpd: &Mvpd) -> Self {
        Self {
            id: mvpd.id.clone(),
            display_name: mvpd.display_name.clone(),
            logo_url: mvpd.logo_url.clone(),
        }
    }
}

/// What is kept, by service provider.
#[derive(Debug, Default)]
pub(super) struct KeptThings(Vec<(String, Kept)>);

impl KeptThings {
    /// What [`text`](Self::text) wrote. What cannot be read is forgotten: the credentials beside it
    /// are worth more.
    pub(super) fn read(text: Option<&Wiped>) -> Self {
        let mut things = Self::default();
        let Some(text) = text else {
            return things;
        };
        remembered(
            &text.0,
            Profile::from_wire,
            &mut |service_provider, wire| {
                let mvpd = wire.mvpd.map(|id| KeptMvpd {
                    id: id.into(),
                    display_name: wire.display_name.map(ReceivedText::from),
                    logo_url: wire.logo_url.map(ReceivedText::from),
                });
                let kept = Kept {
                    mvpd,
                    profiles: wire.profiles,
                };
                things.set(service_provider, kept);
            },
        );
        things
    }

    pub(super) fn of(&self, service_provider: &str) -> Kept {
        let found = self.0.iter().find(|(name, _)| name == service_provider);
        found.map(|(_, kept)| kept.clone()).unwrap_or_default()
    }

    /// Whether that changed something.
    pub(super) fn set(&mut self, service_provider: &str, kept: Kept) -> bool {
        if self.of(service_provider) == kept {
            return false;
        }
        self.0.retain(|(name, _)| name != service_provider);
        if kept != Kept::default() {
            self.0.push((service_provider.to_owned(), kept));
        }
        true
    }

    /// As it is stored; none if there is nothing.
    pub(super) fn text(&self) -> Option<Wiped> {
        if self.0.is_empty() {
            return None;
        }
        [Detail::All, Detail::Profiles, Detail::Choices, Detail::Ids]
            .into_iter()
            .map(|detail| self.written(detail))
            .find(|text| text.0.len() <= MAX_TEXT_BYTES)
    }

    fn written(&self, detail: Detail) -> Wiped {
        // At its final size, so that no copy is left behind.
        let mut text = Wiped(String::with_capacity(self.longest()));
        let out = &mut text.0;
        out.push('{');
        for (at, (service_provider, kept)) in self.0.iter().enumerate() {
            separate(out, at);
            push_json_text(out, service_provider);
            out.push_str(":{\"mvpd\":{");
            if let Some(mvpd) = &kept.mvpd {
                out.push_str("\"id\":");
                push_json_text(out, &mvpd.id);
                if detail != Detail::Ids {
                    push_member(out, "displayName", mvpd.display_name.as_deref());
                    push_member(out, "logoUrl", mvpd.logo_url.as_deref());
                }
            }
            out.push_str("},\"profiles\":{");
            let kept_profiles = matches!(detail, Detail::All | Detail::Profiles);
            let profiles = kept.profiles.iter().filter(|_| kept_profiles);
            for (at, profile) in profiles.enumerate() {
                separate(out, at);
                push_profile(out, profile, detail == Detail::All);
            }
            out.push_str("}}");
        }
        out.push('}');
        text
    }

    /// No text is longer: escapes make six bytes of one at most.
    fn longest(&self) -> usize {
        let mut bytes = 2;
        for (service_provider, kept) in &self.0 {
            bytes += 6 * service_provider.len() + 64;
            let mvpd = kept.mvpd.iter();
            let texts = mvpd.flat_map(|mvpd| {
                let more = [&mvpd.display_name, &mvpd.logo_url].into_iter().flatten();
                more.chain([&mvpd.id])
            });
            bytes += texts.map(|text| 6 * text.len() + 24).sum::<usize>();
            for profile in &kept.profiles {
                bytes += 6 * profile.mvpd.len() + 160;
                let issuer = profile.issuer.as_ref().map_or(0, |issuer| issuer.len());
                let kind = profile.profile_type.as_ref();
                bytes += 6 * (issuer + kind.map_or(0, |kind| kind.as_str().len()));
                for attribute in &profile.user_metadata.attributes {
                    let value = attribute.value.as_ref().map_or(0, |v| v.as_str().len());
                    bytes += 6 * attribute.name.len() + value + 64;
                }
            }
        }
        bytes
    }
}

fn separate(out: &mut String, at: usize) {
    if at > 0 {
        out.push(',');
    }
}

fn push_member(out: &mut String, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        let _ = write!(out, ",\"{name}\":");
        push_json_text(out, text);
    }
}

fn push_profile(out: &mut String, profile: &Profile, with_attributes: bool) {
    push_json_text(out, &profile.mvpd);
    out.push_str(":{\"attributes\":{");
    let attributes = profile.user_metadata.attributes.iter();
    let kept = attributes.filter(|attribute| with_attributes && is_kept(attribute));
    for (at, attribute) in kept.enumerate() {
        separate(out, at);
        push_json_text(out, &attribute.name);
        let state = attribute.state.as_ref().map(AttributeState::as_str);
        let value = attribute.value.as_ref().map(|value| value.as_str());
        let _ = write!(
            out,
            ":{{\"state\":\"{}\",\"value\":{}}}",
            state.unwrap_or_default(),
            value.unwrap_or("null")
        );
    }
    out.push('}');
    push_member(out, "issuer", profile.issuer.as_deref());
    let kind = profile.profile_type.as_ref().map(|kind| kind.as_str());
    push_member(out, "type", kind);
    for (name, time) in [
        ("notBefore", profile.not_before_ms),
        ("notAfter", profile.not_after_ms),
    ] {
        if let Some(time) = time {
            let _ = write!(out, ",\"{name}\":{time}");
        }
    }
    out.push('}');
}

/// What the device cannot read, and is not for the app's server either, is not kept.
fn is_kept(attribute: &Attribute) -> bool {
    let known = [AttributeState::Plain, AttributeState::Encrypted];
    let state = attribute.state.as_ref();
    attribute.value.is_some() && state.is_some_and(|state| known.contains(state))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::ProfileType;
    use crate::wire::profiles;

    const PROFILES: &str = r#"{"profiles":{"Cable\"vision":{"notBefore":1,"notAfter":2,"issuer":"I","type":"odd\"type",
        "attributes":{"userID":{"value":"u\u0041","state":"plain"},"zip":{"value":[1, "2"],"state":"enc"},
        "later":{"value":1,"state":"new"},"none":{"value":null,"state":"plain"}}},
        "B":{"type":"regular","attributes":{}}}}"#;

    fn kept() -> Kept {
        let profiles = profiles(PROFILES.as_bytes(), Profile::from_wire).unwrap();
        Kept {
            mvpd: Some(KeptMvpd {
                id: "Cable\"vision".into(),
                display_name: Some("Cablevisión\n".into()),
                logo_url: None,
            }),
            profiles,
        }
    }

    #[test]
    fn what_is_kept_is_read_back_but_for_what_nobody_can_read() {
        let mut things = KeptThings::default();
        assert!(things.text().is_none());
        assert!(things.set("REF30", kept()));
        assert!(!things.set("REF30", kept()), "nothing new");
        assert!(things.set(
            "REF\\40",
            Kept {
                mvpd: None,
                ..kept()
            }
        ));
        let text = things.text().unwrap();
        assert!(text.0.len() <= things.longest());
        let read = KeptThings::read(Some(&text)).of("REF30");
        let mut expected = kept();
        let attributes = &mut expected.profiles[0].user_metadata.attributes;
        attributes.truncate(2);
        assert_eq!(read, expected);
        assert!(matches!(
            read.profiles[0].profile_type,
            Some(ProfileType::Unknown(_))
        ));
        let other = KeptThings::read(Some(&text)).of("REF\\40");
        assert_eq!((other.mvpd, other.profiles.len()), (None, 2));
        assert_eq!(things.of("REF41"), Kept::default());
    }

    #[test]
    fn nothing_is_no_text_and_nonsense_is_nothing() {
        let mut things = KeptThings::default();
        things.set("REF30", kept());
        assert!(things.set("REF30", Kept::default()));
        assert!(things.text().is_none());
        for nonsense in ["", "[]", "{\"REF30\":7}", "{\"REF30\":{\"mvpd\":[]}}", "{"] {
            let things = KeptThings::read(Some(&Wiped(nonsense.to_owned())));
            assert_eq!(things.of("REF30"), Kept::default(), "{nonsense}");
        }
    }

    #[test]
    fn what_is_too_long_is_kept_without_the_users_attributes() {
        let mut things = KeptThings::default();
        let value = "x".repeat(MAX_TEXT_BYTES);
        let text = format!(
            r#"{{"profiles":{{"A":{{"notAfter":2,"attributes":{{"userID":{{"value":"{value}","state":"plain"}}}}}}}}}}"#
        );
        let profiles = profiles(text.as_bytes(), Profile::from_wire).unwrap();
        things.set(
            "REF30",
            Kept {
                mvpd: None,
                profiles,
            },
        );
        let read = KeptThings::read(things.text().as_ref()).of("REF30");
        assert_eq!(read.profiles[0].not_after_ms, Some(2));
        assert!(read.profiles[0].user_metadata.attributes.is_empty());
    }

    #[test]
    fn debug_shows_nothing_about_the_user() {
        let shown = format!("{:?}", kept());
        assert!(shown.contains("userID") && !shown.contains("uA"), "{shown}");
    }
}
