package dev.tvpass

import dev.tvpass.internal.Account
import dev.tvpass.internal.AccountFlow
import dev.tvpass.internal.Outcome
import dev.tvpass.internal.Presented
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow

/** The [TvPassAccount] of a client: its flows are the core's. */
internal class ClientAccount(private val account: Account, private val host: FlowHost) : TvPassAccount {
    private val known = MutableStateFlow(core { account.kept() })

    override val status: StateFlow<Status> = known.asStateFlow()

    override suspend fun refresh(): Status {
        val status = run(AccountFlow.Status).of<Outcome.Status>().status
        known.value = status
        return status
    }

    override suspend fun providers(): Providers = run(AccountFlow.Providers).of<Outcome.Providers>().providers

    override fun signIn(options: SignInOptions): SignIn = ClientSignIn(
        events(
            AccountFlow.SignIn(options.toCore()),
            { SignInEvent.Present(it.of<Presented.SignIn>().step) },
            { SignInEvent.Ended(it.of<Outcome.SignIn>().outcome) },
        ),
    )

    override fun preauthorize(resources: List<String>, access: Access): Flow<Locks> = events(
        AccountFlow.Preauthorize(access.toCore(), resources.toList()),
        { it.of<Presented.Locks>().locks },
        { it.of<Outcome.Locks>().locks },
    ).events

    override suspend fun authorize(resource: String, access: Access): PlayOutcome =
        PlayOutcome.of(run(AccountFlow.Authorize(access.toCore(), resource)).of<Outcome.Play>().answer)

    override fun temporaryAccessEnd(access: TemporaryAccess): Flow<TemporaryAccessEvent> = events(
        AccountFlow.TemporaryAccessEnd(requireNotNull(access.play) { "this playback is none of a client's" }),
        { TemporaryAccessEvent.Present(it.of<Presented.TemporaryAccess>().remaining) },
        { TemporaryAccessEvent.Ended(it.of<Outcome.TemporaryAccessEnd>().end) },
    ).events

    override fun signOut(mvpd: String?): SignOut = ClientSignOut(
        events(
            AccountFlow.SignOut(mvpd),
            { SignOutEvent.Present(it.of<Presented.SignOut>().step) },
            { SignOutEvent.Ended(it.of<Outcome.SignedOut>().signedOut) },
        ),
    )

    override fun setExtras(extras: RequestExtras) {
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
