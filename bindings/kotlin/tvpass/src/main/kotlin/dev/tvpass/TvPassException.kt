package dev.tvpass

import dev.tvpass.internal.CoreException
import dev.tvpass.internal.Failure
import dev.tvpass.internal.FailureKind

/**
 * Everything that can go wrong, except for the cancellation of a coroutine, which stays a
 * [CancellationException][kotlinx.coroutines.CancellationException]. No text in it contains a
 * secret of the request.
 *
 * @property code a stable number, the same in every language: 1xxx input refused and nothing sent,
 *   2xxx transport, 3xxx the service's answer, 4xxx calls and stored state, 9xxx mistakes.
 * @property codeName the code's name, e.g. `enhanced_error`.
 * @property advice what helps, in a sentence for the developer who reads the log.
 * @property isRetryable whether the same again may help later.
 * @property httpStatus the HTTP status of the answer, if there was one.
 * @property adobeCode Adobe's own code as received, e.g. `invalid_parameter_mvpd`.
 * @property adobeAction what Adobe recommends, e.g. `configuration`.
 * @property trace Adobe's identifier of the answer, for support tickets.
 * @property words what it means for the user: what helps, and what to say.
 * @property retryAfterMillis how long the service asks to wait before the next request
 *   (`Retry-After`), as received. Null if it does not say, or says so with a date. Logouts wait
 *   that long, up to a minute, before they try again.
 */
