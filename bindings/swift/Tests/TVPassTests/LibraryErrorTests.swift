import Foundation
import Testing

@testable import TVPass

/// Every code of the library, brought about, as a Swift error. Calls are driven in virtual time.
struct LibraryErrorTests {
    private let statement = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzdGF0ZW1lbnQifQ.c3RhdGVtZW50"

    private func client(
        statement: String? = nil, source: CoreTokenSource? = nil, state: Data? = nil
    ) throws -> Client {
        let source =
            source ?? .registration(softwareStatement: statement ?? self.statement, redirectUri: nil)
        return try Client(
            device: try device().core,
            config: ClientConfig(
                base: "https://sp.auth.adobe.com", v1Base: nil, tokenSource: source, extras: RequestExtras().core,
                pacing: false, persistence: true, registerAgain: false, attemptTimeoutMs: nil,
                events: false),
            state: state, start: Start(nowMs: 0, unixMs: 1_750_000_000_000, seed: 1))
    }

    private func call(_ client: Client, mvpd: String = "Dish") throws -> Call {
        let input = LogoutInput(
            serviceProvider: "REF30", mvpd: mvpd, redirectURL: "https://example.com/", extras: RequestExtras().core)
        return try client.start(nowMs: 0, operation: .logout(input: input), deadlineMs: 600_000)
    }

    /// Runs a call to its end; `answer` plays the service and the platform.
    private func run(_ call: Call, _ answer: (Step) -> Input) throws -> CoreFailure? {
        var (now, input) = (UInt64(0), Input.poll)
        for _ in 0..<1000 {
            let step = try call.advance(nowMs: now, input: input).step
            switch step {
            case .done: return nil
            case .failed(let failure): return failure
            case .wait(let until, _): (now, input) = (until, .poll)
            case .persist: input = .persisted(success: true)
            case .present: input = .poll
            case .send, .provideToken: input = answer(step)
            }
        }
        throw Sandbox.Problem("the call does not end")
    }

    private func reply(_ status: UInt16, _ body: String, type: String = "application/json") -> Input {
        .response(
            response: CoreHTTPResponse(status: status, contentType: type, retryAfter: nil, date: nil, body: Data(body.utf8)))
    }

