/// The identifier of the device. **If it changes, the user's profiles are lost**: choose once and
/// keep the choice.
public struct DeviceIdentifier: Sendable, Hashable {
    let identifier: String
    let isOwn: Bool

    /// The operating system's identifier, of which the SHA-256 is sent in lower-case hex, as Adobe
    /// recommends.
    public static func operatingSystem(_ identifier: String) -> DeviceIdentifier {
        DeviceIdentifier(identifier: identifier, isOwn: false)
    }

    /// An identifier that the app already has and keeps, sent as it is (in base64).
    public static func text(_ identifier: String) -> DeviceIdentifier {
        DeviceIdentifier(identifier: identifier, isOwn: true)
    }
}

/// Names nobody: a stable identifier of a household's device does not belong into logs.
extension DeviceIdentifier: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "DeviceIdentifier(…)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// The device's description, sent as `X-Device-Info`. `model`, `version`, `osName`, `osVersion` and
/// `connectionType` are required.
///
/// Wrong or missing values make Adobe count the device as unknown, with shorter lifetimes.
public struct DeviceInfo: Sendable, Hashable {
    /// The device's primary hardware type.
    public var primaryHardwareType: PrimaryHardwareType?
    /// **Required.** The device's model name, e.g. `AppleTV`.
    public var model: String?
    /// **Required.** The device's version, e.g. `14,1`.
    public var version: String?
    /// The company that makes the device.
    public var manufacturer: String?
    /// The company that sells the device.
    public var vendor: String?
    /// **Required.** The operating system's name.
    public var osName: OSName?
    /// The operating system's group.
    public var osFamily: OSFamily?
    /// The operating system's supplier.
    public var osVendor: OSVendor?
    /// **Required.** The operating system's version, e.g. `17.4`.
    public var osVersion: String?
    /// The browser's name.
    public var browserName: BrowserName?
    /// The browser's vendor.
    public var browserVendor: BrowserVendor?
    /// The browser's version.
    public var browserVersion: String?
    /// The device's user agent.
    public var userAgent: String?
    /// The screen's width in pixels.
    public var displayWidth: UInt32?
    /// The screen's height in pixels.
    public var displayHeight: UInt32?
    /// The screen's density in pixels per inch.
    public var displayPpi: UInt32?
    /// The screen's diagonal in inches, e.g. `5.5`.
    public var diagonalScreenSize: String?
    /// The device's IP address. Spectrum's home-based authentication requires it.
    public var connectionIP: String?
    /// The device's port. Spectrum's home-based authentication requires it.
    public var connectionPort: UInt16?
    /// **Required.** The network connection's type.
    public var connectionType: ConnectionType?
    /// Whether the network is secure (`false`: a public hot spot).
    public var connectionSecure: Bool?
    /// The application's identifier.
    public var applicationID: String?

    /// A description without any key: set them.
    public init() {}

    /// A description with the required keys.
    public init(model: String, version: String, osName: OSName, osVersion: String, connectionType: ConnectionType) {
        self.model = model
        self.version = version
        self.osName = osName
        self.osVersion = osVersion
        self.connectionType = connectionType
    }

    var core: CoreDeviceInfo {
        CoreDeviceInfo(
            primaryHardwareType: primaryHardwareType?.rawValue, model: model, version: version, manufacturer: manufacturer,
            vendor: vendor, osName: osName?.rawValue, osFamily: osFamily?.rawValue, osVendor: osVendor?.rawValue,
            osVersion: osVersion, browserName: browserName?.rawValue, browserVendor: browserVendor?.rawValue,
            browserVersion: browserVersion, userAgent: userAgent, displayWidth: displayWidth, displayHeight: displayHeight,
            displayPpi: displayPpi, diagonalScreenSize: diagonalScreenSize, connectionIp: connectionIP,
            connectionPort: connectionPort, connectionType: connectionType?.rawValue, connectionSecure: connectionSecure,
            applicationID: applicationID)
    }
}

/// A device: its identifier and its description, turned into header values once.
public struct Device: Sendable {
    let core: CoreDevice

    /// Checks both; missing keys are reported all at once (``TVPassError/missingKeys``).
    public init(identifier: DeviceIdentifier, info: DeviceInfo) throws {
        let crossing: CoreDeviceIdentifier =
            identifier.isOwn
            ? .text(text: identifier.identifier) : .osIdentifier(identifier: identifier.identifier)
        core = try TVPass.core { try CoreDevice(identifier: crossing, info: info.core) }
    }

    /// The value of `AP-Device-Identifier`.
    public func identifierHeader() throws -> String {
        try TVPass.core { try core.headers() }.identifierHeader
    }

    /// The value of `X-Device-Info`.
    public func infoHeader() throws -> String {
        try TVPass.core { try core.headers() }.infoHeader
    }

    /// The description as JSON, for looking at.
    public func infoJSON() throws -> String {
        try TVPass.core { try core.headers() }.infoJSON
    }
}

extension Device: CustomStringConvertible, CustomReflectable {
    public var description: String { "Device(…)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
