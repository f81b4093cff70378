package dev.tvpass

import dev.tvpass.internal.FrameworkError
import dev.tvpass.internal.FrameworkProvider
import dev.tvpass.internal.PartnerFrameworkStatus as CoreStatus

/**
 * What Apple's Video Subscriber Account framework said, sent as `AP-Partner-Framework-Status`: for
 * servers that act for Apple's devices. For Adobe it is valid if access is granted, the provider is
 * known, and its sign-in has not expired; else the user signs in as everywhere. It is checked when
 * an operation takes it.
 */
public class PartnerFrameworkStatus private constructor(builder: Builder) {
    internal val core = CoreStatus(builder.accessStatus, builder.permissionError, builder.provider, builder.providerError)

    /** It tells whose customer somebody is. */
    override fun toString(): String = "PartnerFrameworkStatus(…)"

    /**
     * Collects what the framework said.
     *
     * @param accessStatus whether the user lets the app see the subscription, one of
     *   [AccessStatus]; another text is sent as it is.
     */
    public class Builder(internal val accessStatus: String) {
        internal var permissionError: FrameworkError? = null
        internal var provider: FrameworkProvider? = null
        internal var providerError: FrameworkError? = null

        /**
         * The provider that the user is signed in with: Apple's id of it (the configuration's
         * [Mvpd.platformMappingId]), not Adobe's, and when that sign-in expires, in milliseconds
         * since 1970.
         */
        public fun provider(id: String, expirationDateMs: Long?): Builder = apply {
            provider = FrameworkProvider(id, expirationDateMs?.coerceAtLeast(0)?.toULong())
        }

        /** The error with which the framework answered the question for permission. */
        public fun permissionError(code: String, message: String): Builder = apply { permissionError = FrameworkError(code, message) }

        /** The error with which the framework answered the question for the provider. */
        public fun providerError(code: String, message: String): Builder = apply { providerError = FrameworkError(code, message) }

        /** The status. */
        public fun build(): PartnerFrameworkStatus = PartnerFrameworkStatus(this)
    }
}

/** Whether the user lets the app see the subscription (Apple: `VSAccountAccessStatus`), as Adobe writes it. */
public object AccessStatus {
    /** The user allows it. */
    public const val GRANTED: String = "granted"

    /** The user does not allow it. */
    public const val DENIED: String = "denied"

    /** Nobody may allow it on this device. */
    public const val RESTRICTED: String = "restricted"

    /** The user has not been asked. */
    public const val NOT_DETERMINED: String = "notDetermined"
}
