package dev.tvpass.android

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.zip.ZipFile

/** The version of JNA that apps get with the library. */
class JnaTest {
    @Test
    fun `its libraries for 64-bit processors work with pages of 16 KiB`() {
        ZipFile(File(System.getProperty("tvpass.jna"))).use { aar ->
            val libraries = aar.stream().toList().filter { it.name.startsWith("jni/") && it.name.endsWith(".so") }
            val processors = libraries.associateBy { it.name.split('/')[1] }
            assertTrue(processors.keys.containsAll(listOf("arm64-v8a", "armeabi-v7a", "x86_64", "x86")), "${processors.keys}")
            // Android has no larger pages on 32-bit processors.
            for (processor in listOf("arm64-v8a", "x86_64")) {
                val library = aar.getInputStream(processors.getValue(processor)).use { it.readBytes() }
                assertEquals(0, alignment(library) % 16384, processor)
            }
        }
    }

    /** The smallest alignment of the loaded segments of a 64-bit library. */
    private fun alignment(elf: ByteArray): Long {
        val bytes = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN)
        assertEquals(0x464c457f, bytes.getInt(0))
        assertEquals(2, elf[4].toInt())
        val headers = List(bytes.getShort(0x38).toInt()) { bytes.getLong(0x20).toInt() + it * bytes.getShort(0x36) }
        return headers.filter { bytes.getInt(it) == 1 }.minOf { bytes.getLong(it + 0x30) }
    }
}
