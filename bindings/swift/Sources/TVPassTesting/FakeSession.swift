import Foundation
import TVPass

/// A sign-in that somebody has begun.
struct FakeSession {
    let code: String
    var notAfterMs: Int64
    var mvpd: String?
    var domainName: String?
    var redirectURL: URL?
    /// Once the user has signed in.
    var profile: Profile?

    init(code: String, notAfterMs: Int64) {
        self.code = code
        self.notAfterMs = notAfterMs
    }

    mutating func supply(_ mvpd: String?, _ domainName: String?, _ redirectURL: URL?) {
        self.mvpd = mvpd ?? self.mvpd
        self.domainName = domainName ?? self.domainName
        self.redirectURL = redirectURL ?? self.redirectURL
    }

    private var missing: [SessionParameter] {
        var missing: [SessionParameter] = []
        if mvpd == nil { missing.append(.mvpd) }
        if domainName == nil { missing.append(.domainName) }
        if redirectURL == nil { missing.append(.redirectURL) }
        return missing
    }

    /// What the service answers; with a profile, that the user is signed in.
    func answer(at nowMs: Int64, profile: Profile?) -> Session {
        let isComplete = missing.isEmpty
        let action: SessionAction =
            if profile != nil { .authorize } else if isComplete { .authenticate(url: FakeSession.page(of: SecretText(code))) } else { .supplyMissing }
        let name = profile != nil ? "authorize" : isComplete ? "authenticate" : "resume"
        return Session(
            action: action, actionName: name, actionType: profile != nil || !isComplete ? .direct : .interactive,
            contradictsDocumentation: false, reason: profile == nil ? .unauthenticated : .authenticated,
            code: profile == nil ? SecretText(code) : nil, codeDiffersFromRequest: false, sessionID: nil, mvpd: mvpd,
            serviceProvider: nil, missingParameters: missing, notBeforeMs: nil, notAfterMs: notAfterMs,
            validForMs: notAfterMs - nowMs, rawURL: nil)
    }

    func details(at nowMs: Int64, serviceProvider: String?) -> SessionDetails {
        SessionDetails(
            mvpd: mvpd, domainName: domainName, redirectURL: redirectURL.map { SecretText($0.absoluteString) },
            serviceProvider: serviceProvider, missingParameters: missing,
            device: SessionDevice(
                deviceType: nil, model: nil, manufacturer: nil, osName: nil, osVersion: nil, browserName: nil,
                applicationID: nil, ipAddressJSON: nil),
            notBeforeMs: nil, notAfterMs: notAfterMs, validForMs: notAfterMs - nowMs)
    }

    /// A page that is nowhere.
    static func page(of code: SecretText) -> URL {
        var components = URLComponents()
        (components.scheme, components.host, components.path) = ("https", "example.com", "/fake-sign-in/\(code.exposed)")
        return components.url ?? URL(fileURLWithPath: "/")
    }
}
