package dev.tvpass

import dev.tvpass.internal.AccountInput
import dev.tvpass.internal.ActivationPageInput

/**
 * What an app tells about itself once, for all flows of a [TvPassAccount]. It is checked when the
 * account is made.
 */
public class AccountSettings private constructor(builder: Builder) {
    /** The service provider (requestor). Null: that of the client's configuration. */
    public val serviceProvider: String? = builder.serviceProvider

    /** The app's domain, as it is registered with Adobe. Without it, a session lacks it, and a second screen has to supply it. */
    public val domainName: String? = builder.domainName

    /**
     * Where user agents end up, of sign-ins and of logouts: https on a registered domain is what
     * Adobe documents. Signing in with a browser on this device and signing out need it.
     */
    public val redirectUrl: RedirectUrl? = builder.redirectUrl

    /** The programmer's page where a code is typed in on a second screen. */
    public val activationPage: ActivationPage? = builder.activationPage

    /** Headers about the user: single sign-on tokens and the visitor identifier. See [TvPassAccount.setExtras]. */
    public val extras: RequestExtras = builder.extras

    /** The ids of MVPDs that pickers leave out: test entries, which no answer of Adobe's marks. */
    public val hiddenMvpds: List<String> = builder.hiddenMvpds.toList()

    internal fun toCore(usual: String) = AccountInput(
        serviceProvider = serviceProvider ?: usual,
        domainName = domainName,
        redirectUrl = redirectUrl?.url,
        activationPage = activationPage?.let { ActivationPageInput(it.url, it.parameter, it.shownAs) },
        extras = extras.toCore(),
        hiddenMvpds = hiddenMvpds,
    )

    /** For logs, without secrets. */
    override fun toString(): String =
        "AccountSettings(serviceProvider=$serviceProvider, domainName=$domainName, redirectUrl=$redirectUrl, " +
            "activationPage=$activationPage, extras=$extras, hiddenMvpds=$hiddenMvpds)"

    /** Collects the values of [AccountSettings]; what they are is said there. */
    public class Builder {
        /** See [AccountSettings.serviceProvider]. */
        public var serviceProvider: String? = null

        /** See [AccountSettings.domainName]. */
        public var domainName: String? = null

        /** See [AccountSettings.redirectUrl]. */
        public var redirectUrl: RedirectUrl? = null

        /** See [AccountSettings.activationPage]. */
        public var activationPage: ActivationPage? = null

        /** See [AccountSettings.extras]. */
        public var extras: RequestExtras = RequestExtras.NONE

        /** See [AccountSettings.hiddenMvpds]. */
        public var hiddenMvpds: List<String> = emptyList()

        /** The settings. */
        public fun build(): AccountSettings = AccountSettings(this)
    }

    /** The usual ones. */
    public companion object {
        /** The client's service provider, and nothing else. */
        @JvmField
        public val DEFAULT: AccountSettings = Builder().build()
    }
}

/** Settings of an account, e.g. `AccountSettings { domainName = "example.com" }`. */
public inline fun AccountSettings(fill: AccountSettings.Builder.() -> Unit): AccountSettings =
    AccountSettings.Builder().apply(fill).build()

/**
 * The page on which a user types the code that a TV shows: the programmer's own, for a second
 * screen.
 *
 * @property url its absolute https URL, without a fragment. The QR code has it with the code as a
 *   parameter.
 * @property parameter the name of that parameter, if it is not `code`.
 * @property shownAs the address to show, if it is not the URL without `https://`: shorter is
 *   better.
 */
public class ActivationPage @JvmOverloads constructor(
    public val url: String,
    public val parameter: String? = null,
    public val shownAs: String? = null,
) {
    /** For logs, without secrets. */
    override fun toString(): String = "ActivationPage($url)"
}
