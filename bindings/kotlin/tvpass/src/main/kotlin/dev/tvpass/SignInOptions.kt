package dev.tvpass

import dev.tvpass.internal.SignInMethod
import dev.tvpass.internal.SignInWish

/** How a sign-in is to go: where the user sees the MVPD's login page, and where the MVPD is chosen. */
public class SignInOptions private constructor(internal val method: SignInMethod, builder: Builder) {
    /** The MVPD, if the user has chosen it already, or confirmed the one of last time. Then no configuration is asked for. */
    public val mvpd: String? = builder.mvpd

    /** Whether the choice of the MVPD is left to the second screen, on the [ActivationPage]. */
    public val chosenOnSecondScreen: Boolean = builder.chosenOnSecondScreen

    /** Whether a new code replaces one that is about to end, while the screen is open. */
    public val renewCodes: Boolean = builder.renewCodes

    /** How long codes are renewed, in milliseconds: a TV may be left alone with its screen on. At the end of the last one the sign-in is over. */
    public val openForMillis: Long = builder.openForMillis

    /** The pause between two polls, in milliseconds: 3,000 or more. After five minutes it is 10,000 or this, whichever is longer. */
    public val pollIntervalMillis: Long = builder.pollIntervalMillis

    internal fun toCore() = SignInWish(
        method = method,
        mvpd = mvpd,
        chosenOnSecondScreen = chosenOnSecondScreen,
        // Apple's framework is on Apple's devices alone.
        partnerFirst = false,
        renewCodes = renewCodes,
        openForMs = openForMillis.coerceAtLeast(0).toULong(),
        pollIntervalMs = pollIntervalMillis.coerceAtLeast(0).toULong(),
    )

    /** For logs. */
    override fun toString(): String = "SignInOptions($method, mvpd=$mvpd)"

    /** Collects the values of [SignInOptions]; what they are is said there. */
    public class Builder {
        /** See [SignInOptions.mvpd]. */
        public var mvpd: String? = null

        /** See [SignInOptions.chosenOnSecondScreen]. */
        public var chosenOnSecondScreen: Boolean = false

        /** See [SignInOptions.renewCodes]. */
        public var renewCodes: Boolean = true

        /** See [SignInOptions.openForMillis]. */
        public var openForMillis: Long = TWO_HOURS

        /** See [SignInOptions.pollIntervalMillis]. */
        public var pollIntervalMillis: Long = FIVE_SECONDS

        /** On a second screen, by a code and a QR code. */
        public fun secondScreen(): SignInOptions = SignInOptions(SignInMethod.SECOND_SCREEN, this)

        /** In a browser, or a view with one, on this device. */
        public fun browser(): SignInOptions = SignInOptions(SignInMethod.BROWSER, this)
    }

    /** Makes options. */
    public companion object {
        private const val TWO_HOURS = 2 * 3_600_000L
        private const val FIVE_SECONDS = 5_000L

        /** On a second screen, by a code and a QR code. */
        @JvmStatic
        @JvmOverloads
        public fun secondScreen(fill: Builder.() -> Unit = {}): SignInOptions = Builder().apply(fill).secondScreen()

        /** In a browser, or a view with one, on this device. */
        @JvmStatic
        @JvmOverloads
        public fun browser(fill: Builder.() -> Unit = {}): SignInOptions = Builder().apply(fill).browser()
    }
}
