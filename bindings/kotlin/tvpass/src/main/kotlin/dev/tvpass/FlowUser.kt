package dev.tvpass

import dev.tvpass.internal.Call
import dev.tvpass.internal.Outcome
import dev.tvpass.internal.Presented
import dev.tvpass.internal.UserInput

/** Who looks at a flow: is shown what it [present]s, and tells what they do about it. */
internal class FlowUser(val present: (Presented) -> Unit) {
    private var call: Call? = null

    /** The flow that they look at, or that it has ended. */
    @Synchronized
    fun attend(call: Call?) {
        this.call = call
    }

    /** `false`: too early or too late, nothing happens. */
    @Synchronized
    fun tell(nowMs: ULong, input: UserInput): Boolean = call?.let { call -> core { call.tell(nowMs, input) } } ?: false
}

/** Runs flows: a client. */
internal interface FlowHost {
    /** Runs a flow to its end. */
    suspend fun run(start: () -> Call, user: FlowUser): Outcome

    /** What the user of a flow did. */
    fun tell(user: FlowUser, input: UserInput): Boolean
}
