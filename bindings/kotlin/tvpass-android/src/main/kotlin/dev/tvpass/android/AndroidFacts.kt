package dev.tvpass.android

import dev.tvpass.DeviceInfo
import dev.tvpass.DeviceInfo.ConnectionType
import dev.tvpass.DeviceInfo.PrimaryHardwareType
import dev.tvpass.DeviceInfo.OsFamily
import dev.tvpass.DeviceInfo.OsName
import dev.tvpass.DeviceInfo.OsVendor

internal enum class Connection { ETHERNET, WIFI, CELLULAR }

/** What Android says about the device, apart from how it is asked. */
internal class AndroidFacts(
    val model: String,
    val device: String,
    val manufacturer: String,
    val brand: String,
    val release: String,
    val isFireTv: Boolean,
    val isTelevision: Boolean,
    val smallestWidthDp: Int,
    val displayWidth: Int,
    val displayHeight: Int,
    val displayPpi: Int,
    val connection: Connection?,
    val applicationId: String,
) {
    /** In Adobe's terms. Its own sample has `Build.DEVICE` as the version and `Build.BRAND` as the vendor. */
    fun toDeviceInfo(): DeviceInfo {
        val facts = this
        // Tablets of Amazon run Fire OS too, and have no system feature that says so.
        val isAmazons = isFireTv || manufacturer.equals("Amazon", ignoreCase = true)
        return DeviceInfo {
            model = facts.model
            version = facts.device
            manufacturer = facts.manufacturer.ifEmpty { null }
            vendor = facts.brand.ifEmpty { null }
            osName = OsName.ANDROID
            osFamily = OsFamily.ANDROID
            osVendor = if (isAmazons) OsVendor.AMAZON else OsVendor.GOOGLE
            osVersion = release
            primaryHardwareType = when {
                // Android does not tell a television from a box.
                isFireTv || isTelevision -> PrimaryHardwareType.SET_TOP_BOX
                smallestWidthDp >= TABLET_DP -> PrimaryHardwareType.TABLET
                else -> PrimaryHardwareType.MOBILE_PHONE
            }
            displayWidth = facts.displayWidth.takeIf { it > 0 }
            displayHeight = facts.displayHeight.takeIf { it > 0 }
            displayPpi = facts.displayPpi.takeIf { it > 0 }
            connectionType = when (connection) {
                Connection.ETHERNET -> ConnectionType.LAN
                Connection.CELLULAR -> ConnectionType.CELLULAR_4G
                Connection.WIFI, null -> ConnectionType.WIFI
            }
            applicationId = facts.applicationId
        }
    }

    private companion object {
        /** Android's own boundary for tablets. */
        const val TABLET_DP = 600
    }
}
