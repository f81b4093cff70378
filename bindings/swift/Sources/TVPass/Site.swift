import Foundation

/// Where requests go, and for which device, without a client: for apps that own their access tokens
/// and send requests themselves. Nothing is retried, paced or stored, and nothing is waited for.
///
/// ```swift
/// let site = Site(environment: .production, device: device)
/// let prepared = try site.prepareProfiles(serviceProvider: "REF30", accessToken: token)
/// let profiles = try prepared.interpret(try await driver.send(prepared.request, timeout: 30))
/// ```
///
/// The access token is one of the dynamic client registration, without `Bearer`. Each function
/// throws a ``TVPassError`` if an input was refused; nothing may be sent then.
public struct Site: Sendable {
    /// Where Adobe's service is.
    public let environment: TVPassEnvironment
    /// The device.
    public let device: Device

    public init(environment: TVPassEnvironment = .production, device: Device) {
        self.environment = environment
        self.device = device
    }

    /// The request of any operation of REST API V2; each has its own function under `Operations`.
    func prepare<Success>(
        _ serviceProvider: String, _ extras: RequestExtras, _ accessToken: SecretText, _ wish: (Wishes) -> Wish<Success>
    ) throws -> Prepared<Success> {
        let wish = wish(Wishes(serviceProvider, extras))
        return try prepare(wish, at: try environment.baseURL(), accessToken: accessToken)
    }

    func prepare<Success>(_ wish: Wish<Success>, at base: URL, accessToken: SecretText?) throws -> Prepared<Success> {
        let prepared = try core {
            try TVPass.prepare(
                device: device.core, base: base.absoluteString, operation: wish.operation,
                accessToken: accessToken?.exposed)
        }
        return Prepared(request: try HTTPRequest(prepared.request), exchange: prepared.exchange, read: wish.read)
    }
}

/// A request that an app sends itself, and what its answer means. `Success` is what a successful
/// answer says.
public struct Prepared<Success: Sendable>: Sendable {
    /// The request, complete with all headers: send it as it is, and follow no redirect.
    public let request: HTTPRequest
    fileprivate let exchange: Exchange
    fileprivate let read: @Sendable (Outcome) throws -> Success

    /// What the answer to ``request`` means, whatever its status.
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
