import Foundation
@testable import TVPass
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A cancellation that is not the caller's own is a failure of whatever was cancelled.
struct ForeignCancellationTests {
    @Test func insideTheAppsTokenSourceItIsAFailureOfThatSource() async throws {
        let sandbox = try await Sandbox()
        let client = try await sandbox.client { $0.tokenSource = .app { _ in throw CancellationError() } }
        let error = await thrown { try await client.logout(mvpd: "Dish", redirectURL: redirectURL) }
        #expect((error as? TVPassError)?.code == .tokenSourceFailed, "\(String(describing: error))")
    }

    @Test func insideADriverItIsALostRequestThatIsTriedAgain() async throws {
        struct Cancelling: HTTPDriver {
            let sent = Box(0)
            func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse {
                sent.change { $0 += 1 }
                if sent.value == 1 { throw CancellationError() }
                return try await URLSessionDriver().send(request, timeout: timeout)
            }
        }
        let sandbox = try await Sandbox()
        let client = try await sandbox.client(driver: Cancelling())
        let logout = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
        #expect(logout.profiles.map(\.action) == [.complete])
    }

    @Test func byTheAppThroughItsHTTPClientItEndsTheLogout() async throws {
        struct Cancelled: HTTPDriver {
            let sent = Box(0)
            func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse {
                sent.change { $0 += 1 }
                throw TransportError(URLError(.cancelled))
            }
        }
        let sandbox = try await Sandbox()
        let driver = Cancelled()
        let client = try await sandbox.client(driver: driver)
        let error = await thrown { try await client.logout(mvpd: "Dish", redirectURL: redirectURL) }
        #expect((error as? TVPassError)?.code == .cancelled, "\(String(describing: error))")
        #expect(driver.sent.value == 1)
    }
}
