package dev.tvpass

/**
 * An identifier that stays the same across reboots, upgrades and preferably re-installation, sent
 * as `AP-Device-Identifier`. **If it changes, the user's profiles are lost**, so choose once and
 * keep the choice.
 */
public class DeviceIdentifier private constructor(internal val text: String, internal val isHashed: Boolean) {
    /** Names nobody: a stable identifier of a household's device does not belong into logs. */
    override fun toString(): String = "DeviceIdentifier(…)"

    /** Makes identifiers; `tvpass-android` adds `DeviceIdentifier.from(context)`. */
    public companion object {
        /** The SHA-256 of the operating system's identifier, e.g. of `ANDROID_ID`, as Adobe recommends; in lower-case hex. */
        @JvmStatic
        public fun fromOsIdentifier(identifier: String): DeviceIdentifier = DeviceIdentifier(identifier, isHashed = true)

        /** An identifier that the app already has and keeps, at most 1,024 bytes, sent as it is (in base64). */
        @JvmStatic
        public fun fromText(text: String): DeviceIdentifier = DeviceIdentifier(text, isHashed = false)
    }
}
