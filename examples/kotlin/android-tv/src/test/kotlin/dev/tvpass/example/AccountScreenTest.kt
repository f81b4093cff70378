package dev.tvpass.example

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.toPixelMap
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsFocused
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.lifecycle.ViewModelStore
import dev.tvpass.Language
import dev.tvpass.ProfileType
import dev.tvpass.Remedy
import dev.tvpass.SignOutStep
import dev.tvpass.Status
import dev.tvpass.StatusSource
import dev.tvpass.TextKey
import dev.tvpass.TvPassAccount
import dev.tvpass.isDark
import dev.tvpass.qrMatrixOf
import dev.tvpass.testing.Failures
import dev.tvpass.testing.Samples
import dev.tvpass.text
import kotlinx.coroutines.flow.MutableStateFlow
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What the screens say and do. */
@OptIn(ExperimentalTestApi::class)
class AccountScreenTest {
    private val tv = Television()
    private val account = tv.account

    @Test
    fun `the code is drawn, and a QR code that is light and dark as it has to be`() = tv.show {
        val screen = tv.showCode().screen
        onNodeWithContentDescription(screen.spelled).assertIsDisplayed()
        tv.sees("Go to example.com/tv and type in the code, or scan the picture with your phone.")

        val matrix = qrMatrixOf(screen.link!!.url)
        val pixels = onNodeWithContentDescription(QR_CODE).captureToImage().toPixelMap()
        val side = pixels.width / (matrix.size + 8f)
        for (y in -4 until matrix.size + 4) {
            for (x in -4 until matrix.size + 4) {
                val color = pixels[((x + 4.5f) * side).toInt(), ((y + 4.5f) * side).toInt()]
                assertEquals(if (matrix.isDark(x, y)) Color.Black else Color.White, color, "$x, $y")
            }
        }

        tv.press("Get a new code")
        assertNotEquals(screen.code, (tv.model.page as AccountModel.Page.Code).screen.code)
    }

    @Test
    fun `the remaining time is the clock's, also after the activity was made anew`() = tv.show {
        val code = tv.showCode()
        fun seesRemaining() {
            val seconds = (code.endsMs - mainClock.currentTime) / 1_000
            // Drawn once in a second.
            val near = listOf(seconds, seconds + 1).map { "It ends in %d:%02d.".format(it / 60, it % 60) }
            assertTrue(near.any { onNodeWithText(it).runCatching { assertExists() }.isSuccess }, near.toString())
        }
        seesRemaining()
        mainClock.advanceTimeBy(61_000)
        seesRemaining()
        assertTrue(code.endsMs - mainClock.currentTime <= code.screen.remainingMs - 61_000)
        tv.recreateActivity()
        seesRemaining()
    }

    @Test
    fun `a code that has ended is told, with a button for another with the same provider`() = tv.show {
        tv.showCode("Dish")
        account.expireCode()
        tv.settle()
        tv.sees(TextKey.CODE_EXPIRED.text(Language.ENGLISH))
        tv.press("Get a new code")
        assertTrue(tv.model.page is AccountModel.Page.Code)
        assertTrue(account.userSignsIn())
        tv.settle()
        tv.sees("You are signed in with Dish.")
    }

    @Test
    fun `leaving the screen ends the sign-in`() = tv.show {
        assertFalse(tv.model.canLeave, "Back has to end the activity")
        tv.showCode()
        assertTrue(tv.model.canLeave)
        tv.press("Cancel")
        tv.sees("You are not signed in.")
        assertFalse(account.userSignsIn(), "a code is polled that nobody sees")
    }

    @Test
    fun `a sign-in outlives the activity, and ends with the screen`() = tv.show {
        val models = ViewModelStore().apply { put("model", tv.model) }
        val code = tv.showCode().screen.code
        tv.recreateActivity()
        assertEquals(code, (tv.model.page as AccountModel.Page.Code).screen.code)
        models.clear()
        tv.settle()
        assertFalse(account.userSignsIn(), "a code is polled that nobody sees")
    }

    @Test
    fun `a sign-in goes on after the process was ended`() = tv.show {
        tv.showCode("Dish")
        tv.restartProcess()
        assertEquals("Dish", tv.model.unfinished)
        assertTrue(account.userSignsIn())
        tv.settle()
        tv.sees("You are signed in with Dish.")
        tv.restartProcess()
        tv.sees("You are signed in with Dish.")
    }

