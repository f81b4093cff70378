package dev.tvpass.testing

import dev.tvpass.Access
import dev.tvpass.AccountSettings
import dev.tvpass.LockState
import dev.tvpass.Obstacle
import dev.tvpass.PlayOutcome
import dev.tvpass.Profile
import dev.tvpass.RedirectUrl
import dev.tvpass.Remedy
import dev.tvpass.SessionParameter
import dev.tvpass.SessionReason
import dev.tvpass.SignIn
import dev.tvpass.SignInEvent
import dev.tvpass.SignInLink
import dev.tvpass.SignInOptions
import dev.tvpass.SignInOutcome
import dev.tvpass.SignInStep
import dev.tvpass.SignOutEvent
import dev.tvpass.SignOutStep
import dev.tvpass.StatusSource
import dev.tvpass.TemporaryAccess
import dev.tvpass.TemporaryAccessEnd
import dev.tvpass.TemporaryAccessEvent
import dev.tvpass.TextKey
import dev.tvpass.TvPassAccount
import dev.tvpass.TvPassException
import dev.tvpass.text
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The fake of an account, as an app's tests use it, without JNA and the native library. */
class FakeAccountTest {
    private val fake = FakeAccount(
        listOf(Samples.mvpd("Cablevision", "Optimum"), Samples.mvpd("Dish"), Samples.mvpd("TempPass", isTempPass = true)),
    )
    private val account: TvPassAccount = fake

    private inline fun <reified T : Throwable> fails(crossinline use: suspend () -> Unit): T =
        assertThrows(T::class.java) { runBlocking { use() } }

    /** An app's screen: what it shows, and how that ended. */
    private class Screen(scope: CoroutineScope, val signIn: SignIn) {
        val steps = mutableListOf<SignInStep>()
        var outcome: SignInOutcome? = null
        var error: TvPassException? = null
        val job: Job = scope.launch {
            try {
                signIn.events.collect { event ->
                    when (event) {
                        is SignInEvent.Present -> steps += event.step
                        is SignInEvent.Ended -> outcome = event.outcome
                    }
                }
            } catch (e: TvPassException) {
                error = e
            }
        }

        val codes get() = steps.filterIsInstance<SignInStep.ShowCode>().map { it.screen }
    }

    /** Runs what was begun up to where it waits. */
    private suspend fun settle() = repeat(10) { yield() }

    private suspend fun CoroutineScope.open(options: SignInOptions, account: TvPassAccount = fake) =
        Screen(this, account.signIn(options)).also { settle() }

    private val withCablevision = SignInOptions.secondScreen { mvpd = "Cablevision" }

    @Test
    fun `a user chooses an MVPD and signs in on a second screen`() = runBlocking {
        assertThrows(ClassNotFoundException::class.java) { Class.forName("com.sun.jna.Native") }
        val screen = open(SignInOptions.secondScreen())
        val providers = (screen.steps.single() as SignInStep.ChooseProvider).providers
        assertEquals(listOf("Cablevision", "Dish"), providers.mvpds.map { it.id })
        assertEquals(listOf("TempPass"), providers.tempPasses.map { it.id })
        assertFalse(fake.userSignsIn("Dish"), "there is no code yet")
        assertFalse(screen.signIn.newCode() || screen.signIn.browserClosed(), "nothing asks for it")
        fails<TvPassException.InvalidInput> { screen.signIn.chooseProvider("") }

        assertTrue(screen.signIn.chooseProvider("Cablevision"))
        assertFalse(screen.signIn.chooseProvider("Dish"), "too late")
        settle()
        val code = screen.codes.single()
        assertEquals(code.code, code.groups.joinToString(""))
        assertEquals("example.com/tv", code.address)
        assertTrue((code.link as SignInLink.Authenticate).url.endsWith(code.code))
        assertNull(account.status.value.mvpd, "chosen is who has signed in")

        assertTrue(screen.signIn.newCode())
        settle()
        assertEquals(2, screen.codes.map { it.code }.distinct().size)
        assertTrue(fake.userSignsIn())
        settle()
        val signedIn = screen.outcome as SignInOutcome.SignedIn
        assertEquals("Optimum", signedIn.mvpd.displayName)
        assertEquals("Cablevision", signedIn.profile?.mvpd)
        assertNull(signedIn.already)
        assertEquals(signedIn.profile to StatusSource.Service, account.status.value.let { it.current to it.source })
        assertFalse(fake.userSignsIn() || screen.signIn.newCode(), "it is over")
        assertEquals("Cablevision", account.providers().remembered?.id)

        // Signed in already: no code is shown.
        val again = open(withCablevision)
        assertEquals(SessionReason.Authenticated, (again.outcome as SignInOutcome.SignedIn).already)
    }

