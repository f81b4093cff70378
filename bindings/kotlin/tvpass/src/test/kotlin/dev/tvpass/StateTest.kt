package dev.tvpass

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.io.TempDir
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/** The state between starts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateTest {
    private val sandbox = Sandbox()

    @AfterAll
    fun stop() = sandbox.close()

    private suspend fun open(store: StateStore, startOver: Boolean = false) =
        TvPassClient.open(sandbox.config(), UrlConnectionDriver(), store, startOver)

    @Test
    fun `the next start neither registers nor gets a token`(@TempDir directory: Path) = runBlocking {
        sandbox.post("/sandbox/reset")
        val file = directory.resolve("state.json")
        for (mvpd in listOf("Dish", "Cablevision", "ATTOTT")) {
            FileStateStore(file).use { store ->
                open(store).use { client ->
                    client.logout(parameters(mvpd))
                    assertNull(client.storageError)
                    assertTrue(client.isRegistered)
                }
            }
        }
        assertEquals(1, sandbox.counter("registrations"))
        assertEquals(1, sandbox.counter("tokenRequests"))
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        assertFalse(Files.exists(directory.resolve("state.json.tmp")))
    }

    @Test
    fun `state that cannot be used is refused and kept, unless the app starts over`(@TempDir directory: Path) = runBlocking {
        val file = directory.resolve("state.json")
        FileStateStore(file).use { store ->
            open(store).use { it.logout(parameters("Dish")) }
            val good = Files.readString(file)
            for ((bad, name) in listOf(
                good.dropLast(1) to "state_corrupt",
                "" to "state_corrupt",
                """{"format":"tvpass-state","version":7}""" to "state_too_new",
            )) {
                Files.writeString(file, bad)
                val error = assertFails<TvPassException.StateUnusable> { open(store) }
                assertEquals(name, error.codeName)
                assertEquals(bad, Files.readString(file))
            }
            open(store, startOver = true).use { client ->
                assertFalse(client.isRegistered)
                client.logout(parameters("Dish"))
            }
            open(store).use { assertTrue(it.isRegistered) }
        }
    }

    /** What a spoilt file says: of another app is a state whose checksum is right. */
    @Test
    fun `a flipped bit is noticed before anything else`(@TempDir directory: Path) = runBlocking {
        val file = directory.resolve("state.json")
        FileStateStore(file).use { store ->
            open(store).use { it.logout(parameters("Dish")) }
            val good = Files.readAllBytes(file)
            open(store).use { assertTrue(it.isRegistered) }
            val requests = sandbox.counter("requests")
            for (place in good.indices) {
                val spoilt = good.clone().also { it[place] = (it[place].toInt() xor (1 shl place % 8)).toByte() }
                Files.write(file, spoilt)
                val error = assertFails<TvPassException.StateUnusable> { open(store) }
                assertEquals("state_corrupt", error.codeName, "byte $place")
                assertArrayEquals(spoilt, Files.readAllBytes(file))
            }
            assertEquals(requests, sandbox.counter("requests"))
        }
    }

    @Test
    fun `a file is one store's at a time`(@TempDir directory: Path) {
        val file = directory.resolve("state")
        FileStateStore(file).use {
            val error = assertFails<IOException> { FileStateStore(file) }
            assertTrue(error.message!!.contains("in use"))
        }
        val store = FileStateStore(file)
        store.save(byteArrayOf(1, 2))
        store.save(byteArrayOf(3))
        assertArrayEquals(byteArrayOf(3), store.load())
        store.close()
        assertFails<IOException> { store.save(byteArrayOf(4)) }
        FileStateStore(file).use { assertArrayEquals(byteArrayOf(3), it.load()) }
    }

    @Test
    fun `what cannot be read is an error, not a first start`(@TempDir directory: Path): Unit = runBlocking {
        val file = directory.resolve("state")
        Files.createDirectory(file)
        FileStateStore(file).use { store ->
            assertFails<TvPassException.StorageUnreadable> { open(store) }
            Files.delete(file)
            Files.write(file, ByteArray(256 * 1024 + 1))
            assertFails<TvPassException.StorageUnreadable> { open(store) }
        }
    }

    @Test
    fun `a state is written even if the logout is cancelled meanwhile`() = runBlocking {
        val saved = AtomicInteger()
        val begun = CompletableDeferred<Unit>()
        val cancelled = CountDownLatch(1)
        val slow = object : StateStore {
            override fun load(): ByteArray? = null

            override fun save(state: ByteArray) {
                begun.complete(Unit)
                check(cancelled.await(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS))
                assertTrue(state.decodeToString().contains("client_secret"))
                saved.incrementAndGet()
            }
        }
        open(slow).use { client ->
            val logout = async(Dispatchers.Default) { runCatching { client.logout(parameters("Dish")) } }
            begun.await()
            logout.cancel()
            cancelled.countDown()
            logout.join()
        }
        assertEquals(1, saved.get())
    }
}
