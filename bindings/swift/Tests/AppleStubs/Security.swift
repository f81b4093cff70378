// Stands in for Apple's Security: the keychain's functions, over a dictionary.
import Foundation

public typealias CFDictionary = [String: Any]
public typealias CFTypeRef = AnyObject
public typealias OSStatus = Int32

public let kSecClass = "class", kSecClassGenericPassword = "genp", kSecAttrService = "svce", kSecAttrAccount = "acct"
public let kSecUseDataProtectionKeychain = "nleg", kSecReturnData = "r_Data", kSecMatchLimit = "m_Limit", kSecMatchLimitOne = "m_LimitOne"
public let kSecValueData = "v_Data", kSecAttrAccessible = "pdmn", kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly = "cku"
public let errSecSuccess: OSStatus = 0
public let errSecItemNotFound: OSStatus = -25300
public let errSecInteractionNotAllowed: OSStatus = -25308
public let errSecDuplicateItem: OSStatus = -25299

/// What the tests do to the keychain and see of it.
public final class FakeKeychain: @unchecked Sendable {
    public static let shared = FakeKeychain()
    /// As before the first unlock.
    public var isLocked = false
    public var items: [String: [String: Any]] = [:]
    private let lock = NSLock()

    /// Each of the keychain's functions is one step, from whatever thread; between them, others get
    /// their turn.
    func step(_ body: (FakeKeychain) -> OSStatus) -> OSStatus {
        defer { sched_yield() }
        return lock.withLock { body(self) }
    }

    func key(_ query: CFDictionary) -> String {
        [kSecClass, kSecAttrService, kSecAttrAccount].map { "\(query[$0] ?? "")" }.joined(separator: "/")
    }
}

public func SecItemCopyMatching(_ query: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus {
    FakeKeychain.shared.step { keychain in
        if keychain.isLocked { return errSecInteractionNotAllowed }
        guard let item = keychain.items[keychain.key(query)] else { return errSecItemNotFound }
        if query[kSecReturnData] as? Bool == true, let data = item[kSecValueData] as? Data {
            result?.pointee = NSData(data: data)
        }
        return errSecSuccess
    }
}

public func SecItemUpdate(_ query: CFDictionary, _ attributes: CFDictionary) -> OSStatus {
    FakeKeychain.shared.step { keychain in
        if keychain.isLocked { return errSecInteractionNotAllowed }
        guard let item = keychain.items[keychain.key(query)] else { return errSecItemNotFound }
        keychain.items[keychain.key(query)] = item.merging(attributes) { $1 }
        return errSecSuccess
    }
}

public func SecItemAdd(_ attributes: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus {
    FakeKeychain.shared.step { keychain in
        if keychain.isLocked { return errSecInteractionNotAllowed }
        if keychain.items[keychain.key(attributes)] != nil { return errSecDuplicateItem }
        keychain.items[keychain.key(attributes)] = attributes
        return errSecSuccess
    }
}
