package dev.tvpass

import dev.tvpass.internal.environmentUrls
import kotlinx.coroutines.runBlocking
import okhttp3.OkHttpClient
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import dev.tvpass.internal.Environment as CoreEnvironment

/** Logouts without a client, by an app that sends the requests itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreparedTest {
    private val sandbox = Sandbox()
    private val environment = Environment.of(sandbox.base)
    private val identifier = DeviceIdentifier.fromText(Sandbox.DEVICE)
    private val info = sandbox.config().deviceInfo

    private fun driver(name: String) = if (name == "OkHttp") OkHttpDriver(OkHttpClient()) else UrlConnectionDriver()

    private val site = Site(environment, identifier, info)

    private fun prepare(mvpd: String) = site.prepareLogout(parameters(mvpd), sandbox.accessToken())

    private fun prepareLegacy(requestor: String) = site.prepareLogoutV1(requestor)

    @BeforeEach
    fun forgetEverything() {
        sandbox.post("/sandbox/reset")
    }

    @AfterAll
    fun stop() = sandbox.close()

    @ParameterizedTest
    @ValueSource(strings = ["OkHttp", "HttpURLConnection"])
    fun `an app with its own token needs two calls`(name: String): Unit = runBlocking {
        val prepared = prepare("Sandbox_Several")
        assertEquals("GET", prepared.request.method)
        val logout = prepared.interpret(driver(name).send(prepared.request))
        assertEquals(listOf("Verizon OpenUrl", "Cox OpenUrl", "Mediacom Complete", "AlticeOne PartnerLogout"), summary(logout))
        // Relative URLs of the answer are resolved against the request's.
        assertTrue((logout.profiles[0].action as LogoutAction.OpenUrl).url.startsWith("${sandbox.base}/adobe-services/"))
        assertEquals(1, sandbox.counter("logoutsV2"))
        assertEquals(0, sandbox.counter("registrations"))
    }

    @Test
    fun `an answer that is a refusal is an exception`(): Unit = runBlocking {
        val prepared = prepare("Nobody")
        val answer = UrlConnectionDriver().send(prepared.request)
        assertEquals(400, answer.status)
        assertEquals("invalid_parameter_mvpd", assertFails<TvPassException.Refused> { prepared.interpret(answer) }.adobeCode)
        val portal = HttpResponse(200, listOf("content-type" to "text/html"), "<html>".toByteArray())
        assertEquals("text/html", assertFails<TvPassException.MalformedAnswer> { prepared.interpret(portal) }.contentType)
    }

    @ParameterizedTest
    @ValueSource(strings = ["OkHttp", "HttpURLConnection"])
    fun `the legacy logout deletes what is there`(name: String): Unit = runBlocking {
        val prepared = prepareLegacy("REF30")
        assertEquals("DELETE", prepared.request.method)
        assertFalse(prepared.request.headers.any { it.first == "Authorization" })
        val answer = driver(name).send(prepared.request)
        assertEquals(204, answer.status)
        prepared.interpret(answer)
        assertEquals(1, sandbox.counter("logoutsV1"))
    }

    @Test
    fun `a refused legacy logout is an exception`(): Unit = runBlocking {
        sandbox.fault("""{"on":"/api/v1/","answer":{"reply":{"status":500,"headers":[],"body":"oops"}}}""")
        val prepared = prepareLegacy("REF30")
        val error = assertFails<TvPassException> { prepared.interpret(UrlConnectionDriver().send(prepared.request)) }
        assertEquals(500, error.httpStatus)
    }

    @Test
    fun `input is refused by name`() {
        assertEquals("requestor", assertFails<TvPassException.InvalidInput> { prepareLegacy("") }.field)
        assertEquals("mvpd", assertFails<TvPassException.InvalidInput> { prepare("..") }.field)
        val error = assertFails<IllegalArgumentException> {
            Site(Environment.PREQUAL_STAGING, identifier, info).prepareLogoutV1("REF30")
        }
        assertTrue(error.message!!.contains("sp-prequal.auth-staging.adobe.com"))
    }

    @Test
    fun `no secret in any text`() {
        val token = sandbox.accessToken()
        val prepared = site.prepareLogout(parameters("Dish"), token)
        val legacy = prepareLegacy("REF30")
        assertTrue(legacy.request.url.contains(Sandbox.DEVICE))
        for (text in listOf("$site", "$prepared", "$legacy", "${prepared.request}", "${legacy.request}")) {
            assertFalse(token in text || Sandbox.DEVICE in text, text)
        }
    }

    @Test
    fun `the environments are the core's`() {
        val pairs = listOf(
            Environment.PRODUCTION to CoreEnvironment.PRODUCTION,
            Environment.PREQUAL to CoreEnvironment.PREQUAL,
            Environment.STAGING to CoreEnvironment.STAGING,
            Environment.PREQUAL_STAGING to CoreEnvironment.PREQUAL_STAGING,
        )
        assertEquals(CoreEnvironment.entries, pairs.map { it.second })
        for ((ours, core) in pairs) {
            val urls = environmentUrls(core)
            assertEquals(urls.base to urls.v1, ours.baseUrl to ours.v1BaseUrl)
        }
    }
}
