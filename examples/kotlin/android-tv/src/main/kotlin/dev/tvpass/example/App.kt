package dev.tvpass.example

import android.content.Context
import dev.tvpass.AccountSettings
import dev.tvpass.ActivationPage
import dev.tvpass.DeviceIdentifier
import dev.tvpass.DeviceInfo
import dev.tvpass.Environment
import dev.tvpass.RedirectUrl
import dev.tvpass.RequestExtras
import dev.tvpass.TokenSource
import dev.tvpass.TvPassAccount
import dev.tvpass.TvPassClient
import dev.tvpass.TvPassConfig
import dev.tvpass.UrlConnectionDriver
import dev.tvpass.android.AmazonSso
import dev.tvpass.android.EncryptedStateStore
import dev.tvpass.android.from
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** What all screens share: one client and one account, for as long as the app runs. */
internal object App {
    private val opening = Mutex()
    private var account: TvPassAccount? = null

    /** The account; the first caller opens the client. */
    suspend fun account(context: Context): TvPassAccount = opening.withLock {
        account ?: open(context.applicationContext).also { account = it }
    }

    private suspend fun open(context: Context): TvPassAccount {
        val config = TvPassConfig(
            serviceProvider = "REF30",
            environment = Environment.STAGING,
            deviceIdentifier = DeviceIdentifier.from(context),
            deviceInfo = DeviceInfo.from(context),
            tokenSource = TokenSource.Registration(context.assets.open("software-statement").use { it.reader().readText().trim() }),
        )
        val client = TvPassClient.open(config, UrlConnectionDriver(), EncryptedStateStore(context))
        // On Fire TV the user may be signed in already, in another app.
        val token = AmazonSso(context).subjectToken()
        return client.account(
            AccountSettings {
                domainName = "example.com"
                redirectUrl = RedirectUrl("exampletv://signed-in")
                activationPage = ActivationPage("https://example.com/tv")
                extras = RequestExtras { subjectToken = token }
            },
        )
    }
}
