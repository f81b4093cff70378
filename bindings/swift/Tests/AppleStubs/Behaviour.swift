// Runs the sources for Apple's systems, as on tvOS, over the stand-ins. `check-apple.sh` builds and
// starts it.
import AuthenticationServices
import Foundation
import Network
import Security

@testable import TVPass

struct Wrong: Error { let what: String }

@MainActor
enum Checks {
    static func expect(_ holds: Bool, _ what: String, line: Int = #line) throws {
        if !holds { throw Wrong(what: "line \(line): \(what)") }
    }

    static func keychain() async throws {
        let keychain = FakeKeychain.shared
        let store = KeychainStore(account: "one")
        try expect(try store.load() == nil, "there is no state at first")
        for text in ["first", "second"] {
            try store.save(Data(text.utf8))
            try expect(try store.load() == Data(text.utf8), "what was saved is loaded")
        }
        try expect(try KeychainStore(account: "two").load() == nil, "accounts are apart")
        try expect(keychain.items.count == 1, "saving twice makes one item")
        let item = keychain.items.first?.value
        try expect(
            item?[kSecAttrAccessible] as? String == kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly, "it stays on this device")
        try expect(item?[kSecUseDataProtectionKeychain] as? Bool == true, "it is in the modern keychain")
        keychain.isLocked = true
        for attempt in [{ _ = try store.load() }, { try store.save(Data()) }] {
            do {
                try attempt()
                throw Wrong(what: "a locked keychain answered")
            } catch let failure as KeychainStore.Failure {
                try expect(failure.status == errSecInteractionNotAllowed, "the keychain's status is told")
                try expect(failure.recoverySuggestion?.isEmpty == false, "the failure advises")
            }
        }
        // A client must not take a locked keychain for a first start.
        do {
            _ = try await TVPassClient.open(
                TVPassConfiguration(
                    serviceProvider: "REF30",
                    device: Device(
                        identifier: .text("x"),
                        info: DeviceInfo(model: "m", version: "1", osName: .tvOS, osVersion: "1", connectionType: .lan)),
                    tokenSource: .registration(softwareStatement: "eyJhbGciOiJSUzI1NiJ9.e30.c2ln")),
                store: store)
            throw Wrong(what: "a client was made with a locked keychain")
        } catch let error as TVPassError {
            try expect(error.code == .storageUnreadable, "\(error)")
        }
        keychain.isLocked = false
        try expect(try store.load() == Data("second".utf8), "the state is still there")
    }

    static func keychainUnderManyHands() throws {
        let store = KeychainStore(account: "many")
        let failures = Failures()
        // The first of them make the item.
        DispatchQueue.concurrentPerform(iterations: 8) { worker in
            for _ in 0..<50 {
                do { try store.save(Data("\(worker)".utf8)) } catch { failures.add(error) }
            }
        }
        try expect(failures.all.isEmpty, "saves at once succeed: \(failures.all.first.map { "\($0)" } ?? "")")

        var claim: StoreClaim? = try store.claim()
        do {
            _ = try KeychainStore(account: "many").claim()
            throw Wrong(what: "two clients have one item")
        } catch is StoreInUse {}
        _ = try KeychainStore(account: "another").claim()
        _ = try KeychainStore(service: "another", account: "many").claim()
        try expect(claim != nil, "the first has it until now")
        claim = nil
        _ = try KeychainStore(account: "many").claim()
    }

    static func device() async throws {
        for (connection, type) in [
            (NWInterface.InterfaceType.wiredEthernet, "LAN"), (.wifi, "WiFi"), (.cellular, "4G"), (nil, "WiFi"),
        ] as [(NWInterface.InterfaceType?, String)] {
            NWPathMonitor.fakeConnection = connection
            let info = await DeviceInfo.current()
            try expect(info.connectionType?.rawValue == type, "\(type): \(String(describing: info.connectionType))")
            try expect(ConnectionType.documented.contains { $0 == info.connectionType }, "a word of Adobe's page")
        }
        let info = await DeviceInfo.current()
        try expect(info.osName == .tvOS && info.osFamily == .tvOS && info.primaryHardwareType == .setTopBox, "it is a tvOS device")
        try expect(info.displayWidth == 3840 && info.displayHeight == 2160 && info.osVersion == "17.4", "screen and system")
        guard let identifier = DeviceIdentifier.forVendor else { throw Wrong(what: "no identifier") }
        // Complete: the core accepts it.
        let device = try Device(identifier: identifier, info: info)
        try expect(try device.identifierHeader().hasPrefix("fingerprint "), "the header")
        let settings = [
            PartnerSettings(osName: "iOS", path: ["Settings", "TV Provider"]),
            PartnerSettings(osName: "tvOS", path: ["Settings", "Accounts", "TV Provider"]),
        ]
        try expect(settings.thisDevice?.path == ["Settings", "Accounts", "TV Provider"], "the way through the settings")
    }

