#if os(Linux)
import AccountScreen
import TVPass
import TVPassTesting
import Testing

/// The example's account screen, without its pictures: with the fake, as an app's own tests.
@MainActor
struct AccountScreenTests {
    private let fake = FakeAccount(mvpds: [.sample("Cablevision", named: "Optimum"), .sample("Dish")])

    private func model(_ options: SignInOptions = .secondScreen) -> AccountModel { AccountModel(account: fake, options: options) }

    private func code(_ model: AccountModel) -> SecretText? {
        if case .code(let screen) = model.state { return screen.code }
        return nil
    }

    @Test func fromTheChoiceOfAProviderToTheSignOut() async throws {
        let model = model()
        let changes = Box(0)
        model.onChange = { changes.change { $0 += 1 } }
        model.start()
        model.beginSignIn()
        try await eventually("a provider can be chosen") { if case .choosing = model.state { true } else { false } }
        model.choose(.sample("Cablevision"))
        try await eventually("the code is shown") { code(model) != nil }
        let first = code(model)
        model.newCode()
        try await eventually("another code is shown") { code(model) != nil && code(model) != first }
        #expect(fake.userSignsIn())
        try await eventually("somebody is signed in") { model.state == .signedIn(name: "Optimum") }
        fake.leaveToDo([.signOutInSettings(settings: partnerSettings), .sessionMayBeOpen])
        model.beginSignOut()
        try await eventually("settings are named") { model.state == .signingOut(.signOutInSettings(settings: partnerSettings)) }
        model.next()
        try await eventually("a session may be open") { model.state == .signingOut(.sessionMayBeOpen) }
        model.next()
        try await eventually("nobody is signed in") { model.state == .signedOut(stillWith: nil) }
        #expect(changes.value >= 8)
    }

    @Test func aBrowserThatIsClosedAndACodeThatEndsAreSaidInWords() async throws {
        let browser = model(.browser)
        browser.beginSignIn(with: "Dish")
        try await eventually("the page is to be opened") { if case .browser = browser.state { true } else { false } }
        browser.browserEnded(reached: false)
        try await eventually("it was not completed") { if case .message(let words) = browser.state { words.key == .notCompleted } else { false } }
        browser.next()
        // Once chosen, a provider is offered again.
        #expect(browser.state == .signedOut(stillWith: KeptMVPD(id: "Dish", displayName: "Dish", logoURL: nil)))
        let tv = model()
        tv.beginSignIn(with: "Dish")
        try await eventually("the code is shown") { code(tv) != nil }
        fake.expireCode()
        try await eventually("the code is over") { if case .message(let words) = tv.state { words.key == .codeExpired } else { false } }
    }

    @Test func leavingTheScreenEndsTheSignInAndAFailureIsToldInWords() async throws {
        let model = model()
        model.beginSignIn(with: "Dish")
        try await eventually("the code is shown") { code(model) != nil }
        model.cancel()
        if case .signedOut = model.state {} else { Issue.record("\(model.state)") }
        fake.failNext(with: .noConnection)
        model.beginSignIn()
        try await eventually("it is told") { if case .message = model.state { true } else { false } }
        model.next()
        fake.hasProfile(.sample("Dish"))
        model.cancel()
        #expect(model.state == .signedIn(name: "Dish"))
    }

    /// The same model over the account itself.
    @Test func withAService() async throws {
        let sandbox = try await Sandbox()
        let account = try sandbox.account(try await sandbox.client())
        let model = AccountModel(account: account, options: .fast)
        model.start()
        model.beginSignIn(with: "Cablevision")
        try await eventually("the code is shown") { code(model) != nil }
        try await sandbox.userSignsIn(try #require(code(model)))
        try await eventually("somebody is signed in") { if case .signedIn = model.state { true } else { false } }
        model.beginSignOut()
        try await eventually("the provider's page") { if case .signingOut(.openBrowser) = model.state { true } else { false } }
        model.browserEnded(reached: true)
        try await eventually("nobody is signed in") { model.state == .signedOut(stillWith: nil) }
    }
}
#endif
