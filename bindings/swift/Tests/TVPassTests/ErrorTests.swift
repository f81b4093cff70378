import Foundation
import TVPass
import Testing

/// Every error that Adobe documents, as a Swift error.
struct ErrorTests {
    @Test func everyDocumentedCodeIsMapped() async throws {
        let sandbox = try await Sandbox()
        var seen = 0
        for (code, action) in AdobeErrorCode.documentedActions {
            let error = try await refusal(code, of: sandbox)
            #expect(error.code == .enhancedError, "\(code.rawValue)")
            #expect(error.adobeCode == code)
            #expect(error.action == action, "\(code.rawValue)")
            let server = action == .nothing && (error.httpStatus ?? 0) >= 500
            #expect(error.isRetryable == (action == .retry || server), "\(code.rawValue)")
            #expect(error.trace?.isEmpty == false)
            #expect(error.helpURL != nil)
            #expect(error.adobeMessage?.isEmpty == false)
            #expect(error.errorDescription?.contains(code.rawValue) == true)
            #expect(error.recoverySuggestion?.isEmpty == false)
            #expect(error.failureReason?.isEmpty == false)
            seen += 1
        }
        #expect(seen == 62)
    }

    /// The code's error by V2's endpoint, or by V1's if V2 does not know it.
    private func refusal(_ code: AdobeErrorCode, of sandbox: Sandbox) async throws -> TVPassError {
        func fault(_ path: String) -> [String: Any] { ["on": path, "answer": ["error": ["code": code.rawValue]]] }
        let driver = URLSessionDriver()
        do {
            if (try? await sandbox.control("faults", fault("/api/v2/"))) != nil {
                let prepared = try await sandbox.prepared()
                _ = try prepared.interpret(try await driver.send(prepared.request, timeout: 60))
            } else {
                try await sandbox.control("faults", fault("/api/v1/"))
                let site = Site(environment: .custom(sandbox.url), device: try device())
                let prepared = try site.prepareLogoutV1(requestor: "REF30")
                try prepared.interpret(try await driver.send(prepared.request, timeout: 60))
            }
        } catch let error as TVPassError {
            return error
        }
        throw Sandbox.Problem("\(code.rawValue) was no error")
    }

    @Test func registrationErrorsCarryTheirCode() async throws {
        let sandbox = try await Sandbox()
        let client = try await sandbox.client {
            $0.tokenSource = .registration(softwareStatement: sandbox.text("unapprovedSoftwareStatement"))
        }
        let error = await thrown { try await client.logout(mvpd: "Dish", redirectURL: redirectURL) } as? TVPassError
        #expect(error?.code == .dcrError)
        #expect(error?.adobeCode?.rawValue == "unapproved_software_statement")
        #expect(error?.httpStatus == 400)
        #expect(client.supportReport().contains("unapproved_software_statement"))
    }

    @Test func whatIsNotAdobesIsToldAsSuch() async throws {
        let sandbox = try await Sandbox()
        let prepared = try await sandbox.prepared()
        func failure(_ status: Int, _ type: String, _ body: String) async -> TVPassError? {
            await thrown {
                try prepared.interpret(HTTPResponse(status: status, contentType: type, body: Data(body.utf8)))
            } as? TVPassError
        }
        let portal = await failure(200, "text/html", "<html>sign in to the hotel's network</html>")
        #expect(portal?.code == .malformedAnswer)
        #expect(portal?.contentType == "text/html")
        #expect(portal?.bodyHead?.contains("hotel") == true)
        let throttled = await failure(429, "text/html", "<html></html>")
        #expect(throttled?.code == .throttled)
        #expect(throttled?.isRetryable == true)
        let gateway = await failure(502, "text/plain", "bad gateway")
        #expect(gateway?.code == .httpStatus)
        #expect(gateway?.httpStatus == 502)
        let new = await failure(403, "application/json", #"{"code":"new_code","action":"new-action","status":418}"#)
        #expect(new?.action == .unknown("new-action"))
        #expect(new?.adobeCode == AdobeErrorCode(rawValue: "new_code"))
        #expect(new?.status == 418)
    }

    @Test func lostRequestsAreRetriedAndThenTold() async throws {
        let sandbox = try await Sandbox()
        let client = try await sandbox.client()
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
        try await sandbox.control("faults", ["on": "/api/v2/", "times": 3, "answer": "close"])
        let error = await thrown { try await client.logout(mvpd: "Dish", redirectURL: redirectURL) } as? TVPassError
        #expect(error.map { (2000..<3000).contains($0.code.rawValue) } == true, "\(String(describing: error))")
        #expect(error?.delivery == .possible)
    }

    @Test func everyCodeOfTheLibraryHasItsOwnName() {
        let names = TVPassErrorCode.names.values
        #expect(Set(names).count == names.count)
        #expect(TVPassErrorCode.names[.enhancedError] == "enhanced_error")
        #expect(TVPassErrorCode.throttled.rawValue == 3002)
    }
}
