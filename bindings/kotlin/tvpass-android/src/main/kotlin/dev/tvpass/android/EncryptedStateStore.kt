package dev.tvpass.android

import android.content.Context
import android.system.ErrnoException
import android.system.Os
import android.system.OsConstants
import dev.tvpass.StateStore
import dev.tvpass.StoreClaims
import dev.tvpass.StoreInUseException
import java.io.Closeable
import java.io.DataInputStream
import java.io.File
import java.io.FileNotFoundException
import java.io.FileOutputStream
import java.io.IOException
import java.io.RandomAccessFile
import java.nio.channels.OverlappingFileLockException
import java.security.GeneralSecurityException
import java.security.ProviderException
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import kotlin.random.Random

/**
 * A client's state in a file of the app, encrypted (AES-256-GCM) with a key that never leaves
 * Android's key store.
 *
 * The file is kept out of backups: on another device the key would be missing, and the registration
 * is this device's. If the key is gone (some devices lose theirs with a new screen lock or a system
 * update), loading fails instead of starting anew by itself, because that loses the user's
 * profiles: see `startOver` of `TvPassClient.open`.
 *
 * Saving writes a neighbour (`<name>.state.<random>.tmp`), flushes it to the disk and renames it
 * over the file, so that at any moment there is either the old state or the new one, whole. While a
 * client is open, no other one gets the same name, in this process or in another process of the
 * app: of two that register, one registration would be lost, and the user's profiles with it.
 */
public class EncryptedStateStore internal constructor(
    private val directory: File,
    private val name: String,
    private val keys: Keys,
    private val syncDirectory: (File) -> Unit,
) : StateStore {
    /**
     * @param name for apps with several clients, e.g. for several environments: letters, digits,
     *   `-`, `_`.
     */
    @JvmOverloads
    public constructor(context: Context, name: String = "tvpass") :
        this(context.applicationContext.noBackupFilesDir, name, AndroidKeys("dev.tvpass.state.$name"), ::syncOnAndroid)

    private val file = File(directory, "$name.state")

    init {
        require(name.isNotEmpty() && name.all { it.isLetterOrDigit() || it == '-' || it == '_' }) { "not a name for a file: $name" }
    }

    /** Where the key comes from. */
    internal interface Keys {
        fun existing(): SecretKey?

        fun make(): SecretKey
    }

    @Throws(IOException::class)
    override fun load(): ByteArray? {
        val stored = read() ?: return null
        if (stored.size < HEAD_BYTES + TAG_BITS / 8 || stored[0] != FORMAT) throw IOException("$file is not a state of this library")
        return guarded("decrypted") {
            val key = keys.existing() ?: throw IOException("the key of $file is not in the key store")
            val cipher = Cipher.getInstance(TRANSFORMATION)
            cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, stored, 1, IV_BYTES))
            cipher.updateAAD(name.toByteArray())
            cipher.doFinal(stored, HEAD_BYTES, stored.size - HEAD_BYTES)
        }
    }

    /** Not during a save: a file that comes into being after it could not be opened looks like one that must not be read. */
    private fun read(): ByteArray? = synchronized(saving) {
        try {
            file.inputStream().use { DataInputStream(it).run { readAtMost(MAX_BYTES) } }
        } catch (e: FileNotFoundException) {
            if (file.exists()) throw e
            null
        }
    }

    @Throws(IOException::class)
    override fun save(state: ByteArray): Unit = synchronized(saving) {
        val head = byteArrayOf(FORMAT)
        val (iv, encrypted) = guarded("encrypted") {
            val cipher = Cipher.getInstance(TRANSFORMATION)
            // The key store chooses the initialization vector.
            cipher.init(Cipher.ENCRYPT_MODE, keys.existing() ?: keys.make())
            cipher.updateAAD(name.toByteArray())
            cipher.iv to cipher.doFinal(state)
        }
        if (iv.size != IV_BYTES) throw IOException("the key store made an initialization vector of ${iv.size} bytes")
        val temporary = File("${file.path}.${"%016x".format(Random.nextLong())}.tmp")
        try {
            FileOutputStream(temporary).use { out ->
                out.write(head)
                out.write(iv)
                out.write(encrypted)
                out.fd.sync()
            }
            if (!temporary.renameTo(file)) throw IOException("$temporary could not be renamed")
        } catch (e: IOException) {
            // What fits of it would only take the space of others, on a disk that may be full.
            temporary.delete()
            throw e
        }
        syncDirectory(directory)
    }

    /** One client at a time, among all objects of this name, in this process and in the app's others. */
    @Throws(IOException::class)
    override fun claim(): Closeable = StoreClaims.claim(file.canonicalPath, toString()) {
        val lock = RandomAccessFile("${file.path}.lock", "rw")
        try {
            if (!isLocked(lock)) throw StoreInUseException("${toString()} is in use by another process of the app")
            removeLeftovers()
        } catch (e: IOException) {
            lock.close()
            throw e
        }
        lock
    }

    private fun isLocked(lock: RandomAccessFile): Boolean = try {
        lock.channel.tryLock() != null
    } catch (e: OverlappingFileLockException) {
        // Another copy of this class has it.
        false
    }

    /** Of saves that a crash ended. */
    private fun removeLeftovers() = synchronized(saving) {
        val leftover = Regex(Regex.escape("${file.name}.") + "[0-9a-f]{16}\\.tmp")
        directory.listFiles { _, name -> leftover.matches(name) }?.forEach { it.delete() }
    }

    private inline fun <T> guarded(what: String, action: () -> T): T = try {
        action()
    } catch (e: GeneralSecurityException) {
        throw IOException("$file could not be $what", e)
    } catch (e: ProviderException) {
        // Android's key store has these for failures of its hardware.
        throw IOException("$file could not be $what", e)
    }

    private fun DataInputStream.readAtMost(limit: Int): ByteArray {
        val bytes = readBytes()
        if (bytes.size > limit) throw IOException("$file is larger than a client's state can be ($limit bytes)")
        return bytes
    }

    /** For logs, without secrets. */
    override fun toString(): String = "EncryptedStateStore($name)"

    private companion object {
        /** Of all objects: there may be several of one name, and the first save makes the key. */
        val saving = Any()

        private const val FORMAT: Byte = 1
        private const val IV_BYTES = 12
        private const val HEAD_BYTES = 1 + IV_BYTES
        private const val TAG_BITS = 128
        private const val TRANSFORMATION = "AES/GCM/NoPadding"

        /** More than this is not a client's state. */
        private const val MAX_BYTES = 257 * 1024
    }
}

/** Makes a renaming in [directory] durable. */
private fun syncOnAndroid(directory: File) {
    try {
        val opened = Os.open(directory.path, OsConstants.O_RDONLY, 0)
        try {
            Os.fsync(opened)
        } finally {
            Os.close(opened)
        }
    } catch (e: ErrnoException) {
        // What some file systems say of directories: there is nothing to flush.
        if (e.errno != OsConstants.EINVAL) throw IOException("$directory could not be flushed to the disk", e)
    }
}
