import Foundation

internal import TVPassCore

/// A logout without a client, for apps that own their access tokens and send requests themselves: nothing is retried, paced or stored.
///
/// ```swift
/// let prepared = try PreparedLogout(environment: .production, device: device, serviceProvider: "REF30",
///     mvpd: "Cablevision", redirectURL: url, accessToken: token)
/// let (data, response) = try await session.data(for: prepared.request.urlRequest(timeout: 30))   // without following redirects
/// let logout = try prepared.interpret(HTTPResponse(response as! HTTPURLResponse, body: data))
/// ```
public struct PreparedLogout: Sendable {
    /// The request, complete with all headers.
    public let request: HTTPRequest
    private let exchange: LogoutExchange

    public init(
        environment: TVPassEnvironment, device: Device, serviceProvider: String, mvpd: String, redirectURL: URL,
        accessToken: SecretText, headers: LogoutHeaders = LogoutHeaders()
    ) throws {
        let input = LogoutInput(
            base: try environment.baseURL().absoluteString, serviceProvider: serviceProvider, mvpd: mvpd,
            redirectUrl: redirectURL.absoluteString, accessToken: accessToken.exposed, extras: headers.core)
        let prepared = try core { try prepareLogout(device: device.core, input: input) }
        request = try HTTPRequest(prepared.request)
        exchange = prepared.exchange
    }

    /// What the answer to ``request`` means.
    public func interpret(_ response: HTTPResponse) throws -> Logout {
        Logout(try core { try exchange.interpret(response: response.core) })
    }
}

/// The legacy V1 logout, which ends with 2026: it clears the tokens on Adobe's side and does **not** call the provider's logout; the
/// provider's own session stays open.
public struct PreparedLegacyLogout: Sendable {
    /// The request, complete with all headers.
    public let request: HTTPRequest
    private let exchange: LogoutV1Exchange

    /// `deviceType`, `deviceUser` and `appID` are optional; Adobe deprecates the last two.
    public init(
        environment: TVPassEnvironment, device: Device, requestor: String, deviceType: String? = nil,
        deviceUser: String? = nil, appID: String? = nil, userAgent: String? = nil
    ) throws {
        let input = LogoutV1Input(
            base: try environment.legacyBaseURL().absoluteString, requestor: requestor, deviceType: deviceType,
            deviceUser: deviceUser, appId: appID, userAgent: userAgent)
        let prepared = try core { try prepareLogoutV1(device: device.core, input: input) }
        request = try HTTPRequest(prepared.request)
        exchange = prepared.exchange
    }

    /// Throws unless the answer says that the logout is done.
    public func interpret(_ response: HTTPResponse) throws {
        try core { try exchange.interpret(response: response.core) }
    }
}