    @Test
    fun `the second screen may choose the MVPD, and a TempPass needs no sign-in`() = runBlocking {
        val screen = open(SignInOptions.secondScreen { chosenOnSecondScreen = true })
        val code = screen.codes.single()
        assertEquals(listOf<SessionParameter>(SessionParameter.Mvpd), code.missingParameters)
        assertEquals("https://example.com/tv?code=${code.code}", code.link?.url)
        assertFalse(fake.userSignsIn() || fake.userSignsIn("Nobody"), "with whom?")
        assertTrue(fake.userSignsIn("Dish"))
        settle()
        assertEquals("Dish", (screen.outcome as SignInOutcome.SignedIn).mvpd.id)
        assertEquals(SignInOutcome.TemporaryAccess("TempPass"), open(SignInOptions.secondScreen { mvpd = "TempPass" }).outcome)

        val bare = FakeAccount(listOf(Samples.mvpd("Dish")), AccountSettings.DEFAULT)
        val obstacle = (open(SignInOptions.secondScreen { mvpd = "Dish" }, bare).outcome as SignInOutcome.NotPossible).obstacle
        val missing = listOf(SessionParameter.DomainName, SessionParameter.RedirectUrl)
        assertEquals(Obstacle.MissingParameters(missing), obstacle)
        assertEquals("redirect_url", (open(SignInOptions.browser { mvpd = "Dish" }, bare).error as TvPassException.InvalidInput).field)
    }

    @Test
    fun `a sign-in in the browser ends when the app says that it is closed`() = runBlocking {
        val options = SignInOptions.browser { mvpd = "Dish" }
        val left = open(options)
        assertEquals("https://example.com/signed-in", (left.steps.single() as SignInStep.OpenBrowser).screen.redirectUrl)
        assertTrue(left.signIn.browserClosed())
        settle()
        assertEquals(SignInOutcome.NotCompleted, left.outcome)

        val screen = open(options)
        assertTrue(fake.userSignsIn())
        settle()
        assertNull(screen.outcome)
        assertTrue(screen.signIn.redirectReached())
        settle()
        assertEquals("Dish", (screen.outcome as SignInOutcome.SignedIn).profile?.mvpd)
    }

    @Test
    fun `sign-ins expire, are replaced, fail, and end with who collects them`() = runBlocking {
        val expired = open(withCablevision)
        fake.expireCode()
        settle()
        assertEquals(SignInOutcome.CodeExpired, expired.outcome)

        val older = open(withCablevision)
        val newer = open(withCablevision)
        assertEquals(SignInOutcome.Replaced, older.outcome)
        assertFalse(older.signIn.newCode())
        fake.failSignIn(Failures.noConnection())
        settle()
        assertTrue(newer.error is TvPassException.Transport)

        fake.failNext(Failures.throttled())
        assertTrue(open(withCablevision).error is TvPassException.Throttled)
        val refused = open(SignInOptions.secondScreen { mvpd = "Nobody" }).error as TvPassException.Refused
        assertEquals("invalid_parameter_mvpd" to Remedy.CHOOSE_PROVIDER, refused.adobeCode to refused.words.remedy)

        val left = open(withCablevision)
        left.job.cancel()
        left.job.join()
        assertFalse(fake.userSignsIn() || left.signIn.newCode(), "nobody looks")
        // Cold: the same object signs in again.
        assertEquals(1, Screen(this, left.signIn).also { settle() }.also { it.job.cancel() }.codes.size)
        val out = open(withCablevision)
        account.signOut().events.toList()
        settle()
        assertEquals(SignInOutcome.Replaced, out.outcome)
    }

