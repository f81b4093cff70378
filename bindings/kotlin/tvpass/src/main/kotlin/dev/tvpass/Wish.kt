package dev.tvpass

import dev.tvpass.internal.ConfigurationInput
import dev.tvpass.internal.CreateSessionInput
import dev.tvpass.internal.DecisionsInput
import dev.tvpass.internal.LogoutInput
import dev.tvpass.internal.LogoutV1Input
import dev.tvpass.internal.Operation
import dev.tvpass.internal.Outcome
import dev.tvpass.internal.PartnerProfileInput
import dev.tvpass.internal.PartnerRequestInput
import dev.tvpass.internal.ProfileForCodeInput
import dev.tvpass.internal.ProfileForMvpdInput
import dev.tvpass.internal.ProfilesInput
import dev.tvpass.internal.ResumeSessionInput
import dev.tvpass.internal.RetrieveSessionInput
import dev.tvpass.internal.SessionParameters

/** An operation with its input, and where its result is in the outcome. */
internal class Wish<out T>(val operation: Operation, val read: (Outcome) -> T)

private val session: (Outcome) -> Session = { it.of<Outcome.Session>().session }
private val profiles: (Outcome) -> Profiles = { it.of<Outcome.Profiles>().profiles }

/** The wishes, one for each operation. */
internal class Wishes(private val serviceProvider: String, extras: RequestExtras) {
    private val extras = extras.toCore()

    fun configuration() = Wish(Operation.Configuration(ConfigurationInput(serviceProvider, extras))) {
        it.of<Outcome.Configuration>().configuration
    }

    fun createSession(mvpd: String?, domainName: String?, redirectUrl: RedirectUrl?) =
        Wish(Operation.CreateSession(CreateSessionInput(serviceProvider, parameters(mvpd, domainName, redirectUrl), extras)), session)

    fun resumeSession(code: String, mvpd: String?, domainName: String?, redirectUrl: RedirectUrl?) =
        Wish(Operation.ResumeSession(ResumeSessionInput(serviceProvider, code, parameters(mvpd, domainName, redirectUrl), extras)), session)

    fun retrieveSession(code: String) = Wish(Operation.RetrieveSession(RetrieveSessionInput(serviceProvider, code, extras))) {
        it.of<Outcome.SessionDetails>().details
    }

    fun profiles() = Wish(Operation.Profiles(ProfilesInput(serviceProvider, extras)), profiles)

    fun profileForMvpd(mvpd: String) = Wish(Operation.ProfileForMvpd(ProfileForMvpdInput(serviceProvider, mvpd, extras)), profiles)

    fun profileForCode(code: String) = Wish(Operation.ProfileForCode(ProfileForCodeInput(serviceProvider, code, extras)), profiles)

    fun partnerRequest(status: PartnerFrameworkStatus, domainName: String?, redirectUrl: RedirectUrl?) = Wish(
        Operation.PartnerRequest(PartnerRequestInput(serviceProvider, status.core, parameters(null, domainName, redirectUrl), extras)),
        session,
    )

    fun partnerProfile(status: PartnerFrameworkStatus, samlResponse: SamlResponse) =
        Wish(Operation.PartnerProfile(PartnerProfileInput(serviceProvider, status.core, samlResponse.core, extras)), profiles)

    fun preauthorize(mvpd: String, resources: List<String>) =
        Wish(Operation.Preauthorize(DecisionsInput(serviceProvider, mvpd, resources.toList(), extras))) {
            it.of<Outcome.Preauthorization>().decisions
        }

    fun authorize(mvpd: String, resources: List<String>) =
        Wish(Operation.Authorize(DecisionsInput(serviceProvider, mvpd, resources.toList(), extras))) {
            AuthorizationDecisions(it.of<Outcome.Authorization>().answer)
        }

    fun logout(mvpd: String, redirectUrl: RedirectUrl) =
        Wish(Operation.Logout(LogoutInput(serviceProvider, mvpd, redirectUrl.url, extras))) { it.of<Outcome.Logout>().logout }

    fun logoutV1(deviceType: String?, deviceUser: String?, appId: String?): Wish<Unit> =
        Wish(Operation.LogoutV1(LogoutV1Input(serviceProvider, deviceType, deviceUser, appId, extras))) { it.of<Outcome.Nothing>() }

    private fun parameters(mvpd: String?, domainName: String?, redirectUrl: RedirectUrl?) =
        SessionParameters(mvpd, domainName, redirectUrl?.url)
}
