package dev.tvpass

/**
 * What a client is made of.
 *
 * @property environment which service.
 * @property deviceIdentifier which device; it must not change.
 * @property deviceInfo what kind of device.
 * @property tokenSource where access tokens come from.
 * @property userAgent `User-Agent` of every request, if the HTTP client is not to send its own.
 * @property registerAgain whether a logout may register again by itself when the registration is
 *   lost. Either way the user's profiles are gone; without it, [TvPassException.RegistrationLost]
 *   is thrown until [TvPassClient.forgetRegistration].
 * @property paced whether requests are paced (10 at once, then one a second), as Adobe's throttling
 *   wants it.
 * @property eventListener is told what happens, for logs.
 */
public class TvPassConfig @JvmOverloads constructor(
    public val environment: Environment,
    public val deviceIdentifier: DeviceIdentifier,
    public val deviceInfo: DeviceInfo,
    public val tokenSource: TokenSource,
    public val userAgent: String? = null,
    public val registerAgain: Boolean = false,
    public val paced: Boolean = true,
    public val eventListener: TvPassEventListener? = null,
) {
    /** For logs, without secrets. */
    override fun toString(): String =
        "TvPassConfig(environment=$environment, deviceInfo=$deviceInfo, tokenSource=$tokenSource, registerAgain=$registerAgain)"
}
