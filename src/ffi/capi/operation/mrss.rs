//! `tvpass_mrss_input`: a resource in Media RSS.

use std::mem::MaybeUninit;

use crate::ffi::capi::boundary::make;
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::failure::Failure;
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::result::tvpass_text;
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::text::Text;
use crate::input::InvalidInput;
use crate::operation::Mrss;

/// A channel, and what is shown on it. Input; `TVPASS_MRSS_INPUT_INIT`. No text may have control
/// characters.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_mrss_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The channel (`channel/title`). Required.
    pub channel: Text<'a>,
    /// The title of what is shown (`item/title`). Empty: none.
    pub item_title: Text<'a>,
    /// The identifier of what is shown (`item/guid`). Empty: none.
    pub item_guid: Text<'a>,
    /// Ratings for parental control (`media:rating`), such as `TV-14`.
    pub ratings: *const Text<'a>,
    /// How many there are.
    pub rating_count: usize,
    /// The scheme of each rating, such as `urn:v-chip`.
    pub rating_schemes: *const Text<'a>,
    /// How many there are: as many as ratings.
    pub rating_scheme_count: usize,
}

input!(tvpass_mrss_input, rating_scheme_count: usize);

impl tvpass_mrss_input<'_> {
    fn mrss(&self, ratings: &[&str], schemes: &[&str]) -> Result<Mrss, Failure> {
        let mut mrss = Mrss::channel(self.channel.str("channel")?)?;
        if let Some(title) = self.item_title.optional("item_title")? {
            mrss = mrss.item_title(title)?;
        }
        if let Some(guid) = self.item_guid.optional("item_guid")? {
            mrss = mrss.item_guid(guid)?;
        }
        if ratings.len() != schemes.len() {
            let reason = "has another number than ratings; give one for each";
            return Err(InvalidInput::new("rating_schemes", reason).into());
        }
        for (rating, scheme) in ratings.iter().zip(schemes) {
            mrss = mrss.rating(scheme, rating)?;
        }
        Ok(mrss)
    }
}

/// Writes a resource in Media RSS (Adobe: *Identifying protected resources*), for MVPDs that want
/// to know more than the channel. What XML reserves is escaped; there is no CDATA.
///
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the resource; caller frees with `tvpass_text_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_mrss_new(
    input: *const tvpass_mrss_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_text>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let (input, ratings, schemes) = unsafe {
            let input = input::read("input", input)?;
            let ratings = input::strs("ratings", input.ratings, input.rating_count)?;
            let schemes = (input.rating_schemes, input.rating_scheme_count);
            (
                input,
                ratings,
                input::strs("rating_schemes", schemes.0, schemes.1)?,
            )
        };
        let resource = input.mrss(&ratings, &schemes)?.build()?;
        Ok(tvpass_text::new(resource.as_str().as_bytes()))
    })
}
