package dev.tvpass

/** Is told what happens in a client. */
public fun interface TvPassEventListener {
    /** Something happened. Called on a background thread; it must not block, and what it throws is ignored. */
    public fun onEvent(event: TvPassEvent)
}
