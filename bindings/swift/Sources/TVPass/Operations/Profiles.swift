import Foundation

extension TVPassClient {
    /// All profiles of this app on this device: for the first start, when no MVPD is remembered.
    /// None is no error. Profiles of single sign-on are among them only if the header that they
    /// were obtained with is sent.
    public func profiles(
        serviceProvider: String? = nil, extras: RequestExtras = RequestExtras(), deadline: TimeInterval = 60
    ) async throws -> Profiles {
        try await run(serviceProvider, extras, deadline) { $0.profiles() }
    }

    /// The profile for an MVPD, for later starts. It also finds degraded profiles, and what is left
    /// of temporary access.
    public func profileForMVPD(
        _ mvpd: String, serviceProvider: String? = nil, extras: RequestExtras = RequestExtras(),
        deadline: TimeInterval = 60
    ) async throws -> Profiles {
        try await run(serviceProvider, extras, deadline) { $0.profileForMVPD(mvpd) }
    }

    /// The profile that a session has made: what is asked during a sign-in, every 3 to 5 seconds or
    /// more slowly. No profile is: not yet.
    public func profileForCode(
        _ code: SecretText, serviceProvider: String? = nil, extras: RequestExtras = RequestExtras(),
        deadline: TimeInterval = 60
    ) async throws -> Profiles {
        try await run(serviceProvider, extras, deadline) { $0.profileForCode(code) }
    }
}

extension Site {
    /// The same without a client:
    /// ``TVPassClient/profiles(serviceProvider:extras:deadline:)``.
    public func prepareProfiles(
        serviceProvider: String, accessToken: SecretText, extras: RequestExtras = RequestExtras()
    ) throws -> Prepared<Profiles> {
        try prepare(serviceProvider, extras, accessToken) { $0.profiles() }
    }

    /// The same without a client:
    /// ``TVPassClient/profileForMVPD(_:serviceProvider:extras:deadline:)``.
    public func prepareProfileForMVPD(
        serviceProvider: String, _ mvpd: String, accessToken: SecretText, extras: RequestExtras = RequestExtras()
    ) throws -> Prepared<Profiles> {
        try prepare(serviceProvider, extras, accessToken) { $0.profileForMVPD(mvpd) }
    }

    /// The same without a client:
    /// ``TVPassClient/profileForCode(_:serviceProvider:extras:deadline:)``.
    public func prepareProfileForCode(
        serviceProvider: String, _ code: SecretText, accessToken: SecretText,
        extras: RequestExtras = RequestExtras()
    ) throws -> Prepared<Profiles> {
        try prepare(serviceProvider, extras, accessToken) { $0.profileForCode(code) }
    }
}
