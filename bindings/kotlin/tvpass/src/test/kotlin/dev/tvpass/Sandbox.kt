package dev.tvpass

import java.io.BufferedReader
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.util.concurrent.TimeUnit
import java.net.http.HttpRequest as JdkRequest

/** The stand-in for Adobe's service, as a process that ends with this one: it watches its standard input. */
class Sandbox(vararg options: String = arrayOf("--no-throttle")) : AutoCloseable {
    private val process: Process
    private val output: BufferedReader
    private val http = HttpClient.newHttpClient()
    val base: String

    init {
        val program = checkNotNull(System.getProperty("tvpass.sandbox")) { "run by cargo xtask test kotlin" }
        process = ProcessBuilder(listOf(program, "--port", "0", "--exit-with-stdin") + options)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
        output = process.inputStream.bufferedReader()
        val line = output.readLine() ?: error("$program ended at once")
        base = line.removePrefix("listening on ")
        check(base.startsWith("http://127.0.0.1:")) { "unexpected first line: $line" }
    }

    private val hello = get("/sandbox/hello")
    val softwareStatement = text(hello, "softwareStatement")
    val serviceToken = text(hello, "serviceToken")
    val subjectToken = text(hello, "subjectToken")

    fun accessToken(): String = text(post("/sandbox/access-token", "{}"), "accessToken")

    fun counter(name: String): Int = Regex("\"$name\":(\\d+)").find(get("/sandbox/counters"))!!.groupValues[1].toInt()

    fun fault(json: String) {
        post("/sandbox/faults", json)
    }

    /** The next request to a path that begins so gets no answer for longer than any test waits. */
    fun hang(on: String) = fault("""{"on":"$on","delayMs":600000,"answer":"real"}""")

    /** Returns when the service has received a request that meets the fault. */
    fun awaitFault() = eventually("the service has received the request") { counter("faults") > 0 }

    fun log(): String = get("/sandbox/log")

    fun get(path: String): String = send(JdkRequest.newBuilder(URI(base + path)).build())

    fun post(path: String, json: String = ""): String =
        send(JdkRequest.newBuilder(URI(base + path)).POST(BodyPublishers.ofString(json)).build())

    fun delete(path: String): String = send(JdkRequest.newBuilder(URI(base + path)).DELETE().build())

    private fun send(request: JdkRequest): String {
        val response = http.send(request, BodyHandlers.ofString())
        check(response.statusCode() < 300) { "${request.uri()}: ${response.statusCode()} ${response.body()}" }
        return response.body()
    }

    private fun text(json: String, key: String) = Regex("\"$key\":\"([^\"]*)\"").find(json)!!.groupValues[1]

    override fun close() {
        process.outputStream.close()
        check(process.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS)) { "the sandbox did not end" }
        output.close()
    }

    fun config(
        tokenSource: TokenSource = TokenSource.Registration(softwareStatement),
        registerAgain: Boolean = false,
        eventListener: TvPassEventListener? = null,
        attemptTimeoutMillis: Long = TvPassConfig.DEFAULT_ATTEMPT_TIMEOUT_MILLIS,
        userAgent: String? = null,
    ) = TvPassConfig(
        serviceProvider = "REF30",
        environment = Environment.of(base),
        deviceIdentifier = DeviceIdentifier.fromText(DEVICE),
        deviceInfo = DeviceInfo {
            model = "Test \"Box\" ü"
            version = "1"
            osName = DeviceInfo.OsName.ANDROID
            osVersion = "14"
            connectionType = DeviceInfo.ConnectionType.LAN
        },
        tokenSource = tokenSource,
    ) {
        this.registerAgain = registerAgain
        this.eventListener = eventListener
        this.attemptTimeoutMillis = attemptTimeoutMillis
        this.userAgent = userAgent
        // Pacing has tests of its own, in virtual time.
        paced = false
    }

    companion object {
        const val DEVICE = "kotlin-test-device"

        /** What ends a test that would hang. No test passes because of it, so a busy machine may take its time. */
        const val LIMIT_MILLIS = 60_000L

        /** Returns when another thread has brought about what [condition] asks for. */
        @JvmStatic
        fun eventually(what: String, condition: () -> Boolean) {
            val end = System.nanoTime() + LIMIT_MILLIS * 1_000_000
            while (!condition()) {
                check(System.nanoTime() < end) { "still not so: $what" }
                Thread.sleep(5)
            }
        }
    }
}

val signedOut = RedirectUrl("https://tv.example/signed-out")

/** What a test logs out of. */
class Parameters(val mvpd: String, val options: CallOptions)

fun parameters(mvpd: String, subjectToken: String? = null, serviceToken: String? = null, deadlineMillis: Long = 300_000) = Parameters(
    mvpd,
    CallOptions {
        this.deadlineMillis = deadlineMillis
        extras = RequestExtras {
            this.subjectToken = subjectToken
            this.serviceToken = serviceToken
        }
    },
)

suspend fun TvPassClient.logout(parameters: Parameters): Logout = logout(parameters.mvpd, signedOut, parameters.options)

fun Site.prepareLogout(parameters: Parameters, accessToken: String): Prepared<Logout> =
    prepareLogout("REF30", parameters.mvpd, signedOut, accessToken, parameters.options.extras)

/** `key action` of each profile. */
fun summary(logout: Logout): List<String> = logout.profiles.map { "${it.key} ${it.action.javaClass.simpleName}" }
