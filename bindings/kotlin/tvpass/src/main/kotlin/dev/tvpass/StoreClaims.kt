package dev.tvpass

import java.io.Closeable
import java.io.IOException
import java.lang.ref.WeakReference

/** Another client uses the store, in this process or in another one: open one client and share it. */
public class StoreInUseException(message: String) : IOException(message)

/**
 * Which stores of this process are in use, for those who write a [StateStore]: see
 * [StateStore.claim].
 *
 * A claim that is neither closed nor referred to any longer, such as that of a client that nobody
 * closed, is void.
 */
public object StoreClaims {
    private class Entry(val claim: WeakReference<Claim>, val lock: Closeable)

    private class Claim(private val key: Any) : Closeable {
        override fun close() = release(key, this)
    }

    private val entries = HashMap<Any, Entry>()

    /**
     * Claims what [key] stands for.
     *
     * @param key equal for stores that keep their state in one place, such as a path of which there
     *   is one spelling.
     * @param name of the store, for the exception's message.
     * @param lock keeps other processes out, and returns what lets them in again. It is called
     *   while no client has the key.
     * @return what ends the claim. Closing it again does nothing.
     * @throws StoreInUseException the key is claimed already.
     * @throws IOException from [lock].
     */
    @JvmStatic
    @JvmOverloads
    @Throws(IOException::class)
    public fun claim(key: Any, name: String, lock: () -> Closeable = { Closeable {} }): Closeable = synchronized(entries) {
        dropVoid()
        if (key in entries) throw StoreInUseException("$name is in use by another client; open one and share it")
        val claim = Claim(key)
        entries[key] = Entry(WeakReference(claim), lock())
        claim
    }

    private fun release(key: Any, claim: Claim) = synchronized(entries) {
        val entry = entries[key]
        if (entry?.claim?.get() === claim) {
            entries.remove(key)
            entry.lock.close()
        }
    }

    private fun dropVoid() {
        val all = entries.values.iterator()
        while (all.hasNext()) {
            val entry = all.next()
            if (entry.claim.get() == null) {
                all.remove()
                entry.lock.close()
            }
        }
    }
}

/** A store by which object it is, whatever its `equals` says. */
internal class SameObject(private val store: Any) {
    override fun equals(other: Any?): Boolean = other is SameObject && other.store === store

    override fun hashCode(): Int = System.identityHashCode(store)
}
