package dev.tvpass

import kotlinx.coroutines.CancellationException

/**
 * One app on one device at one environment. It registers the app once, keeps a token, and runs
 * Adobe's operations, with pacing and retries as needed.
 *
 * [TvPassClient.open] opens one; keep it. It may be used from any number of coroutines at once.
 * Every `suspend` function may be called on the main thread: none blocks it. Cancelling the
 * coroutine ends the request that is out.
 *
 * For an app to depend on: its own tests give it a `FakeTvPass` of `tvpass-testing` in place of a
 * [TvPassClient]. A new version may add functions, so an implementation of an app's own delegates
 * to one of these.
 *
 * ```
 * val tvPass: TvPass = TvPassClient.open(config, OkHttpDriver(okHttpClient), store)
 * val decisions = tvPass.authorize("Cablevision", listOf("TestStream1"))
 * decisions.takeMediaToken("TestStream1")?.handOver { server.release(it) }
 *
 * val logout = tvPass.logout("Cablevision", RedirectUrl("https://example.com/signed-out"))
 * for (followUp in logout.followUps) when (followUp) {
 *     is FollowUp.OpenUrl -> open(followUp.url)
 *     is FollowUp.PartnerSignOut -> showSystemSettings(followUp.settings)
 *     is FollowUp.SessionMayBeOpen -> tellThatTheSessionMayBeOpen(followUp.profile.key)
 * }
 * ```
 */
public interface TvPass : AutoCloseable {
    /**
     * The MVPDs that the user can choose from. Only when the user has to choose one: not while
     * signed in. Keep it in memory for some minutes, as Adobe asks.
     *
     * @throws TvPassException what went wrong. So does every function here;
     *   [TvPassException.DeadlineExceeded] comes at the latest when the options' time is up.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun configuration(options: CallOptions = CallOptions.DEFAULT): Configuration

    /**
     * Creates a session: the first step of a sign-in. What is not known yet is left out, and
     * supplied later with [resumeSession], by this device or another. A new session ends the
     * device's previous one.
     *
     * @param mvpd the MVPD that the user has chosen.
     * @param domainName the app's domain, as it is registered with Adobe.
     * @param redirectUrl where the user agent ends up when the sign-in is over, whether it
     *   succeeded or not.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun createSession(
        mvpd: String? = null,
        domainName: String? = null,
        redirectUrl: RedirectUrl? = null,
        options: CallOptions = CallOptions.DEFAULT,
    ): Session

    /**
     * Supplies what a session lacks; to repeat the rest is harmless.
     *
     * @param code the session's, or as the user typed it: blanks at its ends are left out.
     * @param mvpd as for [createSession], and so the others.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun resumeSession(
        code: String,
        mvpd: String? = null,
        domainName: String? = null,
        redirectUrl: RedirectUrl? = null,
        options: CallOptions = CallOptions.DEFAULT,
    ): Session

    /** What a code names, for a second device on which the user typed it. It does not say whether the user has signed in. */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun retrieveSession(code: String, options: CallOptions = CallOptions.DEFAULT): SessionDetails

    /**
     * The URL at which the user signs in, for a second device on which the user typed the code:
     * open it in a user agent, once nothing is missing. The device that created the session has it
     * in its answer. Nothing is sent; never request this URL, and keep it out of logs.
     *
     * @param serviceProvider another one than the configuration's.
     * @throws TvPassException.InvalidInput the code or the service provider cannot be one.
     */
    public fun authenticateUrl(code: String, serviceProvider: String? = null): String

    /** All profiles of this app on this device: for the first start, when no MVPD is remembered. None is no error. */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun profiles(options: CallOptions = CallOptions.DEFAULT): Profiles

    /** The profile for [mvpd], for later starts. It also finds degraded profiles, and what is left of temporary access. */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun profileForMvpd(mvpd: String, options: CallOptions = CallOptions.DEFAULT): Profiles

