import Foundation

extension TVPassClient {
    /// The MVPDs that the user can choose from. Only when the user has to choose one: not while
    /// signed in. Keep it in memory for some minutes, as Adobe asks.
    ///
    /// Every operation takes the same three last parameters: another service provider than the
    /// configuration's; optional headers; and how long the call may take, in seconds, with all
    /// waiting and retrying.
    ///
    /// - Throws: A ``TVPassError``; `CancellationError` if the task is cancelled.
    public func configuration(
        serviceProvider: String? = nil, extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> Configuration {
        try await run(serviceProvider, extras, deadline) { $0.configuration() }
    }
}

extension Site {
    /// The same without a client:
    /// ``TVPassClient/configuration(serviceProvider:extras:deadline:)``.
    public func prepareConfiguration(
        serviceProvider: String, accessToken: SecretText, extras: RequestExtras = RequestExtras()
    ) throws -> Prepared<Configuration> {
        try prepare(serviceProvider, extras, accessToken) { $0.configuration() }
    }
}
