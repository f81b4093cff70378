//! Which generated types apps see, what of them is shown, and how Swift spells them.

/// The types that apps see, as the Rust sources name them; everything else is internal to the
/// packages. `docs/bindings.md` says why.
pub(crate) const PUBLIC: &[&str] = &[
    "Configuration",
    "Domain",
    "RecognizedDevice",
    "Mvpd",
    "BoardingStatus",
    "Session",
    "SessionAction",
    "SessionReason",
    "SessionParameter",
    "ActionType",
    "PartnerAuthenticationRequest",
    "PartnerProtocol",
    "SessionDetails",
    "SessionDevice",
    "Profiles",
    "Profile",
    "ProfileType",
    "UserMetadata",
    "Attribute",
    "AttributeState",
    "PreauthorizationDecisions",
    "PreauthorizationDecision",
    "Expectation",
    "AuthorizationDecision",
    "Verdict",
    "DecisionSource",
    "Denial",
    "Logout",
    "ProfileLogout",
    "LogoutAction",
    "UrlRefusal",
    "FollowUp",
    "PartnerSettings",
    "KeptMvpd",
    "Status",
    "StatusSource",
    "Providers",
    "SignInStep",
    "CodeScreen",
    "SignInLink",
    "BrowserScreen",
    "PartnerStep",
    "SignInOutcome",
    "Obstacle",
    "Locks",
    "Lock",
    "LockState",
    "Refusal",
    "TemporaryAccessRemaining",
    "TemporaryAccessEnd",
    "SignOutStep",
    "SignedOut",
    "Words",
    "Remedy",
    "TextKey",
    "Language",
    "QrMatrix",
    "TvPassEvent",
    "EventKind",
    "Purpose",
    "WaitReason",
    "RequestDelivery",
];

/// Members of public types that no description shows, because they are about the user, or sign
/// somebody in.
const HIDDEN: &[(&str, &[&str])] = &[
    ("CodeScreen", &["groups"]),
    ("QrMatrix", &["modules"]),
    (
        "UserMetadata",
        &[
            "userId",
            "upstreamUserId",
            "householdId",
            "zip",
            "channelIds",
            "maxRating",
            "language",
            "isHeadOfHousehold",
            "hbaStatus",
            "allowMirroring",
            "onNet",
            "inHome",
            "remainingResources",
            "usedAssets",
            "expirationDateMs",
        ],
    ),
];

/// Acronyms, as uniffi writes them and as Swift does.
const ACRONYMS: &[(&str, &str)] = &[
    ("Url", "URL"),
    ("Http", "HTTP"),
    ("Qr", "QR"),
    ("TvPass", "TVPass"),
    ("Mvpd", "MVPD"),
    ("Sso", "SSO"),
    ("Hba", "HBA"),
    ("Json", "JSON"),
    ("Id", "ID"),
];

/// Types that Swift has under names of its own; see `uniffi.toml`.
///
/// uniffi could rename `Prepared` itself, but then takes it for `Hashable`, which its object is
/// not.
const TYPES: &[(&str, &str)] = &[
    ("OpenableUrl", "URL"),
    ("AuthenticateUrl", "URL"),
    ("UncheckedUrl", "SecretText"),
    ("HiddenText", "SecretText"),
    ("CaughtError", "TVPassError"),
    ("Prepared", "CorePrepared"),
];

/// The members that a type does not show.
pub(crate) fn hidden(name: &str) -> &'static [&'static str] {
    let found = HIDDEN.iter().find(|(hiding, _)| *hiding == name);
    found.map_or(&[], |(_, members)| members)
}

/// With acronyms in Swift's spelling, where they are words of a name.
pub(crate) fn spelled(line: &str) -> String {
    let mut spelled = line.to_owned();
    for (generated, swift) in TYPES {
        for start in [" ", "[", "("] {
            spelled = spelled.replace(&format!("{start}{generated}"), &format!("{start}{swift}"));
        }
    }
    for (generated, swift) in ACRONYMS {
        let mut text = String::with_capacity(spelled.len());
        let mut rest = spelled.as_str();
        while let Some((before, after)) = rest.split_once(generated) {
            let is_word = !after.starts_with(|next: char| next.is_ascii_lowercase() && next != 's');
            text.push_str(before);
            text.push_str(if is_word { swift } else { generated });
            rest = after;
        }
        text.push_str(rest);
        spelled = text;
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_spelled_as_swift_does() {
        for (generated, swift) in [
            ("case openUrl(url: OpenableUrl)", "case openURL(url: URL)"),
            ("EnvironmentUrls rawUrl?", "EnvironmentURLs rawURL?"),
            (
                "-> Prepared { FfiConverterTypePrepared_lift",
                "-> CorePrepared { FfiConverterTypePrepared_lift",
            ),
            (
                "TvPassEvent HttpRequest Urlaub",
                "TVPassEvent HTTPRequest Urlaub",
            ),
            ("userId userIds Identifier", "userID userIDs Identifier"),
            ("appleSso attributesJson?", "appleSSO attributesJSON?"),
            (
                "uniffi_tvpass_fn_func_environment_urls",
                "uniffi_tvpass_fn_func_environment_urls",
            ),
        ] {
            assert_eq!(spelled(generated), swift);
        }
    }
}
