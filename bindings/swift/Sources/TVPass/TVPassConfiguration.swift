import Foundation

/// What a client is made of.
public struct TVPassConfiguration: Sendable {
    /// Where Adobe's service is.
    public var environment: TVPassEnvironment
    /// The service provider (requestor): the TV brand, e.g. `REF30`.
    public var serviceProvider: String
    /// The device.
    public var device: Device
    /// Where access tokens come from.
    public var tokenSource: TokenSource
    /// The application's `User-Agent`, of every request.
    public var userAgent: String?
    /// How long the answer to one request is waited for, in seconds. Then the call tries again, as
    /// long as its own time is not up.
    public var attemptTimeout: TimeInterval = 15
    /// Whether requests are paced as Adobe demands: ten at once, then one a second.
    public var isPaced = true
    /// Whether a call may register the app again by itself when the service has lost its
    /// registration. Either way the user's profiles are gone;
    /// ``TVPassClient/registrationWasLost`` tells. If not, calls fail with
    /// ``TVPassErrorCode/registrationLost`` until ``TVPassClient/forgetRegistration()``.
    public var registersAgain = false
    /// Is told what happens, for logs: no secret in it. Called by the task that drives a call; it
    /// must not block.
    public var onEvent: (@Sendable (TVPassEvent) -> Void)?

    public init(
        environment: TVPassEnvironment = .production, serviceProvider: String, device: Device, tokenSource: TokenSource
    ) {
        self.environment = environment
        self.serviceProvider = serviceProvider
        self.device = device
        self.tokenSource = tokenSource
    }
}

/// Where access tokens come from.
public enum TokenSource: Sendable {
    /// The client registers the app with the software statement that Adobe issues for it, once, and
    /// gets tokens by itself. A `redirectURI` is for statements that list several.
    case registration(softwareStatement: SecretText, redirectURI: URL? = nil)
    /// The app supplies tokens. The function is told whether the last one was rejected.
    case app(@Sendable (_ rejected: Bool) async throws -> AccessToken)
}

/// An access token of the app's own.
public struct AccessToken: Sendable, Hashable {
    /// The token, without `Bearer`.
    public let token: SecretText
    /// How long it remains valid, in seconds; `nil`: unknown, used until it is rejected.
    public let expiresIn: TimeInterval?

    public init(_ token: SecretText, expiresIn: TimeInterval? = nil) {
        self.token = token
        self.expiresIn = expiresIn
    }
}
