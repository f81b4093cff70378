import Foundation

extension TVPassClient {
    /// Logs out of the legacy REST API V1, which ends with 2026: for users who signed in through
    /// AccessEnabler or V1. It takes no access token, and goes to
    /// ``TVPassEnvironment/v1BaseURL()``, with the same pacing, retries and events. Success says
    /// nothing more.
    ///
    /// It clears the tokens on Adobe's side and does **not** call the provider's logout: the
    /// provider's own session stays open. The device's identifier has to be the one that the user
    /// signed in with. AccessEnabler's was its own: where it is not known, there is nothing to
    /// clear.
    ///
    /// - Parameters:
    ///   - requestor: Another service provider than the configuration's.
    ///   - deviceType: `deviceType`, if the sign-in named one.
    ///   - deviceUser: `deviceUser`, which Adobe deprecates.
    ///   - appID: `appId`, which Adobe deprecates.
    ///   - extras: `User-Agent`; it takes no other.
    ///   - deadline: How long the call may take, in seconds, with all waiting and retrying.
    /// - Throws: As ``logout(mvpd:redirectURL:serviceProvider:extras:deadline:)``; with
    ///   ``TVPassErrorCode/invalidInput`` if Adobe documents no V1 server for the environment.
    public func logoutV1(
        requestor: String? = nil, deviceType: String? = nil, deviceUser: String? = nil, appID: String? = nil,
        extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws {
        try await run(requestor, extras, deadline) { $0.logoutV1(deviceType, deviceUser, appID) }
    }
}

extension Site {
    /// A logout of the legacy REST API V1; see
    /// ``TVPassClient/logoutV1(requestor:deviceType:deviceUser:appID:extras:deadline:)``.
    ///
    /// - Throws: A ``TVPassError`` if an input was refused, or if Adobe documents no V1 server for
    ///   the environment; nothing may be sent then.
    public func prepareLogoutV1(
        requestor: String, deviceType: String? = nil, deviceUser: String? = nil, appID: String? = nil,
        extras: RequestExtras = RequestExtras()
    ) throws -> Prepared<Void> {
        let wish = Wishes(requestor, extras).logoutV1(deviceType, deviceUser, appID)
        return try prepare(wish, at: try environment.v1BaseURL(), accessToken: nil)
    }
}
