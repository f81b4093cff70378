import Foundation
import TVPass
import TVPassTesting
import Testing

/// What an app's own tests do with the fake, in place of a server.
struct FakeClientTests {
    private let fake = FakeClient(mvpds: [.sample("Cablevision"), .sample("Dish"), .sample("Free", isTempPass: true)])
    private var client: any TVPassClientProtocol { fake }

    private func code(of error: (any Error)?) -> AdobeErrorCode? { (error as? TVPassError)?.adobeCode }

    @Test func somebodySignsInOnASecondScreenAndOutAgain() async throws {
        #expect(try await client.configuration().choices.map(\.id) == ["Cablevision", "Dish"])
        let begun = try await client.createSession(domainName: "example.com", redirectURL: redirectURL)
        #expect(begun.action == .supplyMissing && begun.missingParameters == [.mvpd])
        let code = try #require(begun.code)
        let session = try await client.resumeSession(code: code, mvpd: "Cablevision")
        let page = try client.authenticateURL(code: code)
        #expect(session.action == .authenticate(url: page))
        #expect(try await client.retrieveSession(code: code).mvpd == "Cablevision")
        #expect(try await client.profileForCode(code).longest == nil)
        #expect(fake.userSignsIn())
        #expect(try await client.profileForCode(code).longest?.mvpd == "Cablevision")
        #expect(try await client.profiles().profiles.map(\.mvpd) == ["Cablevision"])
        #expect(try await client.createSession(mvpd: "Cablevision").action == .authorize)
        let logout = try await client.logout(mvpd: "Cablevision", redirectURL: redirectURL)
        #expect(logout.profiles.map(\.action) == [.complete])
        #expect(try await client.profileForMVPD("Cablevision").profiles.isEmpty)
        #expect(try await client.logout(mvpd: "Cablevision", redirectURL: redirectURL).profiles.map(\.action) == [.invalid])
        #expect(fake.asked.first?.operation == "configuration" && fake.asked.last?.mvpd == "Cablevision")
    }

    @Test func aCodeEndsAndSoDoesAProfile() async throws {
        let code = try #require(try await client.createSession(mvpd: "Dish").code)
        fake.expireCodes()
        #expect(!fake.userSignsIn())
        #expect(self.code(of: await thrown { try await client.profileForCode(code) }) == .invalidAuthenticationSession)
        // By time, too.
        _ = try await client.createSession(mvpd: "Dish")
        #expect(fake.userSignsIn(validity: 60))
        fake.permit("TNT")
        #expect(try await client.authorize(mvpd: "Dish", resources: ["TNT"]).about("TNT")?.verdict == .permit)
        fake.now += 61
        let error = await thrown { try await client.authorize(mvpd: "Dish", resources: ["TNT"]) } as? TVPassError
        #expect(error?.adobeCode == .authenticatedProfileExpired && error?.action == .authentication)
        fake.hasProfile(.sample("Dish"))
        fake.expireProfile(of: "Dish")
        let preauthorized = await thrown { try await client.preauthorize(mvpd: "Dish", resources: ["TNT"]) }
        #expect(self.code(of: preauthorized) == .authenticatedProfileExpired)
    }

    @Test func resourcesArePermittedAndDenied() async throws {
        fake.hasProfile(.sample("Dish"))
        fake.permit("TNT")
        fake.deny("HBO", with: .sample(details: "Call us."))
        let locks = try await client.preauthorize(mvpd: "Dish", resources: ["TNT", "HBO"])
        #expect(locks.decisions.map(\.expectation) == [.probablyPermitted, .probablyDenied])
        let decisions = try await client.authorize(mvpd: "Dish", resources: ["TNT", "HBO"])
        #expect(decisions.about("HBO")?.denial?.details == "Call us.")
        let token = try #require(decisions.takeMediaToken(for: "TNT"))
        let serialized = try token.handOver { $0 }
        #expect(serialized == "fake-media-token-1")
        #expect(decisions.takeMediaToken(for: "TNT") == nil)
        let missing = await thrown { try await client.authorize(mvpd: "Cablevision", resources: ["TNT"]) }
        #expect(code(of: missing) == .authenticatedProfileMissing)
        // A TempPass takes no sign-in.
        #expect(try await client.authorize(mvpd: "Free", resources: ["TNT"]).about("TNT")?.isPlayable == true)
    }

    @Test func failuresComeWhenTheyAreWished() async throws {
        fake.failNext("logout", with: .sample(.internalServerError, httpStatus: 500, action: .retry))
        fake.failNext(with: .noConnection)
        #expect((await thrown { try await client.profiles() } as? TVPassError)?.code == .transportConnect)
        _ = try await client.profiles()
        let error = await thrown { try await client.logout(mvpd: "Dish", redirectURL: redirectURL) } as? TVPassError
        #expect(error?.isRetryable == true && error?.httpStatus == 500)
        let unknown = await thrown { try await client.logout(mvpd: "Nobody", redirectURL: redirectURL) }
        #expect(code(of: unknown) == .invalidParameterMvpd)
        #expect(client.isRegistered && !client.registrationWasLost)
        fake.loseRegistration()
        #expect(client.registrationWasLost)
        client.acknowledgeLostRegistration()
        #expect(!client.registrationWasLost)
        let cancelled = Task { try await client.profiles() }
        cancelled.cancel()
        #expect(await thrown { try await cancelled.value } is CancellationError)
    }

    /// The same code runs with the client itself.
    @Test func theClientIsOneToo() async throws {
        let sandbox = try await Sandbox()
        let client: any TVPassClientProtocol = try await sandbox.client()
        #expect(try await client.configuration().choices.isEmpty == false)
        #expect(try await client.logout(mvpd: "Dish", redirectURL: redirectURL).profiles.map(\.action) == [.complete])
    }
}
