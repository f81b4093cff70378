package dev.tvpass.testing

import dev.tvpass.FollowUp
import dev.tvpass.LogoutAction
import dev.tvpass.ProfileType
import dev.tvpass.RedirectUrl
import dev.tvpass.SessionAction
import dev.tvpass.SessionParameter
import dev.tvpass.SessionReason
import dev.tvpass.TvPass
import dev.tvpass.TvPassException
import dev.tvpass.Verdict
import dev.tvpass.choices
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The fake as an app's tests use it; JNA and the native library are not on this class path. */
class FakeTvPassTest {
    private val fake = FakeTvPass()
    private val tvPass: TvPass = fake
    private val signedIn = RedirectUrl("https://tv.example/signed-in")

    private inline fun <reified T : Throwable> fails(crossinline use: suspend () -> Unit): T =
        assertThrows(T::class.java) { runBlocking { use() } }

    @Test
    fun `neither JNA nor the native library is there`() {
        assertThrows(ClassNotFoundException::class.java) { Class.forName("com.sun.jna.Native") }
        // So this one really is constructed without them; and what needs them, says so.
        assertEquals("RedirectUrl(myapp://signed-out)", RedirectUrl("myapp://signed-out").toString())
        assertThrows(TvPassException.Internal::class.java) { RedirectUrl("myapp://signed-out").isReachedBy("myapp://signed-out") }
    }

    @Test
    fun `a user signs in on a second screen`() = runBlocking {
        assertEquals(listOf("Cablevision", "Dish"), tvPass.configuration().choices.map { it.id })
        val begun = tvPass.createSession(domainName = "tv.example", redirectUrl = signedIn)
        assertEquals(SessionAction.SupplyMissing, begun.action)
        assertEquals(listOf<SessionParameter>(SessionParameter.Mvpd), begun.missingParameters)
        val code = begun.code!!
        assertEquals(code, fake.lastCode)
        assertNull(tvPass.retrieveSession(code).mvpd)
        val resumed = tvPass.resumeSession(" $code ", "Cablevision")
        val authenticate = resumed.action as SessionAction.Authenticate
        assertEquals(tvPass.authenticateUrl(code), authenticate.url)
        assertNull(tvPass.profileForCode(code).longest)
        fake.finishSignIn()
        assertEquals("Cablevision", tvPass.profileForCode(code).longest?.mvpd)
        val again = tvPass.createSession("Cablevision")
        assertEquals(SessionAction.Authorize, again.action)
        assertEquals(SessionReason.Authenticated, again.reason)
    }

    @Test
    fun `codes run out and a new session ends the one before`() = runBlocking {
        val first = tvPass.createSession("Dish", "tv.example", signedIn).code!!
        val second = tvPass.createSession("Dish", "tv.example", signedIn).code!!
        assertEquals("invalid_authentication_session", fails<TvPassException.Refused> { tvPass.profileForCode(first) }.adobeCode)
        fake.advance(30 * 60_000L)
        assertEquals("invalid_authentication_session", fails<TvPassException.Refused> { tvPass.profileForCode(second) }.adobeCode)
        assertThrows(IllegalStateException::class.java) { fake.finishSignIn() }
        Unit
    }

    @Test
    fun `decisions need a profile and a denial is a result`() = runBlocking {
        val signedOut = fails<TvPassException.Refused> { tvPass.authorize("Dish", listOf("TNT")) }
        assertEquals("authenticated_profile_missing", signedOut.adobeCode)
        assertEquals("authentication", signedOut.adobeAction)
        fake.signIn("Dish", validForMs = 1_000)
        fake.deny("HBO", Samples.denial("authorization_denied_by_parental_controls"))
        val decisions = tvPass.authorize("Dish", listOf("TNT", "HBO"))
        assertNotNull(decisions.takeMediaToken("TNT")?.handOver { it })
        assertNull(decisions.takeMediaToken("HBO"))
        assertEquals(Verdict.DENY, decisions.about("HBO")?.verdict)
        assertEquals("authorization_denied_by_parental_controls", decisions.about("HBO")?.denial?.code)
        fake.permit("HBO")
        assertNotNull(tvPass.authorize("Dish", listOf("HBO")).takeMediaToken("HBO"))
        fake.advance(1_000)
        assertEquals("authenticated_profile_expired", fails<TvPassException.Refused> { tvPass.preauthorize("Dish", listOf("TNT")) }.adobeCode)
        assertTrue(tvPass.profiles().profiles.isEmpty())
    }

