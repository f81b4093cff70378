package dev.tvpass.api

import org.jetbrains.kotlin.abi.tools.api.AbiFilters
import org.jetbrains.kotlin.abi.tools.api.AbiToolsFactory
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import java.io.File
import java.util.ServiceLoader

/**
 * What an app compiles against and what its compiled code calls, in the format of
 * binary-compatibility-validator, against what is recorded. `TVPASS_RECORD_API=1 cargo xtask test
 * kotlin` records it anew.
 */
class PublicApiTest {
    private val root = File(System.getProperty("tvpass.kotlin"))
    private val tools = ServiceLoader.load(AbiToolsFactory::class.java).single().get().v2
    private val records = System.getenv("TVPASS_RECORD_API") == "1"

    private fun api(module: String): String {
        val classes = File(root, "$module/target/classes").walk().filter { it.extension == "class" }.sorted().toList()
        val nothing = emptySet<String>()
        return buildString { tools.printJvmDump(this, classes, AbiFilters(nothing, nothing, nothing, nothing)) }
    }

    @ParameterizedTest
    @ValueSource(strings = ["tvpass", "tvpass-android", "tvpass-testing"])
    fun `the public API is the recorded one`(module: String) {
        val recorded = File(root, "public-api/$module.api")
        val found = api(module)
        if (records) recorded.writeText(found)
        assertEquals(recorded.readText(), found, "if the change is meant: TVPASS_RECORD_API=1 cargo xtask test kotlin, and a line in CHANGELOG.md")
    }

    @ParameterizedTest
    @ValueSource(strings = ["tvpass", "tvpass-android", "tvpass-testing"])
    fun `no public signature has a type of JNA or of the generated code`(module: String) {
        // The compiler's own constructors, which nobody can call, are for what is inside.
        val signatures = api(module).lines().filter { it.startsWith("\t") && "synthetic fun <init>" !in it }
        assertTrue(signatures.any { "fun " in it })
        assertEquals(emptyList<String>(), signatures.filter { "com/sun/jna" in it || "dev/tvpass/internal" in it })
    }
}
