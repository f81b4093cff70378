import Foundation

public enum UIUserInterfaceIdiom: Sendable { case unspecified, phone, pad, tv }

@MainActor public class UIDevice {
    public class var current: UIDevice { UIDevice() }
    public var systemVersion: String { "" }
    public var userInterfaceIdiom: UIUserInterfaceIdiom { .unspecified }
    public var identifierForVendor: UUID? { nil }
}

@MainActor public class UIScreen {
    public class var main: UIScreen { UIScreen() }
    public var nativeBounds: CGRect { .zero }
}
