package dev.tvpass.testing

import dev.tvpass.FollowUp
import dev.tvpass.SignOut
import dev.tvpass.SignOutEvent
import dev.tvpass.SignOutStep
import dev.tvpass.SignedOut
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.flow.Flow

/** A sign-out of a [FakeAccount]: one step after the other. */
internal class FakeSignOut(account: FakeAccount, private val device: FakeDevice, mvpd: String?) : SignOut {
    /** The newest collection. */
    private var running: RunningSignOut? = null

    override val events: Flow<SignOutEvent> = device.played { events ->
        RunningSignOut(account, device, mvpd, events).also { running = it }
    }

    override fun redirectReached(): Boolean = goOn()

    override fun browserClosed(): Boolean = goOn()

    override fun goOn(): Boolean = synchronized(device) { running?.goOn() ?: false }
}

/** A sign-out that is collected. */
private class RunningSignOut(
    private val account: FakeAccount,
    device: FakeDevice,
    private val mvpd: String?,
    events: SendChannel<SignOutEvent>,
) : FakeFlow<SignOutEvent>(device, events) {
    private val left = ArrayDeque<SignOutStep>()
    private var signedOut = SignedOut(emptyList())

    override fun begin() {
        // A code on another screen would sign the user in again.
        account.replaceSignIn(null)
        account.takeFailure()
        val redirectUrl = account.settings.redirectUrl ?: throw Failures.invalidInput("redirect_url")
        device.register()
        val mvpds = mvpd?.let(::listOf) ?: account.mvpdsToLeave()
        val logouts = mvpds.map { device.logout(it, redirectUrl.url) }
        signedOut = SignedOut(logouts)
        account.signedOut(mvpds)
        left += account.takeSteps() ?: logouts.flatMap { it.followUps }.map { followUp ->
            when (followUp) {
                is FollowUp.OpenUrl -> SignOutStep.OpenBrowser(followUp.url, redirectUrl.url)
                is FollowUp.PartnerSignOut -> SignOutStep.SignOutInSettings(followUp.settings)
                is FollowUp.SessionMayBeOpen -> SignOutStep.SessionMayBeOpen
            }
        }
        next()
    }

    /** Something is presented as long as the flow is not over. */
    fun goOn(): Boolean {
        if (isOver) return false
        next()
        return true
    }

    private fun next() {
        val step = left.removeFirstOrNull()
        if (step == null) end(SignOutEvent.Ended(signedOut)) else emit(SignOutEvent.Present(step))
    }

    override fun look() {}
}
