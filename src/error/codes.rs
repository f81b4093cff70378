//! The enhanced error codes that Adobe documents (Adobe: *Enhanced Error Codes*): 47 for REST API
//! V2 and 25 for V1, ten of them in both.

use super::action::ErrorAction;

/// The API whose page lists a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ListedFor {
    /// REST API V2.
    V2,
    /// REST API V1 (legacy).
    V1,
    /// Both, with the same meaning and action.
    Both,
}

macro_rules! documented_codes {
    ($($text:literal => $name:ident, $action:ident, $api:ident;)*) => {
        /// A documented code. Adobe adds codes but does not change the meaning of existing ones.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum DocumentedCode {
            $(#[doc = concat!("`", $text, "`")] $name,)*
        }

        impl DocumentedCode {
            /// Every documented code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as it is sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// The action that Adobe documents for it.
            #[must_use]
            pub const fn action(self) -> ErrorAction {
                match self {
                    $(Self::$name => ErrorAction::$action,)*
                }
            }

            /// Which API's page lists it.
            #[must_use]
            pub const fn listed_for(self) -> ListedFor {
                match self {
                    $(Self::$name => ListedFor::$api,)*
                }
            }
        }
    };
}

impl DocumentedCode {
    /// The documented code with exactly this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

documented_codes! {
    "invalid_parameter_service_provider" => InvalidParameterServiceProvider, None, V2;
    "invalid_parameter_mvpd" => InvalidParameterMvpd, None, V2;
    "invalid_parameter_code" => InvalidParameterCode, None, V2;
    "invalid_parameter_resources" => InvalidParameterResources, None, V2;
    "invalid_parameter_redirect_url" => InvalidParameterRedirectUrl, None, V2;
    "invalid_parameter_partner" => InvalidParameterPartner, None, V2;
    "invalid_parameter_saml_response" => InvalidParameterSamlResponse, None, V2;
    "invalid_header_device_info" => InvalidHeaderDeviceInfo, None, V2;
    "invalid_header_device_identifier" => InvalidHeaderDeviceIdentifier, None, V2;
    "invalid_header_identity_for_temporary_access" => InvalidHeaderIdentityForTemporaryAccess, None, V2;
    "invalid_header_pfs_permission_access_not_present" => InvalidHeaderPfsPermissionAccessNotPresent, None, V2;
    "invalid_header_pfs_permission_access_not_determined" => InvalidHeaderPfsPermissionAccessNotDetermined, None, V2;
    "invalid_header_pfs_permission_access_not_granted" => InvalidHeaderPfsPermissionAccessNotGranted, None, V2;
    "invalid_header_pfs_provider_id_not_determined" => InvalidHeaderPfsProviderIdNotDetermined, None, V2;
    "invalid_header_pfs_provider_id_mismatch" => InvalidHeaderPfsProviderIdMismatch, None, V2;
    "invalid_header_pfs_provider_info_expired" => InvalidHeaderPfsProviderInfoExpired, None, V2;
    "invalid_integration" => InvalidIntegration, None, V2;
    "invalid_authentication_session" => InvalidAuthenticationSession, None, V2;
    "preauthorization_denied_by_mvpd" => PreauthorizationDeniedByMvpd, None, Both;
    "authorization_denied_by_mvpd" => AuthorizationDeniedByMvpd, None, Both;
    "authorization_denied_by_parental_controls" => AuthorizationDeniedByParentalControls, None, Both;
    "authorization_denied_by_degradation_rule" => AuthorizationDeniedByDegradationRule, None, V2;
    "internal_server_error" => InternalServerError, None, V2;
    "too_many_resources" => TooManyResources, Configuration, Both;
    "invalid_configuration_user_metadata_certificate" => InvalidConfigurationUserMetadataCertificate, Configuration, V2;
    "invalid_configuration_temporary_access" => InvalidConfigurationTemporaryAccess, Configuration, V2;
    "invalid_configuration_platform" => InvalidConfigurationPlatform, Configuration, V2;
    "invalid_configuration_platform_id" => InvalidConfigurationPlatformId, Configuration, V2;
    "invalid_configuration_platform_trait" => InvalidConfigurationPlatformTrait, Configuration, V2;
    "invalid_configuration_platform_category_trait" => InvalidConfigurationPlatformCategoryTrait, Configuration, V2;
    "invalid_configuration_platform_services" => InvalidConfigurationPlatformServices, Configuration, V2;
    "invalid_configuration_mvpd_platform" => InvalidConfigurationMvpdPlatform, Configuration, V2;
    "invalid_configuration_mvpd_platform_boarding_status" => InvalidConfigurationMvpdPlatformBoardingStatus, Configuration, V2;
    "invalid_configuration_mvpd_platform_profile_exchange" => InvalidConfigurationMvpdPlatformProfileExchange, Configuration, V2;
    "invalid_access_token_service_provider" => InvalidAccessTokenServiceProvider, ApplicationRegistration, V2;
    "invalid_access_token_client_application" => InvalidAccessTokenClientApplication, ApplicationRegistration, V2;
    "authenticated_profile_missing" => AuthenticatedProfileMissing, Authentication, V2;
    "authenticated_profile_expired" => AuthenticatedProfileExpired, Authentication, V2;
    "authenticated_profile_invalidated" => AuthenticatedProfileInvalidated, Authentication, V2;
    "temporary_access_duration_limit_exceeded" => TemporaryAccessDurationLimitExceeded, Authentication, V2;
    "temporary_access_resources_limit_exceeded" => TemporaryAccessResourcesLimitExceeded, Authentication, V2;
    "authorization_denied_by_hba_policies" => AuthorizationDeniedByHbaPolicies, Authentication, Both;
    "authorization_denied_by_session_invalidated" => AuthorizationDeniedBySessionInvalidated, Authentication, Both;
    "identity_not_recognized_by_mvpd" => IdentityNotRecognizedByMvpd, Authentication, Both;
    "network_received_error" => NetworkReceivedError, Retry, Both;
    "network_connection_timeout" => NetworkConnectionTimeout, Retry, Both;
    "maximum_execution_time_exceeded" => MaximumExecutionTimeExceeded, Retry, Both;
    "invalid_requestor" => InvalidRequestor, None, V1;
    "invalid_device_info" => InvalidDeviceInfo, None, V1;
    "invalid_device_id" => InvalidDeviceId, None, V1;
    "missing_resource" => MissingResource, None, V1;
    "malformed_authz_request" => MalformedAuthzRequest, None, V1;
    "internal_error" => InternalError, None, V1;
    "unknown_integration" => UnknownIntegration, Configuration, V1;
    "authentication_session_issuer_mismatch" => AuthenticationSessionIssuerMismatch, Authentication, V1;
    "authentication_session_invalidated" => AuthenticationSessionInvalidated, Authentication, V1;
    "authentication_session_missing" => AuthenticationSessionMissing, Authentication, V1;
    "authentication_session_expired" => AuthenticationSessionExpired, Authentication, V1;
    "preauthorization_authentication_session_missing" => PreauthorizationAuthenticationSessionMissing, Authentication, V1;
    "preauthorization_authentication_session_expired" => PreauthorizationAuthenticationSessionExpired, Authentication, V1;
    "authorization_not_found" => AuthorizationNotFound, Authorization, V1;
    "authorization_expired" => AuthorizationExpired, Authorization, V1;
}
