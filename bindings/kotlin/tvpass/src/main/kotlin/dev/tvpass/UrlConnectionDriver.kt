package dev.tvpass

import dev.tvpass.TransportFailure.Kind
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asExecutor
import kotlinx.coroutines.suspendCancellableCoroutine
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.net.HttpURLConnection
import java.net.ResponseCache
import java.net.URL
import javax.net.ssl.HttpsURLConnection
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException

/**
 * Sends requests with the platform's own [HttpURLConnection]: no dependency, and the system's proxy
 * and certificates.
 *
 * It follows no redirect. Cancelling the coroutine closes the connection.
 *
 * Each request has a connection of its own: Android repeats a request by itself if a connection
 * that it uses again turns out to be dead, and the JDK repeats it on a new connection whatever the
 * old one was, so that nobody knows of the lost answer. With https the JDK gets no second
 * connection for a request. With plain http, which goes to this machine only, the JDK cannot be
 * kept from it.
 *
 * @param connectTimeoutMillis the limit for connecting.
 * @param readTimeoutMillis the limit for each silence while waiting for the answer. The logout's
 *   own deadline limits the whole.
 * @param maxResponseBytes the largest body that is read. A larger one is a failure, never cut.
 */
public class UrlConnectionDriver @JvmOverloads constructor(
    private val connectTimeoutMillis: Int = 10_000,
    private val readTimeoutMillis: Int = 30_000,
    private val maxResponseBytes: Int = MAX_RESPONSE_BYTES,
) : HttpDriver {
    override suspend fun send(request: HttpRequest): HttpResponse {
        requireSecure(request.url)
        val connection = URL(request.url).openConnection() as HttpURLConnection
        return suspendCancellableCoroutine { continuation ->
            val threads = Dispatchers.IO.asExecutor()
            continuation.invokeOnCancellation {
                // Closing may block, and cancelling may happen on the main thread.
                threads.execute { connection.disconnect() }
            }
            threads.execute {
                val received = try {
                    exchange(connection, request) { continuation.isActive }
                } catch (e: IOException) {
                    return@execute continuation.resumeWithException(transportFailure(e))
                } catch (e: RuntimeException) {
                    // Android's implementation throws these for some malformed answers.
                    val failure = TransportFailure(Kind.OTHER, true, e.javaClass.simpleName, e)
                    return@execute continuation.resumeWithException(failure)
                }
                continuation.resume(received)
            }
        }
    }

    private fun exchange(connection: HttpURLConnection, request: HttpRequest, isWanted: () -> Boolean): HttpResponse {
        connection.requestMethod = request.method
        connection.instanceFollowRedirects = false
        // Off if there is one. Switching it off where there is none makes the JDK send
        // `Cache-Control` and `Pragma`.
        connection.useCaches = ResponseCache.getDefault() == null
        connection.connectTimeout = connectTimeoutMillis
        connection.readTimeout = readTimeoutMillis
        for ((name, value) in request.headers) connection.addRequestProperty(name, value)
        connection.setRequestProperty("Connection", "close")
        if (connection is HttpsURLConnection) {
            // Of its own, so that no connection of the app's other requests is used.
            connection.sslSocketFactory = OwnConnection(connection.sslSocketFactory, isRepeatable = isAndroid)
        }
        // Also if it is empty: the server is to know that.
        connection.doOutput = request.method == "POST"
        connection.connect()
        // Closing a connection that is not made yet does nothing, so whoever cancelled until here
        // relies on this.
        if (!isWanted()) {
            connection.disconnect()
            throw TransportFailure(Kind.CANCELLED, true, "cancelled before it was sent")
        }
        if (connection.doOutput) connection.outputStream.use { it.write(request.body) }
        val status = connection.responseCode
        if (status < 0) throw TransportFailure(Kind.PROTOCOL, true, "the answer is not HTTP")
        val stream: InputStream? = if (status < 400) connection.inputStream else connection.errorStream
        val body = stream?.use { read(it) } ?: ByteArray(0)
        // The JDK takes the end of the connection for the end of the body. (Where the platform
        // unpacks the body, it hides this header.)
        val promised = connection.getHeaderField("Content-Length")?.toLongOrNull() ?: 0
        if (body.size < promised) throw TransportFailure(Kind.CONNECTION_LOST, true, "the answer was cut off")
        val headers = connection.headerFields.entries
            .filter { it.key != null }
            .flatMap { (name, values) -> values.map { name to it } }
        return HttpResponse(status, headers, body)
    }

    private fun read(stream: InputStream): ByteArray {
        val body = ByteArrayOutputStream()
        val buffer = ByteArray(BUFFER_BYTES)
        while (true) {
            val count = stream.read(buffer)
            if (count < 0) return body.toByteArray()
            if (body.size() + count > maxResponseBytes) throw tooLarge(maxResponseBytes)
            body.write(buffer, 0, count)
        }
    }

    /** For logs, without secrets. */
    override fun toString(): String = "UrlConnectionDriver"

    private companion object {
        private const val BUFFER_BYTES = 8 * 1024

        /** There a connection of its own is enough, and a second one may be needed for an older version of TLS. */
        val isAndroid = System.getProperty("java.vm.name") == "Dalvik"
    }
}
