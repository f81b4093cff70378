import Foundation

/// Waits for the first of several things to happen. One waits, any thread sends.
final class FirstValue<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var first: Value?
    private var waiting: CheckedContinuation<Value, Never>?

    /// Only the first value counts.
    func send(_ value: Value) {
        let continuation: CheckedContinuation<Value, Never>? = lock.withLock {
            if first != nil { return nil }
            first = value
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: value)
    }

    var value: Value {
        get async {
            await withCheckedContinuation { continuation in
                let already: Value? = lock.withLock {
                    if first == nil { waiting = continuation }
                    return first
                }
                if let already { continuation.resume(returning: already) }
            }
        }
    }
}
