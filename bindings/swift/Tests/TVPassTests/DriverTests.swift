import TVPass
import XCTest

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The driver over URLSession.
final class DriverTests: XCTestCase {
    private func send(
        _ fault: [String: Any], _ driver: URLSessionDriver = URLSessionDriver(), timeout: TimeInterval = 60
    ) async throws -> HTTPResponse {
        let sandbox = try await Sandbox()
        try await sandbox.control("faults", ["on": "/api/v2/"].merging(fault) { $1 })
        return try await driver.send(try await sandbox.prepared().request, timeout: timeout)
    }

    func testRedirectsAreNotFollowed() async throws {
        let reply: [String: Any] = [
            "status": 302, "headers": [["Location", "https://example.com/elsewhere"]], "body": "",
        ]
        let response = try await send(["answer": ["reply": reply]])
        XCTAssertEqual(response.status, 302)
    }

    func testBodiesAreLimited() async throws {
        let driver = URLSessionDriver(maximumBytes: 100_000)
        let error = await thrown { try await send(["answer": ["oversized": ["bytes": 3_000_000]]], driver) }
        XCTAssertEqual((error as? TransportError)?.kind, .responseTooLarge, "\(String(describing: error))")
    }

    func testTheLimitIsForTheWholeExchange() async throws {
        let error = await thrown { try await send(["delayMs": 600_000, "answer": "real"], timeout: 0.5) }
        XCTAssertEqual((error as? TransportError)?.kind, .timeout, "\(String(describing: error))")
        XCTAssertEqual((error as? TransportError)?.delivery, .possible)
    }

    func testLostAnswersMayHaveBeenDelivered() async throws {
        for answer in ["close", ["truncated": ["status": 200, "headers": [], "body": String(repeating: "x", count: 400)]]] as [Any] {
            let error = await thrown { try await send(["answer": answer]) }
            XCTAssertEqual((error as? TransportError)?.delivery, .possible, "\(String(describing: error))")
        }
    }

    func testAServerThatIsNotThereGotNothing() async throws {
        let site = Site(environment: .custom(URL(string: "http://127.0.0.1:1")!), device: try device())
        let prepared = try site.prepareLogout(
            serviceProvider: "REF30", mvpd: "Dish", redirectURL: redirectURL, accessToken: "token")
        let error = await thrown { try await URLSessionDriver().send(prepared.request, timeout: 60) }
        XCTAssertEqual((error as? TransportError)?.kind, .connect, "\(String(describing: error))")
        XCTAssertEqual((error as? TransportError)?.delivery, .notSent)
        XCTAssertFalse("\(error!)".contains("127.0.0.1"))
    }

    func testATaskThatIsAlreadyCancelledSendsNothing() async throws {
        let sandbox = try await Sandbox()
        let request = try await sandbox.prepared().request
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await URLSessionDriver().send(request, timeout: 60)
        }
        let error = await thrown { try await task.value }
        XCTAssertTrue(error is CancellationError)
        let requests = try await sandbox.counter("requests")
        XCTAssertEqual(requests, 0)
    }

    func testCancellationClosesTheConnection() async throws {
        let server = try RawServer()
        let request = try request(to: server)
        let task = Task { try await URLSessionDriver().send(request, timeout: 600) }
        try await eventually("the request has arrived") { server.requests.count == 1 }
        XCTAssertEqual(server.closedByClients, 0)
        task.cancel()
        let error = await thrown { try await task.value }
        XCTAssertTrue(error is CancellationError, "\(String(describing: error))")
        try await eventually("the client has hung up") { server.closedByClients == 1 }
    }

    func testTheAppsConfigurationIsUsed() async throws {
        let server = try RawServer()
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpAdditionalHeaders = ["X-Of-The-App": "yes"]
        let driver = URLSessionDriver(configuration: configuration)
        let request = try request(to: server)
        let task = Task { try await driver.send(request, timeout: 600) }
        try await eventually("the request has arrived") { server.requests.count == 1 }
        task.cancel()
        _ = await thrown { try await task.value }
        let head = try XCTUnwrap(server.requests.first)
        XCTAssertTrue(head.contains("X-Of-The-App: yes"), head)
        // And the request is the core's, with every header. Foundation changes the names' letter
        // case where it is not Apple's.
        let lines = head.components(separatedBy: "\r\n")
        for header in request.headers {
            let line = lines.first { $0.lowercased().hasPrefix(header.name.lowercased() + ":") }
            XCTAssertTrue(line?.hasSuffix(": " + header.value) == true, "\(header.name): \(line ?? "")")
        }
        XCTAssertTrue(head.hasPrefix("GET /api/v2/REF30/logout/Dish?redirectUrl=https%3A%2F%2Fexample.com%2Fsigned-out HTTP/1.1"), head)
    }

    /// Foundation ends an app that starts a task in an invalidated session: `fatalError` here, an
    /// Objective-C exception on Apple's systems. No session that an app can invalidate is used.
    func testWhatTheAppInvalidatesIsNotTheDriversSession() async throws {
        let server = try RawServer { _ in .answer(invalid("Dish")) }
        let configuration = URLSessionConfiguration.ephemeral
        let ofTheApp = URLSession(configuration: configuration)
        var driver: URLSessionDriver? = URLSessionDriver(configuration: configuration)
        let copy = try XCTUnwrap(driver)
        let request = try request(to: server)
        ofTheApp.invalidateAndCancel()
        for _ in 0..<2 {
            let response = try await copy.send(request, timeout: 60)
            XCTAssertEqual(response.status, 200)
            // Neither does one copy end what another one uses.
            driver = nil
        }
        XCTAssertNil(driver)
    }

    private func request(to server: RawServer) throws -> HTTPRequest {
        try Site(environment: .custom(server.url), device: try device()).prepareLogout(
            serviceProvider: "REF30", mvpd: "Dish", redirectURL: redirectURL, accessToken: "token"
        ).request
    }
}
