package dev.tvpass

import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.net.http.HttpRequest as JdkRequest
import java.net.http.HttpResponse as JdkResponse

/** Somebody in front of a browser. */
class Person(private val sandbox: Sandbox) {
    private val browser = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()

    /** Opens the authenticate URL and fills in the provider's login page. Returns the address at which the browser ends up. */
    fun signIn(url: String, password: String = "sandbox", cancel: Boolean = false): String {
        check(url.startsWith(sandbox.base)) { "another service" }
        val page = open(JdkRequest.newBuilder(URI(url)).build())
        val relayState = checkNotNull(Regex("name=\"RelayState\" value=\"([^\"]+)\"").find(page.body())) { page.body() }.groupValues[1]
        val way = if (cancel) "cancel" to "1" else "password" to password
        val form = listOf("RelayState" to relayState, "username" to "ann", way)
            .joinToString("&") { (name, value) -> "$name=${URLEncoder.encode(value, "UTF-8")}" }
        val filledIn = JdkRequest.newBuilder(page.uri()).header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)).build()
        return open(filledIn).uri().toString()
    }

    private fun open(request: JdkRequest): JdkResponse<String> = browser.send(request, BodyHandlers.ofString())
}
