#if canImport(AuthenticationServices)
import AuthenticationServices
import Foundation

/// The system's own browser for the user agent's leg of a logout: `ASWebAuthenticationSession`. On tvOS (16 and later) the user continues
/// on an iPhone or iPad. On older systems, show the URL for another screen.
///
/// The session ends by itself only at a redirect URL with the app's own scheme (`myapp://signed-out`): the system does not tell about https
/// pages. With an https redirect URL it ends when the user closes it.
@available(tvOS 16.0, *)
@MainActor
public final class SystemUserAgent: NSObject {
    /// How the leg ended.
    public enum Ending: Sendable, Hashable {
        /// The redirect URL was reached: the provider's logout is complete.
        case reachedRedirectURL
        /// The user closed it, or the system could not open it. The provider's own session may still be open.
        case closed
    }

    private var session: ASWebAuthenticationSession?
    #if !os(tvOS)
    private let anchor: ASPresentationAnchor

    /// - Parameter anchor: The window in which to present it.
    public init(anchor: ASPresentationAnchor) {
        self.anchor = anchor
    }
    #endif

    /// Opens `url`, the one of ``FollowUp/open(_:profile:)``, and returns how it ended. Cancelling the task closes it.
    public func open(_ url: URL, until redirectURL: RedirectURL) async -> Ending {
        let scheme = redirectURL.url.scheme?.lowercased()
        let ownScheme = scheme == "http" || scheme == "https" ? nil : scheme
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let session = ASWebAuthenticationSession(url: url, callbackURLScheme: ownScheme) { reached, _ in
                    let complete = reached.map(redirectURL.isReached(by:)) == true
                    continuation.resume(returning: complete ? .reachedRedirectURL : .closed)
                }
                #if !os(tvOS)
                session.presentationContextProvider = self
                #endif
                self.session = session
                // If it cannot start, the system still calls the handler.
                session.start()
                if Task.isCancelled { session.cancel() }
            }
        } onCancel: {
            Task { @MainActor in self.session?.cancel() }
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
