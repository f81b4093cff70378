/// What `uname` says about the hardware, in the two parts that X-Device-Info has: `AppleTV14,1` is
/// model `AppleTV`, version `14,1`.
struct HardwareModel: Hashable {
    let model: String
    let version: String

    init(machine: String) {
        let digits = machine.firstIndex(where: \.isNumber) ?? machine.endIndex
        model = digits == machine.startIndex ? machine : String(machine[..<digits])
        version = digits == machine.endIndex || digits == machine.startIndex ? machine : String(machine[digits...])
    }
}
