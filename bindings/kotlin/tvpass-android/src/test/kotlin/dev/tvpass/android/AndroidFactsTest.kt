package dev.tvpass.android

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

class AndroidFactsTest {
    private fun facts(
        model: String,
        manufacturer: String,
        isFireTv: Boolean = false,
        isTelevision: Boolean = false,
        smallestWidthDp: Int = 540,
        displayWidth: Int = 1920,
        connection: Connection? = Connection.WIFI,
    ) = AndroidFacts(
        model, "device", manufacturer, manufacturer.lowercase(), "9", isFireTv, isTelevision, smallestWidthDp, displayWidth, 1080, 320,
        connection, "com.example.tv",
    ).toDeviceInfo()

    @Test
    fun `Fire TV is Amazon's Android`() {
        val info = facts("AFTMM", "Amazon", isFireTv = true)
        assertEquals("AFTMM", info.model)
        assertEquals("Android", info.osName)
        assertEquals("Amazon", info.osVendor)
        assertEquals("SetTopBox", info.primaryHardwareType)
        // A television of another company with Fire OS.
        assertEquals("Amazon", facts("AFTHA001", "TOSHIBA", isFireTv = true).osVendor)
    }

    @Test
    fun `Android TV is Google's`() {
        val info = facts("BRAVIA 4K VH2", "Sony", isTelevision = true, connection = Connection.ETHERNET)
        assertEquals(listOf("Google", "SetTopBox", "LAN"), listOf(info.osVendor, info.primaryHardwareType, info.connectionType))
        assertEquals(listOf("Sony", "sony", "device", "9"), listOf(info.manufacturer, info.vendor, info.version, info.osVersion))
        assertEquals("com.example.tv", info.applicationId)
    }

    @Test
    fun `phones and tablets are told apart by their width`() {
        assertEquals("MobilePhone", facts("SM-S901U", "samsung", smallestWidthDp = 411).primaryHardwareType)
        assertEquals("Tablet", facts("SM-X700", "samsung", smallestWidthDp = 600).primaryHardwareType)
        assertEquals("Amazon", facts("KFTRWI", "Amazon", smallestWidthDp = 800).osVendor)
    }

    @Test
    fun `what is not known is left out or the usual`() {
        assertNull(facts("x", "y", displayWidth = 0).displayWidth)
        assertEquals("WiFi", facts("x", "y", connection = null).connectionType)
        assertEquals("4G", facts("x", "y", connection = Connection.CELLULAR).connectionType)
        assertNull(facts("x", "").manufacturer)
    }

    @Test
    fun `a device without ANDROID_ID is not given a made-up one`() {
        assertThrows(IllegalStateException::class.java) { identifier(null) }
        assertThrows(IllegalStateException::class.java) { identifier("") }
        assertEquals("DeviceIdentifier(…)", identifier("9774d56d682e549c").toString())
    }
}
