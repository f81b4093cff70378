package dev.tvpass

import dev.tvpass.internal.Account
import dev.tvpass.internal.Call
import dev.tvpass.internal.Client
import dev.tvpass.internal.Outcome
import dev.tvpass.internal.Start
import dev.tvpass.internal.UserInput
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableJob
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withContext
import java.io.Closeable
import kotlin.random.Random

/**
 * One app on one device at one environment. It registers the app once, keeps a token, and runs
 * Adobe's operations, with pacing and retries as needed.
 *
 * Open one and keep it; it may be used from any number of coroutines at once. Every `suspend`
 * function may be called on the main thread: none blocks it. Cancelling the coroutine ends the
 * request that is out.
 *
 * ```
 * val client = TvPassClient.open(config, OkHttpDriver(okHttpClient), store)
 * val decisions = client.authorize("Cablevision", listOf("TestStream1"))
 * decisions.takeMediaToken("TestStream1")?.handOver { server.release(it) }
 *
 * val logout = client.logout("Cablevision", RedirectUrl("https://example.com/signed-out"))
 * for (followUp in logout.followUps) when (followUp) {
 *     is FollowUp.OpenUrl -> open(followUp.url)
 *     is FollowUp.PartnerSignOut -> showSystemSettings(followUp.settings)
 *     is FollowUp.SessionMayBeOpen -> tellThatTheSessionMayBeOpen(followUp.profile.key)
 * }
 * ```
 */
