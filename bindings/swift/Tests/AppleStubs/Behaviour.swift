// Runs the sources for Apple's systems, as on tvOS, over the stand-ins. `check-apple.sh` builds and
// starts it.
import AppleFoundation
import AuthenticationServices
import Network
import Security
import VideoSubscriberAccount

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
            _ = try await TVPassClient.open(configuration(), store: store)
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

    static func configuration() throws -> TVPassConfiguration {
        TVPassConfiguration(
            serviceProvider: "REF30",
            device: try Device(
                identifier: .text("x"),
                info: DeviceInfo(model: "m", version: "1", osName: .tvOS, osVersion: "1", connectionType: .lan)),
            tokenSource: .registration(softwareStatement: "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"))
    }

    /// A client of its own, which gives the store back at the end of the function.
    static func register(_ store: KeychainStore) async throws {
        let client = try await TVPassClient.open(configuration(), store: store, driver: Registering())
        _ = try await client.logout(mvpd: "Dish", redirectURL: URL(string: "https://example.com/")!)
    }

    static func isRegistered(_ store: KeychainStore) async throws -> Bool {
        let client = try await TVPassClient.open(configuration(), store: store)
        return client.isRegistered
    }

    /// What a spoilt item says: of another app is a state whose checksum is right.
    static func keychainWithAFlippedBit() async throws {
        let store = KeychainStore(account: "flipped")
        try await register(store)
        guard let state = try store.load() else { throw Wrong(what: "nothing was stored") }
        try expect(try await isRegistered(store), "it is read")
        for place in state.indices {
            var spoilt = state
            spoilt[place] ^= 1 << (place % 8)
            try store.save(spoilt)
            do {
                _ = try await TVPassClient.open(configuration(), store: store)
                throw Wrong(what: "a client was made with byte \(place) altered")
            } catch let error as TVPassError {
                try expect(error.code == .stateCorrupt, "byte \(place): \(error)")
            }
            try expect(try store.load() == spoilt, "it is kept")
        }
    }

    static func session() async throws {
        let invalidated = Invalidated()
        let settings = URLSessionConfiguration.ephemeral
        settings.httpAdditionalHeaders = ["X-Of-The-App": "yes"]
        var driver: URLSessionDriver? = URLSessionDriver(configuration: settings, delegate: invalidated)
        // What the app does to its own sessions is nothing to the driver's.
        URLSession(configuration: settings).invalidateAndCancel()
        let request = try Site(device: configuration().device).prepareProfiles(serviceProvider: "REF30", accessToken: "token").request
        let asked = SessionsAsked()
        URLSession.fakeAsked = { asked.add($0) }
        for _ in 0..<2 {
            let copy = driver
            do {
                _ = try await copy?.send(request, timeout: 60)
                throw Wrong(what: "the stand-in answered")
            } catch let failure as TransportError {
                try expect(failure.kind == .refused, "\(failure)")
            }
        }
        try expect(asked.all.count == 2 && asked.all[0] === asked.all[1], "one session for all requests")
        try expect(asked.all[0].delegate === invalidated, "the app's delegate")
        try expect(asked.all[0].configuration.httpAdditionalHeaders?["X-Of-The-App"] as? String == "yes", "the app's configuration")
        try expect(!invalidated.value, "it is in use")
        driver = nil
        let limit = Date().addingTimeInterval(30)
        while !invalidated.value, Date() < limit { await Task.yield() }
        try expect(invalidated.value, "the session ends with its driver, and its delegate is free")
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

    static func partner() async throws {
        let framework = AppleVideoSubscriberAccount { nil }
        for (access, text) in [(VSAccountAccessStatus.denied, AccessStatus.denied), (.notDetermined, .notDetermined), (.restricted, .restricted)] {
            VSAccountManager.fakeAccess = access
            let status = await framework.status()
            try expect(status.accessStatus == text && status.provider == nil, "\(text)")
        }
        VSAccountManager.fakeAccess = .granted
        let end = Date(timeIntervalSince1970: 4_102_444_800)
        let asked = Asked()
        VSAccountManager.fakeAnswer = { request in
            asked.add(request)
            let metadata = VSAccountMetadata()
            metadata.accountProviderIdentifier = "apple.spectrum"
            metadata.authenticationExpirationDate = end
            if request.verificationToken != nil { metadata.samlAttributeQueryResponse = "<saml/>" }
            return (metadata, nil)
        }
        let provider = PartnerFrameworkStatus.Provider(id: "apple.spectrum", expirationDate: end)
        let signedIn = PartnerFrameworkStatus(.granted, provider: provider)
        try expect(await framework.answer(to: .status) == .status(signedIn), "the account of the settings")
        try expect(asked.all.last?.isInterruptionAllowed == false, "nobody is interrupted")
        try expect(await framework.answer(to: .picker(providerIDs: ["a", "b"])) == .status(signedIn), "the one that was chosen")
        let picker = asked.all.last
        try expect(picker?.supportedAccountProviderIdentifiers == ["a", "b"] && picker?.isInterruptionAllowed == true, "the picker's")
        let request = PartnerAuthenticationRequest(protocol: .saml, request: "the token", attributeNames: ["x"])
        let response = await framework.answer(to: .response(request: request, channelIdentifier: "https://channel"))
        try expect(response == .response(.xml("<saml/>"), status: signedIn), "the response")
        let last = asked.all.last
        try expect(last?.verificationToken == "the token" && last?.attributeNames == ["x"] && last?.channelIdentifier == "https://channel", "what is asked")

        for (code, answer) in [(1, PartnerAnswer.unsupported(providerID: "other")), (2, .nothing)] {
            VSAccountManager.fakeAnswer = { _ in
                (nil, NSError(domain: VSErrorDomain, code: code, userInfo: [VSErrorInfoKeyUnsupportedProviderIdentifier: "other"]))
            }
            try expect(await framework.answer(to: .picker(providerIDs: [])) == answer, "an error with code \(code)")
        }
        let refused = await framework.status()
        try expect(refused.accessStatus == .granted && refused.provider == nil && refused.providerError?.code == "2", "its error is told")

        // It never answers: cancelling does.
        VSAccountManager.fakeAnswer = nil
        let before = VSAccountManager.fakeResults.count
        let task = Task { await framework.answer(to: .picker(providerIDs: [])) }
        while VSAccountManager.fakeResults.count == before { await Task.yield() }
        task.cancel()
        try expect(await task.value == .nothing, "cancelling ends it")
        let limit = Date().addingTimeInterval(30)
        while VSAccountManager.fakeResults.last?.fakeIsCancelled != true, Date() < limit { await Task.yield() }
        try expect(VSAccountManager.fakeResults.last?.fakeIsCancelled == true, "and the framework's request")
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

/// A service that registers an app, and has nobody to log out.
struct Registering: HTTPDriver {
    func send(_ request: HTTPRequest, timeout: TimeInterval) async throws -> HTTPResponse {
        let bodies = [
            ("/register", #"{"client_id":"id","client_secret":"secret"}"#),
            ("/token", #"{"access_token":"token","expires_in":86400,"token_type":"bearer"}"#),
            ("", #"{"logouts":{}}"#),
        ]
        let body = bodies.first { request.url.path.hasSuffix($0.0) || $0.0.isEmpty }?.1 ?? ""
        return HTTPResponse(status: 200, contentType: "application/json", body: Data(body.utf8))
    }
}

/// Whether its session has been invalidated.
final class Invalidated: NSObject, URLSessionDelegate, @unchecked Sendable {
    private let lock = NSLock()
    private var isOver = false
    var value: Bool { lock.withLock { isOver } }
    func urlSession(_ session: URLSession, didBecomeInvalidWithError error: (any Error)?) { lock.withLock { isOver = true } }
}

final class SessionsAsked: @unchecked Sendable {
    private let lock = NSLock()
    private var sessions: [URLSession] = []
    var all: [URLSession] { lock.withLock { sessions } }
    func add(_ session: URLSession) { lock.withLock { sessions.append(session) } }
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

final class Asked: @unchecked Sendable {
    private let lock = NSLock()
    private var requests: [VSAccountMetadataRequest] = []
    var all: [VSAccountMetadataRequest] { lock.withLock { requests } }
    func add(_ request: VSAccountMetadataRequest) { lock.withLock { requests.append(request) } }
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
            try await Checks.keychainWithAFlippedBit()
            try await Checks.session()
            try await Checks.device()
            try await Checks.browser()
            try await Checks.partner()
            print("keychain store, session, device, system browser and single sign-on do what they should over the stand-ins")
        } catch {
            print("\(error)")
            exit(1)
        }
    }
}
