package dev.tvpass.testing

import dev.tvpass.AccountSettings
import dev.tvpass.AuthorizationDecisions
import dev.tvpass.CallOptions
import dev.tvpass.Configuration
import dev.tvpass.DecisionSource
import dev.tvpass.Denial
import dev.tvpass.Logout
import dev.tvpass.Mvpd
import dev.tvpass.PartnerFrameworkStatus
import dev.tvpass.PreauthorizationDecisions
import dev.tvpass.Profile
import dev.tvpass.Profiles
import dev.tvpass.RedirectUrl
import dev.tvpass.SamlResponse
import dev.tvpass.Session
import dev.tvpass.SessionDetails
import dev.tvpass.TvPass
import dev.tvpass.TvPassException
import kotlinx.coroutines.delay

/**
 * A [TvPass] for an app's tests: it plays users who sign in, are denied, and whose profiles run
 * out, in memory, without native code, server or clock.
 *
 * ```
 * val tvPass = FakeTvPass()
 * val screen = SignInViewModel(tvPass)          // shows tvPass.lastCode and asks for the profile
 * tvPass.finishSignIn("Cablevision")            // the user has signed in on a phone
 * tvPass.deny("HBO")                            // not in the user's package
 * tvPass.failNext(Failures.noConnection())
 * tvPass.advance(31 * 24 * 3_600_000L)          // the profile has run out
 * ```
 *
 * [account] gives a [FakeAccount], for screens that use the flows. It answers as Adobe's service
 * does for a device with one service provider; nothing checks ids but the MVPD's. Every function
 * may be called from any thread.
 *
 * @param mvpds whom the user can choose from.
 * @param registerAgain what [dev.tvpass.TvPassConfig.registerAgain] would say.
 * @property serviceProvider the service provider (requestor).
 */
