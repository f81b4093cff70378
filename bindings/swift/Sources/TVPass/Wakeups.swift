import Foundation

/// Wakes the calls that wait for another one of their client.
final class Wakeups: @unchecked Sendable {
    private let lock = NSLock()
    private var changes: UInt64 = 0
    private var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
    /// Those whose time is not up.
    private var begun: Set<UInt64> = []
    private var next: UInt64 = 0

    /// How many changes there have been. Read it before asking the core, so that a change in
    /// between is not slept through.
    var count: UInt64 { lock.withLock { changes } }

    /// Something changed: everybody looks again.
    func wake() {
        let woken = lock.withLock {
            changes += 1
            defer { waiting = [:] }
            return waiting.values
        }
        for continuation in woken { continuation.resume() }
    }

    /// Until something changed after `seen` (`nil`: changes do not matter), the time is up, or the
    /// task is cancelled.
    func wait(since seen: UInt64?, milliseconds: UInt64) async {
        let id = lock.withLock {
            next += 1
            begun.insert(next)
            return next
        }
        // At most an hour: whoever waits looks again anyway.
        let nanoseconds = min(milliseconds, 3_600_000) * 1_000_000
        let timer = Task {
            // Cancelling ends the sleep.
            try? await Task.sleep(nanoseconds: nanoseconds)
            self.end(id)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let late = lock.withLock {
                    let late = !begun.contains(id) || seen.map { $0 != changes } == true
                    if !late { waiting[id] = continuation }
                    return late
                }
                if late { continuation.resume() }
            }
        } onCancel: {
            timer.cancel()
        }
        timer.cancel()
        lock.withLock { _ = begun.remove(id) }
    }

    /// The time is up, perhaps before the waiting has begun.
    private func end(_ id: UInt64) {
        let continuation = lock.withLock {
            begun.remove(id)
            return waiting.removeValue(forKey: id)
        }
        continuation?.resume()
    }
}
