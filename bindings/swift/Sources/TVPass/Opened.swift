import Foundation

/// The core of a client that has just been opened, with what it needs from then on.
struct Opened: Sendable {
    let client: Client
    let claim: StoreClaim?
    let clock: SteadyClock

    /// Claims and reads the store, which may take a while.
    init(_ configuration: TVPassConfiguration, _ store: any StateStore, startingOver: Bool) throws {
        let source: CoreTokenSource
        var state: Data?
        switch configuration.tokenSource {
        case .registration(let statement, let redirectURI):
            source = .registration(
                softwareStatement: statement.exposed, redirectUri: redirectURI?.absoluteString)
            (claim, state) = try Opened.load(store, startingOver: startingOver)
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
        clock = SteadyClock()
        let start = Start(
            nowMs: clock.now, unixMs: UInt64(max(0, Date().timeIntervalSince1970 * 1000)), seed: .random(in: .min ... .max))
        client = try TVPass.core {
            try Client(device: configuration.device.core, config: core, state: state, start: start)
        }
    }

    private static func load(_ store: any StateStore, startingOver: Bool) throws -> (StoreClaim, Data?) {
        do {
            return (try store.claim(), startingOver ? nil : try store.load())
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
    }
}

/// Runs what blocks on a thread of its own: the tasks of an app share as many threads as there are
/// processors.
///
/// When it returns, nobody but the caller refers to the value: who lets go of a client may open the
/// next one at once.
func offThePool<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    let result = Guarded<Result<Value, any Error>?>(nil)
    await withCheckedContinuation { continuation in
        DispatchQueue.global(qos: .userInitiated).async {
            result.value = Result(catching: work)
            continuation.resume()
        }
    }
    guard let outcome = result.value else { throw CancellationError() }
    result.value = nil
    return try outcome.get()
}
