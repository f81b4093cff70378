package dev.tvpass

import dev.tvpass.internal.Account
import dev.tvpass.internal.AccountFlow
import dev.tvpass.internal.Outcome
import dev.tvpass.internal.Presented
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow

/**
 * The user of a service provider: sign in, who is signed in, what may be watched, sign out.
 * [TvPassClient.account] makes one; keep it while the app runs.
 *
 * Flows are cold: each collection runs one, and cancelling it ends it. Failures are thrown as
 * [TvPassException], whose [words][TvPassException.words] say what to tell the user.
 *
 * ```
 * val account = client.account(AccountSettings { redirectUrl = RedirectUrl("https://example.com/signed-in") })
 * val signIn = account.signIn()
 * signIn.events.collect { event ->
 *     when (event) {
 *         is SignInEvent.Present -> when (val step = event.step) {
 *             is SignInStep.ChooseProvider -> showPicker(step.providers) { signIn.chooseProvider(it.id) }
 *             is SignInStep.ShowCode -> showCode(step.screen)
 *             is SignInStep.OpenBrowser -> openBrowser(step.screen)
 *             is SignInStep.Partner -> {}
 *         }
 *         is SignInEvent.Ended -> showOutcome(event.outcome)
 *     }
 * }
 * ```
 *
 * @property status who is signed in, as far as is known: at once what an earlier start has kept,
 *   then what each flow finds out. [refresh] asks.
 */
public class TvPassAccount internal constructor(private val account: Account, private val host: FlowHost) {
    private val known = MutableStateFlow(core { account.kept() })

    public val status: StateFlow<Status> = known.asStateFlow()

    /**
     * Asks who is signed in, by one request: once for each start of the app, as Adobe wishes. If
     * the service cannot be asked, the status is what was kept ([StatusSource.Unreachable]).
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun refresh(): Status {
        val status = run(AccountFlow.Status).of<Outcome.Status>().status
        known.value = status
        return status
    }

    /** The MVPDs for a picker. Asked for only if what is in memory is older than three minutes: call it when the user has to choose. */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun providers(): Providers = run(AccountFlow.Providers).of<Outcome.Providers>().providers

    /** A sign-in. It begins when its events are collected, and takes the place of one that is on its way. */
    public fun signIn(options: SignInOptions = SignInOptions.secondScreen()): SignIn = SignIn(
        events(
            AccountFlow.SignIn(options.toCore()),
            { SignInEvent.Present(it.of<Presented.SignIn>().step) },
            { SignInEvent.Ended(it.of<Outcome.SignIn>().outcome) },
        ),
    )

    /**
     * The locks of these resources, for showing alone: as they become known, and at last all.
     * Permits that are in memory are not asked for again.
     *
     * @param resources ids, or what [Mrss] writes.
     */
    public fun preauthorize(resources: List<String>, access: Access = Access.CURRENT): Flow<Locks> = events(
        AccountFlow.Preauthorize(access.toCore(), resources.toList()),
        { it.of<Presented.Locks>().locks },
        { it.of<Outcome.Locks>().locks },
    ).events

    /**
     * Asks for one playback, right before it, each time. With a TempPass this is all that there is
     * to do, and what starts its clock.
     *
     * @param resource an id, or what [Mrss] writes.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun authorize(resource: String, access: Access = Access.CURRENT): PlayOutcome =
        PlayOutcome.of(run(AccountFlow.Authorize(access.toCore(), resource)).of<Outcome.Play>().answer)

    /**
     * Waits for the end of temporary access while a stream plays by it. Adobe does not stop the
     * stream: the app has to, at [TemporaryAccessEvent.Ended].
     */
    public fun temporaryAccessEnd(access: TemporaryAccess): Flow<TemporaryAccessEvent> = events(
        AccountFlow.TemporaryAccessEnd(access.play),
        { TemporaryAccessEvent.Present(it.of<Presented.TemporaryAccess>().remaining) },
        { TemporaryAccessEvent.Ended(it.of<Outcome.TemporaryAccessEnd>().end) },
    ).events

    /**
     * A sign-out of all MVPDs, or of one of several: only if the user wants it, and never because of
     * an error. It begins when its events are collected. The settings need a redirect URL.
     */
    public fun signOut(mvpd: String? = null): SignOut = SignOut(
        events(
            AccountFlow.SignOut(mvpd),
            { SignOutEvent.Present(it.of<Presented.SignOut>().step) },
            { SignOutEvent.Ended(it.of<Outcome.SignedOut>().signedOut) },
        ),
    )

    /**
     * Replaces the headers about the user: new single sign-on tokens, another visitor identifier.
     * What is known about locks is forgotten.
     *
     * @throws TvPassException.InvalidInput one that cannot be sent.
     */
    public fun setExtras(extras: RequestExtras) {
        core { account.setExtras(extras.toCore()) }
    }

    private suspend fun run(flow: AccountFlow): Outcome {
        val user = FlowUser { presented -> if (presented is Presented.Status) known.value = presented.status }
        return host.run({ core { account.start(flow) } }, user).also(::learn)
    }

    private fun <T> events(flow: AccountFlow, presented: (Presented) -> T, ended: (Outcome) -> T) = FlowEvents(
        host,
        { core { account.start(flow) } },
        { shown ->
            learn(null)
            presented(shown)
        },
        { outcome ->
            learn(outcome)
            ended(outcome)
        },
    )

    /** What a flow has found out about who is signed in. */
    private fun learn(outcome: Outcome?) {
        val isNews = outcome is Outcome.SignIn || outcome is Outcome.SignedOut
        val kept = core { account.kept() }
        val source = if (isNews) StatusSource.Service else known.value.source
        known.value = Status(kept.mvpd, kept.profiles, kept.current, source)
    }

    /** For logs, without secrets. */
    override fun toString(): String = "TvPassAccount"
}

/** What a flow presents. Another kind would be a mistake in the library. */
internal inline fun <reified T : Presented> Presented.of(): T =
    this as? T ?: throw TvPassException.Internal("the core presents ${javaClass.simpleName}", null)
