package dev.tvpass

/**
 * The device's description, sent as `X-Device-Info` (Adobe: *Header - X-Device-Info*).
 *
 * [model], [version], [osName], [osVersion] and [connectionType] are required; [TvPassClient.open]
 * refuses a description without them. Several keys have restricted values; the constants of
 * [PrimaryHardwareType], [OsName], [OsFamily], [OsVendor] and [ConnectionType] are Adobe's
 * spellings. With another value Adobe may count the device as `unknown`, with shorter lifetimes.
 *
 * On Android, `DeviceInfo.from(context)` of `tvpass-android` fills it in.
 */
public class DeviceInfo private constructor(builder: Builder) {
    /** The device's model name, e.g. `AFTMM`. */
    public val model: String? = builder.model

    /** The device's version, e.g. `Build.DEVICE`. */
    public val version: String? = builder.version

    /** The operating system, one of [OsName]. Fire OS is `Android` in Adobe's table. */
    public val osName: String? = builder.osName

    /** The operating system's version, e.g. `14`. */
    public val osVersion: String? = builder.osVersion

    /** How the device is connected, one of [ConnectionType]. */
    public val connectionType: String? = builder.connectionType

    /** The kind of device, one of [PrimaryHardwareType]. */
    public val primaryHardwareType: String? = builder.primaryHardwareType

    /** The company that makes the device. */
    public val manufacturer: String? = builder.manufacturer

    /** The company that sells the device. */
    public val vendor: String? = builder.vendor

    /** The operating system's group, one of [OsFamily]. */
    public val osFamily: String? = builder.osFamily

    /** The operating system's supplier, one of [OsVendor]. */
    public val osVendor: String? = builder.osVendor

    /** The device's user agent. */
    public val userAgent: String? = builder.userAgent

    /** The screen's width in pixels. */
    public val displayWidth: Int? = builder.displayWidth

    /** The screen's height in pixels. */
    public val displayHeight: Int? = builder.displayHeight

    /** The screen's density in pixels per inch. */
    public val displayPpi: Int? = builder.displayPpi

    /** The screen's diagonal in inches as a decimal, e.g. `55.0`. */
    public val diagonalScreenSize: String? = builder.diagonalScreenSize

    /** The device's own IP address. Spectrum's home-based authentication requires it. */
    public val connectionIp: String? = builder.connectionIp

    /** The device's port, 1 to 65535. Spectrum's home-based authentication requires it. */
    public val connectionPort: Int? = builder.connectionPort

    /** Whether the network is secure (`false`: a public hot spot). */
    public val connectionSecure: Boolean? = builder.connectionSecure

    /** The application's unique identifier. */
    public val applicationId: String? = builder.applicationId

    /** A builder with these values, to change some of them. */
    public fun toBuilder(): Builder = Builder().also {
        it.model = model
        it.version = version
        it.osName = osName
        it.osVersion = osVersion
        it.connectionType = connectionType
        it.primaryHardwareType = primaryHardwareType
        it.manufacturer = manufacturer
        it.vendor = vendor
        it.osFamily = osFamily
        it.osVendor = osVendor
        it.userAgent = userAgent
        it.displayWidth = displayWidth
        it.displayHeight = displayHeight
        it.displayPpi = displayPpi
        it.diagonalScreenSize = diagonalScreenSize
        it.connectionIp = connectionIp
        it.connectionPort = connectionPort
        it.connectionSecure = connectionSecure
        it.applicationId = applicationId
    }

    /** Without the address of the device. */
    override fun toString(): String = "DeviceInfo(model=$model, version=$version, osName=$osName, osVersion=$osVersion)"

    /** Collects the values of a [DeviceInfo]; what they are is said there. */
    public class Builder {
        /** See [DeviceInfo.model]. */
        public var model: String? = null

        /** See [DeviceInfo.version]. */
        public var version: String? = null

        /** See [DeviceInfo.osName]. */
        public var osName: String? = null

        /** See [DeviceInfo.osVersion]. */
        public var osVersion: String? = null

        /** See [DeviceInfo.connectionType]. */
        public var connectionType: String? = null

