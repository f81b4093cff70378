package dev.tvpass

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.condition.EnabledOnOs
import org.junit.jupiter.api.condition.OS
import org.junit.jupiter.api.io.TempDir
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.readLines

/**
 * What a power cut must not undo. Seen in a process of its own, whose system calls are noted, and
 * made to fail, by the library that the Rust tests use for that.
 */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DurabilityTest {
    private lateinit var watcher: Path

    @BeforeAll
    fun compile(@TempDir directory: Path) {
        watcher = directory.resolve("watch.so")
        val source = "../../../tests/suite/file_store/watch_files.c"
        val compiler = ProcessBuilder("cc", "-shared", "-fPIC", "-o", "$watcher", source, "-ldl").inheritIO().start()
        assertTrue(compiler.waitFor(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS) && compiler.exitValue() == 0)
    }

    /** Saves in another process; returns what that said. */
    private fun save(file: Path, environment: Map<String, String>): String {
        val java = "${System.getProperty("java.home")}/bin/java"
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val builder = ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-cp", classes, SavingProcess::class.java.name, "$file")
        builder.environment() += environment + ("LD_PRELOAD" to "$watcher")
        val process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start()
        val said = process.inputStream.bufferedReader().readText().trim()
        assertTrue(process.waitFor(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS))
        return said
    }

    @Test
    fun `the new state is flushed, then renamed, then the directory is flushed`(@TempDir directory: Path) {
        val real = directory.toRealPath()
        val file = real.resolve("state")
        Files.write(file, byteArrayOf(1))
        val log = real.resolveSibling("${real.fileName}.log")
        assertEquals("saved", save(file, mapOf("WATCH_FILES" to "$log")))
        val calls = log.readLines().filter { "$real" in it }.map { it.replace(Regex("[0-9a-f]{16}\\.tmp"), "….tmp") }
        Files.delete(log)
        assertEquals(listOf("fsync $real/state.….tmp", "rename $real/state", "fsync $real"), calls)
        assertArrayEquals(byteArrayOf(2), Files.readAllBytes(file))
    }

    @Test
    fun `a file system whose directories cannot be flushed is used`(@TempDir directory: Path) {
        val file = directory.toRealPath().resolve("state")
        val invalid = 22
        assertEquals("saved", save(file, mapOf("FAIL_FILES" to "fsync=$invalid=${file.parent}")))
        assertArrayEquals(byteArrayOf(2), Files.readAllBytes(file))
    }

    @Test
    fun `a flush that fails is told, and of the state that keeps the old one`(@TempDir directory: Path) {
        val file = directory.toRealPath().resolve("state")
        val ioError = 5
        for ((failing, left) in listOf(".tmp" to 1, "${file.parent}" to 2)) {
            Files.write(file, byteArrayOf(1))
            assertEquals("IOException", save(file, mapOf("FAIL_FILES" to "fsync=$ioError=$failing")))
            assertArrayEquals(byteArrayOf(left.toByte()), Files.readAllBytes(file))
            assertEquals(setOf("state", "state.lock"), Files.list(directory).use { all -> all.map { "${it.fileName}" }.toList().toSet() })
        }
    }
}

/** Saves to a store, and prints how it went. */
object SavingProcess {
    @JvmStatic
    fun main(arguments: Array<String>) {
        try {
            FileStateStore(Path.of(arguments[0])).use { it.save(byteArrayOf(2)) }
            println("saved")
        } catch (e: IOException) {
            println(e.javaClass.simpleName)
        }
    }
}
