import Foundation

/// Keeps what a client has to remember across starts: the registration and the token. **Losing it loses the user's profiles.**
///
/// The state is a secret. Both functions are short, and may be called from any task.
public protocol StateStore: Sendable {
    /// The state that was saved last; `nil` if there is none. Throws if it cannot be read just now, such as before the first unlock.
    func load() throws -> Data?
    /// Replaces the state, durably.
    func save(_ state: Data) throws
}

/// Keeps the state in a file that only this user may read. On Apple platforms `KeychainStore` is the better place.
public struct FileStore: StateStore {
    private let file: URL

    public init(file: URL) {
        self.file = file
    }

    public func load() throws -> Data? {
        do {
            return try Data(contentsOf: file)
        } catch CocoaError.fileReadNoSuchFile, CocoaError.fileNoSuchFile {
            return nil
        }
    }

    public func save(_ state: Data) throws {
        // Made with its permissions before anything is in it, then put in place of the old file in one step.
        let partial = file.appendingPathExtension("partial")
        try? FileManager.default.removeItem(at: partial)
        guard FileManager.default.createFile(atPath: partial.path, contents: state, attributes: [.posixPermissions: 0o600])
        else {
            throw CocoaError(.fileWriteUnknown)
        }
        let handle = try FileHandle(forWritingTo: partial)
        try handle.synchronize()
        try handle.close()
        guard rename(partial.path, file.path) == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
    }
}

/// Keeps the state as long as it lives, for tests and previews: **each start of the app registers again, and the user's profiles are gone.**
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
