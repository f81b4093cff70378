import Foundation

/// What an app's screens ask of an account. ``TVPassAccount`` is the one that asks Adobe; the
/// product `TVPassTesting` has a `FakeAccount` for tests and previews, without a server.
public protocol TVPassAccountProtocol: Sendable {
    /// The MVPD that the user chose last.
    var mvpd: KeptMVPD? { get }
    /// The profiles as they are known now.
    var profiles: [Profile] { get }
    /// Who is signed in, as far as is known now.
    var status: Status { get }
    /// What ``status`` is, and becomes.
    var statuses: AsyncStream<Status> { get }
    /// Asks the service who is signed in.
    @discardableResult func refreshStatus() async throws -> Status
    /// The providers for a picker.
    func providers() async throws -> Providers
    /// Signs the user in.
    func signIn(_ options: SignInOptions, partner: (any PartnerFramework)?) -> SignIn
    /// The locks of these resources.
    func preauthorize(_ resources: [String], access: Access) -> FlowEvents<Locks>
    /// Asks for one playback.
    func authorize(_ resource: String, access: Access) async throws -> PlayOutcome
    /// Waits for the end of temporary access.
    func temporaryAccessEnd(_ access: TemporaryAccess) -> FlowEvents<TemporaryAccessEvent>
    /// Signs the user out.
    func signOut(of mvpd: String?) -> SignOut
}

extension TVPassAccountProtocol {
    /// See ``TVPassAccount/signIn(_:partner:)``.
    public func signIn(_ options: SignInOptions = .secondScreen) -> SignIn { signIn(options, partner: nil) }
    /// See ``TVPassAccount/preauthorize(_:access:)``.
    public func preauthorize(_ resources: [String]) -> FlowEvents<Locks> { preauthorize(resources, access: .current) }
    /// See ``TVPassAccount/authorize(_:access:)``.
    public func authorize(_ resource: String) async throws -> PlayOutcome {
        try await authorize(resource, access: .current)
    }
    /// See ``TVPassAccount/signOut(of:)``.
    public func signOut() -> SignOut { signOut(of: nil) }
}
