import TVPass
import XCTest

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// All scenarios that Adobe documents, by a client over URLSession.
final class LogoutTests: XCTestCase {
    private func logout(
        _ mvpd: String, extras: RequestExtras = RequestExtras(), of sandbox: Sandbox
    ) async throws -> Logout {
        try await sandbox.client().logout(mvpd: mvpd, redirectURL: redirectURL, extras: extras)
    }

    func testTheUserAgentsLegClosesTheProvidersSession() async throws {
        let sandbox = try await Sandbox()
        let page = sandbox.url.appendingPathComponent("app/signed-out")
        let logout = try await sandbox.client().logout(mvpd: "Cablevision", redirectURL: page)
        let profile = try XCTUnwrap(logout.profiles.first)
        XCTAssertEqual(
            [profile.key, profile.mvpd, profile.actionName, profile.actionType],
            ["Cablevision", "Cablevision", "logout", "interactive"])
        XCTAssertFalse(profile.contradictsDocumentation)
        guard case .openURL(profile: profile, let url)? = logout.followUps.first, case .openURL(url) = profile.action else {
            return XCTFail("\(logout)")
        }
        let (_, response) = try await URLSession.shared.data(from: url)
        let reached = try XCTUnwrap(response.url)
        XCTAssertTrue(try RedirectURL(page).isReached(by: reached), "\(reached)")
        XCTAssertFalse(try RedirectURL(page).isReached(by: url))
        let closed = try await sandbox.counter("mvpdSessionsClosed")
        XCTAssertEqual(closed, 1)
    }

    func testRelativeURLsAreResolved() async throws {
        let sandbox = try await Sandbox()
        var extras = RequestExtras()
        extras.serviceToken = sandbox.text("serviceToken")
        let logout = try await logout("Spectrum", extras: extras, of: sandbox)
        guard case .openURL(let url)? = logout.profiles.first?.action else { return XCTFail("\(logout)") }
        XCTAssertTrue(url.absoluteString.hasPrefix(sandbox.url.absoluteString + "/"), "\(url)")
    }

    func testSingleSignOnNeedsTheTokenOfTheLogin() async throws {
        let sandbox = try await Sandbox()
        let without = try await logout("Comcast_SSO", of: sandbox)
        XCTAssertEqual(without.profiles.map(\.action), [.invalid])
        XCTAssertEqual(without.followUps, [])
        var extras = RequestExtras()
        extras.subjectToken = sandbox.text("subjectToken")
        let with = try await logout("Comcast_SSO", extras: extras, of: sandbox)
        guard case .openURL? = with.profiles.first?.action else { return XCTFail("\(with)") }
    }

    func testPartnerLogoutNamesTheSettings() async throws {
        let sandbox = try await Sandbox()
        let logout = try await logout("Cablevision_Apple", of: sandbox)
        XCTAssertEqual(logout.profiles.map(\.action), [.partnerLogout])
        guard case .partnerSignOut(_, let settings)? = logout.followUps.first else { return XCTFail("\(logout)") }
        XCTAssertEqual(settings.first { $0.osName == "tvOS" }?.path, ["Settings", "Accounts", "TV Provider"])
        XCTAssertEqual(settings.first { $0.osName == "iOS" }?.path, ["Settings", "TV Provider"])
    }

    func testNothingIsLeftToDo() async throws {
        let sandbox = try await Sandbox()
        for mvpd in ["Dish", "ATTOTT", "TempPass_5mins"] {
            let logout = try await logout(mvpd, of: sandbox)
            XCTAssertEqual(logout.profiles.map(\.action), [.complete], mvpd)
            XCTAssertEqual(logout.followUps, [], mvpd)
        }
        let nobody = try await logout("Sandbox_NoProfile", of: sandbox)
        XCTAssertEqual(nobody.profiles.map(\.action), [.invalid])
    }

    func testSeveralProfilesStayInOrder() async throws {
        let sandbox = try await Sandbox()
        let logout = try await logout("Sandbox_Several", of: sandbox)
        XCTAssertEqual(logout.profiles.map(\.key), ["Verizon", "Cox", "Mediacom", "AlticeOne"])
        XCTAssertEqual(logout.profiles[2].mvpd, "Sandbox_Degraded")
        let followUps = logout.followUps.map { followUp in
            switch followUp {
            case .openURL(let profile, _): "open \(profile.key)"
            case .partnerSignOut(let profile, _): "settings \(profile.key)"
            case .sessionMayBeOpen(let profile): "tell \(profile.key)"
            }
        }
        XCTAssertEqual(followUps, ["open Verizon", "open Cox", "settings AlticeOne"])
    }

