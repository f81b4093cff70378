package dev.tvpass

/**
 * What to log out of.
 *
 * For *single logout* pass the same single sign-on token as at login: without it the profiles that
 * were obtained through it stay.
 *
 * @property serviceProvider Adobe's id of the brand (requestor), e.g. `REF30`.
 * @property mvpd Adobe's id of the TV provider, e.g. `Cablevision`.
 * @property redirectUrl where the user agent lands when the provider's logout is done.
 * @param subjectToken `Adobe-Subject-Token`: the platform's identity (Amazon).
 * @param serviceToken `AD-Service-Token`: an external identity service's.
 * @property visitorIdentifier `AP-Visitor-Identifier`: the Experience Cloud visitor id, raw.
 * @property userAgent `User-Agent`, if the HTTP client is not to send its own.
 * @property deadlineMillis how long the logout may take, with all waiting and retrying. If the
 *   service asks for a pause (429, or `Retry-After`) that lasts until then or longer, the logout
 *   ends at once with the exception for that answer.
 */
public class LogoutParameters @JvmOverloads constructor(
    public val serviceProvider: String,
    public val mvpd: String,
    public val redirectUrl: RedirectUrl,
    internal val subjectToken: String? = null,
    internal val serviceToken: String? = null,
    public val visitorIdentifier: String? = null,
    public val userAgent: String? = null,
    public val deadlineMillis: Long = DEFAULT_DEADLINE_MILLIS,
) {
    /** Without tokens and the visitor's identifier. */
    override fun toString(): String =
        "LogoutParameters(serviceProvider=$serviceProvider, mvpd=$mvpd, redirectUrl=$redirectUrl, deadlineMillis=$deadlineMillis)"

    /** Defaults. */
    public companion object {
        /** A minute. */
        public const val DEFAULT_DEADLINE_MILLIS: Long = 60_000
    }
}
