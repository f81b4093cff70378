import Foundation
import TVPass
import Testing

/// An HTTP client that repeats a request by itself hides that an answer was lost, and the user of a
/// shared television is told that all is done. Shown by counting, with a server that acts on a
/// request and then drops the connection.
struct LostAnswerTests {
    /// A service with one session, at `Cablevision`, that loses the answer to its logout.
    private final class Service: Sendable {
        let server: RawServer
        private let acted: Box<Int>

        init(reset: Bool) throws {
            let acted = Box(0)
            self.acted = acted
            server = try RawServer { head in
                let mvpd = head.contains("/Cablevision") ? "Cablevision" : "Dish"
                if mvpd == "Cablevision", acted.value == 0 {
                    acted.change { $0 += 1 }
                    return .lost(reset: reset)
                }
                return .answer(invalid(mvpd))
            }
        }

        /// How often somebody was logged out.
        var logouts: Int { acted.value }
        /// How often that was asked for.
        var requests: Int { server.requests.filter { $0.contains("/Cablevision") }.count }
    }

    @Test(arguments: [true, false])
    func aRequestWhoseAnswerIsLostIsSentOnce(reset: Bool) async throws {
        let service = try Service(reset: reset)
        let driver = URLSessionDriver()
        // The connection of this one may be used again.
        let first = try await driver.send(try request("Dish", to: service.server), timeout: 60)
        #expect(first.status == 200)
        let error = await thrown { try await driver.send(try request("Cablevision", to: service.server), timeout: 60) }
        #expect((error as? TransportError)?.delivery == .possible, "\(String(describing: error))")
        #expect(service.requests == 1)
        #expect(service.logouts == 1)
    }

    @Test(arguments: [true, false])
    func whatFollowsIsInDoubt(reset: Bool) async throws {
        let service = try Service(reset: reset)
        let client = try await client(of: service.server)
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
        let logout = try await client.logout(mvpd: "Cablevision", redirectURL: redirectURL)
        #expect(logout.profiles.map(\.action) == [.invalidAfterLostAnswer])
        // The client's own repetition is the second.
        #expect(service.requests == 2)
        #expect(service.logouts == 1)
    }

    /// An HTTP client that cannot be kept from repeating, and says so.
    @Test func whatWasRepeatedAllTheSameIsInDoubtAndNotSentAgain() async throws {
        struct Repeating: HTTPDriver {
            let body: String
            let sent: Box<Int>
            func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse {
                sent.change { $0 += 1 }
                var answer = HTTPResponse(status: 200, contentType: "application/json", body: Data(body.utf8))
                answer.wasSentAgain = true
                return answer
            }
        }
        let page = #"{"logouts":{"Dish":{"actionName":"logout","actionType":"interactive","mvpd":"Dish","url":"https://idp.example/"}}}"#
        for (body, expected) in [(logouts("Dish"), LogoutAction.invalidAfterLostAnswer), (page, .openURL(url: URL(string: "https://idp.example/")!))] {
            let sent = Box(0)
            let server = try RawServer()
            let client = try await client(of: server, driver: Repeating(body: body, sent: sent))
            let logout = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
            #expect(logout.profiles.map(\.action) == [expected])
            #expect(sent.value == 1)
        }
    }

    private func client(of server: RawServer, driver: any HTTPDriver = URLSessionDriver()) async throws -> TVPassClient {
        var configuration = TVPassConfiguration(
            environment: .custom(server.url), serviceProvider: "REF30", device: try device(), tokenSource: .app { _ in AccessToken("token") })
        configuration.isPaced = false
        return try await TVPassClient.open(configuration, store: MemoryStore(), driver: driver)
    }

    private func request(_ mvpd: String, to server: RawServer) throws -> HTTPRequest {
        try Site(environment: .custom(server.url), device: try device()).prepareLogout(
            serviceProvider: "REF30", mvpd: mvpd, redirectURL: redirectURL, accessToken: "token"
        ).request
    }
}

/// That nobody was signed in.
private func logouts(_ mvpd: String) -> String {
    #"{"logouts":{"\#(mvpd)":{"actionName":"invalid","actionType":"none","mvpd":"\#(mvpd)"}}}"#
}

func invalid(_ mvpd: String) -> String { page(logouts(mvpd)) }

/// An answer with this JSON, as it goes over the wire.
func page(_ body: String) -> String {
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
}
