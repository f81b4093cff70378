package dev.tvpass

/** Where access tokens come from. */
public sealed class TokenSource {
    /**
     * The client registers the app with its software statement, once per installation, and gets
     * tokens by itself.
     *
     * @param softwareStatement the app's software statement, from Adobe's TVE Dashboard.
     * @property redirectUri `redirect_uri`, for statements that list several.
     */
    public class Registration @JvmOverloads constructor(
        internal val softwareStatement: String,
        public val redirectUri: String? = null,
    ) : TokenSource() {
        /** For logs, without secrets. */
        override fun toString(): String = "Registration(softwareStatement=…, redirectUri=$redirectUri)"
    }

    /** The app supplies tokens. */
    public class App(internal val provider: TokenProvider) : TokenSource() {
        /** For logs, without secrets. */
        override fun toString(): String = "App"
    }
}

/** An app's own source of access tokens. */
public fun interface TokenProvider {
    /**
     * Gets an access token. An exception fails the call with [TvPassException.TokenSourceFailed].
     *
     * @param rejected the last token was not accepted: a new one is needed.
     */
    public suspend fun provide(rejected: Boolean): AccessToken
}

/**
 * An access token and how long it is still good for.
 *
 * @property expiresInSeconds `null`: unknown; it is then used until it is rejected.
 */
public class AccessToken @JvmOverloads constructor(
    internal val accessToken: String,
    public val expiresInSeconds: Long? = null,
) {
    /** For logs, without secrets. */
    override fun toString(): String = "AccessToken(accessToken=…, expiresInSeconds=$expiresInSeconds)"
}
