package dev.tvpass.testing

import dev.tvpass.ActionType
import dev.tvpass.Session
import dev.tvpass.SessionAction
import dev.tvpass.SessionDetails
import dev.tvpass.SessionDevice
import dev.tvpass.SessionParameter
import dev.tvpass.SessionReason

/** One attempt to sign in. */
internal class FakeSession(val code: String, val createdMs: Long) {
    var mvpd: String? = null
    var domainName: String? = null
    var redirectUrl: String? = null
    var isSignedIn = false

    val endsMs = createdMs + VALID_MILLIS

    val missing: List<SessionParameter>
        get() = listOfNotNull(
            SessionParameter.Mvpd.takeIf { mvpd == null },
            SessionParameter.DomainName.takeIf { domainName == null },
            SessionParameter.RedirectUrl.takeIf { redirectUrl == null },
        )

    fun supply(mvpd: String?, domainName: String?, redirectUrl: String?) {
        this.mvpd = mvpd ?: this.mvpd
        this.domainName = domainName ?: this.domainName
        this.redirectUrl = redirectUrl ?: this.redirectUrl
    }

    /** @param more what the service calls the wish for the rest: `resume` of a new session, else `retry`. */
    fun answer(serviceProvider: String, url: String, more: String, nowMs: Long): Session {
        val isComplete = missing.isEmpty()
        return session(
            action = if (isComplete) SessionAction.Authenticate(url) else SessionAction.SupplyMissing,
            actionName = if (isComplete) "authenticate" else more,
            actionType = if (isComplete) ActionType.Interactive else ActionType.Direct,
            reason = if (isComplete) SessionReason.Unauthenticated else SessionReason.MissingParametersFallback,
            code = code,
            mvpd = mvpd,
            serviceProvider = serviceProvider,
            missing = missing,
            notBeforeMs = createdMs,
            notAfterMs = endsMs,
            validForMs = endsMs - nowMs,
        )
    }

    fun details(serviceProvider: String): SessionDetails = SessionDetails(
        mvpd = mvpd,
        domainName = domainName,
        redirectUrl = redirectUrl,
        serviceProvider = serviceProvider,
        missingParameters = missing,
        device = SessionDevice("SetTopBox", "Fake", "tvpass", "Android", "14", null, null, null),
        notBeforeMs = createdMs,
        notAfterMs = endsMs,
        validForMs = VALID_MILLIS,
    )

    companion object {
        /** As Adobe's. */
        const val VALID_MILLIS = 30 * 60_000L

        /** The answer where nobody has to sign in. */
        fun unneeded(serviceProvider: String, mvpd: String, reason: SessionReason): Session = session(
            action = SessionAction.Authorize,
            actionName = "authorize",
            actionType = ActionType.Direct,
            reason = reason,
            code = null,
            mvpd = mvpd,
            serviceProvider = serviceProvider,
            missing = emptyList(),
            notBeforeMs = null,
            notAfterMs = null,
            validForMs = null,
        )

        private fun session(
            action: SessionAction,
            actionName: String,
            actionType: ActionType,
            reason: SessionReason,
            code: String?,
            mvpd: String?,
            serviceProvider: String,
            missing: List<SessionParameter>,
            notBeforeMs: Long?,
            notAfterMs: Long?,
            validForMs: Long?,
        ) = Session(
            action = action,
            actionName = actionName,
            actionType = actionType,
            contradictsDocumentation = false,
            reason = reason,
            code = code,
            codeDiffersFromRequest = false,
            sessionId = null,
            mvpd = mvpd,
            serviceProvider = serviceProvider,
            missingParameters = missing,
            notBeforeMs = notBeforeMs,
            notAfterMs = notAfterMs,
            validForMs = validForMs,
            rawUrl = null,
        )
    }
}
