package dev.tvpass

/** Uses classes that the oldest Android lacks. Everything without this is checked against that Android's signatures. */
@Target(AnnotationTarget.CLASS)
@Retention(AnnotationRetention.BINARY)
internal annotation class JvmOnly
