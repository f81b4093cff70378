import Foundation

/// The proof for the programmer's server that this user may watch this resource now (Adobe: *Media
/// tokens*). The server verifies it before it releases the stream.
///
/// It is for one use, so it cannot be copied, printed or stored. Until it is used it stays in the
/// core, which overwrites it with zeros when it is gone. When it runs out while the stream plays,
/// the stream goes on; before the next playback, authorize again.
public final class MediaToken: @unchecked Sendable {
    /// From when it is valid, in milliseconds since 1970 by the service's clock.
    public let notBeforeMs: Int64?
    /// Until when the server accepts it, in the same way: some minutes ahead. The device's clock
    /// may be another; the server decides.
    public let notAfterMs: Int64?
    private let lock = NSLock()
    private var take: (() throws -> String?)?

    /// A token that lies elsewhere; `take` is called once at most.
    init(notBeforeMs: Int64?, notAfterMs: Int64?, take: @escaping @Sendable () throws -> String?) {
        self.notBeforeMs = notBeforeMs
        self.notAfterMs = notAfterMs
        self.take = take
    }

    /// A token of an app's own, for its tests.
    public init(serializedToken: String, notBeforeMs: Int64? = nil, notAfterMs: Int64? = nil) {
        self.notBeforeMs = notBeforeMs
        self.notAfterMs = notAfterMs
        take = { serializedToken }
    }

    /// Uses the token: `receive` is given `serializedToken` exactly as it was received, to send it
    /// to the programmer's server at once, over TLS. Its format is that server's business.
    ///
    /// Throws a ``TVPassError`` if it was used already, and what `receive` throws.
    public func handOver<Result>(_ receive: (String) throws -> Result) throws -> Result {
        let take = lock.withLock {
            defer { self.take = nil }
            return self.take
        }
        guard let serialized = try take?() else {
            throw TVPassError(
                code: .outOfOrder, message: "a media token is for one use",
                advice: "Authorize again before the next playback.")
        }
        return try receive(serialized)
    }
}

extension MediaToken: CustomStringConvertible, CustomReflectable {
    public var description: String { "MediaToken(…)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
