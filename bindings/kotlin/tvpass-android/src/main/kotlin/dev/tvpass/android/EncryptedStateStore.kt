package dev.tvpass.android

import android.content.Context
import dev.tvpass.StateStore
import java.io.DataInputStream
import java.io.File
import java.io.FileNotFoundException
import java.io.FileOutputStream
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.ProviderException
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * A client's state in a file of the app, encrypted (AES-256-GCM) with a key that never leaves Android's key store.
 *
 * The file is kept out of backups: on another device the key would be missing, and the registration is this device's. If the key is gone
 * (some devices lose theirs with a new screen lock or a system update), loading fails instead of starting anew by itself, because that
 * loses the user's profiles: see `startOver` of `TvPassClient.open`.
 *
 * Keep one per name; two clients that share a file lose one registration.
 */
public class EncryptedStateStore internal constructor(
    directory: File,
    private val name: String,
    private val keys: Keys,
) : StateStore {
    /**
     * @param name for apps with several clients, e.g. for several environments: letters, digits, `-`, `_`.
     */
    @JvmOverloads
    public constructor(context: Context, name: String = "tvpass") :
        this(context.applicationContext.noBackupFilesDir, name, AndroidKeys("dev.tvpass.state.$name"))

    private val file = File(directory, "$name.state")
    private val temporary = File(directory, "$name.state.tmp")

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
        val stored = try {
            file.inputStream().use { DataInputStream(it).run { readAtMost(MAX_BYTES) } }
        } catch (e: FileNotFoundException) {
            if (file.exists()) throw e
            return null
        }
        if (stored.size < HEAD_BYTES + TAG_BITS / 8 || stored[0] != FORMAT) throw IOException("$file is not a state of this library")
        return guarded("decrypted") {
            val key = keys.existing() ?: throw IOException("the key of $file is not in the key store")
            val cipher = Cipher.getInstance(TRANSFORMATION)
            cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, stored, 1, IV_BYTES))
            cipher.updateAAD(name.toByteArray())
            cipher.doFinal(stored, HEAD_BYTES, stored.size - HEAD_BYTES)
        }
    }

    @Throws(IOException::class)
    override fun save(state: ByteArray) {
        val head = byteArrayOf(FORMAT)
        val (iv, encrypted) = guarded("encrypted") {
            val cipher = Cipher.getInstance(TRANSFORMATION)
            // The key store chooses the initialization vector.
            cipher.init(Cipher.ENCRYPT_MODE, keys.existing() ?: keys.make())
            cipher.updateAAD(name.toByteArray())
            cipher.iv to cipher.doFinal(state)
        }
        if (iv.size != IV_BYTES) throw IOException("the key store made an initialization vector of ${iv.size} bytes")
        FileOutputStream(temporary).use { out ->
            out.write(head)
            out.write(iv)
            out.write(encrypted)
            out.fd.sync()
        }
        if (!temporary.renameTo(file)) throw IOException("$temporary could not be renamed")
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
        const val FORMAT: Byte = 1
        const val IV_BYTES = 12
        const val HEAD_BYTES = 1 + IV_BYTES
        const val TAG_BITS = 128
        const val TRANSFORMATION = "AES/GCM/NoPadding"

        /** More than this is not a client's state. */
        const val MAX_BYTES = 257 * 1024
    }
}
