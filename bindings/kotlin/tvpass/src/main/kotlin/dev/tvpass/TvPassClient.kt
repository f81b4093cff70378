package dev.tvpass

import dev.tvpass.internal.Client
import dev.tvpass.internal.Operation
import dev.tvpass.internal.Outcome
import dev.tvpass.internal.Start
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
 * One app on one device at one environment. It registers the app once, keeps a token, and logs out.
 *
 * Open one and keep it; it may be used from any number of coroutines at once. Every `suspend`
 * function may be called on the main thread: none blocks it. Cancelling the coroutine ends the
 * request that is out.
 *
 * ```
 * val client = TvPassClient.open(config, OkHttpDriver(okHttpClient), store)
 * val logout = client.logout(LogoutParameters("REF30", "Cablevision", RedirectUrl("https://example.com/signed-out")))
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
    private val storeUse: StoreUse,
) : AutoCloseable {
    private val closing: CompletableJob = Job()

    /**
     * Logs out, with registration, token, pacing and retries as needed. Only for a user who asked
     * for it, never as an answer to a denied authorization.
     *
     * @throws TvPassException what went wrong; [TvPassException.DeadlineExceeded] at the latest
     *   when the parameters' time is up.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun logout(parameters: LogoutParameters): Logout =
        run(parameters.toCore(), parameters.deadlineMillis).of<Outcome.Logout>().logout

    /**
     * Logs out of the legacy REST API V1, which ends with 2026; see [LogoutV1Parameters]. It takes
     * no access token, and goes to [Environment.v1BaseUrl]. Success says nothing more.
     *
     * @throws TvPassException what went wrong; [TvPassException.InvalidInput] if Adobe documents no
     *   V1 service for the environment.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun logoutV1(parameters: LogoutV1Parameters) {
        run(parameters.toCore(), parameters.deadlineMillis).of<Outcome.Nothing>()
    }

    /** Every operation: on the thread of no caller, and ended by [close]. */
    private suspend fun run(operation: Operation, deadlineMillis: Long): Outcome {
        ensureOpen()
        if (!storeUse.begin()) throw TvPassException.Closed()
        try {
            return runUntilClosed(operation, deadlineMillis)
        } finally {
            storeUse.end()
        }
    }

    private suspend fun runUntilClosed(operation: Operation, deadlineMillis: Long): Outcome {
        // A supervisor: a failure goes to the caller as it is.
        return supervisorScope {
            val work = async(Dispatchers.Default) { runner.run(operation, deadlineMillis) }
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
     * Why the state could not be stored the last time, if it could not: if the process ends now,
     * the next start registers again, and the user's profiles are gone. Logouts go on all the same,
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
     * Ends the client. Logouts that are on their way end with [TvPassException.Closed], and so does
     * every later use. Closing again does nothing. The store and the driver are the app's to close;
     * another client may have the store once the last logout has ended. A client that is not closed
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
         * @param startOver disregards what is stored: the first logout registers again, and **the
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
                TvPassClient(core, CallRunner(core, config, driver, store), StoreUse(claim))
            } catch (e: Exception) {
                claim.close()
                throw e
            }
        }

        /** A client that has just been closed may still have a logout that is ending: it gets a moment for that. */
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
