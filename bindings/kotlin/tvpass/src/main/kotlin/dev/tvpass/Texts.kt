@file:JvmName("Texts")

package dev.tvpass

import java.util.Locale

/** What to show: the provider's own words, if there are some, else the key's text in a language. */
public fun Words.text(language: Language): String = providerText ?: key.text(language)

/** The same in the language of the device. */
public fun Words.text(): String = providerText ?: key.text(languageOf(Locale.getDefault().toLanguageTag()))

/** The text of this key in a language. */
public fun TextKey.text(language: Language): String = core { dev.tvpass.internal.textOfKey(this, language) }

/** This key as a text, for tables of translations: it does not change. */
public val TextKey.keyName: String
    get() = core { dev.tvpass.internal.nameOfKey(this) }

/** The language of a tag such as `es-MX`; English for every other. */
public fun languageOf(tag: String): Language = core { dev.tvpass.internal.languageOfTag(tag) }

/**
 * Those whose name could be meant by [typed], as on a remote: without regard to letter case,
 * accents, spaces and punctuation. First those whose name begins so, then those with a word that
 * does, then those that have it anywhere. Nothing typed is all.
 */
public fun Providers.search(typed: String): List<Mvpd> =
    core { dev.tvpass.internal.searchNames(mvpds.map { it.displayName ?: it.id }, typed) }.mapNotNull { mvpds.getOrNull(it) }
