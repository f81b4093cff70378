import Foundation

/// A URL that the core has checked. It lets only RFC 3986 through, which Foundation reads.
func openableURL(_ text: String) throws -> URL {
    guard let url = URL(string: text) else { throw URLError(.badURL) }
    return url
}
