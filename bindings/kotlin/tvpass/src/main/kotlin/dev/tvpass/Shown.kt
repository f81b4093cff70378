package dev.tvpass

/** The scheme and host of an absolute URL: what a log may show of one that names the user's session. */
internal fun hostOf(url: String): String {
    val start = url.indexOf("://") + 3
    val end = url.indexOfAny(charArrayOf('/', '?', '#'), start)
    return if (end < 0) url else url.substring(0, end)
}
