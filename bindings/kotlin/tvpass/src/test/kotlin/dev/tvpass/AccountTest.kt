package dev.tvpass

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import okhttp3.OkHttpClient
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import java.time.ZonedDateTime
import java.time.format.DateTimeFormatter
import java.util.Locale

/** The flows of an account, against the sandbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountTest {
    private val sandbox = Sandbox()
    private val signedIn = RedirectUrl("${sandbox.base}/app/signed-in")
    private val settings = AccountSettings {
        domainName = "adobe.com"
        redirectUrl = signedIn
        activationPage = ActivationPage("https://tv.example/activate", shownAs = "tv.example")
        hiddenMvpds = listOf("Dish")
    }
    private val quick = SignInOptions.secondScreen {
        mvpd = "Cablevision"
        pollIntervalMillis = 3_000
    }

    private suspend fun client(driver: HttpDriver = UrlConnectionDriver(), store: StateStore = MemoryStateStore()) =
        TvPassClient.open(sandbox.config(), driver, store)

    /** Signs in on the second screen, by the sandbox's control. */
    private fun signIn(code: String, mvpd: String = "Cablevision") {
        sandbox.post("/sandbox/authentication-sessions/$code", """{"outcome":"signIn","mvpd":"$mvpd"}""")
    }

    /** The outcome of a sign-in in which the user does everything right. */
    private suspend fun complete(signIn: SignIn): SignInOutcome {
        lateinit var outcome: SignInOutcome
        signIn.events.collect { event ->
            when (event) {
                is SignInEvent.Present -> when (val step = event.step) {
                    is SignInStep.ChooseProvider -> assertTrue(signIn.chooseProvider("Cablevision"))
                    is SignInStep.ShowCode -> signIn(step.screen.code)
                    is SignInStep.OpenBrowser -> {
                        assertTrue(signedIn.isReachedBy(Person(sandbox).signIn(step.screen.url)))
                        assertTrue(signIn.redirectReached())
                    }
                    is SignInStep.Partner -> error("no step of this device")
                }
                is SignInEvent.Ended -> outcome = event.outcome
            }
        }
        return outcome
    }

    private suspend fun signedIn(account: TvPassAccount) {
        assertTrue(complete(account.signIn(quick)) is SignInOutcome.SignedIn)
    }

    private fun polls() = Regex("/profiles/code/").findAll(sandbox.log()).count()

    @BeforeEach
    fun forgetEverything() {
        sandbox.post("/sandbox/reset")
    }

    @AfterAll
    fun stop() = sandbox.close()

    @Test
    fun `from the picker to the profile, by a code`(): Unit = runBlocking {
        client().use { client ->
            val account = client.account(settings)
            assertEquals(StatusSource.Kept, account.status.value.source)
            assertNull(account.status.value.mvpd)

            val signIn = account.signIn(SignInOptions.secondScreen { pollIntervalMillis = 3_000 })
            assertFalse(signIn.newCode(), "nothing is shown yet")
            val seen = mutableListOf<SignInEvent>()
            signIn.events.collect { event ->
                seen += event
                val step = (event as? SignInEvent.Present)?.step
                if (step is SignInStep.ChooseProvider) {
                    assertEquals("Cablevision", step.providers.search("optim").first().id)
                    assertTrue(step.providers.mvpds.none { it.isTempPass || it.id == "Dish" })
                    assertEquals(listOf("Dish"), step.providers.hidden.map { it.id })
                    assertTrue(step.providers.tempPasses.any { it.id == "TempPass_5mins" })
                    assertFails<TvPassException.InvalidInput> { signIn.chooseProvider("") }
                    assertTrue(signIn.chooseProvider("Cablevision"))
                }
                if (step is SignInStep.ShowCode) signIn(step.screen.code)
            }
            val (picker, code, end) = seen
            assertEquals(3, seen.size)
            assertTrue((picker as SignInEvent.Present).step is SignInStep.ChooseProvider)
            val screen = ((code as SignInEvent.Present).step as SignInStep.ShowCode).screen
            assertEquals(screen.code, screen.groups.joinToString(""))
            assertEquals(screen.code, screen.spelled.replace(" ", ""))
            assertEquals("tv.example", screen.address)
            assertTrue(screen.remainingMs in 1_700_000..1_800_000, "${screen.remainingMs}")
            // Nothing is missing, so the QR code leads to the provider's own page.
            val link = screen.link as SignInLink.Authenticate
            assertEquals(client.authenticateUrl(screen.code), link.url)
            val matrix = link.qrMatrix()
            assertTrue(matrix.size >= 21 && matrix.isDark(0, 0) && !matrix.isDark(1, 1) && !matrix.isDark(-1, 0) && !matrix.isDark(0, matrix.size))
            assertEquals(matrix, qrMatrixOf(link.url))

            val outcome = (end as SignInEvent.Ended).outcome as SignInOutcome.SignedIn
            assertEquals("Optimum", outcome.mvpd.displayName)
            assertNull(outcome.already)
            assertEquals("Cablevision", outcome.profile?.mvpd)
            assertEquals(outcome.profile, account.status.value.current)
            assertEquals(StatusSource.Service, account.status.value.source)

            val shown = seen.joinToString("\n") + matrix + account.status.value
            for (secret in listOf(screen.code, screen.spelled, screen.groups.first(), link.url, outcome.profile!!.userMetadata.userId!!)) {
                assertFalse(secret in shown, "a secret of ${secret.length} characters is in a text")
            }
        }
    }

    @Test
    fun `a new code takes the place of the old one, and a newer sign-in that of an older one`(): Unit = runBlocking {
        client().use { client ->
            val account = client.account(settings)
            val signIn = account.signIn(quick)
            val codes = mutableListOf<String>()
            lateinit var end: SignInOutcome
            signIn.events.collect { event ->
                when (event) {
                    is SignInEvent.Present -> {
                        codes += (event.step as SignInStep.ShowCode).screen.code
                        assertFalse(signIn.browserClosed(), "there is no browser")
                        if (codes.size == 1) assertTrue(signIn.newCode()) else assertTrue(complete(account.signIn(quick)) is SignInOutcome.SignedIn)
                    }
                    is SignInEvent.Ended -> end = event.outcome
                }
            }
            assertEquals(SignInOutcome.Replaced, end)
            assertEquals(2, codes.size)
            assertNotEquals(codes[0], codes[1])
            assertFalse(signIn.newCode(), "it is over")
        }
    }

    @Test
    fun `who stops collecting ends the sign-in, whether by a cancellation or by an exception`(): Unit = runBlocking {
        client().use { client ->
            val account = client.account(settings)
            val signIn = account.signIn(quick)
            // As a screen does that is left.
            assertTrue(signIn.events.first() is SignInEvent.Present)
            assertFalse(signIn.newCode())

            val error = IllegalStateException("of the app")
            val thrown = assertFails<IllegalStateException> { signIn.events.collect { throw error } }
            assertSame(error.message, thrown.message)
            assertFalse(signIn.newCode())

            val shown = CompletableDeferred<String>()
            val screen = async {
                signIn.events.collect { event ->
                    val step = (event as SignInEvent.Present).step
                    shown.complete((step as SignInStep.ShowCode).screen.code)
                }
            }
            val code = shown.await()
            screen.cancel()
            screen.join()
            assertFalse(signIn.newCode())
            val polled = polls()
            signIn(code)
            delay(4_000)
            assertEquals(polled, polls(), "a code is polled that nobody sees")
            assertNull(account.status.value.current)
            // The client and the account are as they were.
            assertEquals("Cablevision", account.refresh().current?.mvpd)
        }
    }

    @Test
    fun `by a browser on this device, or not at all`(): Unit = runBlocking {
        client(OkHttpDriver(OkHttpClient())).use { client ->
            val account = client.account(settings)
            val options = SignInOptions.browser { mvpd = "Cablevision" }
            val signIn = account.signIn(options)
            lateinit var end: SignInOutcome
            signIn.events.collect { event ->
                when (event) {
                    is SignInEvent.Present -> {
                        val screen = (event.step as SignInStep.OpenBrowser).screen
                        assertEquals(signedIn.url, screen.redirectUrl)
                        assertTrue(signIn.browserClosed())
                    }
                    is SignInEvent.Ended -> end = event.outcome
                }
            }
            assertEquals(SignInOutcome.NotCompleted, end)
            assertTrue(complete(account.signIn(options)) is SignInOutcome.SignedIn)

            // Somebody who is signed in already sees no browser.
            val again = account.signIn(options).events.toList().single() as SignInEvent.Ended
            assertEquals(SessionReason.Authenticated, (again.outcome as SignInOutcome.SignedIn).already)
        }
    }

    @Test
    fun `who is signed in is known at once after a restart, and asked for once`(): Unit = runBlocking {
        val store = MemoryStateStore()
        client(store = store).use { signedIn(it.account(settings)) }
        client(store = store).use { client ->
            val account = client.account(settings)
            val kept = account.status.value
            assertEquals(StatusSource.Kept to "Cablevision", kept.source to kept.current?.mvpd)

            sandbox.fault("""{"on":"/api/v2/REF30/profiles","answer":{"reply":{"status":400,"headers":[],"body":"oops"}}}""")
            val unreachable = account.refresh()
            val error = (unreachable.source as StatusSource.Unreachable).error
            assertEquals(400, error.httpStatus)
            assertEquals("Cablevision", unreachable.current?.mvpd)
            assertSame(unreachable, account.status.value)

            assertEquals(StatusSource.Service, account.refresh().source)
            assertEquals("Cablevision", account.status.value.current?.mvpd)
            sandbox.post("/sandbox/profiles/end", """{"device":"${Sandbox.DEVICE}","serviceProvider":"REF30","how":"deleted"}""")
            val nobody = account.refresh()
            assertEquals(emptyList<Profile>(), nobody.profiles)
            assertEquals("Cablevision", nobody.mvpd?.id, "still with this one?")
        }
        val closed = client(store = store)
        val account = closed.account(settings)
        closed.close()
        assertFails<TvPassException.Closed> { account.refresh() }
        assertFails<TvPassException.Closed> { closed.account(settings) }
    }

    @Test
    fun `locks for the catalogue, an authorization for each playback, words for a refusal`(): Unit = runBlocking {
        client().use { client ->
            val account = client.account(settings)
            val nobody = account.authorize("TestStream1") as PlayOutcome.SignIn
            assertEquals(Remedy.SIGN_IN to TextKey.SIGN_IN, nobody.refusal.words.remedy to nobody.refusal.words.key)
            signedIn(account)

            val resources = listOf("TestStream1", "TestStream2", "TestStream3", "TestStream4", "TestStream5", "Sandbox_Parental")
            val locks = account.preauthorize(resources).toList()
            assertEquals(2, locks.size, "as they become known")
            assertEquals(LockState.UNKNOWN, locks.first().locks.last().state)
            val all = locks.last().locks
            assertEquals(resources, all.map { it.resource })
            assertEquals(List(5) { LockState.OPEN } + LockState.CLOSED, all.map { it.state })
            assertEquals(TextKey.PARENTAL_CONTROLS, all.last().words?.key)

            val play = account.authorize("TestStream1", Access.mvpd("Cablevision")) as PlayOutcome.Play
            assertEquals("Cablevision" to DecisionSource.Mvpd, play.mvpd to play.source)
            assertNull(play.temporary)
            val serialized = play.mediaToken.handOver { it }
            assertFalse(serialized in "$play ${play.mediaToken}")
            assertFails<IllegalStateException> { play.mediaToken.handOver { it } }
            val grant = """{"serializedToken":"$serialized","serviceProvider":"REF30","resource":"TestStream1"}"""
            assertEquals("""{"verdict":"valid"}""", sandbox.post("/sandbox/media-tokens/verify", grant))

            val refused = account.authorize("Sandbox_Denied") as PlayOutcome.Explain
            assertEquals("authorization_denied_by_mvpd", refused.refusal.denial?.code)
            assertFails<TvPassException.InvalidInput> { account.authorize("") }
            val error = assertFails<TvPassException.InvalidInput> { account.preauthorize(listOf("")).toList() }
            assertEquals(Remedy.CONTACT_SUPPORT, error.words.remedy)
        }
    }

    @Test
    fun `temporary access has an end`(): Unit = runBlocking {
        sandbox.post("/sandbox/temp-passes", """{"mvpd":"TempPass_5mins","lastsMs":6000}""")
        client().use { client ->
            val account = client.account(settings)
            val play = account.authorize("TestStream1", Access.mvpd("TempPass_5mins")) as PlayOutcome.Play
            val began = System.nanoTime()
            val events = account.temporaryAccessEnd(play.temporary!!).toList()
            val remaining = (events.first() as TemporaryAccessEvent.Present).remaining.remainingMs!!
            assertTrue(remaining in 1..7_000, "$remaining")
            val end = (events.last() as TemporaryAccessEvent.Ended).end as TemporaryAccessEnd.Ended
            assertEquals(TextKey.FREE_ACCESS_ENDED, end.words.key)
            assertTrue(System.nanoTime() - began >= (remaining - 500) * 1_000_000, "too early")
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = [true, false])
    fun `what ends when is told by the service's clock, which is in its answers`(withOkHttp: Boolean): Unit = runBlocking {
        val driver = if (withOkHttp) OkHttpDriver(OkHttpClient()) else UrlConnectionDriver()
        // For this device, the service's clock is days ahead of its own.
        val ahead = object : HttpDriver {
            override suspend fun send(request: HttpRequest): HttpResponse {
                val response = driver.send(request)
                val (dates, others) = response.headers.partition { it.first.equals("Date", ignoreCase = true) }
                val later = ZonedDateTime.parse(dates.single().second, DateTimeFormatter.RFC_1123_DATE_TIME).plusDays(9)
                val written = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US).format(later)
                return HttpResponse(response.status, others + ("date" to written), response.body)
            }
        }
        client(ahead).use { client ->
            val account = client.account(settings)
            val play = account.authorize("TestStream1", Access.mvpd("TempPass_5mins")) as PlayOutcome.Play
            val events = account.temporaryAccessEnd(play.temporary!!).toList()
            assertEquals(0L, (events.first() as TemporaryAccessEvent.Present).remaining.remainingMs)
            assertTrue((events.last() as TemporaryAccessEvent.Ended).end is TemporaryAccessEnd.Ended)
        }
    }

    @Test
    fun `a sign-out says what is left to do and forgets the rest`(): Unit = runBlocking {
        client().use { client ->
            val account = client.account(settings)
            signedIn(account)
            val signOut = account.signOut()
            val seen = mutableListOf<SignOutEvent>()
            signOut.events.collect { event ->
                seen += event
                if (event is SignOutEvent.Present) assertTrue(signOut.goOn())
            }
            val step = (seen.first() as SignOutEvent.Present).step as SignOutStep.OpenBrowser
            assertEquals(signedIn.url, step.redirectUrl)
            assertFalse(step.url in seen.joinToString())
            val end = (seen.last() as SignOutEvent.Ended).signedOut
            assertEquals(listOf("Cablevision"), end.logouts.single().profiles.map { it.key })
            assertNull(account.status.value.mvpd)
            assertEquals(emptyList<Profile>(), account.status.value.profiles)
            assertTrue(client.isRegistered)
        }
        // Without a redirect URL there is no logout.
        client().use { client ->
            val error = assertFails<TvPassException.InvalidInput> { client.account().signOut().events.toList() }
            assertEquals("redirect_url", error.field)
        }
    }

    @Test
    fun `texts are there in two languages, the provider's own first`() {
        for (key in TextKey.entries) {
            assertNotEquals(key.text(Language.ENGLISH), key.text(Language.SPANISH), key.keyName)
        }
        assertEquals("code_expired", TextKey.CODE_EXPIRED.keyName)
        assertEquals(Language.SPANISH to Language.ENGLISH, languageOf("es-419") to languageOf("fr"))
        assertEquals("Call us.", Words(Remedy.EXPLAIN, TextKey.NOT_INCLUDED, "Call us.", null).text(Language.SPANISH))
        assertTrue(Words(Remedy.EXPLAIN, TextKey.NOT_INCLUDED, null, null).text().isNotEmpty())
    }
}
