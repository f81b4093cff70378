package dev.tvpass

import dev.tvpass.RawServer.Answer
import kotlinx.coroutines.runBlocking
import okhttp3.OkHttpClient
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource
import org.junit.jupiter.params.provider.ValueSource
import java.util.concurrent.atomic.AtomicInteger
import javax.net.ssl.HttpsURLConnection

/**
 * An HTTP client that repeats a request by itself hides that an answer was lost, and the user of a
 * shared television is told that all is done. Shown by counting, with a server that acts on a
 * request and then drops the connection.
 */
class LostAnswerTest {
    private fun driver(name: String): HttpDriver = when (name) {
        "OkHttp" -> OkHttpDriver(OkHttpClient())
        "OkHttp over TLS" -> OkHttpDriver(OkHttpClient.Builder().sslSocketFactory(RawServer.Tls.context.socketFactory, RawServer.Tls.trust).build())
        else -> UrlConnectionDriver()
    }

    /** A service with one session, at `Cablevision`, that loses the answer to its logout. */
    private class Service(private val lost: Answer, tls: Boolean) : AutoCloseable {
        val logouts = AtomicInteger()
        private val server = RawServer(tls, ::answer)
        val base = server.base

        /** The requests to log out of Cablevision. */
        val requests get() = server.requests.count { "/Cablevision" in it }

        private fun answer(head: String): Answer {
            val mvpd = if ("/Cablevision" in head) "Cablevision" else "Dish"
            if (mvpd == "Cablevision" && logouts.compareAndSet(0, 1)) return lost
            val logout = """{"logouts":{"$mvpd":{"actionName":"invalid","actionType":"none","mvpd":"$mvpd"}}}"""
            return Answer.Whole("200 OK", logout)
        }

        override fun close() = server.close()
    }

    private fun config(service: Service) = TvPassConfig(
        serviceProvider = "REF30",
        environment = Environment.of(service.base),
        deviceIdentifier = DeviceIdentifier.fromText(Sandbox.DEVICE),
        deviceInfo = DeviceInfo {
            model = "x"
            version = "1"
            osName = DeviceInfo.OsName.ANDROID
            osVersion = "14"
            connectionType = DeviceInfo.ConnectionType.LAN
        },
        tokenSource = TokenSource.App { AccessToken("a-token") },
    ) { paced = false }

    private fun <T> trusting(run: () -> T): T {
        val usual = HttpsURLConnection.getDefaultSSLSocketFactory()
        HttpsURLConnection.setDefaultSSLSocketFactory(RawServer.Tls.context.socketFactory)
        try {
            return run()
        } finally {
            HttpsURLConnection.setDefaultSSLSocketFactory(usual)
        }
    }

    @ParameterizedTest
    @CsvSource(
        "OkHttp, false, true", "OkHttp, false, false",
        "OkHttp over TLS, true, true", "OkHttp over TLS, true, false",
        "HttpURLConnection, true, true", "HttpURLConnection, true, false",
    )
    fun `a request whose answer is lost is sent once, and what follows is in doubt`(name: String, tls: Boolean, reset: Boolean) = trusting {
        val driver = driver(name)
        Service(Answer.Lost(reset), tls).use { service ->
            runBlocking {
                fun request(mvpd: String): HttpRequest {
                    val it = config(service)
                    return Site(it.environment, it.deviceIdentifier, it.deviceInfo).prepareLogout(parameters(mvpd), "a-token").request
                }
                // The connection of this one may be used again.
                assertEquals(200, driver.send(request("Dish")).status)
                val failure = assertFails<TransportFailure> { driver.send(request("Cablevision")) }
                assertTrue(failure.possiblyDelivered)
                assertEquals(1 to 1, service.requests to service.logouts.get())
            }
        }
        Service(Answer.Lost(reset), tls).use { service ->
            runBlocking {
                TvPassClient.open(config(service), driver).use { client ->
                    client.logout(parameters("Dish"))
                    assertEquals(listOf("Cablevision InvalidAfterLostAnswer"), summary(client.logout(parameters("Cablevision"))))
                }
            }
            // The logout's own repetition is the second.
            assertEquals(2 to 1, service.requests to service.logouts.get())
        }
    }

    @ParameterizedTest
    @ValueSource(strings = ["408 Request Timeout", "503 Service Unavailable"])
    fun `OkHttp does not repeat what was answered either`(status: String) = runBlocking {
        val failed = Answer.Whole(status, "{}", "Retry-After: 0\r\n")
        Service(failed, tls = false).use { service ->
            val request = HttpRequest("GET", "${service.base}/Cablevision", emptyList(), ByteArray(0))
            val response = driver("OkHttp").send(request)
            assertEquals(status.substringBefore(' '), response.status.toString())
            assertEquals(1, service.requests)
            assertEquals("0", response.headers.single { it.first == "Retry-After" }.second)
        }
    }

    @Test
    fun `HttpURLConnection adds no header about caches`() = trusting {
        RawServer { Answer.Whole("200 OK", "{}") }.use { server ->
            runBlocking { UrlConnectionDriver().send(HttpRequest("GET", "${server.base}/", emptyList(), ByteArray(0))) }
            val head = server.requests.single()
            assertFalse(head.contains("Cache-Control", ignoreCase = true) || head.contains("Pragma", ignoreCase = true), head)
            assertTrue(head.contains("Connection: close"), head)
        }
    }
}
