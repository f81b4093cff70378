//! A link as the modules of a QR code (ISO/IEC 18004), for the app to draw.

use std::fmt;

use qrcodegen::{QrCode, QrCodeEcc};

use super::sign_in::SignInLink;
use crate::uri::OpenableUrl;

/// The modules of a QR code. Draw them dark on light, with four light modules on each side.
///
/// `Debug` shows the size alone: whoever reads the rest can sign this device in.
#[derive(Clone, PartialEq, Eq)]
pub struct QrMatrix {
    size: usize,
    dark: Vec<bool>,
}

/// The text is longer than a QR code can be: 2,331 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text is too long for a QR code")]
pub struct QrTooLong;

impl QrMatrix {
    /// The QR code of a sign-in.
    ///
    /// # Errors
    /// The link is too long.
    pub fn of_link(link: &SignInLink) -> Result<Self, QrTooLong> {
        Self::of_text(link.expose())
    }

    /// The QR code of a URL, such as that of a logout on a device without a browser.
    ///
    /// # Errors
    /// The URL is too long.
    pub fn of_url(url: &OpenableUrl) -> Result<Self, QrTooLong> {
        Self::of_text(url.as_str())
    }

    /// With errors corrected up to 15 % of the area: cameras read it from across a room, and
    /// mirrors of light on the screen do not matter.
    pub(crate) fn of_text(text: &str) -> Result<Self, QrTooLong> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| QrTooLong)?;
        let side = code.size();
        let places = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
        let dark: Vec<_> = places.map(|(x, y)| code.get_module(x, y)).collect();
        Ok(Self {
            size: usize::try_from(side).unwrap_or_default(),
            dark,
        })
    }

    /// How many modules a side has: 21 to 177.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether the module in this column and row, counted from 0 at the top left, is dark. Outside
    /// of the code all are light.
    #[must_use]
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        let is_inside = x < self.size && y < self.size;
        is_inside
            && self
                .dark
                .get(y * self.size + x)
                .copied()
                .unwrap_or_default()
    }

    /// The rows from top to bottom, each from left to right.
    pub fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks(self.size.max(1))
    }
}

impl fmt::Debug for QrMatrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "QrMatrix({})", self.size)
    }
}
