package dev.tvpass.example

import android.os.Bundle
import androidx.leanback.app.GuidedStepSupportFragment
import androidx.leanback.widget.GuidanceStylist.Guidance
import androidx.leanback.widget.GuidedAction
import dev.tvpass.SignOut
import dev.tvpass.SignOutEvent
import dev.tvpass.SignOutStep
import dev.tvpass.Status
import dev.tvpass.TextKey
import dev.tvpass.TvPassAccount
import dev.tvpass.TvPassException
import dev.tvpass.android.LogoutPages
import dev.tvpass.languageOf
import dev.tvpass.text
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import java.util.Locale

/** Who is signed in; from here to the sign-in, or out. */
public class AccountScreen : GuidedStepSupportFragment() {
    private val scope = CoroutineScope(SupervisorJob() + App.mainThread)
    private val language = languageOf(Locale.getDefault().toLanguageTag())
    private var signOut: SignOut? = null

    override fun onCreateGuidance(savedInstanceState: Bundle?): Guidance = Guidance("Your TV provider", "", null, null)

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        scope.launch {
            try {
                val account = App.account(requireContext())
                // At once what is kept, then what the service says, then what other screens do.
                launch { account.status.collect(::show) }
                account.refresh()
            } catch (e: TvPassException) {
                say(e.words.text())
            }
        }
    }

    private fun show(status: Status) {
        val provider = status.mvpd?.let { it.displayName ?: it.id }
        val isSignedIn = status.current != null
        say(if (isSignedIn) "You are signed in with $provider." else "You are not signed in.")
        actions = if (isSignedIn) {
            listOf(action(SIGN_OUT, "Sign out"))
        } else {
            // Still with this one? No list of providers is needed for that.
            listOfNotNull(provider?.let { action(SIGN_IN_AGAIN, "Sign in with $it") }, action(SIGN_IN, "Choose your TV provider"))
        }
    }

    private fun action(id: Long, title: String) = GuidedAction.Builder(requireContext()).id(id).title(title).build()

    override fun onGuidedActionClicked(action: GuidedAction) {
        when (action.id) {
            SIGN_IN -> add(parentFragmentManager(), SignInScreen())
            SIGN_IN_AGAIN -> scope.launch {
                add(parentFragmentManager(), SignInScreen.with(App.account(requireContext()).status.value.mvpd?.id))
            }
            SIGN_OUT -> scope.launch { signOut(App.account(requireContext())) }
        }
    }

    private fun parentFragmentManager() = checkNotNull(fragmentManager)

    private suspend fun signOut(account: TvPassAccount) {
        val signOut = account.signOut().also { signOut = it }
        val left = mutableListOf<String>()
        try {
            signOut.events.collect { event ->
                if (event !is SignOutEvent.Present) return@collect
                when (val step = event.step) {
                    is SignOutStep.OpenBrowser -> {
                        // Few televisions have a browser. An app shows this as a QR code.
                        if (LogoutPages.open(requireContext(), step)) return@collect
                        left += "To sign out of your TV provider, too, open on your phone: ${step.url}"
                    }
                    is SignOutStep.SignOutInSettings -> left += TextKey.SIGN_OUT_IN_SETTINGS.text(language)
                    SignOutStep.SessionMayBeOpen -> left += TextKey.SESSION_MAY_BE_OPEN.text(language)
                }
                signOut.goOn()
            }
            say(left.ifEmpty { listOf("You are signed out.") }.joinToString("\n"))
        } catch (e: TvPassException) {
            say(e.words.text())
        }
    }

    /** Back from the browser. */
    override fun onResume() {
        super.onResume()
        signOut?.browserClosed()
    }

    private fun say(text: String) {
        guidanceStylist.descriptionView?.text = text
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }

    private companion object {
        const val SIGN_IN = 1L
        const val SIGN_IN_AGAIN = 2L
        const val SIGN_OUT = 3L
    }
}
