package dev.tvpass.example

import android.graphics.Bitmap
import android.graphics.Color
import android.graphics.drawable.BitmapDrawable
import android.os.Bundle
import androidx.leanback.app.GuidedStepSupportFragment
import androidx.leanback.widget.GuidanceStylist.Guidance
import androidx.leanback.widget.GuidedAction
import dev.tvpass.CodeScreen
import dev.tvpass.Providers
import dev.tvpass.QrMatrix
import dev.tvpass.SignIn
import dev.tvpass.SignInEvent
import dev.tvpass.SignInOptions
import dev.tvpass.SignInOutcome
import dev.tvpass.SignInStep
import dev.tvpass.TextKey
import dev.tvpass.TvPassException
import dev.tvpass.isDark
import dev.tvpass.languageOf
import dev.tvpass.qrMatrix
import dev.tvpass.search
import dev.tvpass.text
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import java.util.Locale

/** The picker of providers, then the code and its QR code. Leaving the screen ends the sign-in. */
public class SignInScreen : GuidedStepSupportFragment() {
    private val scope = CoroutineScope(SupervisorJob() + App.mainThread)
    private var signIn: SignIn? = null
    private var providers: Providers? = null
    private var shown: List<String> = emptyList()

    override fun onCreateGuidance(savedInstanceState: Bundle?): Guidance = Guidance("Sign in", "", null, null)

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        val chosen = arguments?.getString(MVPD)
        scope.launch {
            try {
                val signIn = App.account(requireContext()).signIn(SignInOptions.secondScreen { mvpd = chosen })
                this@SignInScreen.signIn = signIn
                signIn.events.collect(::show)
            } catch (e: TvPassException) {
                say("Sign in", e.words.text())
            }
        }
    }

    private fun show(event: SignInEvent) {
        when (event) {
            is SignInEvent.Present -> when (val step = event.step) {
                is SignInStep.ChooseProvider -> {
                    providers = step.providers
                    say("Who is your TV provider?", "")
                    pick("")
                }
                is SignInStep.ShowCode -> show(step.screen)
                // Neither is asked for by these options.
                is SignInStep.OpenBrowser, is SignInStep.Partner -> Unit
            }
            is SignInEvent.Ended -> end(event.outcome)
        }
    }

    /** Those that what was typed on the remote could mean. */
    private fun pick(typed: String) {
        val found = providers?.search(typed).orEmpty()
        shown = found.map { it.id }
        val search = GuidedAction.Builder(requireContext()).id(SEARCH).title(typed.ifEmpty { "Search" }).editTitle(typed).editable(true).build()
        actions = listOf(search) + found.mapIndexed { place, mvpd ->
            GuidedAction.Builder(requireContext()).id(place.toLong()).title(mvpd.displayName ?: mvpd.id).build()
        }
    }

    override fun onGuidedActionEditedAndProceed(action: GuidedAction): Long {
        if (action.id == SEARCH) pick(action.editTitle?.toString().orEmpty())
        return GuidedAction.ACTION_ID_CURRENT
    }

    private fun show(screen: CodeScreen) {
        // The gap is drawn, and no part of the code.
        val code = screen.groups.joinToString(" ")
        val way = screen.address?.let { "Go to $it and type in the code, or scan the picture." } ?: "Scan the picture with your phone."
        say(code, way)
        // A screen reader says one character at a time.
        guidanceStylist.titleView?.contentDescription = screen.spelled
        screen.link?.let { guidanceStylist.iconView?.setImageDrawable(BitmapDrawable(resources, bitmap(it.qrMatrix()))) }
        actions = listOf(GuidedAction.Builder(requireContext()).id(NEW_CODE).title("Get a new code").build())
    }

    /** Dark on light, with four light modules on each side. */
    private fun bitmap(matrix: QrMatrix): Bitmap {
        val side = (matrix.size + 2 * QUIET) * PIXELS
        val bitmap = Bitmap.createBitmap(side, side, Bitmap.Config.ARGB_8888)
        for (y in 0 until side) {
            for (x in 0 until side) {
                val isDark = matrix.isDark(x / PIXELS - QUIET, y / PIXELS - QUIET)
                bitmap.setPixel(x, y, if (isDark) Color.BLACK else Color.WHITE)
            }
        }
        return bitmap
    }

    override fun onGuidedActionClicked(action: GuidedAction) {
        when (action.id) {
            NEW_CODE -> signIn?.newCode()
            SEARCH -> Unit
            else -> shown.getOrNull(action.id.toInt())?.let { signIn?.chooseProvider(it) }
        }
    }

    private fun end(outcome: SignInOutcome) {
        val language = languageOf(Locale.getDefault().toLanguageTag())
        when (outcome) {
            // The screen before this one shows it. A TempPass is played without a sign-in.
            is SignInOutcome.SignedIn, is SignInOutcome.TemporaryAccess, SignInOutcome.Replaced -> fragmentManager?.popBackStack()
            SignInOutcome.CodeExpired -> say("Sign in", TextKey.CODE_EXPIRED.text(language))
            SignInOutcome.NotCompleted -> say("Sign in", TextKey.NOT_COMPLETED.text(language))
            is SignInOutcome.NotPossible -> say("Sign in", TextKey.CONTACT_SUPPORT.text(language))
        }
    }

    private fun say(title: String, description: String) {
        guidanceStylist.titleView?.text = title
        guidanceStylist.descriptionView?.text = description
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }

    internal companion object {
        private const val MVPD = "mvpd"
        private const val SEARCH = 10_000L
        private const val NEW_CODE = 10_001L
        private const val QUIET = 4
        private const val PIXELS = 6

        /** With this provider, which the user has confirmed. */
        fun with(mvpd: String?) = SignInScreen().apply { arguments = Bundle().apply { putString(MVPD, mvpd) } }
    }
}
