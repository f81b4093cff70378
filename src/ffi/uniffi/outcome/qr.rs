//! The modules of a QR code, as a public type of Swift and Kotlin.

use crate::ffi::uniffi::number::count;
use crate::flow;

/// The modules of a QR code. Draw them dark on light, with four light modules on each side.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct QrMatrix {
    /// How many modules a side has: 21 to 177.
    pub size: i32,
    /// Whether a module is dark: row by row from the top, each from the left. Whoever reads them
    /// can sign this device in: keep them out of logs.
    pub modules: Vec<bool>,
}

impl From<&flow::QrMatrix> for QrMatrix {
    fn from(matrix: &flow::QrMatrix) -> Self {
        Self {
            size: count(matrix.size()),
            modules: matrix.rows().flatten().copied().collect(),
        }
    }
}
