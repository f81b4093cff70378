package dev.tvpass.example

import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.toPixelMap
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsFocused
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.runComposeUiTest
import dev.tvpass.SignOutStep
import dev.tvpass.isDark
import dev.tvpass.qrMatrixOf
import dev.tvpass.testing.Failures
import dev.tvpass.testing.FakeAccount
import dev.tvpass.testing.Samples
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.Locale

/** The screens, drawn, with keys and a user that the fake plays. */
@OptIn(ExperimentalTestApi::class)
class AccountScreenTest {
    private val account = FakeAccount(listOf(Samples.mvpd("Cablevision"), Samples.mvpd("Dish"), Samples.mvpd("DirecTV")))
    private val opened = mutableListOf<SignOutStep.OpenBrowser>()
    private var hasBrowser = false
    private lateinit var model: AccountModel

    init {
        Locale.setDefault(Locale.US)
    }

    private fun screen(test: ComposeUiTest.() -> Unit) = runComposeUiTest {
        // Else each wait would last until the code that is shown has ended.
        mainClock.autoAdvance = false
        setContent {
            val scope = rememberCoroutineScope()
            model = AccountModel(account, scope) { hasBrowser.also { _ -> opened += it } }
            StartScreen(model, null)
        }
        settle()
        test()
    }

    private fun ComposeUiTest.settle() = mainClock.advanceTimeBy(200)

    private fun ComposeUiTest.sees(text: String) = onNodeWithText(text).assertExists()

    private fun ComposeUiTest.press(text: String) {
        onNodeWithText(text).performClick()
        settle()
    }

    private fun ComposeUiTest.key(key: Key) {
        onRoot().performKeyInput { pressKey(key) }
        settle()
    }

    private fun ComposeUiTest.signIn() {
        press("Choose your TV provider")
        press("Cablevision")
        assertTrue(account.userSignsIn())
        settle()
    }

    @Test
    fun `signs in with keys alone`() = screen {
        sees("You are not signed in.")
        onNodeWithText("Choose your TV provider").assertIsFocused()
        // On Android the cross does what these keys do here: Tab to the next, Enter for its middle.
        key(Key.Enter)
        sees("Who is your TV provider?")
        onNodeWithText("Cablevision").assertIsFocused()
        key(Key.Tab)
        onNodeWithText("Dish").assertIsFocused()
        key(Key.Enter)
        onNodeWithText("Get a new code").assertIsFocused()
        assertTrue(account.userSignsIn())
        settle()
        sees("You are signed in with Dish.")
        onNodeWithText("Sign out").assertIsFocused()
    }

    @Test
    fun `the picker finds what is typed`() = screen {
        press("Choose your TV provider")
        onNodeWithContentDescription("Search").performTextInput("di")
        settle()
        onNodeWithText("Cablevision").assertDoesNotExist()
        sees("Dish")
        press("Cancel")
        sees("You are not signed in.")
    }

    @Test
    fun `the code is drawn, and a QR code that is light and dark as it has to be`() = screen {
        press("Choose your TV provider")
        press("Cablevision")
        val screen = (model.page as AccountModel.Page.Code).screen
        onNodeWithContentDescription(screen.spelled).assertExists()
        val seconds = screen.remainingMs / 1_000 - 61
        mainClock.advanceTimeBy(61_000)
        sees("It ends in %d:%02d.".format(seconds / 60, seconds % 60))

        val matrix = qrMatrixOf(screen.link!!.url)
        val pixels = onNodeWithContentDescription("QR code").captureToImage().toPixelMap()
        val side = pixels.width / (matrix.size + 8f)
        for (y in -4 until matrix.size + 4) {
            for (x in -4 until matrix.size + 4) {
                val color = pixels[((x + 4.5f) * side).toInt(), ((y + 4.5f) * side).toInt()]
                assertEquals(if (matrix.isDark(x, y)) Color.Black else Color.White, color, "$x, $y")
            }
        }

        press("Get a new code")
        val newer = (model.page as AccountModel.Page.Code).screen
        assertTrue(screen.code != newer.code)
        account.expireCode()
        settle()
        press("OK")
        sees("You are not signed in.")
    }

    @Test
    fun `leaving the screen ends the sign-in`() = screen {
        press("Choose your TV provider")
        press("Cablevision")
        press("Cancel")
        sees("You are not signed in.")
        assertTrue(!account.userSignsIn(), "a code is polled that nobody sees")
    }

    @Test
    fun `signs out without a browser, by a QR code`() = screen {
        signIn()
        sees("You are signed in with Cablevision.")
        press("Sign out")
        assertEquals(1, opened.size)
        onNodeWithContentDescription("QR code").assertExists()
        press("Done")
        sees("You are not signed in.")
    }

    @Test
    fun `signs out in a browser, and goes on when the user is back`() = screen {
        hasBrowser = true
        signIn()
        press("Sign out")
        sees("Sign out on your TV provider's page.")
        model.browserClosed()
        settle()
        sees("You are not signed in.")
    }

    @Test
    fun `the last provider is offered again`() = screen {
        signIn()
        account.expireProfiles()
        settle()
        press("Sign in with Cablevision")
        assertTrue(model.page is AccountModel.Page.Code)
    }

    @Test
    fun `a failure is told in words`() = screen {
        val error = Failures.noConnection()
        account.failNext(error)
        press("Choose your TV provider")
        val page = model.page as AccountModel.Page.Message
        assertEquals(error.words, page.words)
        press("OK")
        sees("You are not signed in.")
    }
}
