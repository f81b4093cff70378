import Foundation

/// A framework of the platform's that knows with which provider the user is signed in: on Apple's
/// systems ``AppleVideoSubscriberAccount``. It does what a sign-in asks of it; whatever it cannot
/// do leads to the usual sign-in.
public protocol PartnerFramework: Sendable {
    /// Asks the framework; with what it said. If the task is cancelled, it answers at once.
    func answer(to question: PartnerQuestion) async -> PartnerAnswer
}

/// What a sign-in asks of a partner's framework: ``PartnerStep`` without what needs no answer.
public enum PartnerQuestion: Sendable, Hashable {
    /// Ask for permission and for the account, without interrupting the user
    /// (`isInterruptionAllowed` is false).
    case status
    /// Let the framework interrupt the user with its picker of these providers
    /// (`supportedAccountProviderIdentifiers`).
    case picker(providerIDs: [String])
    /// Ask for a response to this request (`verificationToken`, `attributeNames`).
    case response(request: PartnerAuthenticationRequest, channelIdentifier: String)

    init?(_ step: PartnerStep) {
        switch step {
        case .queryStatus: self = .status
        case .showPicker(let ids): self = .picker(providerIDs: ids)
        case .requestResponse(let request, let channel): self = .response(request: request, channelIdentifier: channel)
        case .permissionMissing: return nil
        }
    }
}

/// What a partner's framework said.
public enum PartnerAnswer: Sendable, Hashable {
    /// With which provider the user is signed in, or that the app may not know.
    case status(PartnerFrameworkStatus)
    /// The user chose a provider in the picker that cannot sign in there
    /// (`VSErrorInfoKeyUnsupportedProviderIdentifier`).
    case unsupported(providerID: String)
    /// Its response, with what it says now.
    case response(SAMLResponse, status: PartnerFrameworkStatus)
    /// Nothing, for whatever reason.
    case nothing
}
