import Foundation

/// Where the user agent lands when the provider's logout is done: a web page, or an app's own
/// scheme (`myapp://signed-out`).
public struct RedirectURL: Sendable {
    /// The URL as it was given.
    public let url: URL
    private let matcher: RedirectMatcher

    /// Checks `url`: absolute, in ASCII, at most 2,048 bytes, without user information.
    public init(_ url: URL) throws {
        self.url = url
        matcher = try core { try RedirectMatcher(url: url.absoluteString) }
    }

    /// The redirect URL of a ``BrowserScreen`` or a ``SignOutStep``.
    public init(_ text: String) throws {
        guard let url = URL(string: text) else {
            throw TVPassError(code: .invalidInput, message: "the redirect URL is none", advice: "Pass an absolute URL.")
        }
        try self.init(url)
    }

    /// Whether a user agent that navigates to `navigation` has reached it. Ask for every
    /// navigation, before loading the page.
    ///
    /// http and https, letter case of scheme and host, default ports, a trailing slash, the
    /// notation of an IPv6 address and further query parameters do not matter. If this URL has a
    /// fragment, only the same one reaches it; if it has none, any does.
    public func isReached(by navigation: URL) -> Bool {
        (try? core { try matcher.isReachedBy(navigation: navigation.absoluteString) }) ?? false
    }
}