    /// The service, for registration and token; everything else is answered with `last`.
    private func service(_ last: Input) -> (Step) -> Input {
        { step in
            guard case .send(let request, _) = step else { return .poll }
            if request.url.hasSuffix("/o/client/register") {
                return reply(
                    201,
                    #"{"client_id":"id","client_secret":"a-client-secret","client_id_issued_at":1723227423000,"redirect_uris":["app://x"],"grant_types":["client_credentials"]}"#)
            }
            if request.url.contains("/o/client/token") {
                return reply(
                    201,
                    #"{"access_token":"an-access-token","token_type":"bearer","expires_in":86400,"created_at":1723227423000,"id":"1"}"#)
            }
            return last
        }
    }

    @Test func everyCodeOfTheLibraryIsASwiftError() async throws {
        var produced: [TVPassErrorCode: TVPassError] = [:]
        func add(_ failure: CoreFailure?) throws {
            let error = TVPassError(try #require(failure))
            produced[error.code] = error
        }
        func add(_ body: () throws -> Void) {
            do { try TVPass.core(body) } catch let error as TVPassError { produced[error.code] = error } catch {
                Issue.record("\(error)")
            }
        }

        add { _ = try call(try client(), mvpd: "") }
        for kind in [
            TransportFailureKind.dns, .connect, .tls, .timeout, .connectionLost, .responseTooLarge, .refused, .protocol,
            .other,
        ] {
            let failure = TransportFailure(kind: kind, delivery: .notSent, message: "as the test wants it")
            try add(try run(try call(try client())) { _ in .transportFailed(failure: failure) })
        }
        try add(try run(try call(try client()), service(reply(418, "teapot", type: "text/plain"))))
        try add(try run(try call(try client()), service(reply(429, "<html></html>", type: "text/html"))))
        let refusal = #"{"code":"invalid_parameter_mvpd","action":"none","status":400,"message":"No."}"#
        try add(try run(try call(try client()), service(reply(400, refusal))))
        try add(try run(try call(try client())) { _ in reply(400, #"{"error":"invalid_request"}"#) })
        try add(try run(try call(try client()), service(reply(200, "{"))))
        let lost = #"{"code":"invalid_client_token","action":"application-registration","status":401,"message":"No."}"#
        try add(try run(try call(try client()), service(reply(401, lost))))

        let late = try call(try client())
        add {
            _ = try late.advance(nowMs: 0, input: .poll)
            let turn = try late.advance(nowMs: 700_000, input: .poll)
            guard case .failed(let failure) = turn.step else { throw Sandbox.Problem("\(turn.step)") }
            try add(failure)
        }
        let cancelled = try call(try client())
        add {
            _ = try cancelled.advance(nowMs: 0, input: .poll)
            guard case .failed(let failure) = try cancelled.advance(nowMs: 1, input: .cancel).step else { throw Sandbox.Problem("not cancelled") }
            try add(failure)
        }
        add { _ = try call(try client()).advance(nowMs: 0, input: .persisted(success: true)) }
        try add(try run(try call(try client(source: .app))) { _ in .tokenFailed(reason: "none") })

        var state = Data()
        _ = try run(try call(try client()), service(reply(200, #"{"logouts":{}}"#)))
        let other = try call(try client())
        var input = Input.poll
        while state.isEmpty {
            let step = try other.advance(nowMs: 0, input: input).step
            if case .persist(let bytes) = step { state = bytes } else { input = service(.poll)(step) }
        }
        add { _ = try client(state: Data("garbage".utf8)) }
        let newer = String(decoding: state, as: UTF8.self).replacingOccurrences(of: #""version":2"#, with: #""version":3"#)
        add { _ = try client(state: Data(newer.utf8)) }
        add { _ = try client(statement: statement + "x", state: state) }
        // The same state is taken by the app that it belongs to.
        #expect(try client(state: state).isRegistered())

        // Of this layer.
        struct Locked: StateStore {
            func load() throws -> Data? { throw CocoaError(.fileReadNoPermission) }
            func save(_ state: Data) throws {}
        }
        struct Taken: StateStore {
            func load() throws -> Data? { nil }
            func save(_ state: Data) throws {}
            func claim() throws -> StoreClaim { throw StoreInUse() }
        }
        let configuration = TVPassConfiguration(
            serviceProvider: "REF30", device: try device(),
            tokenSource: .registration(softwareStatement: SecretText(statement)))
        for store in [Locked(), Taken()] as [any StateStore] {
            do {
                _ = try await TVPassClient.open(configuration, store: store)
            } catch let error as TVPassError {
                produced[error.code] = error
            }
        }
        add { _ = try run(try call(try client(), mvpd: "tvpass-test-panic"), service(.poll)) }

        // A state that could not be stored fails no call: an event tells (`notPersisted`), and
        // `storageError`.
        #expect(Set(produced.keys) == Set(TVPassErrorCode.names.keys).subtracting([.storageUnwritable]))
        for (code, error) in produced {
            #expect(error.name == TVPassErrorCode.names[code], "\(code.rawValue)")
            #expect(error.errorDescription?.isEmpty == false, "\(error.name)")
            #expect(error.localizedDescription == error.message, "\(error.name)")
            #expect(error.recoverySuggestion?.isEmpty == false, "\(error.name)")
            let text = "\(error) \(String(reflecting: error))"
            for secret in [statement, "a-client-secret", "an-access-token"] {
                #expect(!text.contains(secret), "\(error.name)")
            }
        }
    }

    @Test func errorsOfDriverAndStoreAdviseToo() {
        for kind in TransportError.Kind.allCases {
            let error: any LocalizedError = TransportError(kind: kind, delivery: .possible, message: "lost")
            #expect(error.errorDescription?.contains("lost") == true, "\(kind)")
            #expect(error.recoverySuggestion?.isEmpty == false, "\(kind)")
        }
    }
}
