package dev.tvpass.testing

import dev.tvpass.Access
import dev.tvpass.AccessToken
import dev.tvpass.DeviceIdentifier
import dev.tvpass.DeviceInfo
import dev.tvpass.Environment
import dev.tvpass.HttpDriver
import dev.tvpass.HttpResponse
import dev.tvpass.Language
import dev.tvpass.Locks
import dev.tvpass.Site
import dev.tvpass.TextKey
import dev.tvpass.TokenSource
import dev.tvpass.TvPassClient
import dev.tvpass.TvPassConfig
import dev.tvpass.TvPassException
import dev.tvpass.Words
import dev.tvpass.text
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.io.IOException

/** What the fake says to people, against the library: the one test here that needs it. */
class FakeWordsTest {
    private class Case(val code: String, val action: String, val status: Int, val message: String?, val details: String?) {
        val json = listOf("action" to action, "status" to status, "code" to code, "message" to message, "details" to details)
            .filter { it.second != null }
            .joinToString(",", "{", "}") { (name, value) -> if (value is Int) "\"$name\":$value" else "\"$name\":\"$value\"" }

        override fun toString() = json
    }

    /** Adobe's codes with their actions, and one that nobody knows with each action, each with texts and without. */
    private val cases: List<Case> = run {
        val vectors = File(System.getProperty("tvpass.vectors"), "error-codes.json").readText()
        val known = Regex("\"action\": \"([a-z-]+)\",\\s*\"code\": \"([a-z_]+)\",\\s*\"status\": \\[\\s*(\\d+)").findAll(vectors)
            .map { Triple(it.groupValues[2], it.groupValues[1], it.groupValues[3].toInt()) }
        val actions = listOf("none", "configuration", "application-registration", "authentication", "authorization", "retry")
        val unknown = actions.flatMap { action -> listOf(400, 503).map { Triple("of_tomorrow", action, it) } }
        (known.toList() + unknown).flatMap { (code, action, status) ->
            listOf("A message." to null, "A message." to "Call us.", "A message." to " ", null to null).map { (message, details) ->
                Case(code, action, status, message, details)
            }
        }
    }

    private val identifier = DeviceIdentifier.fromText("a-device")
    private val info = DeviceInfo {
        model = "Box"
        version = "1"
        osName = DeviceInfo.OsName.ANDROID
        osVersion = "14"
        connectionType = DeviceInfo.ConnectionType.LAN
    }
    private val json = listOf("Content-Type" to "application/json")

    private fun client(driver: HttpDriver): TvPassClient = runBlocking {
        val tokens = TokenSource.App { AccessToken("a-token", 3600) }
        TvPassClient.open(TvPassConfig(Environment.PRODUCTION, "REF30", identifier, info, tokens) { paced = false }, driver)
    }

    @Test
    fun `every code is there`() {
        assertTrue(cases.map { it.code }.distinct().size > 50, "${cases.size}")
    }

    @Test
    fun `an error means the same`() {
        val prepared = Site(Environment.PRODUCTION, identifier, info).prepareProfiles("REF30", "a-token")
        for (case in cases) {
            val real = assertThrows(TvPassException::class.java) { prepared.interpret(HttpResponse(case.status, json, case.json.toByteArray())) }
            // The action that the library goes by is the one that Adobe documents for the code.
            val refused = real as? TvPassException.Refused ?: continue
            val fake = Failures.refused(case.code, refused.adobeAction ?: case.action, case.status, case.message, case.details)
            assertEquals(real.words, fake.words, "$case")
        }
    }

    @Test
    fun `a denial means the same`(): Unit = runBlocking {
        val asked = cases.indices.map { "R$it" }
        val driver = HttpDriver { request ->
            val resources = Regex("\"R(\\d+)\"").findAll(String(request.body)).map { it.groupValues[1].toInt() }
            val decisions = resources.joinToString(",") { """{"resource":"R$it","source":"mvpd","authorized":false,"error":${cases[it].json}}""" }
            HttpResponse(200, json, """{"decisions":[$decisions]}""".toByteArray())
        }
        val account = FakeAccount(listOf(Samples.mvpd("A")))
        account.hasProfile(Samples.profile("A"))
        client(driver).use { client ->
            val real: Locks = client.account().preauthorize(asked, Access.mvpd("A")).toList().last()
            assertEquals(asked, real.locks.map { it.resource })
            for (lock in real.locks) account.deny(lock.resource, checkNotNull(lock.denial) { lock })
            val fake = account.preauthorize(asked, Access.mvpd("A")).toList().last()
            for ((lock, own) in real.locks.zip(fake.locks)) assertEquals(lock.words, own.words, "${lock.denial}")
        }
    }

    @Test
    fun `what is no word of the service's means the same`(): Unit = runBlocking {
        suspend fun words(driver: HttpDriver): Words = client(driver).use { client ->
            checkNotNull(runCatching { client.profiles() }.exceptionOrNull() as? TvPassException).words
        }
        fun answers(status: Int, body: String, vararg headers: Pair<String, String>) =
            HttpDriver { HttpResponse(status, headers.toList(), body.toByteArray()) }
        assertEquals(words { throw IOException("no") }, Failures.noConnection().words)
        assertEquals(words { throw IOException("no") }, Failures.answerLost().words)
        assertEquals(words(answers(503, "")), Failures.httpStatus(503).words)
        assertEquals(words(answers(404, "")), Failures.httpStatus(404).words)
        assertEquals(words(answers(200, "<html>")), Failures.malformedAnswer().words)
        assertEquals(words(answers(429, "", "Retry-After" to "60")), Failures.throttled().words)
    }

    @Test
    fun `every key has a text in both languages`() {
        for (key in TextKey.entries) {
            assertTrue(Language.entries.map { key.text(it) }.toSet().size == Language.entries.size, key.name)
        }
    }
}
