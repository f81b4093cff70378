import Foundation

extension Words {
    /// What to say: the provider's own words, if there are any, else the text of the key.
    public func text(in language: Language = .preferred) -> String {
        providerText ?? key.text(in: language)
    }
}

extension TextKey {
    /// The text.
    public func text(in language: Language = .preferred) -> String {
        (try? core { try textOfKey(key: self, language: language) }) ?? ""
    }

    /// The key as a text, for tables of translations: it does not change.
    public var name: String {
        (try? core { try nameOfKey(key: self) }) ?? ""
    }
}

extension Language {
    /// The language of a tag such as `es-MX`; English for every other.
    public init(tag: String) {
        self = (try? core { try languageOfTag(tag: tag) }) ?? .english
    }

    /// The user's.
    public static var preferred: Language { Language(tag: Locale.preferredLanguages.first ?? "en") }
}
