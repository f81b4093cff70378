import Foundation

internal import TVPassCore

/// One app on one device at one environment: registers once, holds one token, paces and retries, and keeps its state in a store.
///
/// ```swift
/// let client = try TVPassClient(configuration, store: KeychainStore())
/// let logout = try await client.logout(mvpd: "Cablevision", redirectURL: url)
/// for followUp in logout.followUps { … }
/// ```
///
/// A `Sendable` class and not an actor: what is shared lies in the core, behind a lock that is never held while anything is waited for. An
/// actor would make even ``isRegistered`` asynchronous, and gain nothing.
public final class TVPassClient: Sendable {
    private let client: Client
    private let configuration: TVPassConfiguration
    private let driver: any HTTPDriver
    private let store: any StateStore
    private let claim: StoreClaim?
    private let started = DispatchTime.now()
    private let wakeups = Wakeups()

    /// A client that begins with what is in `store`.
    ///
    /// Throws if the store cannot be read, if another client has it, or if its state cannot be used (``TVPassErrorCode/stateCorrupt`` and its
    /// neighbours). Nothing is changed then. Only if the app means to start anew, pass `startingOver`: the next call registers again, and **the user's profiles are
    /// gone**.
    public init(
        _ configuration: TVPassConfiguration, store: any StateStore, driver: any HTTPDriver = URLSessionDriver(),
        startingOver: Bool = false
    ) throws {
        self.configuration = configuration
        self.driver = driver
        self.store = store
        let source: TVPassCore.TokenSource
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
        var extras = Extras(
            subjectToken: nil, rokuConnectToken: nil, serviceToken: nil, visitorIdentifier: nil, forwardedFor: nil,
            userAgent: nil)
        extras.userAgent = configuration.userAgent
        let core = ClientConfig(
            base: try configuration.environment.baseURL().absoluteString, tokenSource: source, extras: extras,
            pacing: configuration.isPaced, persistence: true, registerAgain: configuration.registersAgain,
            events: configuration.onEvent != nil)
        let start = Start(
            nowMs: 0, unixMs: UInt64(max(0, Date().timeIntervalSince1970 * 1000)), seed: .random(in: .min ... .max))
        client = try TVPass.core {
            try Client(device: configuration.device.core, config: core, state: state, start: start)
        }
    }

    /// Signs the user out of `mvpd`: deletes the profile on Adobe's side, and says what is left to do on the device.
    ///
    /// For a user who asked for it; never as an automatic answer to a denied authorization.
    ///
    /// - Parameters:
    ///   - mvpd: The TV provider's id.
    ///   - redirectURL: Where the user agent lands when the provider's own logout is done.
    ///   - serviceProvider: Another than the configuration's.
    ///   - headers: Single sign-on tokens (the same as at login), visitor id, `User-Agent`.
    ///   - timeLimit: How long the call may take, in seconds, with all waiting and retrying. If the service asks for a pause (429, or
    ///     `Retry-After`) that lasts until then or longer, the call ends at once with the error of that answer.
    /// - Throws: A ``TVPassError``, with ``TVPassErrorCode/cancelled`` if the app ended the request through its HTTP client;
    ///   `CancellationError` if the task is cancelled. A logout that was already on its way may still happen then.
    public func logout(
        mvpd: String, redirectURL: URL, serviceProvider: String? = nil, headers: LogoutHeaders = LogoutHeaders(),
        timeLimit: TimeInterval = 60
    ) async throws -> Logout {
        try Task.checkCancellation()
        let parameters = LogoutParameters(
            serviceProvider: serviceProvider ?? configuration.serviceProvider, mvpd: mvpd,
            redirectUrl: redirectURL.absoluteString, extras: headers.core,
            deadlineMs: UInt64(max(0, min(timeLimit, 86_400) * 1000)))
        var call: LogoutCall? = try core { try client.logout(nowMs: now, parameters: parameters) }
        defer {
            // The core learns that the call is gone before the others are woken.
            call = nil
            // Without a listener there are none: nothing to ask for.
            if configuration.onEvent != nil { report((try? core { try client.takeEvents() }) ?? []) }
            wakeups.wake()
        }
        var input = Input.poll
        var repeated = RepeatedAnswer()
        while let running = call {
            if case .poll = input, Task.isCancelled { input = .cancel }
            let seen = wakeups.count
            let turn = try core { try running.advance(nowMs: now, input: input) }
            report(turn.events)
            if case .poll = input {} else { wakeups.wake() }
            switch turn.step {
            case .done(let logout, let registrationWasLost):
                return Logout(logout, registrationWasLost: registrationWasLost)
            case .failed(let failure, _):
                // Otherwise the app has ended the request through its HTTP client.
                if failure.kind == .cancelled, Task.isCancelled { throw CancellationError() }
                throw TVPassError(failure)
            case .send(let request, let timeout):
                input = await send(request, timeout: timeout, &repeated)
            case .persist(let state):
                input = .persisted(success: (try? store.save(state)) != nil)
            case .provideToken(let rejected):
                input = await token(rejected: rejected)
            case .wait(let until, let reason):
                let left = until - min(until, now)
                await wakeups.wait(since: reason == .otherCall ? seen : nil, milliseconds: left)
                input = .poll
            }
        }
        // Not reached: `call` is there until the function ends.
        throw CancellationError()
    }

