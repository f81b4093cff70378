import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A request to send exactly as it is, without following redirects. Its description shows neither
/// tokens nor the body.
public struct HTTPRequest: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `GET`, `POST` or `DELETE`.
    public let method: String
    /// The absolute URL. It may end in an authentication code, a secret.
    public let url: URL
    /// The headers, in order.
    public let headers: [Header]
    /// The body. It is secret as a whole. One that is empty is sent as such (`Content-Length: 0`).
    public let body: Data?

    /// A header; its description shows the name alone, because the device's identifier is nothing
    /// for a log either.
    public struct Header: Sendable, CustomStringConvertible, CustomReflectable {
        /// The field name.
        public let name: String
        /// The value.
        public let value: String
        /// Whether the value must stay out of logs.
        public let isSecret: Bool

        public var description: String { "\(name): …" }
        public var customMirror: Mirror { Mirror(self, children: ["name": name, "isSecret": isSecret]) }
    }

    private let shownURL: String

    public var description: String { "\(method) \(shownURL)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror {
        Mirror(self, children: ["method": method, "url": shownURL, "headers": headers.map(\.description)])
    }

    init(_ request: CoreHTTPRequest) throws {
        guard let url = URL(string: request.url) else {
            throw TVPassError(code: .transportRefused, message: "Foundation does not read the request's URL", advice: "Report it.")
        }
        method = request.method
        self.url = url
        shownURL = request.shownURL
        headers = request.headers.map { Header(name: $0.name, value: $0.value, isSecret: $0.secret) }
        body = request.body
    }

    /// The same for `URLSession`: no cookies, no cache. A `URLRequest` shows its headers, tokens
    /// included, when it is dumped: log this value instead.
    public func urlRequest(timeout: TimeInterval) -> URLRequest {
        var request = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: timeout)
        request.httpMethod = method
        request.httpShouldHandleCookies = false
        request.httpBody = body
        for header in headers {
            request.setValue(header.value, forHTTPHeaderField: header.name)
        }
        return request
    }
}

/// An answer, whatever its status. Its description shows the body's length only: answers carry
/// secrets too.
public struct HTTPResponse: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The HTTP status.
    public let status: Int
    /// `Content-Type`, if there is one.
    public let contentType: String?
    /// `Retry-After`, if there is one.
    public let retryAfter: String?
    /// `Date`, if there is one: the service's clock, from which the device's may differ.
    public let date: String?
    /// The body, after removal of content encodings.
    public let body: Data
    /// Whether the HTTP client has sent the request more than once by itself, so that this may not
    /// be the first answer to it. The client then takes an earlier answer for lost, and a logout
    /// that says ``LogoutAction/invalid`` for ``LogoutAction/invalidAfterLostAnswer``.
    public var wasSentAgain = false

    public init(status: Int, contentType: String? = nil, retryAfter: String? = nil, date: String? = nil, body: Data = Data()) {
        self.status = status
        self.contentType = contentType
        self.retryAfter = retryAfter
        self.date = date
        self.body = body
    }

    /// What `URLSession` received.
    public init(_ response: HTTPURLResponse, body: Data) {
        self.init(
            status: response.statusCode, contentType: response.value(forHTTPHeaderField: "Content-Type"),
            retryAfter: response.value(forHTTPHeaderField: "Retry-After"),
            date: response.value(forHTTPHeaderField: "Date"), body: body)
    }

    public var description: String { "HTTP \(status), \(body.count) bytes" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["status": status, "bytes": body.count]) }

    var core: CoreHTTPResponse {
        CoreHTTPResponse(
            status: UInt16(clamping: status), contentType: contentType, retryAfter: retryAfter, date: date, body: body)
    }
}

/// A failure below HTTP, as a driver reports it.
public struct TransportError: Error, Sendable, Hashable {
    /// What failed.
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// The host name was not resolved.
        case dns
        /// No connection was made.
        case connect
        /// TLS failed.
        case tls
        /// A time limit ran out.
        case timeout
        /// The connection was lost.
        case connectionLost
        /// The answer exceeds the size limit.
        case responseTooLarge
        /// The request was refused before sending.
        case refused
        /// The answer is not HTTP.
        case `protocol`
        /// The app ended the request through its HTTP client. It is not repeated.
        case cancelled
        /// Anything else.
        case other
    }

    /// What failed.
    public let kind: Kind
    /// Whether the service may have acted on the request. If in doubt,
    /// ``RequestDelivery/possible``.
    public let delivery: RequestDelivery
    /// The HTTP client's own words, without URLs and headers.
    public let message: String

    public init(kind: Kind, delivery: RequestDelivery, message: String) {
        self.kind = kind
        self.delivery = delivery
        self.message = message
    }

    var core: TransportFailure {
        let kind: TransportFailureKind =
            switch self.kind {
            case .dns: .dns
            case .connect: .connect
            case .tls: .tls
            case .timeout: .timeout
            case .connectionLost: .connectionLost
            case .responseTooLarge: .responseTooLarge
            case .refused: .refused
            case .protocol: .`protocol`
            // A client does not ask for it: the call ends.
            case .cancelled, .other: .other
            }
        return TransportFailure(kind: kind, delivery: delivery, message: message)
    }
}

extension TransportError: LocalizedError {
    public var errorDescription: String? { "\(kind): \(message)" }

    public var recoverySuggestion: String? {
        switch kind {
        case .dns, .connect, .timeout, .connectionLost, .other: "Check the network, then try again."
        case .cancelled: "Look for what cancels the tasks of the app's session."
        case .tls: "Check the device's clock, its root certificates and any proxy in between."
        case .responseTooLarge: "Raise the size limit if the answer is genuine."
        case .refused: "Requests go to https only, and only to the server that they were built for."
        case .protocol: "Look at what answered: a captive portal or proxy may be in between."
        }
    }
}

/// Sends requests. ``URLSessionDriver`` is the one to use; another HTTP client needs this one
/// function.
public protocol HTTPDriver: Sendable {
    /// Sends `request` as it is and once, follows no redirect, and returns the answer whatever its
    /// status. Throws a ``TransportError``, or `CancellationError` if the task is cancelled. A
    /// client that may repeat requests by itself says so: ``HTTPResponse/wasSentAgain``.
    func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse
}
