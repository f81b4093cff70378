package dev.tvpass

import dev.tvpass.internal.UserInput
import kotlinx.coroutines.flow.Flow

/**
 * A sign-out: what is left to do, and what the user does about it. [TvPassAccount.signOut] makes
 * one.
 */
public interface SignOut {
    /**
     * What to show, one after the other: each [SignOutEvent.Present] waits for one of the functions
     * here. The last is [SignOutEvent.Ended]. Collecting begins the sign-out, and cancelling that
     * ends it. It fails with a [TvPassException].
     */
    public val events: Flow<SignOutEvent>

    /** The user agent has reached the redirect URL ([RedirectUrl.isReachedBy]), and was closed. `false`: it came too late. */
    public fun redirectReached(): Boolean

    /** The user closed the user agent. `false`: it came too late. */
    public fun browserClosed(): Boolean

    /** The user has seen it, or there is no user agent. `false`: it came too late. */
    public fun goOn(): Boolean
}

/** A sign-out of the core. */
internal class ClientSignOut(private val flow: FlowEvents<SignOutEvent>) : SignOut {
    override val events: Flow<SignOutEvent> = flow.events

    override fun redirectReached(): Boolean = flow.tell(UserInput.RedirectReached)

    override fun browserClosed(): Boolean = flow.tell(UserInput.BrowserClosed)

    override fun goOn(): Boolean = flow.tell(UserInput.Continue)
}

/** What happens in a sign-out. */
public sealed class SignOutEvent {
    /**
     * Something is left to do. The profiles are gone already.
     *
     * @property step what.
     */
    public class Present(public val step: SignOutStep) : SignOutEvent() {
        /** For logs, without secrets. */
        override fun toString(): String = "Present(step=$step)"
    }

    /**
     * The sign-out is over: the last event.
     *
     * @property signedOut what the service said.
     */
    public class Ended(public val signedOut: SignedOut) : SignOutEvent() {
        /** For logs, without secrets. */
        override fun toString(): String = "Ended(signedOut=$signedOut)"
    }
}
