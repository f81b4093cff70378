package dev.tvpass

/** What a client is made of. */
public class TvPassConfig private constructor(builder: Builder) {
    /** Which service. */
    public val environment: Environment = builder.environment

    /** The service provider (requestor): the TV brand, e.g. `REF30`. An operation may name another one. */
    public val serviceProvider: String = builder.serviceProvider

    /** Which device; it must not change. */
    public val deviceIdentifier: DeviceIdentifier = builder.deviceIdentifier

    /** What kind of device. */
    public val deviceInfo: DeviceInfo = builder.deviceInfo

    /** Where access tokens come from. */
    public val tokenSource: TokenSource = builder.tokenSource

    /** `User-Agent` of every request, if the HTTP client is not to send its own. */
    public val userAgent: String? = builder.userAgent

    /**
     * Whether a call may register again by itself when the registration is lost. Either way the
     * user's profiles are gone: [TvPass.registrationWasLost] tells. Without it,
     * [TvPassException.RegistrationLost] is thrown until [TvPass.forgetRegistration].
     */
    public val registerAgain: Boolean = builder.registerAgain

    /** Whether requests are paced (10 at once, then one a second), as Adobe's throttling wants it. */
    public val paced: Boolean = builder.paced

    /**
     * How long the answer to one request is waited for, in milliseconds: 15 seconds. Then the call
     * tries again, as long as its own time is not up.
     */
    public val attemptTimeoutMillis: Long = builder.attemptTimeoutMillis

    /** Is told what happens, for logs. */
    public val eventListener: TvPassEventListener? = builder.eventListener

    /** For logs, without secrets. */
    override fun toString(): String =
        "TvPassConfig(environment=$environment, serviceProvider=$serviceProvider, deviceInfo=$deviceInfo, " +
            "tokenSource=$tokenSource, registerAgain=$registerAgain)"

    /** Collects the values of a [TvPassConfig]; what they are is said there. */
    public class Builder(
        internal val environment: Environment,
        internal val serviceProvider: String,
        internal val deviceIdentifier: DeviceIdentifier,
        internal val deviceInfo: DeviceInfo,
        internal val tokenSource: TokenSource,
    ) {
        /** See [TvPassConfig.userAgent]. */
        public var userAgent: String? = null

        /** See [TvPassConfig.registerAgain]. */
        public var registerAgain: Boolean = false

        /** See [TvPassConfig.paced]. */
        public var paced: Boolean = true

        /** See [TvPassConfig.attemptTimeoutMillis]. */
        public var attemptTimeoutMillis: Long = DEFAULT_ATTEMPT_TIMEOUT_MILLIS

        /** See [TvPassConfig.eventListener]. */
        public var eventListener: TvPassEventListener? = null

        /** The configuration. [TvPassClient.open] checks it. */
        public fun build(): TvPassConfig = TvPassConfig(this)
    }

    /** Defaults. */
    public companion object {
        /** 15 seconds. */
        public const val DEFAULT_ATTEMPT_TIMEOUT_MILLIS: Long = 15_000
    }
}

/** A configuration, e.g. `TvPassConfig(environment, "REF30", identifier, info, source) { registerAgain = true }`. */
public inline fun TvPassConfig(
    environment: Environment,
    serviceProvider: String,
    deviceIdentifier: DeviceIdentifier,
    deviceInfo: DeviceInfo,
    tokenSource: TokenSource,
    fill: TvPassConfig.Builder.() -> Unit = {},
): TvPassConfig = TvPassConfig.Builder(environment, serviceProvider, deviceIdentifier, deviceInfo, tokenSource).apply(fill).build()
