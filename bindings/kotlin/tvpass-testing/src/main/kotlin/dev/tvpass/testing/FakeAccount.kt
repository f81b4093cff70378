package dev.tvpass.testing

import dev.tvpass.Access
import dev.tvpass.AccountSettings
import dev.tvpass.ActivationPage
import dev.tvpass.DecisionSource
import dev.tvpass.Denial
import dev.tvpass.KeptMvpd
import dev.tvpass.Lock
import dev.tvpass.LockState
import dev.tvpass.Locks
import dev.tvpass.Mvpd
import dev.tvpass.PlayOutcome
import dev.tvpass.Profile
import dev.tvpass.ProfileType
import dev.tvpass.Providers
import dev.tvpass.RedirectUrl
import dev.tvpass.Refusal
import dev.tvpass.Remedy
import dev.tvpass.RequestExtras
import dev.tvpass.SignIn
import dev.tvpass.SignInOptions
import dev.tvpass.SignInOutcome
import dev.tvpass.SignOut
import dev.tvpass.SignOutStep
import dev.tvpass.Status
import dev.tvpass.StatusSource
import dev.tvpass.TemporaryAccess
import dev.tvpass.TemporaryAccessEvent
import dev.tvpass.TextKey
import dev.tvpass.TvPassAccount
import dev.tvpass.TvPassException
import dev.tvpass.Words
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.flow

/**
 * A [TvPassAccount] for an app's tests: it plays sign-ins, denials and ends for an app's screens,
 * at once and without native code. What the user and the provider do, the test says.
 *
 * ```
 * val account = FakeAccount(listOf(Samples.mvpd("Cablevision")))
 * val screen = SignInViewModel(account)         // collects account.signIn().events
 * account.userSignsIn("Cablevision")            // on the second screen
 * account.deny("HBO")                           // not in the user's package
 * account.failNext(Failures.noConnection())     // the next flow
 * account.expireProfiles()
 * ```
 *
 * That of a [FakeTvPass] ([FakeTvPass.account]) has that one's profiles, denials and time: whoever
 * signs in by the one is signed in for the other. Every function may be called from any thread.
 *
 * @property settings what the account was made with.
 */
