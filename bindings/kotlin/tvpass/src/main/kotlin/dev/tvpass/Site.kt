package dev.tvpass

import dev.tvpass.internal.Outcome
import dev.tvpass.internal.prepare
import dev.tvpass.internal.Prepared as CorePrepared

/**
 * Where requests go, and for which device, without a client: for apps that own their access tokens
 * and send requests themselves. Nothing is retried, paced or stored, and nothing is waited for.
 *
 * ```
 * val site = Site(Environment.PRODUCTION, deviceIdentifier, deviceInfo)
 * val prepared = site.prepareProfiles("REF30", accessToken)
 * val profiles = prepared.interpret(driver.send(prepared.request))
 * ```
 *
 * Each function takes an access token of the dynamic client registration, without `Bearer`, and
 * throws [TvPassException.InvalidInput] if an input was refused; nothing may be sent then.
 *
 * Make one and keep it. It may be used on any thread; the first use in a process loads the native
 * library, for which there is [TvPassLibrary.load].
 *
 * @throws TvPassException.InvalidInput the device's information cannot be used.
 */
public class Site(private val environment: Environment, deviceIdentifier: DeviceIdentifier, deviceInfo: DeviceInfo) {
    private val device = core { coreDevice(deviceIdentifier, deviceInfo) }

    /** The MVPDs to choose from. See [TvPass.configuration]. */
    @JvmOverloads
    public fun prepareConfiguration(
        serviceProvider: String,
        accessToken: String,
        extras: RequestExtras = RequestExtras.NONE,
    ): Prepared<Configuration> = prepare(serviceProvider, accessToken, extras) { configuration() }

    /** A new session. See [TvPass.createSession]. */
    @JvmOverloads
    public fun prepareCreateSession(
        serviceProvider: String,
        accessToken: String,
        mvpd: String? = null,
        domainName: String? = null,
        redirectUrl: RedirectUrl? = null,
        extras: RequestExtras = RequestExtras.NONE,
    ): Prepared<Session> = prepare(serviceProvider, accessToken, extras) { createSession(mvpd, domainName, redirectUrl) }

    /** The rest of a session's parameters. See [TvPass.resumeSession]. */
    @JvmOverloads
    public fun prepareResumeSession(
        serviceProvider: String,
        code: String,
        accessToken: String,
        mvpd: String? = null,
        domainName: String? = null,
        redirectUrl: RedirectUrl? = null,
        extras: RequestExtras = RequestExtras.NONE,
    ): Prepared<Session> = prepare(serviceProvider, accessToken, extras) { resumeSession(code, mvpd, domainName, redirectUrl) }

    /** What a code names. See [TvPass.retrieveSession]. */
    @JvmOverloads
    public fun prepareRetrieveSession(
        serviceProvider: String,
        code: String,
        accessToken: String,
        extras: RequestExtras = RequestExtras.NONE,
    ): Prepared<SessionDetails> = prepare(serviceProvider, accessToken, extras) { retrieveSession(code) }

    /**
     * The URL at which the user signs in. Nothing is sent; never request it. See
     * [TvPass.authenticateUrl].
     */
    public fun authenticateUrl(serviceProvider: String, code: String): String =
        core { dev.tvpass.internal.authenticateUrl(environment.baseUrl, serviceProvider, code) }

    /** All profiles. See [TvPass.profiles]. */
    @JvmOverloads
    public fun prepareProfiles(
        serviceProvider: String,
        accessToken: String,
        extras: RequestExtras = RequestExtras.NONE,
    ): Prepared<Profiles> = prepare(serviceProvider, accessToken, extras) { profiles() }

    /** The profile for an MVPD. See [TvPass.profileForMvpd]. */
    @JvmOverloads
    public fun prepareProfileForMvpd(
        serviceProvider: String,
        mvpd: String,
        accessToken: String,
        extras: RequestExtras = RequestExtras.NONE,
    ): Prepared<Profiles> = prepare(serviceProvider, accessToken, extras) { profileForMvpd(mvpd) }

