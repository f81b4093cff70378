package dev.tvpass

import java.io.IOException

/**
 * Sends requests: the app's HTTP client. [OkHttpDriver] and [UrlConnectionDriver] are ready-made;
 * an app may bring its own.
 *
 * A driver sends the request as it is and returns the answer whatever its status. It follows no
 * redirect, sends `Authorization` to no other host, adds no header that the protocol does not need
 * (Adobe answers unexpected ones with 400), limits the size of the answer, and ends the request
 * when the coroutine is cancelled. It may be called from any number of coroutines at once, on any
 * thread, and must not block the thread it is called on.
 */
public fun interface HttpDriver {
    /**
     * Sends [request].
     *
     * @throws TransportFailure nothing usable came back. Any other exception counts as
     *   [TransportFailure.Kind.OTHER], and the request as possibly delivered.
     */
    @Throws(TransportFailure::class)
    public suspend fun send(request: HttpRequest): HttpResponse
}

/**
 * A request to send.
 *
 * @property method `GET`, `POST` or `DELETE`.
 * @property url the absolute URL. It may end in an authentication code, a secret.
 * @property headers in order; the values contain secrets.
 * @property body empty for `GET` and `DELETE`. That of a `POST` may be empty, too, and is sent as
 *   such (`Content-Length: 0`). It may contain secrets. Not copied: do not change it.
 */
public class HttpRequest internal constructor(
    public val method: String,
    public val url: String,
    public val headers: List<Pair<String, String>>,
    public val body: ByteArray,
    private val shownUrl: String,
) {
    /** A request of an app's own, for tests of a driver. */
    public constructor(method: String, url: String, headers: List<Pair<String, String>>, body: ByteArray) :
        this(method, url, headers, body, "${hostOf(url)}/…")

    /** Without query, authentication code, header values and body. */
    override fun toString(): String = "$method $shownUrl (${headers.joinToString { it.first }})"
}

/**
 * An answer.
 *
 * @property status the HTTP status.
 * @property headers as received, in order.
 * @property body after content decoding; empty for none. Not copied: do not change it.
 */
public class HttpResponse(
    public val status: Int,
    public val headers: List<Pair<String, String>>,
    public val body: ByteArray,
) {
    /** Without headers and body. */
    override fun toString(): String = "HTTP $status (${body.size} bytes)"
}

/**
 * The request or its answer was lost below HTTP.
 *
 * @property kind what failed.
 * @property possiblyDelivered whether the server may have acted on the request. In doubt, `true`.
 */
public class TransportFailure @JvmOverloads constructor(
    public val kind: Kind,
    public val possiblyDelivered: Boolean,
    message: String,
    cause: Throwable? = null,
) : IOException(message, cause) {
    /** What failed. */
    public enum class Kind {
        /** The host name was not resolved. */
        DNS,

        /** No connection was made. */
        CONNECT,

        /** TLS failed: certificate, protocol version, … */
        TLS,

        /** A time limit ran out. */
        TIMEOUT,

        /** The connection was lost while sending or receiving. */
        CONNECTION_LOST,

        /** The answer exceeds the size limit. */
        RESPONSE_TOO_LARGE,

        /** The request was not sent because the driver refuses it: not https, say. */
        REFUSED,

        /** The answer is not HTTP. */
        PROTOCOL,

        /** The app ended the request through its HTTP client. It is not repeated. */
        CANCELLED,

        /** Anything else. */
        OTHER,
    }
}
