#if os(Linux)
import AccountScreen
import TVPass
import Testing

/// The example's account screen, without its pictures.
@MainActor
struct AccountScreenTests {
    @Test func itLeadsThroughWhatIsLeft() async throws {
        let sandbox = try await Sandbox()
        let model = AccountModel(client: try await sandbox.client(), mvpd: "Sandbox_Several", redirectURL: redirectURL)
        #expect(model.state == .signedIn(mvpd: "Sandbox_Several"))
        let changes = Box(0)
        model.onChange = { changes.change { $0 += 1 } }
        await model.signOut()
        for _ in 0..<2 {
            guard case .open = model.state else {
                Issue.record("\(model.state)")
                return
            }
            model.next()
        }
        #expect(model.state == .instructions(partnerSettings))
        model.next()
        #expect(model.state == .signedOut)
        #expect(changes.value == 5)
    }

    @Test func aPageThatIsNotFollowedToItsEndIsTold() async throws {
        let sandbox = try await Sandbox()
        let model = AccountModel(client: try await sandbox.client(), mvpd: "Sandbox_Several", redirectURL: redirectURL)
        await model.signOut()
        model.pageEnded(reached: false)
        #expect(model.state == .sessionMayBeOpen(mvpd: "Verizon"))
        // The browser's own word comes too late to matter.
        model.pageEnded(reached: true)
        #expect(model.state == .sessionMayBeOpen(mvpd: "Verizon"))
        model.next()
        guard case .open = model.state else {
            Issue.record("\(model.state)")
            return
        }
        model.pageEnded(reached: true)
        #expect(model.state == .instructions(partnerSettings))
    }

    @Test func itTellsWhatWentWrong() async throws {
        let sandbox = try await Sandbox()
        let model = AccountModel(client: try await sandbox.client(), mvpd: "Nobody_Knows", redirectURL: redirectURL)
        await model.signOut()
        guard case .failed(let message, let advice) = model.state else {
            Issue.record("\(model.state)")
            return
        }
        #expect(message.contains("invalid_parameter_mvpd"))
        #expect(!advice.isEmpty)
    }
}
#endif
