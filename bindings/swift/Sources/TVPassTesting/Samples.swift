import TVPass

extension MVPD {
    /// An MVPD for tests and previews.
    public static func sample(_ id: String, named displayName: String? = nil, isTempPass: Bool = false) -> MVPD {
        MVPD(
            id: id, displayName: displayName ?? id, logoURL: nil, isTempPass: isTempPass, isProxy: false,
            enablePlatformServices: false, displayInPlatformPicker: false, enforcePlatformPermissions: false,
            boardingStatus: nil, platformMappingID: nil, isPlatformChoice: false)
    }
}

extension Configuration {
    /// A configuration with these MVPDs, for tests and previews.
    public static func sample(serviceProvider: String = "REF30", mvpds: [MVPD]) -> Configuration {
        Configuration(
            serviceProvider: serviceProvider, serviceProviderName: nil, domains: [], mvpds: mvpds,
            recognizedDevice: RecognizedDevice(
                device: nil, clientType: nil, os: nil, platform: nil, platformCategory: nil, sdkType: nil))
    }
}

extension UserMetadata {
    /// What an MVPD tells about a user with this id, for tests and previews.
    public static func sample(userID: String? = nil, remainingResources: Int64? = nil) -> UserMetadata {
        UserMetadata(
            attributes: [], userID: userID, upstreamUserID: nil, householdID: nil, zip: [], channelIDs: [], maxRating: [:],
            language: nil, isHeadOfHousehold: nil, hbaStatus: nil, allowMirroring: nil, onNet: nil, inHome: nil,
            remainingResources: remainingResources, usedAssets: [], expirationDateMs: nil)
    }
}

extension Profile {
    /// A profile for tests and previews.
    public static func sample(
        _ mvpd: String, type: ProfileType = .regular, notBeforeMs: Int64? = nil, notAfterMs: Int64? = nil,
        userMetadata: UserMetadata = .sample()
    ) -> Profile {
        Profile(
            mvpd: mvpd, issuer: mvpd, profileType: type, notBeforeMs: notBeforeMs, notAfterMs: notAfterMs, sessionID: nil,
            userMetadata: userMetadata)
    }
}

extension Denial {
    /// A denial for tests and previews. Its code is one of Adobe's.
    public static func sample(
        _ code: AdobeErrorCode = .authorizationDeniedByMvpd, message: String? = nil, details: String? = nil,
        action: String = "none"
    ) -> Denial {
        Denial(
            action: action, receivedAction: action, code: code.rawValue, status: 403, message: message, details: details,
            helpURL: nil, trace: "fake-trace")
    }
}

extension TVPassError {
    /// An enhanced error of Adobe's, for tests and previews.
    public static func sample(
        _ code: AdobeErrorCode, httpStatus: Int = 403, action: RecommendedAction = .nothing, message: String? = nil
    ) -> TVPassError {
        TVPassError(
            code: .enhancedError, message: "the service refused: \(code.rawValue)", advice: "This error is made up.",
            isRetryable: action == .retry, httpStatus: httpStatus, adobeCode: code, action: action, adobeMessage: message,
            trace: "fake-trace")
    }

    /// A lost connection, for tests and previews.
    public static let noConnection = TVPassError(
        code: .transportConnect, message: "no connection", advice: "This error is made up.", isRetryable: true,
        delivery: .notSent)
}
