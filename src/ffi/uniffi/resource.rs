//! Resources in Media RSS.

use super::failure::{CoreError, guarded};
use crate::operation;

/// A rating for parental control.
#[derive(Clone, uniffi::Record)]
pub struct MrssRating {
    /// The scheme, such as `urn:v-chip`.
    pub scheme: String,
    /// The rating, such as `TV-14`.
    pub rating: String,
}

/// The resource that says this in Media RSS.
#[uniffi::export]
pub fn mrss_resource(
    channel: String,
    item_title: Option<String>,
    item_guid: Option<String>,
    ratings: Vec<MrssRating>,
) -> Result<String, CoreError> {
    guarded(|| {
        let mut mrss = operation::Mrss::channel(&channel)?;
        if let Some(title) = &item_title {
            mrss = mrss.item_title(title)?;
        }
        if let Some(guid) = &item_guid {
            mrss = mrss.item_guid(guid)?;
        }
        for MrssRating { scheme, rating } in &ratings {
            mrss = mrss.rating(scheme, rating)?;
        }
        Ok(mrss.build()?.as_str().to_owned())
    })
}
