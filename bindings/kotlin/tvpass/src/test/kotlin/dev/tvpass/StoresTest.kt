package dev.tvpass

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.io.TempDir
import java.io.IOException
import java.lang.ref.WeakReference
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.concurrent.thread

/** Stores under many hands: saves at once, two stores in one place, two clients with one store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoresTest {
    private val sandbox = Sandbox()

    @AfterAll
    fun stop() = sandbox.close()

    private fun state(writer: Int) = ByteArray(20_000 + writer) { writer.toByte() }

    private fun isWhole(state: ByteArray) = state.contentEquals(state(state[0].toInt()))

    @Test
    fun `of saves at once each succeeds, and the file is whole at any moment`(@TempDir directory: Path) {
        val file = directory.resolve("state")
        FileStateStore(file).use { store ->
            store.save(state(0))
            val failures = CopyOnWriteArrayList<Throwable>()
            val isSaving = AtomicBoolean(true)
            val reader = thread {
                while (isSaving.get()) if (!isWhole(Files.readAllBytes(file))) failures += AssertionError("not a whole state")
            }
            val writers = List(8) { writer ->
                thread { repeat(25) { runCatching { store.save(state(writer)) }.onFailure { failures += it } } }
            }
            writers.forEach { it.join() }
            isSaving.set(false)
            reader.join()
            assertEquals(emptyList<Throwable>(), failures)
            assertTrue(isWhole(store.load()!!))
        }
        assertEquals(setOf("state", "state.lock"), Files.list(directory).use { all -> all.map { "${it.fileName}" }.toList().toSet() })
    }

    @Test
    fun `what a crash left is removed, and nothing else`(@TempDir directory: Path) {
        for (name in listOf("state.0123456789abcdef.tmp", "state.mine.tmp", "other.0123456789abcdef.tmp")) {
            Files.write(directory.resolve(name), byteArrayOf(1))
        }
        FileStateStore(directory.resolve("state")).close()
        val left = Files.list(directory).use { all -> all.map { "${it.fileName}" }.toList().toSet() }
        assertEquals(setOf("state.lock", "state.mine.tmp", "other.0123456789abcdef.tmp"), left)
    }

    @Test
    fun `a save that fails leaves the old state and nothing else`(@TempDir directory: Path) {
        val file = directory.resolve("state")
        Files.createDirectory(file)
        Files.write(file.resolve("in the way"), byteArrayOf(1))
        FileStateStore(file).use { store -> assertFails<IOException> { store.save(state(1)) } }
        assertEquals(setOf("state", "state.lock"), Files.list(directory).use { all -> all.map { "${it.fileName}" }.toList().toSet() })
    }

    @Test
    fun `one file is one file, however it is spelled`(@TempDir directory: Path) {
        val file = directory.resolve("state")
        val link = Files.createSymbolicLink(directory.resolve("link"), file)
        FileStateStore(file).use { store ->
            store.save(state(1))
            for (path in listOf(file, directory.resolve("./../${directory.fileName}/state"), link)) {
                assertFails<StoreInUseException> { FileStateStore(path) }
            }
        }
        FileStateStore(link).use { it.save(state(2)) }
        assertTrue(Files.isSymbolicLink(link))
        assertArrayEquals(state(2), Files.readAllBytes(file))
    }

    /** The process's own attempt to open it a second time must not let the other in: closing a file ends the process's locks on it. */
    @Test
    fun `another process cannot open the file`(@TempDir directory: Path) {
        val file = directory.resolve("state")
        FileStateStore(file).use {
            assertFails<StoreInUseException> { FileStateStore(file) }
            assertEquals("StoreInUseException", openElsewhere(file))
        }
        assertEquals("opened", openElsewhere(file))
    }

    private fun openElsewhere(file: Path): String {
        val java = "${System.getProperty("java.home")}/bin/java"
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val process = ProcessBuilder(java, "-cp", classes, "dev.tvpass.OtherProcess", file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
        val said = process.inputStream.bufferedReader().readText().trim()
        assertTrue(process.waitFor(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS))
        return said
    }

    @Test
    fun `a store is one client's at a time`(@TempDir directory: Path): Unit = runBlocking {
        for (store in listOf(MemoryStateStore(), FileStateStore(directory.resolve("state")))) {
            val first = TvPassClient.open(sandbox.config(), UrlConnectionDriver(), store)
            val error = assertFails<TvPassException.StorageInUse> { TvPassClient.open(sandbox.config(), UrlConnectionDriver(), store) }
            assertTrue(error.cause is StoreInUseException, error.toString())
            // Neither does starting over take it away.
            assertFails<TvPassException.StorageInUse> { TvPassClient.open(sandbox.config(), UrlConnectionDriver(), store, startOver = true) }
            first.logout(parameters("Dish"))
            first.close()
            TvPassClient.open(sandbox.config(), UrlConnectionDriver(), store).use { assertTrue(it.isRegistered) }
        }
    }

    @Test
    fun `a client that could not be opened gives the store back`(): Unit = runBlocking {
        val store = MemoryStateStore().apply { save("garbage".toByteArray()) }
        repeat(2) { assertFails<TvPassException.StateUnusable> { TvPassClient.open(sandbox.config(), UrlConnectionDriver(), store) } }
        TvPassClient.open(sandbox.config(), UrlConnectionDriver(), store, startOver = true).close()
    }

    @Test
    fun `a closed client gives the store back when its last logout has stored what it had to`() = runBlocking {
        val begun = CompletableDeferred<Unit>()
        val mayEnd = CountDownLatch(1)
        val stored = AtomicBoolean()
        val slow = object : StateStore {
            override fun load(): ByteArray? {
                assertEquals(stored.get(), begun.isCompleted)
                return null
            }

            override fun save(state: ByteArray) {
                begun.complete(Unit)
                check(mayEnd.await(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS))
                stored.set(true)
            }
        }
        val first = TvPassClient.open(sandbox.config(), UrlConnectionDriver(), slow)
        val logout = async(Dispatchers.Default) { runCatching { first.logout(parameters("Dish")) } }
        begun.await()
        first.close()
        val next = async(Dispatchers.Default) {
            // As often as it takes: each attempt waits for a while by itself.
            var client: TvPassClient? = null
            while (client == null) client = runCatching { TvPassClient.open(sandbox.config(), UrlConnectionDriver(), slow) }.getOrNull()
            client
        }
        mayEnd.countDown()
        logout.await()
        next.await().close()
    }

    @Test
    fun `the claim of a client that nobody closed is void once it is gone`() {
        val store = MemoryStateStore()
        fun open() = runBlocking { TvPassClient.open(sandbox.config(), UrlConnectionDriver(), store) }
        fun openAndForget() = WeakReference(open())
        val gone = openAndForget()
        Sandbox.eventually("the client is gone") {
            System.gc()
            gone.get() == null
        }
        open().close()
    }
}

/** Tries to open a store, and prints how it went. */
object OtherProcess {
    @JvmStatic
    fun main(arguments: Array<String>) {
        try {
            FileStateStore(Path.of(arguments[0])).use { println("opened") }
        } catch (e: IOException) {
            println(e.javaClass.simpleName)
        }
    }
}
