import Foundation

/// What a sign-in presents, and how it ends.
public enum SignInEvent: Sendable, Hashable {
    /// Show this in place of what was shown before; ``SignIn/tell(_:)`` what the user does.
    case step(SignInStep)
    /// The last one.
    case ended(SignInOutcome)
}

/// What the user, or the platform, did during a sign-in.
public enum SignInInput: Sendable, Hashable {
    /// The user chose the MVPD with this id.
    case providerChosen(mvpd: String)
    /// The user wants another code.
    case newCode
    /// The user agent has reached the redirect URL, and was closed.
    case redirectReached
    /// The user closed the user agent.
    case browserClosed
    /// What Apple's framework did.
    case partner(PartnerAnswer)

    fileprivate var core: UserInput {
        switch self {
        case .providerChosen(let mvpd): .providerChosen(mvpd: mvpd)
        case .newCode: .newCode
        case .redirectReached: .redirectReached
        case .browserClosed: .browserClosed
        case .partner(.status(let status)): .partnerStatus(status: status.core)
        case .partner(.unsupported(let providerID)): .partnerUnsupported(providerID: providerID)
        case .partner(.response(let response, let status)): .partnerResponse(response: response.core, status: status.core)
        case .partner(.nothing): .partnerFailed
        }
    }
}

/// A sign-in: a sequence of what the user is to be shown, until it has ended.
///
/// ```swift
/// let signIn = account.signIn()
/// for try await event in signIn {
///     switch event {
///     case .step(.chooseProvider(let providers)): pick(providers)   // then tell .providerChosen
///     case .step(.showCode(let screen)): show(screen)               // until the next event
///     case .step(.openBrowser(let screen)): open(screen.url)        // then tell .redirectReached
///     case .step(.partner): signIn.tell(.partner(.nothing))         // or a PartnerFramework does it
///     case .ended(let outcome): finish(outcome)
///     }
/// }
/// ```
///
/// Nothing is sent before the loop asks for its first event, and it goes on only while the loop
/// waits for the next one. Cancelling the loop's task ends it with `CancellationError`; leaving the
/// loop ends it, too. It is for one loop. What the user does may be told from anywhere.
///
/// The loop throws a ``TVPassError`` if the sign-in failed: ``TVPassError/words`` has what to say.
public struct SignIn: AsyncSequence, Sendable {
    public typealias Element = SignInEvent

    private let events: FlowEvents<SignInEvent>
    private let told: @Sendable (SignInInput) -> Bool

    init(_ flow: DrivenFlow, _ partner: (any PartnerFramework)?) {
        events = FlowEvents {
            while let progress = try await flow.next() {
                let event = try SignIn.event(progress)
                guard case .step(.partner(let step)) = event, let partner, let asked = PartnerQuestion(step) else { return event }
                let answer = await partner.answer(to: asked)
                _ = flow.tell(SignInInput.partner(answer).core)
            }
            return nil
        } end: {
            flow.end()
        }
        told = { flow.tell($0.core) }
    }

    /// A sign-in of an app's own, for its tests: `told` says whether anything has asked for that.
    public init(
        _ events: AsyncThrowingStream<SignInEvent, any Error>, told: @escaping @Sendable (SignInInput) -> Bool
    ) {
        self.events = FlowEvents(events)
        self.told = told
    }

    public func makeAsyncIterator() -> FlowEvents<SignInEvent>.AsyncIterator { events.makeAsyncIterator() }

    /// Tells what the user, or the platform, did.
    ///
    /// - Returns: Whether anything that was presented asks for that. If not, nothing has changed:
    ///   it came too late.
    @discardableResult
    public func tell(_ input: SignInInput) -> Bool { told(input) }

    private static func event(_ progress: Drive.Progress) throws -> SignInEvent {
        switch progress {
        case .presented(.signIn(let step)): .step(step)
        case .done(.signIn(let outcome)): .ended(outcome)
        default: throw unexpectedProgress()
        }
    }
}

extension SignIn: CustomStringConvertible, CustomReflectable {
    public var description: String { "SignIn" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