    func testDangerousAndUnknownAnswersAreToldNotFollowed() async throws {
        let sandbox = try await Sandbox()
        func profile(_ mvpd: String, _ name: String, _ url: String?) -> [String: Any] {
            var custom: [String: Any] = ["actionName": name, "actionType": "interactive"]
            custom["url"] = url
            return ["mvpd": mvpd, "requestedAs": "Dish", "kind": ["custom": custom]]
        }
        try await sandbox.control(
            "profiles",
            [
                "device": "swift-tests", "serviceProvider": "REF30",
                "profiles": [
                    profile("Script", "logout", "javascript:alert(1)"),
                    profile("Elsewhere", "logout", "//evil.example/"),
                    profile("None", "logout", nil),
                    profile("New", "new_action", "https://example.com/"),
                ],
            ])
        let logout = try await logout("Dish", of: sandbox)
        let refusals = logout.profiles.map { profile -> [String] in
            guard case .urlRefused(let reason, let explanation, let raw) = profile.action else { return [] }
            XCTAssertFalse(explanation.isEmpty)
            return ["\(reason)", raw.exposed]
        }
        XCTAssertEqual(refusals, [["scheme", "javascript:alert(1)"], ["otherHost", "//evil.example/"], ["missing", ""], []])
        XCTAssertEqual(logout.profiles[3].action, .unknown)
        XCTAssertEqual(logout.profiles[3].actionName, "new_action")
        XCTAssertEqual(logout.profiles[3].rawURL, "https://example.com/")
        for followUp in logout.followUps {
            guard case .sessionMayBeOpen = followUp else { return XCTFail("\(followUp)") }
        }
        XCTAssertEqual(logout.followUps.count, 4)
    }

    func testAnInvalidAfterALostAnswerIsInDoubt() async throws {
        let sandbox = try await Sandbox()
        try await sandbox.control("faults", ["on": "/api/v2/", "serverActs": true, "answer": "close"])
        let logout = try await logout("Cablevision", of: sandbox)
        XCTAssertEqual(logout.profiles.map(\.action), [.invalidAfterLostAnswer])
        guard case .sessionMayBeOpen? = logout.followUps.first else { return XCTFail("\(logout)") }
    }

    func testTheLegacyLogout() async throws {
        let sandbox = try await Sandbox()
        let site = Site(environment: .custom(sandbox.url), device: try device())
        let prepared = try site.prepareLogoutV1(requestor: "REF30")
        let response = try await URLSessionDriver().send(prepared.request, timeout: 60)
        XCTAssertEqual(response.status, 204)
        try prepared.interpret(response)
        let count = try await sandbox.counter("logoutsV1")
        XCTAssertEqual(count, 1)
        XCTAssertThrowsError(
            try Site(environment: .prequal, device: device()).prepareLogoutV1(requestor: "REF30"))
    }

    func testTheLegacyLogoutByAClientNeedsNoTokenAndIsTriedAgain() async throws {
        let sandbox = try await Sandbox()
        try await sandbox.control("faults", ["on": "/api/v1/", "answer": "close"])
        let events = Box<[TVPassEvent]>([])
        let client = try await sandbox.client {
            $0.onEvent = { event in events.change { $0.append(event) } }
        }
        try await client.logoutV1(deviceType: "AppleTV")
        let counters = try await sandbox.control("counters")
        let counts = ["registrations", "tokenRequests", "logoutsV1"].map { counters[$0] as? Int }
        XCTAssertEqual(counts, [0, 0, 1])
        XCTAssertFalse(client.isRegistered)
        XCTAssertTrue(events.value.allSatisfy(\.v1), "\(events.value)")
        XCTAssertEqual(events.value.filter { if case .retry = $0.kind { true } else { false } }.count, 1)
        XCTAssertTrue(client.supportReport().contains("logout_v1"), client.supportReport())
    }

    func testTheLegacyLogoutHasErrorsToo() async throws {
        let sandbox = try await Sandbox()
        // Adobe documents no server for it.
        let elsewhere = try await sandbox.client { $0.environment = .prequal }
        let error = await thrown { try await elsewhere.logoutV1() } as? TVPassError
        XCTAssertEqual(error?.code, .invalidInput)
        XCTAssertTrue(error?.message.contains("staging") == true, "\(String(describing: error))")
        // It takes no single sign-on token.
        var extras = RequestExtras()
        extras.serviceToken = sandbox.text("serviceToken")
        let refused = await thrown { try await sandbox.client().logoutV1(extras: extras) } as? TVPassError
        XCTAssertEqual(refused?.field, "AD-Service-Token")
        let requests = try await sandbox.counter("requests")
        XCTAssertEqual(requests, 0)
    }

    func testWithoutAClient() async throws {
        let sandbox = try await Sandbox()
        let prepared = try await sandbox.prepared(mvpd: "Cablevision")
        let response = try await URLSessionDriver().send(prepared.request, timeout: 60)
        let logout = try prepared.interpret(response)
        XCTAssertEqual(logout.followUps.count, 1)
        let registrations = try await sandbox.counter("registrations")
        XCTAssertEqual(registrations, 0)
    }
}
