import Foundation

/// What a sign-out presents, and its end. The profiles are gone before the first one comes.
public enum SignOutEvent: Sendable, Hashable {
    /// Something is left to do; ``SignOut/tell(_:)`` when it is done.
    case step(SignOutStep)
    /// The last one: what the service said.
    case ended(SignedOut)
}

/// What the user did about a step of a sign-out; all lead to the next event.
public enum SignOutInput: Sendable, Hashable {
    /// The user agent has reached the redirect URL, and was closed.
    case redirectReached
    /// The user closed the user agent.
    case browserClosed
    /// The user has seen it, or there is no user agent.
    case `continue`

    fileprivate var core: UserInput {
        switch self {
        case .redirectReached: .redirectReached
        case .browserClosed: .browserClosed
        case .continue: .`continue`
        }
    }
}

/// A sign-out: a sequence of what is left to do, until it has ended.
///
/// ```swift
/// let signOut = account.signOut()
/// for try await event in signOut {
///     switch event {
///     case .step(.openBrowser(let url, _)): open(url)                    // then signOut.tell(.redirectReached)
///     case .step(.signOutInSettings(let settings)): explain(settings)    // then signOut.tell(.continue)
///     case .step(.sessionMayBeOpen): signOut.tell(.continue)
///     case .ended: break
///     }
/// }
/// ```
///
/// Nothing is sent before the loop asks for its first event. Cancelling the loop's task, or leaving
/// the loop, ends it: what has been done stays done.
public struct SignOut: AsyncSequence, Sendable {
    public typealias Element = SignOutEvent

    private let events: FlowEvents<SignOutEvent>
    private let told: @Sendable (SignOutInput) -> Bool

    init(_ flow: DrivenFlow) {
        events = FlowEvents {
            switch try await flow.next() {
            case nil: nil
            case .presented(.signOut(let step)): .step(step)
            case .done(.signedOut(let signedOut)): .ended(signedOut)
            default: throw unexpectedProgress()
            }
        } end: {
            flow.end()
        }
        told = { flow.tell($0.core) }
    }

    /// A sign-out of an app's own, for its tests: `told` says whether anything has asked for that.
    public init(
        _ events: AsyncThrowingStream<SignOutEvent, any Error>, told: @escaping @Sendable (SignOutInput) -> Bool
    ) {
        self.events = FlowEvents(events)
        self.told = told
    }

    public func makeAsyncIterator() -> FlowEvents<SignOutEvent>.AsyncIterator { events.makeAsyncIterator() }

    /// Tells what the user did about the step that was presented.
    ///
    /// - Returns: Whether there is such a step.
    @discardableResult
    public func tell(_ input: SignOutInput) -> Bool { told(input) }
}

extension SignOut: CustomStringConvertible, CustomReflectable {
    public var description: String { "SignOut" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
