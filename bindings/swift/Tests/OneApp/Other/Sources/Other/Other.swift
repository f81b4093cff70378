import OtherCore

/// The text, backwards.
public func otherAnswer(_ text: String) -> String {
    answer(text: text)
}