public class FakeTvPass @JvmOverloads constructor(
    mvpds: List<Mvpd> = listOf(Samples.mvpd("Cablevision"), Samples.mvpd("Dish"), Samples.mvpd("TempPass", isTempPass = true)),
    registerAgain: Boolean = false,
    public val serviceProvider: String = "REF30",
) : TvPass {
    private val device = FakeDevice(mvpds, registerAgain, serviceProvider)
    private val recorded = mutableListOf<FakeCall>()
    private val failures = mutableListOf<Pair<String?, TvPassException>>()

    /** How long each call takes, in milliseconds of the coroutine's time, which tests can skip. */
    @Volatile
    public var delayMillis: Long = 0

    override var storageError: TvPassException.StorageUnwritable? = null

    /** What has been called, in this order, and what each was given. Failed calls count. */
    public val calls: List<FakeCall>
        get() = synchronized(device) { recorded.toList() }

    /** The service's time in milliseconds since 1970; it stands still. */
    public val nowMs: Long
        get() = synchronized(device) { device.nowMs }

    /** The code of the newest session, which a screen shows; `null` before the first. */
    public val lastCode: String?
        get() = synchronized(device) { device.lastCode }

    /** Lets time pass: codes, profiles and temporary access run out. */
    public fun advance(millis: Long): Unit = synchronized(device) {
        device.nowMs += millis
        device.settle()
    }

    /** The user has signed in earlier, with [mvpd]; the profile is valid for so long. */
    @JvmOverloads
    public fun signIn(mvpd: String, validForMs: Long = FakeDevice.PROFILE_MILLIS): Unit =
        signIn(Samples.profile(mvpd, nowMs, nowMs + validForMs))

    /** The user has this profile. */
    public fun signIn(profile: Profile): Unit = synchronized(device) { device.profiles[profile.mvpd] = profile }

    /**
     * The user signs in at the page of a session, on this device or another.
     *
     * @param mvpd whom the user signs in with; else the session's.
     * @param code the session's; else the newest.
     * @throws IllegalStateException there is no such session, or no MVPD.
     */
    @JvmOverloads
    public fun finishSignIn(mvpd: String? = null, code: String? = null): Unit = synchronized(device) {
        device.finishSignIn(mvpd, code)
        device.settle()
    }

    /** The MVPD has ended the user's session: the profile is gone. */
    public fun endProfile(mvpd: String): Unit = synchronized(device) { device.profiles -= mvpd }

    /** The service forgets the app's registration, and with it the user's profiles. */
    public fun loseRegistration(): Unit = synchronized(device) {
        device.loseRegistration()
        device.settle()
    }

    /** This resource is denied from now on, in both kinds of decisions. */
    @JvmOverloads
    public fun deny(resource: String, denial: Denial = Samples.denial()): Unit =
        synchronized(device) { device.denials[resource] = denial }

    /** This resource is permitted again. */
    public fun permit(resource: String): Unit = synchronized(device) { device.denials -= resource }

    /**
     * The next call fails.
     *
     * @param function the name of the function that fails, such as `authorize`; else whichever is
     *   called next.
     */
    @JvmOverloads
    public fun failNext(error: TvPassException, function: String? = null): Unit =
        synchronized(device) { failures += function to error }

    override suspend fun configuration(options: CallOptions): Configuration =
        play(FakeCall("configuration")) { configuration() }

    override suspend fun createSession(mvpd: String?, domainName: String?, redirectUrl: RedirectUrl?, options: CallOptions): Session =
        play(FakeCall("createSession", mvpd)) { createSession(mvpd, domainName, redirectUrl?.url) }

    override suspend fun resumeSession(
        code: String,
        mvpd: String?,
        domainName: String?,
        redirectUrl: RedirectUrl?,
        options: CallOptions,
    ): Session = play(FakeCall("resumeSession", mvpd, code)) { resumeSession(code.trim(), mvpd, domainName, redirectUrl?.url) }

    override suspend fun retrieveSession(code: String, options: CallOptions): SessionDetails =
        play(FakeCall("retrieveSession", code = code)) { session(code.trim()).details(serviceProvider) }

    override fun authenticateUrl(code: String, serviceProvider: String?): String =
        device.authenticateUrl(code, serviceProvider ?: this.serviceProvider)

    override suspend fun profiles(options: CallOptions): Profiles = play(FakeCall("profiles")) { profiles() }

    override suspend fun profileForMvpd(mvpd: String, options: CallOptions): Profiles =
        play(FakeCall("profileForMvpd", mvpd)) { profiles(mvpd) }

    override suspend fun profileForCode(code: String, options: CallOptions): Profiles =
        play(FakeCall("profileForCode", code = code)) { profilesOfCode(code.trim()) }

    /** Apple's framework is not played: the user signs in as everywhere. */
    override suspend fun partnerRequest(
        status: PartnerFrameworkStatus,
        domainName: String?,
        redirectUrl: RedirectUrl?,
        options: CallOptions,
    ): Session = play(FakeCall("partnerRequest")) { createSession(null, domainName, redirectUrl?.url) }

    /** Apple's framework is not played: there is no profile. */
    override suspend fun partnerProfile(status: PartnerFrameworkStatus, samlResponse: SamlResponse, options: CallOptions): Profiles =
        play(FakeCall("partnerProfile")) { Profiles(emptyList(), null) }

    override suspend fun preauthorize(mvpd: String, resources: List<String>, options: CallOptions): PreauthorizationDecisions =
        play(FakeCall("preauthorize", mvpd, resources = resources.toList())) {
            require(mvpd, startsTempPass = false)
            PreauthorizationDecisions(resources.map { Samples.preauthorization(it, mvpd, denial(mvpd, it)) }, 0)
        }

    override suspend fun authorize(mvpd: String, resources: List<String>, options: CallOptions): AuthorizationDecisions =
        play(FakeCall("authorize", mvpd, resources = resources.toList())) {
            require(mvpd, startsTempPass = true)
            val source = if (isTempPass(mvpd)) DecisionSource.TempPass else DecisionSource.Mvpd
            val decisions = resources.map { Samples.authorization(it, mvpd, denial(mvpd, it), source, mediaTokenEnds, tempPassEnds(mvpd)) }
            val permitted = decisions.filter { it.isPlayable }
            AuthorizationDecisions(decisions, permitted.associate { it.resource to mediaToken(it.resource) })
        }

    override suspend fun logout(mvpd: String, redirectUrl: RedirectUrl, options: CallOptions): Logout =
        play(FakeCall("logout", mvpd)) { logout(mvpd, redirectUrl.url) }

    override suspend fun logoutV1(deviceType: String?, deviceUser: String?, appId: String?, options: CallOptions) {
        play(FakeCall("logoutV1")) { }
    }

    /**
     * An account of this service: who signs in by the one is signed in for the other. Nothing of
     * [settings] is checked.
     */
    override fun account(settings: AccountSettings): FakeAccount = whileOpen { FakeAccount(device, settings) }

    override val isRegistered: Boolean
        get() = whileOpen { device.isRegistered }

    override fun forgetRegistration(): Unit = whileOpen { device.forgetRegistration() }

    override val registrationWasLost: Boolean
        get() = synchronized(device) { device.registrationWasLost }

    override fun acknowledgeLostRegistration(): Unit = synchronized(device) { device.registrationWasLost = false }

    override fun supportReport(): String = whileOpen { recorded.joinToString("\n", "tvpass, a fake\n") }

    override fun close(): Unit = synchronized(device) { device.close() }

    /** For logs. */
    override fun toString(): String = "FakeTvPass(${calls.size} calls)"

    private suspend fun <T> play(call: FakeCall, answer: FakeDevice.() -> T): T {
        whileOpen { recorded += call }
        delay(delayMillis)
        return whileOpen {
            val place = failures.indexOfFirst { (function, _) -> function == null || function == call.function }
            if (place >= 0) throw failures.removeAt(place).second
            device.register()
            device.answer()
        }
    }

    private inline fun <T> whileOpen(use: () -> T): T = synchronized(device) {
        if (device.isClosed) throw Failures.closed()
        use()
    }
}
