package dev.tvpass.android

import org.robolectric.internal.dependency.DependencyResolver
import org.robolectric.pluginapi.Sdk
import org.robolectric.plugins.DefaultSdkProvider
import java.util.TreeMap

/** Robolectric has the newest Android at hand as well, unless it knows of one only: the oldest that is supported. */
class OldestAndroid(resolver: DependencyResolver) : DefaultSdkProvider(resolver) {
    override fun populateSdks(sdks: TreeMap<Int, Sdk>) {
        super.populateSdks(sdks)
        sdks.keys.retainAll(setOf(API_LEVEL))
    }

    companion object {
        const val API_LEVEL = 24
    }
}
