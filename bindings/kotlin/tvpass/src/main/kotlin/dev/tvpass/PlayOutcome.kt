package dev.tvpass

import dev.tvpass.internal.PlayAnswer

/** What to do when the user presses *play*. */
public sealed class PlayOutcome {
    /**
     * Play. For the next playback, also of the same resource, authorize again. When the media token
     * runs out while the stream plays, the stream goes on.
     *
     * @property mediaToken for the programmer's server, at once.
     * @property mvpd the MVPD that permitted it.
     * @property source who decided.
     * @property temporary by a TempPass: the app has to stop the stream at its end, see
     *   [TvPassAccount.temporaryAccessEnd].
     */
    public class Play @JvmOverloads constructor(
        public val mediaToken: MediaToken,
        public val mvpd: String,
        public val source: DecisionSource? = null,
        public val temporary: TemporaryAccess? = null,
    ) : PlayOutcome() {
        /** For logs, without the token. */
        override fun toString(): String = "Play(mvpd=$mvpd, source=$source, temporary=$temporary)"
    }

    /** Offer to sign in. */
    public class SignIn(
        /** Why. */
        public val refusal: Refusal,
    ) : PlayOutcome() {
        /** For logs. */
        override fun toString(): String = "SignIn(refusal=$refusal)"
    }

    /** Explain why not; trying again changes nothing. */
    public class Explain(
        /** Why. */
        public val refusal: Refusal,
    ) : PlayOutcome() {
        /** For logs. */
        override fun toString(): String = "Explain(refusal=$refusal)"
    }

    /** Offer to try again later. */
    public class TryLater(
        /** Why. */
        public val refusal: Refusal,
    ) : PlayOutcome() {
        /** For logs. */
        override fun toString(): String = "TryLater(refusal=$refusal)"
    }

    internal companion object {
        fun of(answer: PlayAnswer): PlayOutcome = when (answer) {
            is PlayAnswer.Play -> {
                val permit = answer.permit
                val token = MediaToken.of(permit.mediaTokenNotBeforeMs, permit.mediaTokenNotAfterMs) { core { permit.mediaTokens.take(0u) } }
                Play(token, permit.mvpd, permit.source, permit.temporary?.let(TemporaryAccess::of))
            }
            is PlayAnswer.SignIn -> SignIn(answer.refusal)
            is PlayAnswer.Explain -> Explain(answer.refusal)
            is PlayAnswer.TryLater -> TryLater(answer.refusal)
        }
    }
}
