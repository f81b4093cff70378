// What Apple's Foundation has and Linux's lacks, as far as the driver uses it.
@_exported import Foundation
@_exported import FoundationNetworking

extension URLSession {
    public struct AsyncBytes: AsyncSequence, Sendable {
        public typealias Element = UInt8

        public struct AsyncIterator: AsyncIteratorProtocol {
            public mutating func next() async throws -> UInt8? { nil }
        }

        public func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
    }

    public func bytes(
        for request: URLRequest, delegate: (any URLSessionTaskDelegate)? = nil
    ) async throws -> (AsyncBytes, URLResponse) {
        // Ends the program in an invalidated session, as Apple's does.
        dataTask(with: request).cancel()
        URLSession.fakeAsked?(self)
        throw URLError(.unsupportedURL)
    }

    /// Is told which session is asked for bytes.
    nonisolated(unsafe) public static var fakeAsked: ((URLSession) -> Void)?
}

public func clock_gettime_nsec_np(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
