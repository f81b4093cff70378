package dev.tvpass

import com.sun.management.OperatingSystemMXBean
import dev.tvpass.internal.uniffiEnsureInitialized
import kotlinx.coroutines.runBlocking
import java.lang.management.ManagementFactory

/**
 * What the first use in a process costs: a program of its own, since a class is loaded once. Prints
 * a line for each stage: microseconds of the processor, which do not depend on what else the
 * machine does, with what the JVM's compiler takes. [StartCostTest] runs it.
 */
internal object StartCost {
    private val process = ManagementFactory.getOperatingSystemMXBean() as OperatingSystemMXBean

    @JvmStatic
    fun main(arguments: Array<String>) = runBlocking {
        val config = TvPassConfig(
            serviceProvider = "REF30",
            environment = Environment.PRODUCTION,
            deviceIdentifier = DeviceIdentifier.fromText(Sandbox.DEVICE),
            deviceInfo = DeviceInfo {
                model = "Box"
                version = "1"
                osName = DeviceInfo.OsName.ANDROID
                osVersion = "14"
                connectionType = DeviceInfo.ConnectionType.LAN
            },
            tokenSource = TokenSource.App { AccessToken("a-token", 3600) },
        ) { paced = false }
        val answer = HttpDriver { HttpResponse(200, listOf("Content-Type" to "application/json"), """{"logouts":{}}""".toByteArray()) }
        // What an app has loaded long before.
        answer.send(HttpRequest("GET", "https://a.example/", emptyList(), ByteArray(0)))
        stage("RedirectUrl") { RedirectUrl("myapp://signed-out") }
        stage("JNA") { Class.forName("com.sun.jna.Native") }
        stage("library") { uniffiEnsureInitialized() }
        val client = stage("open") { TvPassClient.open(config, answer) }
        stage("first logout") { client.logout("Dish", RedirectUrl("myapp://signed-out")) }
        stage("second logout") { client.logout("Dish", RedirectUrl("myapp://signed-out")) }
        client.close()
    }

    private inline fun <T> stage(name: String, use: () -> T): T {
        val start = process.processCpuTime
        val result = use()
        println("$name: ${(process.processCpuTime - start) / 1_000}")
        return result
    }
}
