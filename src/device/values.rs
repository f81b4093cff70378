//! The restricted values of X-Device-Info, in Adobe's spellings (Adobe: *Header - X-Device-Info*,
//! and its OpenAPI file).
//!
//! Each enum has `Undocumented` for a value that Adobe's page does not list: Adobe then may count
//! the device as `unknown`, with shorter lifetimes.

use std::borrow::Cow;

macro_rules! restricted {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident => $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!("`", $text, "`")]
                $(#[$variant_doc])*
                $variant,
            )*
            /// A value that Adobe does not document, sent as it is.
            Undocumented(Cow<'static, str>),
        }

        impl $name {
            /// Every documented value.
            pub const DOCUMENTED: &'static [Self] = &[$(Self::$variant,)*];

            /// The value as it is sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Undocumented(text) => text,
                }
            }

            /// The documented value with exactly this spelling, if there is one.
            #[must_use]
            pub fn documented(text: &str) -> Option<Self> {
                Self::DOCUMENTED.iter().find(|value| value.as_str() == text).cloned()
            }
        }
    };
}

restricted! {
    /// `primaryHardwareType`: the device's primary hardware type.
    PrimaryHardwareType {
        Camera => "Camera",
        DataCollectionTerminal => "DataCollectionTerminal",
        Desktop => "Desktop",
        EmbeddedNetworkModule => "EmbeddedNetworkModule",
        EReader => "eReader",
        GamesConsole => "GamesConsole",
        GeolocationTracker => "GeolocationTracker",
        Glasses => "Glasses",
        MediaPlayer => "MediaPlayer",
        MobilePhone => "MobilePhone",
        PaymentTerminal => "PaymentTerminal",
        PluginModem => "PluginModem",
        SetTopBox => "SetTopBox",
        Tv => "TV",
        Tablet => "Tablet",
        WirelessHotspot => "WirelessHotspot",
        Wristwatch => "Wristwatch",
        Unknown => "Unknown",
        /// Only in the OpenAPI file.
        VehicleMultimediaSystem => "VehicleMultimediaSystem",
        /// Only in the OpenAPI file.
        Projector => "Projector",
    }
}

restricted! {
    /// `osName`: the operating system's name.
    OsName {
        Android => "Android",
        ChromeOs => "Chrome OS",
        Linux => "Linux",
        MacOs => "Mac OS",
        OsX => "OS X",
        OpenBsd => "OpenBSD",
        RokuOs => "Roku OS",
        Windows => "Windows",
        Ios => "iOS",
        TvOs => "tvOS",
        WebOs => "webOS",
    }
}

restricted! {
    /// `osFamily`: the operating system's group.
    OsFamily {
        Android => "Android",
        Bsd => "BSD",
        Linux => "Linux",
        PlayStationOs => "PlayStation OS",
        RokuOs => "Roku OS",
        Symbian => "Symbian",
        Tizen => "Tizen",
        Windows => "Windows",
        Ios => "iOS",
        TvOs => "tvOS",
        MacOs => "macOS",
        WebOs => "webOS",
    }
}

restricted! {
    /// `osVendor`: the operating system's supplier.
    OsVendor {
        Amazon => "Amazon",
        Apple => "Apple",
        Google => "Google",
        Lg => "LG",
        Microsoft => "Microsoft",
        Mozilla => "Mozilla",
        Nintendo => "Nintendo",
        Nokia => "Nokia",
        Roku => "Roku",
        Samsung => "Samsung",
        Sony => "Sony",
        TizenProject => "Tizen Project",
    }
}

restricted! {
    /// `browserName`: the browser's name.
    BrowserName {
        AndroidBrowser => "Android Browser",
        Chrome => "Chrome",
        Edge => "Edge",
        Firefox => "Firefox",
        InternetExplorer => "Internet Explorer",
        Opera => "Opera",
        Safari => "Safari",
        SeaMonkey => "SeaMonkey",
        SymbianBrowser => "Symbian Browser",
    }
}

restricted! {
    /// `browserVendor`: the company that builds the browser.
    BrowserVendor {
        Amazon => "Amazon",
        Apple => "Apple",
        Google => "Google",
        Microsoft => "Microsoft",
        Motorola => "Motorola",
        Mozilla => "Mozilla",
        Netscape => "Netscape",
        Nintendo => "Nintendo",
        Nokia => "Nokia",
        Samsung => "Samsung",
        SonyEricsson => "Sony Ericsson",
    }
}

restricted! {
    /// `connectionType`: the network connection's type. Adobe does not restrict it; these are the
    /// examples of its key table.
    ConnectionType {
        WiFi => "WiFi",
        Lan => "LAN",
        Cellular3G => "3G",
        Cellular4G => "4G",
        Cellular5G => "5G",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_values_are_found_by_their_exact_spelling() {
        assert_eq!(OsName::documented("tvOS"), Some(OsName::TvOs));
        assert_eq!(OsName::documented("TVOS"), None);
        assert_eq!(OsName::Undocumented("Tizen".into()).as_str(), "Tizen");
        // The counts of Adobe's key table, plus the two hardware types of the OpenAPI file.
        assert_eq!(PrimaryHardwareType::DOCUMENTED.len(), 18 + 2);
        assert_eq!(OsName::DOCUMENTED.len(), 11);
        assert_eq!(OsFamily::DOCUMENTED.len(), 12);
        assert_eq!(OsVendor::DOCUMENTED.len(), 12);
        assert_eq!(BrowserName::DOCUMENTED.len(), 9);
        assert_eq!(BrowserVendor::DOCUMENTED.len(), 11);
    }
}
