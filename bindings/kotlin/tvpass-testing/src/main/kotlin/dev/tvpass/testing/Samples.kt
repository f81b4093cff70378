package dev.tvpass.testing

import dev.tvpass.AuthorizationDecision
import dev.tvpass.Configuration
import dev.tvpass.DecisionSource
import dev.tvpass.Denial
import dev.tvpass.Expectation
import dev.tvpass.Mvpd
import dev.tvpass.PreauthorizationDecision
import dev.tvpass.Profile
import dev.tvpass.ProfileType
import dev.tvpass.RecognizedDevice
import dev.tvpass.Remedy
import dev.tvpass.TextKey
import dev.tvpass.UserMetadata
import dev.tvpass.Verdict
import dev.tvpass.Words

/**
 * Results as the service has them, for tests: what a test does not care about has a usual value. An
 * option more in a new version changes no call of these.
 */
public object Samples {
    /** An MVPD of the picker. */
    public fun mvpd(id: String, displayName: String = id, isTempPass: Boolean = false, logoUrl: String? = null): Mvpd = Mvpd(
        id = id,
        displayName = displayName,
        logoUrl = logoUrl,
        isTempPass = isTempPass,
        isProxy = false,
        enablePlatformServices = false,
        displayInPlatformPicker = false,
        enforcePlatformPermissions = false,
        boardingStatus = null,
        platformMappingId = null,
        isPlatformChoice = false,
    )

    /** A configuration with these MVPDs. */
    public fun configuration(mvpds: List<Mvpd>, serviceProvider: String = "REF30"): Configuration = Configuration(
        serviceProvider = serviceProvider,
        serviceProviderName = serviceProvider,
        domains = emptyList(),
        mvpds = mvpds,
        recognizedDevice = RecognizedDevice("Android", "Android", "Android", null, null, null),
    )

    /** A profile; times are in milliseconds since 1970. */
    public fun profile(
        mvpd: String,
        notBeforeMs: Long? = null,
        notAfterMs: Long? = null,
        profileType: ProfileType = ProfileType.Regular,
        userMetadata: UserMetadata = userMetadata(),
    ): Profile = Profile(
        mvpd = mvpd,
        issuer = if (profileType == ProfileType.Temporary) "Adobe" else mvpd,
        profileType = profileType,
        notBeforeMs = notBeforeMs,
        notAfterMs = notAfterMs,
        sessionId = null,
        userMetadata = userMetadata,
    )

    /** What an MVPD tells about its user. */
    public fun userMetadata(
        userId: String? = "a-user",
        zip: List<String> = emptyList(),
        householdId: String? = null,
        maxRating: Map<String, String> = emptyMap(),
    ): UserMetadata = UserMetadata(
        attributes = emptyList(),
        userId = userId,
        upstreamUserId = null,
        householdId = householdId,
        zip = zip,
        channelIds = emptyList(),
        maxRating = maxRating,
        language = null,
        isHeadOfHousehold = null,
        hbaStatus = null,
        allowMirroring = null,
        onNet = null,
        inHome = null,
        remainingResources = null,
        usedAssets = emptyList(),
        expirationDateMs = null,
    )

    /** Why a resource is denied; without more, because the user's package lacks it. */
    public fun denial(
        code: String = "authorization_denied_by_mvpd",
        action: String = "none",
        message: String? = "The MVPD has denied the request.",
        details: String? = null,
    ): Denial = Denial(
        action = action,
        receivedAction = action,
        code = code,
        status = 403,
        message = message,
        details = details,
        helpUrl = null,
        trace = null,
    )

    /** What the user should be told. */
    public fun words(
        remedy: Remedy = Remedy.EXPLAIN,
        key: TextKey = TextKey.NOT_INCLUDED,
        providerText: String? = null,
        reference: String? = null,
    ): Words = Words(remedy, key, providerText, reference)

    /** A permit, or a denial if [denial] says why. */
    public fun authorization(
        resource: String,
        mvpd: String? = null,
        denial: Denial? = null,
        source: DecisionSource = DecisionSource.Mvpd,
        mediaTokenNotAfterMs: Long? = null,
        notAfterMs: Long? = null,
    ): AuthorizationDecision = AuthorizationDecision(
        resource = resource,
        serviceProvider = null,
        mvpd = mvpd,
        source = source,
        verdict = if (denial == null) Verdict.PERMIT else Verdict.DENY,
        isPlayable = denial == null,
        mediaTokenNotBeforeMs = null,
        mediaTokenNotAfterMs = mediaTokenNotAfterMs,
        notBeforeMs = null,
        notAfterMs = notAfterMs,
        denial = denial,
        isRetryable = denial?.action == "retry",
    )

    /** An open lock, or a closed one if [denial] says why. */
    public fun preauthorization(resource: String, mvpd: String? = null, denial: Denial? = null): PreauthorizationDecision =
        PreauthorizationDecision(
            resource = resource,
            serviceProvider = null,
            mvpd = mvpd,
            source = DecisionSource.Mvpd,
            expectation = if (denial == null) Expectation.PROBABLY_PERMITTED else Expectation.PROBABLY_DENIED,
            denial = denial,
            isRetryable = denial?.action == "retry",
        )
}