    /** The profile that a session has made. See [TvPass.profileForCode]. */
    @JvmOverloads
    public fun prepareProfileForCode(
        serviceProvider: String,
        code: String,
        accessToken: String,
        extras: RequestExtras = RequestExtras.NONE,
    ): Prepared<Profiles> = prepare(serviceProvider, accessToken, extras) { profileForCode(code) }

    /** What Apple's framework is to be asked. See [TvPass.partnerRequest]. */
    @JvmOverloads
    public fun preparePartnerRequest(
        serviceProvider: String,
        status: PartnerFrameworkStatus,
        accessToken: String,
        domainName: String? = null,
        redirectUrl: RedirectUrl? = null,
        extras: RequestExtras = RequestExtras.NONE,
    ): Prepared<Session> = prepare(serviceProvider, accessToken, extras) { partnerRequest(status, domainName, redirectUrl) }

    /** The profile of what Apple's framework answered. See [TvPass.partnerProfile]. */
    @JvmOverloads
    public fun preparePartnerProfile(
        serviceProvider: String,
        status: PartnerFrameworkStatus,
        samlResponse: SamlResponse,
        accessToken: String,
        extras: RequestExtras = RequestExtras.NONE,
    ): Prepared<Profiles> = prepare(serviceProvider, accessToken, extras) { partnerProfile(status, samlResponse) }

    /** What may probably be watched. See [TvPass.preauthorize]. */
    @JvmOverloads
    public fun preparePreauthorize(
        serviceProvider: String,
        mvpd: String,
        resources: List<String>,
        accessToken: String,
        extras: RequestExtras = RequestExtras.NONE,
    ): Prepared<PreauthorizationDecisions> = prepare(serviceProvider, accessToken, extras) { preauthorize(mvpd, resources) }

    /**
     * What may be watched now. See [TvPass.authorize]. Each [Prepared.interpret] of an answer
     * has its media token anew: ask once.
     */
    @JvmOverloads
    public fun prepareAuthorize(
        serviceProvider: String,
        mvpd: String,
        resources: List<String>,
        accessToken: String,
        extras: RequestExtras = RequestExtras.NONE,
    ): Prepared<AuthorizationDecisions> = prepare(serviceProvider, accessToken, extras) { authorize(mvpd, resources) }

    /** A logout. See [TvPass.logout]. */
    @JvmOverloads
    public fun prepareLogout(
        serviceProvider: String,
        mvpd: String,
        redirectUrl: RedirectUrl,
        accessToken: String,
        extras: RequestExtras = RequestExtras.NONE,
    ): Prepared<Logout> = prepare(serviceProvider, accessToken, extras) { logout(mvpd, redirectUrl) }

    /**
     * A logout of the legacy REST API V1; see [TvPass.logoutV1]. Success says nothing more.
     *
     * @throws IllegalArgumentException Adobe documents no V1 service for the environment.
     */
    @JvmOverloads
    public fun prepareLogoutV1(
        requestor: String,
        deviceType: String? = null,
        deviceUser: String? = null,
        appId: String? = null,
        extras: RequestExtras = RequestExtras.NONE,
    ): Prepared<Unit> {
        val base = requireNotNull(environment.v1BaseUrl) { "Adobe documents no V1 service for $environment" }
        return prepare(base, Wishes(requestor, extras).logoutV1(deviceType, deviceUser, appId), accessToken = null)
    }

    private fun <T> prepare(serviceProvider: String, accessToken: String, extras: RequestExtras, wish: Wishes.() -> Wish<T>): Prepared<T> =
        prepare(environment.baseUrl, Wishes(serviceProvider, extras).wish(), accessToken)

    private fun <T> prepare(base: String, wish: Wish<T>, accessToken: String?): Prepared<T> =
        Prepared(core { prepare(device, base, wish.operation, accessToken) }, wish.read)

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
     * What the answer to [request] means, whatever its status.
     *
     * @throws TvPassException the service refused, or the answer is not one.
     */
    public fun interpret(response: HttpResponse): T = read(core { prepared.exchange.interpret(response.toCore()) })

    /** Without secrets. */
    override fun toString(): String = "Prepared($request)"
}
