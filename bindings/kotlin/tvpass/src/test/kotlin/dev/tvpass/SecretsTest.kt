package dev.tvpass

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.PrintWriter
import java.io.StringWriter
import java.util.concurrent.ConcurrentLinkedQueue

/** Secrets appear in no text that a log might get. */
class SecretsTest {
    private val texts = ConcurrentLinkedQueue<String>()

    /** Looks at everything that passes. */
    private inner class Watching(private val driver: HttpDriver) : HttpDriver {
        val secrets = ConcurrentLinkedQueue<String>()

        override suspend fun send(request: HttpRequest): HttpResponse {
            texts += request.toString()
            request.headers.filter { it.first == "Authorization" }.forEach { secrets += it.second.removePrefix("Bearer ") }
            val response = driver.send(request)
            texts += response.toString()
            Regex("\"(client_secret|access_token|client_id)\":\"([^\"]+)\"").findAll(response.body.decodeToString())
                .forEach { if (it.groupValues[1] != "client_id") secrets += it.groupValues[2] }
            return response
        }
    }

    @Test
    fun `no secret in any text`() = Sandbox().use { sandbox ->
        runBlocking {
            val watching = Watching(UrlConnectionDriver())
            val config = sandbox.config(eventListener = { texts += it.toString() + it.text })
            val parameters = parameters("Spectrum", sandbox.subjectToken, sandbox.serviceToken)
            val client = TvPassClient.open(config, watching, MemoryStateStore())
            texts += listOf(config, config.tokenSource, config.deviceIdentifier, config.deviceInfo, parameters.options, client, watching).map { "$it" }
            texts += AccessToken("a-token").toString()
            val logout = client.logout(parameters)
            val url = (logout.profiles.single().action as LogoutAction.OpenUrl).url
            texts += listOf(logout, logout.profiles, logout.profiles.single().action).map { "$it" }
            sandbox.delete("/sandbox/clients")
            for (mvpd in listOf("Nobody", "Dish", "")) {
                texts += trace(assertFails<TvPassException> { client.logout(parameters(mvpd)) })
            }
            texts += client.supportReport()
            client.close()
            texts += trace(assertFails<TvPassException> { client.logout(parameters) })

            val all = texts.joinToString("\n")
            val secrets = watching.secrets.toSet() + sandbox.softwareStatement + sandbox.subjectToken + sandbox.serviceToken +
                "a-token" + Sandbox.DEVICE + url.substringAfter('?')
            // The statement, two single sign-on tokens, the app's, the device, the URL; and what
            // the service gave out.
            assertTrue(secrets.size >= 8, "${secrets.size}")
            for (secret in secrets) assertFalse(all.contains(secret), "a secret of ${secret.length} characters is in a text")
            assertTrue(all.contains("POST token"), "nothing was looked at")
        }
    }

    private fun trace(e: Throwable) = StringWriter().also { e.printStackTrace(PrintWriter(it)) }.toString()
}
