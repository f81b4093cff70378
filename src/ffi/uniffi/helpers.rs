//! Functions without an object: texts for people, the search of a picker, the modules of QR codes.

use super::failure::{CoreError, guarded};
use super::number::count;
use super::outcome::QrMatrix;
use super::words::{Language, TextKey};
use crate::flow;
use crate::input::InvalidInput;

/// The text of a key.
#[uniffi::export]
pub fn text_of_key(key: TextKey, language: Language) -> Result<String, CoreError> {
    guarded(|| Ok(flow::TextKey::from(key).text(language.into()).to_owned()))
}

/// A key as a text, for tables of translations: it does not change.
#[uniffi::export]
pub fn name_of_key(key: TextKey) -> Result<String, CoreError> {
    guarded(|| Ok(flow::TextKey::from(key).as_str().to_owned()))
}

/// The language of a tag such as `es-MX`; English for every other.
#[uniffi::export]
pub fn language_of_tag(tag: String) -> Result<Language, CoreError> {
    guarded(|| Ok(flow::Language::of_tag(&tag).into()))
}

/// The places of those names that could be meant by `typed`, the best first.
#[uniffi::export]
pub fn search_names(names: Vec<String>, typed: String) -> Result<Vec<i32>, CoreError> {
    guarded(|| {
        let places = flow::search(names.iter().map(String::as_str), &typed);
        Ok(places.into_iter().map(count).collect())
    })
}

/// The QR code of a link.
#[uniffi::export]
pub fn qr_matrix(link: String) -> Result<QrMatrix, CoreError> {
    guarded(|| {
        let matrix = flow::QrMatrix::of_text(&link)
            .map_err(|error| InvalidInput::new("link", error.to_string()))?;
        Ok(QrMatrix::from(&matrix))
    })
}
