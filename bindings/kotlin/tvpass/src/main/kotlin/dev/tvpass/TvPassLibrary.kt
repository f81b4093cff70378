package dev.tvpass

import dev.tvpass.internal.uniffiEnsureInitialized
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/**
 * The native library. [TvPassClient.open] loads it; the first use of a [Site], of [Mrss] or of
 * [RedirectUrl.isReachedBy] loads it too, on the thread that it is called on, which may take longer
 * than a frame of the screen.
 */
public object TvPassLibrary {
    /**
     * Loads it on another thread, for an app that uses it before it opens a client. Loading again
     * costs nothing.
     *
     * @throws TvPassException.Internal it is not there for this processor.
     */
    @Throws(TvPassException::class)
    public suspend fun load(): Unit = withContext(Dispatchers.IO) {
        core { uniffiEnsureInitialized() }
    }
}
