// Texts that must not be seen.

/// A secret text: no description, `dump` or mirror shows it.
public struct SecretText: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The text itself, for the one place that sends or stores it.
    public let exposed: String

    public init(_ text: String) {
        exposed = text
    }

    public init(stringLiteral text: String) {
        exposed = text
    }
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "SecretText(…)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
