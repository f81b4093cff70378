import Foundation
import TVPass
import Testing

extension Sandbox {
    /// Account of an app, polled as fast as Adobe allows.
    func account(_ client: TVPassClient) throws -> TVPassAccount {
        try client.account(
            AccountSettings(
                domainName: "tv.example", redirectURL: url.appendingPathComponent("app/signed-in"),
                activationPage: ActivationPage(URL(string: "https://tv.example/activate")!), hiddenMVPDs: ["Dish"]))
    }

    func userSignsIn(_ code: SecretText, _ outcome: String = "signIn", mvpd: String? = nil) async throws {
        try await control("authentication-sessions/\(code.exposed)", ["outcome": outcome, "mvpd": mvpd ?? NSNull()])
    }

    /// The code of the one sign-in that is on its way.
    func currentCode() async throws -> SecretText {
        let sessions = try await control("authentication-sessions")["sessions"] as? [[String: Any]]
        return SecretText(sessions?.last?["code"] as? String ?? "")
    }
}

extension SignInOptions {
    /// As fast as Adobe allows.
    static var fast: SignInOptions {
        var options = SignInOptions.secondScreen
        options.pollInterval = 3
        return options
    }
}

/// What an app does in an evening, by flows.
struct FlowTests {
    @Test func anEveningFromTheFirstStartToTheSignOut() async throws {
        let sandbox = try await Sandbox()
        let store = MemoryStore()
        var client: TVPassClient? = try await sandbox.client(store: store)
        var account = try sandbox.account(try #require(client))
        #expect(account.status.source == .kept && !account.status.isSignedIn && account.mvpd == nil)
        let status = try await account.refreshStatus()
        #expect(status.source == .service && !status.isSignedIn)

        var shownCodes: [CodeScreen] = []
        var ended: SignInOutcome?
        let signIn = account.signIn(.fast)
        for try await event in signIn {
            switch event {
            case .step(.chooseProvider(let providers)):
                let found = providers.search("ÓPTI mum")
                #expect(found.first?.displayName == "Optimum", "\(found.map(\.id))")
                #expect(providers.hidden.map(\.id) == ["Dish"] && !providers.mvpds.contains { $0.id == "Dish" || $0.isTempPass })
                #expect(signIn.tell(.providerChosen(mvpd: try #require(found.first).id)))
                // Nothing asks for that.
                #expect(!signIn.tell(.browserClosed))
            case .step(.showCode(let screen)):
                shownCodes.append(screen)
                try await sandbox.userSignsIn(screen.code)
            case .ended(let outcome): ended = outcome
            case .step: Issue.record("\(event)")
            }
        }
        guard case .signedIn(let mvpd, let profile?, already: nil) = ended else {
            Issue.record("\(String(describing: ended))")
            return
        }
        #expect(mvpd.displayName == "Optimum" && profile.mvpd == "Cablevision")
        let screen = try #require(shownCodes.first)
        #expect(shownCodes.count == 1 && screen.groups.joined() == screen.code.exposed)
        #expect((1790...1800).contains(screen.remaining) && screen.address == "tv.example/activate")
        let link = try #require(screen.link)
        guard case .authenticate(let url) = link else {
            Issue.record("\(link)")
            return
        }
        // Whoever has the code can sign this device in.
        for value in [screen, link, try QRMatrix(link), signIn, ended as Any] as [Any] {
            let text = shown(value)
            #expect(!text.contains(screen.code.exposed) && !text.contains(url.exposed) && !text.contains(screen.spelled.exposed), "\(text)")
        }
        let matrix = try QRMatrix(link)
        #expect(matrix.isDark(x: 0, y: 0) && !matrix.isDark(x: 7, y: 7) && !matrix.isDark(x: -1, y: 0))
        #expect(Int(matrix.size) * Int(matrix.size) == matrix.modules.count)
        #expect(account.status.isSignedIn && account.status.current == profile)

        // The next start knows at once, without registering again.
        client = nil
        account = try sandbox.account(try await sandbox.client())
        #expect(!account.status.isSignedIn)
        account = try sandbox.account(try await sandbox.client(store: store))
        #expect(account.status.current?.mvpd == "Cablevision" && account.mvpd?.displayName == "Optimum")
        #expect(try await account.refreshStatus().current?.mvpd == "Cablevision")

        // Locks, and a stream.
        let channels = ["TNT", "Sandbox_Denied", "Sandbox_RetryOnce", "TBS", "CNN", "AMC"]
        var seen = 0
        var locks: Locks?
        for try await known in account.preauthorize(channels) { (seen, locks) = (seen + 1, known) }
        #expect(seen > 1)
        #expect(locks?.locks.map(\.state) == [.open, .closed, .open, .open, .open, .open])
        #expect(try await account.preauthorize(["TNT"]).last.locks.map(\.state) == [.open])
        let play = try #require(try await account.authorize("TNT").permit)
        let verified = try play.mediaToken.handOver { $0 }
        let answer = try await sandbox.control(
            "media-tokens/verify", ["serializedToken": verified, "serviceProvider": "REF30", "resource": "TNT"])
        #expect("\(answer)".contains("valid"), "\(answer)")
        #expect(!shown(play).contains(verified) && play.mvpd == "Cablevision" && play.temporary == nil)
        guard case .explain(let refusal) = try await account.authorize("Sandbox_Denied") else {
            Issue.record("not denied")
            return
        }
        #expect(refusal.words.key == .notIncluded && refusal.words.text() == refusal.words.providerText)

        // Out again.
        var steps: [SignOutStep] = []
        let signOut = account.signOut()
        for try await event in signOut {
            if case .step(let step) = event {
                steps.append(step)
                #expect(!account.status.isSignedIn)
                #expect(signOut.tell(.browserClosed))
            }
        }
        guard steps.count == 1, case .openBrowser(let page, let redirect) = steps[0] else {
            Issue.record("\(steps)")
            return
        }
        #expect(try RedirectURL(redirect).isReached(by: sandbox.url.appendingPathComponent("app/signed-in")))
        #expect(!"\(steps[0])".contains(page.absoluteString))
        #expect(account.mvpd == nil && !account.status.isSignedIn)
        guard case .signIn = try await account.authorize("TNT") else {
            Issue.record("nobody is signed in")
            return
        }
    }

    @Test func aBrowserOnTheDevice() async throws {
        for (signsIn, input) in [(true, SignInInput.redirectReached), (true, .browserClosed), (false, .browserClosed)] {
            let sandbox = try await Sandbox()
            let account = try sandbox.account(try await sandbox.client())
            let signIn = account.signIn(.browser.with(mvpd: "Cablevision"))
            var ended: SignInOutcome?
            for try await event in signIn {
                switch event {
                case .step(.openBrowser(let screen)):
                    let reached = try await Person().signIn(screen.url, cancel: !signsIn)
                    #expect(try RedirectURL(screen.redirectURL).isReached(by: reached) == signsIn || !signsIn)
                    #expect(!shown(screen).contains(screen.url.path))
                    #expect(signIn.tell(input))
                case .ended(let outcome): ended = outcome
                default: Issue.record("\(event)")
                }
            }
            if signsIn {
                guard case .signedIn = ended else {
                    Issue.record("\(String(describing: ended))")
                    continue
                }
            } else {
                #expect(ended == .notCompleted)
            }
        }
    }

    @Test func aPhoneChoosesTheProviderAndAnotherCodeIsWished() async throws {
        let sandbox = try await Sandbox()
        let account = try sandbox.account(try await sandbox.client())
        var options = SignInOptions.fast
        options.isChosenOnSecondScreen = true
        let signIn = account.signIn(options)
        var codes: [SecretText] = []
        for try await event in signIn {
            guard case .step(.showCode(let screen)) = event else { continue }
            #expect(screen.missingParameters == [.mvpd])
            codes.append(screen.code)
            if codes.count == 1 {
                #expect(signIn.tell(.newCode))
            } else {
                try await sandbox.userSignsIn(screen.code, mvpd: "Dish")
            }
        }
        #expect(Set(codes.map(\.exposed)).count == 2)
        #expect(account.status.current?.mvpd == "Dish")
        // It is known: another sign-in with that one shows nothing.
        var again: [SignInEvent] = []
        for try await event in account.signIn(.fast.with(mvpd: "Dish")) { again.append(event) }
        guard again.count == 1, case .ended(.signedIn(_, _, already: .some)) = again[0] else {
            Issue.record("\(again)")
            return
        }
    }

    @Test func inputsThatDoNotFitAreRefusedBeforeAnythingIsSent() async throws {
        let sandbox = try await Sandbox()
        let client = try await sandbox.client()
        let bare = try client.account()
        for attempt in [
            { for try await _ in bare.signIn(.browser) {} }, { for try await _ in bare.signOut() {} },
            { _ = try await bare.authorize("") }, { for try await _ in bare.preauthorize([""]) {} },
            { for try await _ in bare.signIn(.secondScreen.with(mvpd: "..")) {} },
        ] as [() async throws -> Void] {
            let error = await thrown(attempt) as? TVPassError
            #expect(error?.code == .invalidInput && error?.field != nil, "\(String(describing: error))")
        }
        #expect(throws: TVPassError.self) {
            try client.account(AccountSettings(activationPage: ActivationPage(URL(string: "http://tv.example/#x")!)))
        }
        #expect(try await sandbox.counter("registrations") == 0)
    }

