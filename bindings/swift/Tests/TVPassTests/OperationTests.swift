import Foundation
import TVPass
import Testing

/// Everything between a sign-in and a sign-out, against the sandbox.
struct OperationTests {
    private func signedIn(_ sandbox: Sandbox) -> URL { sandbox.url.appendingPathComponent("app/signed-in") }

    /// Remembers how requests are shown.
    private struct Watching: HTTPDriver {
        let requests = Box<[String]>([])
        func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse {
            requests.change { $0.append(shown(request)) }
            return try await URLSessionDriver().send(request, timeout: timeout)
        }
    }

    @Test func fromTheChoiceOfAProviderToALogoutByASecondScreen() async throws {
        let sandbox = try await Sandbox()
        let (watching, lines) = (Watching(), Box<[String]>([]))
        let client = try await sandbox.client(driver: watching) {
            $0.onEvent = { event in lines.change { $0.append("\(event) \(event.kind)") } }
        }
        let configuration = try await client.configuration()
        #expect(configuration.mvpds.count > 40)
        #expect(configuration.mvpd("Cablevision")?.displayName == "Optimum")
        #expect(configuration.choices.count < configuration.mvpds.count && !configuration.choices.contains { $0.isTempPass })
        #expect(configuration.mvpd(ofPlatform: "apple.spectrum")?.id == "Spectrum")
        #expect(Set(configuration.platformChoices.map(\.id)) == ["Cablevision", "Spectrum", "Cablevision_Apple", "ATTOTT"])
        #expect(configuration.mvpd("ATTOTT")?.boardingStatus == .picker)

        // The television shows a code, and knows no more yet.
        let begun = try await client.createSession(domainName: "adobe.com")
        #expect(begun.action == .supplyMissing)
        #expect(Set(begun.missingParameters) == [.mvpd, .redirectURL])
        #expect(begun.validForMs == 1_800_000)
        let code = try #require(begun.code)

        // On the second screen the user types it in, and chooses.
        let details = try await client.retrieveSession(code: SecretText(" \(code.exposed) "))
        #expect(details.device.model == "AppleTV")
        let resumed = try await client.resumeSession(code: code, mvpd: "Cablevision", redirectURL: signedIn(sandbox))
        #expect(resumed.reason == .unauthenticated)
        let url = try client.authenticateURL(code: code)
        #expect(resumed.action == .authenticate(url: url))

        #expect(try await client.profileForCode(code).profiles.isEmpty)
        let reached = try await Person().signIn(url)
        #expect(try RedirectURL(signedIn(sandbox)).isReached(by: reached), "\(reached)")

        let profile = try #require(try await client.profileForCode(code).longest)
        #expect(profile.mvpd == "Cablevision" && profile.profileType == .regular)
        let profiles = try await client.profiles()
        #expect(profiles.of(mvpd: "Cablevision") == [profile])
        #expect(try await client.profileForMVPD("Cablevision").profiles == [profile])
        let metadata = profile.userMetadata
        let (user, household) = (try #require(metadata.userID), try #require(metadata.householdID))
        #expect(metadata.channelIDs == ["channel-1", "channel-2"] && metadata.maxRating["MPAA"] == "PG-13")
        #expect(metadata.isHeadOfHousehold == true && metadata.hbaStatus == false)
        // It is encrypted.
        #expect(metadata.zip.isEmpty)
        let encrypted = try #require(metadata.attributes.first { $0.state == .encrypted })
        let (text, json) = (try #require(encrypted.text?.exposed), try #require(encrypted.json?.exposed))
        #expect(metadata[encrypted.name] == encrypted && json == "\"\(text)\"")

        let seen = try await client.preauthorize(
            mvpd: "Cablevision", resources: ["TestStream1", "Sandbox_Parental", "Sandbox_Timeout"])
        #expect(seen.about("TestStream1")?.expectation == .probablyPermitted)
        #expect(seen.about(" Sandbox_Parental")?.expectation == .probablyDenied)
        #expect(seen.about("Sandbox_Timeout")?.denial?.action == "retry")
        #expect(seen.about("Sandbox_Timeout")?.isRetryable == true)
        #expect(seen.about("TestStream2") == nil)

        let denied = try await client.authorize(mvpd: "Cablevision", resources: ["Sandbox_Denied"])
        #expect(denied.about("Sandbox_Denied")?.verdict == .deny)
        #expect(denied.about("Sandbox_Denied")?.denial?.code == "authorization_denied_by_mvpd")
        #expect(denied.takeMediaToken(for: "Sandbox_Denied") == nil)

        var mrss = MRSS(channel: "TNT")
        mrss.itemTitle = "A & B"
        let decisions = try await client.authorize(mvpd: "Cablevision", resources: [try mrss.resource()])
        #expect(decisions.decisions.map(\.isPlayable) == [true])
        try await plays(client, sandbox)

        // What was shown of all this names neither the code nor the user.
        let texts = [shown(begun), shown(resumed), shown(details), shown(profiles), shown(seen), shown(denied), shown(decisions)]
        let all = (texts + watching.requests.value + lines.value + [client.supportReport()]).joined(separator: "\n")
        #expect(all.contains("POST \(sandbox.url.absoluteString)/api/v2/REF30/sessions/…"))
        for secret in [code.exposed, user, household, "channel-1", "PG-13", text, json] {
            #expect(!all.contains(secret), "a secret of \(secret.count) characters is in a text")
        }
        #expect(all.contains(encrypted.name))

        let logout = try await client.logout(mvpd: "Cablevision", redirectURL: redirectURL)
        #expect(logout.followUps.count == 1)
        let error = await thrown { try await client.authorize(mvpd: "Cablevision", resources: ["TestStream1"]) }
        #expect((error as? TVPassError)?.adobeCode?.rawValue == "authenticated_profile_missing")
    }

    /// The media token is one that the programmer's server accepts, and is there once.
    private func plays(_ client: TVPassClient, _ sandbox: Sandbox) async throws {
        let decisions = try await client.authorize(mvpd: "Cablevision", resources: ["TestStream1"])
        let decision = try #require(decisions.about("TestStream1"))
        #expect(decision.verdict == .permit && decision.source == .mvpd)
        let token = try #require(decisions.takeMediaToken(for: " TestStream1"))
        #expect(decisions.takeMediaToken(for: "TestStream1") == nil)
        #expect(token.notAfterMs == decision.mediaTokenNotAfterMs)
        let serialized = try token.handOver { $0 }
        let verdict = try await sandbox.control(
            "media-tokens/verify", ["serializedToken": serialized, "serviceProvider": "REF30", "resource": "TestStream1"])
        #expect(verdict["verdict"] as? String == "valid")
        #expect(throws: TVPassError.self) { try token.handOver { $0 } }
        #expect(!(shown(decisions) + shown(token)).contains(serialized))
    }

    @Test func wrongPasswordWayOutAndAnUnknownCode() async throws {
        let sandbox = try await Sandbox()
        let client = try await sandbox.client()
        let session = try await client.createSession(
            mvpd: "Cablevision", domainName: "adobe.com", redirectURL: signedIn(sandbox))
        guard case .authenticate(let url) = session.action, let code = session.code else {
            Issue.record("\(session)")
            return
        }
        let reached = try await Person().signIn(url, password: "wrong")
        #expect(try !RedirectURL(signedIn(sandbox)).isReached(by: reached))
        #expect(try await client.profileForCode(code).profiles.isEmpty)
        _ = try await Person().signIn(url, cancel: true)
        #expect(try await client.profileForCode(code).profiles.isEmpty)
        let error = await thrown { try await client.profileForCode("NOSUCH7") }
        let unknown = ["invalid_authentication_session", "invalid_parameter_code"]
        #expect(unknown.contains((error as? TVPassError)?.adobeCode?.rawValue ?? ""), "\(String(describing: error))")
        #expect(!"\(String(describing: error)) \(client.supportReport())".contains("NOSUCH7"))
    }

    @Test func temporaryAccessBasicAndPromotional() async throws {
        let sandbox = try await Sandbox()
        let client = try await sandbox.client()
        let basic = try await client.authorize(mvpd: "TempPass_5mins", resources: ["TestStream1"])
        #expect(basic.about("TestStream1")?.source == .tempPass)
        #expect(basic.takeMediaToken(for: "TestStream1") != nil)
        #expect(try await client.profileForMVPD("TempPass_5mins").profiles.map(\.profileType) == [.temporary])

        var ann = RequestExtras()
        ann.tempPassIdentity = .hashed(key: "email", value: "ann@example.com")
        _ = try await client.authorize(mvpd: "flexibleTempPass", resources: ["TestStream1"], extras: ann)
        let left = try await client.profileForMVPD("flexibleTempPass", extras: ann).profiles.first?.userMetadata
        #expect(left?.remainingResources == 4 && left?.usedAssets == ["TestStream1"])
        #expect(!shown(ann).contains("ann@"))
        let nobody = try await client.authorize(mvpd: "flexibleTempPass", resources: ["TestStream1"])
        #expect(nobody.about("TestStream1")?.denial?.code == "invalid_header_identity_for_temporary_access")
    }

    @Test func singleSignOnWithAPartnersFramework() async throws {
        let sandbox = try await Sandbox()
        let client = try await sandbox.client()
        let provider = PartnerFrameworkStatus.Provider(id: "apple.spectrum", expirationDate: Date().addingTimeInterval(3600))
        let refused = try await client.partnerRequest(
            status: PartnerFrameworkStatus(.denied, provider: provider), domainName: "adobe.com", redirectURL: signedIn(sandbox))
        #expect(refused.reason == .partnerStatusFallback && refused.code != nil)

        let granted = PartnerFrameworkStatus(.granted, provider: provider)
        let session = try await client.partnerRequest(
            status: granted, domainName: "adobe.com", redirectURL: signedIn(sandbox))
        guard case .askPartner(let request) = session.action else {
            Issue.record("\(session)")
            return
        }
        #expect(request.`protocol` == .saml)
        #expect(!shown(session).contains(request.request.exposed))
        let answer = try await sandbox.control("apple/response", ["request": request.request.exposed])
        let xml = SecretText(try #require(answer["samlAttributeQueryResponse"] as? String))
        let profile = try await client.partnerProfile(status: granted, samlResponse: .xml(xml)).longest
        #expect(profile?.mvpd == "Spectrum" && profile?.profileType == .appleSSO)

        // It is found with a status alone.
        #expect(try await client.profiles().profiles.isEmpty)
        var extras = RequestExtras()
        extras.partnerFrameworkStatus = granted
        #expect(try await client.profiles(extras: extras).profiles.map(\.mvpd) == ["Spectrum"])
        #expect(!shown(extras).contains("apple.spectrum"))
    }

    @Test func withoutAClientToo() async throws {
        let sandbox = try await Sandbox()
        let site = Site(environment: .custom(sandbox.url), device: try device())
        let token = try await sandbox.accessToken()
        func result<T>(_ prepared: Prepared<T>) async throws -> T {
            try prepared.interpret(try await URLSessionDriver().send(prepared.request, timeout: 60))
        }
        #expect(try await result(site.prepareConfiguration(serviceProvider: "REF30", accessToken: token)).mvpds.count > 40)
        let session = try await result(
            site.prepareCreateSession(
                serviceProvider: "REF30", accessToken: token, mvpd: "Cablevision", domainName: "adobe.com",
                redirectURL: signedIn(sandbox)))
        let code = try #require(session.code)
        let retrieve = try site.prepareRetrieveSession(serviceProvider: "REF30", code: code, accessToken: token)
        #expect(!shown(retrieve).contains(code.exposed) && !shown(retrieve.request).contains(code.exposed))
        #expect(try await result(retrieve).mvpd == "Cablevision")
        let page = try site.authenticateURL(serviceProvider: "REF30", code: code)
        #expect(session.action == .authenticate(url: page))
        _ = try await result(
            site.prepareResumeSession(
                serviceProvider: "REF30", code: code, accessToken: token, redirectURL: signedIn(sandbox)))
        try await sandbox.control("authentication-sessions/\(code.exposed)", ["outcome": "signIn"])
        for prepared in [
            try site.prepareProfiles(serviceProvider: "REF30", accessToken: token),
            try site.prepareProfileForMVPD(serviceProvider: "REF30", "Cablevision", accessToken: token),
            try site.prepareProfileForCode(serviceProvider: "REF30", code, accessToken: token),
        ] {
            #expect(try await result(prepared).longest?.mvpd == "Cablevision")
        }
        let preauthorize = try site.preparePreauthorize(
            serviceProvider: "REF30", mvpd: "Cablevision", resources: ["TestStream1"], accessToken: token)
        #expect(try await result(preauthorize).decisions.map(\.expectation) == [.probablyPermitted])
        let authorize = try site.prepareAuthorize(
            serviceProvider: "REF30", mvpd: "Cablevision", resources: ["TestStream1"], accessToken: token)
        #expect(try await result(authorize).takeMediaToken(for: "TestStream1") != nil)
        let status = PartnerFrameworkStatus(.notDetermined)
        let request = try site.preparePartnerRequest(
            serviceProvider: "REF30", status: status, accessToken: token, domainName: "adobe.com",
            redirectURL: signedIn(sandbox))
        #expect(try await result(request).code != nil)
        let profile = try site.preparePartnerProfile(
            serviceProvider: "REF30", status: status, samlResponse: .base64("PHNhbWw+"), accessToken: token)
        #expect(await thrown { try await result(profile) } is TVPassError)
    }

    @Test func inputIsRefusedByNameBeforeAnythingIsSent() async throws {
        let sandbox = try await Sandbox()
        let client = try await sandbox.client()
        var identity = RequestExtras()
        identity.tempPassIdentity = .rawJSON("{}")
        let extras = identity
        let refusals: [() async throws -> Any] = [
            { try await client.profileForCode(" ") },
            { try await client.createSession(mvpd: "..") },
            { try await client.authorize(mvpd: "Cablevision", resources: []) },
            { try await client.partnerProfile(status: PartnerFrameworkStatus(.granted), samlResponse: .xml("no XML")) },
            { try await client.profiles(serviceProvider: "") },
            { try await client.profiles(extras: extras) },
            { try MRSS(channel: "").resource() },
        ]
        var fields: [String?] = []
        for refusal in refusals { fields.append((await thrown(refusal) as? TVPassError)?.field) }
        #expect(fields == ["code", "mvpd", "resources", "saml_response", "service_provider", "AP-TempPass-Identity", "mrss"])
        #expect(try await sandbox.counter("requests") == 0)
    }

    @Test func aBodyThatIsEmptyIsSentAsSuchOnce() async throws {
        let body = #"{"actionName":"resume","actionType":"direct","code":"8ER640M","missingParameters":["mvpd"]}"#
        let head = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        let server = try RawServer { _ in .answer(head + body) }
        let site = Site(environment: .custom(server.url), device: try device())
        let prepared = try site.prepareCreateSession(serviceProvider: "REF30", accessToken: "a-token")
        let answer = try await URLSessionDriver().send(prepared.request, timeout: 60)
        #expect(try prepared.interpret(answer).action == .supplyMissing)
        let lines = try #require(server.requests.first).lowercased().components(separatedBy: "\r\n")
        #expect(server.requests.count == 1)
        #expect(lines[0] == "post /api/v2/ref30/sessions http/1.1")
        #expect(lines.contains("content-length: 0"), "\(lines)")
        #expect(!lines.contains { $0.hasPrefix("transfer-encoding") || $0.hasPrefix("expect") }, "\(lines)")
    }

    /// A list is one value: it is there, whole, when nothing of the library is left to ask.
    @Test func twoHundredProvidersCrossAtOnce() async throws {
        struct Answering: HTTPDriver {
            let sent = Box(0)
            func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse {
                sent.change { $0 += 1 }
                let mvpds = (0..<200).map { #"{"id":"mvpd-\#($0)","displayName":"Provider \#($0)","logoUrl":"https://example.com/\#($0).png"}"# }
                let body = #"{"requestor":{"id":"REF30","mvpds":[\#(mvpds.joined(separator: ","))]}}"#
                return HTTPResponse(status: 200, contentType: "application/json", body: Data(body.utf8))
            }
        }
        let driver = Answering()
        var configuration = TVPassConfiguration(
            serviceProvider: "REF30", device: try device(), tokenSource: .app { _ in AccessToken("token") })
        configuration.isPaced = false
        var client: TVPassClient? = try await TVPassClient.open(configuration, store: MemoryStore(), driver: driver)
        weak var released = client
        let answer = try await #require(client).configuration()
        client = nil
        #expect(released == nil && driver.sent.value == 1)
        #expect(answer.mvpds.map(\.id) == (0..<200).map { "mvpd-\($0)" })
        #expect(answer.choices.count == 200 && answer.mvpd("mvpd-199")?.displayName == "Provider 199")
    }

    @Test func aServerThatHangsIsAskedAgainWithinTheCall() async throws {
        let sandbox = try await Sandbox()
        let watching = Watching()
        let client = try await sandbox.client(driver: watching) { $0.attemptTimeout = 3 }
        try await sandbox.control("faults", ["on": "/o/client/register", "delayMs": 600_000, "answer": "real"])
        // No limit of the driver's own, and none of the call's, is shorter.
        #expect(try await client.profiles(deadline: 300).profiles.isEmpty)
        #expect(watching.requests.value.count == 4)
        #expect(client.supportReport().contains("timeout"), "\(client.supportReport())")
    }
}
