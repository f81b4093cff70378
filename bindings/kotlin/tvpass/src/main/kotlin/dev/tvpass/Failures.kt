package dev.tvpass

import dev.tvpass.TransportFailure.Kind
import java.io.IOException
import java.io.InterruptedIOException
import java.net.ConnectException
import java.net.NoRouteToHostException
import java.net.PortUnreachableException
import java.net.ProtocolException
import java.net.SocketTimeoutException
import java.net.URI
import java.net.URISyntaxException
import java.net.UnknownHostException
import javax.net.ssl.SSLException
import javax.net.ssl.SSLHandshakeException
import javax.net.ssl.SSLPeerUnverifiedException

/** What an exception of the platform's HTTP clients means, and whether the server may have acted. In doubt, it may have. */
internal fun transportFailure(e: IOException): TransportFailure {
    val (kind, possiblyDelivered) = when (e) {
        is TransportFailure -> return e
        is UnknownHostException -> Kind.DNS to false
        is ConnectException, is NoRouteToHostException, is PortUnreachableException -> Kind.CONNECT to false
        is SSLHandshakeException, is SSLPeerUnverifiedException -> Kind.TLS to false
        is SSLException -> Kind.TLS to true
        is SocketTimeoutException -> Kind.TIMEOUT to !duringConnect(e)
        is InterruptedIOException -> Kind.TIMEOUT to true
        is ProtocolException -> Kind.PROTOCOL to true
        else -> Kind.CONNECTION_LOST to true
    }
    // Their messages may repeat the URL, and with it what is in its query.
    return TransportFailure(kind, possiblyDelivered, e.javaClass.simpleName, e)
}

/** Both the JDK and Android say "connect timed out", in differing spellings; OkHttp says "failed to connect". */
private fun duringConnect(e: SocketTimeoutException): Boolean {
    val message = e.message.orEmpty()
    return message.contains("connect timed out", ignoreCase = true) || message.startsWith("failed to connect", ignoreCase = true)
}

/** Refuses to send secrets over plain HTTP, except to this machine. */
internal fun requireSecure(url: String) {
    val uri = try {
        URI(url)
    } catch (e: URISyntaxException) {
        throw TransportFailure(Kind.REFUSED, false, "the request's URL is malformed")
    }
    val isLoopback = uri.host == "127.0.0.1" || uri.host == "localhost" || uri.host == "[::1]"
    val isSecure = uri.scheme.equals("https", ignoreCase = true) || (uri.scheme.equals("http", ignoreCase = true) && isLoopback)
    if (!isSecure) throw TransportFailure(Kind.REFUSED, false, "only https requests are sent")
}

internal fun tooLarge(limit: Int): TransportFailure =
    TransportFailure(Kind.RESPONSE_TOO_LARGE, true, "the answer is larger than $limit bytes")

/** More than Adobe's answers have by orders of magnitude. */
internal const val MAX_RESPONSE_BYTES: Int = 1024 * 1024
