package dev.tvpass

import dev.tvpass.internal.AccessInput
import dev.tvpass.internal.TemporaryPlay

/**
 * By which MVPD something is watched.
 *
 * @property mvpd its id. Null: that of a status's `current`.
 */
public class Access private constructor(public val mvpd: String?, private val identity: TempPassIdentity?) {
    internal fun toCore() = AccessInput(mvpd, identity?.core)

    /** For logs, without whose it is. */
    override fun toString(): String = "Access(mvpd=$mvpd)"

    /** Makes them. */
    public companion object {
        /** As a status's `current`, unless that is temporary access; if there is none, the user has to sign in. */
        @JvmField
        public val CURRENT: Access = Access(null, null)

        /** By this MVPD: one of several profiles, or a basic TempPass. */
        @JvmStatic
        public fun mvpd(mvpd: String): Access = Access(mvpd, null)

        /** By this promotional TempPass, of this user. */
        @JvmStatic
        public fun tempPass(mvpd: String, identity: TempPassIdentity): Access = Access(mvpd, identity)
    }
}

/**
 * A playback by a TempPass; see [TvPassAccount.temporaryAccessEnd].
 *
 * @property mvpd the id of the TempPass.
 * @property notAfterMs when it ends, as the decision says, in milliseconds since 1970 by the
 *   service's clock.
 */
public class TemporaryAccess private constructor(
    public val mvpd: String,
    public val notAfterMs: Long?,
    /** The core's; one of an app's own has none. */
    internal val play: TemporaryPlay?,
) {
    /** A playback of an app's own, for its tests: a client knows nothing of it. */
    @JvmOverloads
    public constructor(mvpd: String, notAfterMs: Long? = null) : this(mvpd, notAfterMs, null)

    /** For logs, without whose it is. */
    override fun toString(): String = "TemporaryAccess(mvpd=$mvpd, notAfterMs=$notAfterMs)"

    internal companion object {
        fun of(play: TemporaryPlay): TemporaryAccess = core { TemporaryAccess(play.mvpd(), play.notAfterMs(), play) }
    }
}

/** What a playback by temporary access comes to. */
public sealed class TemporaryAccessEvent {
    /**
     * Some is left.
     *
     * @property remaining how much.
     */
    public class Present(public val remaining: TemporaryAccessRemaining) : TemporaryAccessEvent() {
        /** For logs. */
        override fun toString(): String = "Present(remaining=$remaining)"
    }

    /**
     * It is over, the last event: stop the stream, unless nobody knows an end.
     *
     * @property end how it is over.
     */
    public class Ended(public val end: TemporaryAccessEnd) : TemporaryAccessEvent() {
        /** For logs. */
        override fun toString(): String = "Ended(end=$end)"
    }
}
