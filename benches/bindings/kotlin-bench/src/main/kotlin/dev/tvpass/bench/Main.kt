/**
 * Does a job many times: `MainKt JOB ROUNDS|time INPUT-FOLDER`; `time` prints the median of a round
 * in nanoseconds.
 *
 * The jobs are those of benches/src/calls.rs: a request and what its answer means, made from texts,
 * or a warm logout by a client.
 */
package dev.tvpass.bench

import dev.tvpass.AccessToken
import dev.tvpass.CallOptions
import dev.tvpass.DeviceIdentifier
import dev.tvpass.DeviceInfo
import dev.tvpass.Environment
import dev.tvpass.HttpDriver
import dev.tvpass.HttpRequest
import dev.tvpass.HttpResponse
import dev.tvpass.Logout
import dev.tvpass.LogoutAction
import dev.tvpass.RedirectUrl
import dev.tvpass.RequestExtras
import dev.tvpass.Site
import dev.tvpass.TokenSource
import dev.tvpass.TvPassClient
import dev.tvpass.TvPassConfig
import java.io.File
import kotlin.system.exitProcess
import kotlinx.coroutines.runBlocking

private const val WARM_UP = 30_000
private const val BATCHES = 101
private const val ROUNDS = 200

/** The inputs, one file each: the same for every language. */
private class Inputs(private val folder: String) {
    fun bytes(name: String): ByteArray = File(folder, name).readBytes()
    fun text(name: String): String = bytes(name).decodeToString()
}

private val info = DeviceInfo {
    primaryHardwareType = "SetTopBox"
    model = "TV 5th Gen"
    version = "5"
    manufacturer = "Apple"
    osName = "tvOS"
    osVendor = "Apple"
    osVersion = "11.0"
    connectionType = "WiFi"
}

private class Parameters(inputs: Inputs) {
    val serviceProvider = inputs.text("service_provider")
    val mvpd = inputs.text("mvpd")
    val redirectUrl = RedirectUrl(inputs.text("redirect_url"))
    val extras = RequestExtras { userAgent = inputs.text("user_agent") }
}

private fun answer(inputs: Inputs) = HttpResponse(200, listOf("Content-Type" to inputs.text("content_type")), inputs.bytes("body"))

private fun read(logout: Logout) =
    check(logout.profiles.any { it.action is LogoutAction.OpenUrl }) { "the answer has no URL to open" }

/** Everything made from texts but the device. */
private fun stateless(inputs: Inputs): suspend () -> Unit {
    val environment = Environment.of(inputs.text("base"))
    val identifier = DeviceIdentifier.fromText(inputs.text("identifier"))
    val parameters = Parameters(inputs)
    val token = inputs.text("token")
    val answer = answer(inputs)
    val site = Site(environment, identifier, info)
    return {
        val prepared = with(parameters) { site.prepareLogout(serviceProvider, mvpd, redirectUrl, token, extras) }
        read(prepared.interpret(answer))
    }
}

/** A warm logout by a client; the answer comes out of memory. */
private suspend fun call(inputs: Inputs): suspend () -> Unit {
    val token = inputs.text("token")
    val config = TvPassConfig(
        environment = Environment.of(inputs.text("base")), serviceProvider = inputs.text("service_provider"),
        deviceIdentifier = DeviceIdentifier.fromText(inputs.text("identifier")),
        deviceInfo = info, tokenSource = TokenSource.App { AccessToken(token) },
    ) { paced = false }
    val answer = answer(inputs)
    val driver = object : HttpDriver {
        override suspend fun send(request: HttpRequest): HttpResponse = answer
    }
    val client = TvPassClient.open(config, driver)
    val parameters = Parameters(inputs)
    val options = CallOptions { extras = parameters.extras }
    return { read(client.logout(parameters.mvpd, parameters.redirectUrl, options)) }
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
