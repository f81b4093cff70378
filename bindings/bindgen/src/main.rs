//! uniffi's own command line, in the version that the library is compiled with.
//! `cargo xtask bindings` runs it.

fn main() {
    uniffi::uniffi_bindgen_main()
}
