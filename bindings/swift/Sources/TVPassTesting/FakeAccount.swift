import Foundation
import TVPass

/// An account without a service: it plays sign-ins, denials and ends for an app's screens, at once
/// and without a native call. What the user and the provider do, the test says.
///
/// ```swift
/// let fake = FakeAccount(mvpds: [.sample("Cablevision")])
/// let screen = AccountScreenModel(account: fake)      // asks for an any TVPassAccountProtocol
/// screen.signIn()
/// fake.userSignsIn()                                  // on the second screen
/// fake.permit("TNT")
/// fake.deny("HBO", with: Words(remedy: .explain, key: .notIncluded, providerText: "Call us.", reference: nil))
/// fake.failNext(with: .noConnection)                  // the next flow
/// fake.expireProfiles()
/// ```
public final class FakeAccount: TVPassAccountProtocol, @unchecked Sendable {
    fileprivate struct SignInUnderWay {
        let events: AsyncThrowingStream<SignInEvent, any Error>.Continuation
        let options: SignInOptions
        var mvpd: MVPD?
    }

    fileprivate struct Playing {
        var mvpds: [MVPD]
        var status = Status(mvpd: nil, profiles: [], current: nil, source: .kept)
        var listeners: [AsyncStream<Status>.Continuation] = []
        var signIn: SignInUnderWay?
        var permitted: Set<String> = []
        var refusals: [String: Words] = [:]
        var failures: [TVPassError] = []
        var steps: [SignOutStep] = []
        var temporary: [AsyncThrowingStream<TemporaryAccessEvent, any Error>.Continuation] = []
        var codes = 0
        var tokens = 0
    }

    private let lock = NSLock()
    private var playing: Playing

    /// A service provider that is integrated with these MVPDs. Nobody is signed in.
    public init(mvpds: [MVPD]) {
        playing = Playing(mvpds: mvpds)
    }

    deinit { for listener in playing.listeners { listener.finish() } }

    private func with<Value>(_ body: (inout Playing) throws -> Value) rethrows -> Value {
        try lock.withLock { try body(&playing) }
    }

    // MARK: What the test says

    /// Somebody is signed in, as after an earlier start.
    public func hasProfile(_ profile: Profile) {
        with { $0.add(profile) }
    }

    /// The user signs in, with the code that is shown or in the browser that is open.
    ///
    /// - Returns: Whether there is such a sign-in, with an MVPD.
    @discardableResult
    public func userSignsIn(mvpd chosen: String? = nil) -> Bool {
        with { playing in
            guard let mvpd = playing.mvpd(chosen) ?? playing.signIn?.mvpd, let signIn = playing.signIn else { return false }
            let profile = Profile.sample(mvpd.id)
            playing.add(profile)
            playing.signIn = nil
            signIn.events.yield(
                .ended(.signedIn(mvpd: KeptMVPD(mvpd), profile: profile, already: nil)))
            signIn.events.finish()
            return true
        }
    }

    /// The code that is shown ends before anybody has signed in.
    public func expireCode() {
        with { $0.endSignIn(.codeExpired) }
    }

    /// The sign-in that is on its way fails.
    public func failSignIn(with error: TVPassError) {
        with { playing in
            playing.signIn?.events.finish(throwing: error)
            playing.signIn = nil
        }
    }

    /// All profiles end. The choice of the MVPD stays.
    public func expireProfiles() {
        with { $0.set(profiles: [], source: .service) }
    }

    /// This resource may be watched from now on.
    public func permit(_ resource: String) {
        with {
            $0.permitted.insert(resource)
            $0.refusals[resource] = nil
        }
    }

    /// This resource may not be watched from now on. What becomes of it follows from the remedy.
    public func deny(_ resource: String, with words: Words = .sample()) {
        with {
            $0.permitted.remove(resource)
            $0.refusals[resource] = words
        }
    }

    /// Temporary access is at its end: streams have to stop.
    public func endTemporaryAccess() {
        with { playing in
            for events in playing.temporary {
                events.yield(.ended(.ended(words: .sample(.signIn, .freeAccessEnded))))
                events.finish()
            }
            playing.temporary = []
        }
    }

    /// What the next sign-out leaves to do.
    public func leaveToDo(_ steps: [SignOutStep]) {
        with { $0.steps = steps }
    }

    /// The next flow fails. Several are taken in their order. A status is what was kept then, and a
    /// playback says to try later.
    public func failNext(with error: TVPassError) {
        with { $0.failures.append(error) }
    }

    // MARK: Flows

    public var mvpd: KeptMVPD? { status.mvpd }
    public var profiles: [Profile] { status.profiles }
    public var status: Status { with { $0.status } }

