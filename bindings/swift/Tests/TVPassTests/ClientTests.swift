import TVPass
import XCTest

/// What a client does beyond a single request.
final class ClientTests: XCTestCase {
    func testSixtyFourLogoutsAtOnceRegisterOnce() async throws {
        let sandbox = try await Sandbox()
        // The longer it takes, the more of them wait for it.
        try await sandbox.control("faults", ["on": "/o/client/", "times": 2, "delayMs": 200, "answer": "real"])
        let client = try await sandbox.client()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<64 {
                group.addTask { _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL) }
            }
            try await group.waitForAll()
        }
        let counters = try await sandbox.control("counters")
        let counts = ["registrations", "tokenRequests", "logoutsV2"].map { counters[$0] as? Int }
        XCTAssertEqual(counts, [1, 1, 64])
    }

    func testStateOutlivesTheClient() async throws {
        let sandbox = try await Sandbox()
        let store = MemoryStore()
        _ = try await sandbox.client(store: store).logout(mvpd: "Dish", redirectURL: redirectURL)
        let again = try await sandbox.client(store: store)
        XCTAssertTrue(again.isRegistered)
        _ = try await again.logout(mvpd: "Dish", redirectURL: redirectURL)
        let counters = try await sandbox.control("counters")
        XCTAssertEqual([counters["registrations"] as? Int, counters["tokenRequests"] as? Int], [1, 1])
    }

    func testStateThatCannotBeUsedIsRefusedAndKept() async throws {
        let sandbox = try await Sandbox()
        let store = MemoryStore(Data("garbage".utf8))
        let refused = await thrown { try await sandbox.client(store: store) }
        XCTAssertEqual((refused as? TVPassError)?.code, .stateCorrupt)
        XCTAssertEqual(try store.load(), Data("garbage".utf8))
        let configuration = try sandbox.configuration()
        let client = try await TVPassClient.open(configuration, store: store, startingOver: true)
        XCTAssertFalse(client.isRegistered)
    }

    func testAStoreThatFailsIsToldAndTheCallGoesOn() async throws {
        struct Broken: StateStore {
            let loads: Bool
            func load() throws -> Data? {
                if loads { return nil }
                throw CocoaError(.fileReadNoPermission)
            }
            func save(_ state: Data) throws { throw CocoaError(.fileWriteOutOfSpace) }
        }
        let sandbox = try await Sandbox()
        let unreadable = await thrown { try await sandbox.client(store: Broken(loads: false)) }
        XCTAssertEqual((unreadable as? TVPassError)?.code, .storageUnreadable)
        let kinds = Box<[EventKind]>([])
        let client = try await sandbox.client(store: Broken(loads: true)) {
            $0.onEvent = { event in kinds.change { $0.append(event.kind) } }
        }
        XCTAssertNil(client.storageError)
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
        XCTAssertEqual(client.storageError?.code, .storageUnwritable)
        XCTAssertEqual(client.storageError?.name, "storage_unwritable")
        XCTAssertTrue(kinds.value.contains(.notPersisted), "\(kinds.value)")
        XCTAssertTrue(kinds.value.contains(.registered), "\(kinds.value)")
        guard case .done(error: nil, _)? = kinds.value.last else { return XCTFail("\(kinds.value)") }
    }

    func testALostRegistrationIsToldUntilItIsForgotten() async throws {
        let sandbox = try await Sandbox()
        let client = try await sandbox.client()
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
        try await sandbox.control("tokens/expire", [:])
        try await sandbox.forgetClients()
        for _ in 0..<2 {
            let error = await thrown { try await client.logout(mvpd: "Dish", redirectURL: redirectURL) }
            XCTAssertEqual((error as? TVPassError)?.code, .registrationLost)
        }
        client.forgetRegistration()
        XCTAssertFalse(client.isRegistered)
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
        let registrations = try await sandbox.counter("registrations")
        XCTAssertEqual(registrations, 2)
    }

    func testWithLeaveItRegistersAgainAndSaysSo() async throws {
        let sandbox = try await Sandbox()
        let client = try await sandbox.client { $0.registersAgain = true }
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
        XCTAssertFalse(client.registrationWasLost)
        try await sandbox.control("tokens/expire", [:])
        try await sandbox.forgetClients()
        // Also if the call itself fails: the profile is gone with the registration.
        let error = await thrown { try await client.authorize(mvpd: "Sandbox_NoProfile", resources: ["TestStream1"]) }
        XCTAssertEqual((error as? TVPassError)?.adobeCode?.rawValue, "authenticated_profile_missing", "\(String(describing: error))")
        XCTAssertTrue(client.registrationWasLost)
        client.acknowledgeLostRegistration()
        XCTAssertFalse(client.registrationWasLost)
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
        XCTAssertFalse(client.registrationWasLost)
    }

    func testTheAppMaySupplyTheTokens() async throws {
        let sandbox = try await Sandbox()
        let asked = Box<[Bool]>([])
        let client = try await sandbox.client {
            $0.tokenSource = .app { rejected in
                asked.change { $0.append(rejected) }
                return AccessToken(try await sandbox.accessToken())
            }
        }
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
        try await sandbox.control("tokens/expire", [:])
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
        XCTAssertEqual(asked.value, [false, true])
        let registrations = try await sandbox.counter("registrations")
        XCTAssertEqual(registrations, 0)

        struct NoToken: Error {}
        let without = try await sandbox.client { $0.tokenSource = .app { _ in throw NoToken() } }
        let error = await thrown { try await without.logout(mvpd: "Dish", redirectURL: redirectURL) }
        XCTAssertEqual((error as? TVPassError)?.code, .tokenSourceFailed)
    }

    func testCancellationInFlightEndsTheRequestAndLeavesTheClientUsable() async throws {
        let sandbox = try await Sandbox()
        let client = try await sandbox.client()
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
        try await sandbox.control("faults", ["on": "/api/v2/", "delayMs": 600_000, "answer": "real"])
        let task = Task { try await client.logout(mvpd: "Dish", redirectURL: redirectURL) }
        try await eventually("the request is at the server") { try await sandbox.counter("faults") == 1 }
        task.cancel()
        // Without cancellation the call would end after its time limit, with an error of the
        // library.
        let error = await thrown { try await task.value }
        XCTAssertTrue(error is CancellationError, "\(String(describing: error))")
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
    }

    func testCancellingTheLeaderHandsOverToTheNext() async throws {
        let sandbox = try await Sandbox()
        try await sandbox.control("faults", ["on": "/o/client/register", "delayMs": 600_000, "answer": "real"])
        let events = Box<[TVPassEvent]>([])
        let client = try await sandbox.client {
            $0.onEvent = { event in events.change { $0.append(event) } }
        }
        let leader = Task { try await client.logout(mvpd: "Dish", redirectURL: redirectURL) }
        try await eventually("the leader registers") { try await sandbox.counter("faults") == 1 }
        let follower = Task { try await client.logout(mvpd: "Dish", redirectURL: redirectURL) }
        try await eventually("the other waits for it") {
            events.value.contains { event in
                if case .wait(reason: .otherCall, _) = event.kind { return event.call == 2 }
                return false
            }
        }
        leader.cancel()
        _ = try await follower.value
        let error = await thrown { try await leader.value }
        XCTAssertTrue(error is CancellationError, "\(String(describing: error))")
    }

    func testCancellationWhileWaitingEndsTheWait() async throws {
        let sandbox = try await Sandbox()
        try await sandbox.control(
            "faults",
            [
                "on": "/api/v2/",
                "answer": ["reply": ["status": 429, "headers": [["Retry-After", "60"]], "body": "<html></html>"]],
            ])
        let kinds = Box<[EventKind]>([])
        let client = try await sandbox.client {
            $0.onEvent = { event in kinds.change { $0.append(event.kind) } }
        }
        let task = Task { try await client.logout(mvpd: "Dish", redirectURL: redirectURL, deadline: 900) }
        try await eventually("the call waits") {
            kinds.value.contains { kind in
                if case .wait(reason: .throttled, let milliseconds) = kind { return milliseconds > 50_000 }
                return false
            }
        }
        let started = Date()
        task.cancel()
        let error = await thrown { try await task.value }
        XCTAssertTrue(error is CancellationError, "\(String(describing: error))")
        // The wait had a minute to go.
        XCTAssertLessThan(Date().timeIntervalSince(started), 40)
    }

    func testTheDeadlineHolds() async throws {
        let sandbox = try await Sandbox()
        try await sandbox.control("faults", ["on": "/api/v2/", "times": 5, "delayMs": 600_000, "answer": "real"])
        let client = try await sandbox.client()
        let started = Date()
        let error = await thrown {
            try await client.logout(mvpd: "Dish", redirectURL: redirectURL, deadline: 1)
        }
        XCTAssertEqual((error as? TVPassError)?.code, .deadlineExceeded)
        // The answer would have taken ten minutes.
        XCTAssertLessThan(Date().timeIntervalSince(started), 120)
    }

    func testAPanicInTheLibraryIsAnErrorAndTheClientStaysUsable() async throws {
        let sandbox = try await Sandbox()
        let client = try await sandbox.client()
        let error = await thrown { try await client.logout(mvpd: "tvpass-test-panic", redirectURL: redirectURL) }
        XCTAssertEqual((error as? TVPassError)?.code, .panic)
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
    }

    func testTheConfigurationsUserAgentIsInEveryRequest() async throws {
        struct Recording: HTTPDriver {
            let sent = Box<[[String]]>([])
            func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse {
                sent.change { $0.append(request.headers.filter { $0.name == "User-Agent" }.map(\.value)) }
                return try await URLSessionDriver().send(request, timeout: timeout)
            }
        }
        let driver = Recording()
        let sandbox = try await Sandbox()
        let client = try await sandbox.client(driver: driver) { $0.userAgent = "Brand/1.0" }
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
        // The registration, the token, the logout.
        XCTAssertEqual(driver.sent.value, Array(repeating: ["Brand/1.0"], count: 3))
    }

    func testWrongInputsAreNamed() async throws {
        let sandbox = try await Sandbox()
        let client = try await sandbox.client()
        let error = await thrown { try await client.logout(mvpd: "", redirectURL: redirectURL) } as? TVPassError
        XCTAssertEqual(error?.code, .invalidInput)
        XCTAssertEqual(error?.field, "mvpd")
        XCTAssertThrowsError(try Device(identifier: .text("x"), info: DeviceInfo())) { error in
            let keys = (error as? TVPassError)?.missingKeys
            XCTAssertEqual(keys, ["model", "version", "osName", "osVersion", "connectionType"])
        }
        let requests = try await sandbox.counter("requests")
        XCTAssertEqual(requests, 0)
    }
}
