import Foundation

/// Where requests go, and for which device, without a client: for apps that own their access tokens
/// and send requests themselves. Nothing is retried, paced or stored, and nothing is waited for.
///
/// ```swift
/// let site = Site(environment: .production, device: device)
/// let prepared = try site.prepareLogout(
///     serviceProvider: "REF30", mvpd: "Cablevision", redirectURL: url, accessToken: token)
/// let logout = try prepared.interpret(try await driver.send(prepared.request, timeout: 30))
/// ```
public struct Site: Sendable {
    /// Where Adobe's service is.
    public let environment: TVPassEnvironment
    /// The device.
    public let device: Device

    public init(environment: TVPassEnvironment = .production, device: Device) {
        self.environment = environment
        self.device = device
    }

    /// The request of any operation; `read` finds the result of that operation in its outcome.
    func prepare<Success>(
        _ operation: Operation, at base: URL, accessToken: SecretText?,
        _ read: @escaping @Sendable (Outcome) throws -> Success
    ) throws -> Prepared<Success> {
        let prepared = try core {
            try TVPass.prepare(
                device: device.core, base: base.absoluteString, operation: operation,
                accessToken: accessToken?.exposed)
        }
        return Prepared(request: try HTTPRequest(prepared.request), exchange: prepared.exchange, read: read)
    }
}

/// A request that an app sends itself, and what its answer means. `Success` is what a successful
/// answer says.
public struct Prepared<Success: Sendable>: Sendable {
    /// The request, complete with all headers: send it as it is, and follow no redirect.
    public let request: HTTPRequest
    fileprivate let exchange: Exchange
    fileprivate let read: @Sendable (Outcome) throws -> Success

    /// What the answer to ``request`` means, whatever its status. It may be asked any number of
    /// times.
    ///
    /// Throws a ``TVPassError`` if the service refused, or if the answer is not one.
    public func interpret(_ response: HTTPResponse) throws -> Success {
        try read(try core { try exchange.interpret(response: response.core) })
    }
}

extension Prepared: CustomStringConvertible, CustomReflectable {
    public var description: String { "Prepared(\(request))" }
    public var customMirror: Mirror { Mirror(self, children: ["request": request]) }
}
