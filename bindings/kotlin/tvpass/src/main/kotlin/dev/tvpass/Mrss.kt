package dev.tvpass

import dev.tvpass.internal.MrssRating
import dev.tvpass.internal.mrssResource

/**
 * Writes a resource in Media RSS, for MVPDs that want to know more than the channel. Characters
 * that XML reserves are escaped; there is no CDATA, which preauthorization does not take.
 *
 * ```
 * val resource = Mrss("TNT").rating("urn:mpaa", "pg").build()
 * ```
 *
 * @param channel the channel (`channel/title`).
 */
public class Mrss(private val channel: String) {
    private var itemTitle: String? = null
    private var itemGuid: String? = null
    private val ratings = mutableListOf<MrssRating>()

    /** The title of what is shown (`item/title`). */
    public fun itemTitle(title: String): Mrss = apply { itemTitle = title }

    /** The identifier of what is shown (`item/guid`). */
    public fun itemGuid(guid: String): Mrss = apply { itemGuid = guid }

    /** A rating for parental control, such as `TV-14` in the scheme `urn:v-chip`. There may be several, in different schemes. */
    public fun rating(scheme: String, rating: String): Mrss = apply { ratings += MrssRating(scheme, rating) }

    /**
     * The resource, for [TvPass.preauthorize] and [TvPass.authorize].
     *
     * @throws TvPassException.InvalidInput a text is empty or has characters that XML cannot carry.
     */
    public fun build(): String = core { mrssResource(channel, itemTitle, itemGuid, ratings.toList()) }
}
