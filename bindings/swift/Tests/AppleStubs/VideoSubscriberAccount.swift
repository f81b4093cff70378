// Stands in for Apple's VideoSubscriberAccount: a manager that says what a test wishes.
import Foundation
import UIKit

public enum VSAccountAccessStatus: Int, Sendable { case notDetermined = 0, restricted = 1, denied = 2, granted = 3 }

public struct VSCheckAccessOption: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let prompt = VSCheckAccessOption(rawValue: "prompt")
}

public let VSErrorDomain = "VSErrorDomain"
public let VSErrorInfoKeyUnsupportedProviderIdentifier = "VSErrorInfoKeyUnsupportedProviderIdentifier"

open class VSAccountMetadataRequest: NSObject {
    open var channelIdentifier: String?
    open var supportedAccountProviderIdentifiers: [String] = []
    open var verificationToken: String?
    open var includeAccountProviderIdentifier = false
    open var includeAuthenticationExpirationDate = false
    open var isInterruptionAllowed = false
    open var attributeNames: [String] = []
}

open class VSAccountMetadata: NSObject {
    open var accountProviderIdentifier: String?
    open var authenticationExpirationDate: Date?
    open var samlAttributeQueryResponse: String?
}

open class VSAccountManagerResult: NSObject {
    public private(set) var fakeIsCancelled = false
    open func cancel() { fakeIsCancelled = true }
}

public protocol VSAccountManagerDelegate: NSObjectProtocol {
    func accountManager(_ accountManager: VSAccountManager, present viewController: UIViewController)
    func accountManager(_ accountManager: VSAccountManager, dismiss viewController: UIViewController)
}

open class VSAccountManager: NSObject {
    /// What the tests make the framework say. `nil`: it never says anything.
    nonisolated(unsafe) public static var fakeAccess: VSAccountAccessStatus? = .granted
    nonisolated(unsafe) public static var fakeAnswer: ((VSAccountMetadataRequest) -> (VSAccountMetadata?, (any Error)?))?
    nonisolated(unsafe) public static var fakeResults: [VSAccountManagerResult] = []

    open weak var delegate: (any VSAccountManagerDelegate)?

    open func checkAccessStatus(
        options: [VSCheckAccessOption: Any] = [:],
        completionHandler: @escaping (VSAccountAccessStatus, (any Error)?) -> Void
    ) {
        if let access = VSAccountManager.fakeAccess { completionHandler(access, nil) }
    }

    @discardableResult
    open func enqueue(
        _ request: VSAccountMetadataRequest, completionHandler: @escaping (VSAccountMetadata?, (any Error)?) -> Void
    ) -> VSAccountManagerResult {
        let result = VSAccountManagerResult()
        VSAccountManager.fakeResults.append(result)
        if let (metadata, error) = VSAccountManager.fakeAnswer?(request) { completionHandler(metadata, error) }
        return result
    }
}
