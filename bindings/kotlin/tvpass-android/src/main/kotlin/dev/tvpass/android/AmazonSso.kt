package dev.tvpass.android

import android.content.Context
import android.os.Bundle
import dev.tvpass.PlatformIdentity
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible
import java.lang.reflect.InvocationTargetException

/**
 * Single sign-on on Fire TV, by Amazon's library (Adobe: *Amazon SSO Cookbook*). The library is
 * part of Fire OS, and not of every device: the app only says in its manifest that it uses it.
 *
 * ```xml
 * <uses-library android:name="com.amazon.ottssotokenlib" android:required="false" />
 * ```
 *
 * @param timeoutMillis how long the library may take; a minute is its own limit.
 */
public class AmazonSso @JvmOverloads constructor(context: Context, private val timeoutMillis: Long = 10_000) : PlatformIdentity {
    private val context: Context = context.applicationContext

    /** The token for [dev.tvpass.RequestExtras.subjectToken]. `null` wherever the library is not, or has none. */
    override suspend fun subjectToken(): String? = runInterruptible(Dispatchers.IO) { ask() }

    /** By reflection: the library comes with the device, and an app is compiled without it. */
    private fun ask(): String? = try {
        val type = Class.forName(LIBRARY, true, context.classLoader)
        val library = type.getMethod("getInstance", Context::class.java).invoke(null, context)
        type.getMethod("setSSOTokenTimeout", Long::class.javaPrimitiveType).invoke(library, timeoutMillis)
        val answer = type.getMethod("getSSOTokenSync").invoke(library) as? Bundle
        answer?.getString(TOKEN)?.ifEmpty { null }
    } catch (e: ReflectiveOperationException) {
        // No library, or another version of it. What it throws itself is the same to the user.
        if (e is InvocationTargetException && e.targetException is InterruptedException) throw e.targetException
        null
    } catch (e: LinkageError) {
        null
    }

    /** For logs, without the token. */
    override fun toString(): String = "AmazonSso"

    private companion object {
        const val LIBRARY = "com.amazon.ottssotokenlib.SSOEnabler"
        const val TOKEN = "SSOToken"
    }
}
