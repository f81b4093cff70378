import Foundation

/// The loop around the core's calls: does what each step says, and reports back.
final class CallRunner: Sendable {
    private let client: Client
    private let configuration: TVPassConfiguration
    private let driver: any HTTPDriver
    private let store: any StateStore
    /// As long as a call runs, no other client gets the store.
    private let claim: StoreClaim?
    private let started = DispatchTime.now()
    private let wakeups = Wakeups()
    let loss = LossOfRegistration()

    init(
        _ client: Client, _ configuration: TVPassConfiguration, driver: any HTTPDriver, store: any StateStore,
        claim: StoreClaim?
    ) {
        self.client = client
        self.configuration = configuration
        self.driver = driver
        self.store = store
        self.claim = claim
    }

    /// Any operation, within `deadline` seconds.
    func run(_ operation: Operation, deadline: TimeInterval) async throws -> Outcome {
        try Task.checkCancellation()
        defer {
            // Without a listener there are none: nothing to ask for.
            if configuration.onEvent != nil { report((try? core { try client.takeEvents() }) ?? []) }
            wakeups.wake()
        }
        // The call is gone when this returns: the core learns of that before the others are woken.
        return try await drive(operation, deadline: deadline)
    }

    private func drive(_ operation: Operation, deadline: TimeInterval) async throws -> Outcome {
        let limit = UInt64(max(0, min(deadline, 86_400) * 1000))
        let call = try core { try client.start(nowMs: now, operation: operation, deadlineMs: limit) }
        var input = Input.poll
        var repeated = RepeatedAnswer()
        var knowsOfLoss = false
        while true {
            if case .poll = input, Task.isCancelled { input = .cancel }
            let seen = wakeups.count
            let turn = try core { try call.advance(nowMs: now, input: input) }
            report(turn.events)
            if turn.registrationWasLost && !knowsOfLoss {
                knowsOfLoss = true
                loss.isKnown = true
            }
            if case .poll = input {} else { wakeups.wake() }
            switch turn.step {
            case .send(let request, let timeout):
                input = await send(request, timeout: timeout, &repeated)
            case .wait(let until, let reason):
                let left = until - min(until, now)
                await wakeups.wait(since: reason == .otherCall ? seen : nil, milliseconds: left)
                input = .poll
            case .persist(let state):
                input = .persisted(success: (try? store.save(state)) != nil)
            case .provideToken(let rejected):
                input = await token(rejected: rejected)
            case .done(let outcome):
                return outcome
            case .failed(let failure):
                // Otherwise the app has ended the request through its HTTP client.
                if failure.kind == .cancelled, Task.isCancelled { throw CancellationError() }
                throw TVPassError(failure)
            }
        }
    }

    private func send(_ request: CoreHTTPRequest, timeout: UInt64, _ repeated: inout RepeatedAnswer) async -> Input {
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

    private func token(rejected: Bool) async -> Input {
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

    private func report(_ events: [TVPassEvent]) {
        guard let onEvent = configuration.onEvent else { return }
        for event in events { onEvent(event) }
    }

    /// Milliseconds since the client was made. `DispatchTime` stands still while the device sleeps;
    /// the core takes that as any other pause.
    var now: UInt64 {
        (DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds) / 1_000_000
    }
}

/// Whether a call has registered again, and nobody has acknowledged that yet.
final class LossOfRegistration: @unchecked Sendable {
    private let lock = NSLock()
    private var known = false

    var isKnown: Bool {
        get { lock.withLock { known } }
        set { lock.withLock { known = newValue } }
    }
}
