package dev.tvpass

import java.io.IOException
import java.net.InetAddress
import java.net.Socket
import javax.net.ssl.SSLSocketFactory

/**
 * Makes the connection of one request. Kept connections are told apart by who made them, so that
 * none of another request is used.
 *
 * The JDK's `HttpURLConnection` repeats a request by itself when the connection ends before an
 * answer, and has no switch for that: it gets no second connection. A second socket is allowed as
 * long as no earlier one was connected: where a proxy cannot be reached, another way is tried.
 *
 * @param isRepeatable whether a second connection is allowed all the same.
 */
internal class OwnConnection(private val sockets: SSLSocketFactory, private val isRepeatable: Boolean) : SSLSocketFactory() {
    private var last: Socket? = null

    @Synchronized
    private fun only(make: () -> Socket): Socket {
        if (!isRepeatable && last?.isConnected == true) throw IOException("the connection ended before an answer")
        return make().also { last = it }
    }

    override fun createSocket(): Socket = only { sockets.createSocket() }

    override fun createSocket(host: String?, port: Int): Socket = only { sockets.createSocket(host, port) }

    override fun createSocket(host: InetAddress?, port: Int): Socket = only { sockets.createSocket(host, port) }

    override fun createSocket(host: String?, port: Int, localHost: InetAddress?, localPort: Int): Socket =
        only { sockets.createSocket(host, port, localHost, localPort) }

    override fun createSocket(address: InetAddress?, port: Int, localAddress: InetAddress?, localPort: Int): Socket =
        only { sockets.createSocket(address, port, localAddress, localPort) }

    /** TLS over a connection that was made already: through a proxy, or where the factory makes none without an address. */
    override fun createSocket(socket: Socket?, host: String?, port: Int, autoClose: Boolean): Socket =
        only { sockets.createSocket(socket, host, port, autoClose) }

    override fun getDefaultCipherSuites(): Array<String> = sockets.defaultCipherSuites

    override fun getSupportedCipherSuites(): Array<String> = sockets.supportedCipherSuites
}
