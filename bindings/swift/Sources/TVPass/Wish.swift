import Foundation

/// An operation with its input, and where its result is in the outcome.
struct Wish<Success: Sendable>: Sendable {
    let operation: Operation
    let read: @Sendable (Outcome) throws -> Success

    init(_ operation: Operation, _ read: @escaping @Sendable (Outcome) throws -> Success) {
        self.operation = operation
        self.read = read
    }
}

/// The wishes, one for each operation.
struct Wishes {
    let serviceProvider: String
    let extras: Extras

    init(_ serviceProvider: String, _ extras: RequestExtras) {
        self.serviceProvider = serviceProvider
        self.extras = extras.core
    }

    func configuration() -> Wish<Configuration> {
        Wish(.configuration(input: ConfigurationInput(serviceProvider: serviceProvider, extras: extras))) { try $0.configuration() }
    }

    func createSession(_ parameters: SessionParameters) -> Wish<Session> {
        let input = CreateSessionInput(serviceProvider: serviceProvider, parameters: parameters, extras: extras)
        return Wish(.createSession(input: input)) { try $0.session() }
    }

    func resumeSession(_ code: SecretText, _ parameters: SessionParameters) -> Wish<Session> {
        let input = ResumeSessionInput(
            serviceProvider: serviceProvider, code: code.exposed, parameters: parameters, extras: extras)
        return Wish(.resumeSession(input: input)) { try $0.session() }
    }

    func retrieveSession(_ code: SecretText) -> Wish<SessionDetails> {
        let input = RetrieveSessionInput(serviceProvider: serviceProvider, code: code.exposed, extras: extras)
        return Wish(.retrieveSession(input: input)) { try $0.sessionDetails() }
    }

    func profiles() -> Wish<Profiles> {
        Wish(.profiles(input: ProfilesInput(serviceProvider: serviceProvider, extras: extras))) { try $0.profiles() }
    }

    func profileForMVPD(_ mvpd: String) -> Wish<Profiles> {
        let input = ProfileForMVPDInput(serviceProvider: serviceProvider, mvpd: mvpd, extras: extras)
        return Wish(.profileForMVPD(input: input)) { try $0.profiles() }
    }

    func profileForCode(_ code: SecretText) -> Wish<Profiles> {
        let input = ProfileForCodeInput(serviceProvider: serviceProvider, code: code.exposed, extras: extras)
        return Wish(.profileForCode(input: input)) { try $0.profiles() }
    }

    func partnerRequest(_ status: PartnerFrameworkStatus, _ parameters: SessionParameters) -> Wish<Session> {
        let input = PartnerRequestInput(
            serviceProvider: serviceProvider, status: status.core, parameters: parameters, extras: extras)
        return Wish(.partnerRequest(input: input)) { try $0.session() }
    }

    func partnerProfile(_ status: PartnerFrameworkStatus, _ response: SAMLResponse) -> Wish<Profiles> {
        let input = PartnerProfileInput(
            serviceProvider: serviceProvider, status: status.core, samlResponse: response.core, extras: extras)
        return Wish(.partnerProfile(input: input)) { try $0.profiles() }
    }

    func preauthorize(_ mvpd: String, _ resources: [String]) -> Wish<PreauthorizationDecisions> {
        Wish(.preauthorize(input: decisions(mvpd, resources))) { try $0.preauthorization() }
    }

    func authorize(_ mvpd: String, _ resources: [String]) -> Wish<AuthorizationDecisions> {
        Wish(.authorize(input: decisions(mvpd, resources))) { try $0.authorization() }
    }

    private func decisions(_ mvpd: String, _ resources: [String]) -> DecisionsInput {
        DecisionsInput(serviceProvider: serviceProvider, mvpd: mvpd, resources: resources, extras: extras)
    }

    func logout(_ mvpd: String, _ redirectURL: URL) -> Wish<Logout> {
        let input = LogoutInput(
            serviceProvider: serviceProvider, mvpd: mvpd, redirectURL: redirectURL.absoluteString, extras: extras)
        return Wish(.logout(input: input)) { try $0.logout() }
    }

    func logoutV1(_ deviceType: String?, _ deviceUser: String?, _ appID: String?) -> Wish<Void> {
        let input = LogoutV1Input(
            requestor: serviceProvider, deviceType: deviceType, deviceUser: deviceUser, appID: appID, extras: extras)
        return Wish(.logoutV1(input: input)) { try $0.nothing() }
    }
}

extension SessionParameters {
    init(_ mvpd: String?, _ domainName: String?, _ redirectURL: URL?) {
        self.init(mvpd: mvpd, domainName: domainName, redirectURL: redirectURL?.absoluteString)
    }
}
