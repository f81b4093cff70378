import Foundation
import TVPass
import Testing

/// Adobe's own samples without a client: the requests rebuilt, the answers interpreted, as
/// `tests/suite/vectors.rs` does with the core.
struct VectorTests {
    /// A file of `tests/data/vectors`.
    private static func file(_ name: String) throws -> [String: Any] {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<5 { root.deleteLastPathComponent() }
        let data = try Data(contentsOf: root.appendingPathComponent("tests/data/vectors/\(name)"))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// A sample of the page *Initiate logout for specific mvpd*.
    private struct Sample {
        let number: Int
        let method: String
        let target: String
        let headers: [String: String]
        let base: URL
        let answer: HTTPResponse
        /// `nil`: the page prints something that is not JSON.
        let expected: [[String: Any]]?

        init(_ json: [String: Any]) throws {
            let request = try #require(json["request"] as? [String: Any])
            let response = try #require(json["response"] as? [String: Any])
            number = try #require(json["number"] as? Int)
            method = try #require(request["method"] as? String)
            target = try #require(request["target"] as? String)
            base = try #require((json["base_url"] as? String).flatMap(URL.init(string:)))
            func pairs(_ list: Any?) throws -> [String: String] {
                let pairs = try #require(list as? [[String]])
                return Dictionary(pairs.map { ($0[0], $0[1]) }) { $1 }
            }
            headers = try pairs(request["headers"])
            let body = try #require(response["body"] as? String)
            answer = HTTPResponse(
                status: try #require(response["status"] as? Int),
                contentType: try pairs(response["headers"])["Content-Type"],
                body: Data(body.utf8))
            expected = json["expected"] as? [[String: Any]]
            if expected == nil { #expect(json["expected"] as? String == "malformed_json") }
        }

        func header(_ name: String) throws -> String { try #require(headers[name]) }

        /// The page cuts single sign-on tokens off with ` .....`, which no header could carry.
        func token(_ name: String) -> String? { headers[name]?.replacingOccurrences(of: " .....", with: "") }

        /// The request, made through the public interface from the values that the sample holds.
        func rebuilt() throws -> Prepared<Logout> {
            let parts = target.split(separator: "?", maxSplits: 1)
            let path = parts[0].split(separator: "/").map(String.init).filter { !["api", "v2", "logout"].contains($0) }
            let redirectURL = try #require(
                parts[1].dropFirst("redirectUrl=".count).removingPercentEncoding.flatMap(URL.init(string:)))
            let identifier = try #require(
                Data(base64Encoded: String(try header("AP-Device-Identifier").dropFirst("fingerprint ".count))))
            var info = DeviceInfo(
                model: "TV 5th Gen", version: "5", osName: .tvOS, osVersion: "11.0", connectionType: .wiFi)
            info.primaryHardwareType = .setTopBox
            info.manufacturer = "Apple"
            info.osVendor = .apple
            var extras = RequestExtras()
            extras.serviceToken = token("AD-Service-Token").map { SecretText($0) }
            extras.subjectToken = token("Adobe-Subject-Token").map { SecretText($0) }
            extras.userAgent = try header("User-Agent")
            let site = Site(device: try Device(identifier: .text(String(decoding: identifier, as: UTF8.self)), info: info))
            return try site.prepareLogout(
                serviceProvider: path[0], mvpd: path[1], redirectURL: redirectURL,
                accessToken: SecretText(String(try header("Authorization").dropFirst("Bearer ".count))), extras: extras)
        }
    }

    private func samples() throws -> [Sample] {
        let samples = try #require(try VectorTests.file("logout-v2.json")["samples"] as? [[String: Any]])
        #expect(samples.count == 7)
        return try samples.map(Sample.init)
    }

    @Test func requestsAreThoseOfAdobesSamples() throws {
        for sample in try samples() {
            let request = try sample.rebuilt().request
            #expect(request.method == sample.method)
            #expect(request.body == nil)
            #expect(try TVPassEnvironment.production.baseURL() == sample.base)
            let wanted =
                switch sample.number {
                // A placeholder instead of an MVPD, with characters that a path cannot hold as they
                // are.
                case 6: sample.target.replacingOccurrences(of: "${degradedMvpd}", with: "%24%7BdegradedMvpd%7D")
                // The page has the segments in another order here than in its table.
                case 7: sample.target.replacingOccurrences(of: "/logout/REF30/", with: "/REF30/logout/")
                default: sample.target
                }
            #expect(request.url.absoluteString == sample.base.absoluteString + wanted)
            let ours = Dictionary(request.headers.map { ($0.name, $0.value) }) { $1 }
            #expect(Set(ours.keys) == Set(sample.headers.keys))
            // The page's X-Device-Info is not JSON, and lacks required keys.
            for (name, value) in ours where name != "X-Device-Info" {
                #expect(value == sample.token(name), "\(sample.number) \(name)")
            }
            // And `URLSession` is given the same.
            let urlRequest = request.urlRequest(timeout: 30)
            #expect(urlRequest.url?.absoluteString == request.url.absoluteString)
            // Names are compared without letter case, which Foundation changes where it is not
            // Apple's.
            func lowercased(_ headers: [String: String]) -> [String: String] {
                Dictionary(headers.map { ($0.key.lowercased(), $0.value) }) { $1 }
            }
            #expect(lowercased(urlRequest.allHTTPHeaderFields ?? [:]) == lowercased(ours))
            #expect(!urlRequest.httpShouldHandleCookies)
        }
    }

    @Test func answersMeanWhatIsExpected() throws {
        for sample in try samples() {
            let prepared = try sample.rebuilt()
            guard let expected = sample.expected else {
                let error = failure { _ = try prepared.interpret(sample.answer) }
                #expect(error?.code == .malformedAnswer)
                #expect(error?.httpStatus == 200)
                // On one line: no text from outside moves what comes after it in a log.
                let body = String(decoding: sample.answer.body, as: UTF8.self)
                #expect(error?.bodyHead == body.replacingOccurrences(of: "\n", with: " "))
                continue
            }
            let logout = try prepared.interpret(sample.answer)
            #expect(logout.profiles.map(\.key) == expected.map { $0["key"] as? String })
            for (profile, expected) in zip(logout.profiles, expected) {
                #expect(profile.mvpd == expected["mvpd"] as? String)
                #expect(profile.actionName == expected["action"] as? String)
                #expect(profile.actionType == expected["type"] as? String)
                #expect(!profile.contradictsDocumentation)
                let followUps = logout.followUps.filter { $0.profile == profile }
                switch profile.action {
                case .openURL(let url):
                    #expect(profile.actionName == "logout")
                    #expect(url.absoluteString == expected["url"] as? String)
                    #expect(followUps == [.openURL(profile: profile, url: url)])
                case .complete:
                    #expect(profile.actionName == "complete")
                    #expect(followUps == [])
                case .partnerLogout:
                    #expect(profile.actionName == "partner_logout")
                    #expect(followUps == [.partnerSignOut(profile: profile, settings: partnerSettings)])
                default: Issue.record("\(sample.number): \(profile.action)")
                }
            }
        }
    }

    @Test func theLegacyLogoutIsBuiltAndInterpreted() throws {
        var extras = RequestExtras()
        extras.userAgent = "test/1"
        let prepared = try Site(device: try device("a device/1")).prepareLogoutV1(
            requestor: "REF30", deviceType: "AppleTV", deviceUser: "u&1", appID: "app", extras: extras)
        let request = prepared.request
        #expect(request.method == "DELETE")
        #expect(request.body == nil)
        #expect(
            request.url.absoluteString
                == "https://api.auth.adobe.com/api/v1/logout?requestor=REF30&deviceId=a%20device%2F1&deviceType=AppleTV&deviceUser=u%261&appId=app")
        #expect(request.headers.map(\.name) == ["X-Device-Info", "User-Agent", "Accept"])
        #expect(!"\(request)".contains("device/1") && !"\(request)".contains("deviceId"))
        try prepared.interpret(HTTPResponse(status: 204))
        try prepared.interpret(HTTPResponse(status: 200))
        func failure(_ response: HTTPResponse) -> TVPassError? { self.failure { try prepared.interpret(response) } }
        #expect(failure(HTTPResponse(status: 200, body: Data("<html>".utf8)))?.code == .malformedAnswer)
        #expect(failure(HTTPResponse(status: 429))?.code == .throttled)
        let xml = "<error><status>400</status><message>invalid_requestor</message></error>"
        #expect(failure(HTTPResponse(status: 400, contentType: "application/xml", body: Data(xml.utf8)))?.httpStatus == 400)
    }

