import Foundation
import TVPass

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A stand-in for Adobe's service in a process of its own, on 127.0.0.1. It ends when this object
/// does, or when this process dies.
final class Sandbox: @unchecked Sendable {
    let url: URL
    /// What it accepts: software statements and tokens.
    let hello: [String: Any]
    private let process = Process()
    private let input = Pipe()

    /// `TVPASS_SANDBOX` says where the program is.
    init(_ arguments: String...) async throws {
        guard let program = ProcessInfo.processInfo.environment["TVPASS_SANDBOX"] else {
            throw Problem("TVPASS_SANDBOX does not name the sandbox; run cargo xtask test swift")
        }
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["--port", "0", "--exit-with-stdin", "--no-throttle"] + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { throw Problem("the sandbox said nothing") }
            line.append(more)
        }
        let first = String(decoding: line, as: UTF8.self).split(separator: "\n")[0]
        let base = first.replacingOccurrences(of: "listening on ", with: "")
        guard let url = URL(string: base) else { throw Problem("not a URL: \(base)") }
        self.url = url
        hello = try await Sandbox.json(URLRequest(url: url.appendingPathComponent("sandbox/hello")))
    }

    deinit {
        try? input.fileHandleForWriting.close()
    }

    struct Problem: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    func text(_ key: String) -> SecretText { SecretText(hello[key] as? String ?? "") }

    /// A control endpoint.
    @discardableResult
    func control(_ path: String, _ body: [String: Any]? = nil) async throws -> [String: Any] {
        var request = URLRequest(url: url.appendingPathComponent("sandbox/" + path))
        if let body {
            request.httpMethod = "POST"
            request.httpBody = try JSONSerialization.data(withJSONObject: body)
        }
        return try await Sandbox.json(request)
    }

    /// Forgets all registrations, as the service may.
    func forgetClients() async throws {
        var request = URLRequest(url: url.appendingPathComponent("sandbox/clients"))
        request.httpMethod = "DELETE"
        _ = try await Sandbox.json(request)
    }

    func counter(_ name: String) async throws -> Int {
        try await control("counters")[name] as? Int ?? -1
    }

    func accessToken() async throws -> SecretText {
        SecretText(try await control("access-token", [:])["accessToken"] as? String ?? "")
    }

    private static func json(_ request: URLRequest) async throws -> [String: Any] {
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else {
            throw Problem("HTTP \(status): \(String(decoding: data, as: UTF8.self))")
        }
        return data.isEmpty ? [:] : try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }
}

let redirectURL = URL(string: "https://example.com/signed-out")!

func device(_ identifier: String = "swift-tests") throws -> Device {
    try Device(identifier: .text(identifier), info: deviceInfo)
}

/// The ways through the settings that Adobe names.
let partnerSettings = [
    PartnerSettings(osName: "tvOS", path: ["Settings", "Accounts", "TV Provider"]),
    PartnerSettings(osName: "iOS", path: ["Settings", "TV Provider"]),
]

let deviceInfo = DeviceInfo(
    model: "AppleTV", version: "14,1", osName: .tvOS, osVersion: "17.4", connectionType: .lan)

extension Sandbox {
    func configuration() throws -> TVPassConfiguration {
        TVPassConfiguration(
            environment: .custom(url), serviceProvider: "REF30", device: try device(),
            tokenSource: .registration(softwareStatement: text("softwareStatement")))
    }

    func client(
        store: any StateStore = MemoryStore(), driver: any HTTPDriver = URLSessionDriver(),
        _ change: (inout TVPassConfiguration) -> Void = { _ in }
    ) async throws -> TVPassClient {
        var configuration = try configuration()
        configuration.isPaced = false
        change(&configuration)
        return try await TVPassClient.open(configuration, store: store, driver: driver)
    }

    /// A logout without a client.
    func prepared(mvpd: String = "Dish") async throws -> Prepared<Logout> {
        try Site(environment: .custom(url), device: try device()).prepareLogout(
            serviceProvider: "REF30", mvpd: mvpd, redirectURL: redirectURL, accessToken: try await accessToken())
    }
}

/// What an asynchronous function threw.
func thrown<T>(_ body: () async throws -> T) async -> (any Error)? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

/// Collects from any task.
final class Box<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var content: Value

    init(_ content: Value) { self.content = content }

    var value: Value { lock.withLock { content } }

    func change(_ body: (inout Value) -> Void) { lock.withLock { body(&content) } }
}
