//! The tables of codes and values in other languages, made from the core's lists. They are
//! committed, and this test compares them; `cargo xtask bindings` has it write them
//! (`TVPASS_WRITE_TABLES`).

use std::fmt::Write as _;
use std::path::Path;

use tvpass::device::{
    BrowserName, BrowserVendor, ConnectionType, OsFamily, OsName, OsVendor, PrimaryHardwareType,
};
use tvpass::error::{DocumentedCode, ErrorAction, ErrorCode};

const SWIFT: &str = "bindings/swift/Sources/TVPass/generated";

/// Compares a committed file with what it has to be, or writes it.
fn check(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("TVPASS_WRITE_TABLES").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{path}: {e}"));
    assert_eq!(committed, text, "{path}: run cargo xtask bindings");
}

const SWIFT_HEAD: &str =
    "// Made from the core's lists by `cargo xtask bindings`. Do not edit.\n\n";

/// `invalid_parameter_mvpd` → `invalidParameterMvpd`; `Chrome OS` → `chromeOS`; `3G` → `mobile3G`.
fn swift_name(text: &str) -> String {
    let mut name = String::new();
    let mut upper = false;
    for c in text.chars() {
        if !c.is_ascii_alphanumeric() {
            upper = true;
        } else if upper {
            name.extend(c.to_uppercase());
            upper = false;
        } else {
            name.push(c);
        }
    }
    // The leading capitals, without the one that begins the next word: `TVSet` → `tvSet`, `LAN` →
    // `lan`.
    let capitals = name.chars().take_while(char::is_ascii_uppercase).count();
    let small = match capitals {
        1 => 1,
        n if n == name.len() => n,
        n => n.saturating_sub(1),
    };
    let lower = name[..small].to_ascii_lowercase();
    name.replace_range(..small, &lower);
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        // A name that begins with an underscore is hidden by DocC.
        name.insert_str(0, "mobile");
    }
    name
}

/// The names and numbers of the core's codes, and that of a panic, which only the boundaries know:
/// it is taken from C's header.
fn library_codes() -> Vec<(String, i32)> {
    let header = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/tvpass.h");
    let header = std::fs::read_to_string(header).unwrap();
    let panic = header
        .lines()
        .find_map(|line| line.strip_prefix("#define TVPASS_STATUS_PANIC "))
        .and_then(|rest| rest.split(' ').next());
    let own = ErrorCode::ALL
        .iter()
        .map(|code| (code.name().to_owned(), code.number()));
    own.chain([("panic".to_owned(), panic.unwrap().parse().unwrap())])
        .collect()
}

#[test]
fn swift_error_codes() {
    let mut text = String::from(SWIFT_HEAD);
    text.push_str(
        "/// The kind of a ``TVPassError`` as a stable number: once given, it is never reused.\n///\n\
         /// 1xxx: input refused, nothing sent. 2xxx: transport. 3xxx: the service's answer. 4xxx: \
         calls and stored state. 9xxx: a\n\
         /// mistake in the library.\n\
         public struct TVPassErrorCode: RawRepresentable, Hashable, Sendable {\n    public let rawValue: Int32\n\n    \
         public init(rawValue: Int32) {\n        self.rawValue = rawValue\n    }\n\n",
    );
    let codes = library_codes();
    for (name, number) in &codes {
        writeln!(text, "    /// `{name}`").unwrap();
        let constant = swift_name(name);
        writeln!(
            text,
            "    public static let {constant} = TVPassErrorCode(rawValue: {number})"
        )
        .unwrap();
    }
    text.push_str("\n    /// Every code that this version knows, with its name.\n    public static let names: [TVPassErrorCode: String] = [\n");
    for (name, _) in &codes {
        writeln!(text, "        .{}: \"{name}\",", swift_name(name)).unwrap();
    }
    text.push_str("    ]\n}\n");
    check(&format!("{SWIFT}/TVPassErrorCode.swift"), &text);
}

#[test]
fn swift_adobe_codes() {
    let mut text = String::from(SWIFT_HEAD);
    text.push_str(
        "/// An enhanced error code of Adobe's. Adobe adds codes; a new one is as good a value as those listed.\n\
         public struct AdobeErrorCode: RawRepresentable, Hashable, Sendable {\n    public let rawValue: String\n\n    \
         public init(rawValue: String) {\n        self.rawValue = rawValue\n    }\n\n",
    );
    for code in DocumentedCode::ALL {
        writeln!(text, "    /// `{}`", code.as_str()).unwrap();
        writeln!(
            text,
            "    public static let {} = AdobeErrorCode(rawValue: \"{}\")",
            swift_name(code.as_str()),
            code.as_str()
        )
        .unwrap();
    }
    text.push_str(
        "\n    /// Every code that Adobe documents, with the action that it documents for it.\n    \
         public static let documentedActions: [AdobeErrorCode: RecommendedAction] = [\n",
    );
    for code in DocumentedCode::ALL {
        let name = swift_name(code.as_str());
        // `none` would read as the absence of a value.
        let action = match code.action() {
            ErrorAction::None => "nothing".to_owned(),
            action => swift_name(action.as_str()),
        };
        writeln!(text, "        .{name}: .{action},").unwrap();
    }
    text.push_str("    ]\n}\n");
    check(&format!("{SWIFT}/AdobeErrorCode.swift"), &text);
}

/// A type of X-Device-Info: its name, its key, and its documented values.
fn swift_values(text: &mut String, name: &str, key: &str, values: &[String]) {
    write!(
        text,
        "/// `{key}`, in Adobe's spelling. Another value than those listed is sent as it is; Adobe then may count the device as unknown.\n\
         public struct {name}: RawRepresentable, Hashable, Sendable {{\n    public let rawValue: String\n\n    \
         public init(rawValue: String) {{\n        self.rawValue = rawValue\n    }}\n\n"
    )
    .unwrap();
    for value in values {
        writeln!(text, "    /// `{value}`").unwrap();
        let constant = swift_name(value);
        writeln!(
            text,
            "    public static let {constant} = {name}(rawValue: \"{value}\")"
        )
        .unwrap();
    }
    let all: Vec<_> = values
        .iter()
        .map(|value| format!(".{}", swift_name(value)))
        .collect();
    write!(
        text,
        "\n    /// The values that Adobe lists.\n    public static let documented: [{name}] = [\n        {},\n    ]\n}}\n\n",
        all.join(",\n        ")
    )
    .unwrap();
}

macro_rules! texts {
    ($type:ident) => {
        &$type::DOCUMENTED
            .iter()
            .map(|value| value.as_str().to_owned())
            .collect::<Vec<_>>()
    };
}

#[test]
fn swift_device_values() {
    let mut text = String::from(SWIFT_HEAD);
    let types: [(&str, &str, &[String]); 7] = [
        (
            "PrimaryHardwareType",
            "primaryHardwareType",
            texts!(PrimaryHardwareType),
        ),
        ("OSName", "osName", texts!(OsName)),
        ("OSFamily", "osFamily", texts!(OsFamily)),
        ("OSVendor", "osVendor", texts!(OsVendor)),
        ("BrowserName", "browserName", texts!(BrowserName)),
        ("BrowserVendor", "browserVendor", texts!(BrowserVendor)),
        ("ConnectionType", "connectionType", texts!(ConnectionType)),
    ];
    for (name, key, values) in types {
        swift_values(&mut text, name, key, values);
    }
    text.pop();
    check(&format!("{SWIFT}/DeviceValues.swift"), &text);
}
