import Foundation
import TVPass
import TVPassTesting
import Testing

/// What an app's own tests do with the fake account.
struct FakeAccountTests {
    private let fake = FakeAccount(mvpds: [.sample("Cablevision"), .sample("Dish"), .sample("Free", isTempPass: true)])
    private var account: any TVPassAccountProtocol { fake }

    @Test func aSignInWithEverythingThatMayHappen() async throws {
        let signIn = account.signIn()
        var codes = 0
        var ended: SignInOutcome?
        for try await event in signIn {
            switch event {
            case .step(.chooseProvider(let providers)):
                #expect(providers.mvpds.map(\.id) == ["Cablevision", "Dish"] && providers.tempPasses.map(\.id) == ["Free"])
                #expect(!signIn.tell(.newCode) && !signIn.tell(.providerChosen(mvpd: "Nobody")))
                #expect(signIn.tell(.providerChosen(mvpd: "Dish")))
            case .step(.showCode(let screen)):
                codes += 1
                #expect(screen.groups.joined() == screen.code.exposed)
                #expect(codes == 1 ? signIn.tell(.newCode) : fake.userSignsIn())
            case .ended(let outcome): ended = outcome
            case .step: Issue.record("\(event)")
            }
        }
        guard case .signedIn(let mvpd, _, _) = ended else {
            Issue.record("\(String(describing: ended))")
            return
        }
        #expect(codes == 2 && mvpd.id == "Dish" && account.status.current?.mvpd == "Dish")
        #expect(try await account.providers().remembered?.id == "Dish")
        #expect(!fake.userSignsIn(), "nothing is on its way")

        for (end, expected) in [
            ({ fake.expireCode() }, SignInEvent.ended(.codeExpired)),
            ({ _ = fake.signIn(.browser, partner: nil) }, .ended(.replaced)),
        ] as [(() -> Void, SignInEvent)] {
            var last: SignInEvent?
            for try await event in account.signIn(.secondScreen.with(mvpd: "Dish")) {
                if case .step(.showCode) = event { end() }
                last = event
            }
            #expect(last == expected)
        }
        let failing = account.signIn(.secondScreen.with(mvpd: "Dish"))
        let error = await thrown { for try await _ in failing { fake.failSignIn(with: .noConnection) } }
        #expect((error as? TVPassError)?.code == .transportConnect)
    }

    @Test func playbacksAndLocks() async throws {
        guard case .signIn = try await account.authorize("TNT") else {
            Issue.record("nobody is signed in")
            return
        }
        fake.hasProfile(.sample("Dish"))
        fake.permit("TNT")
        fake.deny("HBO", with: .sample(providerText: "Call us."))
        fake.deny("CNN", with: .sample(.tryLater, .tryLater))
        #expect(try await account.preauthorize(["TNT", "HBO"]).last.locks.map(\.state) == [.open, .closed])
        let permit = try #require(try await account.authorize("TNT").permit)
        let token = try permit.mediaToken.handOver { $0 }
        #expect(token == "fake-media-token-1")
        guard case .explain(let refusal) = try await account.authorize("HBO"),
            case .tryLater = try await account.authorize("CNN")
        else {
            Issue.record("not as it was denied")
            return
        }
        #expect(refusal.words.text() == "Call us.")
        fake.failNext(with: .noConnection)
        guard case .tryLater = try await account.authorize("TNT") else {
            Issue.record("there is no connection")
            return
        }
        fake.expireProfiles()
        guard case .signIn = try await account.authorize("TNT") else {
            Issue.record("the profile has ended")
            return
        }
        let free = try #require(try await account.authorize("TNT", access: .mvpd("Free")).permit?.temporary)
        var events: [TemporaryAccessEvent] = []
        for try await event in account.temporaryAccessEnd(free) {
            events.append(event)
            fake.endTemporaryAccess()
        }
        guard events.count == 2, case .ended(.ended) = events[1] else {
            Issue.record("\(events)")
            return
        }
    }

    @Test func statusesAndASignOut() async throws {
        var heard: [Bool] = []
        fake.hasProfile(.sample("Dish"))
        fake.leaveToDo([.sessionMayBeOpen])
        for await status in account.statuses {
            heard.append(status.isSignedIn)
            if !status.isSignedIn { break }
            let signOut = account.signOut()
            for try await event in signOut {
                if case .step(let step) = event {
                    #expect(step == .sessionMayBeOpen && signOut.tell(.continue))
                } else {
                    #expect(!signOut.tell(.continue))
                }
            }
        }
        #expect(heard == [true, false] && account.mvpd == nil)
        fake.failNext(with: .noConnection)
        guard case .unreachable = try await account.refreshStatus().source else {
            Issue.record("there is no connection")
            return
        }
        #expect(try await account.refreshStatus().source == .service)
        let cancelled = Task { try await account.refreshStatus() }
        cancelled.cancel()
        #expect(await thrown { try await cancelled.value } is CancellationError)
    }
}
