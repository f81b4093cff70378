package dev.tvpass.example

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.lifecycle.ViewModel
import dev.tvpass.CodeScreen
import dev.tvpass.ProfileType
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
import dev.tvpass.Status
import dev.tvpass.TextKey
import dev.tvpass.TvPassAccount
import dev.tvpass.TvPassException
import dev.tvpass.Words
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.launch

/**
 * What the account screen does: shows who is signed in, leads through a sign-in and a sign-out, and
 * says in plain words what went wrong. It outlives an activity that Android makes anew, as it does
 * for another language or resolution. For the thread of the screen.
 *
 * @param scope of the screen; the flow that is on its way ends with it.
 * @param nowMs a clock in milliseconds that never runs backwards, and goes on in a device's sleep.
 * @param open gives the account.
 */
internal class AccountModel(
    private val scope: CoroutineScope,
    private val nowMs: () -> Long,
    private val open: suspend () -> TvPassAccount,
) : ViewModel(scope) {
    /** What the screen shows. */
    sealed interface Page {
        /** Who is signed in. */
        class Account(val status: StateFlow<Status>) : Page

        /** Something is being asked. */
        data object Busy : Page

        /** The user chooses a provider. */
        class Choose(val providers: Providers) : Page

        /** The user signs in on another screen, until the code ends at [endsMs] of the clock. */
        class Code(val screen: CodeScreen, val endsMs: Long) : Page

        /** Something is left to do after a sign-out; [isOpen] in the browser of this device, or not tried yet. */
        class Left(val step: SignOutStep, val isOpen: Boolean?) : Page

        /** Something went wrong, and this [help]s. */
        class Message(val words: Words, val help: Help?) : Page
    }

    /** What the user can do about something that went wrong. */
    class Help(val kind: Kind, val go: () -> Unit) {
        enum class Kind { TRY_AGAIN, SIGN_IN, NEW_CODE, CHOOSE_PROVIDER }
    }

    var page: Page by mutableStateOf(Page.Busy)
        private set

    /** Whether [leave] leads to another page; if not, Back ends the activity. */
    val canLeave: Boolean
        get() = account != null && page !is Page.Account

    /** The MVPD whose code is shown: a sign-in that goes on when Android has ended the app's process meanwhile. */
    val unfinished: String?
        get() = chosen.takeIf { page is Page.Code }

    private var account: TvPassAccount? = null
    private var chosen: String? = null
    private var running: Job? = null
    private var signIn: SignIn? = null
    private var signOut: SignOut? = null

    /**
     * The screen is there. The first time, what is kept is shown, and the service is asked once.
     *
     * @param unfinished of the process before this one. The user may have signed in by that code,
     *   and then no other is shown.
     */
    fun start(unfinished: String? = null) {
        if (running == null) openAccount(unfinished)
    }

    private fun openAccount(unfinished: String?): Unit = run({ openAccount(unfinished) }) {
        val account = open().also { account = it }
        if (unfinished != null && !account.status.value.isSignedIn) return@run runSignIn(account, unfinished)
        page = home()
        account.refresh()
    }

    /** The service could not be asked; the user wants it to be tried again. */
    fun refresh() = run(::refresh) { account?.refresh() }

    /** The user wants to sign in; with this MVPD, if it is the one of last time. */
    fun beginSignIn(with: String? = null): Unit = run({ beginSignIn(with) }) { account?.let { runSignIn(it, with) } }

    private suspend fun runSignIn(account: TvPassAccount, with: String?) {
        page = Page.Busy
        chosen = with
        val signIn = account.signIn(SignInOptions.secondScreen { mvpd = with }).also { signIn = it }
        signIn.events.collect(::show)
    }

    private fun show(event: SignInEvent) {
        when (event) {
            is SignInEvent.Present -> when (val step = event.step) {
                is SignInStep.ChooseProvider -> page = Page.Choose(step.providers)
                is SignInStep.ShowCode -> page = Page.Code(step.screen, nowMs() + step.screen.remainingMs)
                // Neither is asked for by these options.
                is SignInStep.OpenBrowser, is SignInStep.Partner -> Unit
            }
            is SignInEvent.Ended -> page = pageAfter(event.outcome)
        }
    }

    private fun pageAfter(outcome: SignInOutcome): Page = when (outcome) {
        // A TempPass is played without a sign-in.
        is SignInOutcome.SignedIn, is SignInOutcome.TemporaryAccess, SignInOutcome.Replaced -> home()
        SignInOutcome.CodeExpired -> message(Words(Remedy.SIGN_IN, TextKey.CODE_EXPIRED, null, null)) {}
        SignInOutcome.NotCompleted -> message(Words(Remedy.SIGN_IN, TextKey.NOT_COMPLETED, null, null)) {}
        is SignInOutcome.NotPossible ->
            message(Words(Remedy.CONTACT_SUPPORT, TextKey.CONTACT_SUPPORT, null, outcome.obstacle.toString())) {}
    }

    /** The user has chosen a provider. */
    fun choose(mvpd: String) {
        // Before it is told: what comes next may come at once.
        val before = page
        page = Page.Busy
        chosen = mvpd
        if (signIn?.chooseProvider(mvpd) != true) page = before
    }

    /** The code cannot be read, or somebody else has seen it. */
    fun newCode() {
        signIn?.newCode()
    }

    /** How long a code is good, in milliseconds. */
    fun remainingMs(code: Page.Code): Long = (code.endsMs - nowMs()).coerceAtLeast(0)

    /** The user wants to sign out. */
    fun beginSignOut(): Unit = run(::beginSignOut) {
        val signOut = account?.signOut()?.also { signOut = it } ?: return@run
        page = Page.Busy
        signOut.events.collect { event ->
            page = when (event) {
                is SignOutEvent.Present -> Page.Left(event.step, null)
                is SignOutEvent.Ended -> home()
            }
        }
    }

    /** Opening the provider's page in the browser of this device was tried. */
    fun opened(left: Page.Left, isOpen: Boolean) {
        if (page === left) page = Page.Left(left.step, isOpen)
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
        page = home()
    }

    private fun home(): Page = account?.let { Page.Account(it.status) } ?: Page.Busy

    /** What to say, with what helps; [again] does again what failed. */
    private fun message(words: Words, again: () -> Unit): Page {
        // Without an account there is no page to go back to.
        if (account == null) return Page.Message(words, Help(Help.Kind.TRY_AGAIN, again))
        val help = when (words.remedy) {
            Remedy.NOTHING -> return home()
            Remedy.TRY_LATER -> Help(Help.Kind.TRY_AGAIN, again)
            Remedy.SIGN_IN -> {
                val kind = if (words.key == TextKey.CODE_EXPIRED) Help.Kind.NEW_CODE else Help.Kind.SIGN_IN
                val mvpd = chosen ?: account?.status?.value?.mvpd?.id
                Help(kind) { beginSignIn(mvpd) }
            }
            Remedy.CHOOSE_PROVIDER -> Help(Help.Kind.CHOOSE_PROVIDER) { beginSignIn() }
            Remedy.EXPLAIN, Remedy.CONTACT_SUPPORT, Remedy.CORRECT_IDENTITY, Remedy.HIDE_OFFER -> null
        }
        return Page.Message(words, help)
    }

    /** One flow at a time. */
    private fun run(again: () -> Unit, work: suspend () -> Unit) {
        running?.cancel()
        running = scope.launch {
            try {
                work()
            } catch (e: TvPassException) {
                // Whoever ended it shows something else.
                ensureActive()
                page = message(e.words, again)
            }
        }
    }
}

/** Whether the user is signed in with a provider of their own: temporary access is not that. */
internal val Status.isSignedIn: Boolean
    get() = current != null && current?.profileType != ProfileType.Temporary

/** The provider that the user is signed in with, as people know it. */
internal val Status.signedInWith: String?
    get() = current?.let { profile -> mvpd?.takeIf { it.id == profile.mvpd }?.displayName ?: profile.mvpd }
