package dev.tvpass

import dev.tvpass.internal.TempPassIdentity as CoreTempPassIdentity

/**
 * The user's identity for a *promotional* TempPass, which is limited per user, in time and in the
 * number of resources. The basic one needs none. It is checked when an operation takes it.
 */
public class TempPassIdentity private constructor(internal val core: CoreTempPassIdentity) {
    /** Tells nobody who it is. */
    override fun toString(): String = "TempPassIdentity(…)"

    /** Makes identities. */
    public companion object {
        /**
         * The SHA-256 of [value], in lower-case hex, under [key]. Which key, `email` for example,
         * is configured with Adobe (*User Information Key*). White space around [value] is not
         * hashed; letter case is left as it is.
         */
        @JvmStatic
        public fun hashed(key: String, value: String): TempPassIdentity = TempPassIdentity(CoreTempPassIdentity.Hashed(key, value))

        /**
         * A JSON object that is sent as it is, for programmers who agreed on another form with
         * Adobe, or who hash it themselves. **Nothing is hashed here:** an e-mail address in it
         * leaves the device in the clear.
         */
        @JvmStatic
        public fun rawJson(json: String): TempPassIdentity = TempPassIdentity(CoreTempPassIdentity.RawJson(json))
    }
}
