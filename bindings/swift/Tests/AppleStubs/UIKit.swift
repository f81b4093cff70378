// Stands in for Apple's UIKit: a device and its screen.
import Foundation

public enum UIUserInterfaceIdiom: Int, Sendable { case unspecified = -1, phone = 0, pad = 1, tv = 2 }

@MainActor open class UIDevice: NSObject {
    public static let current = UIDevice()
    open var systemVersion: String { "17.4" }
    open var userInterfaceIdiom: UIUserInterfaceIdiom { .tv }
    open var identifierForVendor: UUID? { UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F") }
}

@MainActor open class UIScreen: NSObject {
    public static let main = UIScreen()
    open var nativeBounds: CGRect { CGRect(x: 0, y: 0, width: 3840, height: 2160) }
}

@MainActor open class UIResponder: NSObject {}

@MainActor open class UIViewController: UIResponder {
    open func present(_ viewController: UIViewController, animated: Bool, completion: (() -> Void)? = nil) { completion?() }
    open func dismiss(animated: Bool, completion: (() -> Void)? = nil) { completion?() }
}
