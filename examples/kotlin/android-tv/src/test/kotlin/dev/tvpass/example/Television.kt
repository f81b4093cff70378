package dev.tvpass.example

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.requiredSize
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.saveable.LocalSaveableStateRegistry
import androidx.compose.runtime.saveable.SaveableStateRegistry
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusDirection
import androidx.compose.ui.focus.FocusManager
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.platform.LocalFocusManager
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.runComposeUiTest
import androidx.compose.ui.unit.dp
import dev.tvpass.SignOutStep
import dev.tvpass.TvPassAccount
import dev.tvpass.testing.FakeAccount
import dev.tvpass.testing.Samples
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import org.junit.jupiter.api.Assertions.assertTrue
import java.util.Locale

/** The account screen as Compose draws it, in the size of a television, with a user that the fake plays. */
@OptIn(ExperimentalTestApi::class)
internal class Television(
    val account: FakeAccount = FakeAccount(listOf(Samples.mvpd("Cablevision"), Samples.mvpd("Dish"), Samples.mvpd("DirecTV"))),
) {
    /** What the provider's pages were opened with. */
    val opened = mutableListOf<SignOutStep.OpenBrowser>()
    var hasBrowser = false

    /** What the app's start gives. */
    var open: suspend () -> TvPassAccount = { account }

    var model: AccountModel by mutableStateOf(AccountModel(UNUSED, { 0 }) { account })
        private set
    private lateinit var scope: CoroutineScope
    private lateinit var test: ComposeUiTest
    private lateinit var focus: FocusManager

    /** What the activity saves; null: there is none. */
    private var activity: SaveableStateRegistry? by mutableStateOf(SaveableStateRegistry(null) { true })

    init {
        Locale.setDefault(Locale.US)
    }

    fun show(test: ComposeUiTest.() -> Unit) = runComposeUiTest {
        this@Television.test = this
        // Else each wait would last until the code that is shown has ended.
        mainClock.autoAdvance = false
        setContent {
            scope = rememberCoroutineScope()
            remember { newModel().start() }
            focus = LocalFocusManager.current
            // As dp of a television with 1080 lines.
            Box(Modifier.requiredSize(960.dp, 540.dp)) {
                activity?.let { saved ->
                    CompositionLocalProvider(LocalSaveableStateRegistry provides saved) {
                        AccountScreen(model) { step -> hasBrowser.also { opened += step } }
                    }
                }
            }
        }
        settle()
        test()
    }

    private fun newModel() = AccountModel(scope, { test.mainClock.currentTime }, { open() }).also { model = it }

    fun settle() = test.mainClock.advanceTimeBy(200)

    /** Android makes the activity anew. */
    fun recreateActivity() {
        val saved = activity?.performSave()
        activity = null
        settle()
        activity = SaveableStateRegistry(saved) { true }
        settle()
    }

    /** Android has ended the process, and starts another one. */
    fun restartProcess() {
        val unfinished = model.unfinished
        model.leave()
        newModel().start(unfinished)
        recreateActivity()
    }

    fun sees(text: String) = test.onNodeWithText(text).assertExists()

    fun press(text: String) {
        test.onNodeWithText(text).performClick()
        settle()
    }

    /** The cross of a remote: Android leads its keys to this. */
    fun cross(direction: FocusDirection) {
        test.runOnUiThread { focus.moveFocus(direction) }
        // A list moves there slowly, some of it in each frame.
        repeat(FRAMES) { test.mainClock.advanceTimeByFrame() }
    }

    /** On Android the middle of the cross does what Enter does. */
    fun key(key: Key) {
        test.onRoot().performKeyInput { pressKey(key) }
        settle()
    }

    fun showCode(mvpd: String = "Cablevision"): AccountModel.Page.Code {
        press("Choose your TV provider")
        press(mvpd)
        return model.page as AccountModel.Page.Code
    }

    fun signIn() {
        showCode()
        assertTrue(account.userSignsIn())
        settle()
    }

    private companion object {
        /** Of almost a second. */
        const val FRAMES = 50
        val UNUSED = CoroutineScope(Job())
    }
}
