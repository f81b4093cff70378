package dev.tvpass

/**
 * A successful logout: the profiles are deleted on Adobe's side.
 *
 * There is one entry per deleted profile: none, one or several, and each has to be followed. Then forget what was cached of the
 * profile: MVPD selection, attributes, decisions.
 *
 * @property profiles the deleted profiles, in the answer's order. Empty if there were none: a successful logout too.
 * @property registrationWasLost this logout found the app's registration lost and registered again, as [TvPassConfig.registerAgain]
 *   allowed: the user's profiles are gone.
 */
public class Logout internal constructor(
    public val profiles: List<ProfileLogout>,
    public val registrationWasLost: Boolean,
) {
    /** The entries that need something from the app or the user, in order. */
    public val toFollow: List<ProfileLogout>
        get() = profiles.filter { it.action.needsFollowing }

    /** For logs, without secrets. */
    override fun toString(): String = "Logout($profiles)"
}

/**
 * One deleted profile.
 *
 * @property key the entry's key in the answer.
 * @property mvpd the entry's `mvpd`, which may differ from its key; `null` if the answer has none.
 * @property action what to do about it.
 * @property actionName `actionName` as received.
 * @property actionType `actionType` as received.
 */
public class ProfileLogout internal constructor(
    public val key: String,
    public val mvpd: String?,
    public val action: LogoutAction,
    public val actionName: String?,
    public val actionType: String?,
) {
    /** For logs, without secrets. */
    override fun toString(): String = "ProfileLogout($key: $action)"
}

/** What the device must do about one deleted profile. */
public sealed class LogoutAction {
    internal open val needsFollowing: Boolean get() = true

    /**
     * `logout`: open [url] in a user agent until [RedirectUrl.isReachedBy] says that it is done, or the user closes it. A device without
     * one may stop here, or show the URL for another screen; the provider's own session stays open until it was opened.
     *
     * @property url absolute, checked to be safe to open. It may name the user's session: keep it out of logs.
     */
    public class OpenUrl internal constructor(public val url: String) : LogoutAction() {
        /** Without the URL's path and query. */
        override fun toString(): String = "OpenUrl(${hostOf(url)}/…)"
    }

    /**
     * `logout`, but its URL must not be opened. The provider's own session stays open.
     *
     * @property reason why, for logs.
     * @property raw what the answer said, for a support ticket. Do not open it.
     */
    public class UrlRefused internal constructor(public val reason: String, public val raw: String) : LogoutAction() {
        /** For logs, without secrets. */
        override fun toString(): String = "UrlRefused($reason)"
    }

    /** `partner_logout`: the user has to sign out in the system's settings too. No app can do it. */
    public object PartnerSignOut : LogoutAction() {
        /** For logs, without secrets. */
        override fun toString(): String = "PartnerSignOut"
    }

    /** `complete`: nothing to do. */
    public object Complete : LogoutAction() {
        override val needsFollowing: Boolean get() = false

        /** For logs, without secrets. */
        override fun toString(): String = "Complete"
    }

    /** `invalid`: nothing to do; there was no valid profile. */
    public object Invalid : LogoutAction() {
        override val needsFollowing: Boolean get() = false

        /** For logs, without secrets. */
        override fun toString(): String = "Invalid"
    }

    /**
     * `invalid` to a request that was repeated because an answer was lost: the profile may have been deleted by the first one. Nothing
     * can be done, but the provider's own session may still be open, which a user on a shared device may want to know.
     */
    public object InvalidAfterLostAnswer : LogoutAction() {
        /** For logs, without secrets. */
        override fun toString(): String = "InvalidAfterLostAnswer"
    }

    /**
     * An action that this version does not know; the provider's own session may still be open.
     *
     * @property name `actionName` as received.
     * @property type `actionType` as received.
     */
    public class Unknown internal constructor(public val name: String?, public val type: String?) : LogoutAction() {
        /** For logs, without secrets. */
        override fun toString(): String = "Unknown(name=$name, type=$type)"
    }
}

/** The scheme and host of an absolute URL. */
internal fun hostOf(url: String): String {
    val start = url.indexOf("://") + 3
    val end = url.indexOfAny(charArrayOf('/', '?', '#'), start)
    return if (end < 0) url else url.substring(0, end)
}
