#if canImport(Security)
import Foundation
import Security

/// Keeps the state in the keychain of this app, on this device alone: it is not part of backups and
/// does not move to a new device, where the registration would be of no use. On tvOS and iOS it
/// survives the app's removal.
public struct KeychainStore: StateStore {
    private let service: String
    private let account: String
    /// Of this store and its copies.
    private let saving = NSLock()

    /// - Parameters:
    ///   - service: Whose state it is. The default is right for one client per app.
    ///   - account: Tells several clients of an app apart, such as by service provider or
    ///     environment.
    public init(service: String = "dev.tvpass.state", account: String = "default") {
        self.service = service
        self.account = account
    }

    /// The keychain's own answer.
    public struct Failure: LocalizedError, Sendable, Hashable, CustomStringConvertible {
        /// The `OSStatus`.
        public let status: Int32

        public var description: String { "keychain status \(status)" }
        public var errorDescription: String? { description }
        public var recoverySuggestion: String? {
            "Try again once the device has been unlocked; check the app's keychain entitlements otherwise."
        }
    }

    private var query: [String: Any] {
        [
            kSecClass as String: kSecClassGenericPassword,
            kSecAttrService as String: service,
            kSecAttrAccount as String: account,
            // macOS has an older kind of keychain besides.
            kSecUseDataProtectionKeychain as String: true,
        ]
    }

    public func load() throws -> Data? {
        var query = query
        query[kSecReturnData as String] = true
        query[kSecMatchLimit as String] = kSecMatchLimitOne
        var item: CFTypeRef?
        switch SecItemCopyMatching(query as CFDictionary, &item) {
        case errSecSuccess: return item as? Data
        case errSecItemNotFound: return nil
        // Such as before the first unlock: there may be a state, so this is not the same as none.
        case let status: throw Failure(status: status)
        }
    }

    public func save(_ state: Data) throws {
        try saving.withLock { try replace(with: state) }
    }

    private func replace(with state: Data) throws {
        let attributes: [String: Any] = [
            kSecValueData as String: state,
            // For work in the background, once the device has been unlocked.
            kSecAttrAccessible as String: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]
        var status = SecItemUpdate(query as CFDictionary, attributes as CFDictionary)
        if status == errSecItemNotFound {
            status = SecItemAdd(query.merging(attributes) { $1 } as CFDictionary, nil)
        }
        if status != errSecSuccess { throw Failure(status: status) }
    }

    /// One client at a time per service and account. On macOS, where an app may run several times
    /// at once, other processes of the app are kept out by a lock in the user's folder for caches;
    /// elsewhere an app has one process, and its extensions have keychains of their own unless an
    /// access group is set up first in the list of both.
    public func claim() throws -> StoreClaim {
        #if os(macOS)
        let lock = try FileLock.claim(lockPath())
        #else
        let lock = StoreClaim()
        #endif
        return try StoreClaim(inThisProcess: [service, account]) { withExtendedLifetime(lock) {} }
    }

    #if os(macOS)
    private func lockPath() throws -> String {
        let caches = try FileManager.default.url(for: .cachesDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        let folder = caches.appendingPathComponent(Bundle.main.bundleIdentifier ?? ProcessInfo.processInfo.processName)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let name = "\(service)/\(account)".addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? service
        return folder.appendingPathComponent(name + ".lock").path
    }
    #endif
}
#endif
