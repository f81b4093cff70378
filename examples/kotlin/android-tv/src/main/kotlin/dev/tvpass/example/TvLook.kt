package dev.tvpass.example

import androidx.compose.foundation.background
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.text.BasicText
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.focus.onFocusChanged
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp

// An app has these from androidx.tv:tv-material; here they are made of Compose's foundation alone.
// What an app says itself it has in its resources, in its languages; the library's texts are in the
// device's language.

internal val Night: Color = Color(0xFF101418)
internal val Dusk: Color = Color(0xFF2B333B)
internal val Plain: TextStyle = TextStyle(Color.White, 24.sp)
internal val CodeStyle: TextStyle = TextStyle(Color.White, 72.sp, FontWeight.Bold, fontFamily = FontFamily.Monospace)

/** Text as it is read from a sofa. */
@Composable
internal fun Line(text: String, modifier: Modifier = Modifier) = BasicText(text, modifier, Plain)

/** Text that a screen reader says by itself, when it comes and when it changes: the focus is on a button. */
@Composable
internal fun News(text: String) = Line(text, Modifier.semantics { liveRegion = LiveRegionMode.Polite })

/**
 * A button for a remote: it shows that it has the focus.
 *
 * @param isFirst whether it has the focus when it comes on the screen.
 */
@Composable
internal fun TvButton(text: String, isFirst: Boolean = false, onClick: () -> Unit) {
    var isFocused by remember { mutableStateOf(false) }
    val focus = remember { FocusRequester() }
    BasicText(
        text,
        Modifier
            .focusRequester(focus)
            .onFocusChanged { isFocused = it.isFocused }
            .background(if (isFocused) Color.White else Dusk, RoundedCornerShape(8.dp))
            .clickable(role = Role.Button, onClick = onClick)
            .padding(horizontal = 32.dp, vertical = 16.dp),
        Plain.copy(color = if (isFocused) Night else Color.White),
    )
    if (isFirst) LaunchedEffect(Unit) { focus.requestFocus() }
}
