import Foundation
import TVPass

/// What the account screen does, without SwiftUI: shows who is signed in, leads through a sign-in
/// and a sign-out, and says in plain words what went wrong.
@MainActor
public final class AccountModel {
    /// What the screen shows.
    public enum State: Equatable {
        /// Nobody is signed in. *Still with this one?*, if somebody was.
        case signedOut(stillWith: KeptMVPD?)
        case signedIn(name: String)
        /// Something is being asked.
        case busy
        /// The user chooses a provider.
        case choosing(Providers)
        /// The user signs in on another screen.
        case code(CodeScreen)
        /// The provider's page has to be opened on this device.
        case browser(BrowserScreen)
        /// Something is left to do after a sign-out.
        case signingOut(SignOutStep)
        case message(Words)
    }

    public private(set) var state: State {
        didSet { if state != oldValue { onChange?() } }
    }
    /// Called after each change of ``state``.
    public var onChange: (() -> Void)?

    private let account: any TVPassAccountProtocol
    private let options: SignInOptions
    private let partner: (any PartnerFramework)?
    private var running: Task<Void, Never>?
    private var signIn: SignIn?
    private var signOut: SignOut?

    public init(
        account: any TVPassAccountProtocol, options: SignInOptions = .secondScreen, partner: (any PartnerFramework)? = nil
    ) {
        self.account = account
        self.options = options
        self.partner = partner
        state = AccountModel.state(of: account.status)
    }

    /// The app has started: what is kept is on the screen already, and the service is asked once.
    public func start() {
        run { [account] model in
            let status = try await account.refreshStatus()
            model.state = AccountModel.state(of: status)
        }
    }

    /// The user wants to sign in; with this provider, if it is the one of last time.
    public func beginSignIn(with mvpd: String? = nil) {
        let signIn = account.signIn(options.with(mvpd: mvpd), partner: partner)
        self.signIn = signIn
        state = .busy
        run { model in
            for try await event in signIn {
                switch event {
                case .step(let step): model.show(step, of: signIn)
                case .ended(let outcome): model.finish(outcome)
                }
            }
        }
    }

    /// The user has chosen a provider.
    public func choose(_ mvpd: MVPD) {
        if signIn?.tell(.providerChosen(mvpd: mvpd.id)) == true { state = .busy }
    }

    /// The code cannot be read, or somebody else has seen it.
    public func newCode() {
        signIn?.tell(.newCode)
    }

    /// The browser has ended: at the redirect URL, or because the user closed it.
    public func browserEnded(reached: Bool) {
        if case .signingOut = state {
            signOut?.tell(reached ? .redirectReached : .browserClosed)
        } else if signIn?.tell(reached ? .redirectReached : .browserClosed) == true {
            state = .busy
        }
    }

    /// The user wants to sign out.
    public func beginSignOut() {
        let signOut = account.signOut()
        self.signOut = signOut
        state = .busy
        run { model in
            for try await event in signOut {
                switch event {
                case .step(let step): model.state = .signingOut(step)
                case .ended: model.state = AccountModel.state(of: model.account.status)
                }
            }
        }
    }

    /// The user has done what the screen asked for, or seen what it said.
    public func next() {
        if case .signingOut = state {
            signOut?.tell(.continue)
        } else {
            cancel()
        }
    }

    /// The user has left what is on the screen: the flow behind it ends.
    public func cancel() {
        running?.cancel()
        state = AccountModel.state(of: account.status)
    }

    private func show(_ step: SignInStep, of signIn: SignIn) {
        switch step {
        case .chooseProvider(let providers): state = .choosing(providers)
        case .showCode(let screen): state = .code(screen)
        case .openBrowser(let screen): state = .browser(screen)
        // Without a framework, the user signs in as everywhere.
        case .partner: signIn.tell(.partner(.nothing))
        }
    }

    private func finish(_ outcome: SignInOutcome) {
        switch outcome {
        case .codeExpired:
            state = .message(Words(remedy: .signIn, key: .codeExpired, providerText: nil, reference: nil))
        case .notCompleted:
            state = .message(Words(remedy: .signIn, key: .notCompleted, providerText: nil, reference: nil))
        case .notPossible(let obstacle):
            state = .message(Words(remedy: .contactSupport, key: .contactSupport, providerText: nil, reference: "\(obstacle)"))
        case .signedIn, .temporaryAccess, .replaced:
            state = AccountModel.state(of: account.status)
        }
    }

    /// One flow at a time.
    private func run(_ work: @escaping @MainActor (AccountModel) async throws -> Void) {
        running?.cancel()
        running = Task {
            do {
                try await work(self)
            } catch is CancellationError {
                // Whoever cancelled it shows something else.
            } catch {
                let words = (error as? TVPassError)?.words
                state = .message(words ?? Words(remedy: .tryLater, key: .tryLater, providerText: nil, reference: nil))
            }
        }
    }

    private static func state(of status: Status) -> State {
        guard let current = status.current else { return .signedOut(stillWith: status.mvpd) }
        let chosen = status.mvpd.flatMap { $0.id == current.mvpd ? $0.displayName : nil }
        return .signedIn(name: chosen ?? current.mvpd)
    }
}
