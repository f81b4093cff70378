import Foundation
import TVPass

/// A client without a service: it plays what an app has to deal with, at once and without a native
/// call. What the user and the provider do, the test says.
///
/// ```swift
/// let fake = FakeClient(mvpds: [.sample("Cablevision")])
/// let session = try await fake.createSession(mvpd: "Cablevision")
/// fake.userSignsIn()                                  // on the second screen
/// fake.permit("TNT")
/// fake.deny("HBO", with: .sample(details: "Call us."))
/// fake.failNext(with: .noConnection)                  // the next operation
/// fake.expireProfile(of: "Cablevision")
/// ```
///
/// Its times are ``now``, which a test moves. It keeps to no pace, and sends nothing.
public final class FakeClient: TVPassClientProtocol, @unchecked Sendable {
    /// What an operation was asked for.
    public struct Asked: Sendable, Hashable, CustomStringConvertible {
        /// The operation's name, as the client's function: `logout`, `authorize`.
        public let operation: String
        /// The MVPD, if it took one.
        public let mvpd: String?
        /// The resources, if it took some.
        public let resources: [String]

        public var description: String { "\(operation) \(mvpd ?? "") \(resources)" }
    }

    private struct Play {
        var configuration: Configuration
        var profiles: [String: Profile] = [:]
        var expired: Set<String> = []
        var sessions: [FakeSession] = []
        var permitted: Set<String> = []
        var denials: [String: Denial] = [:]
        var failures: [(operation: String?, error: TVPassError)] = []
        var followUps: [FollowUp] = []
        var asked: [Asked] = []
        var codes = 0
        var tokens = 0
        var nowMs: Int64
        var isRegistered = false
        var registrationWasLost = false
        var storageError: TVPassError?

        /// The profiles that have not ended.
        var current: [Profile] {
            profiles.values.filter { $0.notAfterMs.map { $0 > nowMs } ?? true }.sorted { $0.mvpd < $1.mvpd }
        }
    }

    private let lock = NSLock()
    private var play: Play

    /// A service provider that is integrated with these MVPDs. Nobody is signed in.
    public init(mvpds: [MVPD], now: Date = Date()) {
        play = Play(configuration: .sample(mvpds: mvpds), nowMs: Int64(now.timeIntervalSince1970 * 1000))
    }

    private func with<Value>(_ body: (inout Play) throws -> Value) rethrows -> Value {
        try lock.withLock { try body(&play) }
    }

    // MARK: What the test says

    /// The service's time.
    public var now: Date {
        get { with { Date(timeIntervalSince1970: TimeInterval($0.nowMs) / 1000) } }
        set { with { $0.nowMs = Int64(newValue.timeIntervalSince1970 * 1000) } }
    }

    /// What was asked for until now, in order.
    public var asked: [Asked] { with { $0.asked } }

    /// Somebody is signed in, as after an earlier start.
    public func hasProfile(_ profile: Profile) {
        with {
            $0.profiles[profile.mvpd] = profile
            $0.expired.remove(profile.mvpd)
        }
    }

    /// The user signs in at the provider's page of the newest session, whose code has not ended.
    /// The profile is good for `validity` seconds.
    ///
    /// - Returns: Whether there is such a session, with an MVPD.
    @discardableResult
    public func userSignsIn(mvpd chosen: String? = nil, validity: TimeInterval = 86_400) -> Bool {
        with { play in
            guard let place = play.sessions.indices.last, play.sessions[place].notAfterMs > play.nowMs,
                let mvpd = chosen ?? play.sessions[place].mvpd
            else { return false }
            let end = play.nowMs + Int64(validity * 1000)
            play.sessions[place].profile = .sample(mvpd, notBeforeMs: play.nowMs, notAfterMs: end)
            play.profiles[mvpd] = play.sessions[place].profile
            play.expired.remove(mvpd)
            return true
        }
    }

    /// The codes of all sessions end now.
    public func expireCodes() {
        with { play in
            for place in play.sessions.indices { play.sessions[place].notAfterMs = play.nowMs }
        }
    }

    /// The profile ends now: decisions say so, and it is in no list.
    public func expireProfile(of mvpd: String) {
        with {
            $0.profiles[mvpd] = nil
            $0.expired.insert(mvpd)
        }
    }

    /// This resource may be watched from now on. What is neither permitted nor denied is denied
    /// without a word of the provider's.
    public func permit(_ resource: String) {
        with {
            $0.permitted.insert(resource)
            $0.denials[resource] = nil
        }
    }

    /// This resource may not be watched from now on.
    public func deny(_ resource: String, with denial: Denial = .sample()) {
        with {
            $0.permitted.remove(resource)
            $0.denials[resource] = denial
        }
    }

