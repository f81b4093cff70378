package dev.tvpass

import dev.tvpass.TransportFailure.Kind
import kotlinx.coroutines.suspendCancellableCoroutine
import okhttp3.Authenticator
import okhttp3.Call
import okhttp3.Callback
import okhttp3.CookieJar
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody
import okhttp3.RequestBody.Companion.toRequestBody
import okhttp3.Response
import java.io.IOException
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException

/**
 * Sends requests with the app's own [OkHttpClient], and so with its proxies, pinning, DNS, time limits, interceptors, connections and
 * threads. OkHttp 4.12 or later.
 *
 * What would change the protocol is off for these requests: redirects, cookies, the cache, the client's authenticators, and OkHttp's own
 * repetition of requests, which would hide that an answer was lost (the logout repeats what may be repeated). OkHttp sends a `User-Agent`
 * of its own unless the parameters name one.
 *
 * Cancelling the coroutine cancels the OkHttp call. If the app cancels the OkHttp call (`dispatcher.cancelAll()`), the logout ends with
 * [TvPassException.Cancelled].
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
        return builder.method(request.method, body).build()
    }

    private fun receive(response: Response): HttpResponse {
        val body = response.body ?: return HttpResponse(response.code, response.headers.toList(), ByteArray(0))
        val source = body.source()
        if (source.request(maxResponseBytes + 1L)) throw tooLarge(maxResponseBytes)
        return HttpResponse(response.code, response.headers.toList(), source.readByteArray())
    }

    private fun failure(call: Call, e: IOException): TransportFailure = when {
        e is TransportFailure -> e
        call.isCanceled() -> TransportFailure(Kind.CANCELLED, true, "the HTTP client cancelled the request", e)
        else -> transportFailure(e)
    }

    /** For logs, without secrets. */
    override fun toString(): String = "OkHttpDriver"
}
