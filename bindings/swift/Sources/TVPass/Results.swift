import Foundation

// What results have besides what is generated of them: shown, a URL that may name the user's session
// is its host alone.

extension FollowUp {
    /// The deleted profile that it is about.
    public var profile: ProfileLogout {
        switch self {
        case .openURL(let profile, _), .partnerSignOut(let profile, _), .sessionMayBeOpen(let profile): profile
        }
    }
}

extension FollowUp: CustomStringConvertible, CustomReflectable {
    /// Without the path of the URL, which may name the user's session.
    public var description: String {
        switch self {
        case .openURL(let profile, let url): "openURL(\(profile.key), \(url.shown))"
        case .partnerSignOut(let profile, _): "partnerSignOut(\(profile.key))"
        case .sessionMayBeOpen(let profile): "sessionMayBeOpen(\(profile.key))"
        }
    }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension LogoutAction: CustomStringConvertible, CustomReflectable {
    /// Without the path of the URL, which may name the user's session.
    public var description: String {
        switch self {
        case .openURL(let url): "openURL(\(url.shown))"
        case .urlRefused(let reason, _, _): "urlRefused(\(reason))"
        case .partnerLogout: "partnerLogout"
        case .complete: "complete"
        case .invalid: "invalid"
        case .invalidAfterLostAnswer: "invalidAfterLostAnswer"
        case .unknown: "unknown"
        }
    }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension URL {
    /// What a log may show of it.
    fileprivate var shown: String { "\(scheme ?? "")://\(host ?? "")/…" }
}
