package dev.tvpass

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.io.File

/** Measures the first start, with each stage in a fresh process, and says what it took; `bindings/kotlin/README.md` has figures. */
class StartCostTest {
    @Test
    fun `the first start is measured`() {
        val runs = List(RUNS) { run() }
        val stages = listOf("RedirectUrl", "JNA", "library", "open", "first logout", "second logout")
        for (found in runs) assertEquals(stages, found.keys.toList())
        val medians = stages.map { stage -> "$stage ${runs.map { it.getValue(stage) }.sorted()[RUNS / 2] / 1_000.0} ms" }
        println("first start, medians of $RUNS: ${medians.joinToString()}")
    }

    private fun run(): Map<String, Long> {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val options = listOf("-Djna.library.path=${System.getProperty("jna.library.path")}", "-cp", System.getProperty("java.class.path"))
        val process = ProcessBuilder(listOf(java) + options + StartCost::class.java.name).redirectErrorStream(true).start()
        val said = process.inputStream.bufferedReader().readText()
        assertEquals(0, process.waitFor(), said)
        return said.trim().lines().associate { it.substringBefore(": ") to it.substringAfter(": ").toLong() }
    }

    private companion object {
        const val RUNS = 3
    }
}
