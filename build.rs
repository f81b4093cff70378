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

    /// The files of the C API, in the order of the header.
    const FILES: &[&str] = &[
        "text",
        "status",
        "error",
        "base",
        "device_info",
        "device",
        "redirect_url",
        "extras",
        "request",
        "response",
        "logout_operation",
        "logout",
        "partner_settings",
        "logout_v1_operation",
        "client_config",
        "client",
        "logout_parameters",
        "call",
        "event",
        "driver",
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
        bindings.write_to_file(Path::new(&var("OUT_DIR")).join("tvpass.h"));
    }
}
