package dev.tvpass

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.newSingleThreadContext
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import okhttp3.OkHttpClient
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import java.io.IOException
import java.util.concurrent.atomic.AtomicInteger

/** What a client does around the requests: threads, cancellation, closing, storing, panics. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientTest {
    private val sandbox = Sandbox()
    private val okHttp = OkHttpClient()

    private fun driver(name: String) = if (name == "OkHttp") OkHttpDriver(okHttp) else UrlConnectionDriver()

    private suspend fun client(driver: HttpDriver = UrlConnectionDriver(), store: StateStore = MemoryStateStore()) =
        TvPassClient.open(sandbox.config(), driver, store)

    @BeforeEach
    fun forgetEverything() {
        sandbox.post("/sandbox/reset")
    }

    @AfterAll
    fun stop() = sandbox.close()

    @ParameterizedTest
    @ValueSource(strings = ["OkHttp", "HttpURLConnection"])
    fun `64 logouts at once register once`(name: String) = runBlocking {
        val providers = listOf("Cablevision", "Dish", "ATTOTT", "Sandbox_NoProfile")
        client(driver(name)).use { client ->
            val logouts = List(64) { async(Dispatchers.Default) { client.logout(parameters(providers[it % 4])) } }.awaitAll()
            assertEquals(64, logouts.size)
        }
        assertEquals(1, sandbox.counter("registrations"))
        assertEquals(1, sandbox.counter("tokenRequests"))
        assertEquals(64, sandbox.counter("logoutsV2"))
        assertEquals(3, sandbox.counter("profilesDeleted"))
    }

    @ParameterizedTest
    @ValueSource(strings = ["OkHttp", "HttpURLConnection"])
    fun `cancelling the coroutine ends the request and leaves the client usable`(name: String) = runBlocking {
        client(driver(name)).use { client ->
            client.logout(parameters("Dish"))
            sandbox.hang("/api/v2/")
            val logout = launch(Dispatchers.Default) { client.logout(parameters("Cablevision")) }
            sandbox.awaitFault()
            withTimeout(Sandbox.LIMIT_MILLIS) { logout.cancelAndJoin() }
            assertTrue(logout.isCancelled)
            assertEquals(listOf("ATTOTT Complete"), summary(client.logout(parameters("ATTOTT"))))
            assertTrue(client.supportReport().contains("cancelled after"), client.supportReport())
        }
        // OkHttp counts down after it has handed over the answer.
        Sandbox.eventually("OkHttp has no call left") { okHttp.dispatcher.runningCallsCount() == 0 }
    }

    @Test
    fun `a logout that leads the registration hands over when it is cancelled`() = runBlocking {
        sandbox.hang("/o/client/register")
        client().use { client ->
            val leader = launch(Dispatchers.Default) { client.logout(parameters("Cablevision")) }
            sandbox.awaitFault()
            val other = async(Dispatchers.Default) { client.logout(parameters("Dish")) }
            Sandbox.eventually("the other logout waits for the leader") { "(OtherCall)" in client.supportReport() }
            leader.cancelAndJoin()
            assertEquals(listOf("Dish Complete"), summary(withTimeout(Sandbox.LIMIT_MILLIS) { other.await() }))
        }
    }

    @Test
    fun `the caller's own time limit stays a cancellation`(): Unit = runBlocking {
        client().use { client ->
            sandbox.hang("/o/client/register")
            assertFails<TimeoutCancellationException> { withTimeout(200) { client.logout(parameters("Dish")) } }
        }
    }

    @Test
    fun `a request that the app's OkHttp client cancels ends the logout`() = runBlocking {
        client(OkHttpDriver(okHttp)).use { client ->
            client.logout(parameters("Dish"))
            sandbox.hang("/api/v2/")
            val logout = async(Dispatchers.Default) { runCatching { client.logout(parameters("Cablevision")) } }
            sandbox.awaitFault()
            okHttp.dispatcher.cancelAll()
            val error = withTimeout(Sandbox.LIMIT_MILLIS) { logout.await() }.exceptionOrNull()
            assertTrue(error is TvPassException.Cancelled, error.toString())
        }
    }

    @ParameterizedTest
    @ValueSource(strings = ["OkHttp", "HttpURLConnection"])
    @OptIn(kotlinx.coroutines.DelicateCoroutinesApi::class, kotlinx.coroutines.ExperimentalCoroutinesApi::class)
    fun `the calling thread is never blocked`(name: String) = runBlocking {
        newSingleThreadContext("main").use { main ->
            // Each of these returns only if the main thread does something else meanwhile.
            fun needsMainThread() = runBlocking { withTimeout(Sandbox.LIMIT_MILLIS) { withContext(main) {} } }
            val loads = AtomicInteger()
            val saves = AtomicInteger()
            val tokens = AtomicInteger()
            val store = object : StateStore {
                override fun load(): ByteArray? {
                    needsMainThread()
                    loads.incrementAndGet()
                    return null
                }

                override fun save(state: ByteArray) {
                    needsMainThread()
                    saves.incrementAndGet()
                }
            }
            withContext(main) { client(driver(name), store).use { it.logout(parameters("Dish")) } }
            assertEquals(1, loads.get())
            assertTrue(saves.get() > 0)
            val source = TokenSource.App {
                needsMainThread()
                tokens.incrementAndGet()
                AccessToken(sandbox.accessToken())
            }
            withContext(main) { TvPassClient.open(sandbox.config(source), driver(name)).use { it.logout(parameters("ATTOTT")) } }
            assertEquals(1, tokens.get())
        }
    }

    @ParameterizedTest
    @ValueSource(strings = ["OkHttp", "HttpURLConnection"])
    @OptIn(kotlinx.coroutines.DelicateCoroutinesApi::class, kotlinx.coroutines.ExperimentalCoroutinesApi::class)
    fun `a driver that waits for an answer leaves its thread alone`(name: String) = runBlocking {
        newSingleThreadContext("main").use { main ->
            sandbox.hang("/o/client/register")
            val request = HttpRequest("POST", "${sandbox.base}/o/client/register", emptyList(), "{}".toByteArray())
            val waiting = launch(main) { driver(name).send(request) }
            sandbox.awaitFault()
            withTimeout(Sandbox.LIMIT_MILLIS) {
                withContext(main) {}
                withContext(main) { waiting.cancelAndJoin() }
            }
        }
    }

    @Test
    fun `a closed client says so`() = runBlocking {
        val client = client()
        client.logout(parameters("Dish"))
        client.close()
        client.close()
        assertEquals("TvPassClient(closed)", client.toString())
        assertFails<TvPassException.Closed> { client.logout(parameters("Dish")) }
        assertFails<TvPassException.Closed> { client.isRegistered }
        assertFails<TvPassException.Closed> { client.forgetRegistration() }
        val error = assertFails<TvPassException.Closed> { client.supportReport() }
        assertEquals("closed", error.codeName)
    }

    @Test
    fun `closing ends the logouts that are on their way`() = runBlocking {
        val client = client()
        sandbox.hang("/o/client/register")
        val logout = async(Dispatchers.Default) { runCatching { client.logout(parameters("Dish")) } }
        sandbox.awaitFault()
        client.close()
        val error = withTimeout(Sandbox.LIMIT_MILLIS) { logout.await() }.exceptionOrNull()
        assertTrue(error is TvPassException.Closed, error.toString())
    }

    @Test
    fun `a panic in the core is an exception and the client goes on`() = runBlocking {
        client().use { client ->
            // The library for these tests panics for this provider.
            val error = assertFails<TvPassException.Internal> { client.logout(parameters("tvpass-test-panic")) }
            assertEquals("panic", error.codeName)
            assertFalse(error.message!!.contains("forced"))
            assertEquals(listOf("Dish Complete"), summary(client.logout(parameters("Dish"))))
        }
    }

    @Test
    fun `bad input is refused by name before anything is sent`() = runBlocking {
        client().use { client ->
            assertEquals("mvpd", assertFails<TvPassException.InvalidInput> { client.logout(parameters("")) }.field)
            val relative = RedirectUrl("signed-out")
            assertEquals("redirect_url", assertFails<TvPassException.InvalidInput> { client.logout("Dish", relative) }.field)
            assertEquals("redirect_url", assertFails<TvPassException.InvalidInput> { client.createSession(redirectUrl = relative) }.field)
            assertEquals("redirect_url", assertFails<TvPassException.InvalidInput> { relative.isReachedBy("https://a.example/") }.field)
        }
        val config = sandbox.config()
        val bare = TvPassConfig(config.environment, config.serviceProvider, config.deviceIdentifier, DeviceInfo { model = "x" }, config.tokenSource)
        val error = assertFails<TvPassException.InvalidInput> { TvPassClient.open(bare, UrlConnectionDriver(), MemoryStateStore()) }
        assertEquals(listOf("version", "osName", "osVersion", "connectionType"), error.missingKeys)
        assertEquals(0, sandbox.counter("requests"))
    }

    @Test
    fun `a store that fails is reported and the logout still happens`() = runBlocking {
        val broken = object : StateStore {
            override fun load(): ByteArray? = null

            override fun save(state: ByteArray): Unit = throw IOException("no space left")
        }
        client(store = broken).use { client ->
            assertNull(client.storageError)
            client.logout(parameters("Dish"))
            assertEquals("no space left", client.storageError?.cause?.message)
        }
        assertEquals(1, sandbox.counter("registrations"))
    }

    @Test
    fun `an app's token source that fails is the cause`() = runBlocking {
        val source = TokenSource.App { throw IOException("vault is sealed") }
        TvPassClient.open(sandbox.config(source), UrlConnectionDriver()).use { client ->
            val error = assertFails<TvPassException.TokenSourceFailed> { client.logout(parameters("Dish")) }
            assertEquals("vault is sealed", error.cause?.message)
        }
    }

    @Test
    fun `a driver of the app's that fails oddly does not break the client`() = runBlocking {
        val odd = object : HttpDriver {
            override suspend fun send(request: HttpRequest): HttpResponse = error(request.headers.toString())
        }
        client(odd).use { client ->
            val error = assertFails<TvPassException.Transport> { client.logout(parameters("Dish")) }
            assertFalse(error.toString().contains(sandbox.softwareStatement))
        }
    }

    @Test
    fun `events tell the course of a logout, without waiting for the driver of another`() = runBlocking {
        val events = java.util.Collections.synchronizedList(mutableListOf<String>())
        val config = sandbox.config(eventListener = { events += it.toString() })
        TvPassClient.open(config, UrlConnectionDriver(), MemoryStateStore()).use { it.logout(parameters("Dish")) }
        val requests = events.filter { "POST" in it || "GET" in it }
        val expected = listOf("POST registration", "POST token", "GET logout")
        assertEquals(expected.map { "call 1: $it" }, requests.map { it.replace(Regex("^\\d+ ms, "), "") })
        assertTrue(events.any { "state stored" in it })
    }

    @Test
    fun `a client that registers needs a store`(): Unit = runBlocking {
        assertFails<IllegalArgumentException> { TvPassClient.open(sandbox.config(), UrlConnectionDriver()) }
    }

    @Test
    fun `the configuration's user agent is in every request, the logout's too`(): Unit = runBlocking {
        val sent = mutableListOf<Pair<String, List<String>>>()
        val driver = UrlConnectionDriver()
        val recorded = HttpDriver { request ->
            sent += request.url.substringBefore('?').substringAfterLast('/') to request.headers.filter { it.first == "User-Agent" }.map { it.second }
            driver.send(request)
        }
        TvPassClient.open(sandbox.config(userAgent = "Brand/1.0"), recorded, MemoryStateStore()).use { it.logout("Dish", signedOut) }
        assertEquals(listOf("register", "token", "Dish").map { it to listOf("Brand/1.0") }, sent)
    }

    @Test
    fun `cancelled before it begins`() = runBlocking {
        client().use { client ->
            val never = CompletableDeferred<Unit>()
            val logout = async(start = kotlinx.coroutines.CoroutineStart.LAZY) { client.logout(parameters("Dish")) }
            logout.cancel()
            never.cancel()
            assertNotNull(assertFails<CancellationException> { logout.await() })
        }
        assertEquals(0, sandbox.counter("requests"))
    }
}
