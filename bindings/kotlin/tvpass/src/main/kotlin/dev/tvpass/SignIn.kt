package dev.tvpass

import dev.tvpass.internal.UserInput
import kotlinx.coroutines.flow.Flow

/**
 * A sign-in: what it presents, and what the user does about it. [TvPassAccount.signIn] makes one.
 *
 * What the user does may be told from any thread; `false` says that nothing that was presented asks
 * for it now, and that nothing has changed: it came too late.
 */
public interface SignIn {
    /**
     * What to show, one after the other; the last is [SignInEvent.Ended]. Collecting begins the
     * sign-in, and cancelling that ends it. It fails with a [TvPassException].
     */
    public val events: Flow<SignInEvent>

    /**
     * The user chose this MVPD.
     *
     * @throws TvPassException.InvalidInput it cannot be the id of one.
     */
    public fun chooseProvider(mvpd: String): Boolean

    /** The user wants another code. */
    public fun newCode(): Boolean

    /** The user agent has reached the redirect URL ([RedirectUrl.isReachedBy]), and was closed. */
    public fun redirectReached(): Boolean

    /** The user closed the user agent. */
    public fun browserClosed(): Boolean
}

/** A sign-in of the core. */
internal class ClientSignIn(private val flow: FlowEvents<SignInEvent>) : SignIn {
    override val events: Flow<SignInEvent> = flow.events

    override fun chooseProvider(mvpd: String): Boolean = flow.tell(UserInput.ProviderChosen(mvpd))

    override fun newCode(): Boolean = flow.tell(UserInput.NewCode)

    override fun redirectReached(): Boolean = flow.tell(UserInput.RedirectReached)

    override fun browserClosed(): Boolean = flow.tell(UserInput.BrowserClosed)
}

/** What happens in a sign-in. */
public sealed class SignInEvent {
    /**
     * Show this, in place of what was shown before.
     *
     * @property step what to show.
     */
    public class Present(public val step: SignInStep) : SignInEvent() {
        /** For logs, without secrets. */
        override fun toString(): String = "Present(step=$step)"
    }

    /**
     * The sign-in is over: the last event.
     *
     * @property outcome how it ended.
     */
    public class Ended(public val outcome: SignInOutcome) : SignInEvent() {
        /** For logs, without secrets. */
        override fun toString(): String = "Ended(outcome=$outcome)"
    }
}
