import Foundation
import TVPass
import Testing

/// Stores under many hands: saves at once, two stores in one place, two clients with one store.
struct StoreTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func ended() { try? FileManager.default.removeItem(at: folder) }

    private func state(_ writer: Int) -> Data { Data(repeating: UInt8(writer), count: 20_000 + writer) }

    private func isWhole(_ state: Data?) -> Bool { state.map { $0 == self.state(Int($0[0])) } ?? false }

    private var names: Set<String> { Set((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []) }

    @Test func ofSavesAtOnceEachSucceedsAndTheFileIsWholeAtAnyMoment() throws {
        defer { ended() }
        let file = folder.appendingPathComponent("state")
        // Two of them in one place, as two parts of an app might make.
        let stores = [FileStore(file: file), FileStore(file: file)]
        try stores[0].save(state(0))
        let failures = Box<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 12) { worker in
            for _ in 0..<25 {
                do {
                    if worker < 8 { try stores[worker % 2].save(state(worker)) }
                    if !isWhole(try stores[1].load()) { failures.change { $0.append("not a whole state") } }
                } catch {
                    failures.change { $0.append("\(error)") }
                }
            }
        }
        #expect(failures.value == [])
        #expect(names == ["state"])
    }

    @Test func whatACrashLeftIsRemovedAndNothingElse() throws {
        defer { ended() }
        let others = ["state.mine.partial", "other.0123456789abcdef.partial"]
        for name in others + ["state.0123456789abcdef.partial"] {
            try Data("x".utf8).write(to: folder.appendingPathComponent(name))
        }
        _ = try FileStore(file: folder.appendingPathComponent("state")).claim()
        #expect(names == Set(others + ["state.lock"]))
    }

    @Test func aSaveThatFailsLeavesNothing() throws {
        defer { ended() }
        let file = folder.appendingPathComponent("state")
        try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
        #expect(throws: (any Error).self) { try FileStore(file: file).save(state(1)) }
        #expect(names == ["state"])
    }

    @Test func oneFileIsOneFileHoweverItIsSpelled() throws {
        defer { ended() }
        let file = folder.appendingPathComponent("state")
        let link = folder.appendingPathComponent("link")
        try FileStore(file: file).save(state(1))
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
        let claim = try FileStore(file: file).claim()
        for other in [file, link, folder.appendingPathComponent("../\(folder.lastPathComponent)/state")] {
            #expect(throws: StoreInUse.self) { try FileStore(file: other).claim() }
        }
        withExtendedLifetime(claim) {}
        try FileStore(file: link).save(state(2))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
        #expect(try Data(contentsOf: file) == state(2))
    }

    #if os(Linux)
    @Test func anotherProcessKeepsThisOneOut() throws {
        defer { ended() }
        let file = folder.appendingPathComponent("state")
        let other = Process()
        other.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        other.arguments = [file.path + ".lock", "sh", "-c", "echo locked; cat"]
        let (input, output) = (Pipe(), Pipe())
        other.standardInput = input
        other.standardOutput = output
        try other.run()
        #expect(output.fileHandleForReading.availableData == Data("locked\n".utf8))
        #expect(throws: StoreInUse.self) { try FileStore(file: file).claim() }
        try input.fileHandleForWriting.close()
        other.waitUntilExit()
        _ = try FileStore(file: file).claim()
    }
    #endif

    @Test func aStoreIsOneClientsAtATime() async throws {
        defer { ended() }
        let sandbox = try await Sandbox()
        for store in [MemoryStore(), FileStore(file: folder.appendingPathComponent("state"))] as [any StateStore] {
            var first: TVPassClient? = try await sandbox.client(store: store)
            // Neither does starting over take it away.
            for startingOver in [false, true] {
                let error = await thrown { try await TVPassClient.open(try sandbox.configuration(), store: store, startingOver: startingOver) }
                #expect((error as? TVPassError)?.code == .storageInUse, "\(String(describing: error))")
            }
            _ = try await first?.logout(mvpd: "Dish", redirectURL: redirectURL)
            first = nil
            #expect(try await sandbox.client(store: store).isRegistered)
        }
    }

    @Test func aClientThatCouldNotBeMadeGivesTheStoreBack() async throws {
        let sandbox = try await Sandbox()
        let store = MemoryStore(Data("garbage".utf8))
        for _ in 0..<2 {
            let error = await thrown { try await sandbox.client(store: store) }
            #expect((error as? TVPassError)?.code == .stateCorrupt)
        }
        _ = try await TVPassClient.open(try sandbox.configuration(), store: store, startingOver: true)
    }

    /// What a spoilt file says: of another app is a state whose checksum is right.
    @Test func aFlippedBitIsNoticedBeforeAnythingElse() async throws {
        defer { ended() }
        let sandbox = try await Sandbox()
        let file = folder.appendingPathComponent("state")
        let store = FileStore(file: file)
        _ = try await sandbox.client(store: store).logout(mvpd: "Dish", redirectURL: redirectURL)
        let state = try Data(contentsOf: file)
        #expect(try await sandbox.client(store: store).isRegistered)
        let requests = try await sandbox.counter("requests")
        for place in state.indices {
            var spoilt = state
            spoilt[place] ^= 1 << (place % 8)
            try spoilt.write(to: file)
            let error = await thrown { try await sandbox.client(store: store) }
            #expect((error as? TVPassError)?.code == .stateCorrupt, "byte \(place)")
            #expect(try Data(contentsOf: file) == spoilt)
        }
        #expect(try await sandbox.counter("requests") == requests)
    }
}
