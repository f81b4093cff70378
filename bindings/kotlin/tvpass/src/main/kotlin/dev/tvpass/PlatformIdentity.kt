package dev.tvpass

/**
 * The platform's library for single sign-on, such as Amazon's on Fire TV: where an app gets the
 * token that [RequestExtras.subjectToken] takes.
 *
 * ```
 * account.setExtras(RequestExtras { subjectToken = platform.subjectToken() })
 * ```
 */
public fun interface PlatformIdentity {
    /**
     * The token, a secret: ask at each start and before a sign-in. `null`: there is none on this
     * device, and the user signs in as everywhere.
     */
    public suspend fun subjectToken(): String?
}
