//! What is kept about users, as JSON: `{"<service provider>": {"mvpd": {…}, "profiles": {…}}}`. The
//! profiles are as the service has them, and read by the same reader.

use std::borrow::Cow;

use super::json::{Json, read};
use super::profiles::ProfileWire;

/// What is kept about the user of one service provider.
pub(crate) struct RememberedWire<'a, T> {
    pub(crate) mvpd: Option<Cow<'a, str>>,
    pub(crate) display_name: Option<Cow<'a, str>>,
    pub(crate) logo_url: Option<Cow<'a, str>>,
    pub(crate) profiles: Vec<T>,
}

/// Hands the things of each service provider to `each`; `profile` makes one of them. Text that
/// cannot be read has none.
pub(crate) fn remembered<T>(
    text: &str,
    profile: impl Fn(&str, ProfileWire<'_>) -> T,
    each: &mut dyn FnMut(&str, RememberedWire<'_, T>),
) {
    let _ = read(text, &mut |json| {
        let Json::Object(all) = json else {
            return false;
        };
        all.each(&mut |service_provider, things| {
            let mut wire = RememberedWire {
                mvpd: None,
                display_name: None,
                logo_url: None,
                profiles: Vec::new(),
            };
            things.members(&mut |name, value| match name {
                "mvpd" => {
                    value.members(&mut |name, value| match name {
                        "id" => value.read_text(&mut wire.mvpd),
                        "displayName" => value.read_text(&mut wire.display_name),
                        "logoUrl" => value.read_text(&mut wire.logo_url),
                        _ => {}
                    });
                }
                "profiles" => {
                    value.members(&mut |mvpd, entry| {
                        let entry = ProfileWire::read(entry);
                        wire.profiles
                            .extend(entry.map(|entry| profile(mvpd, entry)));
                    });
                }
                _ => {}
            });
            each(service_provider, wire);
        });
        true
    });
}
