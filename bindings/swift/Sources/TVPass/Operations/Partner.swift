import Foundation

extension TVPassClient {
    /// What Apple's framework is to be asked: the first step of single sign-on with it. Without
    /// ``SessionAction/askPartner(request:)`` in the answer the user signs in as everywhere, by
    /// this session.
    public func partnerRequest(
        status: PartnerFrameworkStatus, domainName: String? = nil, redirectURL: URL? = nil,
        serviceProvider: String? = nil, extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> Session {
        try await run(serviceProvider, extras, deadline) { $0.partnerRequest(status, SessionParameters(nil, domainName, redirectURL)) }
    }

    /// Makes a profile from what Apple's framework answered. It is sent once: if the answer is
    /// lost, the profile may be there; ask for the profile for the MVPD. No profile: the user signs
    /// in as everywhere.
    public func partnerProfile(
        status: PartnerFrameworkStatus, samlResponse: SAMLResponse, serviceProvider: String? = nil,
        extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> Profiles {
        try await run(serviceProvider, extras, deadline) { $0.partnerProfile(status, samlResponse) }
    }
}

extension Site {
    /// The same without a client:
    /// ``TVPassClient/partnerRequest(status:domainName:redirectURL:serviceProvider:extras:deadline:)``.
    public func preparePartnerRequest(
        serviceProvider: String, status: PartnerFrameworkStatus, accessToken: SecretText,
        domainName: String? = nil, redirectURL: URL? = nil, extras: RequestExtras = RequestExtras()
    ) throws -> Prepared<Session> {
        try prepare(serviceProvider, extras, accessToken) { $0.partnerRequest(status, SessionParameters(nil, domainName, redirectURL)) }
    }

    /// The same without a client:
    /// ``TVPassClient/partnerProfile(status:samlResponse:serviceProvider:extras:deadline:)``.
    public func preparePartnerProfile(
        serviceProvider: String, status: PartnerFrameworkStatus, samlResponse: SAMLResponse,
        accessToken: SecretText, extras: RequestExtras = RequestExtras()
    ) throws -> Prepared<Profiles> {
        try prepare(serviceProvider, extras, accessToken) { $0.partnerProfile(status, samlResponse) }
    }
}
