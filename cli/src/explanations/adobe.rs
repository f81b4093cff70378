//! Adobe's words about its enhanced error codes (Adobe: *Enhanced Error Codes*).

/// Code, HTTP statuses, message; `tests/data/vectors/error-codes.json` has the same, and a test
/// compares the two.
pub(super) const MESSAGES: &[(&str, &[u16], &str)] = &[
    (
        "invalid_parameter_service_provider",
        &[400],
        "The service provider parameter value is missing or invalid.",
    ),
    (
        "invalid_parameter_mvpd",
        &[400],
        "The mvpd parameter value is missing or invalid.",
    ),
    (
        "invalid_parameter_code",
        &[400],
        "The code parameter value is missing or invalid.",
    ),
    (
        "invalid_parameter_resources",
        &[400],
        "The resources parameter value is missing or invalid.",
    ),
    (
        "invalid_parameter_redirect_url",
        &[400],
        "The redirect URL parameter value is missing or invalid.",
    ),
    (
        "invalid_parameter_partner",
        &[400],
        "The partner parameter value is missing or invalid.",
    ),
    (
        "invalid_parameter_saml_response",
        &[400],
        "The SAML response parameter value is missing or invalid.",
    ),
    (
        "invalid_header_device_info",
        &[400],
        "The device information header value is missing or invalid.",
    ),
    (
        "invalid_header_device_identifier",
        &[400],
        "The device identifier header value is missing or invalid.",
    ),
    (
        "invalid_header_identity_for_temporary_access",
        &[400],
        "The identity for temporary access header value is missing or invalid.",
    ),
    (
        "invalid_header_pfs_permission_access_not_present",
        &[400],
        "The permission access status value from the partner framework status header is not present.",
    ),
    (
        "invalid_header_pfs_permission_access_not_determined",
        &[400],
        "The permission access status value from the partner framework status header is undetermined.",
    ),
    (
        "invalid_header_pfs_permission_access_not_granted",
        &[400],
        "The permission access status value from the partner framework status header is not granted.",
    ),
    (
        "invalid_header_pfs_provider_id_not_determined",
        &[400],
        "The provider id value from the partner framework status header is not associated with a known mvpd.",
    ),
    (
        "invalid_header_pfs_provider_id_mismatch",
        &[400],
        "The provider id value from the partner framework status header does not match the mvpd sent as parameter.",
    ),
    (
        "invalid_header_pfs_provider_info_expired",
        &[400],
        "The provider information from the partner framework status header has expired.",
    ),
    (
        "invalid_integration",
        &[400],
        "The integration between the specified service provider and mvpd does not exist or is disabled.",
    ),
    (
        "invalid_authentication_session",
        &[400],
        "The authentication session associated with this request is missing or invalid.",
    ),
    (
        "preauthorization_denied_by_mvpd",
        &[403],
        "The MVPD has returned a “Deny” decision when requesting pre-authorization for the specified resource.",
    ),
    (
        "authorization_denied_by_mvpd",
        &[403],
        "The MVPD has returned a \"Deny\" decision when requesting authorization for the specified resource.",
    ),
    (
        "authorization_denied_by_parental_controls",
        &[403],
        "The MVPD has returned a \"Deny\" decision due parental controls settings for the specified resource.",
    ),
    (
        "authorization_denied_by_degradation_rule",
        &[403],
        "The integration between the specified service provider and mvpd has a degradation rule applied that denies authorization for the requested resources.",
    ),
    (
        "internal_server_error",
        &[500],
        "The request failed due to an internal server error.",
    ),
    (
        "too_many_resources",
        &[403],
        "The authorization or preauthorization request failed because too many resources were queried. Please contact support team to properly configure the authorization and preauthorization limitations.",
    ),
    (
        "invalid_configuration_user_metadata_certificate",
        &[500],
        "The user metadata certificate configuration is missing or invalid.",
    ),
    (
        "invalid_configuration_temporary_access",
        &[500],
        "The temporary access configuration is invalid.",
    ),
    (
        "invalid_configuration_platform",
        &[500],
        "The platform configuration is missing or invalid for integration.",
    ),
    (
        "invalid_configuration_platform_id",
        &[500],
        "The platform id configuration is missing or invalid.",
    ),
    (
        "invalid_configuration_platform_trait",
        &[500],
        "The platform trait configuration is missing or invalid.",
    ),
    (
        "invalid_configuration_platform_category_trait",
        &[500],
        "The platform category trait configuration is missing or invalid.",
    ),
    (
        "invalid_configuration_platform_services",
        &[500],
        "The platform services configuration is missing or invalid for integration.",
    ),
    (
        "invalid_configuration_mvpd_platform",
        &[500],
        "The mvpd platform configuration is missing or invalid for mvpd and platform.",
    ),
    (
        "invalid_configuration_mvpd_platform_boarding_status",
        &[500],
        "The mvpd platform boarding status configuration is missing or invalid for mvpd and platform.",
    ),
    (
        "invalid_configuration_mvpd_platform_profile_exchange",
        &[500],
        "The mvpd platform profile exchange configuration is missing or invalid for mvpd and platform.",
    ),
    (
        "invalid_access_token_service_provider",
        &[401],
        "The access token is invalid due to invalid service provider.",
    ),
    (
        "invalid_access_token_client_application",
        &[401],
        "The access token is invalid due to invalid client application.",
    ),
    (
        "authenticated_profile_missing",
        &[403],
        "The authenticated profile associated with this request is missing.",
    ),
    (
        "authenticated_profile_expired",
        &[403],
        "The authenticated profile associated with this request has expired.",
    ),
    (
        "authenticated_profile_invalidated",
        &[403],
        "The authenticated profile associated with this request has been invalidated.",
    ),
    (
        "temporary_access_duration_limit_exceeded",
        &[403],
        "The temporary access duration limit has been exceeded.",
    ),
    (
        "temporary_access_resources_limit_exceeded",
        &[403],
        "The temporary access resources limit has been exceeded.",
    ),
    (
        "authorization_denied_by_hba_policies",
        &[403],
        "The MVPD has returned a \"Deny\" decision due home-based authentication policies. The current authentication was obtain through a Home-based authentication flow and but the device is no longer in-home when requesting authorization for the specified resource. The user must re-authenticate with a supported MVPD in order to continue.",
    ),
    (
        "authorization_denied_by_session_invalidated",
        &[403],
        "The authentication session was invalidated by the identity provider. The user must re-authenticate with a supported MVPD in order to continue.",
    ),
    (
        "identity_not_recognized_by_mvpd",
        &[403],
        "The authorization request failed due to the fact that user identity was not recognized by the MVPD.",
    ),
    (
        "network_received_error",
        &[403],
        "There was a read error while retrieving the response from the associated partner service. Retrying the request might solve the issue.",
    ),
    (
        "network_connection_timeout",
        &[403],
        "There was a connection timeout with the associated partner service. Retrying the request might solve the issue.",
    ),
    (
        "maximum_execution_time_exceeded",
        &[403],
        "The request did not complete in the maximum allowed time. Retrying the request might solve the issue.",
    ),
    (
        "invalid_requestor",
        &[400],
        "The requestor parameter is missing or invalid.",
    ),
    (
        "invalid_device_info",
        &[400],
        "The device information is missing or invalid.",
    ),
    (
        "invalid_device_id",
        &[400],
        "The device identifier is missing or invalid.",
    ),
    (
        "missing_resource",
        &[400, 412],
        "The resource parameter is missing.",
    ),
    (
        "malformed_authz_request",
        &[400, 412],
        "Authorization request is null or invalid.",
    ),
    (
        "internal_error",
        &[400, 405, 500],
        "The request failed due to an internal server error.",
    ),
    (
        "unknown_integration",
        &[400, 412],
        "The integration between the specified programmer and identity provider does not exist. Use the TVE Dashboard to create the required integration.",
    ),
    (
        "authentication_session_issuer_mismatch",
        &[400],
        "The authorization request failed due to the fact that the indicated MVPD for the authorization flow is different from the one who issued the authentication session. The user must re-authenticate with the desired MVPD in order to continue.",
    ),
    (
        "authentication_session_invalidated",
        &[403],
        "The authentication session was invalidated by the identity provider. The user must re-authenticate with a supported MVPD in order to continue.",
    ),
    (
        "authentication_session_missing",
        &[403, 412],
        "The authentication session associated with this request could not be retrieved. The user must re-authenticate with a supported MVPD in order to continue.",
    ),
    (
        "authentication_session_expired",
        &[403, 412],
        "The current authentication session has expired. The user must re-authenticate with a supported MVPD in order to continue.",
    ),
    (
        "preauthorization_authentication_session_missing",
        &[412],
        "The authentication session associated with this request could not be retrieved. The user must re-authenticate with a supported MVPD in order to continue.",
    ),
    (
        "preauthorization_authentication_session_expired",
        &[412],
        "The current authentication session has expired. The user must re-authenticate with a supported MVPD in order to continue.",
    ),
    (
        "authorization_not_found",
        &[403, 404],
        "No authorization was found for the specified resource. The user must obtain a new authorization in order to continue.",
    ),
    (
        "authorization_expired",
        &[410],
        "The previous authorization for the specified resource has expired. The user must obtain a new authorization in order to continue.",
    ),
];
