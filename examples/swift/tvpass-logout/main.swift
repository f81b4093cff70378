// Signs a device out of a TV provider and walks the user agent's leg, as a command:
//
//   tvpass-logout BASE-URL SOFTWARE-STATEMENT-FILE SERVICE-PROVIDER MVPD REDIRECT-URL STATE-FILE
//
// It exits with 0, with 1 for a failed logout, and with 2 for wrong arguments.
import Foundation
import TVPass

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 6, let base = URL(string: arguments[1]), let redirectURL = URL(string: arguments[5]),
    let statement = try? String(contentsOfFile: arguments[2], encoding: .utf8)
else {
    print("usage: tvpass-logout BASE-URL SOFTWARE-STATEMENT-FILE SERVICE-PROVIDER MVPD REDIRECT-URL STATE-FILE")
    exit(2)
}

do {
    let device = try Device(
        // A real app asks the system: DeviceIdentifier.forVendor and DeviceInfo.current().
        identifier: .operatingSystem("tvpass-logout on \(ProcessInfo.processInfo.hostName)"),
        info: DeviceInfo(
            model: "Computer", version: "1", osName: .linux,
            osVersion: "\(ProcessInfo.processInfo.operatingSystemVersion.majorVersion)", connectionType: .lan))
    var configuration = TVPassConfiguration(
        environment: .custom(base), serviceProvider: arguments[3], device: device,
        tokenSource: .registration(
            softwareStatement: SecretText(statement.trimmingCharacters(in: .whitespacesAndNewlines))))
    configuration.onEvent = { print("  \($0)") }
    let client = try await TVPassClient.open(configuration, store: FileStore(file: URL(fileURLWithPath: arguments[6])))

    let logout = try await client.logout(mvpd: arguments[4], redirectURL: redirectURL)
    print("\(logout.profiles.count) profile(s) deleted")
    for followUp in logout.followUps {
        switch followUp {
        case .openURL(let profile, let url):
            let reached = try await walk(from: url, until: try RedirectURL(redirectURL))
            print("\(profile.key): \(reached ? "signed out at the provider" : "the provider's session may be open")")
        case .partnerSignOut(let profile, let settings):
            let paths = settings.map { "\($0.osName): \($0.path.joined(separator: " > "))" }
            print("\(profile.key): sign out in the system's settings too: \(paths.joined(separator: "; "))")
        case .sessionMayBeOpen(let profile):
            print("\(profile.key): the provider's session may be open")
        }
    }
} catch let error as TVPassError {
    print("\(error.name): \(error.message)\n\(error.advice)")
    if let trace = error.trace { print("Quote Adobe's trace in a ticket: \(trace)") }
    exit(1)
} catch {
    print("\(error)")
    exit(1)
}

/// What a browser does, without one: follows redirects until the redirect URL is reached.
func walk(from url: URL, until redirectURL: RedirectURL) async throws -> Bool {
    let (_, response) = try await URLSession.shared.data(from: url)
    return response.url.map(redirectURL.isReached(by:)) ?? false
}
