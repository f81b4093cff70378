package dev.tvpass.example

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.tvpass.QrMatrix
import dev.tvpass.TvPassException
import dev.tvpass.isDark
import dev.tvpass.qrMatrixOf

/** The QR code of a URL; none if the URL is too long for one, as a SAML request may be. */
@Composable
internal fun rememberQrMatrix(url: String): QrMatrix? = remember(url) {
    try {
        qrMatrixOf(url)
    } catch (e: TvPassException.InvalidInput) {
        null
    }
}

/**
 * Dark on light, with four light modules on each side.
 *
 * @param description for a screen reader.
 */
@Composable
internal fun QrCode(matrix: QrMatrix, description: String, modifier: Modifier = Modifier) {
    val spoken = modifier.semantics {
        contentDescription = description
        role = Role.Image
    }
    Canvas(spoken.sizeIn(maxWidth = 320.dp, maxHeight = 320.dp).aspectRatio(1f).background(Color.White)) {
        val side = size.width / (matrix.size + 2 * QUIET)
        for (y in 0 until matrix.size) {
            for (x in 0 until matrix.size) {
                // A little larger than a module, or light lines show between two of them.
                if (matrix.isDark(x, y)) drawRect(Color.Black, Offset((x + QUIET) * side, (y + QUIET) * side), Size(side + 0.5f, side + 0.5f))
            }
        }
    }
}

private const val QUIET = 4
