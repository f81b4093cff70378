import Foundation

extension TVPassClient {
    /// Signs the user out of `mvpd`: deletes the profile on Adobe's side, and says what is left to
    /// do on the device (``Logout/followUps``).
    ///
    /// For a user who asked for it; never as an automatic answer to a denied authorization.
    ///
    /// - Parameters:
    ///   - mvpd: The TV provider's id.
    ///   - redirectURL: Where the user agent lands when the provider's own logout is done.
    ///   - serviceProvider: Another than the configuration's.
    ///   - extras: Single sign-on tokens (the same as at login), visitor id, `User-Agent`.
    ///   - deadline: How long the call may take, in seconds, with all waiting and retrying. If the
    ///     service asks for a pause (429, or `Retry-After`) that lasts until then or longer, the
    ///     call ends at once with the error of that answer.
    /// - Throws: A ``TVPassError``, with ``TVPassErrorCode/cancelled`` if the app ended the request
    ///   through its HTTP client; `CancellationError` if the task is cancelled. A logout that was
    ///   already on its way may still happen then.
    public func logout(
        mvpd: String, redirectURL: URL, serviceProvider: String? = nil, extras: RequestExtras = RequestExtras(),
        deadline: TimeInterval = 60
    ) async throws -> Logout {
        try await run(serviceProvider, extras, deadline) { $0.logout(mvpd, redirectURL) }
    }
}

extension Site {
    /// A logout; see ``TVPassClient/logout(mvpd:redirectURL:serviceProvider:extras:deadline:)``.
    /// The access token is one of the dynamic client registration, without `Bearer`.
    ///
    /// - Throws: A ``TVPassError`` if an input was refused; nothing may be sent then.
    public func prepareLogout(
        serviceProvider: String, mvpd: String, redirectURL: URL, accessToken: SecretText,
        extras: RequestExtras = RequestExtras()
    ) throws -> Prepared<Logout> {
        try prepare(serviceProvider, extras, accessToken) { $0.logout(mvpd, redirectURL) }
    }
}
