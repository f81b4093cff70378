// What is looked up in results.
import Foundation

extension Configuration {
    /// What an app's own picker shows: all but temporary access, in the answer's order.
    public var choices: [MVPD] { mvpds.filter { !$0.isTempPass } }

    /// What the picker of Apple's framework is given, each by its ``MVPD/platformMappingID``.
    public var platformChoices: [MVPD] { mvpds.filter(\.isPlatformChoice) }

    /// The MVPD with this id.
    public func mvpd(_ id: String) -> MVPD? { mvpds.first { $0.id == id } }

    /// The MVPD that Apple's framework knows by this id; of several the first.
    public func mvpd(ofPlatform platformMappingID: String) -> MVPD? {
        mvpds.first { $0.platformMappingID == platformMappingID }
    }
}

extension MVPD: Identifiable {}

extension Profiles {
    /// Those of `mvpd`, in the answer's order.
    public func of(mvpd: String) -> [Profile] { profiles.filter { $0.mvpd == mvpd } }
}

extension UserMetadata {
    /// The attribute called `name`, the last of several.
    public subscript(name: String) -> Attribute? { attributes.last { $0.name == name } }
}

extension PreauthorizationDecisions {
    /// The decision about `resource`, by its text as it was asked for; white space at the ends does
    /// not matter. `nil` is no answer: neither yes nor no.
    public func about(_ resource: String) -> PreauthorizationDecision? {
        place(of: resource, in: decisions.map(\.resource)).map { decisions[$0] }
    }
}

/// Exactly that text, else one that differs in white space at its ends; never the one at the same
/// place.
func place(of asked: String, in decided: [String]) -> Int? {
    func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
    return decided.firstIndex(of: asked) ?? decided.firstIndex { trimmed($0) == trimmed(asked) }
}
