/**
 * Does a job many times: `MainKt JOB ROUNDS|time INPUT-FOLDER`; `time` prints the median of a round in nanoseconds.
 *
 * The jobs are those of benches/src/calls.rs: everything but the device made from texts (through the generated code), or a warm logout by
 * a client.
 */
package dev.tvpass.bench

import dev.tvpass.DeviceIdentifier
import dev.tvpass.DeviceInfo
import dev.tvpass.Environment
import dev.tvpass.HttpDriver
import dev.tvpass.HttpRequest
import dev.tvpass.HttpResponse
import dev.tvpass.LogoutAction
import dev.tvpass.LogoutParameters
import dev.tvpass.ProvidedToken
import dev.tvpass.RedirectUrl
import dev.tvpass.TokenSource
import dev.tvpass.TvPassClient
import dev.tvpass.TvPassConfig
import dev.tvpass.internal.Device
import dev.tvpass.internal.Extras
import dev.tvpass.internal.LogoutInput
import dev.tvpass.internal.prepareLogout
import kotlinx.coroutines.runBlocking
import java.io.File
import kotlin.system.exitProcess
import dev.tvpass.internal.DeviceIdentifier as CoreDeviceIdentifier
import dev.tvpass.internal.DeviceInfo as CoreDeviceInfo
import dev.tvpass.internal.HttpResponse as CoreHttpResponse
import dev.tvpass.internal.LogoutAction as CoreLogoutAction

private const val WARM_UP = 30_000
private const val BATCHES = 101
private const val ROUNDS = 200

/** The inputs, one file each: the same for every language. */
private class Inputs(private val folder: String) {
    fun bytes(name: String): ByteArray = File(folder, name).readBytes()
    fun text(name: String): String = bytes(name).decodeToString()
}

/** Everything but the device made from texts. */
private fun stateless(inputs: Inputs): suspend () -> Unit {
    val info = CoreDeviceInfo(
        primaryHardwareType = "SetTopBox", model = "TV 5th Gen", version = "5", manufacturer = "Apple", vendor = null,
        osName = "tvOS", osFamily = null, osVendor = "Apple", osVersion = "11.0", browserName = null, browserVendor = null,
        browserVersion = null, userAgent = null, displayWidth = null, displayHeight = null, displayPpi = null,
        diagonalScreenSize = null, connectionIp = null, connectionPort = null, connectionType = "WiFi",
        connectionSecure = null, applicationId = null,
    )
    val device = Device(CoreDeviceIdentifier.Text(inputs.text("identifier")), info)
    val extras = Extras(
        subjectToken = null, rokuConnectToken = null, serviceToken = null, visitorIdentifier = null, forwardedFor = null,
        userAgent = inputs.text("user_agent"),
    )
    val input = LogoutInput(
        base = inputs.text("base"), serviceProvider = inputs.text("service_provider"), mvpd = inputs.text("mvpd"),
        redirectUrl = inputs.text("redirect_url"), accessToken = inputs.text("token"), extras = extras,
    )
    val answer = CoreHttpResponse(200u, inputs.text("content_type"), null, inputs.bytes("body"))
    return {
        val prepared = prepareLogout(device, input)
        val logout = prepared.exchange.interpret(answer)
        prepared.destroy()
        check(logout.profiles.any { it.action is CoreLogoutAction.OpenUrl }) { "the answer has no URL to open" }
    }
}

/** A warm logout by a client; the answer comes out of memory. */
private suspend fun call(inputs: Inputs): suspend () -> Unit {
    val info = DeviceInfo {
        primaryHardwareType = "SetTopBox"
        model = "TV 5th Gen"
        version = "5"
        manufacturer = "Apple"
        osName = "tvOS"
        osVendor = "Apple"
        osVersion = "11.0"
        connectionType = "WiFi"
    }
    val token = inputs.text("token")
    val config = TvPassConfig(
        environment = Environment.of(inputs.text("base")), deviceIdentifier = DeviceIdentifier.fromText(inputs.text("identifier")),
        deviceInfo = info, tokenSource = TokenSource.App { ProvidedToken(token) }, paced = false,
    )
    val answer = HttpResponse(200, listOf("Content-Type" to inputs.text("content_type")), inputs.bytes("body"))
    val driver = object : HttpDriver {
        override suspend fun send(request: HttpRequest): HttpResponse = answer
    }
    val client = TvPassClient.open(config, driver)
    val parameters = LogoutParameters(
        inputs.text("service_provider"), inputs.text("mvpd"), RedirectUrl(inputs.text("redirect_url")), userAgent = inputs.text("user_agent"),
    )
    return {
        val logout = client.logout(parameters)
        check(logout.profiles.any { it.action is LogoutAction.OpenUrl }) { "the answer has no URL to open" }
    }
}

fun main(arguments: Array<String>): Unit = runBlocking {
    if (arguments.size != 3) {
        System.err.println("usage: MainKt JOB ROUNDS|time INPUT-FOLDER")
        exitProcess(2)
    }
    val inputs = Inputs(arguments[2])
    val round = when (val name = arguments[0]) {
        "stateless" -> stateless(inputs)
        "call" -> call(inputs)
        else -> error("no job is called $name")
    }
    if (arguments[1] == "time") {
        repeat(WARM_UP) { round() }
        val times = List(BATCHES) {
            val start = System.nanoTime()
            repeat(ROUNDS) { round() }
            (System.nanoTime() - start) / ROUNDS
        }
        println(times.sorted()[BATCHES / 2])
    } else {
        // The first one of a client asks for the token.
        repeat(arguments[1].toInt() + 1) { round() }
    }
}
