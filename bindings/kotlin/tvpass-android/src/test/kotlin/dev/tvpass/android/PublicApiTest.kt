package dev.tvpass.android

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.lang.reflect.Executable
import java.lang.reflect.Modifier

/** What an app compiles against. */
class PublicApiTest {
    @Test
    fun `no public signature has a type of JNA or of the generated code`() {
        val root = File(EncryptedStateStore::class.java.protectionDomain.codeSource.location.toURI())
        val classes = root.walk().filter { it.name.endsWith(".class") }
            .map { Class.forName(it.relativeTo(root).path.removeSuffix(".class").replace(File.separatorChar, '.')) }
        fun isVisible(modifiers: Int) = Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers)
        val signatures = classes.filter { isVisible(it.modifiers) }.flatMap { type ->
            val members: List<Executable> = type.declaredMethods.toList() + type.declaredConstructors
            members.filter { isVisible(it.modifiers) }.map { it.toGenericString() } +
                type.declaredFields.filter { isVisible(it.modifiers) }.map { it.toGenericString() } +
                listOfNotNull(type.genericSuperclass?.typeName) + type.genericInterfaces.map { it.typeName }
        }.toList()
        assertTrue(signatures.any { "LogoutPages.open" in it })
        assertEquals(emptyList<String>(), signatures.filter { "com.sun.jna" in it || "dev.tvpass.internal" in it })
    }
}
