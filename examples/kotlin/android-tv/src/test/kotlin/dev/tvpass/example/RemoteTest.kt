package dev.tvpass.example

import androidx.compose.ui.focus.FocusDirection
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.toPixelMap
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.assert
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsFocused
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performImeAction
import androidx.compose.ui.test.performTextClearance
import androidx.compose.ui.test.performTextInput
import dev.tvpass.testing.FakeAccount
import dev.tvpass.testing.Samples
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The screens with a remote alone, on a television, and for who hears them. */
@OptIn(ExperimentalTestApi::class)
class RemoteTest {
    private val tv = Television()

    private fun SemanticsNodeInteraction.assertIsNews() =
        assert(SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, LiveRegionMode.Polite))

    /** What is around the text: a cursor alone is not seen from a sofa. */
    private fun ComposeUiTest.around(node: SemanticsNodeInteraction, distance: Float): Color {
        val corner = node.fetchSemanticsNode().boundsInRoot.inflate(distance).topCenter
        return onRoot().captureToImage().toPixelMap()[corner.x.toInt(), corner.y.toInt()]
    }

    private fun ComposeUiTest.search() = onNodeWithContentDescription("Search")

    @Test
    fun `signs in with keys alone`() = tv.show {
        tv.sees("You are not signed in.")
        onNodeWithText("Choose your TV provider").assertIsFocused()
        tv.key(Key.Enter)
        tv.sees("Who is your TV provider?")
        onNodeWithText("Cablevision").assertIsFocused()
        tv.cross(FocusDirection.Down)
        onNodeWithText("Dish").assertIsFocused()
        tv.key(Key.Enter)
        onNodeWithText("Get a new code").assertIsFocused()
        tv.cross(FocusDirection.Down)
        onNodeWithText("Cancel").assertIsFocused()
        assertTrue(tv.account.userSignsIn())
        tv.settle()
        tv.sees("You are signed in with Dish.")
        onNodeWithText("Sign out").assertIsFocused()
    }

    @Test
    fun `the focus is seen, on buttons and in the field`() = tv.show {
        tv.press("Choose your TV provider")
        fun colors() = around(onNodeWithText("Cablevision"), -3f) to around(search(), 15f)
        assertEquals(Color.White to Dusk, colors())
        tv.cross(FocusDirection.Up)
        search().assertIsFocused()
        assertEquals(Dusk to Color.White, colors())
    }

    @Test
    fun `the picker finds what is typed, and the keyboard's key leads there`() = tv.show {
        tv.press("Choose your TV provider")
        search().performTextInput("di")
        tv.settle()
        onNodeWithText("Cablevision").assertDoesNotExist()
        tv.sees("Dish")
        search().assertIsFocused()
        search().performImeAction()
        tv.settle()
        onNodeWithText("Dish").assertIsFocused()

        tv.recreateActivity()
        onNodeWithText("Cablevision").assertDoesNotExist()
        search().performTextInput("xyz")
        tv.settle()
        onNodeWithText("No TV provider has this name.").assertIsNews()
        search().performTextClearance()
        tv.settle()
        tv.sees("Cablevision")
        search().assertIsFocused()
        tv.press("Cancel")
        tv.sees("You are not signed in.")
    }

    @Test
    fun `of many providers each is reached, and the way back does not jump`() {
        val tv = Television(FakeAccount((1..200).map { Samples.mvpd("Provider $it") }))
        tv.show {
            tv.press("Choose your TV provider")
            onNodeWithText("Cancel").assertIsDisplayed()
            for (place in 2..20) {
                tv.cross(FocusDirection.Down)
                onNodeWithText("Provider $place").assertIsFocused().assertIsDisplayed()
            }
            for (place in 19 downTo 1) {
                tv.cross(FocusDirection.Up)
                onNodeWithText("Provider $place").assertIsFocused().assertIsDisplayed()
            }
            tv.cross(FocusDirection.Up)
            search().assertIsFocused()
        }
    }

    @Test
    fun `without a provider there is a way back`() {
        val tv = Television(FakeAccount(emptyList()))
        tv.show {
            tv.press("Choose your TV provider")
            onNodeWithText("Cancel").assertIsFocused()
        }
    }

    @Test
    fun `all of the code's page is on a television`() = tv.show {
        val screen = tv.showCode().screen
        for (text in listOf("Get a new code", "Cancel")) onNodeWithText(text).assertIsDisplayed()
        onNodeWithContentDescription(QR_CODE).assertIsDisplayed()
        onNodeWithContentDescription(screen.spelled).assertIsDisplayed()
    }

    @Test
    fun `a screen reader says what changes, and the code one character at a time`() = tv.show {
        onNodeWithText("You are not signed in.").assertIsNews()
        tv.press("Choose your TV provider")
        onNodeWithText("Who is your TV provider?").assert(SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading))
        tv.press("Cablevision")
        val screen = (tv.model.page as AccountModel.Page.Code).screen
        onNodeWithContentDescription(screen.spelled).assertIsNews()
        onNodeWithContentDescription("It ends in 29 min 59 s.").assertExists()
    }
}
