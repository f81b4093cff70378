package dev.tvpass.testing

import dev.tvpass.Configuration
import dev.tvpass.Denial
import dev.tvpass.FollowUp
import dev.tvpass.Logout
import dev.tvpass.LogoutAction
import dev.tvpass.MediaToken
import dev.tvpass.Mvpd
import dev.tvpass.Profile
import dev.tvpass.ProfileLogout
import dev.tvpass.ProfileType
import dev.tvpass.Profiles
import dev.tvpass.Session
import dev.tvpass.SessionReason

/** What the service knows of one device. Its user holds a lock. */
internal class FakeDevice(
    val mvpds: List<Mvpd>,
    private val registerAgain: Boolean,
    private val serviceProvider: String,
) {
    /** 2026-01-01, to begin with. */
    var nowMs = 1_767_225_600_000L
    val profiles = linkedMapOf<String, Profile>()
    val denials = mutableMapOf<String, Denial>()
    var isRegistered = false
        private set
    var registrationWasLost = false
    private var isRegistrationLost = false
    private val sessions = mutableListOf<FakeSession>()
    private val tempPassStarts = mutableMapOf<String, Long>()

    /** The flows of its accounts that are collected. */
    val running = linkedSetOf<FakeFlow<*>>()
    var isClosed = false
        private set

    val lastCode: String?
        get() = sessions.lastOrNull()?.code

    /** Flows that are on their way end. */
    fun close() {
        isClosed = true
        settle()
    }

    /** Time, or what the service knows, has changed: flows go on. */
    fun settle() {
        running.toList().forEach { it.settle() }
    }

    operator fun contains(session: FakeSession) = session in sessions

    fun register() {
        if (isRegistrationLost) {
            if (!registerAgain) throw Failures.registrationLost()
            isRegistrationLost = false
            registrationWasLost = true
        }
        isRegistered = true
    }

    fun loseRegistration() {
        isRegistrationLost = isRegistered
        profiles.clear()
        sessions.clear()
    }

    fun forgetRegistration() {
        isRegistrationLost = false
        isRegistered = false
        profiles.clear()
        sessions.clear()
    }

    fun configuration(): Configuration = Samples.configuration(mvpds, serviceProvider)

    fun createSession(mvpd: String?, domainName: String?, redirectUrl: String?): Session {
        unneeded(mvpd)?.let { return it }
        val session = FakeSession(CODE_PREFIX + (sessions.size + FIRST_CODE), nowMs)
        session.supply(mvpd, domainName, redirectUrl)
        sessions += session
        return session.answer(serviceProvider, authenticateUrl(session.code, serviceProvider), "resume", nowMs)
    }

    fun resumeSession(code: String, mvpd: String?, domainName: String?, redirectUrl: String?): Session {
        val session = session(code)
        session.supply(mvpd, domainName, redirectUrl)
        unneeded(session.mvpd)?.let { return it }
        return session.answer(serviceProvider, authenticateUrl(code, serviceProvider), "retry", nowMs)
    }

    /** A new session has ended the one before it. */
    fun session(code: String): FakeSession {
        val newest = sessions.lastOrNull()?.takeIf { it.code == code && nowMs < it.endsMs }
        return newest ?: throw Failures.refused("invalid_authentication_session", httpStatus = 400)
    }

    fun authenticateUrl(code: String, serviceProvider: String) = "https://fake.tvpass.example/authenticate/$serviceProvider/$code"

    fun finishSignIn(mvpd: String?, code: String?) {
        val asked = code ?: checkNotNull(lastCode) { "no session was created" }
        val session = checkNotNull(sessions.lastOrNull { it.code == asked && nowMs < it.endsMs }) { "$asked is no session, or has run out" }
        val chosen = checkNotNull(mvpd ?: session.mvpd) { "the session names no MVPD; say whom the user signs in with" }
        session.mvpd = chosen
        session.isSignedIn = true
        profiles[chosen] = Samples.profile(chosen, nowMs, nowMs + PROFILE_MILLIS)
    }

    fun profiles(): Profiles = of(profiles.values.filter(::isValid))

    fun profiles(mvpd: String): Profiles {
        check(mvpd)
        if (!isTempPass(mvpd)) return of(listOfNotNull(profiles[mvpd]?.takeIf(::isValid)))
        val ends = tempPassEnds(mvpd) ?: (nowMs + TEMP_PASS_MILLIS)
        return of(listOf(Samples.profile(mvpd, tempPassStarts[mvpd], ends, ProfileType.Temporary)).filter(::isValid))
    }

    fun profilesOfCode(code: String): Profiles {
        val session = session(code)
        return of(listOfNotNull(profiles[session.mvpd]?.takeIf { session.isSignedIn && isValid(it) }))
    }

    /** Refuses what needs a profile. */
    fun require(mvpd: String, startsTempPass: Boolean) {
        check(mvpd)
        if (isTempPass(mvpd)) {
            if (startsTempPass) tempPassStarts.getOrPut(mvpd) { nowMs }
            return
        }
        val profile = profiles[mvpd] ?: throw Failures.refused("authenticated_profile_missing", "authentication")
        if (!isValid(profile)) throw Failures.refused("authenticated_profile_expired", "authentication")
    }

    fun denial(mvpd: String, resource: String): Denial? {
        val ends = tempPassEnds(mvpd)
        if (ends != null && nowMs >= ends) return Samples.denial("temporary_access_duration_limit_exceeded", "authentication")
        return denials[resource]
    }

    fun isTempPass(mvpd: String) = mvpds.any { it.id == mvpd && it.isTempPass }

    fun tempPassEnds(mvpd: String): Long? = tempPassStarts[mvpd]?.let { it + TEMP_PASS_MILLIS }

    /** Temporary access that has begun ends now. */
    fun endTempPasses() {
        tempPassStarts.replaceAll { _, start -> minOf(start, nowMs - TEMP_PASS_MILLIS) }
    }

    fun mediaToken(resource: String) = MediaToken("fake media token: $resource", nowMs, mediaTokenEnds)

    val mediaTokenEnds: Long
        get() = nowMs + MEDIA_TOKEN_MILLIS

    fun logout(mvpd: String, redirectUrl: String): Logout {
        check(mvpd)
        val held = profiles.remove(mvpd)
        if (held == null || !isValid(held)) {
            return Logout(listOf(profileLogout(mvpd, LogoutAction.Invalid, "invalid", "none")), emptyList())
        }
        val url = "https://fake.tvpass.example/logout/$mvpd?redirect_url=${java.net.URLEncoder.encode(redirectUrl, "UTF-8")}"
        val gone = profileLogout(mvpd, LogoutAction.OpenUrl(url), "logout", "interactive")
        return Logout(listOf(gone), listOf(FollowUp.OpenUrl(gone, url)))
    }

    private fun profileLogout(mvpd: String, action: LogoutAction, name: String, type: String) =
        ProfileLogout(key = mvpd, mvpd = mvpd, action = action, actionName = name, actionType = type, rawUrl = null, contradictsDocumentation = false)

    private fun unneeded(mvpd: String?): Session? {
        if (mvpd == null) return null
        check(mvpd)
        return when {
            isTempPass(mvpd) -> FakeSession.unneeded(serviceProvider, mvpd, SessionReason.Temporary)
            profiles[mvpd]?.let(::isValid) == true -> FakeSession.unneeded(serviceProvider, mvpd, SessionReason.Authenticated)
            else -> null
        }
    }

    private fun check(mvpd: String) {
        if (mvpds.none { it.id == mvpd }) throw Failures.refused("invalid_parameter_mvpd", httpStatus = 400)
    }

    private fun isValid(profile: Profile) = profile.notAfterMs?.let { nowMs < it } ?: true

    private fun of(found: List<Profile>) = Profiles(found, found.maxByOrNull { it.notAfterMs ?: Long.MAX_VALUE })

    companion object {
        const val PROFILE_MILLIS = 30 * 24 * 3_600_000L
        private const val MEDIA_TOKEN_MILLIS = 7 * 60_000L
        private const val CODE_PREFIX = "FAKE"
        private const val FIRST_CODE = 101
        private const val TEMP_PASS_MILLIS = 10 * 60_000L
    }
}
