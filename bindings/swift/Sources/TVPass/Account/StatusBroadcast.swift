import Foundation

/// The last status, and those who want to know of the next ones.
final class StatusBroadcast: @unchecked Sendable {
    private let lock = NSLock()
    private var last: Status?
    private var listeners: [UInt64: AsyncStream<Status>.Continuation] = [:]
    private var next: UInt64 = 0

    deinit { for listener in listeners.values { listener.finish() } }

    var status: Status? { lock.withLock { last } }

    func publish(_ status: Status) {
        // Under the lock, so that they come in one order to everybody.
        lock.withLock {
            guard status != last else { return }
            last = status
            for listener in listeners.values { listener.yield(status) }
        }
    }

    /// The last status, and then each new one; of those that nobody has asked for, the newest.
    func stream() -> AsyncStream<Status> {
        let (stream, continuation) = AsyncStream.makeStream(of: Status.self, bufferingPolicy: .bufferingNewest(1))
        let id = lock.withLock {
            next += 1
            listeners[next] = continuation
            if let last { continuation.yield(last) }
            return next
        }
        continuation.onTermination = { [weak self] _ in
            // Not under the lock: a stream may end while something is published to it.
            self?.remove(id)
        }
        return stream
    }

    private func remove(_ id: UInt64) {
        lock.withLock { _ = listeners.removeValue(forKey: id) }
    }
}
