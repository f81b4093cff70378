#if canImport(FoundationNetworking)
import Foundation
import FoundationNetworking

/// One request and its answer where Foundation is not Apple's. Its `URLSession` asks about
/// redirects only a delegate of the whole session, and libcurl underneath repeats a request by
/// itself when a kept-alive connection has died, after which nobody knows that an answer was lost.
/// So each request has a session, and a connection, of its own.
final class PortableExchange: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private let lock = NSLock()
    private let maximumBytes: Int
    private let tooLarge: any Error
    private var continuation: CheckedContinuation<(Data, URLResponse), any Error>?
    /// Why it ended before it began.
    private var early: (any Error)?
    private var body = Data()

    init(maximumBytes: Int, tooLarge: any Error) {
        self.maximumBytes = maximumBytes
        self.tooLarge = tooLarge
    }

    func run(_ request: URLRequest, configuration: URLSessionConfiguration) async throws -> (Data, URLResponse) {
        let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
        defer { session.finishTasksAndInvalidate() }
        let task = session.dataTask(with: request)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let early = lock.withLock {
                    if self.early == nil { self.continuation = continuation }
                    return self.early
                }
                if let early {
                    continuation.resume(throwing: early)
                } else {
                    task.resume()
                }
            }
        } onCancel: {
            finish(.failure(CancellationError()))
            task.cancel()
        }
    }

    /// The first end counts.
    private func finish(_ result: Result<(Data, URLResponse), any Error>) {
        let continuation = lock.withLock {
            if case .failure(let error) = result { early = early ?? error }
            defer { self.continuation = nil }
            return self.continuation
        }
        switch result {
        case .success(let answer): continuation?.resume(returning: answer)
        case .failure(let error): continuation?.resume(throwing: error)
        }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let isTooLarge = lock.withLock {
            body.append(data)
            return body.count > maximumBytes
        }
        if isTooLarge {
            finish(.failure(tooLarge))
            dataTask.cancel()
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        if let error {
            finish(.failure(error))
        } else if let response = task.response {
            finish(.success((lock.withLock { body }, response)))
        } else {
            finish(.failure(URLError(.badServerResponse)))
        }
    }
}
#endif
