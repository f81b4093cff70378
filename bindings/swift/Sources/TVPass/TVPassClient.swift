import Foundation

/// One app on one device at one environment: registers once, holds one token, runs Adobe's
/// operations with pacing and retries, and keeps its state in a store.
///
/// ```swift
/// let client = try TVPassClient(configuration, store: KeychainStore())
/// let decisions = try await client.authorize(mvpd: "Cablevision", resources: ["TestStream1"])
/// try decisions.takeMediaToken(for: "TestStream1")?.handOver { server.release($0) }
///
/// let logout = try await client.logout(mvpd: "Cablevision", redirectURL: url)
/// for followUp in logout.followUps { … }
/// ```
///
/// A `Sendable` class and not an actor: what is shared lies in the core, behind a lock that is
/// never held while anything is waited for. An actor would make even ``isRegistered`` asynchronous,
/// and gain nothing.
public final class TVPassClient: Sendable {
    private let client: Client
    private let runner: CallRunner
    private let configuration: TVPassConfiguration

    /// A client that begins with what is in `store`.
    ///
    /// Throws if the store cannot be read, if another client has it, or if its state cannot be used
    /// (``TVPassErrorCode/stateCorrupt`` and its neighbours). Nothing is changed then. Only if the
    /// app means to start anew, pass `startingOver`: the next call registers again, and **the
    /// user's profiles are gone**. A client with tokens of the app's own (``TokenSource/app(_:)``)
    /// does not use the store.
    public init(
        _ configuration: TVPassConfiguration, store: any StateStore, driver: any HTTPDriver = URLSessionDriver(),
        startingOver: Bool = false
    ) throws {
        self.configuration = configuration
        let source: CoreTokenSource
        let claim: StoreClaim?
        var state: Data?
        switch configuration.tokenSource {
        case .registration(let statement, let redirectURI):
            source = .registration(
                softwareStatement: statement.exposed, redirectUri: redirectURI?.absoluteString)
            do {
                claim = try store.claim()
                state = startingOver ? nil : try store.load()
            } catch let error as TVPassError {
                throw error
            } catch is StoreInUse {
                throw TVPassError(
                    code: .storageInUse, message: "the store is in use by another client",
                    advice: "Make one client, and share it; an earlier one ends when nothing refers to it any longer.")
            } catch {
                throw TVPassError(
                    code: .storageUnreadable, message: "the stored state could not be read: \(type(of: error))",
                    advice: "Try again later, such as after the first unlock; the registration may still be there, so keep what is there.")
            }
        case .app:
            source = .app
            claim = nil
        }
        var extras = RequestExtras()
        extras.userAgent = configuration.userAgent
        let urls = try configuration.environment.urls()
        let core = ClientConfig(
            base: urls.base, v1Base: urls.v1, tokenSource: source, extras: extras.core,
            pacing: configuration.isPaced, persistence: claim != nil, registerAgain: configuration.registersAgain,
            attemptTimeoutMs: UInt64(max(0, min(configuration.attemptTimeout, 86_400)) * 1000),
            events: configuration.onEvent != nil)
        let start = Start(
            nowMs: 0, unixMs: UInt64(max(0, Date().timeIntervalSince1970 * 1000)), seed: .random(in: .min ... .max))
        client = try TVPass.core {
            try Client(device: configuration.device.core, config: core, state: state, start: start)
        }
        runner = CallRunner(client, configuration, driver: driver, store: store, claim: claim)
    }

    /// The configuration's.
    var serviceProvider: String { configuration.serviceProvider }
    /// The configuration's.
    var environment: TVPassEnvironment { configuration.environment }

    /// Any operation; each has its own function under `Operations`.
    func run<Success>(
        _ serviceProvider: String?, _ extras: RequestExtras, _ deadline: TimeInterval,
        _ wish: (Wishes) -> Wish<Success>
    ) async throws -> Success {
        let wish = wish(Wishes(serviceProvider ?? self.serviceProvider, extras))
        return try wish.read(try await runner.run(wish.operation, deadline: deadline))
    }

    /// Whether the client holds a registration, made now or at an earlier start.
    public var isRegistered: Bool {
        (try? core { try client.isRegistered() }) ?? false
    }

    /// Allows registering anew, after ``TVPassErrorCode/registrationLost``. **The user's profiles
    /// are gone**: tell the user.
    public func forgetRegistration() {
        try? core { try client.forgetRegistration() }
    }

    /// Whether a call has found the registration lost and registered again, as
    /// ``TVPassConfiguration/registersAgain`` allows, however it ended: **the user's profiles are
    /// gone.** Forget what the app has kept of them, then ``acknowledgeLostRegistration()``.
    public var registrationWasLost: Bool { runner.loss.isKnown }

    /// Says that the app has dealt with ``registrationWasLost``, which is `false` then.
    public func acknowledgeLostRegistration() {
        runner.loss.isKnown = false
    }

    /// The last events as text for a support ticket: Adobe's traces, statuses and timings; no
    /// secret and no device identifier.
    public func supportReport() -> String {
        (try? core { try client.supportReport(nowMs: runner.now) }) ?? ""
    }
}

extension TVPassClient: CustomStringConvertible, CustomReflectable {
    public var description: String { "TVPassClient(\(configuration.serviceProvider))" }
    public var customMirror: Mirror {
        Mirror(self, children: ["serviceProvider": configuration.serviceProvider, "environment": configuration.environment])
    }
}