    public var statuses: AsyncStream<Status> {
        let (stream, continuation) = AsyncStream.makeStream(of: Status.self, bufferingPolicy: .bufferingNewest(1))
        with {
            continuation.yield($0.status)
            $0.listeners.append(continuation)
        }
        return stream
    }

    @discardableResult
    public func refreshStatus() async throws -> Status {
        try Task.checkCancellation()
        return with { playing in
            let error = playing.failure()
            playing.set(profiles: playing.status.profiles, source: error.map { .unreachable(error: $0) } ?? .service)
            return playing.status
        }
    }

    public func providers() async throws -> Providers {
        try Task.checkCancellation()
        return try with { playing in
            if let error = playing.failure() { throw error }
            return playing.providers
        }
    }

    public func signIn(_ options: SignInOptions, partner: (any PartnerFramework)?) -> SignIn {
        let (events, continuation) = AsyncThrowingStream.makeStream(of: SignInEvent.self)
        with { playing in
            playing.endSignIn(.replaced)
            if let error = playing.failure() {
                continuation.finish(throwing: error)
                return
            }
            let mvpd = playing.mvpd(options.mvpd)
            if let mvpd { playing.choose(mvpd) }
            playing.signIn = SignInUnderWay(events: continuation, options: options, mvpd: mvpd)
            if options.mvpd == nil && !options.isChosenOnSecondScreen {
                continuation.yield(.step(.chooseProvider(providers: playing.providers)))
            } else {
                playing.showSignIn()
            }
        }
        return SignIn(events) { [weak self] input in self?.told(input) ?? false }
    }

    private func told(_ input: SignInInput) -> Bool {
        with { playing in
            guard let signIn = playing.signIn else { return false }
            let isChosen = signIn.mvpd != nil || signIn.options.isChosenOnSecondScreen
            switch input {
            case .providerChosen(let id):
                guard !isChosen, let mvpd = playing.mvpd(id) else { return false }
                if mvpd.isTempPass {
                    playing.endSignIn(.temporaryAccess(mvpd: id))
                } else {
                    playing.signIn?.mvpd = mvpd
                    playing.choose(mvpd)
                    playing.showSignIn()
                }
            case .newCode:
                guard isChosen, signIn.options.method == .secondScreen else { return false }
                playing.showSignIn()
            case .redirectReached, .browserClosed:
                // Whoever has signed in by then has ended it.
                guard isChosen, signIn.options.method == .browser else { return false }
                playing.endSignIn(.notCompleted)
            case .partner:
                return false
            }
            return true
        }
    }

    public func preauthorize(_ resources: [String], access: Access) -> FlowEvents<Locks> {
        let (events, continuation) = AsyncThrowingStream.makeStream(of: Locks.self)
        with { playing in
            let error = playing.failure()
            let isKnown = error == nil && (playing.status.isSignedIn || access.mvpd != nil)
            let locks = resources.map { resource in
                let state: LockState = !isKnown ? .unknown : playing.permitted.contains(resource) ? .open : .closed
                return Lock(
                    resource: resource, state: state, denial: nil, words: state == .closed ? playing.refusals[resource] ?? .sample() : nil)
            }
            let words = error?.words ?? (isKnown ? nil : .sample(.signIn, .signIn))
            continuation.yield(Locks(locks: locks, words: words, error: error))
            continuation.finish()
        }
        return FlowEvents(events)
    }

    public func authorize(_ resource: String, access: Access) async throws -> PlayOutcome {
        try Task.checkCancellation()
        return with { playing in
            if let error = playing.failure() {
                return .tryLater(Refusal(words: error.words, denial: nil, error: error))
            }
            let known = playing.mvpd(access.mvpd)
            guard let mvpd = known?.isTempPass == true ? known?.id : playing.status.current?.mvpd else {
                return .signIn(Refusal(words: .sample(.signIn, .signIn), denial: nil, error: nil))
            }
            if playing.permitted.contains(resource) {
                playing.tokens += 1
                let token = MediaToken(serializedToken: "fake-media-token-\(playing.tokens)")
                let temporary = known?.isTempPass == true ? TemporaryAccess(mvpd: mvpd) : nil
                return .play(Play(mediaToken: token, mvpd: mvpd, source: temporary == nil ? .mvpd : .tempPass, temporary: temporary))
            }
            let refusal = Refusal(words: playing.refusals[resource] ?? .sample(), denial: nil, error: nil)
            return switch refusal.words.remedy {
            case .signIn: .signIn(refusal)
            case .tryLater: .tryLater(refusal)
            default: .explain(refusal)
            }
        }
    }

    public func temporaryAccessEnd(_ access: TemporaryAccess) -> FlowEvents<TemporaryAccessEvent> {
        let (events, continuation) = AsyncThrowingStream.makeStream(of: TemporaryAccessEvent.self)
        with {
            continuation.yield(.remaining(TemporaryAccessRemaining(remainingMs: 300_000, remainingResources: nil)))
            $0.temporary.append(continuation)
        }
        return FlowEvents(events)
    }

