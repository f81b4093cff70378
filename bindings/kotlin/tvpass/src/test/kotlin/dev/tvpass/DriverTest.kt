package dev.tvpass

import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import okhttp3.OkHttpClient
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import java.net.ServerSocket
import java.util.concurrent.ConcurrentLinkedQueue

class OkHttpDriverTest : DriverTest() {
    override fun driver() = OkHttpDriver(client, 1024 * 1024)

    @Test
    fun `an answer that was lost leaves doubt about invalid`() = runBlocking {
        sandbox.fault("""{"on":"/api/v2/","serverActs":true,"answer":"close"}""")
        client().use { client ->
            val logout = client.logout(parameters("Cablevision"))
            assertEquals(listOf("Cablevision InvalidAfterLostAnswer"), summary(logout))
            assertEquals(1, logout.followUps.size)
        }
        assertEquals(1, sandbox.counter("profilesDeleted"))
    }

    @Test
    fun `what the app's client adds by itself stays off`() = runBlocking {
        client().use { it.logout(parameters("Dish")) }
        val log = sandbox.log()
        assertFalse(log.contains("cookie", ignoreCase = true))
    }

    companion object {
        /** An app's client, with habits that must not reach the service. */
        val client: OkHttpClient = OkHttpClient.Builder()
            .cookieJar(object : okhttp3.CookieJar {
                override fun loadForRequest(url: okhttp3.HttpUrl) =
                    listOf(okhttp3.Cookie.Builder().name("a").value("b").domain(url.host).build())

                override fun saveFromResponse(url: okhttp3.HttpUrl, cookies: List<okhttp3.Cookie>) = Unit
            })
            .authenticator { _, response -> response.request.newBuilder().header("Authorization", "Basic x").build() }
            .build()
    }
}

class UrlConnectionDriverTest : DriverTest() {
    override fun driver() = UrlConnectionDriver()
}