    @Test
    fun `temporary access starts with the first playback and ends`() = runBlocking {
        assertEquals(SessionReason.Temporary, tvPass.createSession("TempPass").reason)
        assertEquals(ProfileType.Temporary, tvPass.profileForMvpd("TempPass").longest?.profileType)
        fake.advance(3_600_000)
        val playing = tvPass.authorize("TempPass", listOf("TNT"))
        assertEquals(fake.nowMs + 10 * 60_000, playing.about("TNT")?.notAfterMs)
        fake.advance(10 * 60_000)
        assertEquals("temporary_access_duration_limit_exceeded", tvPass.authorize("TempPass", listOf("TNT")).about("TNT")?.denial?.code)
        assertNull(tvPass.profileForMvpd("TempPass").longest)
    }

    @Test
    fun `signing out leaves something to do once`() = runBlocking {
        fake.signIn("Dish")
        val logout = tvPass.logout("Dish", RedirectUrl("myapp://signed-out"))
        assertTrue((logout.followUps.single() as FollowUp.OpenUrl).url.endsWith("redirect_url=myapp%3A%2F%2Fsigned-out"))
        assertNull(tvPass.profileForMvpd("Dish").longest)
        val again = tvPass.logout("Dish", RedirectUrl("myapp://signed-out"))
        assertEquals(LogoutAction.Invalid, again.profiles.single().action)
        assertEquals(emptyList<FollowUp>(), again.followUps)
    }

    @Test
    fun `failures come once and where they are wanted`() = runBlocking {
        fake.failNext(Failures.throttled(2_000), "profiles")
        tvPass.configuration()
        assertEquals(2_000L, fails<TvPassException.Throttled> { tvPass.profiles() }.retryAfterMillis)
        tvPass.profiles()
        fake.failNext(Failures.noConnection())
        assertFalse(fails<TvPassException.Transport> { tvPass.configuration() }.possiblyDelivered)
        assertEquals("invalid_parameter_mvpd", fails<TvPassException.Refused> { tvPass.logout("Nobody", signedIn) }.adobeCode)
        assertEquals("[configuration(), profiles(), profiles(), configuration(), logout(Nobody)]", fake.calls.toString())
    }

    @Test
    fun `a lost registration is played with and without registering again`() = runBlocking {
        fake.signIn("Dish")
        tvPass.profiles()
        fake.loseRegistration()
        fails<TvPassException.RegistrationLost> { tvPass.profiles() }
        fails<TvPassException.RegistrationLost> { tvPass.profiles() }
        tvPass.forgetRegistration()
        assertFalse(tvPass.isRegistered)
        assertTrue(tvPass.profiles().profiles.isEmpty())

        val again = FakeTvPass(registerAgain = true)
        again.signIn("Dish")
        again.profiles()
        again.loseRegistration()
        assertTrue(again.profiles().profiles.isEmpty())
        assertTrue(again.registrationWasLost)
        again.acknowledgeLostRegistration()
        assertFalse(again.registrationWasLost)
    }

    @Test
    fun `closing ends what is on its way`() = runBlocking {
        fake.delayMillis = 50
        val call = async { runCatching { tvPass.profiles() } }
        kotlinx.coroutines.yield()
        tvPass.close()
        assertTrue(call.await().exceptionOrNull() is TvPassException.Closed)
        fails<TvPassException.Closed> { tvPass.configuration() }
        assertThrows(TvPassException.Closed::class.java) { tvPass.isRegistered }
        Unit
    }
}
