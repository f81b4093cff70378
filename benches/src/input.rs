//! The inputs, one file each in a folder that `cargo xtask bench` fills: the same for every
//! language.

use std::path::Path;

/// What Adobe's first logout sample is made from, and its answer.
#[derive(Debug)]
pub struct Input {
    pub(crate) base: String,
    pub(crate) token: String,
    pub(crate) identifier: String,
    pub(crate) user_agent: String,
    pub(crate) service_provider: String,
    pub(crate) mvpd: String,
    pub(crate) redirect_url: String,
    pub(crate) content_type: String,
    pub(crate) body: Vec<u8>,
}

impl Input {
    /// Reads the files.
    ///
    /// # Errors
    ///
    /// Which file cannot be read.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let bytes = |name: &str| {
            let file = folder.join(name);
            std::fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))
        };
        let text = |name: &str| String::from_utf8(bytes(name)?).map_err(|e| format!("{name}: {e}"));
        Ok(Self {
            base: text("base")?,
            token: text("token")?,
            identifier: text("identifier")?,
            user_agent: text("user_agent")?,
            service_provider: text("service_provider")?,
            mvpd: text("mvpd")?,
            redirect_url: text("redirect_url")?,
            content_type: text("content_type")?,
            body: bytes("body")?,
        })
    }
}
