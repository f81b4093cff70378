import Foundation
import TVPass
import Testing

/// All the ways in which Swift shows a value.
func shown(_ value: Any) -> String {
    var text = "\(value) \(String(describing: value)) \(String(reflecting: value)) "
    dump(value, to: &text)
    text += "\(Mirror(reflecting: value).children.map { "\($0)" })"
    return text
}

/// No secret in any description, debug description, dump, mirror, log line or error.
struct SecretTests {
    private let secret = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJoaWRkZW4ifQ.aHVzaC1odXNo"

    @Test func secretsStayOutOfValues() async throws {
        var extras = RequestExtras()
        extras.serviceToken = SecretText(secret)
        extras.subjectToken = SecretText(secret)
        extras.rokuConnectToken = SecretText(secret)
        let site = Site(device: try device(secret))
        let prepared = try site.prepareLogout(
            serviceProvider: "REF30", mvpd: "Dish", redirectURL: redirectURL, accessToken: SecretText(secret), extras: extras)
        // The secret is in it, or the test would show nothing.
        #expect(prepared.request.headers.filter { $0.value.contains(secret) }.count == 4)
        let source = TokenSource.registration(softwareStatement: SecretText(secret))
        let configuration = TVPassConfiguration(
            serviceProvider: "REF30", device: try device(secret), tokenSource: source)
        let store = MemoryStore(Data(secret.utf8))
        let client = try await TVPassClient.open(configuration, store: MemoryStore())
        let response = HTTPResponse(status: 200, body: Data(secret.utf8))
        let legacy = try site.prepareLogoutV1(requestor: "REF30")
        #expect(legacy.request.url.absoluteString.contains(secret))
        let environment: TVPassEnvironment = .custom(URL(string: "https://example.com")!)
        let values: [Any] = [
            legacy, legacy.request, environment,
            extras, site, prepared, prepared.request, prepared.request.headers, source, configuration, store, client, response,
            AccessToken(SecretText(secret)), SecretText(secret), DeviceIdentifier.text(secret), try device(secret),
        ]
        let encoded = Data(secret.utf8).base64EncodedString()
        for value in values {
            let text = shown(value)
            #expect(!text.contains(secret), "\(type(of: value))")
            #expect(!text.contains(encoded), "\(type(of: value))")
            // Bytes in a dump are numbers.
            #expect(!text.contains("- 101\n") || !text.contains("- 121\n"), "\(type(of: value))")
        }
    }

    /// The URLs of an answer may name the user's session.
    @Test func resultsShowNoMoreOfAURLThanItsHost() throws {
        let prepared = try Site(device: try device()).prepareLogout(
            serviceProvider: "REF30", mvpd: "Dish", redirectURL: redirectURL, accessToken: "token")
        let profiles = [("logout", "https://idp.example/\(secret)?s=\(secret)"), ("logout", "javascript:\(secret)"), ("new", "https://idp.example/\(secret)")]
            .enumerated().map { #""P\#($0)":{"actionName":"\#($1.0)","actionType":"interactive","mvpd":"P","url":"\#($1.1)"}"# }
        let body = #"{"logouts":{\#(profiles.joined(separator: ","))}}"#
        let answer = HTTPResponse(status: 200, contentType: "application/json", body: Data(body.utf8))
        let logout = try prepared.interpret(answer)
        guard case .openURL(_, let url)? = logout.followUps.first else {
            Issue.record("\(logout)")
            return
        }
        #expect(url.absoluteString.contains(secret) && logout.profiles[2].rawURL?.exposed.contains(secret) == true)
        #expect(!shown(logout).contains(secret))
        #expect(!shown(logout.followUps).contains(secret))
        #expect(!shown(logout.profiles.map(\.action)).contains(secret))
        #expect("\(logout)".contains("https://idp.example/…"))
    }

    @Test func secretsOfARunStayOutOfEventsReportsAndErrors() async throws {
        let sandbox = try await Sandbox()
        let store = MemoryStore()
        let lines = Box<[String]>([])
        let client = try await sandbox.client(store: store) {
            $0.onEvent = { event in lines.change { $0.append("\(event) \(event.kind)") } }
        }
        var extras = RequestExtras()
        extras.serviceToken = sandbox.text("serviceToken")
        _ = try await client.logout(mvpd: "Spectrum", redirectURL: redirectURL, extras: extras)
        let stored = try #require(try store.load())
        let state = try #require(try JSONSerialization.jsonObject(with: stored) as? [String: Any])
        let token = try #require((state["token"] as? [String: Any])?["access_token"] as? String)
        let clientSecret = try #require(state["client_secret"] as? String)
        // An answer that repeats every secret.
        let echo = "\(token) \(clientSecret) \(sandbox.text("serviceToken").exposed)"
        try await sandbox.control(
            "faults",
            [
                "on": "/api/v2/",
                "answer": ["reply": ["status": 418, "headers": [["Content-Type", "text/plain"]], "body": echo]],
            ])
        let error = try #require(
            await thrown { try await client.logout(mvpd: "Dish", redirectURL: redirectURL, extras: extras) })
        let shown = TVPassTests.shown(error) + lines.value.joined() + client.supportReport()
        #expect((error as? TVPassError)?.bodyHead?.isEmpty == false)
        for secret in [token, sandbox.text("serviceToken").exposed, sandbox.text("softwareStatement").exposed] {
            #expect(!shown.contains(secret))
        }
        #expect(!lines.value.isEmpty)
        #expect(!(lines.value.joined() + client.supportReport()).contains(clientSecret))
    }
}