    /// What the next logout leaves to do.
    public func leaveToDo(_ followUps: [FollowUp]) {
        with { $0.followUps = followUps }
    }

    /// The next operation, or the next one of this name, fails. Several are taken in their order.
    public func failNext(_ operation: String? = nil, with error: TVPassError) {
        with { $0.failures.append((operation, error)) }
    }

    /// The service has lost the registration, and the client has registered again: the profiles are
    /// gone.
    public func loseRegistration() {
        with {
            $0.profiles = [:]
            $0.registrationWasLost = true
        }
    }

    /// What ``storageError`` says from now on.
    public func stateCannotBeStored(_ error: TVPassError?) {
        with { $0.storageError = error }
    }

    // MARK: Operations

    public func configuration(serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval) async throws -> Configuration {
        try begin("configuration") { $0.configuration }
    }

    public func createSession(
        mvpd: String?, domainName: String?, redirectURL: URL?, serviceProvider: String?, extras: RequestExtras,
        deadline: TimeInterval
    ) async throws -> Session {
        try begin("createSession", mvpd) { play in
            try FakeClient.check(mvpd, play)
            play.codes += 1
            var session = FakeSession(code: "FAKE\(100 + play.codes)", notAfterMs: play.nowMs + 1_800_000)
            session.supply(mvpd, domainName, redirectURL)
            // A new session ends the device's previous one.
            play.sessions = [session]
            return session.answer(at: play.nowMs, profile: mvpd.flatMap { play.profiles[$0] })
        }
    }

    public func resumeSession(
        code: SecretText, mvpd: String?, domainName: String?, redirectURL: URL?, serviceProvider: String?,
        extras: RequestExtras, deadline: TimeInterval
    ) async throws -> Session {
        try begin("resumeSession", mvpd) { play in
            try FakeClient.check(mvpd, play)
            let place = try FakeClient.place(of: code, in: play)
            play.sessions[place].supply(mvpd, domainName, redirectURL)
            return play.sessions[place].answer(at: play.nowMs, profile: nil)
        }
    }

    public func retrieveSession(
        code: SecretText, serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval
    ) async throws -> SessionDetails {
        try begin("retrieveSession") { play in
            let place = try FakeClient.place(of: code, in: play)
            return play.sessions[place].details(at: play.nowMs, serviceProvider: play.configuration.serviceProvider)
        }
    }

    public func authenticateURL(code: SecretText, serviceProvider: String?) throws -> URL {
        FakeSession.page(of: code)
    }

    public func profiles(serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval) async throws -> Profiles {
        try begin("profiles") { FakeClient.list($0.current) }
    }

    public func profileForMVPD(
        _ mvpd: String, serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval
    ) async throws -> Profiles {
        try begin("profileForMVPD", mvpd) { play in
            try FakeClient.check(mvpd, play)
            return FakeClient.list(play.current.filter { $0.mvpd == mvpd })
        }
    }

    public func profileForCode(
        _ code: SecretText, serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval
    ) async throws -> Profiles {
        try begin("profileForCode") { play in
            let place = try FakeClient.place(of: code, in: play)
            return FakeClient.list(play.sessions[place].profile.map { [$0] } ?? [])
        }
    }

    /// Falls back to the usual sign-in.
    public func partnerRequest(
        status: PartnerFrameworkStatus, domainName: String?, redirectURL: URL?, serviceProvider: String?,
        extras: RequestExtras, deadline: TimeInterval
    ) async throws -> Session {
        try await createSession(
            mvpd: nil, domainName: domainName, redirectURL: redirectURL, serviceProvider: serviceProvider, extras: extras,
            deadline: deadline)
    }

    /// No profile.
    public func partnerProfile(
        status: PartnerFrameworkStatus, samlResponse: SAMLResponse, serviceProvider: String?, extras: RequestExtras,
        deadline: TimeInterval
    ) async throws -> Profiles {
        try begin("partnerProfile") { _ in FakeClient.list([]) }
    }

    public func preauthorize(
        mvpd: String, resources: [String], serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval
    ) async throws -> PreauthorizationDecisions {
        try begin("preauthorize", mvpd, resources) { play in
            try FakeClient.checkProfile(of: mvpd, play)
            let decisions = resources.map { resource in
                let isPermitted = play.permitted.contains(resource)
                return PreauthorizationDecision(
                    resource: resource, serviceProvider: play.configuration.serviceProvider, mvpd: mvpd, source: .mvpd,
                    expectation: isPermitted ? .probablyPermitted : .probablyDenied,
                    denial: isPermitted ? nil : play.denials[resource] ?? .sample(), isRetryable: false)
            }
            return PreauthorizationDecisions(decisions: decisions, skipped: 0)
        }
    }

