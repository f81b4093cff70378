package dev.tvpass.android

import dev.tvpass.HttpRequest
import dev.tvpass.TransportFailure
import dev.tvpass.UrlConnectionDriver
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.BufferedReader
import java.net.HttpURLConnection
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.net.URL
import java.net.URLStreamHandler
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlin.system.exitProcess

/** What Android's own `HttpURLConnection` (Android 14's classes, on the JVM) makes of a request whose answer is lost. */
class AndroidHttpTest {
    @Test
    fun `Android repeats a request by itself, but not the driver's`() {
        assertEquals("2 200", run("plain"))
        assertEquals("1 lost, possibly delivered", run("driver"))
    }

    /** In a process of its own: which classes `URL` uses can be said once, and for the whole process. */
    private fun run(how: String): String {
        val java = "${System.getProperty("java.home")}/bin/java"
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val process = ProcessBuilder(java, "-cp", classes, "dev.tvpass.android.AndroidHttp", how)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
        val said = process.inputStream.bufferedReader().readText().trim()
        assertTrue(process.waitFor(60, TimeUnit.SECONDS))
        return said
    }
}

/** Sends two requests on Android's classes; the server acts on the second and resets the connection. Prints how often that one came. */
internal object AndroidHttp {
    private val lost = AtomicInteger()

    @JvmStatic
    fun main(arguments: Array<String>) {
        System.setProperty("java.vm.name", "Dalvik")
        val android = Class.forName("com.android.okhttp.HttpHandler").getConstructor()
        URL.setURLStreamHandlerFactory { if (it == "http") android.newInstance() as URLStreamHandler else null }
        val listener = ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))
        thread(isDaemon = true) {
            while (true) {
                val connection = listener.accept()
                thread(isDaemon = true) { runCatching { serve(connection, connection.getInputStream().bufferedReader()) } }
            }
        }
        val base = "http://127.0.0.1:${listener.localPort}"
        val send: (String) -> String = if (arguments[0] == "plain") ::plain else ::byDriver
        check(send("$base/first") == "200")
        val result = send("$base/lost")
        println("${lost.get()} $result")
        exitProcess(0)
    }

    private fun serve(connection: Socket, input: BufferedReader) {
        while (true) {
            val request = input.readLine() ?: return
            while (input.readLine().isNotEmpty()) Unit
            if ("/lost" in request && lost.incrementAndGet() == 1) {
                connection.setSoLinger(true, 0)
                return connection.close()
            }
            connection.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".toByteArray())
        }
    }

    private fun plain(url: String): String {
        val connection = URL(url).openConnection() as HttpURLConnection
        check(connection.javaClass.name.startsWith("com.android.okhttp."))
        return connection.responseCode.toString().also { connection.inputStream.readBytes() }
    }

    private fun byDriver(url: String): String = runBlocking {
        try {
            UrlConnectionDriver().send(HttpRequest("GET", url, emptyList(), ByteArray(0))).status.toString()
        } catch (e: TransportFailure) {
            if (e.possiblyDelivered) "lost, possibly delivered" else "not sent"
        }
    }
}
