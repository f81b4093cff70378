#if os(tvOS) || os(iOS) || os(macOS)
import AuthenticationServices
import Foundation

/// The system's own browser for the user agent's leg of a logout: `ASWebAuthenticationSession`. On
/// tvOS (16 and later) the user continues on an iPhone or iPad. On older systems, show the URL for
/// another screen.
///
/// The session ends by itself only at a redirect URL with the app's own scheme
/// (`myapp://signed-out`). With an https redirect URL it ends when the user closes it: the systems
/// that could tell about an https page (tvOS and iOS 17.4, macOS 14.4) do so for domains that the
/// app is associated with, and an app that has such a domain had better use that initializer of
/// `ASWebAuthenticationSession` itself.
@available(tvOS 16.0, *)
@MainActor
public final class SystemUserAgent: NSObject {
    /// How the leg ended.
    public enum Ending: Sendable, Hashable {
        /// The redirect URL was reached: the provider's logout is complete.
        case reachedRedirectURL
        /// The user closed it, the task was cancelled, or the system could not open it. The
        /// provider's own session may still be open.
        case closed
    }

    #if !os(tvOS)
    private let anchor: ASPresentationAnchor

    /// - Parameter anchor: The window in which to present it.
    public init(anchor: ASPresentationAnchor) {
        self.anchor = anchor
    }
    #endif

    /// The session of one leg.
    @MainActor
    private final class Leg {
        var session: ASWebAuthenticationSession?
    }

    /// Opens `url`, the one of ``FollowUp/openURL(profile:url:)``, and returns how it ended.
    /// Cancelling the task closes it.
    public func open(_ url: URL, until redirectURL: RedirectURL) async -> Ending {
        let scheme = redirectURL.url.scheme?.lowercased()
        let ownScheme = scheme == "http" || scheme == "https" ? nil : scheme
        let leg = Leg()
        let first = FirstValue<Ending>()
        return await withTaskCancellationHandler {
            // The system calls the handler on whichever thread it likes, so it belongs to no actor.
            let session = ASWebAuthenticationSession(url: url, callbackURLScheme: ownScheme) { @Sendable reached, _ in
                first.send(reached.map(redirectURL.isReached(by:)) == true ? .reachedRedirectURL : .closed)
            }
            #if !os(tvOS)
            session.presentationContextProvider = self
            #endif
            leg.session = session
            // Apple does not say whether the handler is called for a session that could not start,
            // or was cancelled by the app.
            if Task.isCancelled || !session.start() { first.send(.closed) }
            return await first.value
        } onCancel: {
            first.send(.closed)
            Task { @MainActor in leg.session?.cancel() }
        }
    }
}

#if !os(tvOS)
extension SystemUserAgent: ASWebAuthenticationPresentationContextProviding {
    public func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor {
        anchor
    }
}
#endif
#endif
