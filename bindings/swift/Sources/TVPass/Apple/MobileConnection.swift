extension ConnectionType {
    /// A mobile connection, by CoreTelephony's name for its radio technology, such as
    /// `CTRadioAccessTechnologyLTE`.
    ///
    /// Adobe's page has `3G`, `4G` and `5G`, and no word for mobile connections in general. What is
    /// older counts as `3G`; if the technology is not known, it is `4G`, as in the package for
    /// Android.
    static func mobile(radio: String?) -> ConnectionType {
        switch radio?.replacingPrefix("CTRadioAccessTechnology") {
        case "GPRS", "Edge", "WCDMA", "HSDPA", "HSUPA", "CDMA1x", "CDMAEVDORev0", "CDMAEVDORevA", "CDMAEVDORevB", "eHRPD": .mobile3G
        case "NR", "NRNSA": .mobile5G
        default: .mobile4G
        }
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String) -> String {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
    }
}
