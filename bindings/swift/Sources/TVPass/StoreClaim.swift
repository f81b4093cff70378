import Foundation

/// Another client uses the store, in this process or in another one: make one client and share it.
public struct StoreInUse: LocalizedError, Sendable, Hashable {
    public init() {}

    public var errorDescription: String? { "the store is in use by another client" }
    public var recoverySuggestion: String? { "Make one client, and share it." }
}

/// A client's hold on its store. Another client gets the store when nothing refers to this any
/// longer.
public final class StoreClaim: Sendable {
    private let release: @Sendable () -> Void

    /// - Parameter release: Called once, at the end.
    public init(release: @escaping @Sendable () -> Void = {}) {
        self.release = release
    }

    /// Claims what `key` stands for among the clients of this process. Throws ``StoreInUse`` if it
    /// is claimed already.
    ///
    /// - Parameters:
    ///   - key: Equal for stores that keep their state in one place.
    ///   - release: Called once, when the key is free again.
    public convenience init<Key: Hashable & Sendable>(inThisProcess key: Key, release: @escaping @Sendable () -> Void = {}) throws {
        guard StoreClaim.claimed.insert(key) else { throw StoreInUse() }
        self.init {
            StoreClaim.claimed.remove(key)
            release()
        }
    }

    deinit { release() }

    private static let claimed = Claimed()
}

/// The keys that are claimed in this process.
private final class Claimed: @unchecked Sendable {
    private let lock = NSLock()
    private var keys: Set<AnyHashable> = []

    func insert(_ key: some Hashable & Sendable) -> Bool {
        lock.withLock { keys.insert(AnyHashable(key)).inserted }
    }

    func remove(_ key: some Hashable & Sendable) {
        lock.withLock { _ = keys.remove(AnyHashable(key)) }
    }
}

/// A lock on a file that no other process has, and no other client of this one.
enum FileLock {
    /// Makes the file if need be. Throws ``StoreInUse`` if the lock is taken.
    static func claim(_ path: String) throws -> StoreClaim {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw systemError() }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error = errno == EWOULDBLOCK ? StoreInUse() : systemError()
            _ = close(descriptor)
            throw error
        }
        return StoreClaim { _ = close(descriptor) }
    }
}

/// What the last system call failed with.
func systemError() -> any Error {
    POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
}
