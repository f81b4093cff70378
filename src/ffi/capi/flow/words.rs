//! `tvpass_words`: what an error or a denial means for the person on the sofa.

use std::ptr;

use crate::ffi::capi::arena::Arena;
use crate::ffi::capi::text::tvpass_str;
use crate::flow::{Language, Remedy, Words};

/// What helps.
pub type tvpass_remedy = i32;

/// Something that this version does not know: explain, as with `TVPASS_REMEDY_EXPLAIN`.
pub const TVPASS_REMEDY_UNKNOWN: tvpass_remedy = 0;
/// Offer to sign in. The choice of the MVPD is kept.
pub const TVPASS_REMEDY_SIGN_IN: tvpass_remedy = 1;
/// Explain; trying again changes nothing.
pub const TVPASS_REMEDY_EXPLAIN: tvpass_remedy = 2;
/// Offer to try again later.
pub const TVPASS_REMEDY_TRY_LATER: tvpass_remedy = 3;
/// Correct the identity for temporary access.
pub const TVPASS_REMEDY_CORRECT_IDENTITY: tvpass_remedy = 4;
/// Do not offer temporary access any more.
pub const TVPASS_REMEDY_HIDE_OFFER: tvpass_remedy = 5;
/// Offer another MVPD.
pub const TVPASS_REMEDY_CHOOSE_PROVIDER: tvpass_remedy = 6;
/// Show `reference`, for support.
pub const TVPASS_REMEDY_CONTACT_SUPPORT: tvpass_remedy = 7;
/// Say nothing: the user, or the app, wanted it so.
pub const TVPASS_REMEDY_NOTHING: tvpass_remedy = 8;

/// What to do about an error or a denial, and what to say: `tvpass_words_text` has the text to
/// show. It belongs to the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_words {
    /// What helps: a `TVPASS_REMEDY_…`.
    pub remedy: tvpass_remedy,
    /// The key of the text, such as `not_included`, for an app with texts of its own. It does not
    /// change.
    pub key: tvpass_str,
    /// The text in English.
    pub english: tvpass_str,
    /// The text in Spanish.
    pub spanish: tvpass_str,
    /// The provider's or the programmer's own words, in their language, to be shown instead of any
    /// others. Empty if there are none.
    pub provider_text: tvpass_str,
    /// What support asks for: Adobe's code and trace. Empty if there is nothing.
    pub reference: tvpass_str,
}

/// How much memory words take, about.
pub(super) const WORDS: usize = size_of::<tvpass_words>() + 768;

pub(super) fn words<'a>(arena: &'a Arena, words: &Words) -> &'a tvpass_words {
    arena.put(tvpass_words {
        remedy: match words.remedy {
            Remedy::SignIn => TVPASS_REMEDY_SIGN_IN,
            Remedy::Explain => TVPASS_REMEDY_EXPLAIN,
            Remedy::TryLater => TVPASS_REMEDY_TRY_LATER,
            Remedy::CorrectIdentity => TVPASS_REMEDY_CORRECT_IDENTITY,
            Remedy::HideOffer => TVPASS_REMEDY_HIDE_OFFER,
            Remedy::ChooseProvider => TVPASS_REMEDY_CHOOSE_PROVIDER,
            Remedy::ContactSupport => TVPASS_REMEDY_CONTACT_SUPPORT,
            Remedy::Nothing => TVPASS_REMEDY_NOTHING,
        },
        key: arena.text(words.key.as_str()),
        english: arena.text(words.key.text(Language::English)),
        spanish: arena.text(words.key.text(Language::Spanish)),
        provider_text: arena.optional(words.provider_text.as_deref()),
        reference: arena.optional(words.reference.as_deref()),
    })
}

/// The same; NULL if there are none.
pub(super) fn optional_words(arena: &Arena, words: Option<&Words>) -> *const tvpass_words {
    words.map_or(ptr::null(), |words| self::words(arena, words))
}
