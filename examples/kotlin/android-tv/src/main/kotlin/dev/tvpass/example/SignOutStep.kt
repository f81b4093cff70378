package dev.tvpass.example

import android.content.Context
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import androidx.leanback.app.GuidedStepSupportFragment
import androidx.leanback.widget.GuidanceStylist.Guidance
import androidx.leanback.widget.GuidedAction
import dev.tvpass.DeviceIdentifier
import dev.tvpass.DeviceInfo
import dev.tvpass.Environment
import dev.tvpass.FollowUp
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

/** Asks whether to sign out, does it, and says what is left to do. */
public class SignOutStep : GuidedStepSupportFragment() {
    /** `Dispatchers.Main` in an app that has kotlinx-coroutines-android. */
    private val mainThread = Executor { Handler(Looper.getMainLooper()).post(it) }.asCoroutineDispatcher()
    private val scope = CoroutineScope(SupervisorJob() + mainThread)
    private val redirectUrl by lazy { RedirectUrl("exampletv://signed-out") }

    override fun onCreateGuidance(savedInstanceState: Bundle?): Guidance =
        Guidance("Sign out", "You will have to sign in again to watch.", null, null)

    override fun onCreateActions(actions: MutableList<GuidedAction>, savedInstanceState: Bundle?) {
        actions += GuidedAction.Builder(requireContext()).id(SIGN_OUT).title("Sign out").build()
        actions += GuidedAction.Builder(requireContext()).clickAction(GuidedAction.ACTION_ID_CANCEL).build()
    }

    override fun onGuidedActionClicked(action: GuidedAction) {
        when (action.id) {
            SIGN_OUT -> scope.launch { signOut(requireContext().applicationContext) }
            else -> finishGuidedStepSupportFragments()
        }
    }

    /** On the main thread throughout: nothing here blocks it. */
    private suspend fun signOut(context: Context) {
        enable(false)
        say("Signing out…")
        try {
            val logout = client(context).use { it.logout("Cablevision", redirectUrl) }
            // Here the app forgets the provider, the attributes and the decisions that it cached.
            say(logout.followUps.map(::follow).ifEmpty { listOf("You are signed out.") }.joinToString("\n"))
        } catch (e: TvPassException.RegistrationLost) {
            say("You are signed out already.")
        } catch (e: TvPassException) {
            say("That did not work (${e.codeName}). Try again later.")
        } finally {
            enable(true)
        }
    }

    /** In an app: one client for all screens. */
    private suspend fun client(context: Context): TvPassClient {
        val config = TvPassConfig(
            serviceProvider = "REF30",
            environment = Environment.STAGING,
            deviceIdentifier = DeviceIdentifier.from(context),
            deviceInfo = DeviceInfo.from(context),
            tokenSource = TokenSource.Registration(context.assets.open("software-statement").use { it.reader().readText().trim() }),
        )
        return TvPassClient.open(config, UrlConnectionDriver(), EncryptedStateStore(context))
    }

    private fun follow(followUp: FollowUp): String {
        val provider = followUp.profile.key
        return when (followUp) {
            is FollowUp.OpenUrl ->
                if (LogoutPages.open(requireContext(), followUp)) {
                    "Finishing at $provider…"
                } else {
                    // No browser on this television. An app shows this as a QR code.
                    "To sign out of $provider too, open on your phone: ${followUp.url}"
                }
            is FollowUp.PartnerSignOut -> "Sign out of $provider in the system's settings, too."
            is FollowUp.SessionMayBeOpen -> "You may still be signed in at $provider."
        }
    }

    private fun say(text: String) {
        guidanceStylist.descriptionView?.text = text
    }

    private fun enable(isEnabled: Boolean) {
        val position = findActionPositionById(SIGN_OUT)
        findActionById(SIGN_OUT)?.isEnabled = isEnabled
        if (position >= 0) notifyActionChanged(position)
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }

    private companion object {
        const val SIGN_OUT = 1L
    }
}
