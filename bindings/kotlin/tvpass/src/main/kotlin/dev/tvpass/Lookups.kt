@file:JvmName("Lookups")

package dev.tvpass

/** What an app's own picker shows: all but temporary access, in the answer's order. */
public val Configuration.choices: List<Mvpd>
    get() = mvpds.filter { !it.isTempPass }

/** What the picker of Apple's framework is given, each by its [Mvpd.platformMappingId]. */
public val Configuration.platformChoices: List<Mvpd>
    get() = mvpds.filter { it.isPlatformChoice }

/** The MVPD with this id. */
public fun Configuration.mvpd(id: String): Mvpd? = mvpds.firstOrNull { it.id == id }

/** The MVPD that Apple's framework knows by this id; of several the first. */
public fun Configuration.mvpdOfPlatform(platformMappingId: String): Mvpd? =
    mvpds.firstOrNull { it.platformMappingId == platformMappingId }

/** Those of [mvpd], in the answer's order. */
public fun Profiles.ofMvpd(mvpd: String): List<Profile> = profiles.filter { it.mvpd == mvpd }

/** The attribute called [name], the last of several. */
public operator fun UserMetadata.get(name: String): Attribute? = attributes.lastOrNull { it.name == name }

/**
 * The decision about [resource], by its text as it was asked for; white space at the ends does not
 * matter. `null` is no answer: neither yes nor no.
 */
public fun PreauthorizationDecisions.about(resource: String): PreauthorizationDecision? =
    placeOf(resource, decisions.map { it.resource })?.let { decisions[it] }

/** Exactly that text, else one that differs in white space at its ends; never the one at the same place. */
internal fun placeOf(asked: String, decided: List<String>): Int? {
    val exact = decided.indexOf(asked)
    val place = if (exact >= 0) exact else decided.indexOfFirst { it.trim() == asked.trim() }
    return place.takeIf { it >= 0 }
}
