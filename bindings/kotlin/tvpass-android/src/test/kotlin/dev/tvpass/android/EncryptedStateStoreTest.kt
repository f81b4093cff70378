package dev.tvpass.android

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
import javax.crypto.AEADBadTagException
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey

/** The store with a key of the JVM's; Android's key store exists on devices only. */
class EncryptedStateStoreTest {
    @TempDir
    lateinit var directory: File

    private class JvmKeys : EncryptedStateStore.Keys {
        var key: SecretKey? = null

        override fun existing() = key

        override fun make(): SecretKey = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey().also { key = it }
    }

    private val keys = JvmKeys()

    private fun store(name: String = "tvpass") = EncryptedStateStore(directory, name, keys)

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
}
