import Foundation
import Testing

@testable import TVPass

/// Opening a client, and what goes on while it saves.
struct OpeningTests {
    /// A keychain that takes its time.
    private final class SlowStore: StateStore, @unchecked Sendable {
        let seconds: TimeInterval
        let onMain = Box<[Bool]>([])

        init(seconds: TimeInterval) { self.seconds = seconds }

        func load() throws -> Data? {
            onMain.change { $0.append(Thread.isMainThread) }
            Thread.sleep(forTimeInterval: seconds)
            return nil
        }

        func save(_ state: Data) throws {
            onMain.change { $0.append(Thread.isMainThread) }
            Thread.sleep(forTimeInterval: seconds)
        }
    }

    @MainActor
    @Test func aSlowStoreHoldsUpNobody() async throws {
        let sandbox = try await Sandbox()
        let store = SlowStore(seconds: 0.4)
        let ticks = Box(0)
        let ticking = Task { @MainActor in
            while !Task.isCancelled {
                ticks.change { $0 += 1 }
                try? await Task.sleep(nanoseconds: 10_000_000)
            }
        }
        let client = try await TVPassClient.open(try sandbox.configuration(), store: store)
        #expect(ticks.value > 5, "the screen stands still while the store is read")
        let before = ticks.value
        _ = try await client.logout(mvpd: "Dish", redirectURL: redirectURL)
        ticking.cancel()
        #expect(ticks.value > before + 5, "the screen stands still while the state is stored")
        #expect(store.onMain.value.count >= 2 && !store.onMain.value.contains(true))
    }

    /// More of them than there are threads for tasks.
    @Test func storesAtOnceHoldUpNoTask() async throws {
        let sandbox = try await Sandbox()
        let configuration = try sandbox.configuration()
        let opening = (0..<2 * ProcessInfo.processInfo.activeProcessorCount).map { _ in
            Task { try await TVPassClient.open(configuration, store: SlowStore(seconds: 1)) }
        }
        try await Task.sleep(nanoseconds: 200_000_000)
        let start = Date()
        await Task {}.value
        #expect(Date().timeIntervalSince(start) < 0.5)
        for task in opening { _ = try await task.value }
    }

    @Test func aCancelledOpeningGivesTheStoreBack() async throws {
        let sandbox = try await Sandbox()
        let store = SlowStore(seconds: 0.2)
        let configuration = try sandbox.configuration()
        let opening = Task { try await TVPassClient.open(configuration, store: store) }
        try await Task.sleep(nanoseconds: 50_000_000)
        opening.cancel()
        let error = await thrown { try await opening.value }
        #expect(error is CancellationError, "\(String(describing: error))")
        _ = try await TVPassClient.open(configuration, store: store)
    }

    @Test func theClockGoesOnInSleep() throws {
        #if os(Linux)
        // It is the clock that counts the time since the machine was started, sleep included.
        let uptime = try String(contentsOfFile: "/proc/uptime", encoding: .utf8).split(separator: " ")[0]
        let seconds = try #require(TimeInterval(uptime))
        #expect(abs(TimeInterval(SteadyClock.reading()) / 1e9 - seconds) < 1)
        #endif
        let clock = SteadyClock()
        Thread.sleep(forTimeInterval: 0.05)
        #expect((50..<5_000).contains(clock.now))
    }
}
