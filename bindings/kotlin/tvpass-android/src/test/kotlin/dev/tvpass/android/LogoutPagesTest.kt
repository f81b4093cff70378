package dev.tvpass.android

import android.app.Activity
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import dev.tvpass.BrowserScreen
import dev.tvpass.DeviceIdentifier
import dev.tvpass.DeviceInfo
import dev.tvpass.Environment
import dev.tvpass.FollowUp
import dev.tvpass.HttpResponse
import dev.tvpass.RedirectUrl
import dev.tvpass.SignOutStep
import dev.tvpass.Site
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** The user agent's leg: which intent goes out, and what happens where no app takes it. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [OldestAndroid.API_LEVEL], manifest = Config.NONE)
class LogoutPagesTest {
    private val application = RuntimeEnvironment.getApplication()
    private val url = "https://idp.example/logout?RelayState=x"

    private val followUp: FollowUp.OpenUrl
        get() {
            val site = Site(Environment.STAGING, DeviceIdentifier.fromText("x"), DeviceInfo.from(application))
            val prepared = site.prepareLogout("REF30", "Cablevision", RedirectUrl("myapp://signed-out"), "a-token")
            val answer =
                """{"logouts":{"Cablevision":{"actionName":"logout","actionType":"interactive","mvpd":"Cablevision","url":"$url"}}}"""
            val logout = prepared.interpret(HttpResponse(200, listOf("Content-Type" to "application/json"), answer.toByteArray()))
            return logout.followUps.single() as FollowUp.OpenUrl
        }

    @Before
    fun onlyAppsThatAreThereStart() = shadowOf(application).checkActivities(true)

    private fun installBrowser() = install(ComponentName("com.example.browser", "com.example.browser.Main"))

    private fun install(browser: ComponentName) {
        val packages = shadowOf(application.packageManager)
        packages.addActivityIfNotPresent(browser)
        val filter = IntentFilter(Intent.ACTION_VIEW).apply {
            addCategory(Intent.CATEGORY_BROWSABLE)
            addCategory(Intent.CATEGORY_DEFAULT)
            addDataScheme("https")
        }
        packages.addIntentFilterForActivity(browser, filter)
    }

    private fun started(context: Context): Intent {
        assertTrue(LogoutPages.open(context, followUp))
        return shadowOf(application).nextStartedActivity
    }

    @Test
    fun `an activity opens the page in a Custom Tab`() {
        installBrowser()
        val intent = started(Robolectric.buildActivity(Activity::class.java).setup().get())
        assertEquals(Intent.ACTION_VIEW, intent.action)
        assertEquals(url, intent.dataString)
        assertEquals(setOf(Intent.CATEGORY_BROWSABLE), intent.categories)
        // The extra without a session is what asks for a Custom Tab.
        assertTrue(intent.hasExtra("android.support.customtabs.extra.SESSION"))
        assertNull(intent.extras!!.getBinder("android.support.customtabs.extra.SESSION"))
        assertEquals(0, intent.flags and Intent.FLAG_ACTIVITY_NEW_TASK)
    }

    @Test
    fun `the pages of an account's flows are opened in the same way`() {
        installBrowser()
        assertTrue(LogoutPages.open(application, SignOutStep.OpenBrowser(url, "myapp://signed-out")))
        assertEquals(url, shadowOf(application).nextStartedActivity.dataString)
        val login = "https://sp.example/api/v2/authenticate/REF30/CODE"
        assertTrue(LogoutPages.open(application, BrowserScreen(login, "myapp://signed-in", 60_000)))
        assertEquals(login, shadowOf(application).nextStartedActivity.dataString)
    }

    @Test
    fun `without an activity the page gets a task of its own`() {
        installBrowser()
        assertTrue(started(application).flags and Intent.FLAG_ACTIVITY_NEW_TASK != 0)
    }

    @Test
    fun `a television without a browser says so`() {
        assertFalse(LogoutPages.isBrowserThere(application))
        assertFalse(LogoutPages.open(application, followUp))
        assertNull(shadowOf(application).nextStartedActivity)
        installBrowser()
        assertTrue(LogoutPages.isBrowserThere(application))
    }

    @Test
    fun `what televisions have in place of a browser is none`() {
        val stubs = listOf(
            ComponentName("com.google.android.tv.frameworkpackagestubs", "com.google.android.tv.frameworkpackagestubs.Stubs\$BrowserStub"),
            ComponentName("com.amazon.tv.intentsupport", "com.amazon.tv.intentsupport.TvIntentSupporter"),
        )
        for (stub in stubs) {
            install(stub)
            assertFalse(LogoutPages.isBrowserThere(application))
            assertFalse(LogoutPages.open(application, followUp))
            assertNull(shadowOf(application).nextStartedActivity)
        }
        installBrowser()
        assertTrue(LogoutPages.isBrowserThere(application))
        assertEquals("com.example.browser", started(application).component?.packageName ?: "com.example.browser")
    }
}
