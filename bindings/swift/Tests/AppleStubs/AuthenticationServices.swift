// Stands in for Apple's AuthenticationServices: a browser that does what the test says.
import Foundation

@MainActor open class ASPresentationAnchor: NSObject {}

@MainActor public protocol ASWebAuthenticationPresentationContextProviding: NSObjectProtocol {
    func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor
}

open class ASWebAuthenticationSession: NSObject {
    public typealias CompletionHandler = (URL?, (any Error)?) -> Void

    /// What the browser does: whether it starts; and with the handler what it likes.
    nonisolated(unsafe) public static var fakeStart: (ASWebAuthenticationSession) -> Bool = { _ in true }
    public let fakeURL: URL
    public let fakeScheme: String?
    public let fakeHandler: CompletionHandler
    public private(set) var fakeIsCancelled = false

    public init(url: URL, callbackURLScheme: String?, completionHandler: @escaping CompletionHandler) {
        fakeURL = url
        fakeScheme = callbackURLScheme
        fakeHandler = completionHandler
    }

    open weak var presentationContextProvider: (any ASWebAuthenticationPresentationContextProviding)?
    @discardableResult open func start() -> Bool { ASWebAuthenticationSession.fakeStart(self) }
    open func cancel() { fakeIsCancelled = true }
}
