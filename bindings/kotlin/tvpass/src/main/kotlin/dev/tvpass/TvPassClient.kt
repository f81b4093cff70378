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
 * The [TvPass] that talks to Adobe's service, through the native core.
 *
 * ```
 * val client = TvPassClient.open(config, OkHttpDriver(okHttpClient), store)
 * ```
 */
public class TvPassClient private constructor(
    private val core: Client,
    private val runner: CallRunner,
    private val config: TvPassConfig,
    onEnd: () -> Unit,
) : TvPass {
    private val use = ClientUse(onEnd)
    private val closing: CompletableJob = Job()

    override suspend fun configuration(options: CallOptions): Configuration =
        run(options) { configuration() }

    override suspend fun createSession(
        mvpd: String?,
        domainName: String?,
        redirectUrl: RedirectUrl?,
        options: CallOptions,
    ): Session = run(options) { createSession(mvpd, domainName, redirectUrl) }

    override suspend fun resumeSession(
        code: String,
        mvpd: String?,
        domainName: String?,
        redirectUrl: RedirectUrl?,
        options: CallOptions,
    ): Session = run(options) { resumeSession(code, mvpd, domainName, redirectUrl) }

    override suspend fun retrieveSession(code: String, options: CallOptions): SessionDetails =
        run(options) { retrieveSession(code) }

    override fun authenticateUrl(code: String, serviceProvider: String?): String =
        core { dev.tvpass.internal.authenticateUrl(config.environment.baseUrl, serviceProvider ?: config.serviceProvider, code) }

    override suspend fun profiles(options: CallOptions): Profiles = run(options) { profiles() }

    override suspend fun profileForMvpd(mvpd: String, options: CallOptions): Profiles =
        run(options) { profileForMvpd(mvpd) }

    override suspend fun profileForCode(code: String, options: CallOptions): Profiles =
        run(options) { profileForCode(code) }

    override suspend fun partnerRequest(
        status: PartnerFrameworkStatus,
        domainName: String?,
        redirectUrl: RedirectUrl?,
        options: CallOptions,
    ): Session = run(options) { partnerRequest(status, domainName, redirectUrl) }

    override suspend fun partnerProfile(
        status: PartnerFrameworkStatus,
        samlResponse: SamlResponse,
        options: CallOptions,
    ): Profiles = run(options) { partnerProfile(status, samlResponse) }

    override suspend fun preauthorize(
        mvpd: String,
        resources: List<String>,
        options: CallOptions,
    ): PreauthorizationDecisions = run(options) { preauthorize(mvpd, resources) }

    override suspend fun authorize(
        mvpd: String,
        resources: List<String>,
        options: CallOptions,
    ): AuthorizationDecisions = run(options) { authorize(mvpd, resources) }

    override suspend fun logout(mvpd: String, redirectUrl: RedirectUrl, options: CallOptions): Logout =
        run(options) { logout(mvpd, redirectUrl) }

    override suspend fun logoutV1(
        deviceType: String?,
        deviceUser: String?,
        appId: String?,
        options: CallOptions,
    ) {
        run(options) { logoutV1(deviceType, deviceUser, appId) }
    }

    /** Every operation: on the thread of no caller, and ended by [close]. */
    private suspend fun <T> run(options: CallOptions, wish: Wishes.() -> Wish<T>): T {
        if (!use.begin()) throw TvPassException.Closed()
        try {
            val wished = Wishes(options.serviceProvider ?: config.serviceProvider, options.extras).wish()
            return wished.read(runUntilClosed { runner.run(wished.operation, options.deadlineMillis) })
        } finally {
            use.end()
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

    override fun account(settings: AccountSettings): TvPassAccount =
        inUse { ClientAccount(Account(core, settings.toCore(config.serviceProvider)), flows) }

    private val flows = object : FlowHost {
        override suspend fun run(start: () -> Call, user: FlowUser): Outcome {
            if (!use.begin()) throw TvPassException.Closed()
            try {
                return runUntilClosed { runner.drive(start(), user) }
            } finally {
                use.end()
            }
        }

        override fun tell(user: FlowUser, input: UserInput): Boolean = runner.told(user, input)
    }

    override val isRegistered: Boolean
        get() = inUse { core.isRegistered() }

    override fun forgetRegistration() {
        inUse { core.forgetRegistration() }
    }

    override val registrationWasLost: Boolean
        get() = runner.registrationWasLost

    override fun acknowledgeLostRegistration() {
        runner.registrationWasLost = false
    }

    override val storageError: TvPassException.StorageUnwritable?
        get() = runner.storageError

    override fun supportReport(): String = inUse { core.supportReport(runner.now()) }

    override fun close() {
        if (closing.complete()) use.close()
    }

    /** The core stays until [call] has ended, whoever closes the client meanwhile. */
    private inline fun <T> inUse(call: () -> T): T {
        if (!use.begin()) throw TvPassException.Closed()
        try {
            return core(call)
        } finally {
            use.end()
        }
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
            // While the store is read: on a slow device both take a while.
            val library = async { TvPassLibrary.load() }
            val claim = if (keepsState) claim(checkNotNull(store)) else Closeable {}
            try {
                val state = if (keepsState && !startOver) load(store) else null
                library.await()
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
                TvPassClient(core, CallRunner(core, config, driver, store), config) {
                    core.destroy()
                    claim.close()
                }
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