    public func authorize(
        mvpd: String, resources: [String], serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval
    ) async throws -> AuthorizationDecisions {
        try begin("authorize", mvpd, resources) { play in
            try FakeClient.checkProfile(of: mvpd, play)
            var tokens: [String: MediaToken] = [:]
            let decisions = resources.map { resource in
                let isPermitted = play.permitted.contains(resource)
                let end = play.nowMs + 420_000
                if isPermitted {
                    play.tokens += 1
                    tokens[resource] = MediaToken(
                        serializedToken: "fake-media-token-\(play.tokens)", notBeforeMs: play.nowMs, notAfterMs: end)
                }
                return AuthorizationDecision(
                    resource: resource, serviceProvider: play.configuration.serviceProvider, mvpd: mvpd, source: .mvpd,
                    verdict: isPermitted ? .permit : .deny, isPlayable: isPermitted,
                    mediaTokenNotBeforeMs: isPermitted ? play.nowMs : nil, mediaTokenNotAfterMs: isPermitted ? end : nil,
                    notBeforeMs: play.nowMs, notAfterMs: play.nowMs + 86_400_000,
                    denial: isPermitted ? nil : play.denials[resource] ?? .sample(), isRetryable: false)
            }
            return AuthorizationDecisions(decisions: decisions, mediaTokens: tokens)
        }
    }

    public func logout(
        mvpd: String, redirectURL: URL, serviceProvider: String?, extras: RequestExtras, deadline: TimeInterval
    ) async throws -> Logout {
        try begin("logout", mvpd) { play in
            try FakeClient.check(mvpd, play)
            let wasSignedIn = play.profiles.removeValue(forKey: mvpd) != nil
            play.expired.remove(mvpd)
            let followUps = play.followUps
            play.followUps = []
            let profile = ProfileLogout(
                key: mvpd, mvpd: mvpd, action: wasSignedIn ? .complete : .invalid,
                actionName: wasSignedIn ? "complete" : "invalid", actionType: "none", rawURL: nil,
                contradictsDocumentation: false)
            return Logout(profiles: [profile], followUps: followUps)
        }
    }

    public func logoutV1(
        requestor: String?, deviceType: String?, deviceUser: String?, appID: String?, extras: RequestExtras,
        deadline: TimeInterval
    ) async throws {
        try begin("logoutV1") { _ in }
    }

    // MARK: The client's own

    public var isRegistered: Bool { with { $0.isRegistered } }
    public func forgetRegistration() {
        with {
            $0.isRegistered = false
            $0.profiles = [:]
        }
    }
    public var registrationWasLost: Bool { with { $0.registrationWasLost } }
    public func acknowledgeLostRegistration() { with { $0.registrationWasLost = false } }
    public var storageError: TVPassError? { with { $0.storageError } }
    public func supportReport() -> String { asked.map(\.description).joined(separator: "\n") }

    // MARK: -

    private func begin<Value>(
        _ operation: String, _ mvpd: String? = nil, _ resources: [String] = [], _ answer: (inout Play) throws -> Value
    ) throws -> Value {
        try Task.checkCancellation()
        return try with { play in
            play.asked.append(Asked(operation: operation, mvpd: mvpd, resources: resources))
            if let place = play.failures.firstIndex(where: { $0.operation == nil || $0.operation == operation }) {
                throw play.failures.remove(at: place).error
            }
            play.isRegistered = true
            return try answer(&play)
        }
    }

    private static func check(_ mvpd: String?, _ play: Play) throws {
        guard let mvpd, play.configuration.mvpd(mvpd) == nil else { return }
        throw TVPassError.sample(.invalidParameterMvpd, httpStatus: 400)
    }

    private static func checkProfile(of mvpd: String, _ play: Play) throws {
        try check(mvpd, play)
        if play.current.contains(where: { $0.mvpd == mvpd }) || play.configuration.mvpd(mvpd)?.isTempPass == true { return }
        let ended = play.expired.contains(mvpd) || play.profiles[mvpd] != nil
        throw TVPassError.sample(
            ended ? .authenticatedProfileExpired : .authenticatedProfileMissing, action: .authentication)
    }

    private static func place(of code: SecretText, in play: Play) throws -> Int {
        let code = code.exposed.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let place = play.sessions.firstIndex(where: { $0.code == code }),
            play.sessions[place].notAfterMs > play.nowMs || play.sessions[place].profile != nil
        else { throw TVPassError.sample(.invalidAuthenticationSession, httpStatus: 400) }
        return place
    }

    private static func list(_ profiles: [Profile]) -> Profiles {
        Profiles(profiles: profiles, longest: profiles.max { ($0.notAfterMs ?? 0) < ($1.notAfterMs ?? 0) })
    }
}
