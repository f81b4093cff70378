import Foundation
import Other
import TVPass

// Both packages work in one process; neither's internals are in the way here.
do {
    let client = try await TVPassClient.open(
        TVPassConfiguration(
            serviceProvider: "REF30",
            device: Device(
                identifier: .text("one app"),
                info: DeviceInfo(model: "AppleTV", version: "14,1", osName: .tvOS, osVersion: "17.4", connectionType: .lan)),
            tokenSource: .registration(softwareStatement: "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzdGF0ZW1lbnQifQ.c3RhdGVtZW50")),
        store: MemoryStore())
    // Unwinds inside the library, with the library's own Rust runtime.
    _ = try await client.logout(mvpd: "tvpass-test-panic", redirectURL: URL(string: "app://signed-out")!)
    print("TVPass: no panic")
} catch let error as TVPassError {
    print("TVPass: \(error.message)")
}
print("Other: \(otherAnswer("forty-two"))")
