//! What the rules have to be told.

/// What has to be said, because traffic does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Expectations {
    /// Whether users sign in in a browser on the device itself.
    pub(crate) browser_on_device: bool,
    /// Resources in a request to preauthorize, at most.
    pub(crate) preauthorize_limit: usize,
    /// Resources in a request to authorize, at most.
    pub(crate) authorize_limit: usize,
}

impl Default for Expectations {
    fn default() -> Self {
        Self {
            browser_on_device: false,
            preauthorize_limit: 5,
            authorize_limit: 1,
        }
    }
}