    @Test func wordsForPeople() {
        #expect(Language(tag: "es-MX") == .spanish && Language(tag: "fr") == .english)
        let key = TextKey.signIn
        #expect(!key.text(in: .english).isEmpty && key.text(in: .english) != key.text(in: .spanish) && !key.name.isEmpty)
        let own = Words(remedy: .explain, key: .notIncluded, providerText: "Call us.", reference: nil)
        #expect(own.text(in: .spanish) == "Call us.")
    }

    @Test func temporaryAccessEnds() async throws {
        let sandbox = try await Sandbox()
        let account = try sandbox.account(try await sandbox.client())
        let play = try #require(try await account.authorize("TNT", access: .mvpd("TempPass_5mins")).permit)
        let temporary = try #require(play.temporary)
        #expect(temporary.mvpd == "TempPass_5mins" && temporary.notAfterMs != nil)
        for try await event in account.temporaryAccessEnd(temporary) {
            guard case .remaining(let left) = event else {
                Issue.record("\(event)")
                return
            }
            #expect((290_000...301_000).contains(left.remainingMs ?? 0))
            break
        }
        try await sandbox.control("temp-passes", ["mvpd": "TempPass_5mins", "useUpTime": true])
        let end = try await account.temporaryAccessEnd(temporary).last
        guard case .ended(.ended(let words)) = end else {
            Issue.record("\(end)")
            return
        }
        #expect(words.remedy == .signIn && words.key == .freeAccessEnded)
        let ann = Access.tempPass("flexibleTempPass", identity: .hashed(key: "email", value: "ann@example.com"))
        #expect(try await account.authorize("TNT", access: ann).permit != nil)
        #expect(try await account.authorize("TNT", access: .mvpd("flexibleTempPass")).refusal?.words.key == .checkIdentity)
        let own = await thrown { try await account.temporaryAccessEnd(TemporaryAccess(mvpd: "x")).last }
        #expect((own as? TVPassError)?.code == .invalidInput)
    }
}
