import Foundation

/// What the calls of a client share: what sends, stores and supplies tokens, and the time.
final class CallRunner: Sendable {
    private let client: Client
    private let configuration: TVPassConfiguration
    private let driver: any HTTPDriver
    private let store: any StateStore
    /// As long as a call runs, no other client gets the store.
    private let claim: StoreClaim?
    private let clock: SteadyClock
    let wakeups = Wakeups()
    /// Whether a call has registered again, and nobody has acknowledged that yet.
    let loss = Guarded(false)
    /// Why the last state could not be stored.
    let storageError = Guarded<TVPassError?>(nil)

    init(
        _ client: Client, _ configuration: TVPassConfiguration, driver: any HTTPDriver, store: any StateStore,
        claim: StoreClaim?, clock: SteadyClock
    ) {
        self.client = client
        self.configuration = configuration
        self.driver = driver
        self.store = store
        self.claim = claim
        self.clock = clock
    }

    /// Any operation, within `deadline` seconds.
    func run(_ operation: Operation, deadline: TimeInterval) async throws -> Outcome {
        try Task.checkCancellation()
        let limit = UInt64(max(0, min(deadline, 86_400) * 1000))
        let call = try core { try client.start(nowMs: now, operation: operation, deadlineMs: limit) }
        let drive = Drive(call, self)
        while true {
            // An operation presents nothing.
            if case .done(let outcome) = try await drive.next() { return outcome }
        }
    }

    /// A call is gone: others may have waited for it.
    func callHasEnded() {
        // Without a listener there are no events: nothing to ask for.
        if configuration.onEvent != nil { report((try? core { try client.takeEvents() }) ?? []) }
        wakeups.wake()
    }

    func send(_ request: CoreHTTPRequest, timeout: UInt64, _ repeated: inout RepeatedAnswer) async -> Input {
        do {
            let request = try HTTPRequest(request)
            if let answer = repeated.take(for: request) { return .response(response: answer.core) }
            let answer = try await driver.send(request, timeout: TimeInterval(timeout) / 1000)
            if repeated.keep(answer, to: request) {
                let lost = TransportError(
                    kind: .connectionLost, delivery: .possible, message: "the HTTP client sent the request again")
                return .transportFailed(failure: lost.core)
            }
            return .response(response: answer.core)
        } catch let error as TransportError {
            return error.kind == .cancelled ? .cancel : .transportFailed(failure: error.core)
        } catch {
            if Task.isCancelled { return .cancel }
            // Not this task: something inside the driver was cancelled, or failed in another way.
            let failure = TransportError(kind: .other, delivery: .possible, message: "\(type(of: error))")
            return .transportFailed(failure: failure.core)
        }
    }

    func token(rejected: Bool) async -> Input {
        guard case .app(let provide) = configuration.tokenSource else {
            return .tokenFailed(reason: "the client has no token source of the app's")
        }
        do {
            let token = try await provide(rejected)
            return .token(
                accessToken: token.token.exposed, expiresInS: token.expiresIn.map { UInt64(max(0, min($0, 1e12))) })
        } catch {
            if Task.isCancelled { return .cancel }
            // The error's own text may hold anything.
            return .tokenFailed(reason: "\(type(of: error))")
        }
    }

    func report(_ events: [TVPassEvent]) {
        guard let onEvent = configuration.onEvent else { return }
        for event in events { onEvent(event) }
    }

    func save(_ state: Data) async -> Bool {
        let store = store
        do {
            try await offThePool { try store.save(state) }
            storageError.value = nil
            return true
        } catch {
            // The error's own text may hold anything.
            storageError.value = TVPassError(
                code: .storageUnwritable, message: "the state could not be stored: \(type(of: error))",
                advice: "See to it that the store can be written; until then, each start registers again.")
            return false
        }
    }

    /// Milliseconds since the client was opened.
    var now: UInt64 { clock.now }
}

/// A value that many threads read and write.
final class Guarded<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var content: Value

    init(_ content: Value) { self.content = content }

    var value: Value {
        get { lock.withLock { content } }
        set { lock.withLock { content = newValue } }
    }
}