public class FakeAccount internal constructor(
    private val device: FakeDevice,
    public val settings: AccountSettings,
) : TvPassAccount {
    /**
     * An account by itself. Nobody is signed in.
     *
     * @param mvpds whom the user can choose from.
     */
    @JvmOverloads
    public constructor(mvpds: List<Mvpd>, settings: AccountSettings = USUAL) : this(FakeDevice(mvpds, false, "REF30"), settings)

    private var chosen: KeptMvpd? = null
    private var newest: RunningSignIn? = null
    private val failures = ArrayDeque<TvPassException>()
    private var steps: List<SignOutStep>? = null
    private val known = MutableStateFlow(statusOf(device.profiles().profiles, StatusSource.Kept))

    /** The headers about the user: the settings', or the last that [setExtras] was given. */
    @Volatile
    public var extras: RequestExtras = settings.extras
        private set

    // What the test says.

    /** Somebody is signed in, as after an earlier start. */
    public fun hasProfile(profile: Profile): Unit = synchronized(device) {
        device.profiles[profile.mvpd] = profile
        choose(profile.mvpd)
        know(StatusSource.Kept)
    }

    /**
     * The user signs in, with the code that is shown or in the browser that is open. A sign-in by a
     * code is over then; one with a browser when the app tells that it is closed.
     *
     * @param mvpd whom the user signs in with, where the second screen chooses; else the session's.
     * @return whether there is such a sign-in, with an MVPD.
     */
    @JvmOverloads
    public fun userSignsIn(mvpd: String? = null): Boolean =
        synchronized(device) { newest?.takeUnless { it.isOver }?.userSignsIn(mvpd) ?: false }

    /** The code that is shown ends before anybody has signed in, and no other takes its place. */
    public fun expireCode(): Unit = synchronized(device) { newest?.expireCode() ?: Unit }

    /** The sign-in that is on its way fails. */
    public fun failSignIn(error: TvPassException): Unit = synchronized(device) { newest?.fail(error) ?: Unit }

    /** All profiles end. The choice of the MVPD stays. */
    public fun expireProfiles(): Unit = synchronized(device) {
        device.profiles.clear()
        know(StatusSource.Service)
    }

    /** This resource may not be watched from now on; what becomes of it follows from the denial. */
    @JvmOverloads
    public fun deny(resource: String, denial: Denial = Samples.denial()): Unit =
        synchronized(device) { device.denials[resource] = denial }

    /** This resource may be watched again. */
    public fun permit(resource: String): Unit = synchronized(device) { device.denials -= resource }

    /** Temporary access is at its end: streams have to stop. */
    public fun endTemporaryAccess(): Unit = synchronized(device) {
        device.endTempPasses()
        device.settle()
    }

    /** What the next sign-out leaves to do; else the MVPD's own page is to be opened. */
    public fun leaveToDo(steps: List<SignOutStep>): Unit = synchronized(device) { this.steps = steps.toList() }

    /**
     * The next flow fails. Several are taken in their order. A status is what was kept then, and a
     * playback says what helps.
     */
    public fun failNext(error: TvPassException): Unit = synchronized(device) { failures += error }

    // What the app does.

    override val status: StateFlow<Status> = known.asStateFlow()

    override suspend fun refresh(): Status = synchronized(device) {
        val error = failure { device.register() }
        when (error) {
            null -> {
                val lasting = profiles().firstOrNull { it.profileType != ProfileType.Temporary }
                if (chosen == null && lasting != null) choose(lasting.mvpd)
                know(StatusSource.Service)
            }
            is TvPassException.RegistrationLost -> know(StatusSource.Unreachable(error), emptyList())
            else -> know(StatusSource.Unreachable(error), known.value.profiles)
        }
        known.value
    }

    override suspend fun providers(): Providers = synchronized(device) {
        takeFailure()
        device.register()
        providersNow()
    }

    override fun signIn(options: SignInOptions): SignIn = FakeSignIn(this, device, options)

    override fun preauthorize(resources: List<String>, access: Access): Flow<Locks> {
        val asked = resources.distinct()
        return flow { emit(synchronized(device) { locks(asked, access) }) }
    }

    override suspend fun authorize(resource: String, access: Access): PlayOutcome = synchronized(device) {
        if (resource.isEmpty()) throw Failures.invalidInput("resource")
        val mvpd = mvpdOf(access)
        val error = failure { mvpd?.let { ask(it, startsTempPass = true) } }
        when {
            error != null -> refusal(error.words, null, error)
            mvpd == null -> refusal(Samples.words(Remedy.SIGN_IN, TextKey.SIGN_IN), null, null)
            else -> device.denial(mvpd, resource)?.let { refusal(wordsOf(it), it, null) } ?: play(mvpd, resource)
        }
    }

    override fun temporaryAccessEnd(access: TemporaryAccess): Flow<TemporaryAccessEvent> =
        device.played { FakeTemporaryAccess(this, device, access, it) }

    override fun signOut(mvpd: String?): SignOut = FakeSignOut(this, device, mvpd)

    override fun setExtras(extras: RequestExtras) {
        this.extras = extras
    }

    /** For logs. */
    override fun toString(): String = "FakeAccount"

    // What its flows do; they hold the lock.

    /** A sign-in begins, in place of an older one. */
    internal fun begins(signIn: RunningSignIn) {
        replaceSignIn(signIn)
        takeFailure()
    }

    internal fun replaceSignIn(signIn: RunningSignIn?) {
        newest?.end(SignInOutcome.Replaced)
        newest = signIn
    }

    /** Throws what [failNext] was given, if there is something. */
    internal fun takeFailure() {
        if (device.isClosed) throw Failures.closed()
        failures.removeFirstOrNull()?.let { throw it }
    }

    internal fun takeSteps(): List<SignOutStep>? = steps.also { steps = null }

    internal fun providersNow(): Providers {
        val (hidden, shown) = device.mvpds.partition { it.id in settings.hiddenMvpds }
        val (tempPasses, choices) = shown.partition { it.isTempPass }
        val remembered = choices.firstOrNull { it.id == chosen?.id }
        return Providers(listOfNotNull(remembered) + choices.filter { it.id != remembered?.id }, remembered, tempPasses, hidden, emptyList())
    }

    internal fun signedIn(mvpd: String): KeptMvpd = choose(mvpd).also { know(StatusSource.Service) }

    internal fun mvpdsToLeave(): List<String> {
        val lasting = known.value.profiles.filter { it.profileType != ProfileType.Temporary }
        return (listOfNotNull(chosen?.id) + lasting.map { it.mvpd }).distinct()
    }

    internal fun signedOut(mvpds: List<String>) {
        if (chosen?.id in mvpds) chosen = null
        know(StatusSource.Service)
    }

    private fun choose(mvpd: String): KeptMvpd {
        val known = device.mvpds.firstOrNull { it.id == mvpd }
        return KeptMvpd(mvpd, known?.displayName, known?.logoUrl).also { chosen = it }
    }

    private fun profiles() = device.profiles().profiles

    private fun know(source: StatusSource, profiles: List<Profile> = profiles()) {
        known.value = statusOf(profiles, source)
    }

    private fun statusOf(profiles: List<Profile>, source: StatusSource): Status {
        val offered = profiles.sortedWith(
            compareBy<Profile> { it.profileType == ProfileType.Temporary }.thenByDescending { it.notAfterMs ?: Long.MAX_VALUE },
        )
        return Status(chosen, offered, offered.firstOrNull { it.mvpd == chosen?.id } ?: offered.firstOrNull(), source)
    }

    private fun mvpdOf(access: Access): String? = access.mvpd ?: chosen?.id ?: known.value.current?.mvpd

    private fun ask(mvpd: String, startsTempPass: Boolean) {
        device.register()
        try {
            device.require(mvpd, startsTempPass)
        } catch (e: TvPassException) {
            // What was thought of the user is not so.
            know(known.value.source, known.value.profiles.filter { it.mvpd != mvpd })
            throw e
        }
    }

    /** What fails, but for what the app did wrong. */
    private fun failure(request: () -> Unit): TvPassException? = try {
        takeFailure()
        request()
        null
    } catch (e: TvPassException) {
        if (e is TvPassException.InvalidInput || e is TvPassException.Cancelled || e is TvPassException.Closed) throw e
        e
    }

    private fun locks(resources: List<String>, access: Access): Locks {
        if (resources.isEmpty() || "" in resources) throw Failures.invalidInput("resources")
        val mvpd = mvpdOf(access)
        val error = failure { mvpd?.let { ask(it, startsTempPass = false) } }
        if (mvpd == null || error != null) {
            val words = error?.words ?: Samples.words(Remedy.SIGN_IN, TextKey.SIGN_IN)
            return Locks(resources.map { Lock(it, LockState.UNKNOWN, null, null) }, words.takeIf { it.remedy == Remedy.SIGN_IN }, error)
        }
        val locks = resources.map { resource ->
            val denial = device.denial(mvpd, resource)
            Lock(resource, if (denial == null) LockState.OPEN else LockState.CLOSED, denial, denial?.let(::wordsOf))
        }
        return Locks(locks, locks.mapNotNull { it.words }.firstOrNull { it.remedy == Remedy.SIGN_IN }, null)
    }

    private fun play(mvpd: String, resource: String): PlayOutcome {
        val isTempPass = device.isTempPass(mvpd)
        return PlayOutcome.Play(
            mediaToken = device.mediaToken(resource),
            mvpd = mvpd,
            source = if (isTempPass) DecisionSource.TempPass else DecisionSource.Mvpd,
            temporary = if (isTempPass) TemporaryAccess(mvpd, device.tempPassEnds(mvpd)) else null,
        )
    }

    private fun refusal(words: Words, denial: Denial?, error: TvPassException?): PlayOutcome {
        val refusal = Refusal(words, denial, error)
        return when (words.remedy) {
            Remedy.SIGN_IN -> PlayOutcome.SignIn(refusal)
            Remedy.TRY_LATER -> PlayOutcome.TryLater(refusal)
            else -> PlayOutcome.Explain(refusal)
        }
    }

    private companion object {
        private val USUAL = AccountSettings {
            domainName = "example.com"
            redirectUrl = RedirectUrl("https://example.com/signed-in")
            activationPage = ActivationPage("https://example.com/tv")
        }
    }
}
