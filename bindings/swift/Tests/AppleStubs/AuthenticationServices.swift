import Foundation

@MainActor open class ASPresentationAnchor {
    public init() {}
}

@MainActor public protocol ASWebAuthenticationPresentationContextProviding {
    func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor
}

@MainActor open class ASWebAuthenticationSession {
    public typealias CompletionHandler = (URL?, (any Error)?) -> Void
    public init(url: URL, callbackURLScheme: String?, completionHandler: @escaping CompletionHandler) {}
    public var presentationContextProvider: (any ASWebAuthenticationPresentationContextProviding)?
    @discardableResult open func start() -> Bool { false }
    open func cancel() {}
}
