package dev.tvpass.example

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledIfSystemProperty
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.util.zip.ZipEntry
import java.util.zip.ZipFile
import java.util.zip.ZipOutputStream

/**
 * The screen as Android's release build makes it: shrunk by R8 with the library's rules, as
 * bytecode of the oldest Android. By night alone: it takes longer than all other tests of the
 * screen, and the library's rules are tried each day by the example of a logout.
 */
@EnabledIfSystemProperty(named = "tvpass.nightly", matches = "true")
class DexTest {
    private val classPath = System.getProperty("java.class.path").split(File.pathSeparator).map(::File)

    /** What an app is made of: neither the tests nor their tools. */
    private val parts = classPath.filter { part ->
        "tvpass-testing" !in part.path && (
            part.path.endsWith("${File.separator}target${File.separator}classes") ||
                listOf("tvpass-", "kotlin-stdlib", "kotlinx-coroutines-core-jvm", "jna-", "annotations-").any { part.name.startsWith(it) }
            )
    }

    /** Compose and the activity's base. */
    private val libraries = classPath.filter { part ->
        part.name == "activity.jar" || listOf("org/jetbrains/compose", "androidx").any { "${File.separator}$it${File.separator}" in part.invariantSeparatorsPath }
    }

    @Test
    fun `R8 makes an app for the oldest Android, in which nothing is missing`(@TempDir directory: File) {
        val inputs = parts.mapIndexed { number, part -> if (part.isDirectory) jar(part, File(directory, "part$number.jar")) else part }
        val rules = File(directory, "rules.pro")
        rules.writeText("-keep class dev.tvpass.example.AccountActivity { <init>(); }\n")
        // This Android is Robolectric's, with marks of its own.
        rules.appendText("-dontwarn org.robolectric.internal.bytecode.**\n")
        // Compose and the activity are here to compile against, without all that they refer to.
        rules.appendText("-dontwarn androidx.**\n-dontwarn org.jetbrains.skia.**\n-dontwarn org.jetbrains.skiko.**\n")
        // And so R8 does not see that they call what an app gives them.
        rules.appendText("-keep class kotlin.jvm.functions.** { *; }\n")
        rules.appendText(inputs.flatMap(::embeddedRules).joinToString("\n"))
        val output = File(directory, "app.zip")
        // Classes of Android that this one lacks are errors to R8. Java's are the JDK's here; those
        // have a check of their own.
        val android = File(System.getProperty("tvpass.android"))
        val level = System.getProperty("tvpass.android.level")
        val known = (listOf(android) + libraries + File(System.getProperty("java.home"))).flatMap { listOf("--lib", it.path) }
        val options = listOf("--release", "--min-api", level) + known + listOf("--pg-conf", rules.path, "--output", output.path)
        val java = File(System.getProperty("java.home"), "bin/java").path
        val r8 = classPath.single { it.name.startsWith("r8-") }
        val process = ProcessBuilder(listOf(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", r8.path, "com.android.tools.r8.R8") + options + inputs.map { it.path })
            .redirectErrorStream(true)
            .start()
        val said = process.inputStream.bufferedReader().readText()
        assertEquals(0, process.waitFor(), said)
        val dex = ZipFile(output).use { zip -> zip.getInputStream(zip.getEntry("classes.dex")).use { it.readBytes() } }
        val text = String(dex, Charsets.ISO_8859_1)
        // The format that Android 7.0 reads.
        assertTrue(text.startsWith("dex\n037"), text.take(8).trim())
        val size = inputs.sumOf { it.length() }
        assertTrue(dex.size < size / 2, "${dex.size} of $size bytes: nothing was shrunk")
        // What Android and JNA look up by name.
        for (name in listOf("dev/tvpass/example/AccountActivity", "com/sun/jna/Native", "dev/tvpass/internal/RustBuffer")) {
            assertTrue("L$name;" in text, "$name is gone")
        }
        assertTrue("Get a new code" in text, "the screens are gone")
        // What nothing uses: this is for the JVM.
        assertTrue("Ldev/tvpass/FileStateStore;" !in text, "FileStateStore is still there")
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
}
