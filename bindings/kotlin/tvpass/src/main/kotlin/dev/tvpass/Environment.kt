package dev.tvpass

/**
 * Which of Adobe's environments a client talks to.
 *
 * @property baseUrl scheme and host that every request goes to, but for the legacy logout's.
 * @property v1BaseUrl the same for the logout of the legacy REST API V1 ([TvPass.logoutV1]);
 *   `null` for the two pre-qualification environments, for which Adobe documents none.
 */
public class Environment private constructor(public val baseUrl: String, public val v1BaseUrl: String?) {
    /** Two are equal if their URLs are. */
    override fun equals(other: Any?): Boolean =
        other is Environment && other.baseUrl == baseUrl && other.v1BaseUrl == v1BaseUrl

    /** Fits [equals]. */
    override fun hashCode(): Int = baseUrl.hashCode()

    /** For logs, without secrets. */
    override fun toString(): String = "Environment($baseUrl)"

    /** Adobe's environments. */
    public companion object {
        /** `https://sp.auth.adobe.com`; legacy `https://api.auth.adobe.com`. */
        @JvmField
        public val PRODUCTION: Environment = Environment("https://sp.auth.adobe.com", "https://api.auth.adobe.com")

        /** `https://sp-prequal.auth.adobe.com`. */
        @JvmField
        public val PREQUAL: Environment = Environment("https://sp-prequal.auth.adobe.com", null)

        /** `https://sp.auth-staging.adobe.com`; legacy `https://api.auth-staging.adobe.com`. */
        @JvmField
        public val STAGING: Environment = Environment("https://sp.auth-staging.adobe.com", "https://api.auth-staging.adobe.com")

        /** `https://sp-prequal.auth-staging.adobe.com`. */
        @JvmField
        public val PREQUAL_STAGING: Environment = Environment("https://sp-prequal.auth-staging.adobe.com", null)

        /**
         * Another service: `https`, or plain `http` on this machine's loopback, for tests; it
         * serves the legacy logout, too. It is checked by [TvPassClient.open], and by [Site] when a
         * request is prepared.
         */
        @JvmStatic
        public fun of(baseUrl: String): Environment = Environment(baseUrl, baseUrl)
    }
}
