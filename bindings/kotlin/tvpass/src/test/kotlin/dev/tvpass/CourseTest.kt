package dev.tvpass

import kotlinx.coroutines.runBlocking
import okhttp3.OkHttpClient
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import java.util.concurrent.CopyOnWriteArrayList

/** What a client tells of a call, in values and not only as text, and whose call it is. Swift's `CourseTests` expects the same, word for word. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CourseTest {
    private val sandbox = Sandbox()

    @AfterAll
    fun stop() = sandbox.close()

    private fun told(kind: EventKind): String = when (kind) {
        is EventKind.Request -> "${word(kind.purpose)}: ${kind.method} ${kind.operation}"
        is EventKind.Status -> {
            val trace = if (kind.trace.isNullOrEmpty()) "" else " traced"
            "${word(kind.purpose)}: ${kind.status} ${kind.error ?: "-"} ${kind.adobeCode ?: "-"}$trace${if (kind.durationMs < 0) " ?" else ""}"
        }
        is EventKind.RequestLost ->
            "${word(kind.purpose)}: lost, ${kind.failure}, ${word(kind.delivery)}${if (kind.durationMs < 0) " ?" else ""}"
        is EventKind.Wait -> "wait: ${word(kind.reason)}${if (kind.forMs > 0) "" else " ?"}"
        is EventKind.Retry -> "attempt ${kind.attempt} after ${kind.error}"
        is EventKind.TokenRenewed -> "token for ${if (kind.expiresInS > 0) "a while" else "?"}"
        EventKind.TokenRejected -> "token rejected"
        EventKind.Registered -> "registered"
        EventKind.RegistrationLost -> "registration lost"
        EventKind.Persisted -> "stored"
        EventKind.NotPersisted -> "not stored"
        is EventKind.Done -> "done: ${kind.error ?: "-"}${if (kind.durationMs < 0) " ?" else ""}"
    }

    private fun word(value: Enum<*>) = value.name.lowercase()

    @Test
    fun `the events of a call are values`(): Unit = runBlocking {
        sandbox.post("/sandbox/reset")
        val events = CopyOnWriteArrayList<TvPassEvent>()
        TvPassClient.open(sandbox.config(eventListener = events::add), OkHttpDriver(OkHttpClient()), MemoryStateStore()).use { client ->
            sandbox.fault("""{"on":"/api/v2/","answer":"close"}""")
            client.profiles()
            assertTrue(events.all { it.call == 1L && !it.v1 })
            assertTrue(events.zipWithNext().all { (one, next) -> one.atMs <= next.atMs })
            assertEquals(
                listOf(
                    "register: POST registration", "register: 201 - -", "registered", "stored",
                    "token: POST token", "token: 201 - -", "token for a while", "stored",
                    "operation: GET profiles", "operation: lost, connection_lost, possible",
                    "attempt 2 after transport_connection_lost",
                    "wait: backoff", "operation: GET profiles", "operation: 200 - -", "done: -",
                ),
                events.map { told(it.kind) },
            )
            val before = events.size
            assertFails<TvPassException.Refused> { client.profileForMvpd("Nobody") }
            val refused = events.drop(before).map { told(it.kind) }
            assertTrue(refused.any { it.startsWith("operation: 400 enhanced_error invalid_parameter_mvpd") }, "$refused")
            assertEquals("done: enhanced_error", refused.last())
            assertTrue(events.drop(before).all { it.call == 2L })
        }
    }

    @Test
    fun `a refusal says who refused, and what helps`(): Unit = runBlocking {
        TvPassClient.open(sandbox.config(), UrlConnectionDriver(), MemoryStateStore()).use { client ->
            val error = assertFails<TvPassException.Refused> { client.profileForMvpd("Nobody") }
            assertEquals(listOf("enhanced_error", "invalid_parameter_mvpd", "none"), listOf(error.codeName, error.adobeCode, error.adobeAction))
        }
    }

    @Test
    fun `a URL that is not to be opened says why`() {
        val refused = listOf(
            null to UrlRefusal.MISSING,
            "https://exa mple.com/" to UrlRefusal.MALFORMED,
            "javascript:alert(1)" to UrlRefusal.SCHEME,
            "https://sp.auth.adobe.com@evil.example/" to UrlRefusal.USER_INFORMATION,
            "//evil.example/" to UrlRefusal.OTHER_HOST,
            "https://evil.example:0/" to UrlRefusal.HOST,
        )
        assertEquals(UrlRefusal.entries, refused.map { it.second })
        for ((url, reason) in refused) {
            val member = url?.let { ""","url":"$it"""" }.orEmpty()
            val body = """{"logouts":{"Dish":{"actionName":"logout","actionType":"interactive","mvpd":"Dish"$member}}}"""
            val config = sandbox.config()
            val prepared = Site(config.environment, config.deviceIdentifier, config.deviceInfo).prepareLogout(parameters("Dish"), "token")
            val logout = prepared.interpret(HttpResponse(200, listOf("Content-Type" to "application/json"), body.toByteArray()))
            val action = logout.profiles.single().action as LogoutAction.UrlRefused
            assertEquals(reason to url.orEmpty(), action.reason to action.raw)
            assertTrue(action.explanation.isNotEmpty())
            assertTrue(logout.followUps.single() is FollowUp.SessionMayBeOpen)
        }
    }

    /** The configuration's, unless the call names another one. */
    @Test
    fun `a call may be of another service provider`(): Unit = runBlocking {
        val paths = mutableListOf<String>()
        val onePage = HttpDriver { request ->
            paths += request.url.removePrefix(sandbox.base).substringBefore('?')
            HttpResponse(200, listOf("Content-Type" to "application/json"), """{"requestor":{"id":"REF30","mvpds":[]}}""".toByteArray())
        }
        val other = CallOptions { serviceProvider = "OTHER" }
        TvPassClient.open(sandbox.config(TokenSource.App { AccessToken("token") }), onePage).use { client ->
            client.configuration()
            client.configuration(other)
            runCatching { client.logout("Dish", signedOut, other) }
            runCatching { client.logout("Dish", signedOut) }
        }
        val expected = listOf("REF30/configuration", "OTHER/configuration", "OTHER/logout/Dish", "REF30/logout/Dish")
        assertEquals(expected.map { "/api/v2/$it" }, paths)
    }
}
