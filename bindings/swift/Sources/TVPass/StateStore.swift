import Foundation

/// Keeps what a client has to remember across starts: the registration and the token. **Losing it
/// loses the user's profiles.**
///
/// The state is a secret. Both functions are short, and may be called from any task.
public protocol StateStore: Sendable {
    /// The state that was saved last; `nil` if there is none. Throws if it cannot be read just now,
    /// such as before the first unlock.
    func load() throws -> Data?
    /// Replaces the state, durably: afterwards, and after a crash at any moment, there is the old
    /// state or the new one, whole.
    func save(_ state: Data) throws
    /// Takes the store for one client, before it loads. The client keeps what this returns for as
    /// long as it lives: of two clients that register, one registration would be lost, and the
    /// user's profiles with it. Throws ``StoreInUse`` if another client has the store.
    ///
    /// Without an implementation, clients that share an object exclude one another; a structure is
    /// not guarded.
    func claim() throws -> StoreClaim
}

extension StateStore {
    public func claim() throws -> StoreClaim { StoreClaim() }
}

extension StateStore where Self: AnyObject {
    public func claim() throws -> StoreClaim {
        try StoreClaim(inThisProcess: ObjectIdentifier(self)) { withExtendedLifetime(self) {} }
    }
}

/// Keeps the state as long as it lives, for tests and previews: **each start of the app registers
/// again, and the user's profiles are gone.**
public final class MemoryStore: StateStore, @unchecked Sendable {
    private let lock = NSLock()
    private var state: Data?

    public init(_ state: Data? = nil) {
        self.state = state
    }

    public func load() throws -> Data? {
        lock.withLock { state }
    }

    public func save(_ state: Data) throws {
        lock.withLock { self.state = state }
    }
}

extension MemoryStore: CustomStringConvertible, CustomReflectable {
    public var description: String { "MemoryStore(…)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
