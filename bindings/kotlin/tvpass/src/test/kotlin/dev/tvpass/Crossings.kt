package dev.tvpass

import org.objectweb.asm.ClassReader
import org.objectweb.asm.ClassVisitor
import org.objectweb.asm.ClassWriter
import org.objectweb.asm.MethodVisitor
import org.objectweb.asm.Opcodes
import java.util.concurrent.ConcurrentHashMap

/** Counts the calls into the native library. It is the one class that [CountingClasses] leaves as it is. */
object Crossings {
    private val counts = ConcurrentHashMap<String, Int>()

    /** Called before each of them. */
    @JvmStatic
    fun count(name: String) {
        counts.merge(name, 1, Int::plus)
    }

    /** What has been called since the last time, without what the JVM's collector decides about: releases. */
    fun take(): Map<String, Int> = counts.toMap().filterKeys { "_fn_free_" !in it }.also { counts.clear() }
}

/** This library's classes once more, with a call of [Crossings] before each that goes into the native library. */
internal class CountingClasses : ClassLoader(CountingClasses::class.java.classLoader) {
    override fun loadClass(name: String, resolve: Boolean): Class<*> = synchronized(getClassLoadingLock(name)) {
        if (!name.startsWith("dev.tvpass.") || name == Crossings::class.java.name) return super.loadClass(name, resolve)
        findLoadedClass(name) ?: counting(name)
    }

    private fun counting(name: String): Class<*> {
        val resource = checkNotNull(getResourceAsStream("${name.replace('.', '/')}.class")) { name }
        val writer = ClassWriter(ClassWriter.COMPUTE_MAXS)
        ClassReader(resource.use { it.readBytes() }).accept(Methods(writer), 0)
        val bytes = writer.toByteArray()
        return defineClass(name, bytes, 0, bytes.size)
    }

    private class Methods(next: ClassVisitor) : ClassVisitor(Opcodes.ASM9, next) {
        override fun visitMethod(access: Int, name: String, descriptor: String, signature: String?, exceptions: Array<String>?): MethodVisitor =
            object : MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                override fun visitMethodInsn(opcode: Int, owner: String, name: String, descriptor: String, isInterface: Boolean) {
                    if (owner == LIBRARY && (name.startsWith("uniffi_") || name.startsWith("ffi_"))) {
                        visitLdcInsn(name)
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, "dev/tvpass/Crossings", "count", "(Ljava/lang/String;)V", false)
                    }
                    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface)
                }
            }
    }

    private companion object {
        const val LIBRARY = "dev/tvpass/internal/UniffiLib"
    }
}
