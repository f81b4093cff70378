import Foundation
import TVPass
import Testing

/// What a client tells of a call, in values and not only as text, and whose call it is. Kotlin's
/// `CourseTest` expects the same, word for word.
struct CourseTests {
    private func told(_ kind: EventKind) -> String {
        switch kind {
        case .request(let purpose, let method, let operation): "\(purpose): \(method) \(operation)"
        case .status(let purpose, let status, let took, let error, let adobeCode, let trace):
            "\(purpose): \(status) \(error ?? "-") \(adobeCode ?? "-")\((trace ?? "").isEmpty ? "" : " traced")\(took < 0 ? " ?" : "")"
        case .requestLost(let purpose, let failure, let delivery, let took): "\(purpose): lost, \(failure), \(delivery)\(took < 0 ? " ?" : "")"
        case .wait(let reason, let milliseconds): "wait: \(reason)\(milliseconds > 0 ? "" : " ?")"
        case .retry(let attempt, let error): "attempt \(attempt) after \(error)"
        case .tokenRenewed(let seconds): "token for \(seconds > 0 ? "a while" : "?")"
        case .tokenRejected: "token rejected"
        case .registered: "registered"
        case .registrationLost: "registration lost"
        case .persisted: "stored"
        case .notPersisted: "not stored"
        case .done(let error, let took): "done: \(error ?? "-")\(took < 0 ? " ?" : "")"
        }
    }

