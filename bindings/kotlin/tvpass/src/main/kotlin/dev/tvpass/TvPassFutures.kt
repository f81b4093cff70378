package dev.tvpass

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.future.future
import kotlinx.coroutines.runInterruptible
import java.util.concurrent.CompletableFuture

/**
 * A [TvPassClient] for Java. Cancelling a future ends its logout. A future that fails, fails with a
 * [TvPassException], in Java's `ExecutionException` or `CompletionException`. On Android from API
 * level 24.
 *
 * ```java
 * TvPassFutures client = TvPassFutures.open(config, new UrlConnectionDriver(), store).get();
 * client.logout(parameters).thenAccept(logout -> follow(logout.getFollowUps()));
 * ```
 *
 * @property client the client underneath.
 */
public class TvPassFutures(public val client: TvPassClient) : AutoCloseable {
    /** Logs out; see [TvPassClient.logout]. */
    public fun logout(parameters: LogoutParameters): CompletableFuture<Logout> = scope.future { client.logout(parameters) }

    /** Logs out of the legacy REST API V1; see [TvPassClient.logoutV1]. The future's value says nothing. */
    public fun logoutV1(parameters: LogoutV1Parameters): CompletableFuture<Void?> = scope.future {
        client.logoutV1(parameters)
        null
    }

    /** Closes the client. */
    override fun close() {
        client.close()
    }

    /** Opens clients. */
    public companion object {
        /** A supervisor: one future's failure is no other's. */
        private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

        /** Opens a client; see [TvPassClient.open]. */
        @JvmStatic
        @JvmOverloads
        public fun open(
            config: TvPassConfig,
            driver: HttpDriver,
            store: StateStore? = null,
            startOver: Boolean = false,
        ): CompletableFuture<TvPassFutures> = scope.future { TvPassFutures(TvPassClient.open(config, driver, store, startOver)) }

        /** A token source that may block: it is called on a thread for that. */
        @JvmStatic
        public fun blockingTokenSource(provider: BlockingTokenProvider): TokenSource = TokenSource.App { rejected ->
            runInterruptible(Dispatchers.IO) { provider.provide(rejected) }
        }
    }
}

/** A [TokenProvider] for Java. */
public fun interface BlockingTokenProvider {
    /** Gets an access token; see [TokenProvider.provide]. It may block, and is interrupted when the logout is cancelled. */
    @Throws(Exception::class)
    public fun provide(rejected: Boolean): ProvidedToken
}
