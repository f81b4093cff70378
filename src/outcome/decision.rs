//! What decisions about resources have in common, whether they count or only inform.

use super::open_enum::open_enum;

open_enum! {
    /// Who decided (Adobe: *Decisions*, `source`).
    DecisionSource {
        /// the provider, or Adobe from what the provider said before.
        Mvpd = "mvpd",
        /// a rule that the programmer switched on while the provider was out of order.
        Degradation = "degradation",
        /// a TempPass, which is no provider.
        TempPass = "temppass",
        /// not explained by Adobe's pages.
        Dummy = "dummy",
    }
}

/// Whether an answer about `decided` is one about `asked`. One of Adobe's samples answers
/// `"resource1 "` for `resource1`.
pub(crate) fn is_same_resource(asked: &str, decided: &str) -> bool {
    asked.trim() == decided.trim()
}

/// The place of the decision about `asked`: exactly that text, else one that differs in white space
/// at its ends; never the one at the same position.
pub(super) fn position<'a>(
    decided: impl Iterator<Item = &'a str> + Clone,
    asked: &str,
) -> Option<usize> {
    let exact = decided.clone().position(|resource| resource == asked);
    let mut decided = decided;
    exact.or_else(|| decided.position(|resource| is_same_resource(asked, resource)))
}
