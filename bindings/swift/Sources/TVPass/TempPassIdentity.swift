/// The user's identity for a *promotional* TempPass, which is limited per user, in time and in the
/// number of resources. The basic one needs none. It is checked when an operation takes it.
public struct TempPassIdentity: Sendable, Hashable {
    let core: CoreTempPassIdentity

    /// The SHA-256 of `value`, in lower-case hex, under `key`. Which key, `email` for example, is
    /// configured with Adobe (*User Information Key*). White space around `value` is not hashed;
    /// letter case is left as it is.
    public static func hashed(key: String, value: SecretText) -> TempPassIdentity {
        TempPassIdentity(core: .hashed(key: key, value: value.exposed))
    }

    /// A JSON object that is sent as it is, for programmers who agreed on another form with Adobe,
    /// or who hash it themselves. **Nothing is hashed here:** an e-mail address in it leaves the
    /// device in the clear.
    public static func rawJSON(_ json: SecretText) -> TempPassIdentity {
        TempPassIdentity(core: .rawJSON(json: json.exposed))
    }
}

extension TempPassIdentity: CustomStringConvertible, CustomReflectable {
    public var description: String { "TempPassIdentity(…)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
