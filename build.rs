//! Writes the C header to `OUT_DIR`, if the feature `capi-header` is on, and nothing anywhere else:
//! `include/tvpass.h` is written by `cargo xtask header`, and a test compares the two.
#![forbid(unsafe_code)]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "capi-header")]
    header::write();
}

#[cfg(feature = "capi-header")]
mod header {
    #![allow(clippy::panic)]

    use std::path::Path;

    /// The files of the C API, in the order of the header; with the files of their folders.
    const FILES: &[&str] = &[
        "text",
        "status",
        "version",
        "delivery",
        "sign_in",
        "error",
        "result",
        "device_info",
        "temp_pass_identity",
        "partner_framework_status",
        "extras",
        "site",
        "access_token",
        "request",
        "response",
        "operation/mod",
        "exchange",
        "outcome/mod",
        "redirect_url",
        "client_config",
        "client",
        "flow/mod",
        "step",
        "call",
        "event",
        "state_file",
        "driver",
        "cancellation",
        "blocking_client",
    ];

    pub(crate) fn write() {
        let var = |name| std::env::var_os(name).unwrap_or_else(|| panic!("cargo sets {name}"));
        let root = var("CARGO_MANIFEST_DIR");
        let root = Path::new(&root);
        let configuration = root.join("cbindgen.toml");
        println!("cargo::rerun-if-changed=cbindgen.toml");
        println!("cargo::rerun-if-changed=src/ffi/capi");
        let mut builder = cbindgen::Builder::new().with_config(
            cbindgen::Config::from_file(&configuration)
                .unwrap_or_else(|error| panic!("{}: {error}", configuration.display())),
        );
        for file in FILES {
            builder = builder.with_src(root.join(format!("src/ffi/capi/{file}.rs")));
        }
        let bindings = builder
            .generate()
            .unwrap_or_else(|error| panic!("cbindgen: {error}"));
        let mut text = Vec::new();
        bindings.write(&mut text);
        let text = String::from_utf8(text).unwrap_or_else(|error| panic!("cbindgen: {error}"));
        let file = Path::new(&var("OUT_DIR")).join("tvpass.h");
        std::fs::write(&file, dense(&tidied(&text)))
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }

    /// Gives structures a tag, so that they can be declared without the header, and joins what has
    /// the same condition. cbindgen's own way to tags says `struct` in front of every type.
    fn tidied(text: &str) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut structure = None;
        let mut condition = String::new();
        for line in text.lines() {
            if line == "typedef struct {" {
                structure = Some(lines.len());
            } else if let Some(name) = line.strip_prefix("} ").and_then(|l| l.strip_suffix(';')) {
                if let Some(begin) = structure.take().and_then(|at| lines.get_mut(at)) {
                    *begin = format!("typedef struct {name} {{");
                }
            } else if line.starts_with("#if ") && line.contains("defined(TVPASS_HAS_") {
                let ended = ["#endif".to_owned(), String::new()];
                if condition == line && lines.ends_with(&ended) {
                    lines.truncate(lines.len() - ended.len());
                    lines.push(String::new());
                    continue;
                }
                line.clone_into(&mut condition);
            }
            lines.push(line.to_owned());
        }
        lines.join("\n") + "\n"
    }

    /// How wide a line may become by a comment behind what it is about.
    const WIDTH: usize = 120;

    /// Puts the numbers of an enumeration together, what is said in one line behind the number or
    /// the member that it is about, and the parts of a function's comment together.
    fn dense(text: &str) -> String {
        let lines: Vec<&str> = text.lines().collect();
        let at = |index: usize| lines.get(index).copied().unwrap_or_default();
        let is_comment = |line: &str| line.trim_start().starts_with("///");
        let mut made: Vec<String> = Vec::new();
        let mut index = 0;
        while index < lines.len() {
            let (line, next) = (at(index), at(index + 1));
            let before = made.last().map(String::as_str).unwrap_or_default();
            let comment = line.trim_start().strip_prefix("/// ");
            let is_alone = !is_comment(before) && !is_comment(next);
            let behind = comment.map(|comment| format!("{next} ///< {comment}"));
            let behind = behind.filter(|line| line.chars().count() <= WIDTH);
            if let Some(behind) = behind.filter(|_| is_alone && takes_comment(next)) {
                made.push(behind);
                index += 1;
            } else if !separates(line, before, next, &lines, index) {
                made.push(line.to_owned());
            }
            index += 1;
        }
        made.join("\n") + "\n"
    }

    /// Whether it is a number, the type of numbers, or a member of a structure.
    fn takes_comment(line: &str) -> bool {
        let is_member = line.starts_with("    ") && line.ends_with(';');
        let is_number = ["#define ", "typedef int32_t "];
        is_number.iter().any(|start| line.starts_with(start)) || is_member
    }

    /// Whether a line is empty and only keeps apart what belongs together.
    fn separates(line: &str, before: &str, next: &str, lines: &[&str], index: usize) -> bool {
        if line == "///" {
            let parts = ["/// @param", "/// @return", "/// Threads:"];
            return parts.iter().any(|part| next.starts_with(part));
        }
        // The next number; the first of an enumeration is 0.
        let define = lines.iter().skip(index + 1);
        let mut define = define.skip_while(|line| line.starts_with("///"));
        let define = define.next().copied().unwrap_or_default();
        let goes_on = define.starts_with("#define TVPASS_") && !define.ends_with(" 0");
        let between = (before.starts_with("#define TVPASS_") && goes_on)
            || (before.starts_with("typedef int32_t ") && define.starts_with("typedef int32_t "));
        line.is_empty() && between
    }
}
