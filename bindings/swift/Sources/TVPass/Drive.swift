import Foundation

/// A call or a flow on its way: does what each step says until there is something for its caller.
///
/// ``next()`` is called by one task at a time; what the user does may be told by any.
final class Drive: @unchecked Sendable {
    /// What there is for the caller.
    enum Progress {
        case presented(Presented)
        case done(Outcome)
    }

    private let runner: CallRunner
    private let lock = NSLock()
    /// Gone when it has ended: the core learns of that before others are woken.
    private var call: Call?
    private var input = Input.poll
    private var repeated = RepeatedAnswer()
    private var knowsOfLoss = false

    init(_ call: Call, _ runner: CallRunner) {
        self.call = call
        self.runner = runner
    }

    deinit { end() }

    /// Throws a ``TVPassError``, or `CancellationError` if the task is cancelled. Then it has
    /// ended.
    func next() async throws -> Progress {
        do {
            let progress = try await advance()
            if case .done = progress { end() }
            return progress
        } catch {
            end()
            throw error
        }
    }

    /// Tells a flow what the user did. Whether anything has asked for that.
    func tell(_ input: UserInput) throws -> Bool {
        guard let call = lock.withLock({ self.call }) else { return false }
        let isTaken = try core { try call.tell(nowMs: runner.now, input: input) }
        if isTaken { runner.wakeups.wake() }
        return isTaken
    }

    /// Leaves everything as it is.
    func end() {
        let ended = lock.withLock {
            defer { call = nil }
            return call != nil
        }
        if ended { runner.callHasEnded() }
    }

    private func advance() async throws -> Progress {
        while true {
            guard let call = lock.withLock({ self.call }) else { throw CancellationError() }
            if case .poll = input, Task.isCancelled { input = .cancel }
            let seen = runner.wakeups.count
            let turn = try core { try call.advance(nowMs: runner.now, input: input) }
            runner.report(turn.events)
            if turn.registrationWasLost && !knowsOfLoss {
                knowsOfLoss = true
                runner.loss.value = true
            }
            if case .poll = input {} else { runner.wakeups.wake() }
            switch turn.step {
            case .send(let request, let timeout):
                input = await runner.send(request, timeout: timeout, &repeated)
            case .wait(let until, let reason):
                let left = until - min(until, runner.now)
                // Another call's progress may end the wait, and so may what the user does.
                let since = reason == .otherCall || reason == .answer ? seen : nil
                // In parts: Swift's sleeps stand still while the device sleeps, and the clock does
                // not.
                await runner.wakeups.wait(since: since, milliseconds: min(left, Drive.longestSleep))
                input = .poll
            case .persist(let state):
                input = .persisted(success: await runner.save(state))
            case .provideToken(let rejected):
                input = await runner.token(rejected: rejected)
            case .present(let presented):
                input = .poll
                return .presented(presented)
            case .done(let outcome):
                return .done(outcome)
            case .failed(let failure):
                // Otherwise the app has ended the request through its HTTP client.
                if failure.kind == .cancelled, Task.isCancelled { throw CancellationError() }
                throw TVPassError(failure)
            }
        }
    }

    /// In milliseconds.
    private static let longestSleep: UInt64 = 10_000
}
