package dev.tvpass

import dev.tvpass.internal.Operation
import dev.tvpass.internal.Outcome
import dev.tvpass.internal.prepare
import dev.tvpass.internal.Prepared as CorePrepared

/**
 * Where requests go, and for which device, without a client: for apps that own their access tokens
 * and send requests themselves. Nothing is retried, paced or stored, and nothing is waited for.
 *
 * ```
 * val site = Site(Environment.PRODUCTION, deviceIdentifier, deviceInfo)
 * val prepared = site.prepareLogout(parameters, accessToken)
 * val logout = prepared.interpret(driver.send(prepared.request))
 * ```
 *
 * Make one and keep it. It may be used on any thread.
 *
 * @throws TvPassException.InvalidInput the device's information cannot be used.
 */
public class Site(private val environment: Environment, deviceIdentifier: DeviceIdentifier, deviceInfo: DeviceInfo) {
    private val device = core { coreDevice(deviceIdentifier, deviceInfo) }

    /**
     * A logout.
     *
     * @param parameters what to log out of. Their deadline is the sender's affair, and not used
     *   here.
     * @param accessToken a token of the dynamic client registration, without `Bearer`.
     * @throws TvPassException.InvalidInput an input was refused; nothing may be sent.
     */
    public fun prepareLogout(parameters: LogoutParameters, accessToken: String): Prepared<Logout> =
        prepare(environment.baseUrl, parameters.toCore(), accessToken) { it.of<Outcome.Logout>().logout }

    /**
     * A logout of the legacy REST API V1; see [LogoutV1Parameters]. Success says nothing more.
     *
     * @param parameters what to delete. Their deadline is the sender's affair, and not used here.
     * @throws IllegalArgumentException Adobe documents no V1 service for the environment.
     * @throws TvPassException.InvalidInput an input was refused; nothing may be sent.
     */
    public fun prepareLogoutV1(parameters: LogoutV1Parameters): Prepared<Unit> {
        val base = requireNotNull(environment.v1BaseUrl) { "Adobe documents no V1 service for $environment" }
        return prepare(base, parameters.toCore(), accessToken = null) { it.of<Outcome.Nothing>() }
    }

    private fun <T> prepare(base: String, operation: Operation, accessToken: String?, read: (Outcome) -> T): Prepared<T> =
        Prepared(core { prepare(device, base, operation, accessToken) }, read)

    /** Without the device's identifier. */
    override fun toString(): String = "Site($environment)"
}

/**
 * A request that an app sends itself, and what its answer means.
 *
 * @param T what a successful answer says.
 */
public class Prepared<out T> internal constructor(private val prepared: CorePrepared, private val read: (Outcome) -> T) {
    /** The request, complete with all headers but `Host`: send it as it is, and follow no redirect. */
    public val request: HttpRequest = prepared.request.toPublic()

    /**
     * What the answer to [request] means, whatever its status. It may be asked any number of times.
     *
     * @throws TvPassException the service refused, or the answer is not one.
     */
    public fun interpret(response: HttpResponse): T = read(core { prepared.exchange.interpret(response.toCore()) })

    /** Without secrets. */
    override fun toString(): String = "Prepared($request)"
}
