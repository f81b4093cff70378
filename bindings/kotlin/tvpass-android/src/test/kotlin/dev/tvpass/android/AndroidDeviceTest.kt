package dev.tvpass.android

import android.app.UiModeManager
import android.content.Context
import android.content.res.Configuration
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.provider.Settings
import dev.tvpass.DeviceIdentifier
import dev.tvpass.DeviceInfo
import dev.tvpass.Environment
import dev.tvpass.Site
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowBuild
import org.robolectric.shadows.ShadowNetworkCapabilities
import java.security.MessageDigest

/** What is read from Android, on Android 7.0's own code. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [OldestAndroid.API_LEVEL], manifest = Config.NONE)
class AndroidDeviceTest {
    private val context: Context = RuntimeEnvironment.getApplication()

    private fun device(manufacturer: String, brand: String, model: String, device: String) {
        ShadowBuild.setManufacturer(manufacturer)
        ShadowBuild.setBrand(brand)
        ShadowBuild.setModel(model)
        ShadowBuild.setDevice(device)
    }

    private fun feature(name: String) = shadowOf(context.packageManager).setSystemFeature(name, true)

    private fun connection(transport: Int?) {
        val manager = context.getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager
        val capabilities = transport?.let { ShadowNetworkCapabilities.newInstance().also { new -> shadowOf(new).addTransportType(it) } }
        shadowOf(manager).setNetworkCapabilities(manager.activeNetwork, capabilities)
    }

    @Test
    fun `Fire TV is told by Amazon's system feature`() {
        device("Amazon", "Amazon", "AFTMM", "mantis")
        feature("amazon.hardware.fire_tv")
        // Fire TV has this one, too.
        feature("android.software.leanback")
        connection(NetworkCapabilities.TRANSPORT_WIFI)
        val info = DeviceInfo.from(context)
        assertEquals(
            listOf("Android", "Android", "Amazon", "SetTopBox", "AFTMM", "mantis", "Amazon", "Amazon", "7.0", "WiFi"),
            listOf(
                info.osName, info.osFamily, info.osVendor, info.primaryHardwareType, info.model, info.version, info.manufacturer, info.vendor,
                info.osVersion, info.connectionType,
            ),
        )
    }

    @Test
    fun `Fire TV in another company's television is Amazon's system`() {
        device("TOSHIBA", "TOSHIBA", "AFTHA001", "hailey")
        feature("amazon.hardware.fire_tv")
        val info = DeviceInfo.from(context)
        assertEquals(listOf("Amazon", "TOSHIBA"), listOf(info.osVendor, info.manufacturer))
    }

    @Test
    fun `Android TV is told by its system feature`() {
        device("Sony", "Sony", "BRAVIA 4K VH2", "BRAVIA_VH2")
        feature("android.software.leanback")
        connection(NetworkCapabilities.TRANSPORT_ETHERNET)
        val info = DeviceInfo.from(context)
        assertEquals(
            listOf("Google", "SetTopBox", "BRAVIA 4K VH2", "LAN", context.packageName),
            listOf(info.osVendor, info.primaryHardwareType, info.model, info.connectionType, info.applicationId),
        )
        val metrics = context.resources.displayMetrics
        assertTrue(metrics.widthPixels > 0)
        assertEquals(
            listOf(metrics.widthPixels, metrics.heightPixels, metrics.densityDpi),
            listOf(info.displayWidth, info.displayHeight, info.displayPpi),
        )
    }

    @Test
    fun `a television without the feature is told by its mode`() {
        val modes = context.getSystemService(Context.UI_MODE_SERVICE) as UiModeManager
        shadowOf(modes).currentModeType = Configuration.UI_MODE_TYPE_TELEVISION
        assertEquals("SetTopBox", DeviceInfo.from(context).primaryHardwareType)
    }

    @Test
    @Config(qualifiers = "sw411dp")
    fun `a phone`() {
        connection(NetworkCapabilities.TRANSPORT_CELLULAR)
        val info = DeviceInfo.from(context)
        assertEquals(listOf("MobilePhone", "4G"), listOf(info.primaryHardwareType, info.connectionType))
    }

    @Test
    @Config(qualifiers = "sw600dp")
    fun `a tablet without a network`() {
        connection(null)
        val info = DeviceInfo.from(context)
        assertEquals(listOf("Tablet", "WiFi"), listOf(info.primaryHardwareType, info.connectionType))
    }

    @Test
    fun `ANDROID_ID is sent hashed`() {
        val id = "9774d56d682e549c"
        Settings.Secure.putString(context.contentResolver, Settings.Secure.ANDROID_ID, id)
        device("Sony", "Sony", "BRAVIA", "x")
        val identifier = DeviceIdentifier.from(context)
        val sent = Site(Environment.PRODUCTION, identifier, DeviceInfo.from(context)).prepareLogoutV1("REF30").request
        val hash = MessageDigest.getInstance("SHA-256").digest(id.toByteArray()).joinToString("") { "%02x".format(it) }
        assertEquals("https://api.auth.adobe.com/api/v1/logout?requestor=REF30&deviceId=$hash", sent.url)
        assertTrue((listOf(sent.url) + sent.headers.map { it.second }).none { id in it })
    }

    @Test
    fun `without ANDROID_ID there is no identifier`() {
        Settings.Secure.putString(context.contentResolver, Settings.Secure.ANDROID_ID, null)
        assertNull(Settings.Secure.getString(context.contentResolver, Settings.Secure.ANDROID_ID))
        assertThrows(IllegalStateException::class.java) { DeviceIdentifier.from(context) }
    }
}
