import Foundation

/// Whether the user lets the app see the subscription (`VSAccountAccessStatus`).
public enum AccessStatus: Sendable, Hashable {
    /// The user allows it.
    case granted
    /// The user does not allow it.
    case denied
    /// Nobody may allow it on this device.
    case restricted
    /// The user has not been asked.
    case notDetermined
    /// A status that Adobe's page does not list, sent as it is.
    case undocumented(String)

    var text: String {
        switch self {
        case .granted: "granted"
        case .denied: "denied"
        case .restricted: "restricted"
        case .notDetermined: "notDetermined"
        case .undocumented(let text): text
        }
    }
}

/// What Apple's Video Subscriber Account framework said, sent as `AP-Partner-Framework-Status`. For
/// Adobe it is valid if access is granted, the provider is known, and its sign-in has not expired;
/// else the user signs in as everywhere. Ask the framework anew when the app comes to the
/// foreground. It is checked when an operation takes it.
public struct PartnerFrameworkStatus: Sendable, Hashable {
    /// A provider, as Apple knows it.
    public struct Provider: Sendable, Hashable {
        /// Apple's id of it (`VSAccountMetadata.accountProviderIdentifier`; the configuration's
        /// ``MVPD/platformMappingID``), not Adobe's.
        public var id: String
        /// When its sign-in expires (`authenticationExpirationDate`).
        public var expirationDate: Date?

        public init(id: String, expirationDate: Date?) {
            self.id = id
            self.expirationDate = expirationDate
        }
    }

    /// An error of the framework.
    public struct Failure: Sendable, Hashable {
        /// Its code.
        public var code: String
        /// Its message.
        public var message: String

        public init(code: String, message: String) {
            self.code = code
            self.message = message
        }

        fileprivate var core: FrameworkError { FrameworkError(code: code, message: message) }
    }

    /// Whether the user lets the app see the subscription.
    public var accessStatus: AccessStatus
    /// The error with which the framework answered that question.
    public var permissionError: Failure?
    /// The provider that the user is signed in with.
    public var provider: Provider?
    /// The error with which the framework answered the question for the provider.
    public var providerError: Failure?

    public init(_ accessStatus: AccessStatus, provider: Provider? = nil) {
        self.accessStatus = accessStatus
        self.provider = provider
    }

    var core: CorePartnerFrameworkStatus {
        let provider = provider.map { provider in
            let expiration = provider.expirationDate.map { UInt64(max(0, min($0.timeIntervalSince1970, 1e12)) * 1000) }
            return FrameworkProvider(id: provider.id, expirationDateMs: expiration)
        }
        return CorePartnerFrameworkStatus(
            accessStatus: accessStatus.text, permissionError: permissionError?.core, provider: provider,
            providerError: providerError?.core)
    }
}

/// It tells whose customer somebody is.
extension PartnerFrameworkStatus: CustomStringConvertible, CustomReflectable {
    public var description: String { "PartnerFrameworkStatus(…)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
