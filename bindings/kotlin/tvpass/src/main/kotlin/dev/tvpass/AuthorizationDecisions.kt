package dev.tvpass

import dev.tvpass.internal.Authorization

/**
 * A successful authorization request. It says nothing about whether the decisions are permits.
 *
 * For one playback: not kept, and asked for anew before the next one, also of the same resource.
 *
 * ```
 * val decisions = client.authorize("Cablevision", listOf("TestStream1"))
 * val token = decisions.takeMediaToken("TestStream1")
 * if (token != null) token.handOver { server.release(it) } else explain(decisions.about("TestStream1")?.denial)
 * ```
 *
 * @property decisions in the answer's order, which need not be the request's; there may be fewer,
 *   or some that nobody asked for. See [about].
 * @property skipped how many entries of the answer name no resource.
 */
public class AuthorizationDecisions private constructor(
    public val decisions: List<AuthorizationDecision>,
    public val skipped: Int,
    tokens: Map<Int, MediaToken>,
) {
    private val tokens = tokens.toMutableMap()

    internal constructor(answer: Authorization) : this(
        answer.decisions,
        answer.skipped,
        answer.decisions.withIndex().filter { it.value.isPlayable }.associate { (place, decision) ->
            val take = { core { answer.mediaTokens.take(place.toUInt()) } }
            place to MediaToken.of(decision.mediaTokenNotBeforeMs, decision.mediaTokenNotAfterMs, take)
        },
    )

    /** Decisions of an app's own, for its tests, with the media tokens by resource. */
    public constructor(decisions: List<AuthorizationDecision>, mediaTokens: Map<String, MediaToken>) : this(
        decisions,
        0,
        decisions.withIndex().mapNotNull { (place, decision) -> mediaTokens[decision.resource]?.let { place to it } }.toMap(),
    )

    /**
     * The decision about [resource], by its text as it was asked for; white space at the ends does
     * not matter. `null` is no answer: neither a permit nor a denial.
     */
    public fun about(resource: String): AuthorizationDecision? = place(resource)?.let { decisions[it] }

    /** Takes the media token of the decision about [resource]: once, and only if that is a permit. */
    public fun takeMediaToken(resource: String): MediaToken? {
        val place = place(resource) ?: return null
        return synchronized(tokens) { tokens.remove(place) }
    }

    private fun place(resource: String) = placeOf(resource, decisions.map { it.resource })

    /** Without any token. */
    override fun toString(): String = "AuthorizationDecisions(decisions=$decisions, skipped=$skipped)"
}
