package dev.tvpass

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.StateFlow

/**
 * The user of a service provider: sign in, who is signed in, what may be watched, sign out.
 * [TvPass.account] makes one; keep it while the app runs. For an app to depend on: its own tests
 * give it a `FakeAccount` of `tvpass-testing`. A new version may add functions, so an
 * implementation of an app's own delegates to one of these.
 *
 * Flows are cold: each collection runs one, and cancelling it ends it. Failures are thrown as
 * [TvPassException], whose [words][TvPassException.words] say what to tell the user.
 *
 * ```
 * val account = tvPass.account(AccountSettings { redirectUrl = RedirectUrl("https://example.com/signed-in") })
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
 */
public interface TvPassAccount {
    /**
     * Who is signed in, as far as is known: at once what an earlier start has kept, then what each
     * flow finds out. [refresh] asks.
     */
    public val status: StateFlow<Status>

    /**
     * Asks who is signed in, by one request: once for each start of the app, as Adobe wishes. If
     * the service cannot be asked, the status is what was kept ([StatusSource.Unreachable]).
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun refresh(): Status

    /**
     * The MVPDs for a picker. Asked for only if what is in memory is older than three minutes: call
     * it when the user has to choose.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun providers(): Providers

    /**
     * A sign-in. It begins when its events are collected, and takes the place of one that is on its
     * way.
     */
    public fun signIn(options: SignInOptions = SignInOptions.secondScreen()): SignIn

    /**
     * The locks of these resources, for showing alone: as they become known, and at last all.
     * Permits that are in memory are not asked for again.
     *
     * @param resources ids, or what [Mrss] writes.
     */
    public fun preauthorize(resources: List<String>, access: Access = Access.CURRENT): Flow<Locks>

    /**
     * Asks for one playback, right before it, each time. With a TempPass this is all that there is
     * to do, and what starts its clock.
     *
     * @param resource an id, or what [Mrss] writes.
     */
    @Throws(TvPassException::class, CancellationException::class)
    public suspend fun authorize(resource: String, access: Access = Access.CURRENT): PlayOutcome

    /**
     * Waits for the end of temporary access while a stream plays by it. Adobe does not stop the
     * stream: the app has to, at [TemporaryAccessEvent.Ended].
     *
     * @param access of a [PlayOutcome.Play].
     * @throws IllegalArgumentException it is one that an app made, and this account a client's.
     */
    public fun temporaryAccessEnd(access: TemporaryAccess): Flow<TemporaryAccessEvent>

    /**
     * A sign-out of all MVPDs, or of one of several: only if the user wants it, and never because
     * of an error. It begins when its events are collected. The settings need a redirect URL.
     */
    public fun signOut(mvpd: String? = null): SignOut

    /**
     * Replaces the headers about the user: new single sign-on tokens, another visitor identifier.
     * What is known about locks is forgotten.
     *
     * @throws TvPassException.InvalidInput one that cannot be sent.
     */
    public fun setExtras(extras: RequestExtras)
}
