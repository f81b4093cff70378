import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Somebody in front of a browser.
struct Person {
    /// Opens the authenticate URL and fills in the provider's login page. Returns the address at
    /// which the browser ends up.
    func signIn(_ url: URL, password: String = "sandbox", cancel: Bool = false) async throws -> URL {
        let (page, response) = try await URLSession.shared.data(from: url)
        let html = String(decoding: page, as: UTF8.self)
        let before = "name=\"RelayState\" value=\""
        guard let login = response.url, let start = html.range(of: before)?.upperBound,
            let end = html[start...].firstIndex(of: "\"")
        else { throw Sandbox.Problem("no login page: \(html)") }
        var request = URLRequest(url: login)
        request.httpMethod = "POST"
        request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        let way = cancel ? "cancel=1" : "password=\(password)"
        request.httpBody = Data("RelayState=\(html[start..<end])&username=ann&\(way)".utf8)
        let (_, reached) = try await URLSession.shared.data(for: request)
        guard let url = reached.url else { throw Sandbox.Problem("the browser is nowhere") }
        return url
    }
}
