package dev.tvpass

import dev.tvpass.internal.Client
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.lang.reflect.Modifier

/** A list of as many providers as Adobe has for the largest service providers. */
class LongListTest {
    @Test
    fun `a list comes out of the core in one piece`() = runBlocking {
        val client = LongList.client(COUNT)
        val configuration = client.configuration()
        // With the client the core's memory is gone: there is nothing that could be asked any more.
        client.close()
        assertEquals(COUNT, configuration.mvpds.size)
        assertEquals("Provider $COUNT", configuration.mvpd("Mvpd$COUNT")?.displayName)
        assertEquals((2..COUNT).map { "https://logos.example/$it.png" }, configuration.choices.map { it.logoUrl })
        // An entry holds values alone, no way into the core.
        val held = Mvpd::class.java.declaredFields.filterNot { Modifier.isStatic(it.modifiers) }.map { it.type }.toSet()
        assertEquals(setOf(String::class.java, Boolean::class.java, BoardingStatus::class.java), held)
        assertTrue(Client::class.java.declaredFields.any { it.name == "handle" }, "what a way into the core looks like has changed")
    }

    @Test
    fun `200 providers are no more calls into the library than one`() {
        val ask = CountingClasses().loadClass(LongList::class.java.name).getMethod("ask", Int::class.java)
        // What only the first call does.
        ask.invoke(null, 1)
        Crossings.take()
        ask.invoke(null, 1)
        val one = Crossings.take()
        ask.invoke(null, COUNT)
        assertEquals(one, Crossings.take())
        // As docs/bindings.md says: the token's step is one more.
        assertEquals(1, one["uniffi_tvpass_fn_method_client_start"])
        assertEquals(3, one["uniffi_tvpass_fn_method_call_advance"])
    }

    private companion object {
        const val COUNT = 200
    }
}

/** Asks for a list of providers. */
internal object LongList {
    fun client(count: Int): TvPassClient = runBlocking {
        val mvpds = (1..count).joinToString(",") {
            """{"id":"Mvpd$it","displayName":"Provider $it","logoUrl":"https://logos.example/$it.png","isTempPass":${it == 1}}"""
        }
        val body = """{"requestor":{"id":"REF30","displayName":"Reference 3.0","mvpds":[$mvpds],"domains":[]}}"""
        val config = TvPassConfig(
            serviceProvider = "REF30",
            environment = Environment.PRODUCTION,
            deviceIdentifier = DeviceIdentifier.fromText(Sandbox.DEVICE),
            deviceInfo = DeviceInfo {
                model = "Box"
                version = "1"
                osName = DeviceInfo.OsName.ANDROID
                osVersion = "14"
                connectionType = DeviceInfo.ConnectionType.LAN
            },
            tokenSource = TokenSource.App { AccessToken("a-token", 3600) },
        ) { paced = false }
        TvPassClient.open(config, { HttpResponse(200, listOf("Content-Type" to "application/json"), body.toByteArray()) })
    }

    /** From the opening of a client to the last entry of the list. */
    @JvmStatic
    fun ask(count: Int) {
        client(count).use { client ->
            val configuration = runBlocking { client.configuration() }
            check(configuration.choices.mapNotNull { it.logoUrl }.size == count - 1)
        }
    }
}
