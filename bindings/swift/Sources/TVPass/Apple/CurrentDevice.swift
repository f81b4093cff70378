#if os(tvOS) || os(iOS)
import Foundation
import Network
import UIKit

#if os(iOS) && canImport(CoreTelephony)
import CoreTelephony
#endif

extension DeviceInfo {
    /// This device: hardware, system, screen, connection and app, in Adobe's terms. Ask again when
    /// the connection changes.
    @MainActor
    public static func current() async -> DeviceInfo {
        let hardware = HardwareModel(machine: machine())
        #if os(tvOS)
        let (name, family, type) = (OSName.tvOS, OSFamily.tvOS, PrimaryHardwareType.setTopBox)
        #else
        let isTablet = UIDevice.current.userInterfaceIdiom == .pad
        let (name, family, type) = (OSName.iOS, OSFamily.iOS, isTablet ? PrimaryHardwareType.tablet : .mobilePhone)
        #endif
        var info = DeviceInfo(
            model: hardware.model, version: hardware.version, osName: name,
            osVersion: UIDevice.current.systemVersion, connectionType: await connectionType())
        info.primaryHardwareType = type
        info.manufacturer = "Apple"
        info.vendor = "Apple"
        info.osFamily = family
        info.osVendor = .apple
        let screen = UIScreen.main.nativeBounds
        info.displayWidth = UInt32(max(screen.width, 0))
        info.displayHeight = UInt32(max(screen.height, 0))
        info.applicationID = Bundle.main.bundleIdentifier
        return info
    }

    /// How this device is connected just now, in the words of Adobe's page: `LAN`, `WiFi`, `3G`,
    /// `4G`, `5G`. A device without a connection counts as `WiFi`, since the key is required.
    private static func connectionType() async -> ConnectionType {
        let monitor = NWPathMonitor()
        // The handler is called at once with the present path, then for changes; the first word
        // counts.
        let paths = AsyncStream<ConnectionType>(bufferingPolicy: .bufferingOldest(1)) { continuation in
            monitor.pathUpdateHandler = { path in
                let type: ConnectionType =
                    path.usesInterfaceType(.wiredEthernet)
                    ? .lan : path.usesInterfaceType(.cellular) ? .mobile(radio: radio()) : .wiFi
                continuation.yield(type)
                continuation.finish()
            }
        }
        monitor.start(queue: DispatchQueue(label: "dev.tvpass.connection"))
        defer { monitor.cancel() }
        for await type in paths { return type }
        return .wiFi
    }

    /// The radio technology of the mobile data connection, by CoreTelephony's name for it.
    private static func radio() -> String? {
        #if os(iOS) && canImport(CoreTelephony)
        let network = CTTelephonyNetworkInfo()
        let radios = network.serviceCurrentRadioAccessTechnology ?? [:]
        return network.dataServiceIdentifier.flatMap { radios[$0] } ?? radios.values.first
        #else
        return nil
        #endif
    }

    /// `AppleTV14,1`; in a simulator, the device that it simulates.
    private static func machine() -> String {
        if let simulated = ProcessInfo.processInfo.environment["SIMULATOR_MODEL_IDENTIFIER"] { return simulated }
        var system = utsname()
        uname(&system)
        return withUnsafeBytes(of: &system.machine) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

extension DeviceIdentifier {
    /// `identifierForVendor`, hashed as Adobe recommends; `nil` before the device has been unlocked
    /// for the first time.
    ///
    /// It changes when the last of the vendor's apps is removed, and the user's profiles are gone
    /// then. An app that has an identifier of its own in the keychain uses ``text(_:)`` instead.
    @MainActor
    public static var forVendor: DeviceIdentifier? {
        UIDevice.current.identifierForVendor.map { .operatingSystem($0.uuidString) }
    }
}
#endif
