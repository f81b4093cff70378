//! Another library written in Rust, with a copy of Rust's standard library of its own, for a
//! program that links two.

/// 42, by way of a panic that is caught.
#[unsafe(no_mangle)]
pub extern "C" fn other_answer() -> i32 {
    std::panic::set_hook(Box::new(|_| {}));
    let always = || std::env::args_os().count() < usize::MAX;
    match std::panic::catch_unwind(move || assert!(!always())) {
        Ok(()) => 0,
        Err(_) => 42,
    }
}
