package dev.tvpass.android

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Bundle
import dev.tvpass.BrowserScreen
import dev.tvpass.FollowUp
import dev.tvpass.SignOutStep

/**
 * The user agent's part of a logout, and of a sign-in with a browser on this device: opens the
 * provider's page, where the device has a browser.
 *
 * Many televisions have none. Then show the URL ([FollowUp.OpenUrl.url]) for another screen, as a
 * QR code for example, or stop: the logout at Adobe is done, and the provider's own session stays
 * open.
 *
 * Use an app's own scheme as the redirect URL (`myapp://signed-out`) with an intent filter for it:
 * the browser then returns to the app.
 */
public object LogoutPages {
    /**
     * Opens the page in a Custom Tab, or in the browser if it has no such tabs.
     *
     * @return `false` if no app on this device opens web pages. What televisions have in place of a
     *   browser, a page that says that there is none, does not count.
     */
    @JvmStatic
    public fun open(context: Context, followUp: FollowUp.OpenUrl): Boolean = open(context, followUp.url)

    /** The same for what a sign-out of an account presents. */
    @JvmStatic
    public fun open(context: Context, step: SignOutStep.OpenBrowser): Boolean = open(context, step.url)

    /** The same for the login page of a sign-in with a browser on this device. */
    @JvmStatic
    public fun open(context: Context, screen: BrowserScreen): Boolean = open(context, screen.url)

    private fun open(context: Context, url: String): Boolean {
        val intent = intent(context, url)
        if (isStub(intent.resolveActivity(context.packageManager))) {
            // A browser that the user has installed need not be the one that the system asks first.
            intent.component = browsers(context, intent).firstOrNull() ?: return false
        }
        return try {
            context.startActivity(intent)
            true
        } catch (e: ActivityNotFoundException) {
            false
        }
    }

    /** Whether an app on this device opens web pages. */
    @JvmStatic
    public fun isBrowserThere(context: Context): Boolean {
        val intent = Intent(Intent.ACTION_VIEW, Uri.parse("https://example.com")).addCategory(Intent.CATEGORY_BROWSABLE)
        return browsers(context, intent).isNotEmpty()
    }

    private fun browsers(context: Context, intent: Intent): List<ComponentName> =
        context.packageManager.queryIntentActivities(intent, PackageManager.MATCH_DEFAULT_ONLY)
            .map { ComponentName(it.activityInfo.packageName, it.activityInfo.name) }
            .filterNot(::isStub)

    private fun isStub(activity: ComponentName?) =
        activity != null && (activity.packageName in STUB_PACKAGES || activity.className == FIRE_TV_STUB)

    private fun intent(context: Context, url: String): Intent {
        val intent = Intent(Intent.ACTION_VIEW, Uri.parse(url)).addCategory(Intent.CATEGORY_BROWSABLE)
        // What makes a Custom Tab of it, without a dependency; other browsers ignore it. No
        // session: nothing is warmed up.
        intent.putExtras(Bundle().apply { putBinder(CUSTOM_TAB_SESSION, null) })
        if (context !is Activity) intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
        return intent
    }

    /** Android TV's, and the same in Android's own sources. */
    private val STUB_PACKAGES = setOf("com.google.android.tv.frameworkpackagestubs", "com.android.tv.frameworkpackagestubs")

    /** Fire TV's. */
    private const val FIRE_TV_STUB = "com.amazon.tv.intentsupport.TvIntentSupporter"

    /** `CustomTabsIntent.EXTRA_SESSION` of androidx.browser. */
    private const val CUSTOM_TAB_SESSION = "android.support.customtabs.extra.SESSION"
}
