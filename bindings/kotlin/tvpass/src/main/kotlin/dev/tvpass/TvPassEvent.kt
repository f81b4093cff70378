package dev.tvpass

/**
 * Something that happened in a logout: a request, a status, a wait, a new token. For logs; no secret in it.
 *
 * @property call which logout: 1 for a client's first.
 * @property text what, in English.
 */
public class TvPassEvent internal constructor(public val call: Long, public val text: String) {
    /** For logs, without secrets. */
    override fun toString(): String = "call $call: $text"
}

/** Is told what happens in a client. */
public fun interface TvPassEventListener {
    /** Something happened. Called on a background thread; it must not block, and what it throws is ignored. */
    public fun onEvent(event: TvPassEvent)
}
