//! The functions without an object: texts, search, QR codes.

use super::failure;
use crate::ffi::uniffi::helpers::{
    language_of_tag, name_of_key, qr_matrix, search_names, text_of_key,
};
use crate::ffi::uniffi::words::{Language, TextKey};

#[test]
fn texts_search_and_qr_codes_need_no_object() {
    let text = |language| text_of_key(TextKey::CodeExpired, language).unwrap();
    assert_eq!(
        text(Language::English),
        "The code has expired. Get a new one."
    );
    assert_ne!(text(Language::English), text(Language::Spanish));
    assert_eq!(name_of_key(TextKey::CodeExpired).unwrap(), "code_expired");
    assert_eq!(
        language_of_tag("es-MX".to_owned()).unwrap(),
        Language::Spanish
    );
    let names = ["Cable One", "Télé Québec", "Able Cable"];
    let names = || names.map(str::to_owned).to_vec();
    assert_eq!(search_names(names(), "cab".to_owned()).unwrap(), [0, 2]);
    assert_eq!(search_names(names(), "tele".to_owned()).unwrap(), [1]);
    assert_eq!(search_names(names(), String::new()).unwrap().len(), 3);

    let matrix = qr_matrix("https://example.com/tv?code=8ER640M".to_owned()).unwrap();
    let size = usize::try_from(matrix.size).unwrap();
    assert_eq!(matrix.modules.len(), size * size);
    // A corner has the pattern by which cameras find the code.
    let row = |y: usize| matrix.modules[y * size..y * size + 8].to_vec();
    assert_eq!(row(0), [true, true, true, true, true, true, true, false]);
    let light = [true, false, false, false, false, false, true, false];
    assert_eq!(row(1), light);
    let refused = failure(qr_matrix("x".repeat(3000)).err().unwrap());
    assert_eq!(refused.field.as_deref(), Some("link"));
}
