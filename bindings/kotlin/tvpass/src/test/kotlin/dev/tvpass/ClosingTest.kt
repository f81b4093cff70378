package dev.tvpass

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
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
        val done = AtomicInteger()
        repeat(ROUNDS) { round ->
            val client = TvPassClient.open(config, noProfiles)
            // Each goes on until it fails, so that all of them meet the closing.
            val ends = List(WORKERS) { worker ->
                async(Dispatchers.Default) {
                    var end: Throwable? = null
                    while (end == null) {
                        end = runCatching {
                            when (worker % 4) {
                                0 -> client.isRegistered
                                1 -> client.supportReport()
                                else -> client.logout("Dish", signedOut)
                            }
                        }.exceptionOrNull()
                        done.incrementAndGet()
                    }
                    end
                }
            }
            launch(Dispatchers.IO) {
                delay(1L + round % 3)
                client.close()
            }
            assertEquals(emptyList<Throwable>(), ends.awaitAll().filter { it !is TvPassException.Closed })
        }
        // Or nothing was going on.
        assertTrue(done.get() > 2 * ROUNDS * WORKERS, "$done")
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
        const val ROUNDS = 200
        const val WORKERS = 16
    }
}
