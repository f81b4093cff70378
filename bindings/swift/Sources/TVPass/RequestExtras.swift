/// Optional headers of a request; what does not take one of them refuses it.
///
/// For *single logout*, pass the same single sign-on token as at login: without it the profiles
/// that were obtained through it stay.
public struct RequestExtras: Sendable, Hashable {
    /// `Adobe-Subject-Token`: the platform's JWS or JWE, single sign-on by platform identity.
    public var subjectToken: SecretText?
    /// `AD-Service-Token`: the JWS of an external identity service.
    public var serviceToken: SecretText?
    /// `X-Roku-Reserved-Roku-Connect-Token`: for servers that act for Roku devices.
    public var rokuConnectToken: SecretText?
    /// `AP-Partner-Framework-Status`: what Apple's framework said. For a profile of single sign-on
    /// with Apple: it is not found without.
    public var partnerFrameworkStatus: PartnerFrameworkStatus?
    /// `AP-TempPass-Identity`: whose promotional TempPass it is.
    public var tempPassIdentity: TempPassIdentity?
    /// `AP-Visitor-Identifier`: the Experience Cloud visitor id, without quotes.
    public var visitorIdentifier: String?
    /// `X-Forwarded-For`: the device's IP address, for servers. A device leaves it out.
    public var forwardedFor: String?
    /// `User-Agent`: the application's, in place of the configuration's.
    public var userAgent: String?

    public init() {}

    var core: Extras {
        Extras(
            subjectToken: subjectToken?.exposed, rokuConnectToken: rokuConnectToken?.exposed,
            serviceToken: serviceToken?.exposed, partnerFrameworkStatus: partnerFrameworkStatus?.core,
            tempPassIdentity: tempPassIdentity?.core, visitorIdentifier: visitorIdentifier, forwardedFor: forwardedFor,
            userAgent: userAgent)
    }
}
