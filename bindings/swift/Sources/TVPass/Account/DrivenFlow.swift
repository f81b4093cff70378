import Foundation

/// A flow of an account, which begins when its first event is asked for.
final class DrivenFlow: @unchecked Sendable {
    /// Gone when it has begun or ended: it holds the client, and with it the store.
    private var start: (@Sendable () throws -> Drive)?
    /// Is told that something may have changed about who is signed in.
    private let changed: @Sendable (Drive.Progress?) -> Void
    private let lock = NSLock()
    private var drive: Drive?
    private var isOver = false

    init(start: @escaping @Sendable () throws -> Drive, changed: @escaping @Sendable (Drive.Progress?) -> Void) {
        self.start = start
        self.changed = changed
    }

    /// `nil` when it has ended.
    func next() async throws -> Drive.Progress? {
        try Task.checkCancellation()
        guard let drive = try begun() else { return nil }
        do {
            let progress = try await drive.next()
            if case .done = progress { end() }
            changed(progress)
            return progress
        } catch {
            end()
            changed(nil)
            throw error
        }
    }

    /// Whether anything has asked for that.
    func tell(_ input: UserInput) -> Bool {
        let drive = lock.withLock { self.drive }
        return (try? drive?.tell(input)) ?? false
    }

    /// Leaves everything as it is.
    func end() {
        let ended = lock.withLock { () -> Drive? in
            isOver = true
            start = nil
            defer { drive = nil }
            return drive
        }
        ended?.end()
    }

    private func begun() throws -> Drive? {
        try lock.withLock { () throws -> Drive? in
            if isOver { return nil }
            if let drive { return drive }
            guard let start else { return nil }
            self.start = nil
            do {
                let begun = try start()
                drive = begun
                return begun
            } catch {
                isOver = true
                throw error
            }
        }
    }
}

/// Another flow's progress would be a mistake in the library.
func unexpectedProgress() -> TVPassError {
    TVPassError(code: .panic, message: "the library went on with another flow", advice: "Report it.")
}
