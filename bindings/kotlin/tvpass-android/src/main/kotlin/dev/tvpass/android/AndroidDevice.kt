package dev.tvpass.android

import android.annotation.SuppressLint
import android.app.UiModeManager
import android.content.Context
import android.content.res.Configuration
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.Build
import android.provider.Settings
import dev.tvpass.DeviceIdentifier
import dev.tvpass.DeviceInfo

/**
 * The description of this device, for `X-Device-Info`: Android TV, Fire TV (told by Amazon's system
 * feature, with Amazon as the vendor of the operating system), phones and tablets.
 *
 * The connection is looked up now: make the description anew when it has changed. A connection that
 * is not known counts as WiFi, mobile networks as 4G, because their generation is behind a
 * permission. To change something, use [DeviceInfo.toBuilder].
 */
@JvmSynthetic
public fun DeviceInfo.Companion.from(context: Context): DeviceInfo = read(context).toDeviceInfo()

/**
 * The SHA-256 of this device's `ANDROID_ID`. It differs between apps of different signing keys
 * (from Android 8 on), stays the same when the app is updated or installed again, and changes with
 * a factory reset.
 *
 * @throws IllegalStateException the device has none, which happens on some emulators.
 */
@JvmSynthetic
@SuppressLint("HardwareIds")
public fun DeviceIdentifier.Companion.from(context: Context): DeviceIdentifier {
    val androidId: String? = Settings.Secure.getString(context.contentResolver, Settings.Secure.ANDROID_ID)
    return identifier(androidId)
}

/** `DeviceInfo.from` and `DeviceIdentifier.from` for Java. */
public object AndroidDevice {
    /** The description of this device; see `DeviceInfo.from`. */
    @JvmStatic
    public fun deviceInfo(context: Context): DeviceInfo = DeviceInfo.from(context)

    /**
     * The SHA-256 of this device's `ANDROID_ID`; see `DeviceIdentifier.from`.
     *
     * @throws IllegalStateException the device has none.
     */
    @JvmStatic
    public fun deviceIdentifier(context: Context): DeviceIdentifier = DeviceIdentifier.from(context)
}

internal fun identifier(androidId: String?): DeviceIdentifier {
    check(!androidId.isNullOrEmpty()) { "the device has no ANDROID_ID; make an identifier once, store it, and use DeviceIdentifier.fromText" }
    return DeviceIdentifier.fromOsIdentifier(androidId)
}

private fun read(context: Context): AndroidFacts {
    val packages = context.packageManager
    val uiMode = context.getSystemService(Context.UI_MODE_SERVICE) as UiModeManager?
    val metrics = context.resources.displayMetrics
    return AndroidFacts(
        model = Build.MODEL,
        device = Build.DEVICE,
        manufacturer = Build.MANUFACTURER,
        brand = Build.BRAND,
        release = Build.VERSION.RELEASE,
        isFireTv = packages.hasSystemFeature(FIRE_TV),
        isTelevision = packages.hasSystemFeature(LEANBACK) || uiMode?.currentModeType == Configuration.UI_MODE_TYPE_TELEVISION,
        smallestWidthDp = context.resources.configuration.smallestScreenWidthDp,
        displayWidth = metrics.widthPixels,
        displayHeight = metrics.heightPixels,
        displayPpi = metrics.densityDpi,
        connection = connection(context),
        applicationId = context.packageName,
    )
}

private fun connection(context: Context): Connection? {
    val manager = context.getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager? ?: return null
    val capabilities = try {
        manager.getNetworkCapabilities(manager.activeNetwork)
    } catch (e: SecurityException) {
        // An app that removed ACCESS_NETWORK_STATE from its manifest.
        null
    }
    return when {
        capabilities == null -> null
        capabilities.hasTransport(NetworkCapabilities.TRANSPORT_ETHERNET) -> Connection.ETHERNET
        capabilities.hasTransport(NetworkCapabilities.TRANSPORT_CELLULAR) -> Connection.CELLULAR
        else -> Connection.WIFI
    }
}

/** https://developer.amazon.com/docs/fire-tv/identify-amazon-fire-tv-devices.html */
private const val FIRE_TV = "amazon.hardware.fire_tv"

/** `PackageManager.FEATURE_LEANBACK`. */
private const val LEANBACK = "android.software.leanback"
