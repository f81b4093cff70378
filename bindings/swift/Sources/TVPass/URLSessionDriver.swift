import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Sends requests with the caller's `URLSession`, so that proxies, pinning and certificates are the app's own. Follows no redirect, and
/// ends the request when the task is cancelled.
///
/// On Apple's systems `URLSession` may by itself repeat a `GET` whose kept-alive connection has died, without telling anybody. A logout
/// that was repeated in this way answers ``LogoutAction/invalid`` where ``LogoutAction/invalidAfterLostAnswer`` would be right.
public struct URLSessionDriver: HTTPDriver {
    private let session: URLSession
    private let maximumBytes: Int

    /// - Parameters:
    ///   - session: The app's session. Without one, an ephemeral session of its own: no cookies, no cache.
    ///   - maximumBytes: The largest body that is accepted.
    public init(session: URLSession = URLSession(configuration: .ephemeral), maximumBytes: Int = 1 << 20) {
        self.session = session
        self.maximumBytes = maximumBytes
    }

    public func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse {
        let urlRequest = request.urlRequest(timeout: timeout)
        // URLSession's own limit is for silence; this one is for the whole exchange. Whichever child is first ends the other.
        return try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
            group.addTask { try await exchange(urlRequest) }
            group.addTask {
                try await Task.sleep(nanoseconds: UInt64(max(0, min(timeout, 86_400)) * 1_000_000_000))
                throw TransportError(kind: .timeout, delivery: .possible, message: "the time is up")
            }
            defer { group.cancelAll() }
            guard let response = try await group.next() else { throw CancellationError() }
            return response
        }
    }

    private func exchange(_ request: URLRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let (body, response): (Data, URLResponse)
        do {
            (body, response) = try await receive(request)
        } catch let error as TransportError {
            throw error
        } catch {
            try Task.checkCancellation()
            throw TransportError(error)
        }
        guard let response = response as? HTTPURLResponse else {
            throw TransportError(kind: .protocol, delivery: .possible, message: "the answer is not HTTP")
        }
        return HTTPResponse(response, body: body)
    }

    #if canImport(FoundationNetworking)
    private func receive(_ request: URLRequest) async throws -> (Data, URLResponse) {
        try await PortableExchange(maximumBytes: maximumBytes, tooLarge: tooLarge)
            .run(request, configuration: session.configuration)
    }
    #else
    private func receive(_ request: URLRequest) async throws -> (Data, URLResponse) {
        let (bytes, response) = try await session.bytes(for: request, delegate: NoRedirects())
        var body = Data()
        for try await byte in bytes {
            if body.count == maximumBytes { throw tooLarge }
            body.append(byte)
        }
        return (body, response)
    }
    #endif

    private var tooLarge: TransportError {
        TransportError(kind: .responseTooLarge, delivery: .possible, message: "more than \(maximumBytes) bytes")
    }
}

#if !canImport(FoundationNetworking)
/// Hands out redirects as answers.
private final class NoRedirects: NSObject, URLSessionTaskDelegate {
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
        let (kind, delivery): (Kind, TVPassError.Delivery) =
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
            case .networkConnectionLost: (.connectionLost, .possible)
            case .dataLengthExceedsMaximum: (.responseTooLarge, .possible)
            case .badServerResponse, .cannotParseResponse, .cannotDecodeRawData, .cannotDecodeContentData, .zeroByteResource:
                (.protocol, .possible)
            default: (.other, .possible)
            }
        self.init(kind: kind, delivery: delivery, message: "URLError \(error.code.rawValue)")
    }
}
