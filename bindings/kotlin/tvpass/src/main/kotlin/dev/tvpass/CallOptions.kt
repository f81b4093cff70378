package dev.tvpass

/** How an operation is run by a [TvPass]; each has a default. */
public class CallOptions private constructor(builder: Builder) {
    /** Another service provider (requestor) than the configuration's. */
    public val serviceProvider: String? = builder.serviceProvider

    /** Optional headers. */
    public val extras: RequestExtras = builder.extras

    /**
     * How long the call may take, in milliseconds, with all waiting and retrying: a minute. If the
     * service asks for a pause (429, or `Retry-After`) that lasts until then or longer, the call
     * ends at once with the exception for that answer.
     */
    public val deadlineMillis: Long = builder.deadlineMillis

    /** For logs, without secrets. */
    override fun toString(): String = "CallOptions(serviceProvider=$serviceProvider, extras=$extras, deadlineMillis=$deadlineMillis)"

    /** Collects the values of [CallOptions]; what they are is said there. */
    public class Builder {
        /** See [CallOptions.serviceProvider]. */
        public var serviceProvider: String? = null

        /** See [CallOptions.extras]. */
        public var extras: RequestExtras = RequestExtras.NONE

        /** See [CallOptions.deadlineMillis]. */
        public var deadlineMillis: Long = DEFAULT_DEADLINE_MILLIS

        /** The options. */
        public fun build(): CallOptions = CallOptions(this)
    }

    /** The usual ones. */
    public companion object {
        /** A minute. */
        public const val DEFAULT_DEADLINE_MILLIS: Long = 60_000

        /** All of them as they are if nothing is said. */
        @JvmField
        public val DEFAULT: CallOptions = Builder().build()
    }
}

/** Options, e.g. `CallOptions { deadlineMillis = 10_000 }`. */
public inline fun CallOptions(fill: CallOptions.Builder.() -> Unit): CallOptions = CallOptions.Builder().apply(fill).build()
