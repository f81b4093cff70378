package dev.tvpass

import java.lang.reflect.Method

/** Milliseconds that never run backwards. */
internal object MonotonicClock {
    /** Android's clock that goes on while the device sleeps; [System.nanoTime] stops there, and tokens would seem to live longer. */
    private val elapsedRealtime: Method? = try {
        Class.forName("android.os.SystemClock").getMethod("elapsedRealtime")
    } catch (e: ReflectiveOperationException) {
        null
    }

    private val origin = System.nanoTime()

    fun millis(): Long {
        val millis = try {
            elapsedRealtime?.invoke(null) as Long?
        } catch (e: ReflectiveOperationException) {
            null
        }
        return millis ?: ((System.nanoTime() - origin) / NANOS_PER_MILLI)
    }

    private const val NANOS_PER_MILLI = 1_000_000L
}
