package dev.tvpass

/**
 * What the logout of the legacy REST API V1, which ends with 2026, is to delete: for users who
 * signed in through AccessEnabler or V1.
 *
 * It deletes the tokens on Adobe's side and does **not** call the provider's logout: the provider's
 * own session stays open. The device identifier has to be the one that the user signed in with.
 * AccessEnabler's was its own: where it is not known, there is nothing to delete.
 *
 * @property requestor Adobe's id of the brand (service provider), e.g. `REF30`.
 * @property deviceType `deviceType`, if the sign-in named one.
 * @property userAgent `User-Agent`, if the HTTP client is not to send its own.
 * @property deadlineMillis how long the logout may take, with all waiting and retrying.
 */
public class LogoutV1Parameters @JvmOverloads constructor(
    public val requestor: String,
    public val deviceType: String? = null,
    public val userAgent: String? = null,
    public val deadlineMillis: Long = LogoutParameters.DEFAULT_DEADLINE_MILLIS,
) {
    /** For logs, without secrets. */
    override fun toString(): String =
        "LogoutV1Parameters(requestor=$requestor, deviceType=$deviceType, deadlineMillis=$deadlineMillis)"
}
