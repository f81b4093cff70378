import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Sends requests through a `URLSession` of its own, made of the app's configuration and delegate,
/// so that proxies, pinning and certificates are the app's. Follows no redirect, and ends the
/// request when the task is cancelled.
///
/// Nobody else has that session, so that nobody can invalidate it while a client uses it:
/// Foundation ends an app that starts a task in an invalidated session. When nothing refers to the
/// driver any longer, it invalidates the session itself.
///
/// On Apple's systems `URLSession` may by itself repeat a `GET` whose kept-alive connection has
/// died, and nothing prevents it. Its metrics tell afterwards, and the answer says so
/// (``HTTPResponse/wasSentAgain``). Elsewhere each request has a connection of its own, which is
/// never repeated.
public struct URLSessionDriver: HTTPDriver {
    private let own: OwnSession
    private let maximumBytes: Int

    #if canImport(FoundationNetworking)
    /// - Parameters:
    ///   - configuration: The app's. The default keeps no cookies and has no cache.
    ///   - maximumBytes: The largest body that is accepted.
    public init(configuration: URLSessionConfiguration = .ephemeral, maximumBytes: Int = 1 << 20) {
        own = OwnSession(URLSession(configuration: configuration))
        self.maximumBytes = maximumBytes
    }
    #else
    /// - Parameters:
    ///   - configuration: The app's. The default keeps no cookies and has no cache.
    ///   - delegate: The app's, such as for pinning. It is kept until the driver is gone, and is
    ///     asked about all but redirects.
    ///   - maximumBytes: The largest body that is accepted.
    public init(
        configuration: URLSessionConfiguration = .ephemeral, delegate: (any URLSessionDelegate)? = nil, maximumBytes: Int = 1 << 20
    ) {
        own = OwnSession(URLSession(configuration: configuration, delegate: delegate, delegateQueue: nil))
        self.maximumBytes = maximumBytes
    }
    #endif

    public func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse {
        // URLSession's own limit is for silence, and may come a little early: a call whose time is
        // up would end with that instead of saying so.
        let urlRequest = request.urlRequest(timeout: timeout + 1)
        // This one is for the whole exchange. Whichever child is first ends the other.
        return try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
            group.addTask { try await exchange(urlRequest) }
            group.addTask {
                try await Task.sleep(nanoseconds: UInt64((max(0, min(timeout, 86_400)) * 1_000_000_000).rounded(.up)))
                throw TransportError(kind: .timeout, delivery: .possible, message: "the time is up")
            }
            defer { group.cancelAll() }
            guard let response = try await group.next() else { throw CancellationError() }
            return response
        }
    }

    private func exchange(_ request: URLRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let (body, response, wasSentAgain): (Data, URLResponse, Bool)
        do {
            (body, response, wasSentAgain) = try await receive(request)
        } catch let error as TransportError {
            throw error
        } catch {
            try Task.checkCancellation()
            throw TransportError(error)
        }
        guard let response = response as? HTTPURLResponse else {
            throw TransportError(kind: .protocol, delivery: .possible, message: "the answer is not HTTP")
        }
        var answer = HTTPResponse(response, body: body)
        answer.wasSentAgain = wasSentAgain
        return answer
    }

    #if canImport(FoundationNetworking)
    private func receive(_ request: URLRequest) async throws -> (Data, URLResponse, wasSentAgain: Bool) {
        let (body, response) = try await PortableExchange(maximumBytes: maximumBytes, tooLarge: tooLarge)
            .run(request, configuration: own.session.configuration)
        return (body, response, false)
    }
    #else
    private func receive(_ request: URLRequest) async throws -> (Data, URLResponse, wasSentAgain: Bool) {
        let watching = Watching()
        let (bytes, response) = try await own.session.bytes(for: request, delegate: watching)
        var body = Data()
        for try await byte in bytes {
            if body.count == maximumBytes { throw tooLarge }
            body.append(byte)
        }
        return (body, response, watching.wasSentAgain)
    }
    #endif

    private var tooLarge: TransportError {
        TransportError(kind: .responseTooLarge, delivery: .possible, message: "more than \(maximumBytes) bytes")
    }
}

/// A session, until nothing refers to this any longer.
private final class OwnSession: Sendable {
    let session: URLSession

    init(_ session: URLSession) { self.session = session }

    deinit { session.finishTasksAndInvalidate() }
}

#if !canImport(FoundationNetworking)
/// Hands out redirects as answers, and sees whether a request was sent more than once.
private final class Watching: NSObject, URLSessionTaskDelegate, @unchecked Sendable {
    private let lock = NSLock()
    private var sent = 0

    var wasSentAgain: Bool { lock.withLock { sent > 1 } }

    func urlSession(_ session: URLSession, task: URLSessionTask, didFinishCollecting metrics: URLSessionTaskMetrics) {
        let started = metrics.transactionMetrics.filter { $0.resourceFetchType == .networkLoad && $0.requestStartDate != nil }
        lock.withLock { sent = started.count }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}
#endif

extension TransportError {
    /// What `URLSession` threw. Its own text may name the URL, so that only the code is kept.
    init(_ error: any Error) {
        guard let error = error as? URLError else {
            self.init(kind: .other, delivery: .possible, message: "\(type(of: error))")
            return
        }
        let (kind, delivery): (Kind, RequestDelivery) =
            switch error.code {
            case .cannotFindHost, .dnsLookupFailed: (.dns, .notSent)
            case .cannotConnectToHost, .notConnectedToInternet, .internationalRoamingOff, .dataNotAllowed, .callIsActive:
                (.connect, .notSent)
            case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted,
                .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
                .clientCertificateRequired:
                (.tls, .notSent)
            case .appTransportSecurityRequiresSecureConnection, .badURL, .unsupportedURL: (.refused, .notSent)
            case .timedOut: (.timeout, .possible)
            // By the app, such as through its delegate.
            case .cancelled: (.cancelled, .possible)
            case .networkConnectionLost: (.connectionLost, .possible)
            case .dataLengthExceedsMaximum: (.responseTooLarge, .possible)
            case .badServerResponse, .cannotParseResponse, .cannotDecodeRawData, .cannotDecodeContentData, .zeroByteResource:
                (.protocol, .possible)
            default: (.other, .possible)
            }
        self.init(kind: kind, delivery: delivery, message: "URLError \(error.code.rawValue)")
    }
}