    @Test func theEventsOfACallAreValues() async throws {
        let sandbox = try await Sandbox()
        let events = Box<[TVPassEvent]>([])
        let client = try await sandbox.client(driver: LosingOnce()) {
            $0.onEvent = { event in events.change { $0.append(event) } }
        }
        _ = try await client.profiles()
        #expect(events.value.allSatisfy { $0.call == 1 && !$0.v1 })
        #expect(zip(events.value, events.value.dropFirst()).allSatisfy { $0.atMs <= $1.atMs })
        #expect(
            events.value.map { told($0.kind) } == [
                "register: POST registration", "register: 201 - -", "registered", "stored",
                "token: POST token", "token: 201 - -", "token for a while", "stored",
                "operation: GET profiles", "operation: lost, connection_lost, possible",
                "attempt 2 after transport_connection_lost", "wait: backoff", "operation: GET profiles", "operation: 200 - -", "done: -",
            ])
        let before = events.value.count
        _ = await thrown { try await client.profileForMVPD("Nobody") }
        let refused = events.value.dropFirst(before).map { told($0.kind) }
        #expect(refused.contains { $0.hasPrefix("operation: 400 enhanced_error invalid_parameter_mvpd") }, "\(refused)")
        #expect(refused.last == "done: enhanced_error")
        #expect(events.value.dropFirst(before).allSatisfy { $0.call == 2 })
    }

    @Test func aRefusalSaysWhoRefusedAndWhatHelps() async throws {
        let sandbox = try await Sandbox()
        let error = try #require(await thrown { try await sandbox.client().profileForMVPD("Nobody") } as? TVPassError)
        #expect(error.name == "enhanced_error" && error.adobeCode?.rawValue == "invalid_parameter_mvpd" && error.action == .nothing)
    }

    @Test func aURLThatIsNotToBeOpenedSaysWhy() throws {
        let cases: [(String?, URLRefusal)] = [
            (nil, .missing),
            ("https://exa mple.com/", .malformed),
            ("javascript:alert(1)", .scheme),
            ("https://sp.auth.adobe.com@evil.example/", .userInformation),
            ("//evil.example/", .otherHost),
            ("https://evil.example:0/", .host),
        ]
        for (url, reason) in cases {
            let member = url.map { #","url":"\#($0)""# } ?? ""
            let body = #"{"logouts":{"Dish":{"actionName":"logout","actionType":"interactive","mvpd":"Dish"\#(member)}}}"#
            let prepared = try Site(device: try device()).prepareLogout(
                serviceProvider: "REF30", mvpd: "Dish", redirectURL: redirectURL, accessToken: "token")
            let logout = try prepared.interpret(HTTPResponse(status: 200, contentType: "application/json", body: Data(body.utf8)))
            guard case .urlRefused(reason, let explanation, let raw)? = logout.profiles.first?.action else {
                Issue.record("\(reason): \(logout)")
                continue
            }
            #expect(!explanation.isEmpty && raw.exposed == url ?? "")
            guard case .sessionMayBeOpen? = logout.followUps.first else {
                Issue.record("\(reason): \(logout.followUps)")
                continue
            }
        }
    }

    /// The configuration's, unless the call names another one.
    @Test func aCallMayBeOfAnotherServiceProvider() async throws {
        let driver = OnePage(#"{"requestor":{"id":"REF30","mvpds":[]}}"#)
        var configuration = TVPassConfiguration(
            serviceProvider: "REF30", device: try device(), tokenSource: .app { _ in AccessToken("token") })
        configuration.isPaced = false
        let client = try await TVPassClient.open(configuration, store: MemoryStore(), driver: driver)
        _ = try await client.configuration()
        _ = try await client.configuration(serviceProvider: "OTHER")
        _ = await thrown { try await client.logout(mvpd: "Dish", redirectURL: redirectURL, serviceProvider: "OTHER") }
        _ = await thrown { try await client.logout(mvpd: "Dish", redirectURL: redirectURL) }
        #expect(driver.paths == [
            "/api/v2/REF30/configuration", "/api/v2/OTHER/configuration", "/api/v2/OTHER/logout/Dish", "/api/v2/REF30/logout/Dish",
        ])
    }

    /// The least of what is left of the call and the configuration's limit, which is 15 seconds.
    @Test func oneAttemptHasALimitOfItsOwn() async throws {
        struct Watching: HTTPDriver {
            let timeouts = Box<[TimeInterval]>([])
            func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse {
                timeouts.change { $0.append(timeout) }
                throw TransportError(kind: .cancelled, delivery: .possible, message: "seen enough")
            }
        }
        let driver = Watching()
        var configuration = TVPassConfiguration(
            serviceProvider: "REF30", device: try device(), tokenSource: .app { _ in AccessToken("token") })
        for (limit, deadline, range) in [
            (nil, 60, 15...15), (nil, 600, 15...15), (nil, 9, 1...9), (40, 600, 40...40), (40, 20, 1...20), (0.5, 60, 0.5...0.5),
        ] as [(TimeInterval?, TimeInterval, ClosedRange<TimeInterval>)] {
            if let limit { configuration.attemptTimeout = limit }
            let client = try await TVPassClient.open(configuration, store: MemoryStore(), driver: driver)
            let error = await thrown { try await client.profiles(deadline: deadline) } as? TVPassError
            #expect(error?.code == .cancelled, "\(String(describing: error))")
            let timeout = try #require(driver.timeouts.value.last)
            #expect(range.contains(timeout), "\(timeout) of \(deadline)")
        }
        #expect(driver.timeouts.value.count == 6)
    }

    /// It accepts the connection, and says nothing.
    @Test func aServerThatIsSilentUsesUpOneAttempt() async throws {
        let count = Box(0)
        let server = try RawServer { _ in
            count.change { $0 += 1 }
            return count.value == 1 ? .nothing : .answer(page(#"{"profiles":{}}"#))
        }
        var configuration = TVPassConfiguration(
            environment: .custom(server.url), serviceProvider: "REF30", device: try device(),
            tokenSource: .app { _ in AccessToken("token") })
        configuration.attemptTimeout = 1
        let client = try await TVPassClient.open(configuration, store: MemoryStore())
        // The call itself has an hour.
        #expect(try await client.profiles(deadline: 3600).profiles.isEmpty)
        #expect(server.requests.count == 2)
        try await eventually("the first connection is closed") { server.closedByClients >= 1 }
    }
}

/// Loses the first answer of the REST API.
private struct LosingOnce: HTTPDriver {
    private let lost = Box(0)

    func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse {
        if request.url.path.hasPrefix("/api/v2/"), lost.value == 0 {
            lost.change { $0 += 1 }
            throw TransportError(kind: .connectionLost, delivery: .possible, message: "for the test")
        }
        return try await URLSessionDriver().send(request, timeout: timeout)
    }
}

/// Answers everything with one page, and keeps the paths of the requests.
private struct OnePage: HTTPDriver {
    private let body: String
    private let seen = Box<[String]>([])

    init(_ body: String) { self.body = body }

    var paths: [String] { seen.value }

    func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse {
        seen.change { $0.append(request.url.path) }
        return HTTPResponse(status: 200, contentType: "application/json", body: Data(body.utf8))
    }
}
