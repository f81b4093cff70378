import Foundation

/// One app on one device at one environment: registers once, holds one token, runs Adobe's
/// operations with pacing and retries, and keeps its state in a store.
///
/// ```swift
/// let client = try await TVPassClient.open(configuration, store: KeychainStore())
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
    let client: Client
    let runner: CallRunner
    private let configuration: TVPassConfiguration

    /// A client that begins with what is in `store`, which is read elsewhere than on the caller's
    /// thread: a keychain may take half a second.
    ///
    /// Throws if the store cannot be read, if another client has it, or if its state cannot be used
    /// (``TVPassErrorCode/stateCorrupt`` and its neighbours). Nothing is changed then. Only if the
    /// app means to start anew, pass `startingOver`: the next call registers again, and **the
    /// user's profiles are gone**. A client with tokens of the app's own (``TokenSource/app(_:)``)
    /// does not use the store.
    public static func open(
        _ configuration: TVPassConfiguration, store: any StateStore, driver: any HTTPDriver = URLSessionDriver(),
        startingOver: Bool = false
    ) async throws -> TVPassClient {
        let opened = try await offThePool { try Opened(configuration, store, startingOver: startingOver) }
        try Task.checkCancellation()
        return TVPassClient(configuration, opened, store: store, driver: driver)
    }

    private init(_ configuration: TVPassConfiguration, _ opened: Opened, store: any StateStore, driver: any HTTPDriver) {
        self.configuration = configuration
        client = opened.client
        runner = CallRunner(
            opened.client, configuration, driver: driver, store: store, claim: opened.claim, clock: opened.clock)
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
    public var registrationWasLost: Bool { runner.loss.value }

    /// Says that the app has dealt with ``registrationWasLost``, which is `false` then.
    public func acknowledgeLostRegistration() {
        runner.loss.value = false
    }

    /// Why the last state could not be stored, with ``TVPassErrorCode/storageUnwritable``; `nil` if
    /// it could. The client goes on without. If the app ends like this, the next start registers
    /// again, and **the user's profiles are gone**.
    public var storageError: TVPassError? { runner.storageError.value }

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
