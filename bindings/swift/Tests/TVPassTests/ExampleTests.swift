#if os(Linux)
import TVPass
import XCTest

/// The examples do what they say.
final class ExampleTests: XCTestCase {
    private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        // Built beside the test bundle.
        process.executableURL = Bundle.main.bundleURL.appendingPathComponent("tvpass-logout")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    func testTheCommandSignsOutAndWalksTheLeg() async throws {
        let sandbox = try await Sandbox()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let statement = folder.appendingPathComponent("statement")
        try Data((sandbox.text("softwareStatement").exposed + "\n").utf8).write(to: statement)
        func arguments(_ mvpd: String) -> [String] {
            let page = sandbox.url.appendingPathComponent("app/signed-out").absoluteString
            return [sandbox.url.absoluteString, statement.path, "REF30", mvpd, page, folder.appendingPathComponent("state").path]
        }
        let first = try run(arguments("Cablevision"))
        XCTAssertEqual(first.status, 0, first.output)
        XCTAssertTrue(first.output.contains("Cablevision: signed out at the provider"), first.output)
        let second = try run(arguments("Cablevision_Apple"))
        XCTAssertTrue(second.output.contains("tvOS: Settings > Accounts > TV Provider"), second.output)
        let registrations = try await sandbox.counter("registrations")
        XCTAssertEqual(registrations, 1)
        let failed = try run(arguments("Nobody_Knows"))
        XCTAssertEqual(failed.status, 1, failed.output)
        XCTAssertTrue(failed.output.contains("Adobe's trace"), failed.output)
        XCTAssertEqual(try run([]).status, 2)
    }
}
#endif
