package dev.tvpass

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.isActive
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import okhttp3.Interceptor
import okhttp3.OkHttpClient
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/** A cancellation that is not the caller's own is a failure of whatever was cancelled. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignCancellationTest {
    private val sandbox = Sandbox()

    @BeforeEach
    fun forgetEverything() {
        sandbox.post("/sandbox/reset")
    }

    @AfterAll
    fun stop() = sandbox.close()

    @Test
    fun `a time limit inside the app's token source is a failure of that source`() = runBlocking {
        val sources = listOf<suspend () -> AccessToken>(
            { withTimeout(1) { awaitCancellation() } },
            { throw CancellationException("the vault's own job was cancelled") },
        )
        for (provide in sources) {
            TvPassClient.open(sandbox.config(TokenSource.App { provide() }), UrlConnectionDriver()).use { client ->
                val error = assertFails<TvPassException.TokenSourceFailed> { client.logout(parameters("Dish")) }
                assertTrue(error.cause is CancellationException, error.toString())
            }
            // The screen's coroutine goes on.
            assertTrue(currentCoroutineContext().isActive)
        }
    }

    @Test
    fun `a time limit inside a driver is a timeout, and tried again`() = runBlocking {
        val real = UrlConnectionDriver()
        val calls = AtomicInteger()
        val impatient = object : HttpDriver {
            override suspend fun send(request: HttpRequest): HttpResponse = when (calls.incrementAndGet()) {
                1 -> withTimeout(1) { awaitCancellation() }
                2 -> throw CancellationException("somebody's scope ended")
                else -> real.send(request)
            }
        }
        TvPassClient.open(sandbox.config(), impatient, MemoryStateStore()).use { client ->
            assertEquals(listOf("Dish Complete"), summary(client.logout(parameters("Dish"))))
            val report = client.supportReport()
            assertTrue("timeout" in report && "other" in report, report)
        }
    }

    @Test
    fun `the caller's own cancellation stays one, whatever is going on`(): Unit = runBlocking {
        val source = TokenSource.App { awaitCancellation() }
        TvPassClient.open(sandbox.config(source), UrlConnectionDriver()).use { client ->
            assertFails<TimeoutCancellationException> { withTimeout(100) { client.logout(parameters("Dish")) } }
        }
    }

    @Test
    fun `OkHttp's call timeout is a timeout, and tried again`() = runBlocking {
        val okHttp = OkHttpClient.Builder().callTimeout(2, TimeUnit.SECONDS).build()
        sandbox.hang("/o/client/register")
        TvPassClient.open(sandbox.config(), OkHttpDriver(okHttp), MemoryStateStore()).use { client ->
            assertEquals(listOf("Dish Complete"), summary(client.logout(parameters("Dish"))))
            assertTrue("timeout" in client.supportReport(), client.supportReport())
        }
    }

    @Test
    fun `an interceptor that throws fails the request, and nobody else`() = runBlocking {
        val uncaught = AtomicInteger()
        val usual = Thread.getDefaultUncaughtExceptionHandler()
        Thread.setDefaultUncaughtExceptionHandler { _, _ -> uncaught.incrementAndGet() }
        try {
            val calls = AtomicInteger()
            val throwing = Interceptor { chain ->
                check(calls.incrementAndGet() > 1) { "a secret" }
                chain.proceed(chain.request())
            }
            val okHttp = OkHttpClient.Builder().addInterceptor(throwing).build()
            TvPassClient.open(sandbox.config(), OkHttpDriver(okHttp), MemoryStateStore()).use { client ->
                assertEquals(listOf("Dish Complete"), summary(client.logout(parameters("Dish"))))
                assertTrue("a secret" !in client.supportReport(), client.supportReport())
            }
            // OkHttp throws it on its thread when it has told us.
            okHttp.dispatcher.executorService.shutdown()
            assertTrue(okHttp.dispatcher.executorService.awaitTermination(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS))
            assertEquals(0, uncaught.get())
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(usual)
        }
    }
}