    public func signOut(of mvpd: String?) -> SignOut {
        let (events, continuation) = AsyncThrowingStream.makeStream(of: SignOutEvent.self)
        return with { playing in
            if let error = playing.failure() {
                continuation.finish(throwing: error)
                return SignOut(events) { _ in false }
            }
            let left = mvpd.map { mvpd in playing.status.profiles.filter { $0.mvpd != mvpd } } ?? []
            if mvpd == nil || playing.status.mvpd?.id == mvpd { playing.forgetChoice() }
            playing.set(profiles: left, source: .service)
            let steps = FakeSteps(playing.steps)
            playing.steps = []
            steps.next(continuation)
            return SignOut(events) { _ in steps.next(continuation) }
        }
    }
}

/// The steps of a sign-out, one after the other.
private final class FakeSteps: @unchecked Sendable {
    private let lock = NSLock()
    private var left: [SignOutStep]
    private var isOver = false

    init(_ steps: [SignOutStep]) { left = steps }

    @discardableResult
    func next(_ events: AsyncThrowingStream<SignOutEvent, any Error>.Continuation) -> Bool {
        lock.withLock {
            if isOver { return false }
            if left.isEmpty {
                isOver = true
                events.yield(.ended(SignedOut(logouts: [])))
                events.finish()
            } else {
                events.yield(.step(left.removeFirst()))
            }
            return true
        }
    }
}

extension FakeAccount.Playing {
    fileprivate func mvpd(_ id: String?) -> MVPD? { mvpds.first { $0.id == id } }

    fileprivate var providers: Providers {
        let shown = mvpds.filter { !$0.isTempPass }
        let remembered = shown.first { $0.id == status.mvpd?.id }
        let others = shown.filter { $0.id != remembered?.id }
        return Providers(
            mvpds: (remembered.map { [$0] } ?? []) + others, remembered: remembered, tempPasses: mvpds.filter(\.isTempPass),
            hidden: [], platformIDs: [])
    }

    fileprivate mutating func failure() -> TVPassError? { failures.isEmpty ? nil : failures.removeFirst() }

    fileprivate mutating func add(_ profile: Profile) {
        if let mvpd = mvpd(profile.mvpd) { choose(mvpd) }
        set(profiles: status.profiles.filter { $0.mvpd != profile.mvpd } + [profile], source: .service)
    }

    fileprivate mutating func choose(_ mvpd: MVPD) {
        status = Status(mvpd: KeptMVPD(mvpd), profiles: status.profiles, current: status.current, source: status.source)
    }

    fileprivate mutating func forgetChoice() {
        status = Status(mvpd: nil, profiles: status.profiles, current: status.current, source: status.source)
    }

    fileprivate mutating func set(profiles: [Profile], source: StatusSource) {
        let chosen = profiles.first { $0.mvpd == status.mvpd?.id }
        status = Status(mvpd: status.mvpd, profiles: profiles, current: chosen ?? profiles.first, source: source)
        for listener in listeners { listener.yield(status) }
    }

    fileprivate mutating func showSignIn() {
        codes += 1
        let code = "FAKE\(100 + codes)"
        let page = FakeSession.page(of: SecretText(code))
        switch signIn?.options.method {
        case .browser:
            signIn?.events.yield(
                .step(
                    .openBrowser(
                        screen: BrowserScreen(url: page, redirectURL: "https://example.com/signed-in", remainingMs: 1_800_000))))
        case .secondScreen:
            signIn?.events.yield(
                .step(
                    .showCode(
                        screen: CodeScreen(
                            code: SecretText(code), groups: [String(code.prefix(4)), String(code.dropFirst(4))],
                            spelled: SecretText(code.map(String.init).joined(separator: " ")), address: "example.com/tv",
                            link: .authenticate(url: SecretText(page.absoluteString)), remainingMs: 1_800_000,
                            missingParameters: signIn?.mvpd == nil ? [.mvpd] : []))))
        case nil: break
        }
    }

    fileprivate mutating func endSignIn(_ outcome: SignInOutcome) {
        signIn?.events.yield(.ended(outcome))
        signIn?.events.finish()
        signIn = nil
    }
}

extension KeptMVPD {
    fileprivate init(_ mvpd: MVPD) {
        self.init(id: mvpd.id, displayName: mvpd.displayName, logoURL: mvpd.logoURL)
    }
}

extension Words {
    /// Words for tests and previews.
    public static func sample(_ remedy: Remedy = .explain, _ key: TextKey = .notIncluded, providerText: String? = nil) -> Words {
        Words(remedy: remedy, key: key, providerText: providerText, reference: "fake-trace")
    }
}
