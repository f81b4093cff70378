package dev.tvpass

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.future.future
import kotlinx.coroutines.runInterruptible
import java.util.concurrent.CompletableFuture

/**
 * A [TvPass] for Java. Cancelling a future ends its call. A future that fails, fails with a
 * [TvPassException], in Java's `ExecutionException` or `CompletionException`. On Android from API
 * level 24.
 *
 * ```java
 * TvPassFutures client = TvPassFutures.open(config, new UrlConnectionDriver(), store).get();
 * client.logout("Cablevision", redirectUrl).thenAccept(logout -> follow(logout.getFollowUps()));
 * ```
 *
 * @property client the client underneath.
 */
public class TvPassFutures(public val client: TvPass) : AutoCloseable {
    /** See [TvPass.configuration]. */
    @JvmOverloads
    public fun configuration(
        options: CallOptions = CallOptions.DEFAULT,
    ): CompletableFuture<Configuration> = scope.future { client.configuration(options) }

    /** See [TvPass.createSession]. */
    @JvmOverloads
    public fun createSession(
        mvpd: String? = null,
        domainName: String? = null,
        redirectUrl: RedirectUrl? = null,
        options: CallOptions = CallOptions.DEFAULT,
    ): CompletableFuture<Session> = scope.future { client.createSession(mvpd, domainName, redirectUrl, options) }

    /** See [TvPass.resumeSession]. */
    @JvmOverloads
    public fun resumeSession(
        code: String,
        mvpd: String? = null,
        domainName: String? = null,
        redirectUrl: RedirectUrl? = null,
        options: CallOptions = CallOptions.DEFAULT,
    ): CompletableFuture<Session> = scope.future { client.resumeSession(code, mvpd, domainName, redirectUrl, options) }

    /** See [TvPass.retrieveSession]. */
    @JvmOverloads
    public fun retrieveSession(
        code: String,
        options: CallOptions = CallOptions.DEFAULT,
    ): CompletableFuture<SessionDetails> = scope.future { client.retrieveSession(code, options) }

    /** See [TvPass.profiles]. */
    @JvmOverloads
    public fun profiles(
        options: CallOptions = CallOptions.DEFAULT,
    ): CompletableFuture<Profiles> = scope.future { client.profiles(options) }

    /** See [TvPass.profileForMvpd]. */
    @JvmOverloads
    public fun profileForMvpd(
        mvpd: String,
        options: CallOptions = CallOptions.DEFAULT,
    ): CompletableFuture<Profiles> = scope.future { client.profileForMvpd(mvpd, options) }

    /** See [TvPass.profileForCode]. */
    @JvmOverloads
    public fun profileForCode(
        code: String,
        options: CallOptions = CallOptions.DEFAULT,
    ): CompletableFuture<Profiles> = scope.future { client.profileForCode(code, options) }

    /** See [TvPass.partnerRequest]. */
    @JvmOverloads
    public fun partnerRequest(
        status: PartnerFrameworkStatus,
        domainName: String? = null,
        redirectUrl: RedirectUrl? = null,
        options: CallOptions = CallOptions.DEFAULT,
    ): CompletableFuture<Session> = scope.future { client.partnerRequest(status, domainName, redirectUrl, options) }

    /** See [TvPass.partnerProfile]. */
    @JvmOverloads
    public fun partnerProfile(
        status: PartnerFrameworkStatus,
        samlResponse: SamlResponse,
        options: CallOptions = CallOptions.DEFAULT,
    ): CompletableFuture<Profiles> = scope.future { client.partnerProfile(status, samlResponse, options) }

    /** See [TvPass.preauthorize]. */
    @JvmOverloads
    public fun preauthorize(
        mvpd: String,
        resources: List<String>,
        options: CallOptions = CallOptions.DEFAULT,
    ): CompletableFuture<PreauthorizationDecisions> = scope.future { client.preauthorize(mvpd, resources, options) }

    /** See [TvPass.authorize]. */
    @JvmOverloads
    public fun authorize(
        mvpd: String,
        resources: List<String>,
        options: CallOptions = CallOptions.DEFAULT,
    ): CompletableFuture<AuthorizationDecisions> = scope.future { client.authorize(mvpd, resources, options) }

    /** See [TvPass.logout]. */
    @JvmOverloads
    public fun logout(
        mvpd: String,
        redirectUrl: RedirectUrl,
        options: CallOptions = CallOptions.DEFAULT,
    ): CompletableFuture<Logout> = scope.future { client.logout(mvpd, redirectUrl, options) }

    /** See [TvPass.logoutV1]. The future's value says nothing. */
    @JvmOverloads
    public fun logoutV1(
        deviceType: String? = null,
        deviceUser: String? = null,
        appId: String? = null,
        options: CallOptions = CallOptions.DEFAULT,
    ): CompletableFuture<Void?> = scope.future {
        client.logoutV1(deviceType, deviceUser, appId, options)
        null
    }

    /** The user of a service provider, and where flows begin; see [TvPass.account]. */
    @JvmOverloads
    @Throws(TvPassException::class)
    public fun account(settings: AccountSettings = AccountSettings.DEFAULT): TvPassAccountFutures =
        TvPassAccountFutures(client.account(settings), scope)

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
    /** Gets an access token; see [TokenProvider.provide]. It may block, and is interrupted when the call is cancelled. */
    @Throws(Exception::class)
    public fun provide(rejected: Boolean): AccessToken
}
