/**
 * Logs a device out on the command line:
 *
 * ```
 * --base URL --software-statement FILE --redirect-url URL [--service-provider REF30] [--state FILE] [--driver okhttp|url] MVPD…
 * ```
 *
 * It exits with 0, with 1 for a failed logout, and with 2 for wrong options. Without `--state` each
 * run registers anew.
 */
@file:JvmName("Main")

package dev.tvpass.example

import dev.tvpass.DeviceIdentifier
import dev.tvpass.DeviceInfo
import dev.tvpass.Environment
import dev.tvpass.FileStateStore
import dev.tvpass.HttpDriver
import dev.tvpass.LogoutAction
import dev.tvpass.MemoryStateStore
import dev.tvpass.OkHttpDriver
import dev.tvpass.ProfileLogout
import dev.tvpass.RedirectUrl
import dev.tvpass.TokenSource
import dev.tvpass.TvPassClient
import dev.tvpass.TvPassConfig
import dev.tvpass.TvPassException
import dev.tvpass.UrlConnectionDriver
import kotlinx.coroutines.runBlocking
import okhttp3.OkHttpClient
import java.io.File
import kotlin.io.path.Path
import kotlin.system.exitProcess

public fun main(arguments: Array<String>) {
    val options = try {
        Options.parse(arguments.toList())
    } catch (e: IllegalArgumentException) {
        System.err.println(e.message)
        exitProcess(2)
    }
    val status = try {
        runBlocking { logOut(options) }
        0
    } catch (e: TvPassException) {
        System.err.println("${e.codeName}: ${e.message}")
        System.err.println(e.advice)
        1
    }
    exitProcess(status)
}

private suspend fun logOut(options: Options) {
    val config = TvPassConfig(
        serviceProvider = options.serviceProvider,
        environment = Environment.of(options.base),
        deviceIdentifier = DeviceIdentifier.fromOsIdentifier(options.device),
        deviceInfo = DeviceInfo {
            model = "Command line"
            version = "1"
            osName = DeviceInfo.OsName.LINUX
            osVersion = System.getProperty("os.version")
            connectionType = DeviceInfo.ConnectionType.LAN
        },
        tokenSource = TokenSource.Registration(File(options.softwareStatement).readText().trim()),
    )
    val store = options.state?.let { FileStateStore(Path(it)) }
    TvPassClient.open(config, options.driver(), store ?: MemoryStateStore()).use { client ->
        val redirectUrl = RedirectUrl(options.redirectUrl)
        for (mvpd in options.mvpds) {
            val logout = client.logout(mvpd, redirectUrl)
            if (logout.profiles.isEmpty()) println("$mvpd: no profile")
            for (profile in logout.profiles) println("$mvpd: ${profile.key}: ${describe(profile)}")
        }
    }
    store?.close()
}

private fun describe(profile: ProfileLogout): String = when (val action = profile.action) {
    is LogoutAction.OpenUrl -> "open ${action.url}"
    is LogoutAction.UrlRefused -> "a URL that is not opened: ${action.explanation}"
    LogoutAction.PartnerLogout -> "sign out in the system's settings too"
    LogoutAction.Complete -> "done"
    LogoutAction.Invalid -> "nobody was signed in"
    LogoutAction.InvalidAfterLostAnswer -> "the provider's own session may still be open"
    LogoutAction.Unknown -> "an action that this version does not know (${profile.actionName})"
}

private class Options(private val values: Map<String, String>, val mvpds: List<String>) {
    val base = values["--base"] ?: Environment.PRODUCTION.baseUrl
    val softwareStatement = required("--software-statement")
    val redirectUrl = required("--redirect-url")
    val serviceProvider = values["--service-provider"] ?: "REF30"
    val device = values["--device"] ?: "tvpass-example"
    val state = values["--state"]

    fun driver(): HttpDriver = when (values["--driver"]) {
        null, "okhttp" -> OkHttpDriver(OkHttpClient())
        else -> UrlConnectionDriver()
    }

    private fun required(name: String) = requireNotNull(values[name]) { "$name is missing" }

    companion object {
        private val NAMES =
            setOf("--base", "--software-statement", "--redirect-url", "--service-provider", "--device", "--state", "--driver")

        fun parse(arguments: List<String>): Options {
            val values = mutableMapOf<String, String>()
            val mvpds = mutableListOf<String>()
            val rest = arguments.iterator()
            while (rest.hasNext()) {
                val argument = rest.next()
                when {
                    !argument.startsWith("--") -> mvpds += argument
                    argument !in NAMES -> throw IllegalArgumentException("$argument is not an option; there are ${NAMES.joinToString()}")
                    !rest.hasNext() -> throw IllegalArgumentException("$argument needs a value")
                    else -> values[argument] = rest.next()
                }
            }
            require(mvpds.isNotEmpty()) { "name the MVPDs to log out of" }
            require(values["--driver"] in setOf(null, "okhttp", "url")) { "--driver is okhttp or url" }
            return Options(values, mvpds)
        }
    }
}
