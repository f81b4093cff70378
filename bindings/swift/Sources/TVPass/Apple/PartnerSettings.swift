#if os(tvOS) || os(iOS)
extension Sequence<PartnerSettings> {
    /// The way through the settings of this device, of those that
    /// ``FollowUp/partnerSignOut(profile:settings:)`` names.
    public var thisDevice: PartnerSettings? {
        #if os(tvOS)
        first { $0.osName == "tvOS" }
        #else
        first { $0.osName == "iOS" }
        #endif
    }
}
#endif
