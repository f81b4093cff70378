package dev.tvpass.example

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import dev.tvpass.CodeScreen
import dev.tvpass.KeptMvpd
import dev.tvpass.Providers
import dev.tvpass.Remedy
import dev.tvpass.SignIn
import dev.tvpass.SignInEvent
import dev.tvpass.SignInOptions
import dev.tvpass.SignInOutcome
import dev.tvpass.SignInStep
import dev.tvpass.SignOut
import dev.tvpass.SignOutEvent
import dev.tvpass.SignOutStep
import dev.tvpass.TextKey
import dev.tvpass.TvPassAccount
import dev.tvpass.TvPassException
import dev.tvpass.Words
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch

/**
 * What the account screen does: shows who is signed in, leads through a sign-in and a sign-out, and
 * says in plain words what went wrong. For the thread of the screen.
 *
 * @property account whose account it is.
 * @param scope of the screen; the flow that is on its way ends with it.
 * @param openPage opens a page on this device; `false`: there is no browser.
 */
internal class AccountModel(
    val account: TvPassAccount,
    private val scope: CoroutineScope,
    private val openPage: (SignOutStep.OpenBrowser) -> Boolean,
) {
    /** What the screen shows. */
    sealed interface Page {
        /** Who is signed in, as the account's status says. */
        data object Account : Page

        /** Something is being asked. */
        data object Busy : Page

        /** The user chooses a provider. */
        class Choose(val providers: Providers) : Page

        /** The user signs in on another screen. */
        class Code(val screen: CodeScreen) : Page

        /** Something is left to do after a sign-out; [isOpen] in the browser of this device. */
        class Left(val step: SignOutStep, val isOpen: Boolean) : Page

        /** Something went wrong. */
        class Message(val words: Words) : Page
    }

    var page: Page by mutableStateOf(Page.Account)
        private set

    private var running: Job? = null
    private var signIn: SignIn? = null
    private var signOut: SignOut? = null

    /** The app has started: what is kept is on the screen already, and the service is asked once. */
    fun start() = run { account.refresh() }

    /** The user wants to sign in; with this provider, if it is the one of last time. */
    fun beginSignIn(with: KeptMvpd? = null) {
        val signIn = account.signIn(SignInOptions.secondScreen { mvpd = with?.id }).also { signIn = it }
        page = Page.Busy
        run { signIn.events.collect(::show) }
    }

    private fun show(event: SignInEvent) {
        when (event) {
            is SignInEvent.Present -> when (val step = event.step) {
                is SignInStep.ChooseProvider -> page = Page.Choose(step.providers)
                is SignInStep.ShowCode -> page = Page.Code(step.screen)
                // Neither is asked for by these options.
                is SignInStep.OpenBrowser, is SignInStep.Partner -> Unit
            }
            is SignInEvent.Ended -> page = pageAfter(event.outcome)
        }
    }

    private fun pageAfter(outcome: SignInOutcome): Page = when (outcome) {
        // A TempPass is played without a sign-in.
        is SignInOutcome.SignedIn, is SignInOutcome.TemporaryAccess, SignInOutcome.Replaced -> Page.Account
        SignInOutcome.CodeExpired -> Page.Message(Words(Remedy.SIGN_IN, TextKey.CODE_EXPIRED, null, null))
        SignInOutcome.NotCompleted -> Page.Message(Words(Remedy.SIGN_IN, TextKey.NOT_COMPLETED, null, null))
        is SignInOutcome.NotPossible -> Page.Message(Words(Remedy.CONTACT_SUPPORT, TextKey.CONTACT_SUPPORT, null, null))
    }

    /** The user has chosen a provider. */
    fun choose(mvpd: String) {
        // Before it is told: what comes next may come at once.
        val before = page
        page = Page.Busy
        if (signIn?.chooseProvider(mvpd) != true) page = before
    }

    /** The code cannot be read, or somebody else has seen it. */
    fun newCode() {
        signIn?.newCode()
    }

    /** The user wants to sign out. */
    fun beginSignOut() {
        val signOut = account.signOut().also { signOut = it }
        page = Page.Busy
        run {
            signOut.events.collect { event ->
                page = when (event) {
                    is SignOutEvent.Present -> {
                        val step = event.step
                        Page.Left(step, step is SignOutStep.OpenBrowser && openPage(step))
                    }
                    is SignOutEvent.Ended -> Page.Account
                }
            }
        }
    }

    /** The user has done, or seen, what was left to do. */
    fun next() {
        signOut?.goOn()
    }

    /** The user is back from the browser, if one was open. */
    fun browserClosed() {
        if ((page as? Page.Left)?.isOpen == true) signOut?.browserClosed()
    }

    /** The user leaves what is shown: the flow behind it ends. */
    fun leave() {
        running?.cancel()
        page = Page.Account
    }

    /** One flow at a time. */
    private fun run(work: suspend () -> Unit) {
        running?.cancel()
        running = scope.launch {
            try {
                work()
            } catch (e: TvPassException) {
                page = Page.Message(e.words)
            }
        }
    }
}
