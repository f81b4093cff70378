import Foundation
import TVPass
import Testing

/// How a flow is ended from outside, and who hears of what.
struct FlowEndTests {
    @Test func cancellingTheTaskEndsTheSignIn() async throws {
        let sandbox = try await Sandbox()
        let account = try sandbox.account(try await sandbox.client())
        let screens = Box(0)
        let task = Task {
            for try await event in account.signIn(.fast.with(mvpd: "Cablevision")) {
                if case .step(.showCode) = event { screens.change { $0 += 1 } }
            }
        }
        try await eventually("the code is shown") { screens.value == 1 }
        task.cancel()
        let error = await thrown { try await task.value }
        #expect(error is CancellationError, "\(String(describing: error))")
        // The client goes on, and nobody polls any more.
        try await expectNoPolls(sandbox)
        #expect(try await account.providers().mvpds.isEmpty == false)
    }

    @Test func leavingTheLoopEndsTheSignInThoughItIsStillReferredTo() async throws {
        let sandbox = try await Sandbox()
        let account = try sandbox.account(try await sandbox.client())
        let signIn = account.signIn(.fast.with(mvpd: "Cablevision"))
        for try await event in signIn {
            if case .step(.showCode) = event { break }
        }
        #expect(!signIn.tell(.newCode), "it is over")
        // It was for one loop.
        let error = await thrown { for try await _ in signIn {} }
        #expect((error as? TVPassError)?.code == .outOfOrder, "\(String(describing: error))")
        try await expectNoPolls(sandbox)
    }

    @Test func aNewerSignInTakesThePlaceOfTheOlder() async throws {
        let sandbox = try await Sandbox()
        let account = try sandbox.account(try await sandbox.client())
        let screens = Box(0)
        let older = Task {
            var last: SignInEvent?
            for try await event in account.signIn(.fast.with(mvpd: "Cablevision")) {
                screens.change { $0 += 1 }
                last = event
            }
            return last
        }
        try await eventually("the code is shown") { screens.value == 1 }
        for try await event in account.signIn(.fast.with(mvpd: "Dish")) {
            if case .step(.showCode(let screen)) = event { try await sandbox.userSignsIn(screen.code) }
        }
        #expect(try await older.value == .ended(.replaced))
        #expect(account.status.current?.mvpd == "Dish")
    }

    /// Told by another task, in the middle of a long wait.
    @Test func whatTheUserDoesEndsTheWait() async throws {
        let sandbox = try await Sandbox()
        let account = try sandbox.account(try await sandbox.client())
        let signIn = account.signIn(.browser.with(mvpd: "Cablevision"))
        let opened = Box(false)
        let task = Task {
            var last: SignInEvent?
            for try await event in signIn {
                if case .step(.openBrowser) = event { opened.change { $0 = true } }
                last = event
            }
            return last
        }
        try await eventually("the browser is open") { opened.value }
        try await Task.sleep(nanoseconds: 300_000_000)
        let start = Date()
        #expect(signIn.tell(.browserClosed))
        #expect(try await task.value == .ended(.notCompleted))
        // A wait goes on for ten seconds else.
        #expect(Date().timeIntervalSince(start) < 8)
    }

    @Test func statusesAreHeardByEverybody() async throws {
        let sandbox = try await Sandbox()
        let account = try sandbox.account(try await sandbox.client())
        let heard = Box<[Bool]>([])
        let listening = Task {
            for await status in account.statuses {
                heard.change { if $0.last != status.isSignedIn { $0.append(status.isSignedIn) } }
            }
        }
        try await eventually("the status of now is there at once") { heard.value == [false] }
        let model = await ObservableStatus(account)
        for try await event in account.signIn(.fast.with(mvpd: "Cablevision")) {
            if case .step(.showCode(let screen)) = event { try await sandbox.userSignsIn(screen.code) }
        }
        try await eventually("somebody is signed in") { heard.value == [false, true] }
        try await eventually("the screen knows") { await model.status.current?.mvpd == "Cablevision" }
        // The service has forgotten the profile: playing finds out.
        try await sandbox.control(
            "profiles/end", ["device": "swift-tests", "serviceProvider": "REF30", "how": "invalidated"])
        guard case .signIn(let refusal) = try await account.authorize("TNT") else {
            Issue.record("it is played")
            return
        }
        #expect(refusal.words.remedy == .signIn)
        try await eventually("nobody is signed in") { heard.value == [false, true, false] }
        #expect(account.mvpd?.id == "Cablevision", "the choice is kept")
        listening.cancel()
        await listening.value
    }

    @Test func withoutAServiceTheStatusIsWhatWasKept() async throws {
        let sandbox = try await Sandbox()
        let account = try sandbox.account(try await sandbox.client())
        for try await event in account.signIn(.fast.with(mvpd: "Cablevision")) {
            if case .step(.showCode(let screen)) = event { try await sandbox.userSignsIn(screen.code) }
        }
        try await sandbox.control("faults", ["on": "/api/v2/", "answer": ["reply": ["status": 400, "headers": [], "body": ""]], "times": 9])
        let status = try await account.refreshStatus()
        guard case .unreachable(let error) = status.source else {
            Issue.record("\(status.source)")
            return
        }
        #expect(status.isSignedIn && error.httpStatus == 400 && error.words.remedy == .tryLater)
        guard case .tryLater = try await account.authorize("TNT") else {
            Issue.record("it was decided")
            return
        }
    }

    /// The TV's clock may be wrong: the service's counts.
    @Test func theDateOfAnswersReachesTheCore() async throws {
        let server = try RawServer { _ in
            .answer("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 2\r\n\r\n{}")
        }
        let request = try Site(environment: .custom(server.url), device: try device()).prepareProfiles(
            serviceProvider: "REF30", accessToken: "token"
        ).request
        let answer = try await URLSessionDriver().send(request, timeout: 30)
        #expect(answer.date == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    private func expectNoPolls(_ sandbox: Sandbox) async throws {
        let before = try await polls(sandbox)
        try await Task.sleep(nanoseconds: 4_000_000_000)
        #expect(try await polls(sandbox) == before)
    }

    private func polls(_ sandbox: Sandbox) async throws -> Int {
        let log = "\(try await sandbox.control("log"))"
        return log.components(separatedBy: "/profiles/code/").count
    }
}
