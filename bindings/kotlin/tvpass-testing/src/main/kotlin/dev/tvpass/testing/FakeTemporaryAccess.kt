package dev.tvpass.testing

import dev.tvpass.Remedy
import dev.tvpass.TemporaryAccess
import dev.tvpass.TemporaryAccessEnd
import dev.tvpass.TemporaryAccessEvent
import dev.tvpass.TemporaryAccessRemaining
import dev.tvpass.TextKey
import kotlinx.coroutines.channels.SendChannel

/** A playback by a TempPass, up to its end. */
internal class FakeTemporaryAccess(
    private val account: FakeAccount,
    device: FakeDevice,
    private val access: TemporaryAccess,
    events: SendChannel<TemporaryAccessEvent>,
) : FakeFlow<TemporaryAccessEvent>(device, events) {
    private val endsMs: Long?
        get() = listOfNotNull(device.tempPassEnds(access.mvpd), access.notAfterMs).minOrNull()

    override fun begin() {
        account.takeFailure()
        emit(TemporaryAccessEvent.Present(TemporaryAccessRemaining(endsMs?.let { (it - device.nowMs).coerceAtLeast(0) }, null)))
        look()
    }

    override fun look() {
        val ends = endsMs ?: return end(TemporaryAccessEvent.Ended(TemporaryAccessEnd.Unknown))
        if (device.nowMs < ends) return
        val words = Samples.words(Remedy.SIGN_IN, TextKey.FREE_ACCESS_ENDED)
        end(TemporaryAccessEvent.Ended(TemporaryAccessEnd.Ended(words)))
    }
}
