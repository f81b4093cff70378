package dev.tvpass.testing

import dev.tvpass.TvPassException
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/** One collection of a flow of a [FakeAccount]. Its user holds the device's lock. */
internal abstract class FakeFlow<T>(protected val device: FakeDevice, private val events: SendChannel<T>) {
    var isOver = false
        private set

    /** Plays it up to where the user, or the service, has to do something. */
    protected abstract fun begin()

    /** The service's side has changed: time, profiles. */
    protected abstract fun look()

    protected fun emit(event: T) {
        events.trySend(event)
    }

    protected fun end(event: T) {
        if (isOver) return
        leave()
        events.trySend(event)
        events.close()
    }

    fun fail(error: TvPassException) {
        if (isOver) return
        leave()
        events.close(error)
    }

    /** Nobody collects it any more. */
    fun leave() {
        isOver = true
        device.running -= this
    }

    fun start() {
        device.running += this
        attempt { begin() }
    }

    fun settle() {
        if (device.isClosed) fail(Failures.closed()) else attempt { look() }
    }

    /** What the service refuses ends the flow. */
    protected fun attempt(play: () -> Unit) {
        if (isOver) return
        try {
            play()
        } catch (e: TvPassException) {
            fail(e)
        }
    }
}

/** As a client's flows: each collection runs it anew, and it ends with who collects. */
internal fun <T> FakeDevice.played(make: (SendChannel<T>) -> FakeFlow<T>): Flow<T> = flow {
    val events = Channel<T>(Channel.UNLIMITED)
    val running = synchronized(this@played) { make(events).also { it.start() } }
    try {
        for (event in events) emit(event)
    } finally {
        synchronized(this@played) { running.leave() }
    }
}
