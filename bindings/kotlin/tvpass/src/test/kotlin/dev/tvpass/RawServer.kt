package dev.tvpass

import java.io.BufferedInputStream
import java.io.InputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.nio.file.Files
import java.security.KeyStore
import java.util.Collections
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLSocket
import javax.net.ssl.TrustManagerFactory
import javax.net.ssl.X509TrustManager
import kotlin.concurrent.thread

/** An HTTP server on 127.0.0.1 that does with each request what the test says. Connections are kept alive. */
class RawServer(tls: Boolean = false, private val answer: (head: String) -> Answer) : AutoCloseable {
    sealed class Answer {
        class Whole(val status: String, val body: String, val headers: String = "") : Answer()

        /** No byte of an answer: the connection is reset, or ended in order. */
        class Lost(val reset: Boolean) : Answer()
    }

    private val listener = ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))
    private val open = Collections.synchronizedList(mutableListOf<Socket>())
    private val layer = if (tls) Tls.context.socketFactory else null
    val base = "${if (tls) "https" else "http"}://127.0.0.1:${listener.localPort}"

    /** The heads of the requests, in the order in which they came. */
    val requests = CopyOnWriteArrayList<String>()

    init {
        thread(isDaemon = true) {
            while (true) {
                val socket = runCatching { listener.accept() }.getOrNull() ?: break
                open += socket
                thread(isDaemon = true) { runCatching { serve(socket) } }
            }
        }
    }

    private fun serve(connection: Socket) {
        val secured = layer?.let { (it.createSocket(connection, null, connection.port, true) as SSLSocket).apply { useClientMode = false } }
        val socket = secured ?: connection
        val input = BufferedInputStream(socket.getInputStream())
        while (true) {
            val head = head(input) ?: return connection.close()
            requests += head
            when (val answer = answer(head)) {
                is Answer.Whole -> {
                    val body = answer.body.toByteArray()
                    val start = "HTTP/1.1 ${answer.status}\r\nContent-Type: application/json\r\nContent-Length: ${body.size}\r\n"
                    socket.getOutputStream().apply { write((start + answer.headers + "\r\n").toByteArray() + body) }.flush()
                }
                is Answer.Lost -> {
                    if (answer.reset) connection.setSoLinger(true, 0)
                    return connection.close()
                }
            }
        }
    }

    private fun head(input: InputStream): String? {
        val head = StringBuilder()
        while (!head.endsWith("\r\n\r\n")) {
            val byte = input.read()
            if (byte < 0) return null
            head.append(byte.toChar())
        }
        return head.toString()
    }

    override fun close() {
        listener.close()
        synchronized(open) { open.forEach { it.close() } }
    }

    /** A certificate for 127.0.0.1 that nobody else has, and what trusts it. */
    object Tls {
        private val keys: KeyStore = run {
            val directory = Files.createTempDirectory("tvpass-tls")
            val file = directory.resolve("keys.p12")
            val keytool = "${System.getProperty("java.home")}/bin/keytool"
            val made = ProcessBuilder(
                keytool, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1",
                "-validity", "2", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString(),
            ).inheritIO().start()
            check(made.waitFor(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS) && made.exitValue() == 0) { "keytool failed" }
            val keys = KeyStore.getInstance("PKCS12")
            Files.newInputStream(file).use { keys.load(it, PASSWORD.toCharArray()) }
            Files.delete(file)
            Files.delete(directory)
            keys
        }

        val trust: X509TrustManager = run {
            val trusted = KeyStore.getInstance("PKCS12").apply {
                load(null)
                setCertificateEntry("server", keys.getCertificate("server"))
            }
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(trusted) }
                .trustManagers.filterIsInstance<X509TrustManager>().single()
        }

        val context: SSLContext = SSLContext.getInstance("TLS").apply {
            val own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).apply { init(keys, PASSWORD.toCharArray()) }
            init(own.keyManagers, arrayOf(trust), null)
        }

        private const val PASSWORD = "not a secret"
    }
}