/** Every scenario of the sandbox, over real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DriverTest {
    abstract fun driver(): HttpDriver

    val sandbox = Sandbox()

    suspend fun client() = TvPassClient.open(sandbox.config(), driver(), MemoryStateStore())

    @BeforeEach
    fun forgetEverything() {
        sandbox.post("/sandbox/reset")
    }

    @AfterAll
    fun stop() = sandbox.close()

    @Test
    fun `each provider answers as documented and the second time invalid`() = runBlocking {
        client().use { client ->
            val cases = listOf(
                parameters("Cablevision") to listOf("Cablevision OpenUrl"),
                parameters("Dish") to listOf("Dish Complete"),
                parameters("Spectrum", serviceToken = sandbox.serviceToken) to listOf("Spectrum OpenUrl"),
                parameters("Comcast_SSO", subjectToken = sandbox.subjectToken) to listOf("Comcast_SSO OpenUrl"),
                parameters("Cablevision_Apple") to listOf("Cablevision_Apple PartnerLogout"),
                parameters("ATTOTT") to listOf("ATTOTT Complete"),
                parameters("TempPass_5mins") to listOf("TempPass_5mins Complete"),
                parameters("Sandbox_NoProfile") to listOf("Sandbox_NoProfile Invalid"),
                parameters("Sandbox_Several") to
                    listOf("Verizon OpenUrl", "Cox OpenUrl", "Mediacom Complete", "AlticeOne PartnerLogout"),
            )
            for ((parameters, expected) in cases) {
                assertEquals(expected, summary(client.logout(parameters)))
                assertEquals(listOf("${parameters.mvpd} Invalid"), summary(client.logout(parameters)))
            }
        }
        assertEquals(1, sandbox.counter("registrations"))
        assertEquals(1, sandbox.counter("tokenRequests"))
    }

    @Test
    fun `only what needs the app or the user is to be followed`() = runBlocking {
        client().use { client ->
            val logout = client.logout(parameters("Sandbox_Several"))
            assertEquals(listOf("Verizon", "Cox", "AlticeOne"), logout.followUps.map { it.profile.key })
            val settings = (logout.followUps[2] as FollowUp.PartnerSignOut).settings
            assertEquals(listOf("tvOS", "iOS"), settings.map { it.osName })
            assertEquals("Sandbox_Degraded", logout.profiles[2].mvpd)
            val url = (logout.profiles[0].action as LogoutAction.OpenUrl).url
            assertTrue(url.startsWith("${sandbox.base}/adobe-services/logout?"), url)
        }
    }

    @Test
    fun `an unknown action keeps its names and a hostile url is not handed out`() = runBlocking {
        fun custom(action: String, url: String) =
            """{"device":"${Sandbox.DEVICE}","serviceProvider":"REF30","profiles":[{"mvpd":"Dish","kind":
               {"custom":{"actionName":"$action","actionType":"novel","url":"$url"}}}]}"""
        client().use { client ->
            sandbox.post("/sandbox/profiles", custom("dance", "https://example.com"))
            val unknown = client.logout(parameters("Dish")).profiles.single()
            assertEquals(LogoutAction.Unknown, unknown.action)
            assertEquals("dance" to "novel", unknown.actionName to unknown.actionType)
            sandbox.post("/sandbox/profiles", custom("logout", "javascript:alert(1)"))
            val refused = client.logout(parameters("Dish")).profiles.single().action as LogoutAction.UrlRefused
            assertEquals("javascript:alert(1)", refused.raw)
            assertEquals("the url's scheme is not https", refused.explanation)
            assertEquals(UrlRefusal.SCHEME, refused.reason)
        }
    }

    @Test
    fun `the legacy logout goes through the client, without a registration`() = runBlocking {
        val events = ConcurrentLinkedQueue<TvPassEvent>()
        TvPassClient.open(sandbox.config(eventListener = events::add), driver(), MemoryStateStore()).use { client ->
            // The first answer is lost; the second request is harmless.
            sandbox.fault("""{"on":"/api/v1/","answer":{"reply":{"status":500,"headers":[],"body":"oops"}}}""")
            client.logoutV1()
            val nobody = CallOptions { serviceProvider = "" }
            assertEquals("requestor", assertFails<TvPassException.InvalidInput> { client.logoutV1(options = nobody) }.field)
            assertTrue(client.supportReport().contains("DELETE logout_v1"))
        }
        assertEquals(1, sandbox.counter("logoutsV1"))
        assertEquals(1, sandbox.counter("faults"))
        assertEquals(0, sandbox.counter("registrations"))
        assertTrue(events.isNotEmpty() && events.all { it.v1 && it.call == 1L })
        assertEquals(listOf(500, 204), events.mapNotNull { (it.kind as? EventKind.Status)?.status })
    }

    @Test
    fun `the legacy logout is refused where Adobe documents none`() = runBlocking {
        val config = with(sandbox.config()) { TvPassConfig(Environment.PREQUAL_STAGING, "REF30", deviceIdentifier, deviceInfo, tokenSource) }
        TvPassClient.open(config, driver(), MemoryStateStore()).use { client ->
            val error = assertFails<TvPassException.InvalidInput> { client.logoutV1() }
            assertEquals("v1_base", error.field)
        }
    }

    @Test
    fun `a refusal has Adobe's code, action, status and trace`() = runBlocking {
        client().use { client ->
            val error = assertFails<TvPassException.Refused> { client.logout(parameters("Nobody")) }
            assertEquals("invalid_parameter_mvpd", error.adobeCode)
            assertEquals(400, error.httpStatus)
            assertEquals(36, error.trace?.length)
            assertEquals("enhanced_error" to 3003, error.codeName to error.code)
            assertTrue(error.message!!.contains(error.trace!!))
        }
    }

    @Test
    fun `an expired token is renewed once`() = runBlocking {
        client().use { client ->
            client.logout(parameters("Dish"))
            sandbox.post("/sandbox/tokens/expire")
            assertEquals(listOf("Cablevision OpenUrl"), summary(client.logout(parameters("Cablevision"))))
        }
        assertEquals(1, sandbox.counter("registrations"))
        assertEquals(2, sandbox.counter("tokenRequests"))
    }

    @Test
    fun `a lost registration is reported until the app allows another`() = runBlocking {
        client().use { client ->
            client.logout(parameters("Dish"))
            sandbox.delete("/sandbox/clients")
            repeat(2) {
                assertFails<TvPassException.RegistrationLost> { client.logout(parameters("Cablevision")) }
            }
            assertEquals(1, sandbox.counter("registrations"))
            client.forgetRegistration()
            client.logout(parameters("Cablevision"))
            assertEquals(2, sandbox.counter("registrations"))
        }
    }

    @Test
    fun `a client that may register again says so`() = runBlocking {
        TvPassClient.open(sandbox.config(registerAgain = true), driver(), MemoryStateStore()).use { client ->
            client.logout(parameters("Dish"))
            assertFalse(client.registrationWasLost)
            sandbox.delete("/sandbox/clients")
            // Also if the call itself fails: the profile is gone with the registration.
            assertFails<TvPassException.Refused> { client.authorize("Sandbox_NoProfile", listOf("TestStream1")) }
            assertTrue(client.registrationWasLost)
            client.acknowledgeLostRegistration()
            assertFalse(client.registrationWasLost)
            client.logout(parameters("Cablevision"))
            assertFalse(client.registrationWasLost)
        }
    }

    @Test
    fun `what may be retried is retried and 429 is waited out`() = runBlocking {
        sandbox.fault("""{"on":"/api/v2/","answer":{"error":{"code":"network_connection_timeout"}}}""")
        sandbox.fault("""{"on":"/o/client/token","answer":{"reply":{"status":429,"headers":[],"body":"<html>"}}}""")
        client().use { assertEquals(listOf("Dish Complete"), summary(it.logout(parameters("Dish")))) }
        assertEquals(2, sandbox.counter("faults"))
    }

    @Test
    fun `a captive portal's page is a malformed answer with its beginning`() = runBlocking {
        sandbox.fault("""{"on":"/api/v2/","answer":{"reply":{"status":200,"headers":[["Content-Type","text/html"]],"body":"<html>Pay"}}}""")
        client().use { client ->
            val error = assertFails<TvPassException.MalformedAnswer> { client.logout(parameters("Dish")) }
            assertEquals("<html>Pay", error.bodyHead)
            assertEquals("text/html", error.contentType)
        }
    }

    @Test
    fun `an oversized answer is refused`() = runBlocking {
        sandbox.fault("""{"on":"/api/v2/","answer":{"oversized":{"bytes":1048577}}}""")
        client().use { client ->
            val error = assertFails<TvPassException.Transport> { client.logout(parameters("Dish")) }
            assertEquals("transport_response_too_large", error.codeName)
            assertTrue(error.possiblyDelivered)
        }
    }

    @Test
    fun `a truncated answer is a lost one`() = runBlocking {
        sandbox.fault("""{"on":"/o/client/token","answer":{"truncated":{"status":201,"headers":[],"body":"{\"access_token\":\"x\"}"}}}""")
        client().use { assertEquals(listOf("Dish Complete"), summary(it.logout(parameters("Dish")))) }
        assertEquals(1, sandbox.counter("faults"))
    }

    @Test
    fun `no redirect is followed`(): Unit = runBlocking {
        ServerSocket(0).use { elsewhere ->
            val location = "http://127.0.0.1:${elsewhere.localPort}/"
            sandbox.fault("""{"on":"/api/v2/","answer":{"reply":{"status":302,"headers":[["Location","$location"]],"body":""}}}""")
            client().use { client ->
                val error = assertFails<TvPassException.HttpStatus> { client.logout(parameters("Dish")) }
                assertEquals(302, error.httpStatus)
            }
            elsewhere.soTimeout = 200
            assertThrows(java.net.SocketTimeoutException::class.java) { elsewhere.accept() }
        }
    }

    @Test
    fun `nobody listens, and the request was certainly not delivered`() = runBlocking {
        val port = ServerSocket(0).use { it.localPort }
        val config = sandbox.config().let {
            TvPassConfig(Environment.of("http://127.0.0.1:$port"), "REF30", it.deviceIdentifier, it.deviceInfo, it.tokenSource) { paced = false }
        }
        TvPassClient.open(config, driver(), MemoryStateStore()).use { client ->
            val error = assertFails<TvPassException.Transport> { client.logout(parameters("Dish")) }
            assertEquals("transport_connect", error.codeName)
            assertFalse(error.possiblyDelivered)
        }
    }

    @Test
    fun `the deadline ends a request that hangs`(): Unit = runBlocking {
        client().use { client ->
            client.logout(parameters("Dish"))
            sandbox.hang("/api/v2/")
            withTimeout(Sandbox.LIMIT_MILLIS) {
                assertFails<TvPassException.DeadlineExceeded> { client.logout(parameters("Cablevision", deadlineMillis = 300)) }
            }
        }
    }

    @Test
    fun `connections that the server closed meanwhile are replaced`() = runBlocking {
        client().use { client ->
            client.logout(parameters("Dish"))
            sandbox.post("/sandbox/connections/close")
            assertEquals(listOf("Cablevision OpenUrl"), summary(client.logout(parameters("Cablevision"))))
        }
    }

    @Test
    fun `an app's own tokens are used, and asked for anew when rejected`() = runBlocking {
        val asked = mutableListOf<Boolean>()
        val source = TokenSource.App { rejected ->
            asked += rejected
            AccessToken(if (rejected) sandbox.accessToken() else "stale")
        }
        TvPassClient.open(sandbox.config(source), driver()).use { client ->
            assertEquals(listOf("Dish Complete"), summary(client.logout(parameters("Dish"))))
        }
        assertEquals(listOf(false, true), asked)
        assertEquals(0, sandbox.counter("registrations"))
    }

    @Test
    fun `plain http to another machine is refused before anything is sent`() = runBlocking {
        val request = HttpRequest("GET", "http://198.51.100.1/", emptyList(), ByteArray(0))
        val failure = assertFails<TransportFailure> { driver().send(request) }
        assertEquals(TransportFailure.Kind.REFUSED, failure.kind)
    }
}

/** The exception that [block] throws, of exactly this kind. */
inline fun <reified T : Throwable> assertFails(block: () -> Any?): T {
    val result = try {
        block()
    } catch (e: Throwable) {
        if (e is T) return e
        throw AssertionError("expected ${T::class.java.simpleName}", e)
    }
    throw AssertionError("expected ${T::class.java.simpleName}, got $result")
}
