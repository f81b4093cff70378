package dev.tvpass

import dev.tvpass.internal.Call
import dev.tvpass.internal.Outcome
import dev.tvpass.internal.Presented
import dev.tvpass.internal.UserInput
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.channelFlow

/**
 * The events of a flow of the core. Each collection runs it anew, and ends it when it is cancelled.
 * The flow does not wait for who collects: a code is polled while a dialog is open.
 */
internal class FlowEvents<T>(
    private val host: FlowHost,
    private val start: () -> Call,
    private val presented: (Presented) -> T,
    private val ended: (Outcome) -> T,
) {
    /** Of the newest collection. */
    @Volatile
    private var user: FlowUser? = null

    val events: Flow<T> = channelFlow {
        val user = FlowUser { trySend(presented(it)) }
        this@FlowEvents.user = user
        send(ended(host.run(start, user)))
    }.buffer(Channel.UNLIMITED)

    fun tell(input: UserInput): Boolean = user?.let { host.tell(it, input) } ?: false
}