        /** See [DeviceInfo.primaryHardwareType]. */
        public var primaryHardwareType: String? = null

        /** See [DeviceInfo.manufacturer]. */
        public var manufacturer: String? = null

        /** See [DeviceInfo.vendor]. */
        public var vendor: String? = null

        /** See [DeviceInfo.osFamily]. */
        public var osFamily: String? = null

        /** See [DeviceInfo.osVendor]. */
        public var osVendor: String? = null

        /** See [DeviceInfo.userAgent]. */
        public var userAgent: String? = null

        /** See [DeviceInfo.displayWidth]. */
        public var displayWidth: Int? = null

        /** See [DeviceInfo.displayHeight]. */
        public var displayHeight: Int? = null

        /** See [DeviceInfo.displayPpi]. */
        public var displayPpi: Int? = null

        /** See [DeviceInfo.diagonalScreenSize]. */
        public var diagonalScreenSize: String? = null

        /** See [DeviceInfo.connectionIp]. */
        public var connectionIp: String? = null

        /** See [DeviceInfo.connectionPort]. */
        public var connectionPort: Int? = null

        /** See [DeviceInfo.connectionSecure]. */
        public var connectionSecure: Boolean? = null

        /** See [DeviceInfo.applicationId]. */
        public var applicationId: String? = null

        /** The description. Nothing is checked yet. */
        public fun build(): DeviceInfo = DeviceInfo(this)
    }

    /** Values of [primaryHardwareType]. */
    public object PrimaryHardwareType {
        /** `SetTopBox`. */
        public const val SET_TOP_BOX: String = "SetTopBox"

        /** `TV`. */
        public const val TV: String = "TV"

        /** `MediaPlayer`. */
        public const val MEDIA_PLAYER: String = "MediaPlayer"

        /** `GamesConsole`. */
        public const val GAMES_CONSOLE: String = "GamesConsole"

        /** `MobilePhone`. */
        public const val MOBILE_PHONE: String = "MobilePhone"

        /** `Tablet`. */
        public const val TABLET: String = "Tablet"

        /** `Desktop`. */
        public const val DESKTOP: String = "Desktop"

        /** `Unknown`. */
        public const val UNKNOWN: String = "Unknown"
    }

    /** Values of [osName]. */
    public object OsName {
        /** `Android`. */
        public const val ANDROID: String = "Android"

        /** `Chrome OS`. */
        public const val CHROME_OS: String = "Chrome OS"

        /** `Linux`. */
        public const val LINUX: String = "Linux"

        /** `Mac OS`. */
        public const val MAC_OS: String = "Mac OS"

        /** `Windows`. */
        public const val WINDOWS: String = "Windows"
    }

    /** Values of [osFamily]. */
    public object OsFamily {
        /** `Android`. */
        public const val ANDROID: String = "Android"

        /** `Linux`. */
        public const val LINUX: String = "Linux"

        /** `macOS`. */
        public const val MAC_OS: String = "macOS"

        /** `Windows`. */
        public const val WINDOWS: String = "Windows"
    }

    /** Values of [osVendor]. */
    public object OsVendor {
        /** `Amazon`. */
        public const val AMAZON: String = "Amazon"

        /** `Google`. */
        public const val GOOGLE: String = "Google"

        /** `Sony`. */
        public const val SONY: String = "Sony"
    }

    /** Values of [connectionType]. */
    public object ConnectionType {
        /** `WiFi`. */
        public const val WIFI: String = "WiFi"

        /** `LAN`. */
        public const val LAN: String = "LAN"

        /** `3G`. */
        public const val CELLULAR_3G: String = "3G"

        /** `4G`. */
        public const val CELLULAR_4G: String = "4G"

        /** `5G`. */
        public const val CELLULAR_5G: String = "5G"
    }

    /** For extensions such as `DeviceInfo.from(context)`. */
    public companion object
}

/** A device's description, e.g. `DeviceInfo { model = "Box"; … }`. */
public inline fun DeviceInfo(fill: DeviceInfo.Builder.() -> Unit): DeviceInfo = DeviceInfo.Builder().apply(fill).build()
