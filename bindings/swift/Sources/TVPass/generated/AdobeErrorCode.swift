// Made from the core's lists by `cargo xtask bindings`. Do not edit.

/// An enhanced error code of Adobe's. Adobe adds codes; a new one is as good a value as those listed.
public struct AdobeErrorCode: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// `invalid_parameter_service_provider`
    public static let invalidParameterServiceProvider = AdobeErrorCode(rawValue: "invalid_parameter_service_provider")
    /// `invalid_parameter_mvpd`
    public static let invalidParameterMvpd = AdobeErrorCode(rawValue: "invalid_parameter_mvpd")
    /// `invalid_parameter_code`
    public static let invalidParameterCode = AdobeErrorCode(rawValue: "invalid_parameter_code")
    /// `invalid_parameter_resources`
    public static let invalidParameterResources = AdobeErrorCode(rawValue: "invalid_parameter_resources")
    /// `invalid_parameter_redirect_url`
    public static let invalidParameterRedirectUrl = AdobeErrorCode(rawValue: "invalid_parameter_redirect_url")
    /// `invalid_parameter_partner`
    public static let invalidParameterPartner = AdobeErrorCode(rawValue: "invalid_parameter_partner")
    /// `invalid_parameter_saml_response`
    public static let invalidParameterSamlResponse = AdobeErrorCode(rawValue: "invalid_parameter_saml_response")
    /// `invalid_header_device_info`
    public static let invalidHeaderDeviceInfo = AdobeErrorCode(rawValue: "invalid_header_device_info")
    /// `invalid_header_device_identifier`
    public static let invalidHeaderDeviceIdentifier = AdobeErrorCode(rawValue: "invalid_header_device_identifier")
    /// `invalid_header_identity_for_temporary_access`
    public static let invalidHeaderIdentityForTemporaryAccess = AdobeErrorCode(rawValue: "invalid_header_identity_for_temporary_access")
    /// `invalid_header_pfs_permission_access_not_present`
    public static let invalidHeaderPfsPermissionAccessNotPresent = AdobeErrorCode(rawValue: "invalid_header_pfs_permission_access_not_present")
    /// `invalid_header_pfs_permission_access_not_determined`
    public static let invalidHeaderPfsPermissionAccessNotDetermined = AdobeErrorCode(rawValue: "invalid_header_pfs_permission_access_not_determined")
    /// `invalid_header_pfs_permission_access_not_granted`
    public static let invalidHeaderPfsPermissionAccessNotGranted = AdobeErrorCode(rawValue: "invalid_header_pfs_permission_access_not_granted")
    /// `invalid_header_pfs_provider_id_not_determined`
    public static let invalidHeaderPfsProviderIdNotDetermined = AdobeErrorCode(rawValue: "invalid_header_pfs_provider_id_not_determined")
    /// `invalid_header_pfs_provider_id_mismatch`
    public static let invalidHeaderPfsProviderIdMismatch = AdobeErrorCode(rawValue: "invalid_header_pfs_provider_id_mismatch")
    /// `invalid_header_pfs_provider_info_expired`
    public static let invalidHeaderPfsProviderInfoExpired = AdobeErrorCode(rawValue: "invalid_header_pfs_provider_info_expired")
    /// `invalid_integration`
    public static let invalidIntegration = AdobeErrorCode(rawValue: "invalid_integration")
    /// `invalid_authentication_session`
    public static let invalidAuthenticationSession = AdobeErrorCode(rawValue: "invalid_authentication_session")
    /// `preauthorization_denied_by_mvpd`
    public static let preauthorizationDeniedByMvpd = AdobeErrorCode(rawValue: "preauthorization_denied_by_mvpd")
    /// `authorization_denied_by_mvpd`
    public static let authorizationDeniedByMvpd = AdobeErrorCode(rawValue: "authorization_denied_by_mvpd")
    /// `authorization_denied_by_parental_controls`
    public static let authorizationDeniedByParentalControls = AdobeErrorCode(rawValue: "authorization_denied_by_parental_controls")
    /// `authorization_denied_by_degradation_rule`
    public static let authorizationDeniedByDegradationRule = AdobeErrorCode(rawValue: "authorization_denied_by_degradation_rule")
    /// `internal_server_error`
    public static let internalServerError = AdobeErrorCode(rawValue: "internal_server_error")
    /// `too_many_resources`
    public static let tooManyResources = AdobeErrorCode(rawValue: "too_many_resources")
    /// `invalid_configuration_user_metadata_certificate`
    public static let invalidConfigurationUserMetadataCertificate = AdobeErrorCode(rawValue: "invalid_configuration_user_metadata_certificate")
    /// `invalid_configuration_temporary_access`
    public static let invalidConfigurationTemporaryAccess = AdobeErrorCode(rawValue: "invalid_configuration_temporary_access")
    /// `invalid_configuration_platform`
    public static let invalidConfigurationPlatform = AdobeErrorCode(rawValue: "invalid_configuration_platform")
    /// `invalid_configuration_platform_id`
    public static let invalidConfigurationPlatformId = AdobeErrorCode(rawValue: "invalid_configuration_platform_id")
    /// `invalid_configuration_platform_trait`
    public static let invalidConfigurationPlatformTrait = AdobeErrorCode(rawValue: "invalid_configuration_platform_trait")
    /// `invalid_configuration_platform_category_trait`
    public static let invalidConfigurationPlatformCategoryTrait = AdobeErrorCode(rawValue: "invalid_configuration_platform_category_trait")
    /// `invalid_configuration_platform_services`
    public static let invalidConfigurationPlatformServices = AdobeErrorCode(rawValue: "invalid_configuration_platform_services")
    /// `invalid_configuration_mvpd_platform`
    public static let invalidConfigurationMvpdPlatform = AdobeErrorCode(rawValue: "invalid_configuration_mvpd_platform")
    /// `invalid_configuration_mvpd_platform_boarding_status`
    public static let invalidConfigurationMvpdPlatformBoardingStatus = AdobeErrorCode(rawValue: "invalid_configuration_mvpd_platform_boarding_status")
    /// `invalid_configuration_mvpd_platform_profile_exchange`
    public static let invalidConfigurationMvpdPlatformProfileExchange = AdobeErrorCode(rawValue: "invalid_configuration_mvpd_platform_profile_exchange")
    /// `invalid_access_token_service_provider`
    public static let invalidAccessTokenServiceProvider = AdobeErrorCode(rawValue: "invalid_access_token_service_provider")
    /// `invalid_access_token_client_application`
    public static let invalidAccessTokenClientApplication = AdobeErrorCode(rawValue: "invalid_access_token_client_application")
    /// `authenticated_profile_missing`
    public static let authenticatedProfileMissing = AdobeErrorCode(rawValue: "authenticated_profile_missing")
    /// `authenticated_profile_expired`
    public static let authenticatedProfileExpired = AdobeErrorCode(rawValue: "authenticated_profile_expired")
    /// `authenticated_profile_invalidated`
    public static let authenticatedProfileInvalidated = AdobeErrorCode(rawValue: "authenticated_profile_invalidated")
    /// `temporary_access_duration_limit_exceeded`
    public static let temporaryAccessDurationLimitExceeded = AdobeErrorCode(rawValue: "temporary_access_duration_limit_exceeded")
    /// `temporary_access_resources_limit_exceeded`
    public static let temporaryAccessResourcesLimitExceeded = AdobeErrorCode(rawValue: "temporary_access_resources_limit_exceeded")
    /// `authorization_denied_by_hba_policies`
    public static let authorizationDeniedByHbaPolicies = AdobeErrorCode(rawValue: "authorization_denied_by_hba_policies")
    /// `authorization_denied_by_session_invalidated`
    public static let authorizationDeniedBySessionInvalidated = AdobeErrorCode(rawValue: "authorization_denied_by_session_invalidated")
    /// `identity_not_recognized_by_mvpd`
    public static let identityNotRecognizedByMvpd = AdobeErrorCode(rawValue: "identity_not_recognized_by_mvpd")
    /// `network_received_error`
    public static let networkReceivedError = AdobeErrorCode(rawValue: "network_received_error")
    /// `network_connection_timeout`
    public static let networkConnectionTimeout = AdobeErrorCode(rawValue: "network_connection_timeout")
    /// `maximum_execution_time_exceeded`
    public static let maximumExecutionTimeExceeded = AdobeErrorCode(rawValue: "maximum_execution_time_exceeded")
    /// `invalid_requestor`
    public static let invalidRequestor = AdobeErrorCode(rawValue: "invalid_requestor")
    /// `invalid_device_info`
    public static let invalidDeviceInfo = AdobeErrorCode(rawValue: "invalid_device_info")
    /// `invalid_device_id`
    public static let invalidDeviceId = AdobeErrorCode(rawValue: "invalid_device_id")
    /// `missing_resource`
    public static let missingResource = AdobeErrorCode(rawValue: "missing_resource")
    /// `malformed_authz_request`
    public static let malformedAuthzRequest = AdobeErrorCode(rawValue: "malformed_authz_request")
    /// `internal_error`
    public static let internalError = AdobeErrorCode(rawValue: "internal_error")
    /// `unknown_integration`
    public static let unknownIntegration = AdobeErrorCode(rawValue: "unknown_integration")
    /// `authentication_session_issuer_mismatch`
    public static let authenticationSessionIssuerMismatch = AdobeErrorCode(rawValue: "authentication_session_issuer_mismatch")
    /// `authentication_session_invalidated`
    public static let authenticationSessionInvalidated = AdobeErrorCode(rawValue: "authentication_session_invalidated")
    /// `authentication_session_missing`
    public static let authenticationSessionMissing = AdobeErrorCode(rawValue: "authentication_session_missing")
    /// `authentication_session_expired`
    public static let authenticationSessionExpired = AdobeErrorCode(rawValue: "authentication_session_expired")
    /// `preauthorization_authentication_session_missing`
    public static let preauthorizationAuthenticationSessionMissing = AdobeErrorCode(rawValue: "preauthorization_authentication_session_missing")
    /// `preauthorization_authentication_session_expired`
    public static let preauthorizationAuthenticationSessionExpired = AdobeErrorCode(rawValue: "preauthorization_authentication_session_expired")
    /// `authorization_not_found`
    public static let authorizationNotFound = AdobeErrorCode(rawValue: "authorization_not_found")
    /// `authorization_expired`
    public static let authorizationExpired = AdobeErrorCode(rawValue: "authorization_expired")

    /// Every code that Adobe documents, with the action that it documents for it.
    public static let documentedActions: [AdobeErrorCode: RecommendedAction] = [
        .invalidParameterServiceProvider: .nothing,
        .invalidParameterMvpd: .nothing,
        .invalidParameterCode: .nothing,
        .invalidParameterResources: .nothing,
        .invalidParameterRedirectUrl: .nothing,
        .invalidParameterPartner: .nothing,
        .invalidParameterSamlResponse: .nothing,
        .invalidHeaderDeviceInfo: .nothing,
        .invalidHeaderDeviceIdentifier: .nothing,
        .invalidHeaderIdentityForTemporaryAccess: .nothing,
        .invalidHeaderPfsPermissionAccessNotPresent: .nothing,
        .invalidHeaderPfsPermissionAccessNotDetermined: .nothing,
        .invalidHeaderPfsPermissionAccessNotGranted: .nothing,
        .invalidHeaderPfsProviderIdNotDetermined: .nothing,
        .invalidHeaderPfsProviderIdMismatch: .nothing,
        .invalidHeaderPfsProviderInfoExpired: .nothing,
        .invalidIntegration: .nothing,
        .invalidAuthenticationSession: .nothing,
        .preauthorizationDeniedByMvpd: .nothing,
        .authorizationDeniedByMvpd: .nothing,
        .authorizationDeniedByParentalControls: .nothing,
        .authorizationDeniedByDegradationRule: .nothing,
        .internalServerError: .nothing,
        .tooManyResources: .configuration,
        .invalidConfigurationUserMetadataCertificate: .configuration,
        .invalidConfigurationTemporaryAccess: .configuration,
        .invalidConfigurationPlatform: .configuration,
        .invalidConfigurationPlatformId: .configuration,
        .invalidConfigurationPlatformTrait: .configuration,
        .invalidConfigurationPlatformCategoryTrait: .configuration,
        .invalidConfigurationPlatformServices: .configuration,
        .invalidConfigurationMvpdPlatform: .configuration,
        .invalidConfigurationMvpdPlatformBoardingStatus: .configuration,
        .invalidConfigurationMvpdPlatformProfileExchange: .configuration,
        .invalidAccessTokenServiceProvider: .applicationRegistration,
        .invalidAccessTokenClientApplication: .applicationRegistration,
        .authenticatedProfileMissing: .authentication,
        .authenticatedProfileExpired: .authentication,
        .authenticatedProfileInvalidated: .authentication,
        .temporaryAccessDurationLimitExceeded: .authentication,
        .temporaryAccessResourcesLimitExceeded: .authentication,
        .authorizationDeniedByHbaPolicies: .authentication,
        .authorizationDeniedBySessionInvalidated: .authentication,
        .identityNotRecognizedByMvpd: .authentication,
        .networkReceivedError: .retry,
        .networkConnectionTimeout: .retry,
        .maximumExecutionTimeExceeded: .retry,
        .invalidRequestor: .nothing,
        .invalidDeviceInfo: .nothing,
        .invalidDeviceId: .nothing,
        .missingResource: .nothing,
        .malformedAuthzRequest: .nothing,
        .internalError: .nothing,
        .unknownIntegration: .configuration,
        .authenticationSessionIssuerMismatch: .authentication,
        .authenticationSessionInvalidated: .authentication,
        .authenticationSessionMissing: .authentication,
        .authenticationSessionExpired: .authentication,
        .preauthorizationAuthenticationSessionMissing: .authentication,
        .preauthorizationAuthenticationSessionExpired: .authentication,
        .authorizationNotFound: .authorization,
        .authorizationExpired: .authorization,
    ]
}
