import Foundation
import Testing

@testable import TVPass

/// The values that need no server.
struct ValueTests {
    @Test func redirectURLsMatchWhatAdobeSends() throws {
        let wanted = try RedirectURL(URL(string: "https://example.com/signed-out?app=1")!)
        for reached in [
            "https://example.com/signed-out?app=1", "http://EXAMPLE.com/signed-out/?app=1&state=2#x",
            "https://example.com:443/signed-out?app=1",
        ] {
            #expect(wanted.isReached(by: URL(string: reached)!), "\(reached)")
        }
        for other in ["https://example.com/", "https://example.org/signed-out?app=1", "myapp://signed-out"] {
            #expect(!wanted.isReached(by: URL(string: other)!), "\(other)")
        }
        #expect(throws: TVPassError.self) { try RedirectURL(URL(string: "relative")!) }
    }

    @Test func environmentsAreAdobes() throws {
        #expect(try TVPassEnvironment.production.baseURL().absoluteString == "https://sp.auth.adobe.com")
        #expect(try TVPassEnvironment.staging.v1BaseURL().absoluteString == "https://api.auth-staging.adobe.com")
        #expect(throws: TVPassError.self) { try TVPassEnvironment.prequalStaging.v1BaseURL() }
    }

    @Test func deviceInfoIsSentInAdobesSpelling() throws {
        var info = deviceInfo
        info.primaryHardwareType = .setTopBox
        info.osFamily = .tvOS
        info.displayWidth = 3840
        info.connectionPort = 443
        info.connectionSecure = true
        info.connectionIP = "192.0.2.7"
        let device = try Device(identifier: .operatingSystem("E621E1F8-C36C-495A-93FC-0C247A3E6E5F"), info: info)
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(try device.infoJSON().utf8)) as? [String: Any])
        #expect(json["primaryHardwareType"] as? String == "SetTopBox")
        #expect(json["connectionType"] as? String == "LAN")
        #expect(json["displayWidth"] as? Int == 3840)
        #expect(json["connectionSecure"] as? Bool == true)
        let (sent, plain) = (try device.infoHeader(), try device.infoJSON())
        #expect(Data(base64Encoded: sent) == Data(plain.utf8))
        let header = try device.identifierHeader()
        let identifier = try #require(Data(base64Encoded: String(header.dropFirst("fingerprint ".count))))
        #expect(identifier.count == 64)
        #expect(throws: TVPassError.self) {
            var wrong = info
            wrong.connectionIP = "not an address"
            return try Device(identifier: .text("x"), info: wrong)
        }
    }

    @Test func filesKeepTheStateForThisUserAlone() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("state")
        let store = FileStore(file: file)
        #expect(try store.load() == nil)
        for text in ["one", "two, which is longer", "3"] {
            try store.save(Data(text.utf8))
            #expect(try store.load() == Data(text.utf8))
        }
        let permissions = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["state"])
        #expect(throws: (any Error).self) { try FileStore(file: folder).load() }
    }

    @Test func hardwareIsToldApartAsAdobeWantsIt() {
        for (machine, model, version) in [
            ("AppleTV14,1", "AppleTV", "14,1"), ("iPhone15,2", "iPhone", "15,2"), ("arm64", "arm", "64"),
            ("x86_64", "x", "86_64"), ("14,1", "14,1", "14,1"), ("AppleTV", "AppleTV", "AppleTV"), ("", "", ""),
        ] {
            let hardware = HardwareModel(machine: machine)
            #expect([hardware.model, hardware.version] == [model, version], "\(machine)")
        }
    }

    @Test func mobileConnectionsHaveAdobesWords() {
        for (radio, type) in [
            ("GPRS", "3G"), ("Edge", "3G"), ("WCDMA", "3G"), ("HSDPA", "3G"), ("eHRPD", "3G"), ("CDMAEVDORevB", "3G"),
            ("LTE", "4G"), ("NRNSA", "5G"), ("NR", "5G"), ("OfTheFuture", "4G"),
        ] {
            #expect(ConnectionType.mobile(radio: "CTRadioAccessTechnology" + radio).rawValue == type, "\(radio)")
        }
        #expect(ConnectionType.mobile(radio: nil) == .mobile4G)
        #expect(ConnectionType.documented.map(\.rawValue) == ["WiFi", "LAN", "3G", "4G", "5G"])
    }

    @Test func unknownActionsKeepTheirText() {
        #expect(RecommendedAction(text: "retry") == .retry)
        #expect(RecommendedAction(text: "none") == .nothing)
        #expect(RecommendedAction(text: "later") == .unknown("later"))
    }
}
