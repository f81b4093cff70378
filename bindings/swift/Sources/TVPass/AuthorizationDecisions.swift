import Foundation

/// A successful authorization request. It says nothing about whether the decisions are permits.
///
/// For one playback: not kept, and asked for anew before the next one, also of the same resource.
///
/// ```swift
/// let decisions = try await client.authorize(mvpd: "Cablevision", resources: ["TestStream1"])
/// if let token = decisions.takeMediaToken(for: "TestStream1") {
///     try token.handOver { server.release($0) }
/// } else {
///     explain(decisions.about("TestStream1")?.denial)
/// }
/// ```
public final class AuthorizationDecisions: @unchecked Sendable {
    /// In the answer's order, which need not be the request's; there may be fewer, or some that
    /// nobody asked for. See ``about(_:)``.
    public let decisions: [AuthorizationDecision]
    /// How many entries of the answer name no resource.
    public let skipped: Int
    private let lock = NSLock()
    private var tokens: [Int: MediaToken] = [:]

    init(_ answer: Authorization) {
        decisions = answer.decisions
        skipped = Int(answer.skipped)
        for (place, decision) in decisions.enumerated() where decision.isPlayable {
            let mediaTokens = answer.mediaTokens
            tokens[place] = MediaToken(
                notBeforeMs: decision.mediaTokenNotBeforeMs, notAfterMs: decision.mediaTokenNotAfterMs
            ) { try core { try mediaTokens.take(place: UInt32(place)) } }
        }
    }

    /// Decisions of an app's own, for its tests, with the media tokens by resource.
    public init(decisions: [AuthorizationDecision], mediaTokens: [String: MediaToken]) {
        self.decisions = decisions
        skipped = 0
        for (place, decision) in decisions.enumerated() { tokens[place] = mediaTokens[decision.resource] }
    }

    /// The decision about `resource`, by its text as it was asked for; white space at the ends does
    /// not matter. `nil` is no answer: neither a permit nor a denial.
    public func about(_ resource: String) -> AuthorizationDecision? {
        place(of: resource).map { decisions[$0] }
    }

    /// Takes the media token of the decision about `resource`: once, and only if that is a permit.
    public func takeMediaToken(for resource: String) -> MediaToken? {
        guard let place = place(of: resource) else { return nil }
        return lock.withLock { tokens.removeValue(forKey: place) }
    }

    private func place(of resource: String) -> Int? { TVPass.place(of: resource, in: decisions.map(\.resource)) }
}

extension AuthorizationDecisions: CustomStringConvertible, CustomReflectable {
    public var description: String { "AuthorizationDecisions(decisions: \(decisions), skipped: \(skipped))" }
    public var customMirror: Mirror { Mirror(self, children: ["decisions": decisions, "skipped": skipped]) }
}