    /// Each row of Adobe's table of enhanced error codes, for V2 and for V1.
    @Test func everyRowOfAdobesTableIsRead() throws {
        let table = try VectorTests.file("error-codes.json")
        let v2 = try sample().rebuilt()
        let v1 = try Site(device: try device()).prepareLogoutV1(requestor: "REF30")
        var codes: Set<String> = []
        var seen = 0
        for (list, interpret) in [
            ("rest_api_v2", { _ = try v2.interpret($0) }), ("rest_api_v1", { try v1.interpret($0) }),
        ] as [(String, (HTTPResponse) throws -> Void)] {
            for row in try #require(table[list] as? [[String: Any]]) {
                let code = try #require(row["code"] as? String)
                let action = try #require(row["action"] as? String)
                let message = try #require(row["message"] as? String)
                for status in try #require(row["status"] as? [Int]) {
                    let body: [String: Any] = [
                        "code": code, "action": action, "status": status, "message": message, "trace": "trace-\(seen)", "helpUrl": "https://example.com/",
                    ]
                    let answer = HTTPResponse(
                        status: status, contentType: "application/json",
                        body: try JSONSerialization.data(withJSONObject: body))
                    let error = try #require(failure { try interpret(answer) })
                    #expect(error.code == .enhancedError, "\(code)")
                    #expect(error.adobeCode == AdobeErrorCode(rawValue: code))
                    #expect(error.action == RecommendedAction(text: action), "\(code)")
                    #expect(error.httpStatus == status)
                    #expect(error.adobeMessage == message)
                    #expect(error.trace == "trace-\(seen)")
                    #expect(error.localizedDescription.contains(code))
                    #expect(error.recoverySuggestion?.isEmpty == false)
                    seen += 1
                }
                codes.insert(code)
            }
        }
        // The generated table has the same codes, and no others.
        #expect(codes == Set(AdobeErrorCode.documentedActions.keys.map(\.rawValue)))
        #expect(seen >= 72)
    }

    /// The error that `body` must throw.
    private func failure(_ body: () throws -> Void) -> TVPassError? {
        do {
            try body()
        } catch {
            return error as? TVPassError
        }
        return nil
    }

    private func sample() throws -> Sample { try #require(try samples().first) }
}
