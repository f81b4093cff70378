// Does a job many times: `tvpass-bench JOB ROUNDS|time INPUT-FOLDER`; `time` prints the median of a
// round in nanoseconds.
//
// The jobs are those of benches/src/calls.rs: everything but the device made from texts, or a warm
// logout by a client.
import Foundation
import TVPass

struct BenchError: Error, CustomStringConvertible {
    let description: String
}

/// The inputs, one file each: the same for every language.
struct Inputs {
    let folder: String

    func data(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    func text(_ name: String) throws -> String {
        String(decoding: try data(name), as: UTF8.self)
    }
}

/// Answers out of memory, at once.
struct Driver: HTTPDriver {
    let answer: HTTPResponse

    func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse { answer }
}

func read(_ logout: Logout) throws {
    for profile in logout.profiles {
        if case .openURL(let url) = profile.action, !url.absoluteString.isEmpty { return }
    }
    throw BenchError(description: "the answer has no URL to open")
}

func job(_ name: String, _ inputs: Inputs) throws -> () async throws -> Void {
    var info = DeviceInfo(model: "TV 5th Gen", version: "5", osName: .tvOS, osVersion: "11.0", connectionType: .wiFi)
    info.primaryHardwareType = .setTopBox
    info.manufacturer = "Apple"
    info.osVendor = .apple
    let device = try Device(identifier: .text(try inputs.text("identifier")), info: info)
    let answer = HTTPResponse(status: 200, contentType: try inputs.text("content_type"), body: try inputs.data("body"))
    let token = SecretText(try inputs.text("token"))
    let serviceProvider = try inputs.text("service_provider")
    let mvpd = try inputs.text("mvpd")
    var extras = RequestExtras()
    extras.userAgent = try inputs.text("user_agent")
    guard let redirectURL = URL(string: try inputs.text("redirect_url")) else {
        throw BenchError(description: "no redirect URL")
    }
    guard try TVPassEnvironment.production.baseURL().absoluteString == inputs.text("base") else {
        throw BenchError(description: "the sample is not production's")
    }
    switch name {
    case "stateless":
        let site = Site(device: device)
        return {
            let prepared = try site.prepareLogout(
                serviceProvider: serviceProvider, mvpd: mvpd, redirectURL: redirectURL, accessToken: token, extras: extras)
            try read(try prepared.interpret(answer))
        }
    case "call":
        var configuration = TVPassConfiguration(
            environment: .production, serviceProvider: serviceProvider, device: device,
            tokenSource: .app { _ in AccessToken(token) })
        configuration.isPaced = false
        let client = try TVPassClient(configuration, store: MemoryStore(), driver: Driver(answer: answer))
        return { try read(try await client.logout(mvpd: mvpd, redirectURL: redirectURL, extras: extras)) }
    default:
        throw BenchError(description: "no job is called \(name)")
    }
}

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 3 else {
    throw BenchError(description: "usage: tvpass-bench JOB ROUNDS|time INPUT-FOLDER")
}
let round = try job(arguments[1], Inputs(folder: arguments[3]))
if arguments[2] == "time" {
    let (batches, rounds) = (101, 100)
    for _ in 0..<1_000 { try await round() }
    var times: [UInt64] = []
    for _ in 0..<batches {
        let start = DispatchTime.now().uptimeNanoseconds
        for _ in 0..<rounds { try await round() }
        times.append((DispatchTime.now().uptimeNanoseconds - start) / UInt64(rounds))
    }
    print(times.sorted()[batches / 2])
} else {
    guard let rounds = Int(arguments[2]) else { throw BenchError(description: "no number of rounds") }
    // The first one of a client asks for the token.
    for _ in 0...rounds { try await round() }
}
