import Foundation

/// The user of a service provider on a client, and where flows begin. Make one for each service
/// provider, and keep it while the app runs.
///
/// ```swift
/// let account = try client.account(AccountSettings(domainName: "example.com", redirectURL: url))
///
/// let status = try await account.refreshStatus()                  // who is signed in
/// for try await event in account.signIn() { … }                   // a code, a QR code, a profile
/// for try await locks in account.preauthorize(["TNT"]) { … }      // locks
/// let outcome = try await account.authorize("TNT")                // play, sign in, explain, or try later
/// for try await event in account.signOut() { … }                  // with what is left to do
/// ```
public final class TVPassAccount: TVPassAccountProtocol {
    private let account: Account
    private let runner: CallRunner
    private let known = StatusBroadcast()

    init(_ account: Account, _ runner: CallRunner) {
        self.account = account
        self.runner = runner
        if let kept = kept(.kept) { known.publish(kept) }
    }

    /// The MVPD that the user chose last, from memory or from an earlier start: *still with this
    /// one?* needs no request. It says nothing about whether the user is signed in.
    public var mvpd: KeptMVPD? { kept(.kept)?.mvpd }

    /// The profiles as they are known now, in the order in which they are offered. Nothing is
    /// asked.
    public var profiles: [Profile] { kept(.kept)?.profiles ?? [] }

    /// Who is signed in, as far as is known now. Nothing is asked.
    public var status: Status {
        known.status ?? Status(mvpd: nil, profiles: [], current: nil, source: .kept)
    }

    /// What ``status`` is, and becomes: by ``refreshStatus()``, a sign-in, a sign-out, or a refused
    /// playback.
    public var statuses: AsyncStream<Status> { known.stream() }

    /// Asks the service who is signed in, by one request: once for each start of the app is Adobe's
    /// wish. What is kept is there before, in ``status``. If the service cannot be asked, the
    /// result is what was kept (``StatusSource/unreachable(error:)``).
    @discardableResult
    public func refreshStatus() async throws -> Status {
        let flow = begin(.status)
        defer { flow.end() }
        while let progress = try await flow.next() {
            if case .done(.status(let status)) = progress { return status }
        }
        throw unexpectedProgress()
    }

    /// The providers for a picker. Asked for only if what is in memory is older than three minutes:
    /// when the user has to choose, and not otherwise.
    public func providers() async throws -> Providers {
        let flow = begin(.providers)
        defer { flow.end() }
        guard case .done(.providers(let providers))? = try await flow.next() else { throw unexpectedProgress() }
        return providers
    }

    /// Signs the user in. It takes the place of a sign-in that is on its way, whose code is then
    /// polled no more.
    ///
    /// - Parameters:
    ///   - options: Where the user sees the login page.
    ///   - partner: Does what ``SignInOptions/triesPartnerFirst`` asks of the platform's framework.
    ///     Without one, the events ask for it.
    public func signIn(_ options: SignInOptions = .secondScreen, partner: (any PartnerFramework)? = nil) -> SignIn {
        SignIn(begin(.signIn(options: options.core)), partner)
    }

    /// The locks of these resources, for showing alone. What is known in between comes first; the
    /// last one is whole. Permits that are in memory are not asked for again.
    public func preauthorize(_ resources: [String], access: Access = .current) -> FlowEvents<Locks> {
        let flow = begin(.preauthorize(access: access.core, resources: resources))
        return FlowEvents {
            switch try await flow.next() {
            case nil: nil
            case .presented(.locks(let locks)), .done(.locks(let locks)): locks
            default: throw unexpectedProgress()
            }
        } end: {
            flow.end()
        }
    }

    /// Asks for one playback, right before it, each time. With a TempPass this is all that there is
    /// to do, and what starts its clock.
    public func authorize(_ resource: String, access: Access = .current) async throws -> PlayOutcome {
        let flow = begin(.authorize(access: access.core, resource: resource))
        defer { flow.end() }
        guard case .done(.play(let answer))? = try await flow.next() else { throw unexpectedProgress() }
        return PlayOutcome(answer)
    }

    /// Waits for the end of temporary access while a stream plays by it. Adobe does not stop the
    /// stream: the app has to, at ``TemporaryAccessEvent/ended(_:)``.
    public func temporaryAccessEnd(_ access: TemporaryAccess) -> FlowEvents<TemporaryAccessEvent> {
        guard let play = access.core else {
            return FlowEvents {
                throw TVPassError(
                    code: .invalidInput, message: "this temporary access is an app's own",
                    advice: "Pass the one of a permit.")
            } end: {}
        }
        let flow = begin(.temporaryAccessEnd(play: play))
        return FlowEvents {
            switch try await flow.next() {
            case nil: nil
            case .presented(.temporaryAccess(let remaining)): .remaining(remaining)
            case .done(.temporaryAccessEnd(let end)): .ended(end)
            default: throw unexpectedProgress()
            }
        } end: {
            flow.end()
        }
    }

    /// Signs the user out: only if the user wants it, and never because of an error. A TempPass is
    /// only forgotten.
    ///
    /// - Parameter mvpd: Of this MVPD of several; `nil`: of all.
    public func signOut(of mvpd: String? = nil) -> SignOut {
        SignOut(begin(.signOut(mvpd: mvpd)))
    }

    /// Replaces the headers about the user: new single sign-on tokens, another visitor identifier.
    /// Permits are forgotten.
    public func setExtras(_ extras: RequestExtras) throws {
        try core { try account.setExtras(extras: extras.core) }
    }

    /// What Apple's framework says now: tell it whenever the app comes to the foreground. `nil`:
    /// nothing is known. Permits are forgotten if it differs from what was said before.
    public func setPartnerStatus(_ status: PartnerFrameworkStatus?) throws {
        try core { try account.setPartnerStatus(status: status?.core) }
    }

    private func begin(_ wish: AccountFlow) -> DrivenFlow {
        let (account, runner) = (account, runner)
        return DrivenFlow {
            Drive(try core { try account.start(flow: wish) }, runner)
        } changed: { [weak self] progress in
            self?.changed(progress)
        }
    }

    private func changed(_ progress: Drive.Progress?) {
        switch progress {
        case .presented(.status(let status)), .done(.status(let status)): known.publish(status)
        case .done(.signIn), .done(.signedOut), .presented(.signOut): publish(.service)
        // A playback that was refused may have found that nobody is signed in.
        case .done(.play), nil: publish(status.source)
        default: break
        }
    }

    private func publish(_ source: StatusSource) {
        if let kept = kept(source) { known.publish(kept) }
    }

    private func kept(_ source: StatusSource) -> Status? {
        let kept = try? core { try account.kept() }
        return kept.map { Status(mvpd: $0.mvpd, profiles: $0.profiles, current: $0.current, source: source) }
    }
}

extension TVPassAccount: CustomStringConvertible, CustomReflectable {
    public var description: String { "TVPassAccount" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension TVPassClient {
    /// The user of a service provider on this client, and where flows begin. What an earlier start
    /// kept is there at once.
    ///
    /// Throws a ``TVPassError`` if a setting was refused.
    public func account(_ settings: AccountSettings = AccountSettings()) throws -> TVPassAccount {
        let account = try core { try Account(client: client, settings: settings.core(serviceProvider)) }
        return TVPassAccount(account, runner)
    }
}