public sealed class TvPassException(
    public val code: Int,
    public val codeName: String,
    message: String,
    public val advice: String,
    public val isRetryable: Boolean,
    public val httpStatus: Int?,
    public val adobeCode: String?,
    public val adobeAction: String?,
    public val trace: String?,
    public val retryAfterMillis: Long?,
    public val words: Words,
    cause: Throwable?,
) : Exception(message, cause) {

    private constructor(failure: Failure, cause: Throwable?) : this(
        failure.code,
        failure.name,
        failure.message,
        failure.advice,
        failure.retryable,
        failure.httpStatus?.toInt(),
        failure.adobeCode,
        failure.action,
        failure.trace,
        failure.retryAfterMs?.toLong(),
        failure.words,
        cause,
    )

    private constructor(code: Int, codeName: String, message: String, advice: String, cause: Throwable?) :
        this(code, codeName, message, advice, false, null, null, null, null, null, SUPPORT, cause)

    /**
     * An input was refused; nothing was sent.
     *
     * @property field which.
     * @property missingKeys for device information without its required keys: all of them.
     */
    public class InvalidInput internal constructor(failure: Failure, cause: Throwable?) : TvPassException(failure, cause) {
        public val field: String = failure.field.orEmpty()
        public val missingKeys: List<String> = failure.missingKeys
    }

    /**
     * The request or its answer was lost below HTTP.
     *
     * @property possiblyDelivered whether the server may have acted on it.
     */
    public class Transport internal constructor(failure: Failure, cause: Throwable?) : TvPassException(failure, cause) {
        public val possiblyDelivered: Boolean = failure.delivery != RequestDelivery.NOT_SENT
    }

    /**
     * A failure status without an error that Adobe documents.
     *
     * @property bodyHead the beginning of the body, secrets removed.
     * @property contentType the answer's `Content-Type`.
     */
    public class HttpStatus internal constructor(failure: Failure, cause: Throwable?) : TvPassException(failure, cause) {
        public val bodyHead: String? = failure.bodyHead
        public val contentType: String? = failure.contentType
    }

    /** Too many requests from this device's address, for longer than the logout could wait. */
    public class Throttled internal constructor(failure: Failure, cause: Throwable?) : TvPassException(failure, cause)

    /**
     * The service refused and said why: see [adobeCode] and [adobeAction].
     *
     * @property adobeMessage Adobe's text, which may be shown to a user in some cases.
     * @property details the provider's text.
     * @property helpUrl Adobe's page about the error.
     */
    public class Refused internal constructor(failure: Failure, cause: Throwable?) : TvPassException(failure, cause) {
        public val adobeMessage: String? = failure.adobeMessage
        public val details: String? = failure.details
        public val helpUrl: String? = failure.helpUrl
    }

    /** The registration or token request was refused: see [adobeCode]. */
    public class RegistrationRefused internal constructor(failure: Failure, cause: Throwable?) : TvPassException(failure, cause) {
        /** `error_description`, if there is one. */
        public val adobeMessage: String? = failure.adobeMessage
    }

    /**
     * A successful status with a body that is not what Adobe documents: often a captive portal's or
     * a proxy's page.
     *
     * @property bodyHead the beginning of the body, secrets removed.
     * @property contentType the answer's `Content-Type`.
     */
    public class MalformedAnswer internal constructor(failure: Failure, cause: Throwable?) : TvPassException(failure, cause) {
        public val bodyHead: String? = failure.bodyHead
        public val contentType: String? = failure.contentType
    }

    /**
     * The service no longer accepts the app's registration: **the user's profiles are gone.**
     * Thrown by every logout until [TvPass.forgetRegistration].
     */
    public class RegistrationLost internal constructor(failure: Failure, cause: Throwable?) : TvPassException(failure, cause)

    /** The logout did not finish within its time. What it was recovering from is in the message. */
    public class DeadlineExceeded internal constructor(failure: Failure, cause: Throwable?) : TvPassException(failure, cause)

    /** The app ended the request through its HTTP client. The logout may have happened. */
    public class Cancelled internal constructor(failure: Failure, cause: Throwable?) : TvPassException(failure, cause)

    /**
     * The stored state cannot be used: altered, of a newer version, or of another software
     * statement or environment. It was not changed; [advice] says what helps.
     */
    public class StateUnusable internal constructor(failure: Failure, cause: Throwable?) : TvPassException(failure, cause)

    /** Another process or another store has the stored state open. */
    public class StorageInUse internal constructor(message: String, cause: Throwable?) : TvPassException(
        STORAGE_IN_USE,
        "storage_in_use",
        message,
        "Close the other store or end the other process, or open one store and share it.",
        cause,
    )

    /** There may be stored state, but it could not be read; see [cause]. */
    public class StorageUnreadable internal constructor(message: String, cause: Throwable?) : TvPassException(
        STORAGE_UNREADABLE,
        "storage_unreadable",
        message,
        "Make the place readable and try again; the registration may still be there, so keep what is there.",
        cause,
    )

    /** The state could not be stored; see [cause]. What was stored before is as it was. */
    public class StorageUnwritable internal constructor(message: String, cause: Throwable?) : TvPassException(
        STORAGE_UNWRITABLE,
        "storage_unwritable",
        message,
        "Make the place writable or free some space; until then, a new registration lasts as long as the process.",
        cause,
    )

    /** The app's own token source gave no usable token; see [cause]. */
    public class TokenSourceFailed internal constructor(failure: Failure, cause: Throwable?) : TvPassException(failure, cause)

    /** The client was closed, before or during the logout. If it was during it, the logout may have happened. */
    public class Closed internal constructor() :
        TvPassException(CLOSED, "closed", "the client is closed", "Open another client, or keep this one open for longer.", null)

    /** A mistake in the library or in its build. The process goes on; so does the client, usually. */
    public class Internal : TvPassException {
        internal constructor(failure: Failure, cause: Throwable?) : super(failure, cause)

        internal constructor(message: String, cause: Throwable?) :
            super(INTERNAL, "internal", message, "Report it, with the support report.", cause)
    }

    internal companion object {
        private const val STORAGE_IN_USE = 4009
        private const val STORAGE_UNREADABLE = 4010
        private const val STORAGE_UNWRITABLE = 4011
        private const val CLOSED = 9101
        private const val INTERNAL = 9102

        /** Nothing that the user could do about it. */
        private val SUPPORT = Words(Remedy.CONTACT_SUPPORT, TextKey.CONTACT_SUPPORT, null, null)

        fun from(failure: Failure, cause: Throwable? = null): TvPassException = when (failure.kind) {
            FailureKind.INVALID_INPUT -> InvalidInput(failure, cause)
            FailureKind.TRANSPORT -> Transport(failure, cause)
            FailureKind.HTTP_STATUS -> HttpStatus(failure, cause)
            FailureKind.THROTTLED -> Throttled(failure, cause)
            FailureKind.ENHANCED -> Refused(failure, cause)
            FailureKind.DCR -> RegistrationRefused(failure, cause)
            FailureKind.MALFORMED -> MalformedAnswer(failure, cause)
            FailureKind.REGISTRATION_LOST -> RegistrationLost(failure, cause)
            FailureKind.DEADLINE_EXCEEDED -> DeadlineExceeded(failure, cause)
            FailureKind.CANCELLED -> Cancelled(failure, cause)
            FailureKind.STATE -> StateUnusable(failure, cause)
            FailureKind.STORAGE -> when (failure.code) {
                STORAGE_IN_USE -> StorageInUse(failure.message, cause)
                STORAGE_UNREADABLE -> StorageUnreadable(failure.message, cause)
                else -> StorageUnwritable(failure.message, cause)
            }
            FailureKind.TOKEN_SOURCE -> TokenSourceFailed(failure, cause)
            FailureKind.OUT_OF_ORDER, FailureKind.INTERNAL -> Internal(failure, cause)
        }
    }
}

/** An error inside of a result, as it would be thrown. */
internal fun caught(failure: Failure): TvPassException = TvPassException.from(failure)

/** For uniffi, which converts either way; the core takes no errors. */
internal fun failureOf(error: TvPassException): Failure =
    throw TvPassException.Internal("the core takes no errors", error)

/** Runs a call into the core; its errors, and whatever else comes out of it, become a [TvPassException]. */
internal inline fun <T> core(call: () -> T): T = try {
    call()
} catch (e: CoreException.Failed) {
    throw TvPassException.from(e.failure)
} catch (e: RuntimeException) {
    // uniffi's own: a panic outside of the core's guard, or an object that was destroyed.
    throw TvPassException.Internal("the core failed (${e.javaClass.simpleName})", e)
} catch (e: LinkageError) {
    throw TvPassException.Internal("the native library of tvpass, or JNA's, cannot be loaded on this device", e)
}
