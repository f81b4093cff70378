package dev.tvpass

/**
 * Optional headers of a request; an operation refuses one that it does not take.
 *
 * For *single logout*, pass the same single sign-on token as at login: without it the profiles that
 * were obtained through it stay.
 */
public class RequestExtras private constructor(builder: Builder) {
    /** `Adobe-Subject-Token`: the platform's JWS or JWE (Amazon), single sign-on by platform identity. A secret. */
    public val subjectToken: String? = builder.subjectToken

    /** `AD-Service-Token`: the JWS of an external identity service. A secret. */
    public val serviceToken: String? = builder.serviceToken

    /** `X-Roku-Reserved-Roku-Connect-Token`: for servers that act for Roku devices. A secret. */
    public val rokuConnectToken: String? = builder.rokuConnectToken

    /** `AP-Partner-Framework-Status`: what Apple's framework said, for servers that act for Apple's devices. */
    public val partnerFrameworkStatus: PartnerFrameworkStatus? = builder.partnerFrameworkStatus

    /** `AP-TempPass-Identity`: whose promotional TempPass it is. */
    public val tempPassIdentity: TempPassIdentity? = builder.tempPassIdentity

    /** `AP-Visitor-Identifier`: the Experience Cloud visitor id (ECID), without quotes. */
    public val visitorIdentifier: String? = builder.visitorIdentifier

    /** `X-Forwarded-For`: the device's IP address, for servers. A device leaves it out. */
    public val forwardedFor: String? = builder.forwardedFor

    /** `User-Agent`, in place of the configuration's. */
    public val userAgent: String? = builder.userAgent

    /** The names of those that are set; tokens and identities are nothing for a log. */
    override fun toString(): String {
        val values = listOf(
            "subjectToken" to subjectToken,
            "serviceToken" to serviceToken,
            "rokuConnectToken" to rokuConnectToken,
            "partnerFrameworkStatus" to partnerFrameworkStatus,
            "tempPassIdentity" to tempPassIdentity,
            "visitorIdentifier" to visitorIdentifier,
            "forwardedFor" to forwardedFor,
            "userAgent" to userAgent,
        )
        return "RequestExtras(${values.filter { it.second != null }.joinToString { "${it.first}=…" }})"
    }

    /** Collects the values of [RequestExtras]; what they are is said there. */
    public class Builder {
        /** See [RequestExtras.subjectToken]. */
        public var subjectToken: String? = null

        /** See [RequestExtras.serviceToken]. */
        public var serviceToken: String? = null

        /** See [RequestExtras.rokuConnectToken]. */
        public var rokuConnectToken: String? = null

        /** See [RequestExtras.partnerFrameworkStatus]. */
        public var partnerFrameworkStatus: PartnerFrameworkStatus? = null

        /** See [RequestExtras.tempPassIdentity]. */
        public var tempPassIdentity: TempPassIdentity? = null

        /** See [RequestExtras.visitorIdentifier]. */
        public var visitorIdentifier: String? = null

        /** See [RequestExtras.forwardedFor]. */
        public var forwardedFor: String? = null

        /** See [RequestExtras.userAgent]. */
        public var userAgent: String? = null

        /** The headers. They are checked when an operation takes them. */
        public fun build(): RequestExtras = RequestExtras(this)
    }

    /** The usual ones. */
    public companion object {
        /** None set. */
        @JvmField
        public val NONE: RequestExtras = Builder().build()
    }
}

/** Optional headers, e.g. `RequestExtras { serviceToken = token }`. */
public inline fun RequestExtras(fill: RequestExtras.Builder.() -> Unit): RequestExtras = RequestExtras.Builder().apply(fill).build()
