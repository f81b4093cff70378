import Foundation

/// What an app asks of a client: the operations. ``TVPassClient`` is the one that asks Adobe; the
/// product `TVPassTesting` has a `FakeClient` for tests and previews, without a server.
///
/// Code that takes an `any TVPassClientProtocol` calls the operations as on the client, with the
/// same parameters left out.
public protocol TVPassClientProtocol: Sendable {
    /// The MVPDs that the user can choose from.
    func configuration(serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval) async throws -> Configuration
    /// A new session: the first step of a sign-in.
    func createSession(
        mvpd: String?, domainName: String?, redirectURL: URL?, serviceProvider: String?, extras: RequestExtras,
        deadline: TimeInterval
    ) async throws -> Session
    /// Supplies what a session lacks.
    func resumeSession(
        code: SecretText, mvpd: String?, domainName: String?, redirectURL: URL?, serviceProvider: String?,
        extras: RequestExtras, deadline: TimeInterval
    ) async throws -> Session
    /// What a code names.
    func retrieveSession(
        code: SecretText, serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval
    ) async throws -> SessionDetails
    /// The URL at which the user signs in.
    func authenticateURL(code: SecretText, serviceProvider: String?) throws -> URL
    /// All profiles.
    func profiles(serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval) async throws -> Profiles
    /// The profile for an MVPD.
    func profileForMVPD(
        _ mvpd: String, serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval
    ) async throws -> Profiles
    /// The profile that a session has made.
    func profileForCode(
        _ code: SecretText, serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval
    ) async throws -> Profiles
    /// What Apple's framework is to be asked.
    func partnerRequest(
        status: PartnerFrameworkStatus, domainName: String?, redirectURL: URL?, serviceProvider: String?,
        extras: RequestExtras, deadline: TimeInterval
    ) async throws -> Session
    /// Makes a profile from what Apple's framework answered.
    func partnerProfile(
        status: PartnerFrameworkStatus, samlResponse: SAMLResponse, serviceProvider: String?, extras: RequestExtras,
        deadline: TimeInterval
    ) async throws -> Profiles
    /// Which resources the user can probably watch.
    func preauthorize(
        mvpd: String, resources: [String], serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval
    ) async throws -> PreauthorizationDecisions
    /// Whether the user may watch this now.
    func authorize(
        mvpd: String, resources: [String], serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval
    ) async throws -> AuthorizationDecisions
    /// Signs the user out.
    func logout(
        mvpd: String, redirectURL: URL, serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval
    ) async throws -> Logout
    /// The logout of the legacy REST API V1.
    func logoutV1(
        requestor: String?, deviceType: String?, deviceUser: String?, appID: String?, extras: RequestExtras,
        deadline: TimeInterval
    ) async throws

    /// Whether the client holds a registration.
    var isRegistered: Bool { get }
    /// Allows registering anew. **The user's profiles are gone.**
    func forgetRegistration()
    /// Whether a call has found the registration lost and registered again.
    var registrationWasLost: Bool { get }
    /// Says that the app has dealt with ``registrationWasLost``.
    func acknowledgeLostRegistration()
    /// Why the last state could not be stored.
    var storageError: TVPassError? { get }
    /// The last events as text for a support ticket.
    func supportReport() -> String
}

extension TVPassClient: TVPassClientProtocol {}

// What may be left out. A parameter of each is not among those of the requirement's default, so
// that none of these can be taken for a missing implementation.
extension TVPassClientProtocol {
    /// See ``TVPassClient/configuration(serviceProvider:extras:deadline:)``.
    public func configuration(extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60) async throws -> Configuration {
        try await configuration(serviceProvider: nil, extras: extras, deadline: deadline)
    }

    /// See
    /// ``TVPassClient/createSession(mvpd:domainName:redirectURL:serviceProvider:extras:deadline:)``.
    public func createSession(
        mvpd: String? = nil, domainName: String? = nil, redirectURL: URL? = nil, extras: RequestExtras = RequestExtras(),
        deadline: TimeInterval = 60
    ) async throws -> Session {
        try await createSession(
            mvpd: mvpd, domainName: domainName, redirectURL: redirectURL, serviceProvider: nil, extras: extras,
            deadline: deadline)
    }

