package dev.tvpass

/**
 * Which of Adobe's environments a client talks to.
 *
 * @property baseUrl scheme and host that every request goes to.
 */
public class Environment private constructor(public val baseUrl: String) {
    override fun equals(other: Any?): Boolean = other is Environment && other.baseUrl == baseUrl

    override fun hashCode(): Int = baseUrl.hashCode()

    override fun toString(): String = "Environment($baseUrl)"

    public companion object {
        /** `https://sp.auth.adobe.com`. */
        @JvmField
        public val PRODUCTION: Environment = Environment("https://sp.auth.adobe.com")

        /** `https://sp-prequal.auth.adobe.com`. */
        @JvmField
        public val PRODUCTION_PREQUAL: Environment = Environment("https://sp-prequal.auth.adobe.com")

        /** `https://sp.auth-staging.adobe.com`. */
        @JvmField
        public val STAGING: Environment = Environment("https://sp.auth-staging.adobe.com")

        /** `https://sp-prequal.auth-staging.adobe.com`. */
        @JvmField
        public val STAGING_PREQUAL: Environment = Environment("https://sp-prequal.auth-staging.adobe.com")

        /**
         * Another service: `https`, or plain `http` on this machine's loopback, for tests. It is checked by [TvPassClient.open].
         */
        @JvmStatic
        public fun of(baseUrl: String): Environment = Environment(baseUrl)
    }
}