public class TvPassClient private constructor(
    private val core: Client,
    private val runner: CallRunner,
    private val config: TvPassConfig,
    private val storeUse: StoreUse,
) : AutoCloseable {
    private val closing: CompletableJob = Job()

    /**
     * The MVPDs that the user can choose from. Only when the user has to choose one: not while
     * signed in. Keep it in memory for some minutes, as Adobe asks.
     *
     * @throws TvPassException what went wrong. So does every function here;
     *   [TvPassException.DeadlineExceeded] comes at the latest when the options' time is up.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun configuration(options: CallOptions = CallOptions.DEFAULT): Configuration =
        run(options) { configuration() }

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
    ): Session = run(options) { createSession(mvpd, domainName, redirectUrl) }

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
    ): Session = run(options) { resumeSession(code, mvpd, domainName, redirectUrl) }

    /** What a code names, for a second device on which the user typed it. It does not say whether the user has signed in. */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun retrieveSession(code: String, options: CallOptions = CallOptions.DEFAULT): SessionDetails =
        run(options) { retrieveSession(code) }

    /**
     * The URL at which the user signs in, for a second device on which the user typed the code:
     * open it in a user agent, once nothing is missing. The device that created the session has it
     * in its answer. Nothing is sent; never request this URL, and keep it out of logs.
     *
     * @throws TvPassException.InvalidInput the code or the service provider cannot be one.
     */
    public fun authenticateUrl(code: String, serviceProvider: String = config.serviceProvider): String =
        core { dev.tvpass.internal.authenticateUrl(config.environment.baseUrl, serviceProvider, code) }

    /** All profiles of this app on this device: for the first start, when no MVPD is remembered. None is no error. */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun profiles(options: CallOptions = CallOptions.DEFAULT): Profiles = run(options) { profiles() }

    /** The profile for [mvpd], for later starts. It also finds degraded profiles, and what is left of temporary access. */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun profileForMvpd(mvpd: String, options: CallOptions = CallOptions.DEFAULT): Profiles =
        run(options) { profileForMvpd(mvpd) }

    /**
     * The profile that a session has made: what is asked during a sign-in, every 3 to 5 seconds or
     * more slowly. No profile is: not yet.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun profileForCode(code: String, options: CallOptions = CallOptions.DEFAULT): Profiles =
        run(options) { profileForCode(code) }

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
    ): Session = run(options) { partnerRequest(status, domainName, redirectUrl) }

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
    ): Profiles = run(options) { partnerProfile(status, samlResponse) }

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
    ): PreauthorizationDecisions = run(options) { preauthorize(mvpd, resources) }

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
    ): AuthorizationDecisions = run(options) { authorize(mvpd, resources) }

    /**
     * Logs out, with registration, token, pacing and retries as needed. Only for a user who asked
     * for it, never as an answer to a denied authorization.
     *
     * @param redirectUrl where the user agent lands when the provider's logout is done.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun logout(mvpd: String, redirectUrl: RedirectUrl, options: CallOptions = CallOptions.DEFAULT): Logout =
        run(options) { logout(mvpd, redirectUrl) }

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
    ) {
        run(options) { logoutV1(deviceType, deviceUser, appId) }
    }

    /** Every operation: on the thread of no caller, and ended by [close]. */
    private suspend fun <T> run(options: CallOptions, wish: Wishes.() -> Wish<T>): T {
        ensureOpen()
        if (!storeUse.begin()) throw TvPassException.Closed()
        try {
            val wished = Wishes(options.serviceProvider ?: config.serviceProvider, options.extras).wish()
            return wished.read(runUntilClosed { runner.run(wished.operation, options.deadlineMillis) })
        } finally {
            storeUse.end()
        }
    }

    private suspend fun runUntilClosed(call: suspend () -> Outcome): Outcome {
        // A supervisor: a failure goes to the caller as it is.
        return supervisorScope {
            val work = async(Dispatchers.Default) { call() }
            val onClose = closing.invokeOnCompletion { work.cancel() }
            try {
                work.await()
            } catch (e: CancellationException) {
                currentCoroutineContext().ensureActive()
                if (closing.isCompleted) throw TvPassException.Closed()
                throw e
            } finally {
                onClose.dispose()
            }
        }
    }

    /**
     * The user of a service provider, and where flows begin: sign in, who is signed in, what may be
     * watched, sign out. Make one and keep it while the app runs.
     *
     * @throws TvPassException.InvalidInput the settings cannot be used.
     * @throws TvPassException.Closed
     */
    public fun account(settings: AccountSettings = AccountSettings.DEFAULT): TvPassAccount {
        ensureOpen()
        return TvPassAccount(core { Account(core, settings.toCore(config.serviceProvider)) }, flows)
    }

    private val flows = object : FlowHost {
        override suspend fun run(start: () -> Call, user: FlowUser): Outcome {
            ensureOpen()
            if (!storeUse.begin()) throw TvPassException.Closed()
            try {
                return runUntilClosed { runner.drive(start(), user) }
            } finally {
                storeUse.end()
            }
        }

        override fun tell(user: FlowUser, input: UserInput): Boolean = runner.told(user, input)
    }

    /**
     * Whether the client holds a registration, made now or earlier.
     *
     * @throws TvPassException.Closed
     */
    public val isRegistered: Boolean
        get() {
            ensureOpen()
            return core { core.isRegistered() }
        }

    /**
     * Allows registering anew after [TvPassException.RegistrationLost]. **The user's profiles are
     * gone**; if the service had not already dropped them, they are now.
     *
     * @throws TvPassException.Closed
     */
    public fun forgetRegistration() {
        ensureOpen()
        core { core.forgetRegistration() }
    }

    /**
     * Whether a call has found the registration lost and registered again, as
     * [TvPassConfig.registerAgain] allows, however it ended: **the user's profiles are gone.**
     * Forget what the app has kept of them, then [acknowledgeLostRegistration].
     */
    public val registrationWasLost: Boolean
        get() = runner.registrationWasLost

    /** Says that the app has dealt with [registrationWasLost], which is `false` then. */
    public fun acknowledgeLostRegistration() {
        runner.registrationWasLost = false
    }

    /**
     * Why the state could not be stored the last time, if it could not: if the process ends now,
     * the next start registers again, and the user's profiles are gone. Calls go on all the same,
     * and each tries again.
     */
    public val storageError: TvPassException.StorageUnwritable?
        get() = runner.storageError

    /**
     * The last events as text for a support ticket: Adobe's traces, statuses and timings; no secret
     * and no device identifier.
     *
     * @throws TvPassException.Closed
     */
    public fun supportReport(): String {
        ensureOpen()
        return core { core.supportReport(runner.now()) }
    }

    /**
     * Ends the client. Calls that are on their way end with [TvPassException.Closed], and so does
     * every later use. Closing again does nothing. The store and the driver are the app's to close;
     * another client may have the store once the last call has ended. A client that is not closed
     * is freed with its last reference.
     */
    override fun close() {
        if (closing.complete()) {
            core.destroy()
            storeUse.end()
        }
    }

    private fun ensureOpen() {
        if (closing.isCompleted) throw TvPassException.Closed()
    }

    /** For logs, without secrets. */
    override fun toString(): String = "TvPassClient(${if (closing.isCompleted) "closed" else "open"})"

    /** Opens clients. */
    public companion object {
        /**
         * Loads the library and the stored state, and checks the configuration. Nothing is sent
         * yet.
         *
         * @param driver the app's HTTP client.
         * @param store where the registration is kept. Required, unless the app supplies tokens
         *   itself ([TokenSource.App]); then it is not used.
         * @param startOver disregards what is stored: the first call registers again, and **the
         *   user's profiles are gone**. The old state is replaced when the new registration is
         *   there.
         * @throws TvPassException.InvalidInput the configuration cannot be used.
         * @throws TvPassException.StateUnusable what is stored cannot be used. It was not changed;
         *   ask the user before starting over.
         * @throws TvPassException.StorageUnreadable the store could not be read.
         * @throws TvPassException.StorageInUse another client uses the store.
         */
        @Throws(TvPassException::class, CancellationException::class)
        public suspend fun open(
            config: TvPassConfig,
            driver: HttpDriver,
            store: StateStore? = null,
            startOver: Boolean = false,
        ): TvPassClient = withContext(Dispatchers.IO) {
            val keepsState = config.tokenSource is TokenSource.Registration
            require(store != null || !keepsState) { "a client that registers needs a store, or each start loses the user's profiles" }
            val claim = if (keepsState) claim(checkNotNull(store)) else Closeable {}
            try {
                val state = if (keepsState && !startOver) load(store) else null
                val core = core {
                    val device = coreDevice(config.deviceIdentifier, config.deviceInfo)
                    try {
                        Client(device, config.toCore(), state, start())
                    } finally {
                        // The client has its own reference.
                        device.destroy()
                        state?.fill(0)
                    }
                }
                TvPassClient(core, CallRunner(core, config, driver, store), config, StoreUse(claim))
            } catch (e: Exception) {
                claim.close()
                throw e
            }
        }

        /** A client that has just been closed may still have a call that is ending: it gets a moment for that. */
        private suspend fun claim(store: StateStore): Closeable {
            var tries = CLAIM_TRIES
            while (true) {
                try {
                    return store.claim()
                } catch (e: StoreInUseException) {
                    tries -= 1
                    if (tries == 0) throw TvPassException.StorageInUse("the store is in use by another client", e)
                } catch (e: Exception) {
                    throw TvPassException.StorageUnreadable("the store cannot be used (${e.javaClass.simpleName})", e)
                }
                delay(CLAIM_PAUSE_MILLIS)
            }
        }

        private fun load(store: StateStore?): ByteArray? = try {
            store?.load()
        } catch (e: Exception) {
            throw TvPassException.StorageUnreadable("the state could not be read (${e.javaClass.simpleName})", e)
        }

        private const val CLAIM_TRIES = 50
        private const val CLAIM_PAUSE_MILLIS = 20L

        private fun start() = Start(
            nowMs = MonotonicClock.millis().toULong(),
            unixMs = System.currentTimeMillis().coerceAtLeast(0).toULong(),
            seed = Random.nextLong().toULong(),
        )
    }
}