    @Test
    fun `who is signed in is known at once, asked for, and may be over`() = runBlocking {
        fake.hasProfile(Samples.profile("Dish"))
        assertEquals(StatusSource.Kept to "Dish", account.status.value.let { it.source to it.current?.mvpd })
        fake.failNext(Failures.noConnection())
        val unreachable = account.refresh()
        assertTrue((unreachable.source as StatusSource.Unreachable).error is TvPassException.Transport)
        assertEquals("Dish", unreachable.current?.mvpd)
        assertEquals(StatusSource.Service, account.refresh().source)
        fake.expireProfiles()
        assertEquals(emptyList<Profile>() to "Dish", account.status.value.let { it.profiles to it.mvpd?.id })
        fake.failNext(Failures.httpStatus(503))
        assertEquals(TextKey.TRY_LATER, fails<TvPassException.HttpStatus> { account.providers() }.words.key)
    }

    @Test
    fun `what may be watched is played with its words`() = runBlocking {
        val nobody = account.authorize("TNT") as PlayOutcome.SignIn
        assertEquals(TextKey.SIGN_IN, nobody.refusal.words.key)
        val unknown = account.preauthorize(listOf("TNT")).toList().single()
        assertEquals(LockState.UNKNOWN to Remedy.SIGN_IN, unknown.locks.single().state to unknown.words?.remedy)

        fake.hasProfile(Samples.profile("Cablevision"))
        val play = account.authorize("TNT") as PlayOutcome.Play
        assertEquals("Cablevision", play.mvpd)
        assertNull(play.temporary)
        assertTrue("TNT" in play.mediaToken.handOver { it })
        assertThrows(IllegalStateException::class.java) { play.mediaToken.handOver { it } }

        fake.deny("HBO", Samples.denial("authorization_denied_by_parental_controls", details = "Ask your parents."))
        fake.deny("Sports", Samples.denial("authorization_denied_by_degradation_rule"))
        val refused = account.authorize("HBO") as PlayOutcome.Explain
        assertEquals("authorization_denied_by_parental_controls", refused.refusal.denial?.code)
        assertEquals("Ask your parents.", refused.refusal.words.text())
        assertTrue(account.authorize("Sports") is PlayOutcome.TryLater)
        fake.failNext(Failures.noConnection())
        val later = account.authorize("TNT") as PlayOutcome.TryLater
        assertEquals(TextKey.CHECK_NETWORK, later.refusal.words.key)
        assertTrue(later.refusal.error is TvPassException.Transport)

        val locks = account.preauthorize(listOf("TNT", "HBO", "TNT")).toList().single().locks
        assertEquals(listOf("TNT" to LockState.OPEN, "HBO" to LockState.CLOSED), locks.map { it.resource to it.state })
        assertEquals(TextKey.PARENTAL_CONTROLS, locks.last().words?.key)
        fake.permit("HBO")
        assertTrue(account.authorize("HBO") is PlayOutcome.Play)
        fails<TvPassException.InvalidInput> { account.authorize("") }
        fails<TvPassException.InvalidInput> { account.preauthorize(emptyList()).toList() }

        // The service knows better than what was kept.
        val other = account.authorize("TNT", Access.mvpd("Dish")) as PlayOutcome.SignIn
        assertEquals("authenticated_profile_missing", other.refusal.error?.adobeCode)
    }

    @Test
    fun `temporary access ends when the test says so`() = runBlocking {
        val play = account.authorize("TNT", Access.mvpd("TempPass")) as PlayOutcome.Play
        val seen = mutableListOf<TemporaryAccessEvent>()
        launch { account.temporaryAccessEnd(play.temporary!!).collect { seen += it } }
        settle()
        assertEquals(10 * 60_000L, (seen.single() as TemporaryAccessEvent.Present).remaining.remainingMs)
        fake.endTemporaryAccess()
        settle()
        val end = (seen.last() as TemporaryAccessEvent.Ended).end as TemporaryAccessEnd.Ended
        assertEquals(TextKey.FREE_ACCESS_ENDED, end.words.key)
        val over = account.authorize("TNT", Access.mvpd("TempPass")) as PlayOutcome.SignIn
        assertEquals(TextKey.FREE_ACCESS_ENDED, over.refusal.words.key)
        val unknown = account.temporaryAccessEnd(TemporaryAccess("Other")).toList().last() as TemporaryAccessEvent.Ended
        assertEquals(TemporaryAccessEnd.Unknown, unknown.end)
    }

