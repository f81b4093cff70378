package dev.tvpass.testing

import dev.tvpass.BrowserScreen
import dev.tvpass.CodeScreen
import dev.tvpass.Obstacle
import dev.tvpass.Session
import dev.tvpass.SessionAction
import dev.tvpass.SessionReason
import dev.tvpass.SignIn
import dev.tvpass.SignInEvent
import dev.tvpass.SignInLink
import dev.tvpass.SignInOptions
import dev.tvpass.SignInOutcome
import dev.tvpass.SignInStep
import dev.tvpass.internal.SignInMethod
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.flow.Flow

/** A sign-in of a [FakeAccount]: what it presents, and what the user does about it. */
internal class FakeSignIn(private val account: FakeAccount, private val device: FakeDevice, private val options: SignInOptions) : SignIn {
    /** The newest collection. */
    private var running: RunningSignIn? = null

    override val events: Flow<SignInEvent> = device.played { events ->
        RunningSignIn(account, device, options, events).also { running = it }
    }

    override fun chooseProvider(mvpd: String): Boolean {
        if (mvpd.isBlank()) throw Failures.invalidInput("mvpd")
        return tell { it.chooseProvider(mvpd) }
    }

    override fun newCode(): Boolean = tell { it.newCode() }

    override fun redirectReached(): Boolean = browserClosed()

    override fun browserClosed(): Boolean = tell { it.browserClosed() }

    private fun tell(what: (RunningSignIn) -> Boolean): Boolean =
        synchronized(device) { running?.takeUnless { it.isOver }?.let(what) ?: false }
}

/** A sign-in that is collected. */
internal class RunningSignIn(
    private val account: FakeAccount,
    device: FakeDevice,
    private val options: SignInOptions,
    events: SendChannel<SignInEvent>,
) : FakeFlow<SignInEvent>(device, events) {
    private enum class Shown { NOTHING, PROVIDERS, CODE, BROWSER }

    private val inBrowser = options.method == SignInMethod.BROWSER
    private val openedMs = device.nowMs
    private var shown = Shown.NOTHING
    private var mvpd = options.mvpd
    private var session: FakeSession? = null

    override fun begin() {
        account.begins(this)
        if (inBrowser && account.settings.redirectUrl == null) throw Failures.invalidInput("redirect_url")
        if (mvpd != null || options.chosenOnSecondScreen) return createSession()
        device.register()
        shown = Shown.PROVIDERS
        present(SignInStep.ChooseProvider(account.providersNow()))
    }

    fun chooseProvider(id: String): Boolean {
        if (shown != Shown.PROVIDERS) return false
        mvpd = id
        attempt { createSession() }
        return true
    }

    fun newCode(): Boolean {
        if (shown != Shown.CODE) return false
        attempt { createSession() }
        return true
    }

    fun browserClosed(): Boolean {
        val session = session
        if (shown != Shown.BROWSER || session == null) return false
        if (session.isSignedIn) signedIn(session.mvpd, null) else end(SignInOutcome.NotCompleted)
        return true
    }

    /** The user signs in, by the code or in the browser; `false`: there is none, or no MVPD. */
    fun userSignsIn(chosen: String?): Boolean {
        val session = session ?: return false
        val mvpd = chosen ?: session.mvpd ?: return false
        if (isOver || device.mvpds.none { it.id == mvpd }) return false
        device.finishSignIn(mvpd, session.code)
        look()
        return true
    }

    override fun look() {
        val session = session ?: return
        // Gone with the registration.
        if (session !in device) return createSession()
        val isRunOut = device.nowMs >= session.endsMs
        when {
            // Who has a browser asks when it is closed.
            shown == Shown.CODE && session.isSignedIn -> signedIn(session.mvpd, null)
            shown == Shown.CODE && isRunOut && renews() -> createSession()
            isRunOut -> end(SignInOutcome.CodeExpired)
        }
    }

    fun expireCode() {
        if (session != null) end(SignInOutcome.CodeExpired)
    }

    fun end(outcome: SignInOutcome) = end(SignInEvent.Ended(outcome))

    private fun renews() = options.renewCodes && device.nowMs - openedMs < options.openForMillis

    private fun createSession() {
        device.register()
        val settings = account.settings
        val answer = device.createSession(mvpd, settings.domainName, settings.redirectUrl?.url)
        val code = answer.code
        if (code == null) {
            val named = checkNotNull(answer.mvpd)
            if (answer.reason == SessionReason.Temporary) end(SignInOutcome.TemporaryAccess(named)) else signedIn(named, answer.reason)
            return
        }
        session = device.session(code)
        if (inBrowser) openBrowser(answer) else showCode(code, answer)
    }

    private fun showCode(code: String, answer: Session) {
        val page = account.settings.activationPage
        val typedIn = page?.let { "${it.url}${if ('?' in it.url) '&' else '?'}${it.parameter ?: "code"}=$code" }
        val link = (answer.action as? SessionAction.Authenticate)?.let { SignInLink.Authenticate(it.url) }
            ?: typedIn?.let { SignInLink.ActivationPage(it) }
            ?: return end(SignInOutcome.NotPossible(Obstacle.MissingParameters(answer.missingParameters)))
        shown = Shown.CODE
        val screen = CodeScreen(
            code = code,
            groups = code.chunked(GROUP),
            spelled = code.toList().joinToString(" "),
            address = page?.let { it.shownAs ?: it.url.removePrefix("https://") },
            link = link,
            remainingMs = answer.validForMs ?: 0,
            missingParameters = answer.missingParameters,
        )
        present(SignInStep.ShowCode(screen))
    }

    private fun openBrowser(answer: Session) {
        val url = (answer.action as? SessionAction.Authenticate)?.url
            ?: return end(SignInOutcome.NotPossible(Obstacle.MissingParameters(answer.missingParameters)))
        shown = Shown.BROWSER
        present(SignInStep.OpenBrowser(BrowserScreen(url, account.settings.redirectUrl?.url.orEmpty(), answer.validForMs ?: 0)))
    }

    private fun present(step: SignInStep) = emit(SignInEvent.Present(step))

    private fun signedIn(mvpd: String?, already: SessionReason?) {
        val chosen = checkNotNull(mvpd)
        val kept = account.signedIn(chosen)
        end(SignInOutcome.SignedIn(kept, device.profiles[chosen], already))
    }

    private companion object {
        const val GROUP = 4
    }
}
