// The text of an event, as a line for a log. What events say is generated from the core.

extension TVPassEvent: CustomStringConvertible {
    /// ``text``.
    public var description: String { text }
}
