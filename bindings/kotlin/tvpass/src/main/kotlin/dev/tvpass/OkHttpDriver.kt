package dev.tvpass

import dev.tvpass.TransportFailure.Kind
import kotlinx.coroutines.suspendCancellableCoroutine
import okhttp3.Authenticator
import okhttp3.Call
import okhttp3.Callback
import okhttp3.CookieJar
import okhttp3.Interceptor
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody
import okhttp3.RequestBody.Companion.toRequestBody
import okhttp3.Response
import java.io.IOException
import java.io.InterruptedIOException
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException

/**
 * Sends requests with the app's own [OkHttpClient], and so with its proxies, pinning, DNS, time
 * limits, interceptors, connections and threads. OkHttp 4.12 or later.
 *
 * What would change the protocol is off for these requests: redirects, cookies, the cache, the
 * client's authenticators, and OkHttp's own repetition of requests, after a lost connection and
 * after a 503 with `Retry-After: 0`, which would hide that an answer was lost (the logout repeats
 * what may be repeated). An interceptor of the app's that repeats requests has to leave these
 * alone. OkHttp sends a `User-Agent` of its own unless the parameters name one.
 *
 * Cancelling the coroutine cancels the OkHttp call. If the app cancels the OkHttp call
 * (`dispatcher.cancelAll()`), the logout ends with [TvPassException.Cancelled]. A `callTimeout` is
 * a timeout, and an interceptor that throws something else than an `IOException` fails the request
 * instead of the app.
 *
 * @param client the app's client. It is the app's to shut down.
 * @param maxResponseBytes the largest body that is read. A larger one is a failure, never cut.
 */
public class OkHttpDriver @JvmOverloads constructor(
    client: OkHttpClient,
    private val maxResponseBytes: Int = MAX_RESPONSE_BYTES,
) : HttpDriver {
    private val client = client.newBuilder()
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .authenticator(Authenticator.NONE)
        .cookieJar(CookieJar.NO_COOKIES)
        .cache(null)
        .addNetworkInterceptor(::withholdRetryAfter)
        // Around the app's own.
        .apply { interceptors().add(0, Interceptor(::contain)) }
        .build()

    override suspend fun send(request: HttpRequest): HttpResponse {
        requireSecure(request.url)
        val call = client.newCall(okHttpRequest(request))
        return suspendCancellableCoroutine { continuation ->
            continuation.invokeOnCancellation { call.cancel() }
            call.enqueue(object : Callback {
                override fun onFailure(call: Call, e: IOException) {
                    continuation.resumeWithException(failure(call, e))
                }

                override fun onResponse(call: Call, response: Response) {
                    val received = try {
                        response.use { receive(it) }
                    } catch (e: IOException) {
                        return continuation.resumeWithException(failure(call, e))
                    }
                    continuation.resume(received)
                }
            })
        }
    }

    private fun okHttpRequest(request: HttpRequest): Request {
        val builder = try {
            Request.Builder().url(request.url)
        } catch (e: IllegalArgumentException) {
            throw TransportFailure(Kind.REFUSED, false, "OkHttp does not accept the request's URL")
        }
        for ((name, value) in request.headers) builder.addHeader(name, value)
        // Without a media type of its own: the Content-Type is among the headers.
        val body: RequestBody? = if (request.method == "POST") request.body.toRequestBody(null) else null
        return builder.method(request.method, body).tag(Withheld::class.java, Withheld()).build()
    }

    private fun receive(response: Response): HttpResponse {
        val retryAfter = response.request.tag(Withheld::class.java)?.retryAfter
        val headers = response.headers.toList() + listOfNotNull(retryAfter).map { RETRY_AFTER to it }
        val body = response.body ?: return HttpResponse(response.code, headers, ByteArray(0))
        val source = body.source()
        if (source.request(maxResponseBytes + 1L)) throw tooLarge(maxResponseBytes)
        return HttpResponse(response.code, headers, source.readByteArray())
    }

    private fun failure(call: Call, e: IOException): TransportFailure = when {
        e is TransportFailure -> e
        // OkHttp cancels a call whose `callTimeout` has passed, and says so with this exception.
        call.isCanceled() && e !is InterruptedIOException ->
            TransportFailure(Kind.CANCELLED, true, "the HTTP client cancelled the request", e)
        else -> transportFailure(e)
    }

    /** For logs, without secrets. */
    override fun toString(): String = "OkHttpDriver"

    /** What OkHttp does not get to see of an answer. */
    private class Withheld {
        @Volatile
        var retryAfter: String? = null
    }

    private companion object {
        private const val RETRY_AFTER = "Retry-After"

        /** OkHttp repeats what was answered with 503 and `Retry-After: 0`, whatever it has been told about repeating. */
        fun withholdRetryAfter(chain: Interceptor.Chain): Response {
            val response = chain.proceed(chain.request())
            if (response.code != 503) return response
            chain.request().tag(Withheld::class.java)?.retryAfter = response.header(RETRY_AFTER)
            return response.newBuilder().removeHeader(RETRY_AFTER).build()
        }

        /** OkHttp lets such an exception end the process on Android, and calls it a cancellation. */
        fun contain(chain: Interceptor.Chain): Response = try {
            chain.proceed(chain.request())
        } catch (e: RuntimeException) {
            // Its message may repeat what it was given.
            throw TransportFailure(Kind.OTHER, true, "an interceptor failed: ${e.javaClass.simpleName}", e)
        }
    }
}
