package dev.tvpass

import java.io.Closeable
import java.io.IOException

/**
 * Where a client keeps its registration and token between starts. **Losing them loses the user's
 * profiles.** They contain secrets: only this app may be able to read them.
 *
 * [FileStateStore] is for the JVM, `EncryptedStateStore` of `tvpass-android` for Android. One
 * client at a time may use a store: of two that register, one registration would be lost. The
 * functions may block; they are called on a thread for that, one at a time.
 */
public interface StateStore {
    /**
     * The state, or `null` if there is none yet.
     *
     * @throws IOException there may be one, but it could not be read.
     */
    @Throws(IOException::class)
    public fun load(): ByteArray?

    /**
     * Replaces the state, durably: afterwards, or after a crash at any moment, there is either the
     * old state or the new one, whole.
     *
     * @throws IOException the old state is still there.
     */
    @Throws(IOException::class)
    public fun save(state: ByteArray)

    /**
     * Takes the store for one client, before it loads. The client closes what this returns when it
     * has been closed and its last logout has ended.
     *
     * Without an implementation, clients that share this very object exclude one another. A store
     * whose state other objects or other processes reach as well has to exclude those too, with
     * [StoreClaims] for example.
     *
     * @throws StoreInUseException another client has it.
     * @throws IOException it cannot be used.
     */
    @Throws(IOException::class)
    public fun claim(): Closeable = StoreClaims.claim(SameObject(this), toString())
}

/** Keeps nothing beyond the process: each start registers again, **and the user's profiles are gone**. For tests and trials. */
public class MemoryStateStore : StateStore {
    private var state: ByteArray? = null

    @Synchronized
    override fun load(): ByteArray? = state?.clone()

    @Synchronized
    override fun save(state: ByteArray) {
        this.state = state.clone()
    }

    /** For logs, without secrets. */
    override fun toString(): String = "MemoryStateStore"
}