    /**
     * The profile that a session has made: what is asked during a sign-in, every 3 to 5 seconds or
     * more slowly. No profile is: not yet.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun profileForCode(code: String, options: CallOptions = CallOptions.DEFAULT): Profiles

    /**
     * What Apple's framework is to be asked: the first step of single sign-on with it. Without
     * [SessionAction.AskPartner] in the answer the user signs in as everywhere, by this session.
     *
     * @param status what the framework said about permission and provider.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun partnerRequest(
        status: PartnerFrameworkStatus,
        domainName: String? = null,
        redirectUrl: RedirectUrl? = null,
        options: CallOptions = CallOptions.DEFAULT,
    ): Session

    /**
     * Makes a profile from what Apple's framework answered. It is sent once: if the answer is lost,
     * the profile may be there; ask with [profileForMvpd]. No profile: the user signs in as
     * everywhere.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun partnerProfile(
        status: PartnerFrameworkStatus,
        samlResponse: SamlResponse,
        options: CallOptions = CallOptions.DEFAULT,
    ): Profiles

    /**
     * Which of these resources the user can probably watch, for locks and filters; never the answer
     * to *play*. MVPDs usually take five at once.
     *
     * @param resources ids, or what [Mrss] writes.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun preauthorize(
        mvpd: String,
        resources: List<String>,
        options: CallOptions = CallOptions.DEFAULT,
    ): PreauthorizationDecisions

    /**
     * Whether the user may watch this now: right before each playback, whatever was said before.
     * MVPDs usually take one resource. With a TempPass, this is what starts its clock.
     *
     * @param resources ids, or what [Mrss] writes.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun authorize(
        mvpd: String,
        resources: List<String>,
        options: CallOptions = CallOptions.DEFAULT,
    ): AuthorizationDecisions

    /**
     * Logs out, with registration, token, pacing and retries as needed. Only for a user who asked
     * for it, never as an answer to a denied authorization.
     *
     * @param redirectUrl where the user agent lands when the provider's logout is done.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun logout(mvpd: String, redirectUrl: RedirectUrl, options: CallOptions = CallOptions.DEFAULT): Logout

    /**
     * Logs out of the legacy REST API V1, which ends with 2026: for users who signed in through
     * AccessEnabler or V1. It takes no access token, and goes to [Environment.v1BaseUrl]. Success
     * says nothing more.
     *
     * It deletes the tokens on Adobe's side and does **not** call the provider's logout: the
     * provider's own session stays open. The device identifier has to be the one that the user
     * signed in with. AccessEnabler's was its own: where it is not known, there is nothing to
     * delete.
     *
     * @param deviceType `deviceType`, if the sign-in named one.
     * @param deviceUser `deviceUser`, which Adobe deprecates.
     * @param appId `appId`, which Adobe deprecates.
     * @throws TvPassException.InvalidInput also if Adobe documents no V1 service for the
     *   environment.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun logoutV1(
        deviceType: String? = null,
        deviceUser: String? = null,
        appId: String? = null,
        options: CallOptions = CallOptions.DEFAULT,
    )

    /**
     * The user of a service provider, and where flows begin: sign in, who is signed in, what may be
     * watched, sign out. Make one and keep it while the app runs. Nothing is sent yet.
     *
     * @throws TvPassException.InvalidInput the settings cannot be used.
     * @throws TvPassException.Closed
     */
    public fun account(settings: AccountSettings = AccountSettings.DEFAULT): TvPassAccount

    /**
     * Whether the client holds a registration, made now or earlier.
     *
     * @throws TvPassException.Closed
     */
    public val isRegistered: Boolean

    /**
     * Allows registering anew after [TvPassException.RegistrationLost]. **The user's profiles are
     * gone**; if the service had not already dropped them, they are now.
     *
     * @throws TvPassException.Closed
     */
    public fun forgetRegistration()

    /**
     * Whether a call has found the registration lost and registered again, as
     * [TvPassConfig.registerAgain] allows, however it ended: **the user's profiles are gone.**
     * Forget what the app has kept of them, then [acknowledgeLostRegistration].
     */
    public val registrationWasLost: Boolean

    /** Says that the app has dealt with [registrationWasLost], which is `false` then. */
    public fun acknowledgeLostRegistration()

    /**
     * Why the state could not be stored the last time, if it could not: if the process ends now,
     * the next start registers again, and the user's profiles are gone. Calls go on all the same,
     * and each tries again.
     */
    public val storageError: TvPassException.StorageUnwritable?

    /**
     * The last events as text for a support ticket: Adobe's traces, statuses and timings; no secret
     * and no device identifier.
     *
     * @throws TvPassException.Closed
     */
    public fun supportReport(): String

    /**
     * Ends the client. Calls that are on their way end with [TvPassException.Closed], and so does
     * every later use. Closing again does nothing. The store and the driver are the app's to close;
     * another client may have the store once the last call has ended. A client that is not closed
     * is freed with its last reference.
     */
    override fun close()
}
