// What the generated code does with URLs that the core has checked.
import Foundation

/// A URL of the core's. It lets only RFC 3986 through, which Foundation reads.
func openableURL(_ text: String) throws -> URL {
    guard let url = URL(string: text) else { throw URLError(.badURL) }
    return url
}

extension URL {
    /// What a log may show: the rest may name the user's session.
    var shown: String { "\(scheme ?? "")://\(host ?? "")/…" }
}
