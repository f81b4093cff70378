/// What Apple's framework answered to a partner request
/// (`VSAccountMetadata.samlAttributeQueryResponse`). It signs a user in, usually once.
public struct SAMLResponse: Sendable, Hashable {
    let core: CoreSamlResponse

    /// The XML as the framework gave it. It is prepared as Adobe's Apple SSO cookbook does, and put
    /// into base64.
    public static func xml(_ xml: SecretText) -> SAMLResponse {
        SAMLResponse(core: .xml(xml: xml.exposed))
    }

    /// A response that is in base64 already, on one line; it is sent as it is.
    public static func base64(_ base64: SecretText) -> SAMLResponse {
        SAMLResponse(core: .base64(base64: base64.exposed))
    }
}

extension SAMLResponse: CustomStringConvertible, CustomReflectable {
    public var description: String { "SAMLResponse(…)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
