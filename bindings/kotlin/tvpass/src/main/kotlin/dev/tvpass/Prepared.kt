package dev.tvpass

import dev.tvpass.internal.Device
import dev.tvpass.internal.LogoutInput
import dev.tvpass.internal.LogoutV1Input
import dev.tvpass.internal.prepareLogout
import dev.tvpass.internal.prepareLogoutV1

/**
 * A logout without a client, for apps that own their access tokens and send requests themselves: nothing is retried, paced or stored, and
 * nothing is waited for.
 *
 * ```
 * val prepared = PreparedLogout(Environment.PRODUCTION, deviceIdentifier, deviceInfo, parameters, accessToken)
 * val logout = prepared.interpret(driver.send(prepared.request))
 * ```
 *
 * @param parameters what to log out of. Their deadline is the sender's affair, and not used here.
 * @param accessToken a token of the dynamic client registration, without `Bearer`.
 * @throws TvPassException.InvalidInput an input was refused; nothing may be sent.
 */
public class PreparedLogout(
    environment: Environment,
    deviceIdentifier: DeviceIdentifier,
    deviceInfo: DeviceInfo,
    parameters: LogoutParameters,
    accessToken: String,
) {
    private val prepared = core {
        withDevice(deviceIdentifier, deviceInfo) { prepareLogout(it, parameters.toCore(environment, accessToken)) }
    }

    /** The request, complete with all headers but `Host`: send it as it is, and follow no redirect. */
    public val request: HttpRequest = prepared.request.toPublic()

    /**
     * What the answer to [request] means, whatever its status. It may be asked any number of times.
     *
     * @throws TvPassException the service refused, or the answer is not one.
     */
    public fun interpret(response: HttpResponse): Logout = core { prepared.exchange.interpret(response.toCore()) }.toPublic(registrationWasLost = false)

    /** Without secrets. */
    override fun toString(): String = "PreparedLogout($request)"
}

/**
 * The logout of the legacy REST API V1, which ends with 2026, for users who signed in through AccessEnabler or V1: it deletes the tokens
 * on Adobe's side, takes no access token, and does **not** call the provider's logout: the provider's own session stays open.
 *
 * ```
 * val prepared = PreparedLegacyLogout(Environment.PRODUCTION, deviceIdentifier, deviceInfo, "REF30")
 * prepared.interpret(driver.send(prepared.request))
 * ```
 *
 * @param environment one with a [legacyBaseUrl][Environment.legacyBaseUrl].
 * @param deviceIdentifier the one that the user signed in with, sent as `deviceId`. AccessEnabler's was its own: where it is not known,
 *   there is nothing to delete.
 * @param requestor Adobe's id of the brand (service provider), e.g. `REF30`.
 * @param deviceType `deviceType`, if the sign-in named one.
 * @param userAgent `User-Agent`, if the HTTP client is not to send its own.
 * @throws IllegalArgumentException Adobe documents no V1 service for the environment.
 * @throws TvPassException.InvalidInput an input was refused; nothing may be sent.
 */
public class PreparedLegacyLogout @JvmOverloads constructor(
    environment: Environment,
    deviceIdentifier: DeviceIdentifier,
    deviceInfo: DeviceInfo,
    requestor: String,
    deviceType: String? = null,
    userAgent: String? = null,
) {
    private val prepared = run {
        val base = requireNotNull(environment.legacyBaseUrl) { "Adobe documents no V1 service for $environment" }
        val input = LogoutV1Input(base, requestor, deviceType, deviceUser = null, appId = null, userAgent = userAgent)
        core { withDevice(deviceIdentifier, deviceInfo) { prepareLogoutV1(it, input) } }
    }

    /** The request, complete with all headers but `Host`: send it as it is, and follow no redirect. */
    public val request: HttpRequest = prepared.request.toPublic()

    /**
     * Returns if the answer to [request] says that the tokens are deleted.
     *
     * @throws TvPassException the service refused, or the answer is not one.
     */
    public fun interpret(response: HttpResponse): Unit = core { prepared.exchange.interpret(response.toCore()) }

    /** Without the device's identifier. */
    override fun toString(): String = "PreparedLegacyLogout($request)"
}

private inline fun <T> withDevice(identifier: DeviceIdentifier, info: DeviceInfo, use: (Device) -> T): T {
    val device = coreDevice(identifier, info)
    try {
        return use(device)
    } finally {
        device.destroy()
    }
}

private fun LogoutParameters.toCore(environment: Environment, accessToken: String) = LogoutInput(
    base = environment.baseUrl,
    serviceProvider = serviceProvider,
    mvpd = mvpd,
    redirectUrl = redirectUrl.url,
    accessToken = accessToken,
    extras = toCoreExtras(),
)
