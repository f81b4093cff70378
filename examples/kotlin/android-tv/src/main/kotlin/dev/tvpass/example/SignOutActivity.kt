package dev.tvpass.example

import android.app.Activity
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.Button
import android.widget.LinearLayout
import android.widget.TextView
import dev.tvpass.DeviceIdentifier
import dev.tvpass.DeviceInfo
import dev.tvpass.Environment
import dev.tvpass.LogoutAction
import dev.tvpass.LogoutParameters
import dev.tvpass.ProfileLogout
import dev.tvpass.RedirectUrl
import dev.tvpass.TokenSource
import dev.tvpass.TvPassClient
import dev.tvpass.TvPassConfig
import dev.tvpass.TvPassException
import dev.tvpass.UrlConnectionDriver
import dev.tvpass.android.EncryptedStateStore
import dev.tvpass.android.LogoutPages
import dev.tvpass.android.from
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import java.util.concurrent.Executor

/**
 * A screen with one button that signs the user out, for Android TV and Fire TV. Plain views, so that it needs no other library; in an app
 * with Compose or Leanback the calls in [signOut] and [follow] are the same.
 */
public class SignOutActivity : Activity() {
    /** `Dispatchers.Main` in an app that has kotlinx-coroutines-android. */
    private val mainThread = Executor { Handler(Looper.getMainLooper()).post(it) }.asCoroutineDispatcher()
    private val scope = CoroutineScope(SupervisorJob() + mainThread)
    private val redirectUrl by lazy { RedirectUrl("exampletv://signed-out") }
    private lateinit var message: TextView
    private lateinit var button: Button

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        message = TextView(this)
        button = Button(this).apply {
            text = "Sign out"
            setOnClickListener { scope.launch { signOut() } }
            requestFocus()
        }
        val column = LinearLayout(this).apply {
            orientation = LinearLayout.VERTICAL
            addView(message, MATCH_PARENT, WRAP_CONTENT)
            addView(button, WRAP_CONTENT, WRAP_CONTENT)
        }
        setContentView(column)
    }

    /** On the main thread throughout: nothing here blocks it. */
    private suspend fun signOut() {
        button.isEnabled = false
        message.text = "Signing out…"
        try {
            val logout = client().use { it.logout(LogoutParameters("REF30", "Cablevision", redirectUrl)) }
            // Here the app forgets the provider, the attributes and the decisions that it cached.
            message.text = logout.toFollow.map(::follow).ifEmpty { listOf("You are signed out.") }.joinToString("\n")
        } catch (e: TvPassException.RegistrationLost) {
            message.text = "You are signed out already."
        } catch (e: TvPassException) {
            message.text = "That did not work (${e.codeName}). Try again later."
        } finally {
            button.isEnabled = true
        }
    }

    /** In an app: one client for all screens. */
    private suspend fun client(): TvPassClient {
        val config = TvPassConfig(
            environment = Environment.STAGING,
            deviceIdentifier = DeviceIdentifier.from(this),
            deviceInfo = DeviceInfo.from(this),
            tokenSource = TokenSource.Registration(assets.open("software-statement").use { it.reader().readText().trim() }),
        )
        return TvPassClient.open(config, UrlConnectionDriver(), EncryptedStateStore(this))
    }

    private fun follow(profile: ProfileLogout): String = when (val action = profile.action) {
        is LogoutAction.OpenUrl ->
            if (LogoutPages.open(this, action)) {
                "Finishing at ${profile.key}…"
            } else {
                // No browser on this television. An app shows this as a QR code.
                "To sign out of ${profile.key} too, open on your phone: ${action.url}"
            }
        LogoutAction.PartnerSignOut -> "Sign out of ${profile.key} in the system's settings, too."
        else -> "You may still be signed in at ${profile.key}."
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }
}
