package dev.tvpass

import dev.tvpass.internal.SamlResponse as CoreSamlResponse

/** What a partner's framework answered to a partner request. It signs a user in, usually once. */
public class SamlResponse private constructor(internal val core: CoreSamlResponse) {
    /** Nothing of it. */
    override fun toString(): String = "SamlResponse(…)"

    /** Makes responses. */
    public companion object {
        /** The XML as the framework gave it. It is prepared as Adobe's Apple SSO cookbook does, and put into base64. */
        @JvmStatic
        public fun fromXml(xml: String): SamlResponse = SamlResponse(CoreSamlResponse.Xml(xml))

        /** A response that is in base64 already, on one line; it is sent as it is. */
        @JvmStatic
        public fun fromBase64(base64: String): SamlResponse = SamlResponse(CoreSamlResponse.Base64(base64))
    }
}
