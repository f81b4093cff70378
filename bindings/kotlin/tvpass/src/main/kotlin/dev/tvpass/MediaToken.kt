package dev.tvpass

import java.util.concurrent.atomic.AtomicReference

/**
 * The proof for the programmer's server that this user may watch this resource now (Adobe: *Media
 * tokens*). The server verifies it before it releases the stream.
 *
 * It is for one use, so it cannot be copied, printed or stored. Until it is used it stays in the
 * core, which overwrites it with zeros when it is gone. When it runs out while the stream plays,
 * the stream goes on; before the next playback, authorize again.
 *
 * @property notBeforeMs from when it is valid, in milliseconds since 1970 by the service's clock.
 * @property notAfterMs until when the server accepts it, in the same way: some minutes ahead. The
 *   device's clock may be another; the server decides.
 */
public class MediaToken private constructor(
    public val notBeforeMs: Long?,
    public val notAfterMs: Long?,
    take: () -> String?,
) {
    private val take = AtomicReference<(() -> String?)?>(take)

    /** A token of an app's own, for its tests. */
    @JvmOverloads
    public constructor(serializedToken: String, notBeforeMs: Long? = null, notAfterMs: Long? = null) :
        this(notBeforeMs, notAfterMs, { serializedToken })

    /**
     * Uses the token: [receive] is given `serializedToken` exactly as it was received, to send it
     * to the programmer's server at once, over TLS. Its format is that server's business.
     *
     * @throws IllegalStateException it was used already.
     */
    public fun <R> handOver(receive: (String) -> R): R {
        val serialized = take.getAndSet(null)?.invoke()
        return receive(checkNotNull(serialized) { "a media token is for one use; authorize again before the next playback" })
    }

    /** Nothing of it. */
    override fun toString(): String = "MediaToken(…)"

    internal companion object {
        /** A token that lies elsewhere; [take] is called once at most. */
        fun of(notBeforeMs: Long?, notAfterMs: Long?, take: () -> String?) = MediaToken(notBeforeMs, notAfterMs, take)
    }
}
