package dev.tvpass

import dev.tvpass.internal.RedirectMatcher

/**
 * Where the user agent lands when the provider's logout is done: a web page, or an app's own scheme
 * (`myapp://signed-out`).
 *
 * Any text makes one, without the native library. It is checked when an operation or [isReachedBy]
 * takes it: an absolute URL of at most 2,048 ASCII characters, with a host, without user
 * information.
 *
 * @property url as it was given.
 */
public class RedirectUrl(public val url: String) {
    private val matcher by lazy { core { RedirectMatcher(url) } }

    /**
     * Whether a user agent that navigates to [navigation] has reached this URL, so that the
     * provider's logout is complete. Ask for every navigation, before loading the page.
     *
     * `http` and `https`, letter case of scheme and host, default ports, a trailing slash, the
     * notation of an IPv6 address and further query parameters do not matter: Adobe's own sample
     * asks for `https` and is sent to `http`. If this URL has a fragment, only the same one reaches
     * it; if it has none, any does.
     *
     * A short call into the core.
     *
     * @throws TvPassException.InvalidInput this URL cannot be one.
     */
    public fun isReachedBy(navigation: String): Boolean = core { matcher.isReachedBy(navigation) }

    /** Two are equal if their URLs are. */
    override fun equals(other: Any?): Boolean = other is RedirectUrl && other.url == url

    /** Fits [equals]. */
    override fun hashCode(): Int = url.hashCode()

    /** For logs, without secrets. */
    override fun toString(): String = "RedirectUrl($url)"
}