    private func send(_ request: HttpRequest, timeout: UInt64, _ repeated: inout RepeatedAnswer) async -> Input {
        do {
            let request = try HTTPRequest(request)
            if let answer = repeated.take(for: request) { return .response(response: answer.core) }
            let answer = try await driver.send(request, timeout: TimeInterval(timeout) / 1000)
            if repeated.keep(answer, to: request) {
                let lost = TransportError(kind: .connectionLost, delivery: .possible, message: "the HTTP client sent the request again")
                return .transportFailed(failure: lost.core)
            }
            return .response(response: answer.core)
        } catch let error as TransportError {
            return error.kind == .cancelled ? .cancel : .transportFailed(failure: error.core)
        } catch {
            if Task.isCancelled { return .cancel }
            // Not this task: something inside the driver was cancelled, or failed in another way.
            let failure = TransportError(kind: .other, delivery: .possible, message: "\(type(of: error))")
            return .transportFailed(failure: failure.core)
        }
    }

    private func token(rejected: Bool) async -> Input {
        guard case .app(let provide) = configuration.tokenSource else {
            return .tokenFailed(reason: "the client has no token source of the app's")
        }
        do {
            let token = try await provide(rejected)
            return .token(
                accessToken: token.token.exposed, expiresInS: token.expiresIn.map { UInt64(max(0, min($0, 1e12))) })
        } catch {
            if Task.isCancelled { return .cancel }
            // The error's own text may hold anything.
            return .tokenFailed(reason: "\(type(of: error))")
        }
    }

    /// Whether the client holds a registration, made now or at an earlier start.
    public var isRegistered: Bool {
        (try? core { try client.isRegistered() }) ?? false
    }

    /// Allows registering anew, after ``TVPassErrorCode/registrationLost``. **The user's profiles are gone**: tell the user.
    public func forgetRegistration() {
        try? core { try client.forgetRegistration() }
    }

    /// The last events as text for a support ticket: Adobe's traces, statuses and timings; no secret and no device identifier.
    public func supportReport() -> String {
        (try? core { try client.supportReport(nowMs: now) }) ?? ""
    }

    private func report(_ events: [Event]) {
        guard let onEvent = configuration.onEvent else { return }
        for event in events { onEvent(TVPassEvent(event)) }
    }

    /// Milliseconds since the client was made. `DispatchTime` stands still while the device sleeps; the core takes that as any other pause.
    private var now: UInt64 {
        (DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds) / 1_000_000
    }
}

extension TVPassClient: CustomStringConvertible, CustomReflectable {
    public var description: String { "TVPassClient(\(configuration.serviceProvider))" }
    public var customMirror: Mirror {
        Mirror(self, children: ["serviceProvider": configuration.serviceProvider, "environment": configuration.environment])
    }
}