    @Test
    fun `a sign-out leaves what the test says, one step after the other`() = runBlocking {
        fake.hasProfile(Samples.profile("Dish"))
        fake.hasProfile(Samples.profile("Cablevision"))
        val signOut = account.signOut("Dish")
        assertFalse(signOut.goOn(), "it has not begun")
        val seen = mutableListOf<SignOutEvent>()
        signOut.events.collect { event ->
            seen += event
            if (event is SignOutEvent.Present) assertTrue(signOut.goOn())
        }
        val step = (seen.first() as SignOutEvent.Present).step as SignOutStep.OpenBrowser
        assertEquals("https://example.com/signed-in", step.redirectUrl)
        assertEquals("Dish", (seen.last() as SignOutEvent.Ended).signedOut.logouts.single().profiles.single().key)
        assertEquals("Cablevision", account.status.value.current?.mvpd)

        fake.leaveToDo(listOf(SignOutStep.SessionMayBeOpen, SignOutStep.SignOutInSettings(emptyList())))
        val rest = mutableListOf<SignOutStep>()
        val all = account.signOut()
        all.events.collect { event ->
            if (event is SignOutEvent.Present) {
                rest += event.step
                assertTrue(if (rest.size == 1) all.browserClosed() else all.redirectReached())
            }
        }
        assertEquals(listOf(SignOutStep.SessionMayBeOpen, SignOutStep.SignOutInSettings(emptyList())), rest)
        assertNull(account.status.value.mvpd)
        assertNull(account.status.value.current)
        fake.failNext(Failures.noConnection())
        fails<TvPassException.Transport> { account.signOut().events.toList() }
        assertFalse(all.goOn(), "it is over")
    }

    @Test
    fun `the account of a fake client has its users, its time and its end`() = runBlocking {
        val tvPass = FakeTvPass()
        val settings = AccountSettings {
            domainName = "tv.example"
            redirectUrl = RedirectUrl("https://tv.example/signed-in")
        }
        val account = tvPass.account(settings)
        val renewed = open(withCablevision, account)
        assertEquals(tvPass.lastCode, renewed.codes.single().code)
        tvPass.advance(30 * 60_000)
        settle()
        assertEquals(2, renewed.codes.size)
        tvPass.finishSignIn()
        settle()
        assertTrue(renewed.outcome is SignInOutcome.SignedIn)
        assertEquals("Cablevision", tvPass.profiles().longest?.mvpd)

        tvPass.advance(31 * 24 * 3_600_000L)
        val expired = account.authorize("TNT") as PlayOutcome.SignIn
        assertEquals(TextKey.SIGN_IN_AGAIN, expired.refusal.words.key)
        assertNull(account.status.value.current)
        val once = open(SignInOptions.secondScreen { mvpd = "Dish"; renewCodes = false }, account)
        tvPass.advance(30 * 60_000)
        settle()
        assertEquals(SignInOutcome.CodeExpired, once.outcome)

        val lost = open(withCablevision, account)
        tvPass.loseRegistration()
        settle()
        assertEquals(Remedy.SIGN_IN, (lost.error as TvPassException.RegistrationLost).words.remedy)
        tvPass.forgetRegistration()
        val closed = open(withCablevision, account)
        tvPass.close()
        settle()
        assertTrue(closed.error is TvPassException.Closed)
        fails<TvPassException.Closed> { account.refresh() }
        fails<TvPassException.Closed> { account.authorize("TNT") }
        fails<TvPassException.Closed> { tvPass.account() }
        Unit
    }
}
