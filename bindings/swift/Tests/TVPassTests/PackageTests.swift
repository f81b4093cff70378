#if os(Linux)
import Foundation
import Testing

/// What the package carries besides code.
struct PackageTests {
    /// The folder of the built resources, beside the test bundle.
    private let resources = Bundle.main.bundleURL.appendingPathComponent("TVPass_TVPass.resources")

    @Test func thePrivacyManifestIsInThePackageAndComplete() throws {
        let data = try Data(contentsOf: resources.appendingPathComponent("PrivacyInfo.xcprivacy"))
        var format = PropertyListSerialization.PropertyListFormat.binary
        let plist = try PropertyListSerialization.propertyList(from: data, options: [], format: &format)
        #expect(format == .xml)
        let manifest = try #require(plist as? [String: Any])
        // The four keys that Apple documents, and no other.
        #expect(
            Set(manifest.keys) == [
                "NSPrivacyTracking", "NSPrivacyTrackingDomains", "NSPrivacyCollectedDataTypes", "NSPrivacyAccessedAPITypes",
            ])
        #expect(manifest["NSPrivacyTracking"] as? Bool == false)
        #expect((manifest["NSPrivacyTrackingDomains"] as? [String])?.isEmpty == true)
        let collected = try #require(manifest["NSPrivacyCollectedDataTypes"] as? [[String: Any]])
        #expect(collected.map { $0["NSPrivacyCollectedDataType"] as? String } == ["NSPrivacyCollectedDataTypeDeviceID"])
        for entry in collected {
            #expect(entry["NSPrivacyCollectedDataTypeTracking"] as? Bool == false)
            #expect(entry["NSPrivacyCollectedDataTypeLinked"] as? Bool != nil)
            #expect((entry["NSPrivacyCollectedDataTypePurposes"] as? [String])?.isEmpty == false)
        }
        let accessed = try #require(manifest["NSPrivacyAccessedAPITypes"] as? [[String: Any]])
        #expect(accessed.map { $0["NSPrivacyAccessedAPIType"] as? String } == ["NSPrivacyAccessedAPICategoryFileTimestamp"])
        #expect(accessed.map { $0["NSPrivacyAccessedAPITypeReasons"] as? [String] } == [["C617.1"]])
    }
}
#endif
