import Foundation
import TVPass

/// What the account screen does, without SwiftUI: signs out and leads the user through what is left
/// to do.
@MainActor
public final class AccountModel {
    /// What the screen shows.
    public enum State: Equatable {
        case signedIn(mvpd: String)
        case signingOut
        /// The provider's own page has to be opened: by the system's browser, or on another screen.
        case open(URL)
        /// Instructions to sign out in the system's settings too.
        case instructions([PartnerSettings])
        /// A word for a user who shares the device: the provider's own session may still be open.
        case sessionMayBeOpen(mvpd: String)
        case signedOut
        case failed(message: String, advice: String)
    }

    public private(set) var state: State {
        didSet { onChange?() }
    }
    /// Called after each change of ``state``.
    public var onChange: (() -> Void)?

    public let redirectURL: URL
    private let client: TVPassClient
    private let mvpd: String
    private var remaining: [FollowUp] = []
    /// Whose page is open.
    private var page = ""

    public init(client: TVPassClient, mvpd: String, redirectURL: URL) {
        self.client = client
        self.mvpd = mvpd
        self.redirectURL = redirectURL
        state = .signedIn(mvpd: mvpd)
    }

    /// The user chose to sign out.
    public func signOut() async {
        state = .signingOut
        do {
            remaining = try await client.logout(mvpd: mvpd, redirectURL: redirectURL).followUps
            // Here an app forgets what it has cached: provider, attributes, decisions.
            next()
        } catch is CancellationError {
            state = .signedIn(mvpd: mvpd)
        } catch let error as TVPassError {
            state = .failed(message: error.localizedDescription, advice: error.recoverySuggestion ?? "")
        } catch {
            state = .failed(message: error.localizedDescription, advice: "")
        }
    }

    /// The provider's page has ended: at the redirect URL, or because the user closed or skipped
    /// it, and may still be signed in there.
    public func pageEnded(reached: Bool) {
        guard case .open = state else { return }
        if reached {
            next()
        } else {
            state = .sessionMayBeOpen(mvpd: page)
        }
    }

    /// The user has done what the screen asked for.
    public func next() {
        guard !remaining.isEmpty else {
            state = .signedOut
            return
        }
        switch remaining.removeFirst() {
        case .openURL(let profile, let url):
            page = profile.key
            state = .open(url)
        case .partnerSignOut(_, let settings): state = .instructions(settings)
        case .sessionMayBeOpen(let profile): state = .sessionMayBeOpen(mvpd: profile.key)
        }
    }
}
