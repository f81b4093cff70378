package dev.tvpass.example

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.itemsIndexed
import androidx.compose.foundation.text.BasicText
import androidx.compose.foundation.text.BasicTextField
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableLongStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.tvpass.CodeScreen
import dev.tvpass.Providers
import dev.tvpass.QrMatrix
import dev.tvpass.isDark
import dev.tvpass.qrMatrix
import dev.tvpass.search
import kotlinx.coroutines.delay

/** The TV providers, with a field to search by name, as typed with a remote. The one of last time comes first. */
@Composable
internal fun ProviderPicker(providers: Providers, choose: (String) -> Unit, leave: () -> Unit) {
    var typed by remember { mutableStateOf("") }
    val found = remember(providers, typed) { providers.search(typed) }
    Line("Who is your TV provider?")
    BasicTextField(
        typed,
        { typed = it },
        Modifier.widthIn(min = 480.dp).background(Dusk).padding(16.dp).semantics { contentDescription = "Search" },
        textStyle = Plain,
        singleLine = true,
        cursorBrush = SolidColor(Color.White),
        decorationBox = { field ->
            Box {
                if (typed.isEmpty()) Line("Search")
                field()
            }
        },
    )
    LazyColumn(Modifier.heightIn(max = 480.dp), verticalArrangement = Arrangement.spacedBy(16.dp)) {
        itemsIndexed(found, { _, mvpd -> mvpd.id }) { place, mvpd ->
            // While the user types, the field keeps the focus.
            TvButton(mvpd.displayName ?: mvpd.id, isFirst = place == 0 && typed.isEmpty()) { choose(mvpd.id) }
        }
    }
    TvButton("Cancel", onClick = leave)
}

/** A code, and a QR code that leads to the provider's page with it. */
@Composable
internal fun CodeView(screen: CodeScreen, newCode: () -> Unit, leave: () -> Unit) {
    Row(horizontalArrangement = Arrangement.spacedBy(48.dp), verticalAlignment = Alignment.CenterVertically) {
        screen.link?.let { link -> QrCode(remember(link) { link.qrMatrix() }) }
        Column(verticalArrangement = Arrangement.spacedBy(24.dp)) {
            val address = screen.address
            Line(if (address != null) "Go to $address and type in the code, or scan the picture." else "Scan the picture with your phone.")
            // The gap is drawn, and no part of the code. A screen reader says one character at a
            // time.
            BasicText(screen.groups.joinToString(" "), Modifier.semantics { contentDescription = screen.spelled }, CodeStyle)
            val seconds = remainingSeconds(screen)
            Line("It ends in %d:%02d.".format(seconds / 60, seconds % 60))
            TvButton("Get a new code", isFirst = true, onClick = newCode)
            TvButton("Cancel", onClick = leave)
        }
    }
}

@Composable
private fun remainingSeconds(screen: CodeScreen): Long {
    var seconds by remember(screen) { mutableLongStateOf(screen.remainingMs / 1_000) }
    LaunchedEffect(screen) {
        while (seconds > 0) {
            delay(1_000)
            seconds--
        }
    }
    return seconds
}

/** Dark on light, with four light modules on each side. */
@Composable
internal fun QrCode(matrix: QrMatrix) {
    Canvas(Modifier.size(320.dp).background(Color.White).semantics { contentDescription = "QR code" }) {
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
