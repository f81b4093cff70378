package dev.tvpass.testing

import dev.tvpass.Remedy
import dev.tvpass.RequestDelivery
import dev.tvpass.TextKey
import dev.tvpass.TvPassException
import dev.tvpass.Words
import dev.tvpass.internal.Failure
import dev.tvpass.internal.FailureKind

/**
 * The exceptions that a client throws, for tests: each with the number and the name that the real
 * one has, and with the same words for the user. Their messages are not the real ones'; an app
 * decides by type, code and words.
 */
public object Failures {
    /**
     * The service refused and said why.
     *
     * @param adobeCode Adobe's code, such as `authenticated_profile_missing`.
     * @param adobeAction what Adobe recommends for it, such as `authentication`.
     * @param adobeMessage Adobe's text.
     * @param details the provider's text.
     * @param words what it means for the user, if not what follows from the code and the action.
     */
    public fun refused(
        adobeCode: String,
        adobeAction: String = "none",
        httpStatus: Int = 403,
        adobeMessage: String? = null,
        details: String? = null,
        words: Words = wordsOf(adobeCode, adobeAction, httpStatus, adobeMessage, details),
    ): TvPassException.Refused = of(
        failure(
            FailureKind.ENHANCED,
            3003,
            "enhanced_error",
            "the service refused: $adobeCode",
            httpStatus = httpStatus,
            adobeCode = adobeCode,
            adobeAction = adobeAction,
            adobeMessage = adobeMessage,
            details = details,
            words = words,
            isRetryable = adobeAction == "retry",
        ),
    )

    /** No connection came about: nothing was sent. */
    public fun noConnection(): TvPassException.Transport =
        of(failure(FailureKind.TRANSPORT, 2002, "transport_connect", "no connection", delivery = RequestDelivery.NOT_SENT, isRetryable = true))

    /** The request or its answer was lost on the way: the service may have acted. */
    public fun answerLost(): TvPassException.Transport = of(
        failure(
            FailureKind.TRANSPORT,
            2005,
            "transport_connection_lost",
            "the connection was lost",
            delivery = RequestDelivery.POSSIBLE,
            isRetryable = true,
        ),
    )

    /** A failure status without an error that Adobe documents. */
    public fun httpStatus(status: Int, bodyHead: String? = null): TvPassException.HttpStatus = of(
        failure(
            FailureKind.HTTP_STATUS,
            3001,
            "http_status",
            "status $status",
            httpStatus = status,
            bodyHead = bodyHead,
            isRetryable = status >= 500,
        ),
    )

    /** Too many requests, for longer than the call could wait. */
    public fun throttled(retryAfterMillis: Long? = null): TvPassException.Throttled = of(
        failure(FailureKind.THROTTLED, 3002, "throttled", "status 429", httpStatus = 429, retryAfterMillis = retryAfterMillis, isRetryable = true),
    )

    /** The registration or token request was refused, e.g. with `invalid_software_statement`. */
    public fun registrationRefused(adobeCode: String): TvPassException.RegistrationRefused = of(
        failure(FailureKind.DCR, 3004, "dcr_error", "the registration was refused: $adobeCode", httpStatus = 400, adobeCode = adobeCode),
    )

    /** A successful status with something else in the body, such as a captive portal's page. */
    public fun malformedAnswer(bodyHead: String? = "<html>"): TvPassException.MalformedAnswer = of(
        failure(
            FailureKind.MALFORMED,
            3005,
            "malformed_answer",
            "the answer is not what Adobe documents",
            httpStatus = 200,
            bodyHead = bodyHead,
            contentType = "text/html",
        ),
    )

    /** The service no longer accepts the app's registration: the user's profiles are gone. */
    public fun registrationLost(): TvPassException.RegistrationLost =
        of(failure(FailureKind.REGISTRATION_LOST, 3006, "registration_lost", "the registration is lost"))

    /** The call did not finish within its time. */
    public fun deadlineExceeded(): TvPassException.DeadlineExceeded =
        of(failure(FailureKind.DEADLINE_EXCEEDED, 4001, "deadline_exceeded", "the time of the call is up", isRetryable = true))

    /** An input was refused; nothing was sent. */
    public fun invalidInput(field: String): TvPassException.InvalidInput =
        of(failure(FailureKind.INVALID_INPUT, 1001, "invalid_input", "$field cannot be used", field = field))

    /** The app's own token source gave no usable token. */
    public fun tokenSourceFailed(cause: Throwable? = null): TvPassException.TokenSourceFailed =
        of(failure(FailureKind.TOKEN_SOURCE, 4008, "token_source_failed", "the token source failed"), cause)

    /** The state could not be stored; see [FakeTvPass.storageError]. */
    public fun storageUnwritable(cause: Throwable? = null): TvPassException.StorageUnwritable =
        of(failure(FailureKind.STORAGE, 4011, "storage_unwritable", "the state could not be stored"), cause)

    /** The client was closed. */
    public fun closed(): TvPassException.Closed = TvPassException.Closed()

    private inline fun <reified T : TvPassException> of(failure: Failure, cause: Throwable? = null): T =
        TvPassException.from(failure, cause) as T

    private fun failure(
        kind: FailureKind,
        code: Int,
        name: String,
        message: String,
        field: String? = null,
        httpStatus: Int? = null,
        adobeCode: String? = null,
        adobeAction: String? = null,
        adobeMessage: String? = null,
        details: String? = null,
        delivery: RequestDelivery? = null,
        bodyHead: String? = null,
        contentType: String? = null,
        retryAfterMillis: Long? = null,
        words: Words? = null,
        isRetryable: Boolean = false,
    ) = Failure(
        kind = kind,
        code = code,
        name = name,
        message = message,
        advice = "This is a fake.",
        retryable = isRetryable,
        field = field,
        missingKeys = emptyList(),
        httpStatus = httpStatus?.toUShort(),
        adobeCode = adobeCode,
        action = adobeAction,
        status = null,
        adobeMessage = adobeMessage,
        details = details,
        helpUrl = null,
        trace = null,
        delivery = delivery,
        bodyHead = bodyHead,
        contentType = contentType,
        retryAfterMs = retryAfterMillis?.toULong(),
        words = words ?: wordsOf(kind, httpStatus, adobeCode),
    )

    /** What a failure without a text of the service's means for the user, as the core says it. */
    private fun wordsOf(kind: FailureKind, httpStatus: Int?, adobeCode: String?): Words {
        val (remedy, key) = when (kind) {
            FailureKind.TRANSPORT, FailureKind.MALFORMED -> Remedy.TRY_LATER to TextKey.CHECK_NETWORK
            FailureKind.THROTTLED, FailureKind.DEADLINE_EXCEEDED -> Remedy.TRY_LATER to TextKey.TRY_LATER
            FailureKind.HTTP_STATUS ->
                Remedy.TRY_LATER to if ((httpStatus ?: 0) >= 500) TextKey.TRY_LATER else TextKey.CHECK_NETWORK
            FailureKind.REGISTRATION_LOST -> Remedy.SIGN_IN to TextKey.SIGN_IN_AGAIN
            else -> Remedy.CONTACT_SUPPORT to TextKey.CONTACT_SUPPORT
        }
        return Words(remedy, key, null, adobeCode)
    }
}
