import Foundation

extension QRMatrix {
    /// The QR code of a sign-in.
    ///
    /// Throws a ``TVPassError`` if the link is too long: 2,331 bytes.
    public init(_ link: SignInLink) throws {
        switch link {
        case .authenticate(let url), .activationPage(let url): self = try core { try qrMatrix(link: url.exposed) }
        }
    }

    /// The QR code of a URL, such as that of a logout on a device without a browser.
    ///
    /// Throws a ``TVPassError`` if the URL is too long: 2,331 bytes.
    public init(_ url: URL) throws {
        self = try core { try qrMatrix(link: url.absoluteString) }
    }

    /// Whether the module in this column and row, counted from 0 at the top left, is dark. Outside
    /// of the code all are light.
    public func isDark(x: Int, y: Int) -> Bool {
        let size = Int(size)
        guard (0..<size).contains(x), (0..<size).contains(y), modules.indices.contains(y * size + x) else { return false }
        return modules[y * size + x]
    }
}

extension CodeScreen {
    /// How long the code is good, in seconds from when it is presented.
    public var remaining: TimeInterval { TimeInterval(remainingMs) / 1000 }
}

extension BrowserScreen {
    /// How long the code behind it is good, in seconds from when it is presented.
    public var remaining: TimeInterval { TimeInterval(remainingMs) / 1000 }
}
