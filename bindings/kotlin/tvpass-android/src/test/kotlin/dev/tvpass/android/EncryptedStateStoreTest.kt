package dev.tvpass.android

import dev.tvpass.StoreInUseException
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.io.IOException
import java.io.RandomAccessFile
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicBoolean
import javax.crypto.AEADBadTagException
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import kotlin.concurrent.thread

/** The store with a key of the JVM's; Android's key store exists on devices only. */
class EncryptedStateStoreTest {
    @TempDir
    lateinit var directory: File

    private class JvmKeys : EncryptedStateStore.Keys {
        @Volatile
        var key: SecretKey? = null

        override fun existing() = key

        override fun make(): SecretKey = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey().also { key = it }
    }

    private val keys = JvmKeys()
    private val synced = CopyOnWriteArrayList<File>()

    private fun store(name: String = "tvpass") = EncryptedStateStore(directory, name, keys) { synced += it }

    @Test
    fun `what is saved is loaded and not readable in the file`() {
        assertNull(store().load())
        val state = "a secret state".toByteArray()
        store().save(state)
        assertArrayEquals(state, store().load())
        val first = File(directory, "tvpass.state").readBytes()
        assertFalse(String(first, Charsets.ISO_8859_1).contains("secret"))
        store().save(state)
        // Another initialization vector each time.
        assertFalse(first.contentEquals(File(directory, "tvpass.state").readBytes()))
        assertEquals(listOf("tvpass.state"), directory.list()!!.toList())
    }

    @Test
    fun `every altered byte and every cut is noticed`() {
        store().save("state".toByteArray())
        val file = File(directory, "tvpass.state")
        val good = file.readBytes()
        for (at in good.indices) {
            file.writeBytes(good.clone().also { it[at] = (it[at] + 1).toByte() })
            assertThrows(IOException::class.java, { store().load() }, "byte $at")
            file.writeBytes(good.copyOf(at))
            assertThrows(IOException::class.java, { store().load() }, "length $at")
        }
    }

    @Test
    fun `a key that is gone is an error and no new start`() {
        store().save("state".toByteArray())
        keys.key = null
        val error = assertThrows(IOException::class.java) { store().load() }
        assertTrue(error.message!!.contains("key store"))
        keys.make()
        assertTrue(assertThrows(IOException::class.java) { store().load() }.cause is AEADBadTagException)
    }

    @Test
    fun `a state of one name is none of another`() {
        store("one").save("state".toByteArray())
        assertNull(store("two").load())
        File(directory, "one.state").copyTo(File(directory, "two.state"))
        assertThrows(IOException::class.java) { store("two").load() }
        assertThrows(IllegalArgumentException::class.java) { store("../one") }
    }

    @Test
    fun `what is too large is not read as a state`() {
        store().save("state".toByteArray())
        File(directory, "tvpass.state").writeBytes(ByteArray(300 * 1024) { 1 })
        assertThrows(IOException::class.java) { store().load() }
    }

    @Test
    fun `of saves at once, by two objects, each succeeds, and the file is whole at any moment`() {
        fun state(writer: Int) = ByteArray(20_000 + writer) { writer.toByte() }
        val failures = CopyOnWriteArrayList<Throwable>()
        val stores = listOf(store(), store())
        val isSaving = AtomicBoolean(true)
        val reader = thread {
            while (isSaving.get()) {
                runCatching { stores[0].load()?.let { check(it.contentEquals(state(it[0].toInt()))) } }.onFailure { failures += it }
            }
        }
        // The first of them make the key.
        val writers = List(8) { writer ->
            thread { repeat(25) { runCatching { stores[writer % 2].save(state(writer)) }.onFailure { failures += it } } }
        }
        writers.forEach { it.join() }
        isSaving.set(false)
        reader.join()
        assertEquals(emptyList<Throwable>(), failures)
        assertEquals(listOf("tvpass.state"), directory.list()!!.toList())
        assertEquals(200, synced.size)
        assertEquals(setOf(directory), synced.toSet())
    }

    @Test
    fun `the directory is flushed after the renaming, and a flush that fails is told`() {
        val file = File(directory, "tvpass.state")
        val seen = mutableListOf<List<String>>()
        EncryptedStateStore(directory, "tvpass", keys) { seen += it.list()!!.toList() }.save("state".toByteArray())
        assertEquals(listOf(listOf("tvpass.state")), seen)
        val broken = EncryptedStateStore(directory, "tvpass", keys) { throw IOException("no disk") }
        assertEquals("no disk", assertThrows(IOException::class.java) { broken.save("new".toByteArray()) }.message)
        assertArrayEquals("new".toByteArray(), store().load())
        file.delete()
        file.mkdir()
        val failed = EncryptedStateStore(directory, "tvpass", keys) { throw AssertionError("nothing was renamed") }
        File(file, "in the way").writeText("x")
        assertThrows(IOException::class.java) { failed.save("state".toByteArray()) }
        assertEquals(listOf("tvpass.state"), directory.list()!!.toList())
    }

    @Test
    fun `a name is one client's at a time`() {
        store("other").claim().use {
            store().claim().use {
                assertThrows(StoreInUseException::class.java) { store().claim() }
            }
        }
        store().claim().close()
    }

    @Test
    fun `whoever has locked the file keeps this client out`() {
        // Java tells a lock of this process's from another's, and refuses both.
        RandomAccessFile(File(directory, "tvpass.state.lock"), "rw").use { other ->
            other.channel.lock().use { assertThrows(StoreInUseException::class.java) { store().claim() } }
        }
        store().claim().close()
    }

    @Test
    fun `what a crash left is removed when a client comes, and nothing else`() {
        val names = listOf("tvpass.state.0123456789abcdef.tmp", "tvpass.state.mine.tmp", "other.state.0123456789abcdef.tmp")
        for (name in names) File(directory, name).writeBytes(byteArrayOf(1))
        store().claim().close()
        assertEquals(names.drop(1).toSet() + "tvpass.state.lock", directory.list()!!.toSet())
    }
}
