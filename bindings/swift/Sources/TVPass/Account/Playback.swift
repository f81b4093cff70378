import Foundation

/// What to do when the user presses *play*.
public enum PlayOutcome: Sendable {
    /// Play.
    case play(Play)
    /// Offer to sign in.
    case signIn(Refusal)
    /// Explain why not; trying again changes nothing.
    case explain(Refusal)
    /// Offer to try again later.
    case tryLater(Refusal)

    init(_ answer: PlayAnswer) {
        self =
            switch answer {
            case .play(let permit): .play(Play(permit))
            case .signIn(let refusal): .signIn(refusal)
            case .explain(let refusal): .explain(refusal)
            case .tryLater(let refusal): .tryLater(refusal)
            }
    }

    /// The permit, if it is one.
    public var permit: Play? {
        if case .play(let play) = self { return play }
        return nil
    }

    /// Why not, if it is not one.
    public var refusal: Refusal? {
        switch self {
        case .play: nil
        case .signIn(let refusal), .explain(let refusal), .tryLater(let refusal): refusal
        }
    }
}

/// A permit for one playback: for the next one, also of the same resource, authorize again. When
/// the media token runs out while the stream plays, the stream goes on.
public struct Play: Sendable {
    /// For the programmer's server, at once.
    public let mediaToken: MediaToken
    /// The MVPD that permitted it.
    public let mvpd: String
    /// Who decided.
    public let source: DecisionSource?
    /// By a TempPass: the app has to stop the stream at its end, see
    /// ``TVPassAccount/temporaryAccessEnd(_:)``.
    public let temporary: TemporaryAccess?

    /// A permit of an app's own, for its tests.
    public init(
        mediaToken: MediaToken, mvpd: String, source: DecisionSource? = .mvpd, temporary: TemporaryAccess? = nil
    ) {
        self.mediaToken = mediaToken
        self.mvpd = mvpd
        self.source = source
        self.temporary = temporary
    }

    init(_ permit: PlayPermit) {
        let mediaTokens = permit.mediaTokens
        mediaToken = MediaToken(
            notBeforeMs: permit.mediaTokenNotBeforeMs, notAfterMs: permit.mediaTokenNotAfterMs
        ) { try core { try mediaTokens.take(place: 0) } }
        mvpd = permit.mvpd
        source = permit.source
        temporary = permit.temporary.map(TemporaryAccess.init)
    }
}

/// A playback by a TempPass. Whose it is stays hidden.
public struct TemporaryAccess: Sendable {
    /// The id of the TempPass.
    public let mvpd: String
    /// When it ends, as the decision says, in milliseconds since 1970 by the service's clock.
    public let notAfterMs: Int64?
    let core: TemporaryPlay?

    /// Of an app's own, for its tests. An account cannot wait for its end.
    public init(mvpd: String, notAfterMs: Int64? = nil) {
        self.mvpd = mvpd
        self.notAfterMs = notAfterMs
        core = nil
    }

    init(_ play: TemporaryPlay) {
        mvpd = (try? play.mvpd()) ?? ""
        notAfterMs = (try? play.notAfterMs()) ?? nil
        core = play
    }
}

extension TemporaryAccess: CustomStringConvertible, CustomReflectable {
    public var description: String { "TemporaryAccess(\(mvpd))" }
    public var customMirror: Mirror { Mirror(self, children: ["mvpd": mvpd]) }
}

/// The end of temporary access, and how far away it is.
public enum TemporaryAccessEvent: Sendable, Hashable {
    /// How much is left.
    case remaining(TemporaryAccessRemaining)
    /// The last one: stop the stream, or there is no end.
    case ended(TemporaryAccessEnd)
}
