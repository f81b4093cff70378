package dev.tvpass

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.atomic.AtomicInteger

/** A client that is closed while it is used. */
class ClosingTest {
    private val config = TvPassConfig(
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

    /** Nothing leaves this process, so that calls are in every state when the client is closed. */
    private val noProfiles = HttpDriver {
        HttpResponse(200, listOf("Content-Type" to "application/json"), """{"logouts":{}}""".toByteArray())
    }

    @Test
    fun `whatever meets the closing is told that the client is closed`() = runBlocking {
        val closed = AtomicInteger()
        val done = AtomicInteger()
        val others = java.util.concurrent.ConcurrentHashMap.newKeySet<String>()
        repeat(ROUNDS) {
            val client = TvPassClient.open(config, noProfiles)
            fun count(use: Result<*>) {
                when (val error = use.exceptionOrNull()) {
                    null -> done.incrementAndGet()
                    is TvPassException.Closed -> closed.incrementAndGet()
                    else -> others += error.toString()
                }
            }
            val uses = List(CALLS) { place ->
                async(Dispatchers.Default) {
                    when (place % 4) {
                        0 -> count(runCatching { client.isRegistered })
                        1 -> count(runCatching { client.supportReport() })
                        else -> count(runCatching { client.logout("Dish", signedOut) })
                    }
                }
            }
            val closing = async(Dispatchers.IO) {
                // At another moment in each round.
                delay(it % 5L)
                client.close()
            }
            uses.awaitAll()
            closing.await()
        }
        assertEquals(emptySet<String>(), others)
        // Or nothing was in the way of the closing.
        assertTrue(closed.get() > ROUNDS, "$closed closed, $done done")
        assertTrue(done.get() > ROUNDS, "$closed closed, $done done")
    }

    @Test
    fun `what a client uses goes with its last user and once`() {
        var ends = 0
        val use = ClientUse { ends += 1 }
        assertTrue(use.begin())
        use.close()
        assertEquals(0, ends)
        assertTrue(!use.begin())
        use.end()
        assertEquals(1, ends)
    }

    private companion object {
        const val ROUNDS = 60
        const val CALLS = 120
    }
}
