package dev.tvpass

import dev.tvpass.internal.Call
import dev.tvpass.internal.Client
import dev.tvpass.internal.Input
import dev.tvpass.internal.Operation
import dev.tvpass.internal.Outcome
import dev.tvpass.internal.Step
import dev.tvpass.internal.UserInput
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull

/** The loop around the core's state machine: does what each step says and reports back. */
internal class CallRunner(
    private val client: Client,
    private val config: TvPassConfig,
    private val driver: HttpDriver,
    private val store: StateStore?,
) {
    /** Counts what happened to any call, so that those that wait for another one look again. */
    private val progress = MutableStateFlow(0L)
    private val storing = Mutex()

    /** A call has registered again, and nobody has acknowledged that yet. */
    @Volatile
    var registrationWasLost = false

    @Volatile
    var storageError: TvPassException.StorageUnwritable? = null
        private set

    suspend fun run(operation: Operation, deadlineMillis: Long): Outcome =
        drive(core { client.start(now(), operation, deadlineMillis.coerceAtLeast(0).toULong()) }, FlowUser { })

    /** Drives an operation, or a flow, which [user] looks at. */
    suspend fun drive(call: Call, user: FlowUser): Outcome {
        user.attend(call)
        var isRunning = true
        var knowsOfLoss = false
        var tokenSourceError: Exception? = null
        try {
            var input: Input = Input.Poll
            while (true) {
                // Read before the call looks, so that progress in between is not slept through.
                val seen = progress.value
                val turn = core { call.advance(now(), input) }
                tell(turn.events)
                if (turn.registrationWasLost && !knowsOfLoss) {
                    knowsOfLoss = true
                    registrationWasLost = true
                }
                if (input !is Input.Poll) advance()
                input = when (val step = turn.step) {
                    is Step.Send -> send(step)
                    is Step.Wait -> wait(seen, step)
                    is Step.Persist -> persist(step.state)
                    is Step.ProvideToken -> provideToken(step.rejected) { tokenSourceError = it }
                    is Step.Present -> {
                        user.present(step.presented)
                        Input.Poll
                    }
                    is Step.Done -> {
                        isRunning = false
                        return step.outcome
                    }
                    is Step.Failed -> {
                        isRunning = false
                        throw TvPassException.from(step.failure, tokenSourceError.takeIf { input is Input.TokenFailed })
                    }
                }
            }
        } finally {
            if (isRunning) abandon(call)
            user.attend(null)
            call.destroy()
            advance()
        }
    }

    /** What the user did: `false` if nothing that was presented asks for it now. */
    fun told(user: FlowUser, input: UserInput): Boolean = user.tell(now(), input).also { advance() }

    private suspend fun send(step: Step.Send): Input = try {
        // The sum of a driver's own limits may be longer than what one attempt may take.
        val response = withTimeoutOrNull(step.timeoutMs.toLong()) { driver.send(step.request.toPublic()) }
        if (response != null) {
            Input.Response(response.toCore())
        } else {
            Input.TransportFailed(TransportFailure(TransportFailure.Kind.TIMEOUT, true, "no answer within ${step.timeoutMs} ms").toCore())
        }
    } catch (e: CancellationException) {
        // Of this call; or of something inside the driver, such as a time limit of its own.
        currentCoroutineContext().ensureActive()
        val kind = if (e is TimeoutCancellationException) TransportFailure.Kind.TIMEOUT else TransportFailure.Kind.OTHER
        Input.TransportFailed(TransportFailure(kind, true, e.javaClass.simpleName).toCore())
    } catch (e: TransportFailure) {
        if (e.kind == TransportFailure.Kind.CANCELLED) Input.Cancel else Input.TransportFailed(e.toCore())
    } catch (e: Exception) {
        // A driver of the app's. Its message may repeat what it was given.
        Input.TransportFailed(TransportFailure(TransportFailure.Kind.OTHER, true, e.javaClass.simpleName).toCore())
    }

    private suspend fun wait(seen: Long, step: Step.Wait): Input {
        val millis = step.untilMs.toLong() - now().toLong()
        if (millis > 0) withTimeoutOrNull(millis) { progress.first { it != seen } }
        return Input.Poll
    }

    private suspend fun persist(state: ByteArray): Input = withContext(NonCancellable + Dispatchers.IO) {
        // Even if the call is cancelled meanwhile: this state is the registration.
        val failure = storing.withLock {
            try {
                checkNotNull(store).save(state)
                null
            } catch (e: Exception) {
                TvPassException.StorageUnwritable("the state could not be stored (${e.javaClass.simpleName})", e)
            }
        }
        state.fill(0)
        storageError = failure
        Input.Persisted(failure == null)
    }

    private suspend fun provideToken(rejected: Boolean, onError: (Exception) -> Unit): Input = try {
        val token = (config.tokenSource as TokenSource.App).provider.provide(rejected)
        Input.Token(token.accessToken, token.expiresInSeconds?.coerceAtLeast(0)?.toULong())
    } catch (e: Exception) {
        // If this call was cancelled. A time limit or a cancelled job inside the app's own source
        // is a failure of that source.
        currentCoroutineContext().ensureActive()
        onError(e)
        Input.TokenFailed(e.javaClass.simpleName)
    }

    /** The coroutine was cancelled: says so in the support report. */
    private fun abandon(call: Call) {
        try {
            tell(call.advance(now(), Input.Cancel).events)
        } catch (e: Exception) {
            // It had panicked; what did that is on its way to the caller.
        }
    }

    fun tell(events: List<TvPassEvent>) {
        val listener = config.eventListener ?: return
        for (event in events) {
            try {
                listener.onEvent(event)
            } catch (e: Exception) {
                // A log that fails is no reason to fail the call.
            }
        }
    }

    private fun advance() = progress.update { it + 1 }

    fun now(): ULong = MonotonicClock.millis().toULong()
}

/** The outcome that an operation has. Another one would be a mistake in the library. */
internal inline fun <reified T : Outcome> Outcome.of(): T =
    this as? T ?: throw TvPassException.Internal("the core answered with ${javaClass.simpleName}", null)
