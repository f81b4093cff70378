package dev.tvpass

import java.io.Closeable
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.channels.OverlappingFileLockException
import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.nio.file.StandardOpenOption
import java.nio.file.attribute.FileAttribute
import java.nio.file.attribute.PosixFilePermissions
import kotlin.random.Random

/**
 * A client's state in a file, for the JVM. Not for Android, where backups and rooted devices read
 * files, and whose older versions lack what this class is made of: use `EncryptedStateStore` of
 * `tvpass-android`.
 *
 * The file is readable by its owner only, where the file system knows owners. Saving writes a
 * neighbour (`<name>.<random>.tmp`), flushes it to the disk and moves it over the file, so that at
 * any moment there is either the old state or the new one, whole. What a crash left of such a
 * neighbour is removed when a store is opened. While a store is open it holds a lock on another
 * neighbour (`<name>.lock`): two processes that registered at once would lose one registration, and
 * the user's profiles with it.
 *
 * If the file is a symbolic link, the file that it leads to is the one that is replaced, and
 * locked.
 *
 * @throws StoreInUseException the file is in use by another store, in this process or in another
 *   one.
 * @throws IOException no such directory, or no permission.
 */
@JvmOnly
public class FileStateStore @Throws(IOException::class) constructor(path: Path) : StateStore, Closeable {
    private val path: Path = real(path.toAbsolutePath())
    private val inUse: Closeable = StoreClaims.claim(this.path, this.path.toString()) { lock(neighbour("lock")) }
    private var isOpen = true

    init {
        try {
            removeLeftovers()
        } catch (e: IOException) {
            inUse.close()
            throw e
        }
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
    @Synchronized
    override fun save(state: ByteArray) {
        if (!isOpen) throw IOException("the store is closed")
        val temporary = neighbour("%016x.tmp".format(Random.nextLong()))
        try {
            write(temporary, state)
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING)
        } catch (e: IOException) {
            // What fits of it would only take the space of others, on a disk that may be full.
            runCatching { Files.deleteIfExists(temporary) }
            throw e
        }
        syncDirectory()
    }

    private fun write(temporary: Path, state: ByteArray) {
        val options = setOf(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
        FileChannel.open(temporary, options, *ownerOnly()).use { file ->
            val bytes = ByteBuffer.wrap(state)
            while (bytes.hasRemaining()) file.write(bytes)
            file.force(true)
        }
    }

    /** Makes the move itself durable, where directories can be opened. */
    private fun syncDirectory() {
        val directory = try {
            FileChannel.open(path.parent, StandardOpenOption.READ)
        } catch (e: IOException) {
            // Windows: directories cannot be opened, and the move is durable or not as the system
            // decides.
            return
        }
        directory.use {
            try {
                it.force(true)
            } catch (e: IOException) {
                // What some file systems say of directories (EINVAL): there is nothing to flush.
                // Java has no other sign of it than the system's text.
                if (e.message != "Invalid argument") throw e
            }
        }
    }

    /** Of saves that a crash ended. Nobody writes one now: the lock is ours. */
    private fun removeLeftovers() {
        val leftover = Regex(Regex.escape("${path.fileName}.") + "[0-9a-f]{16}\\.tmp")
        Files.newDirectoryStream(path.parent) { leftover.matches(it.fileName.toString()) }.use { found -> found.forEach(Files::deleteIfExists) }
    }

    /** Releases the lock, after a save that is going on. The file stays. */
    @Synchronized
    override fun close() {
        isOpen = false
        inUse.close()
    }

    /** For logs, without secrets. */
    override fun toString(): String = "FileStateStore($path)"

    private fun neighbour(suffix: String): Path = path.resolveSibling("${path.fileName}.$suffix")

    @JvmOnly
    private companion object {
        /** More than this is not a client's state. */
        private const val MAX_BYTES = 256 * 1024

        /** The one spelling of where the state is: without links and dots. */
        fun real(path: Path): Path {
            val name = path.fileName ?: throw IOException("$path has no file name")
            val real = path.parent.toRealPath().resolve(name)
            return if (Files.isSymbolicLink(real)) real.toRealPath() else real
        }

        /**
         * Keeps other processes out. Only called when no store of this process has the file:
         * closing any channel of a locked file ends the process's lock on it.
         */
        fun lock(path: Path): Closeable {
            val file = FileChannel.open(path, setOf(StandardOpenOption.CREATE, StandardOpenOption.WRITE), *ownerOnly())
            val lock = try {
                file.tryLock()
            } catch (e: OverlappingFileLockException) {
                // Another copy of this class has it.
                null
            } catch (e: IOException) {
                file.close()
                throw e
            }
            if (lock == null) {
                file.close()
                throw StoreInUseException("another process has locked $path")
            }
            return file
        }

        fun ownerOnly(): Array<FileAttribute<*>> {
            if ("posix" !in FileSystems.getDefault().supportedFileAttributeViews()) return emptyArray()
            return arrayOf(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        }
    }
}
