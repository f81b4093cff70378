package dev.tvpass

import java.io.Closeable
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.channels.FileLock
import java.nio.channels.OverlappingFileLockException
import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.nio.file.StandardOpenOption
import java.nio.file.attribute.FileAttribute
import java.nio.file.attribute.PosixFilePermissions

/**
 * A client's state in a file, for the JVM. Not for Android, where backups and rooted devices read files, and whose older versions lack
 * what this class is made of: use `EncryptedStateStore` of `tvpass-android`.
 *
 * The file is readable by its owner only, where the file system knows owners. Saving writes a neighbour (`<name>.tmp`), flushes it to the
 * disk and moves it over the file, so that at any moment there is either the old state or the new one, whole. While a store is open it
 * holds a lock on another neighbour (`<name>.lock`): two processes that registered at once would lose one registration, and the user's
 * profiles with it.
 *
 * @throws IOException no such directory, no permission, or the file is in use by another store.
 */
@JvmOnly
public class FileStateStore @Throws(IOException::class) constructor(path: Path) : StateStore, Closeable {
    private val path: Path = path.toAbsolutePath()
    private val lockFile: FileChannel
    private val lock: FileLock

    init {
        val lockPath = neighbour(".lock")
        lockFile = FileChannel.open(lockPath, setOf(StandardOpenOption.CREATE, StandardOpenOption.WRITE), *ownerOnly())
        val lock = try {
            lockFile.tryLock()
        } catch (e: OverlappingFileLockException) {
            null
        } catch (e: IOException) {
            lockFile.close()
            throw e
        }
        if (lock == null) {
            lockFile.close()
            throw IOException("$path is in use by another store; open it once and share it")
        }
        this.lock = lock
    }

    @Throws(IOException::class)
    override fun load(): ByteArray? = try {
        Files.newInputStream(path).use { file ->
            val state = file.readNBytes(MAX_BYTES + 1)
            if (state.size > MAX_BYTES) throw IOException("$path is larger than a client's state can be ($MAX_BYTES bytes)")
            state
        }
    } catch (e: NoSuchFileException) {
        null
    }

    @Throws(IOException::class)
    override fun save(state: ByteArray) {
        if (!lock.isValid) throw IOException("the store is closed")
        val temporary = neighbour(".tmp")
        // A leftover of a crash might have other permissions.
        Files.deleteIfExists(temporary)
        val options = setOf(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
        FileChannel.open(temporary, options, *ownerOnly()).use { file ->
            val bytes = ByteBuffer.wrap(state)
            while (bytes.hasRemaining()) file.write(bytes)
            file.force(true)
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING)
        syncDirectory()
    }

    /** Makes the move itself durable, where directories can be opened. */
    private fun syncDirectory() {
        try {
            FileChannel.open(path.parent, StandardOpenOption.READ).use { it.force(true) }
        } catch (e: IOException) {
            // Windows: directories cannot be opened, and the move is durable or not as the system decides.
        }
    }

    /** Releases the lock. The file stays. */
    override fun close() {
        lockFile.close()
    }

    /** For logs, without secrets. */
    override fun toString(): String = "FileStateStore($path)"

    private fun neighbour(suffix: String): Path {
        val name = path.fileName ?: throw IOException("$path has no file name")
        return path.resolveSibling("$name$suffix")
    }

    @JvmOnly
    private companion object {
        /** More than this is not a client's state. */
        const val MAX_BYTES = 256 * 1024

        fun ownerOnly(): Array<FileAttribute<*>> {
            if ("posix" !in FileSystems.getDefault().supportedFileAttributeViews()) return emptyArray()
            return arrayOf(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        }
    }
}
