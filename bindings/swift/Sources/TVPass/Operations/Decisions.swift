import Foundation

extension TVPassClient {
    /// Which of these resources the user can probably watch, for locks and filters; never the
    /// answer to *play*. MVPDs usually take five at once. A resource is an id, or what ``MRSS``
    /// writes.
    public func preauthorize(
        mvpd: String, resources: [String], serviceProvider: String? = nil, extras: RequestExtras = RequestExtras(),
        deadline: TimeInterval = 60
    ) async throws -> PreauthorizationDecisions {
        try await run(serviceProvider, extras, deadline) { $0.preauthorize(mvpd, resources) }
    }

    /// Whether the user may watch this now: right before each playback, whatever was said before.
    /// MVPDs usually take one resource: an id, or what ``MRSS`` writes. With a TempPass, this is
    /// what starts its clock.
    public func authorize(
        mvpd: String, resources: [String], serviceProvider: String? = nil, extras: RequestExtras = RequestExtras(),
        deadline: TimeInterval = 60
    ) async throws -> AuthorizationDecisions {
        try await run(serviceProvider, extras, deadline) { $0.authorize(mvpd, resources) }
    }
}

extension Site {
    /// The same without a client:
    /// ``TVPassClient/preauthorize(mvpd:resources:serviceProvider:extras:deadline:)``.
    public func preparePreauthorize(
        serviceProvider: String, mvpd: String, resources: [String], accessToken: SecretText,
        extras: RequestExtras = RequestExtras()
    ) throws -> Prepared<PreauthorizationDecisions> {
        try prepare(serviceProvider, extras, accessToken) { $0.preauthorize(mvpd, resources) }
    }

    /// The same without a client:
    /// ``TVPassClient/authorize(mvpd:resources:serviceProvider:extras:deadline:)``.
    /// Each reading of the answer has its media token anew: interpret it once.
    public func prepareAuthorize(
        serviceProvider: String, mvpd: String, resources: [String], accessToken: SecretText,
        extras: RequestExtras = RequestExtras()
    ) throws -> Prepared<AuthorizationDecisions> {
        try prepare(serviceProvider, extras, accessToken) { $0.authorize(mvpd, resources) }
    }
}
