package dev.tvpass

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.future.future
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executor
import java.util.function.Consumer

/**
 * A [TvPassAccount] for Java: what a flow presents goes to a listener, how it ends to a future.
 * Listeners are called one event after the other, on the executor that stands beside them: on
 * Android the main thread's. Cancelling a future ends its flow. A future that fails, fails with a
 * [TvPassException], or with what the listener has thrown, in Java's `ExecutionException` or
 * `CompletionException`. On Android from API level 24. [TvPassFutures.account] makes one.
 *
 * ```java
 * SignIn signIn = account.getAccount().signIn(SignInOptions.secondScreen());
 * CompletableFuture<SignInOutcome> outcome = account.run(signIn, mainThread, step -> {
 *     if (step instanceof SignInStep.ChooseProvider) showPicker(step, mvpd -> signIn.chooseProvider(mvpd));
 *     if (step instanceof SignInStep.ShowCode) showCode(((SignInStep.ShowCode) step).getScreen());
 * });
 * ```
 *
 * @property account the account underneath: it begins sign-ins and sign-outs, and is told what the
 *   user does by what it returns.
 */
public class TvPassAccountFutures internal constructor(public val account: TvPassAccount, private val scope: CoroutineScope) {
    /** Who is signed in, as far as is known; see [TvPassAccount.status]. */
    public val status: Status
        get() = account.status.value

    /**
     * Tells who is signed in: at once, and after each change, until the future is cancelled. It has
     * no other end.
     */
    public fun watchStatus(executor: Executor, listener: Consumer<Status>): CompletableFuture<Void?> =
        scope.future(executor.asCoroutineDispatcher()) { account.status.collect(listener::accept) }

    /** See [TvPassAccount.refresh]. */
    public fun refresh(): CompletableFuture<Status> = scope.future { account.refresh() }

    /** See [TvPassAccount.providers]. */
    public fun providers(): CompletableFuture<Providers> = scope.future { account.providers() }

    /** Begins a sign-in, and shows its steps; see [SignIn.events]. */
    public fun run(signIn: SignIn, executor: Executor, listener: Consumer<SignInStep>): CompletableFuture<SignInOutcome> =
        last(signIn.events, executor) { event ->
            when (event) {
                is SignInEvent.Present -> null.also { listener.accept(event.step) }
                is SignInEvent.Ended -> event.outcome
            }
        }

    /** Begins a sign-out, and shows what is left to do; see [SignOut.events]. */
    public fun run(signOut: SignOut, executor: Executor, listener: Consumer<SignOutStep>): CompletableFuture<SignedOut> =
        last(signOut.events, executor) { event ->
            when (event) {
                is SignOutEvent.Present -> null.also { listener.accept(event.step) }
                is SignOutEvent.Ended -> event.signedOut
            }
        }

    /** The locks of these resources, as they become known, and at last all; see [TvPassAccount.preauthorize]. */
    public fun preauthorize(
        resources: List<String>,
        access: Access,
        executor: Executor,
        listener: Consumer<Locks>,
    ): CompletableFuture<Locks> = last(account.preauthorize(resources, access), executor) { locks -> locks.also(listener::accept) }

    /** See [TvPassAccount.authorize]. */
    @JvmOverloads
    public fun authorize(resource: String, access: Access = Access.CURRENT): CompletableFuture<PlayOutcome> =
        scope.future { account.authorize(resource, access) }

    /** Waits for the end of temporary access, and tells what is left of it; see [TvPassAccount.temporaryAccessEnd]. */
    public fun temporaryAccessEnd(
        access: TemporaryAccess,
        executor: Executor,
        listener: Consumer<TemporaryAccessRemaining>,
    ): CompletableFuture<TemporaryAccessEnd> = last(account.temporaryAccessEnd(access), executor) { event ->
        when (event) {
            is TemporaryAccessEvent.Present -> null.also { listener.accept(event.remaining) }
            is TemporaryAccessEvent.Ended -> event.end
        }
    }

    /** What the last event of a flow says. */
    private fun <T, R : Any> last(events: Flow<T>, executor: Executor, take: (T) -> R?): CompletableFuture<R> =
        scope.future(executor.asCoroutineDispatcher()) {
            var last: R? = null
            events.collect { take(it)?.let { taken -> last = taken } }
            last ?: throw TvPassException.Internal("a flow ended without an end", null)
        }

    /** For logs, without secrets. */
    override fun toString(): String = "TvPassAccountFutures"
}
