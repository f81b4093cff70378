import Foundation

/// Keeps the state in a file that only this user may read. On Apple platforms `KeychainStore` is
/// the better place.
///
/// Saving writes a neighbour (`<name>.<random>.partial`), flushes it to the disk and renames it
/// over the file, so that at any moment there is the old state or the new one, whole. While a
/// client uses the store, it holds a lock on another neighbour (`<name>.lock`), and no other client
/// opens the file, in this process or in another one; what a crash left of a save is removed then.
/// If the file is a symbolic link, the file that it leads to is the one that is replaced, and
/// locked. The folder has to exist.
///
/// In a container that an iOS app shares with its extensions, the system ends an app that holds a
/// lock when it is suspended: keep the file in the app's own container.
public struct FileStore: StateStore {
    private let file: URL
    /// Of this store and its copies.
    private let saving = NSLock()

    public init(file: URL) {
        self.file = file.resolvingSymlinksInPath()
    }

    public func load() throws -> Data? {
        do {
            return try Data(contentsOf: file)
        } catch CocoaError.fileReadNoSuchFile, CocoaError.fileNoSuchFile {
            return nil
        }
    }

    public func save(_ state: Data) throws {
        try saving.withLock { try replace(with: state) }
    }

    private func replace(with state: Data) throws {
        let random = String(UInt64.random(in: .min ... .max), radix: 16)
        let zeros = String(repeating: "0", count: FileStore.digits - random.count)
        let partial = "\(file.path).\(zeros)\(random).partial"
        do {
            try FileStore.write(state, to: partial)
            guard rename(partial, file.path) == 0 else { throw systemError() }
        } catch {
            // What fits of it would only take the space of others, on a disk that may be full.
            unlink(partial)
            throw error
        }
        try FileStore.flush(folder: file.deletingLastPathComponent().path)
    }

    /// Makes the file with its permissions before anything is in it.
    private static func write(_ state: Data, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw systemError() }
        defer { _ = close(descriptor) }
        try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: state)
        guard fsync(descriptor) == 0 else { throw systemError() }
    }

    /// Makes what was renamed in it durable.
    private static func flush(folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw systemError() }
        defer { _ = close(descriptor) }
        // Some file systems do not do this for folders.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw systemError() }
    }

    public func claim() throws -> StoreClaim {
        let claim: StoreClaim
        do {
            claim = try FileLock.claim(file.path + ".lock")
        } catch let error as POSIXError where [.EROFS, .EACCES, .EPERM, .ENOSPC, .EDQUOT].contains(error.code) {
            // Where nothing can be written, a state that is there is of use all the same.
            return try StoreClaim(inThisProcess: file)
        }
        removeLeftovers()
        return claim
    }

    /// Of saves that a crash ended. Nobody writes one now: the lock is ours.
    private func removeLeftovers() {
        let folder = file.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let (start, end) = (file.lastPathComponent + ".", ".partial")
        for name in names where name.hasPrefix(start) && name.hasSuffix(end) {
            let middle = name.dropFirst(start.count).dropLast(end.count)
            if middle.count == FileStore.digits, middle.allSatisfy(\.isHexDigit) {
                unlink(folder.appendingPathComponent(name).path)
            }
        }
    }

    /// Of the random part of a name.
    private static let digits = 16
}
