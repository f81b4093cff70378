package dev.tvpass

import dev.tvpass.internal.AccessInput
import dev.tvpass.internal.TemporaryPlay

/** By which MVPD something is watched. */
public class Access private constructor(private val mvpd: String?, private val identity: TempPassIdentity?) {
    internal fun toCore() = AccessInput(mvpd, identity?.core)

    /** For logs, without whose it is. */
    override fun toString(): String = "Access(mvpd=$mvpd)"

    /** Makes them. */
    public companion object {
        /** By the MVPD that the user chose last; if there is none, the user has to sign in. */
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
public class TemporaryAccess internal constructor(internal val play: TemporaryPlay) {
    public val mvpd: String = core { play.mvpd() }
    public val notAfterMs: Long? = core { play.notAfterMs() }

    /** For logs, without whose it is. */
    override fun toString(): String = "TemporaryAccess(mvpd=$mvpd, notAfterMs=$notAfterMs)"
}

/** What a playback by temporary access comes to. */
public sealed class TemporaryAccessEvent {
    /**
     * Some is left.
     *
     * @property remaining how much.
     */
    public class Present internal constructor(public val remaining: TemporaryAccessRemaining) : TemporaryAccessEvent()

    /**
     * It is over, the last event: stop the stream, unless nobody knows an end.
     *
     * @property end how it is over.
     */
    public class Ended internal constructor(public val end: TemporaryAccessEnd) : TemporaryAccessEvent()
}
