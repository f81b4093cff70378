package dev.tvpass

import dev.tvpass.RawServer.Answer
import kotlinx.coroutines.runBlocking
import okhttp3.OkHttpClient
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicInteger

/** Everything between a sign-in and a sign-out, against the sandbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsTest {
    private val sandbox = Sandbox()
    private val signedIn = RedirectUrl("${sandbox.base}/app/signed-in")

    private suspend fun client(driver: HttpDriver = UrlConnectionDriver(), config: TvPassConfig = sandbox.config()) =
        TvPassClient.open(config, driver, MemoryStateStore())

    @BeforeEach
    fun forgetEverything() {
        sandbox.post("/sandbox/reset")
    }

    @AfterAll
    fun stop() = sandbox.close()

    @Test
    fun `from the choice of a provider to a logout, by a second screen`(): Unit = runBlocking {
        val events = ConcurrentLinkedQueue<TvPassEvent>()
        val requests = ConcurrentLinkedQueue<String>()
        val watching = object : HttpDriver {
            val driver = OkHttpDriver(OkHttpClient())

            override suspend fun send(request: HttpRequest): HttpResponse {
                requests += request.toString()
                return driver.send(request)
            }
        }
        client(watching, sandbox.config(eventListener = events::add)).use { client ->
            val configuration = client.configuration()
            assertTrue(configuration.mvpds.size > 40, "${configuration.mvpds.size}")
            assertEquals("Optimum", configuration.mvpd("Cablevision")?.displayName)
            assertTrue(configuration.choices.none { it.isTempPass } && configuration.choices.size < configuration.mvpds.size)
            assertEquals("Spectrum", configuration.mvpdOfPlatform("apple.spectrum")?.id)
            assertEquals(setOf("Cablevision", "Spectrum", "Cablevision_Apple", "ATTOTT"), configuration.platformChoices.map { it.id }.toSet())
            assertEquals(BoardingStatus.Picker, configuration.mvpd("ATTOTT")?.boardingStatus)

            // The television shows a code, and knows no more yet.
            val begun = client.createSession(domainName = "adobe.com")
            assertEquals(SessionAction.SupplyMissing, begun.action)
            assertEquals(setOf(SessionParameter.Mvpd, SessionParameter.RedirectUrl), begun.missingParameters.toSet())
            assertEquals(1_800_000L, begun.validForMs)
            val code = begun.code!!

            // On the second screen the user types it in, and chooses.
            val details = client.retrieveSession(" $code ")
            assertEquals("Test \"Box\" ü", details.device.model)
            assertEquals(begun.missingParameters.toSet(), details.missingParameters.toSet())
            val resumed = client.resumeSession(code, mvpd = "Cablevision", redirectUrl = signedIn)
            val url = (resumed.action as SessionAction.Authenticate).url
            assertEquals(SessionReason.Unauthenticated, resumed.reason)
            assertEquals(client.authenticateUrl(code), url)

            assertEquals(emptyList<Profile>(), client.profileForCode(code).profiles)
            assertTrue(signedIn.isReachedBy(Person(sandbox).signIn(url)))

            val profile = client.profileForCode(code).longest!!
            assertEquals("Cablevision" to ProfileType.Regular, profile.mvpd to profile.profileType)
            assertEquals(profile, client.profiles().ofMvpd("Cablevision").single())
            assertEquals(profile, client.profileForMvpd("Cablevision").profiles.single())
            val metadata = profile.userMetadata
            assertEquals(listOf("channel-1", "channel-2"), metadata.channelIds)
            assertEquals("PG-13", metadata.maxRating["MPAA"])
            assertEquals(true to false, metadata.isHeadOfHousehold to metadata.hbaStatus)
            // It is encrypted.
            assertEquals(emptyList<String>(), metadata.zip)
            val encrypted = metadata.attributes.first { it.state == AttributeState.Encrypted }
            assertEquals(encrypted, metadata[encrypted.name])
            assertEquals("\"${encrypted.text}\"", encrypted.json)

            val seen = client.preauthorize("Cablevision", listOf("TestStream1", "Sandbox_Parental", "Sandbox_Timeout"))
            assertEquals(Expectation.PROBABLY_PERMITTED, seen.about("TestStream1")?.expectation)
            assertEquals(Expectation.PROBABLY_DENIED, seen.about(" Sandbox_Parental")?.expectation)
            assertEquals("retry", seen.about("Sandbox_Timeout")?.denial?.action)
            assertTrue(seen.about("Sandbox_Timeout")!!.isRetryable)
            assertNull(seen.about("TestStream2"))

            val denied = client.authorize("Cablevision", listOf("Sandbox_Denied"))
            assertEquals(Verdict.DENY, denied.about("Sandbox_Denied")?.verdict)
            assertEquals("authorization_denied_by_mvpd", denied.about("Sandbox_Denied")?.denial?.code)
            assertNull(denied.takeMediaToken("Sandbox_Denied"))

            val decisions = client.authorize("Cablevision", listOf(Mrss("TNT").itemTitle("A & B").build()))
            assertTrue(decisions.decisions.single().isPlayable)
            plays(client)

            // What was shown of all this names neither the code nor the user.
            val shown = listOf(begun, resumed, details, client.profiles(), seen, decisions, denied).joinToString("\n") +
                requests.joinToString("\n") + events.joinToString("\n") { "$it ${it.kind}" } + client.supportReport()
            assertTrue("POST ${sandbox.base}/api/v2/REF30/sessions/… (" in shown, shown)
            for (secret in listOf(code, metadata.userId!!, metadata.householdId!!, "channel-1", "PG-13", encrypted.text!!, encrypted.json!!)) {
                assertFalse(secret in shown, "a secret of ${secret.length} characters is in a text")
            }
            assertTrue(encrypted.name in shown)

            val logout = client.logout("Cablevision", signedOut)
            assertEquals(listOf("Cablevision OpenUrl"), summary(logout))
            val error = assertFails<TvPassException.Refused> { client.authorize("Cablevision", listOf("TestStream1")) }
            assertEquals("authenticated_profile_missing", error.adobeCode)
        }
    }

    /** The media token is one that the programmer's server accepts, and is there once. */
    private suspend fun plays(client: TvPassClient) {
        val decisions = client.authorize("Cablevision", listOf("TestStream1"))
        val decision = decisions.about("TestStream1")!!
        assertEquals(Verdict.PERMIT to DecisionSource.Mvpd, decision.verdict to decision.source)
        val token = decisions.takeMediaToken(" TestStream1")!!
        assertNull(decisions.takeMediaToken("TestStream1"))
        assertEquals(decision.mediaTokenNotAfterMs, token.notAfterMs)
        assertEquals("MediaToken(…)", "$token")
        val serialized = token.handOver { it }
        val grant = """{"serializedToken":"$serialized","serviceProvider":"REF30","resource":"TestStream1"}"""
        assertEquals("""{"verdict":"valid"}""", sandbox.post("/sandbox/media-tokens/verify", grant))
        assertFails<IllegalStateException> { token.handOver { it } }
        assertFalse(serialized in "$decisions $token ${decisions.decisions}")
    }

    @Test
    fun `wrong password, way out, and an unknown code`(): Unit = runBlocking {
        client().use { client ->
            val session = client.createSession("Cablevision", "adobe.com", signedIn)
            val url = (session.action as SessionAction.Authenticate).url
            val person = Person(sandbox)
            assertFalse(signedIn.isReachedBy(person.signIn(url, password = "wrong")))
            assertEquals(emptyList<Profile>(), client.profileForCode(session.code!!).profiles)
            person.signIn(url, cancel = true)
            assertEquals(emptyList<Profile>(), client.profileForCode(session.code!!).profiles)
            val error = assertFails<TvPassException.Refused> { client.profileForCode("NOSUCH7") }
            assertTrue(error.adobeCode in listOf("invalid_authentication_session", "invalid_parameter_code"), error.adobeCode)
            assertFalse("NOSUCH7" in "$error ${client.supportReport()}")
        }
    }

    @Test
    fun `temporary access, basic and promotional`(): Unit = runBlocking {
        client().use { client ->
            val basic = client.authorize("TempPass_5mins", listOf("TestStream1"))
            assertEquals(DecisionSource.TempPass, basic.about("TestStream1")?.source)
            assertNotNull(basic.takeMediaToken("TestStream1"))
            val left = client.profileForMvpd("TempPass_5mins").profiles.single()
            assertEquals(ProfileType.Temporary, left.profileType)

            val ann = CallOptions { extras = RequestExtras { tempPassIdentity = TempPassIdentity.hashed("email", "ann@example.com") } }
            client.authorize("flexibleTempPass", listOf("TestStream1"), ann)
            val promotional = client.profileForMvpd("flexibleTempPass", ann).profiles.single()
            assertEquals(4L, promotional.userMetadata.remainingResources)
            assertEquals(listOf("TestStream1"), promotional.userMetadata.usedAssets)
            assertFalse("ann" in "$ann ${ann.extras} ${ann.extras.tempPassIdentity}")
            val nobody = client.authorize("flexibleTempPass", listOf("TestStream1")).about("TestStream1")
            assertEquals("invalid_header_identity_for_temporary_access", nobody?.denial?.code)
        }
    }

    @Test
    fun `single sign-on with a partner's framework`(): Unit = runBlocking {
        client().use { client ->
            fun status(access: String) = PartnerFrameworkStatus.Builder(access)
                .provider("apple.spectrum", System.currentTimeMillis() + 3_600_000).build()

            val refused = client.partnerRequest(status(AccessStatus.DENIED), "adobe.com", signedIn)
            assertEquals(SessionReason.PartnerStatusFallback, refused.reason)
            assertNotNull(refused.code)

            val granted = status(AccessStatus.GRANTED)
            val request = (client.partnerRequest(granted, "adobe.com", signedIn).action as SessionAction.AskPartner).request
            assertEquals(PartnerProtocol.Saml, request.protocol)
            assertFalse(request.request in "$request")
            val answer = sandbox.post("/sandbox/apple/response", """{"request":"${request.request}"}""")
            val xml = Regex("\"samlAttributeQueryResponse\":\"(.*)\"").find(answer)!!.groupValues[1]
                .replace(Regex("\\\\(.)")) { mapOf("n" to "\n", "r" to "\r", "t" to "\t")[it.groupValues[1]] ?: it.groupValues[1] }
            val profile = client.partnerProfile(granted, SamlResponse.fromXml(xml)).longest!!
            assertEquals("Spectrum" to ProfileType.AppleSso, profile.mvpd to profile.profileType)

            // It is found with a status alone.
            assertEquals(emptyList<Profile>(), client.profiles().profiles)
            val options = CallOptions { extras = RequestExtras { partnerFrameworkStatus = granted } }
            assertEquals(listOf("Spectrum"), client.profiles(options).profiles.map { it.mvpd })
        }
    }

    @Test
    fun `without a client, too`(): Unit = runBlocking {
        val config = sandbox.config()
        val site = Site(config.environment, config.deviceIdentifier, config.deviceInfo)
        val token = sandbox.accessToken()
        val driver = UrlConnectionDriver()
        suspend fun <T> Prepared<T>.result(): T = interpret(driver.send(request))
        assertTrue(site.prepareConfiguration("REF30", token).result().mvpds.size > 40)
        val session = site.prepareCreateSession("REF30", token, "Cablevision", "adobe.com", signedIn).result()
        val code = session.code!!
        val retrieve = site.prepareRetrieveSession("REF30", code, token)
        assertFalse(code in "$retrieve ${retrieve.request}")
        assertEquals("Cablevision", retrieve.result().mvpd)
        assertEquals(SessionAction.Authenticate(site.authenticateUrl("REF30", code)), session.action)
        site.prepareResumeSession("REF30", code, token, redirectUrl = signedIn).result()
        sandbox.post("/sandbox/authentication-sessions/$code", """{"outcome":"signIn"}""")
        val profiles = listOf(
            site.prepareProfiles("REF30", token),
            site.prepareProfileForMvpd("REF30", "Cablevision", token),
            site.prepareProfileForCode("REF30", code, token),
        ).map { it.result().longest }
        assertEquals(listOf("Cablevision"), profiles.map { it?.mvpd }.distinct())
        val preauthorize = site.preparePreauthorize("REF30", "Cablevision", listOf("TestStream1"), token)
        assertEquals(Expectation.PROBABLY_PERMITTED, preauthorize.result().decisions.single().expectation)
        val authorize = site.prepareAuthorize("REF30", "Cablevision", listOf("TestStream1"), token)
        assertNotNull(authorize.result().takeMediaToken("TestStream1"))
        val status = PartnerFrameworkStatus.Builder(AccessStatus.NOT_DETERMINED).build()
        assertNotNull(site.preparePartnerRequest("REF30", status, token, "adobe.com", signedIn).result().code)
        val profile = site.preparePartnerProfile("REF30", status, SamlResponse.fromBase64("PHNhbWw+"), token)
        assertFails<TvPassException.Refused> { profile.result() }
    }

    @Test
    fun `input is refused by name, before anything is sent`(): Unit = runBlocking {
        client().use { client ->
            val fields = listOf<suspend () -> Any>(
                { client.profileForCode(" ") },
                { client.createSession(mvpd = "..") },
                { client.createSession(domainName = "") },
                { client.authorize("Cablevision", emptyList()) },
                { client.preauthorize("Cablevision", listOf("<![CDATA[x]]>")) },
                { client.partnerProfile(PartnerFrameworkStatus.Builder("granted").build(), SamlResponse.fromXml("no XML")) },
                { client.profiles(CallOptions { serviceProvider = "" }) },
                { client.profiles(CallOptions { extras = RequestExtras { tempPassIdentity = TempPassIdentity.rawJson("{}") } }) },
                { Mrss("").build() },
            ).map { assertFails<TvPassException.InvalidInput> { it() }.field }
            assertEquals(
                listOf(
                    "code", "mvpd", "domain_name", "resources", "resources", "saml_response", "service_provider", "AP-TempPass-Identity",
                    "mrss",
                ),
                fields,
            )
        }
        assertEquals(0, sandbox.counter("requests"))
    }

    @ParameterizedTest
    @ValueSource(strings = ["OkHttp", "HttpURLConnection"])
    fun `a body that is empty is sent as such, once`(name: String): Unit = runBlocking {
        val session = """{"actionName":"resume","actionType":"direct","code":"8ER640M","missingParameters":["mvpd"]}"""
        RawServer { Answer.Whole("201 Created", session) }.use { server ->
            val config = sandbox.config(TokenSource.App { AccessToken("a-token") })
            val site = Site(Environment.of(server.base), config.deviceIdentifier, config.deviceInfo)
            val prepared = site.prepareCreateSession("REF30", "a-token")
            val driver = if (name == "OkHttp") OkHttpDriver(OkHttpClient()) else UrlConnectionDriver()
            assertEquals(SessionAction.SupplyMissing, prepared.interpret(driver.send(prepared.request)).action)
            val head = server.requests.single()
            assertTrue(head.startsWith("POST /api/v2/REF30/sessions HTTP/1.1\r\n"), head)
            assertTrue(head.contains("\r\nContent-Length: 0\r\n", ignoreCase = true), head)
            assertFalse(head.contains("Transfer-Encoding", ignoreCase = true), head)
        }
    }

    @ParameterizedTest
    @ValueSource(strings = ["OkHttp", "HttpURLConnection"])
    fun `a server that hangs is asked again within the call`(name: String): Unit = runBlocking {
        val driver = if (name == "OkHttp") OkHttpDriver(OkHttpClient()) else UrlConnectionDriver()
        val attempts = AtomicInteger()
        val counting = object : HttpDriver {
            override suspend fun send(request: HttpRequest): HttpResponse {
                attempts.incrementAndGet()
                return driver.send(request)
            }
        }
        val config = sandbox.config(attemptTimeoutMillis = 1_000)
        client(counting, config).use { client ->
            sandbox.hang("/o/client/register")
            // No limit of the driver's own, and none of the call's, is shorter.
            assertEquals(emptyList<Profile>(), client.profiles(CallOptions { deadlineMillis = 300_000 }).profiles)
            assertTrue("timeout" in client.supportReport(), client.supportReport())
        }
        assertEquals(4, attempts.get())
    }
}
