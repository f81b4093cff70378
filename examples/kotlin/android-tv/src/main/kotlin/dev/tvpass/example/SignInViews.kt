package dev.tvpass.example

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.itemsIndexed
import androidx.compose.foundation.text.BasicText
import androidx.compose.foundation.text.BasicTextField
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableLongStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusDirection
import androidx.compose.ui.focus.onFocusChanged
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.platform.LocalFocusManager
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.unit.dp
import dev.tvpass.CodeScreen
import dev.tvpass.Providers
import dev.tvpass.search
import kotlinx.coroutines.delay

/** The TV providers, with a field to search by name, as typed with a remote. The one of last time comes first. */
@Composable
internal fun ColumnScope.ProviderPicker(providers: Providers, choose: (String) -> Unit, leave: () -> Unit) {
    var typed by rememberSaveable { mutableStateOf("") }
    val found = remember(providers, typed) { providers.search(typed) }
    // Once: a list that is scrolled back must not take the focus to its top, nor from the field.
    var isFocusSet by remember { mutableStateOf(false) }
    Line("Who is your TV provider?", Modifier.semantics { heading() })
    SearchField(typed) { typed = it }
    if (found.isEmpty()) News("No TV provider has this name.")
    LazyColumn(Modifier.weight(1f, fill = false), verticalArrangement = Arrangement.spacedBy(12.dp)) {
        itemsIndexed(found, { _, mvpd -> mvpd.id }) { place, mvpd ->
            TvButton(mvpd.displayName ?: mvpd.id, isFirst = place == 0 && !isFocusSet) { choose(mvpd.id) }
            LaunchedEffect(Unit) { isFocusSet = true }
        }
    }
    TvButton("Cancel", isFirst = providers.mvpds.isEmpty(), onClick = leave)
}

@Composable
private fun SearchField(typed: String, type: (String) -> Unit) {
    var isFocused by remember { mutableStateOf(false) }
    val focus = LocalFocusManager.current
    BasicTextField(
        typed,
        type,
        Modifier
            .semantics { contentDescription = "Search" }
            .widthIn(min = 480.dp)
            .onFocusChanged { isFocused = it.isFocused }
            .background(Dusk)
            .border(3.dp, if (isFocused) Color.White else Dusk)
            .padding(16.dp),
        textStyle = Plain,
        // The keyboard's own key leads to what was found.
        keyboardOptions = KeyboardOptions(imeAction = ImeAction.Search),
        keyboardActions = KeyboardActions(onSearch = { focus.moveFocus(FocusDirection.Down) }),
        singleLine = true,
        cursorBrush = SolidColor(Color.White),
        decorationBox = { field ->
            Box {
                if (typed.isEmpty()) Line("Search")
                field()
            }
        },
    )
}

/** A code, and a QR code that leads to the provider's page with it. */
@Composable
internal fun CodeView(screen: CodeScreen, remainingMs: () -> Long, newCode: () -> Unit, leave: () -> Unit) {
    val matrix = screen.link?.let { rememberQrMatrix(it.url) }
    Row(horizontalArrangement = Arrangement.spacedBy(48.dp), verticalAlignment = Alignment.CenterVertically) {
        if (matrix != null) QrCode(matrix, "QR code of your TV provider's page to sign in")
        Column(verticalArrangement = Arrangement.spacedBy(16.dp)) {
            val ways = listOfNotNull(
                screen.address?.let { "go to $it and type in the code" },
                if (matrix != null) "scan the picture with your phone" else null,
            )
            Line(ways.joinToString(", or ").replaceFirstChar(Char::uppercaseChar) + ".")
            // The gap is drawn, and no part of the code. A screen reader says one character at a
            // time, and says a new code by itself.
            val spoken = Modifier.semantics {
                contentDescription = screen.spelled
                liveRegion = LiveRegionMode.Polite
            }
            BasicText(screen.groups.joinToString(" "), spoken, CodeStyle)
            Remaining(screen, remainingMs)
            TvButton("Get a new code", isFirst = true, onClick = newCode)
            TvButton("Cancel", onClick = leave)
        }
    }
}

/** Each second, by the clock: a device that was asleep has missed some. */
@Composable
private fun Remaining(screen: CodeScreen, remainingMs: () -> Long) {
    var left by remember(screen) { mutableLongStateOf(remainingMs()) }
    LaunchedEffect(screen) {
        while (left > 0) {
            delay(left % 1_000 + 1)
            left = remainingMs()
        }
    }
    val minutes = left / 60_000
    val seconds = left / 1_000 % 60
    Line("It ends in %d:%02d.".format(minutes, seconds), Modifier.semantics { contentDescription = "It ends in $minutes min $seconds s." })
}
