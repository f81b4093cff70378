import Foundation

extension Providers {
    /// Those whose name could be meant by `typed`, as somebody types with a remote: without regard
    /// to letter case, accents, spaces and punctuation. First those whose name begins so, then
    /// those with a word that does, then those that have it anywhere. Nothing typed is all.
    public func search(_ typed: String) -> [MVPD] {
        let names = mvpds.map { $0.displayName ?? $0.id }
        let places = (try? core { try searchNames(names: names, typed: typed) }) ?? []
        return places.compactMap { mvpds.indices.contains(Int($0)) ? mvpds[Int($0)] : nil }
    }
}

extension Status {
    /// Whether somebody is signed in, as far as is known.
    public var isSignedIn: Bool { !profiles.isEmpty }
}
