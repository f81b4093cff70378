package dev.tvpass

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.lang.reflect.Executable
import java.lang.reflect.Modifier
import java.nio.file.Files
import java.nio.file.Path

/** What an app compiles against. */
class PublicApiTest {
    private val classes: List<Class<*>> = run {
        val root = Path.of(TvPassClient::class.java.protectionDomain.codeSource.location.toURI())
        Files.walk(root.resolve("dev/tvpass")).use { files ->
            files.map { root.relativize(it).toString() }
                .filter { it.endsWith(".class") && !it.startsWith("dev/tvpass/internal/") }
                .map { Class.forName(it.removeSuffix(".class").replace('/', '.')) }
                .toList()
        }
    }

    private fun isVisible(modifiers: Int) = Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers)

    @Test
    fun `no public signature has a type of JNA`() {
        val seen = mutableListOf<String>()
        val found = mutableListOf<String>()
        for (type in classes.filter { isVisible(it.modifiers) }) {
            val members: List<Executable> = type.declaredMethods.toList() + type.declaredConstructors
            val signatures = members.filter { isVisible(it.modifiers) }.map { it.toGenericString() } +
                type.declaredFields.filter { isVisible(it.modifiers) }.map { it.toGenericString() } +
                listOfNotNull(type.genericSuperclass?.typeName) + type.genericInterfaces.map { it.typeName }
            seen += signatures
            found += signatures.filter { "com.sun.jna" in it }
        }
        assertTrue(seen.any { "TvPassClient.logout" in it })
        assertEquals(emptyList<String>(), found)
    }
}
