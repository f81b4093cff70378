import Foundation

extension TVPassClient {
    /// Creates a session: the first step of a sign-in. What is not known yet is left out, and
    /// supplied later with `resumeSession`, by this device or another. A new session ends the
    /// device's previous one.
    ///
    /// - Parameters:
    ///   - mvpd: The MVPD that the user has chosen.
    ///   - domainName: The app's domain, as it is registered with Adobe.
    ///   - redirectURL: Where the user agent ends up when the sign-in is over, whether it succeeded
    ///     or not.
    ///   - serviceProvider: Another than the configuration's.
    ///   - extras: Single sign-on tokens, which the profile then belongs to, and the visitor id.
    ///   - deadline: How long the call may take, in seconds.
    public func createSession(
        mvpd: String? = nil, domainName: String? = nil, redirectURL: URL? = nil, serviceProvider: String? = nil,
        extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> Session {
        try await run(serviceProvider, extras, deadline) { $0.createSession(SessionParameters(mvpd, domainName, redirectURL)) }
    }

    /// Supplies what a session lacks; to repeat the rest is harmless. The code is the session's, or
    /// as the user typed it: blanks at its ends are left out.
    public func resumeSession(
        code: SecretText, mvpd: String? = nil, domainName: String? = nil, redirectURL: URL? = nil,
        serviceProvider: String? = nil, extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> Session {
        try await run(serviceProvider, extras, deadline) { $0.resumeSession(code, SessionParameters(mvpd, domainName, redirectURL)) }
    }

    /// What a code names, for a second device on which the user typed it. It does not say whether
    /// the user has signed in.
    public func retrieveSession(
        code: SecretText, serviceProvider: String? = nil, extras: RequestExtras = RequestExtras(),
        deadline: TimeInterval = 60
    ) async throws -> SessionDetails {
        try await run(serviceProvider, extras, deadline) { $0.retrieveSession(code) }
    }

    /// The URL at which the user signs in, for a second device on which the user typed the code:
    /// open it in a user agent, once nothing is missing. The device that created the session has it
    /// in its answer. Nothing is sent; never request this URL, and keep it out of logs.
    public func authenticateURL(code: SecretText, serviceProvider: String? = nil) throws -> URL {
        try authenticatePage(of: code, serviceProvider ?? self.serviceProvider, at: environment)
    }
}

extension Site {
    /// The same without a client:
    /// ``TVPassClient/createSession(mvpd:domainName:redirectURL:serviceProvider:extras:deadline:)``.
    public func prepareCreateSession(
        serviceProvider: String, accessToken: SecretText, mvpd: String? = nil, domainName: String? = nil,
        redirectURL: URL? = nil, extras: RequestExtras = RequestExtras()
    ) throws -> Prepared<Session> {
        try prepare(serviceProvider, extras, accessToken) { $0.createSession(SessionParameters(mvpd, domainName, redirectURL)) }
    }

    /// The same without a client:
    /// ``TVPassClient/resumeSession(code:mvpd:domainName:redirectURL:serviceProvider:extras:deadline:)``.
    public func prepareResumeSession(
        serviceProvider: String, code: SecretText, accessToken: SecretText, mvpd: String? = nil,
        domainName: String? = nil, redirectURL: URL? = nil, extras: RequestExtras = RequestExtras()
    ) throws -> Prepared<Session> {
        try prepare(serviceProvider, extras, accessToken) { $0.resumeSession(code, SessionParameters(mvpd, domainName, redirectURL)) }
    }

    /// The same without a client:
    /// ``TVPassClient/retrieveSession(code:serviceProvider:extras:deadline:)``.
    public func prepareRetrieveSession(
        serviceProvider: String, code: SecretText, accessToken: SecretText,
        extras: RequestExtras = RequestExtras()
    ) throws -> Prepared<SessionDetails> {
        try prepare(serviceProvider, extras, accessToken) { $0.retrieveSession(code) }
    }

    /// The URL at which the user signs in; see
    /// ``TVPassClient/authenticateURL(code:serviceProvider:)``.
    public func authenticateURL(serviceProvider: String, code: SecretText) throws -> URL {
        try authenticatePage(of: code, serviceProvider, at: environment)
    }
}

private func authenticatePage(
    of code: SecretText, _ serviceProvider: String, at environment: TVPassEnvironment
) throws -> URL {
    let base = try environment.baseURL().absoluteString
    return try core { try TVPass.authenticateURL(base: base, serviceProvider: serviceProvider, code: code.exposed) }
}
