package dev.tvpass.testing

import dev.tvpass.Denial
import dev.tvpass.Remedy
import dev.tvpass.TextKey
import dev.tvpass.Words

/**
 * What a refusal means for the user, as the core says it, which `FakeWordsTest` compares: by the
 * code, else by the action (Adobe: *Enhanced Error Codes*).
 */
internal fun wordsOf(code: String, action: String, status: Int?, message: String?, details: String?): Words {
    val (remedy, key) = ofCode(code) ?: when {
        action == "authentication" || action == "application-registration" -> Remedy.SIGN_IN to TextKey.SIGN_IN_AGAIN
        action == "retry" -> Remedy.TRY_LATER to TextKey.PROVIDER_UNAVAILABLE
        action == "none" && (status ?: 0) >= FIRST_OUTAGE -> Remedy.TRY_LATER to TextKey.TRY_LATER
        else -> Remedy.CONTACT_SUPPORT to TextKey.CONTACT_SUPPORT
    }
    val ownDetails = details?.takeIf { it.isNotBlank() }
    val ownWords = when (remedy) {
        Remedy.TRY_LATER -> ownDetails
        Remedy.EXPLAIN, Remedy.SIGN_IN -> ownDetails ?: message?.takeIf { it.isNotBlank() }
        else -> null
    }
    return Words(remedy, key, ownWords, code.ifEmpty { null })
}

/** What a denial means for the user, in the same way. */
internal fun wordsOf(denial: Denial): Words = wordsOf(denial.code, denial.action, denial.status, denial.message, denial.details)

private fun ofCode(code: String): Pair<Remedy, TextKey>? = when (code) {
    "authorization_denied_by_mvpd", "preauthorization_denied_by_mvpd" -> Remedy.EXPLAIN to TextKey.NOT_INCLUDED
    "authorization_denied_by_parental_controls" -> Remedy.EXPLAIN to TextKey.PARENTAL_CONTROLS
    "authorization_denied_by_degradation_rule" -> Remedy.TRY_LATER to TextKey.PROVIDER_UNAVAILABLE
    "authorization_denied_by_hba_policies" -> Remedy.SIGN_IN to TextKey.SIGN_IN_WITH_PASSWORD
    "authenticated_profile_missing" -> Remedy.SIGN_IN to TextKey.SIGN_IN
    "temporary_access_duration_limit_exceeded", "temporary_access_resources_limit_exceeded" ->
        Remedy.SIGN_IN to TextKey.FREE_ACCESS_ENDED
    "invalid_header_identity_for_temporary_access" -> Remedy.CORRECT_IDENTITY to TextKey.CHECK_IDENTITY
    "invalid_configuration_temporary_access" -> Remedy.HIDE_OFFER to TextKey.FREE_ACCESS_UNAVAILABLE
    "invalid_authentication_session", "invalid_parameter_code" -> Remedy.SIGN_IN to TextKey.CODE_EXPIRED
    "invalid_integration", "invalid_parameter_mvpd" -> Remedy.CHOOSE_PROVIDER to TextKey.PROVIDER_GONE
    // What a partner's framework said is not valid any more.
    "invalid_header_pfs_permission_access_not_present",
    "invalid_header_pfs_permission_access_not_determined",
    "invalid_header_pfs_permission_access_not_granted",
    "invalid_header_pfs_provider_id_not_determined",
    "invalid_header_pfs_provider_id_mismatch",
    "invalid_header_pfs_provider_info_expired",
    -> Remedy.SIGN_IN to TextKey.SIGN_IN_AGAIN
    else -> null
}

private const val FIRST_OUTAGE = 500
