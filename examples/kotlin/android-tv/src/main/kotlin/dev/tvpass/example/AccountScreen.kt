package dev.tvpass.example

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import dev.tvpass.Remedy
import dev.tvpass.SignOutStep
import dev.tvpass.Status
import dev.tvpass.StatusSource
import dev.tvpass.TextKey
import dev.tvpass.Words
import dev.tvpass.languageOf
import dev.tvpass.text
import java.util.Locale

/**
 * Who is signed in, sign in, sign out, and what is left to do.
 *
 * @param openPage opens a page on this device; `false`: there is no browser.
 */
@Composable
internal fun AccountScreen(model: AccountModel, openPage: (SignOutStep.OpenBrowser) -> Boolean) {
    Column(
        Modifier.fillMaxSize().background(Night).padding(horizontal = 48.dp, vertical = 27.dp),
        Arrangement.spacedBy(16.dp, Alignment.CenterVertically),
        Alignment.CenterHorizontally,
    ) {
        when (val page = model.page) {
            is AccountModel.Page.Account -> {
                val status by page.status.collectAsState()
                Account(status, model)
            }
            AccountModel.Page.Busy -> Busy(model)
            is AccountModel.Page.Choose -> ProviderPicker(page.providers, model::choose, model::leave)
            is AccountModel.Page.Code -> CodeView(page.screen, { model.remainingMs(page) }, model::newCode, model::leave)
            is AccountModel.Page.Left -> Left(page, model, openPage)
            is AccountModel.Page.Message -> Message(page.words, page.help, model)
        }
    }
}

@Composable
private fun Busy(model: AccountModel) {
    News("One moment…")
    if (model.canLeave) TvButton("Cancel", isFirst = true, onClick = model::leave)
}

@Composable
private fun Account(status: Status, model: AccountModel) {
    val mvpd = status.mvpd
    if (status.isSignedIn) {
        News("You are signed in with ${status.signedInWith}.")
        NotAsked(status, model)
        TvButton("Sign out", isFirst = true, onClick = model::beginSignOut)
    } else {
        News("You are not signed in.")
        NotAsked(status, model)
        // Still with this one? No list of providers is needed for that.
        if (mvpd != null) TvButton("Sign in with ${mvpd.displayName ?: mvpd.id}", isFirst = true) { model.beginSignIn(mvpd.id) }
        TvButton("Choose your TV provider", isFirst = mvpd == null) { model.beginSignIn() }
    }
}

/** Why what is shown is only what was kept. */
@Composable
private fun NotAsked(status: Status, model: AccountModel) {
    val words = (status.source as? StatusSource.Unreachable)?.error?.words ?: return
    News(words.text())
    if (words.remedy == Remedy.TRY_LATER) TvButton("Try again", onClick = model::refresh)
}

@Composable
private fun Message(words: Words, help: AccountModel.Help?, model: AccountModel) {
    News(words.text())
    if (words.remedy == Remedy.CONTACT_SUPPORT) words.reference?.let { Line("For support: $it") }
    if (help != null) {
        val text = when (help.kind) {
            AccountModel.Help.Kind.TRY_AGAIN -> "Try again"
            AccountModel.Help.Kind.SIGN_IN -> "Sign in"
            AccountModel.Help.Kind.NEW_CODE -> "Get a new code"
            AccountModel.Help.Kind.CHOOSE_PROVIDER -> "Choose your TV provider"
        }
        TvButton(text, isFirst = true, onClick = help.go)
    }
    if (model.canLeave) TvButton("OK", isFirst = help == null, onClick = model::leave)
}

@Composable
private fun ColumnScope.Left(page: AccountModel.Page.Left, model: AccountModel, openPage: (SignOutStep.OpenBrowser) -> Boolean) {
    val language = languageOf(Locale.getDefault().toLanguageTag())
    when (val step = page.step) {
        is SignOutStep.OpenBrowser -> when (page.isOpen) {
            null -> LaunchedEffect(page) { model.opened(page, openPage(step)) }
            true -> News("Sign out on your TV provider's page.")
            // Few televisions have a browser.
            false -> {
                val matrix = rememberQrMatrix(step.url)
                if (matrix != null) {
                    News("To sign out of your TV provider, too, scan the picture with your phone.")
                    QrCode(matrix, "QR code of your TV provider's page to sign out", Modifier.weight(1f, fill = false))
                } else {
                    News(TextKey.SESSION_MAY_BE_OPEN.text(language))
                }
            }
        }
        is SignOutStep.SignOutInSettings -> {
            News(TextKey.SIGN_OUT_IN_SETTINGS.text(language))
            for (setting in step.settings) Line("${setting.osName}: ${setting.path.joinToString(" › ")}")
        }
        SignOutStep.SessionMayBeOpen -> News(TextKey.SESSION_MAY_BE_OPEN.text(language))
    }
    TvButton("Done", isFirst = true) { if (page.isOpen == true) model.browserClosed() else model.next() }
}