    static func browser() async throws {
        let page = URL(string: "https://sp.auth.adobe.com/adobe-services/logout")!
        let own = try RedirectURL(URL(string: "myapp://signed-out")!)
        func ending(_ redirectURL: RedirectURL, _ start: @escaping (ASWebAuthenticationSession) -> Bool) async -> SystemUserAgent.Ending {
            ASWebAuthenticationSession.fakeStart = start
            return await SystemUserAgent().open(page, until: redirectURL)
        }
        /// Calls the handler on another thread, as the system may.
        func later(_ session: ASWebAuthenticationSession, _ url: URL?) -> Bool {
            let handler = Handler(session.fakeHandler)
            Thread.detachNewThread { handler.call(url) }
            return true
        }
        let reached = await ending(own) { session in
            assert(session.fakeURL == page && session.fakeScheme == "myapp")
            return later(session, URL(string: "myapp://signed-out?state=1"))
        }
        try expect(reached == .reachedRedirectURL, "the redirect URL ends it")
        let elsewhere = await ending(own) { later($0, URL(string: "myapp://somewhere-else")) }
        try expect(elsewhere == .closed, "another URL does not")
        let closed = await ending(own) { later($0, nil) }
        try expect(closed == .closed, "the user closed it")
        let web = try RedirectURL(URL(string: "https://example.com/signed-out")!)
        let https = await ending(web) { session in
            later(session, session.fakeScheme == nil ? nil : page)
        }
        try expect(https == .closed, "no scheme of the web's is registered")
        let refused = await ending(own) { _ in false }
        try expect(refused == .closed, "a session that does not start ends, though its handler is never called")

        // Cancelled: the system's handler may never be called.
        let started = Sessions()
        ASWebAuthenticationSession.fakeStart = { session in
            started.add(session)
            return true
        }
        let task = Task { await SystemUserAgent().open(page, until: own) }
        while started.all.isEmpty { await Task.yield() }
        task.cancel()
        let cancelled = await task.value
        try expect(cancelled == .closed, "cancelling ends it")
        let end = Date().addingTimeInterval(30)
        while started.all.first?.fakeIsCancelled != true, Date() < end { await Task.yield() }
        try expect(started.all.first?.fakeIsCancelled == true, "and closes the browser")
    }
}

final class Handler: @unchecked Sendable {
    private let handler: ASWebAuthenticationSession.CompletionHandler
    init(_ handler: @escaping ASWebAuthenticationSession.CompletionHandler) { self.handler = handler }
    func call(_ url: URL?) { handler(url, nil) }
}

final class Failures: @unchecked Sendable {
    private let lock = NSLock()
    private var errors: [any Error] = []
    var all: [any Error] { lock.withLock { errors } }
    func add(_ error: any Error) { lock.withLock { errors.append(error) } }
}

final class Sessions: @unchecked Sendable {
    private let lock = NSLock()
    private var sessions: [ASWebAuthenticationSession] = []
    var all: [ASWebAuthenticationSession] { lock.withLock { sessions } }
    func add(_ session: ASWebAuthenticationSession) { lock.withLock { sessions.append(session) } }
}

@main
@MainActor
enum Behaviour {
    static func main() async {
        do {
            try await Checks.keychain()
            try Checks.keychainUnderManyHands()
            try await Checks.device()
            try await Checks.browser()
            print("keychain store, device and system browser do what they should over the stand-ins")
        } catch {
            print("\(error)")
            exit(1)
        }
    }
}
