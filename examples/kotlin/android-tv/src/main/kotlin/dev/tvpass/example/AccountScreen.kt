package dev.tvpass.example

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import dev.tvpass.SignOutStep
import dev.tvpass.Status
import dev.tvpass.TextKey
import dev.tvpass.Words
import dev.tvpass.languageOf
import dev.tvpass.qrMatrixOf
import dev.tvpass.text
import java.util.Locale

/** The app's first moments: until the account is there, or why it cannot be had. */
@Composable
internal fun StartScreen(model: AccountModel?, problem: Words?) {
    if (model != null) {
        AccountScreen(model)
    } else {
        Middle { Line(problem?.text() ?: "One moment…") }
    }
}

/** Who is signed in, sign in, sign out, and what is left to do. */
@Composable
internal fun AccountScreen(model: AccountModel) {
    LaunchedEffect(model) { model.start() }
    Middle {
        when (val page = model.page) {
            AccountModel.Page.Account -> {
                val status by model.account.status.collectAsState()
                Account(status, model)
            }
            AccountModel.Page.Busy -> {
                Line("One moment…")
                TvButton("Cancel", isFirst = true, onClick = model::leave)
            }
            is AccountModel.Page.Choose -> ProviderPicker(page.providers, model::choose, model::leave)
            is AccountModel.Page.Code -> CodeView(page.screen, model::newCode, model::leave)
            is AccountModel.Page.Left -> Left(page, model)
            is AccountModel.Page.Message -> {
                Line(page.words.text())
                TvButton("OK", isFirst = true, onClick = model::leave)
            }
        }
    }
}

@Composable
private fun Account(status: Status, model: AccountModel) {
    val mvpd = status.mvpd
    val name = mvpd?.displayName ?: mvpd?.id
    if (status.current != null) {
        Line("You are signed in with ${name ?: status.current?.mvpd}.")
        TvButton("Sign out", isFirst = true, onClick = model::beginSignOut)
    } else {
        Line("You are not signed in.")
        // Still with this one? No list of providers is needed for that.
        if (mvpd != null) TvButton("Sign in with $name", isFirst = true) { model.beginSignIn(mvpd) }
        TvButton("Choose your TV provider", isFirst = mvpd == null) { model.beginSignIn() }
    }
}

@Composable
private fun Left(page: AccountModel.Page.Left, model: AccountModel) {
    val language = languageOf(Locale.getDefault().toLanguageTag())
    when (val step = page.step) {
        is SignOutStep.OpenBrowser -> if (page.isOpen) {
            Line("Sign out on your TV provider's page.")
        } else {
            // Few televisions have a browser.
            Line("To sign out of your TV provider, too, scan the picture with your phone.")
            QrCode(qrMatrixOf(step.url))
        }
        is SignOutStep.SignOutInSettings -> {
            Line(TextKey.SIGN_OUT_IN_SETTINGS.text(language))
            for (setting in step.settings) Line("${setting.osName}: ${setting.path.joinToString(" › ")}")
        }
        SignOutStep.SessionMayBeOpen -> Line(TextKey.SESSION_MAY_BE_OPEN.text(language))
    }
    TvButton("Done", isFirst = true) { if (page.isOpen) model.browserClosed() else model.next() }
}

@Composable
private fun Middle(content: @Composable () -> Unit) {
    Column(
        Modifier.fillMaxSize().background(Night).padding(48.dp),
        Arrangement.spacedBy(24.dp, Alignment.CenterVertically),
        Alignment.CenterHorizontally,
    ) { content() }
}
