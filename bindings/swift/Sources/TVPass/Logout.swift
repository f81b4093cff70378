import Foundation

internal import TVPassCore

/// A successful logout: the profiles are deleted on Adobe's side.
///
/// There is one entry per deleted profile: none, one or several. Follow each of ``followUps``, then forget what the app has cached of
/// the profile: provider, attributes, decisions.
public struct Logout: Sendable, Hashable {
    /// The deleted profiles, in the answer's order. Empty if there were none: that is a successful logout too.
    public let profiles: [ProfileLogout]
    /// The service had lost the app's registration, and the call registered again, as the configuration allowed: all profiles are gone.
    public let registrationWasLost: Bool

    /// What is left to do on the device, in order. Empty: nothing.
    public var followUps: [FollowUp] { profiles.compactMap(\.followUp) }
}

/// One deleted profile.
public struct ProfileLogout: Sendable, Hashable {
    /// The entry's key in the answer.
    public let key: String
    /// The entry's `mvpd`, which may differ from its key (one of Adobe's samples does).
    public let mvpd: String?
    /// What the device must do.
    public let action: LogoutAction
    /// `actionName` as received.
    public let actionName: String?
    /// `actionType` as received.
    public let actionType: String?
    /// `url` as received, for actions that do not open one. Not checked: do not open it.
    public let rawURL: String?
    /// Whether `actionType` is not the one that Adobe's table has for `actionName`. The name decides.
    public let contradictsDocumentation: Bool

    /// What is left to do about it; `nil`: nothing.
    public var followUp: FollowUp? {
        switch (remaining, action) {
        case (.openUrl, .openURL(let url)): .open(url, profile: self)
        case (.partnerSignOut, _): .partnerSignOut(PartnerSettings.all, profile: self)
        case (.nothing, _): nil
        default: .sessionMayBeOpen(profile: self)
        }
    }

    private let remaining: RemainingKind
}

/// What the device must do about a deleted profile.
public enum LogoutAction: Sendable, Hashable {
    /// `logout`: open the URL, which has been checked, in a user agent.
    case openURL(URL)
    /// `logout`, but its URL must not be opened. The raw text is for a support ticket.
    case urlRefused(URLRefusal, raw: String)
    /// `partner_logout`: the user has to sign out in the system's settings too. No app can do it.
    case partnerLogout
    /// `complete`: nothing.
    case complete
    /// `invalid`: nothing; no valid profile was found.
    case invalid
    /// `invalid` in answer to a repeated request, after an answer was lost: the provider's own session may still be open.
    case invalidAfterLostAnswer
    /// An action that Adobe did not document when this version was made; `actionName` as received.
    case unknown(String?)
}

/// Why the URL of an answer must not be opened.
public enum URLRefusal: Sendable, Hashable {
    /// The answer has none.
    case missing
    /// Not a URL, or one that browsers read differently.
    case malformed
    /// A scheme other than `https`.
    case scheme
    /// User information before the host.
    case userInformation
    /// A relative URL that leads to another host.
    case otherHost
    /// No usable host or port.
    case host
}

/// Something that is left to do after a logout.
public enum FollowUp: Sendable, Hashable {
    /// Open the URL in a user agent until ``RedirectURL/isReached(by:)`` says that it is done, or the user closes it. On a device
    /// without one, show it for another screen, or skip it: the provider's own session then stays open.
    case open(URL, profile: ProfileLogout)
    /// Tell the user to sign out in the system's settings too.
    case partnerSignOut([PartnerSettings], profile: ProfileLogout)
    /// Nothing can be done, but the provider's own session may still be open, which a user on a shared device may want to know.
    case sessionMayBeOpen(profile: ProfileLogout)
}

/// Where a user signs out of a TV provider at the system level.
public struct PartnerSettings: Sendable, Hashable {
    /// `tvOS` or `iOS`.
    public let osName: String
    /// The way through the system's settings, in English; show it in the user's language.
    public let path: [String]

    /// The paths that Adobe names.
    public static let all: [PartnerSettings] =
        ((try? core { try partnerSettings() }) ?? []).map { PartnerSettings(osName: $0.osName, path: $0.path) }

    #if os(tvOS) || os(iOS)
    /// The path on this device.
    public static var thisDevice: PartnerSettings? {
        #if os(tvOS)
        all.first { $0.osName == "tvOS" }
        #else
        all.first { $0.osName == "iOS" }
        #endif
    }
    #endif
}

extension Logout {
    init(_ logout: TVPassCore.Logout, registrationWasLost: Bool = false) {
        profiles = logout.profiles.map(ProfileLogout.init)
        self.registrationWasLost = registrationWasLost
    }
}

extension ProfileLogout {
    init(_ profile: TVPassCore.ProfileLogout) {
        key = profile.key
        mvpd = profile.mvpd
        action = LogoutAction(profile.action, name: profile.actionName)
        actionName = profile.actionName
        actionType = profile.actionType
        rawURL = profile.rawUrl
        contradictsDocumentation = profile.contradictsDocumentation
        remaining = profile.remaining
    }
}

extension LogoutAction {
    init(_ action: TVPassCore.LogoutAction, name: String?) {
        switch action {
        case .openUrl(let text):
            // The core lets only RFC 3986 through, which Foundation reads.
            self = URL(string: text).map(LogoutAction.openURL) ?? .urlRefused(.malformed, raw: text)
        case .urlRefused(let reason, _, let raw): self = .urlRefused(URLRefusal(reason), raw: raw)
        case .partnerLogout: self = .partnerLogout
        case .complete: self = .complete
        case .invalid: self = .invalid
        case .invalidAfterLostAnswer: self = .invalidAfterLostAnswer
        case .unknown: self = .unknown(name)
        }
    }
}

extension URLRefusal {
    init(_ refusal: UrlRefusal) {
        switch refusal {
        case .missing: self = .missing
        case .malformed: self = .malformed
        case .scheme: self = .scheme
        case .userInformation: self = .userInformation
        case .otherHost: self = .otherHost
        case .host: self = .host
        }
    }
}
