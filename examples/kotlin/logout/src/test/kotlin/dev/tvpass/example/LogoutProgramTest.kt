package dev.tvpass.example

import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource
import java.io.File
import java.net.URL
import java.util.concurrent.TimeUnit
import java.util.zip.ZipEntry
import java.util.zip.ZipFile
import java.util.zip.ZipOutputStream

/** The program as it is, and shrunk by R8 with the rules that the library brings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogoutProgramTest {
    private val sandbox: Process = ProcessBuilder(System.getProperty("tvpass.sandbox"), "--port", "0", "--exit-with-stdin", "--no-throttle")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
    private val base = sandbox.inputStream.bufferedReader().readLine().removePrefix("listening on ")
    private val java = File(System.getProperty("java.home"), "bin/java").path

    private lateinit var directory: File
    private lateinit var statement: File
    private lateinit var shrunk: File

    private val classPath = System.getProperty("java.class.path").split(File.pathSeparator).map(::File)

    /** What the program is made of: neither the tests nor their tools. */
    private val parts = classPath.filter { part ->
        part.path.endsWith("${File.separator}target${File.separator}classes") ||
            listOf("tvpass-", "kotlin-stdlib", "kotlinx-coroutines-core-jvm", "okhttp-", "okio-", "jna-", "annotations-")
                .any { part.name.startsWith(it) }
    }

    @BeforeAll
    fun prepare(@TempDir directory: File) {
        this.directory = directory
        statement = File(directory, "statement")
        val hello = URL("$base/sandbox/hello").readText()
        statement.writeText(Regex("\"softwareStatement\":\"([^\"]+)\"").find(hello)!!.groupValues[1])
        shrunk = shrink()
    }

    @AfterAll
    fun stop() {
        sandbox.outputStream.close()
        assertTrue(sandbox.waitFor(60, TimeUnit.SECONDS))
    }

    private fun shrink(): File {
        val rules = File(directory, "rules.pro")
        rules.writeText("-keep class dev.tvpass.example.Main { public static void main(java.lang.String[]); }\n")
        val inputs = parts.mapIndexed { number, part -> if (part.isDirectory) jar(part, File(directory, "part$number.jar")) else part }
        val embedded = inputs.flatMap(::embeddedRules)
        assertTrue(embedded.any { "dev.tvpass.internal" in it }, "the library brings no rules")
        rules.appendText(embedded.joinToString("\n"))
        val output = File(directory, "shrunk.jar")
        val r8 = classPath.single { it.name.startsWith("r8-") }
        val arguments = listOf("--classfile", "--release", "--lib", System.getProperty("java.home"), "--pg-conf", rules.path, "--output", output.path)
        val process = ProcessBuilder(listOf(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", r8.path, "com.android.tools.r8.R8") + arguments + inputs.map { it.path })
            .redirectErrorStream(true)
            .start()
        val said = process.inputStream.bufferedReader().readText()
        assertEquals(0, process.waitFor(), said)
        val size = inputs.sumOf { it.length() }
        assertTrue(output.length() < size * 3 / 4, "${output.length()} of $size bytes: nothing was shrunk")
        return output
    }

    private fun jar(classes: File, jar: File): File {
        ZipOutputStream(jar.outputStream()).use { zip ->
            classes.walk().filter { it.isFile }.forEach { file ->
                zip.putNextEntry(ZipEntry(file.relativeTo(classes).invariantSeparatorsPath))
                file.inputStream().use { it.copyTo(zip) }
            }
        }
        return jar
    }

    /** As Android's build finds them. */
    private fun embeddedRules(jar: File): List<String> = ZipFile(jar).use { zip ->
        zip.stream()
            .filter { it.name.startsWith("META-INF/proguard/") && !it.isDirectory }
            .map { entry -> zip.getInputStream(entry).use { it.reader().readText() } }
            .toList()
    }

    private fun run(path: List<File>, vararg arguments: String): Pair<Int, String> {
        val library = System.getProperty("jna.library.path")
        val command = listOf(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djna.library.path=$library", "-cp", path.joinToString(File.pathSeparator), "dev.tvpass.example.Main")
        val process = ProcessBuilder(command + arguments).redirectErrorStream(true).start()
        val said = process.inputStream.bufferedReader().readText()
        return process.waitFor() to said
    }

    private fun path(kind: String) = if (kind == "shrunk") listOf(shrunk) else parts

    @ParameterizedTest
    @CsvSource("plain, okhttp", "plain, url", "shrunk, okhttp", "shrunk, url")
    fun `logs out of every kind of provider`(kind: String, driver: String) {
        val state = File(directory, "$kind-$driver.json")
        val options = arrayOf(
            "--base", base, "--software-statement", statement.path, "--redirect-url", "https://tv.example/out", "--driver", driver,
            "--state", state.path, "--device", "$kind-$driver",
        )
        val (status, said) = run(path(kind), *options, "Cablevision", "Dish", "Cablevision_Apple", "Sandbox_NoProfile", "Sandbox_Several")
        assertEquals(0, status, said)
        val lines = said.trim().lines()
        assertTrue(lines[0].startsWith("Cablevision: Cablevision: open $base/"), said)
        assertEquals("Dish: Dish: done", lines[1])
        assertEquals("Cablevision_Apple: Cablevision_Apple: sign out in the system's settings too", lines[2])
        assertEquals("Sandbox_NoProfile: Sandbox_NoProfile: nobody was signed in", lines[3])
        assertEquals(listOf("Verizon", "Cox", "Mediacom", "AlticeOne"), lines.drop(4).map { it.split(": ")[1] })
        assertTrue(state.readText().contains("client_secret"))
    }

    @ParameterizedTest
    @CsvSource("plain", "shrunk")
    fun `a failed logout is told with its name`(kind: String) {
        val options = arrayOf("--base", base, "--software-statement", statement.path, "--redirect-url", "https://tv.example/out")
        val (status, said) = run(path(kind), *options, "Nobody")
        assertEquals(1, status, said)
        assertTrue(said.startsWith("enhanced_error: the service refused: invalid_parameter_mvpd"), said)
        assertEquals(1, run(path(kind), *options, "tvpass-test-panic").first)
    }

    @Test
    fun `wrong options are told`() {
        for (wrong in listOf(emptyList(), listOf("Dish"), listOf("--nonsense", "x"), listOf("--base"))) {
            assertEquals(2, run(parts, *wrong.toTypedArray()).first)
        }
    }
}
