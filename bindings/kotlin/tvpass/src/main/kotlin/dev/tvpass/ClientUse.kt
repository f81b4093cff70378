package dev.tvpass

/**
 * Who uses a client's core and store: the client itself until it is closed, and its calls. Neither
 * goes before the last of them has ended, so that a call that meets the closing of its client finds
 * the core, and stores what it has to.
 */
internal class ClientUse(private val onEnd: () -> Unit) {
    private var users = 1
    private var isClosed = false

    /** One user more, which calls [end]; `false` if the client is closed. */
    @Synchronized
    fun begin(): Boolean {
        if (isClosed) return false
        users += 1
        return true
    }

    fun end() {
        if (leave()) onEnd()
    }

    /** The client itself is done. Once. */
    fun close() {
        synchronized(this) { isClosed = true }
        end()
    }

    @Synchronized
    private fun leave(): Boolean {
        users -= 1
        return users == 0
    }
}
