package dev.tvpass

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** The rules for R8 and ProGuard, which become part of the rules of every app. */
class ShrinkingRulesTest {
    private val rules = javaClass.getResource("/META-INF/proguard/tvpass.pro")!!.readText().lines()

    @Test
    fun `no warning about a class that an app may have is switched off`() {
        // A missing OkHttp has to be told to an app that uses OkHttp.
        val silenced = rules.filter { it.startsWith("-dontwarn") }.map { it.removePrefix("-dontwarn ") }
        assertEquals(emptyList<String>(), silenced.filterNot { it.startsWith("java.awt.") && '*' !in it })
    }

    @Test
    fun `what is kept is tvpass's or JNA's`() {
        val classes = rules.filter { it.startsWith("-keep") && "class" in it && "attributes" !in it }
        assertEquals(emptyList<String>(), classes.filterNot { "dev.tvpass.internal." in it || "com.sun.jna." in it })
    }
}