    /// See
    /// ``TVPassClient/resumeSession(code:mvpd:domainName:redirectURL:serviceProvider:extras:deadline:)``.
    public func resumeSession(
        code: SecretText, mvpd: String? = nil, domainName: String? = nil, redirectURL: URL? = nil,
        extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> Session {
        try await resumeSession(
            code: code, mvpd: mvpd, domainName: domainName, redirectURL: redirectURL, serviceProvider: nil,
            extras: extras, deadline: deadline)
    }

    /// See ``TVPassClient/retrieveSession(code:serviceProvider:extras:deadline:)``.
    public func retrieveSession(
        code: SecretText, extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> SessionDetails {
        try await retrieveSession(code: code, serviceProvider: nil, extras: extras, deadline: deadline)
    }

    /// See ``TVPassClient/authenticateURL(code:serviceProvider:)``.
    public func authenticateURL(code: SecretText) throws -> URL {
        try authenticateURL(code: code, serviceProvider: nil)
    }

    /// See ``TVPassClient/profiles(serviceProvider:extras:deadline:)``.
    public func profiles(extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60) async throws -> Profiles {
        try await profiles(serviceProvider: nil, extras: extras, deadline: deadline)
    }

    /// See ``TVPassClient/profileForMVPD(_:serviceProvider:extras:deadline:)``.
    public func profileForMVPD(
        _ mvpd: String, extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> Profiles {
        try await profileForMVPD(mvpd, serviceProvider: nil, extras: extras, deadline: deadline)
    }

    /// See ``TVPassClient/profileForCode(_:serviceProvider:extras:deadline:)``.
    public func profileForCode(
        _ code: SecretText, extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> Profiles {
        try await profileForCode(code, serviceProvider: nil, extras: extras, deadline: deadline)
    }

    /// See
    /// ``TVPassClient/partnerRequest(status:domainName:redirectURL:serviceProvider:extras:deadline:)``.
    public func partnerRequest(
        status: PartnerFrameworkStatus, domainName: String? = nil, redirectURL: URL? = nil,
        extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> Session {
        try await partnerRequest(
            status: status, domainName: domainName, redirectURL: redirectURL, serviceProvider: nil, extras: extras,
            deadline: deadline)
    }

    /// See
    /// ``TVPassClient/partnerProfile(status:samlResponse:serviceProvider:extras:deadline:)``.
    public func partnerProfile(
        status: PartnerFrameworkStatus, samlResponse: SAMLResponse, extras: RequestExtras = RequestExtras(),
        deadline: TimeInterval = 60
    ) async throws -> Profiles {
        try await partnerProfile(
            status: status, samlResponse: samlResponse, serviceProvider: nil, extras: extras, deadline: deadline)
    }

    /// See ``TVPassClient/preauthorize(mvpd:resources:serviceProvider:extras:deadline:)``.
    public func preauthorize(
        mvpd: String, resources: [String], extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> PreauthorizationDecisions {
        try await preauthorize(mvpd: mvpd, resources: resources, serviceProvider: nil, extras: extras, deadline: deadline)
    }

    /// See ``TVPassClient/authorize(mvpd:resources:serviceProvider:extras:deadline:)``.
    public func authorize(
        mvpd: String, resources: [String], extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> AuthorizationDecisions {
        try await authorize(mvpd: mvpd, resources: resources, serviceProvider: nil, extras: extras, deadline: deadline)
    }

    /// See ``TVPassClient/logout(mvpd:redirectURL:serviceProvider:extras:deadline:)``.
    public func logout(
        mvpd: String, redirectURL: URL, extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> Logout {
        try await logout(mvpd: mvpd, redirectURL: redirectURL, serviceProvider: nil, extras: extras, deadline: deadline)
    }

    /// See
    /// ``TVPassClient/logoutV1(requestor:deviceType:deviceUser:appID:extras:deadline:)``.
    public func logoutV1(deadline: TimeInterval = 60) async throws {
        try await logoutV1(
            requestor: nil, deviceType: nil, deviceUser: nil, appID: nil, extras: RequestExtras(), deadline: deadline)
    }
}