    @Test
    fun `signs out without a browser, by a QR code`() = tv.show {
        tv.signIn()
        tv.sees("You are signed in with Cablevision.")
        tv.press("Sign out")
        assertEquals(1, tv.opened.size)
        onNodeWithContentDescription("QR code of your TV provider's page to sign out").assertIsDisplayed()
        onNodeWithText("Done").assertIsDisplayed().assertIsFocused()
        tv.press("Done")
        tv.sees("You are not signed in.")
    }

    @Test
    fun `a page whose address is too long for a QR code is no end of the app`() = tv.show {
        tv.signIn()
        account.leaveToDo(listOf(SignOutStep.OpenBrowser("https://example.com/?SAMLRequest=" + "A".repeat(3_000), "https://example.com")))
        tv.press("Sign out")
        tv.sees(TextKey.SESSION_MAY_BE_OPEN.text(Language.ENGLISH))
        tv.press("Done")
        tv.sees("You are not signed in.")
    }

    @Test
    fun `signs out in a browser, once, and goes on when the user is back`() = tv.show {
        tv.hasBrowser = true
        tv.signIn()
        tv.press("Sign out")
        tv.sees("Sign out on your TV provider's page.")
        tv.recreateActivity()
        assertEquals(1, tv.opened.size)
        tv.model.browserClosed()
        tv.settle()
        tv.sees("You are not signed in.")
    }

    @Test
    fun `the last provider is offered again`() = tv.show {
        tv.signIn()
        account.expireProfiles()
        tv.settle()
        tv.press("Sign in with Cablevision")
        assertTrue(tv.model.page is AccountModel.Page.Code)
    }

    @Test
    fun `a failure is told in words, and done again`() = tv.show {
        val error = Failures.noConnection()
        account.failNext(error)
        tv.press("Choose your TV provider")
        tv.sees(error.words.text())
        onNodeWithText("Try again").assertIsFocused()
        tv.press("Try again")
        tv.sees("Who is your TV provider?")

        account.failSignIn(Failures.noConnection())
        tv.settle()
        tv.press("OK")
        tv.sees("You are not signed in.")
    }

    @Test
    fun `each failure has what helps`() = tv.show {
        for (remedy in Remedy.entries) {
            val words = Samples.words(remedy, TextKey.CONTACT_SUPPORT)
            account.failNext(Failures.refused("code", words = words))
            tv.press("Choose your TV provider")
            if (remedy == Remedy.NOTHING) {
                tv.sees("You are not signed in.")
                continue
            }
            tv.sees(words.text())
            val button = when (remedy) {
                Remedy.SIGN_IN -> "Sign in"
                Remedy.TRY_LATER -> "Try again"
                Remedy.CHOOSE_PROVIDER -> "Choose your TV provider"
                else -> "OK"
            }
            onNodeWithText(button).assertIsFocused()
            tv.press("OK")
        }
    }

    @Test
    fun `support is told what it asks for`() = tv.show {
        account.failNext(Failures.registrationRefused("invalid_software_statement"))
        tv.press("Choose your TV provider")
        tv.sees("For support: invalid_software_statement")
    }

    @Test
    fun `an account that cannot be had is asked for again`() {
        val error = Failures.noConnection()
        tv.open = { throw error }
        tv.show {
            tv.sees(error.words.text())
            assertFalse(tv.model.canLeave)
            onNodeWithText("OK").assertDoesNotExist()
            tv.open = { account }
            tv.press("Try again")
            tv.sees("You are not signed in.")
        }
    }

    @Test
    fun `a service that cannot be asked is told, and asked again`() {
        val error = Failures.noConnection()
        account.failNext(error)
        tv.show {
            tv.sees("You are not signed in.")
            tv.sees(error.words.text())
            tv.press("Try again")
            onNodeWithText("Try again").assertDoesNotExist()
        }
    }

    @Test
    fun `the profile's own provider is named, and temporary access is no sign-in`() {
        val cable = Samples.profile("Cablevision")
        val free = Samples.profile("Free", profileType = ProfileType.Temporary)
        account.hasProfile(cable)
        val chosen = account.status.value.mvpd
        val status = MutableStateFlow(Status(chosen, listOf(Samples.profile("Dish")), Samples.profile("Dish"), StatusSource.Service))
        tv.open = { object : TvPassAccount by account { override val status = status } }
        tv.show {
            tv.sees("You are signed in with Dish.")
            status.value = Status(null, listOf(free), free, StatusSource.Service)
            tv.settle()
            tv.sees("You are not signed in.")
        }
    }
}

/** What a screen reader says of the picture beside the code. */
internal const val QR_CODE = "QR code of your TV provider's page to sign in"
