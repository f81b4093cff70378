package dev.tvpass.android

import android.content.Context
import android.provider.Settings
import android.security.keystore.KeyProperties
import dev.tvpass.DeviceIdentifier
import dev.tvpass.DeviceInfo
import dev.tvpass.Environment
import dev.tvpass.LogoutAction
import dev.tvpass.RedirectUrl
import dev.tvpass.TokenSource
import dev.tvpass.TvPassClient
import dev.tvpass.TvPassConfig
import dev.tvpass.TvPassException
import dev.tvpass.UrlConnectionDriver
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import java.io.File
import java.net.URL
import java.util.concurrent.TimeUnit

/** An app's sign-out with everything that the Android helpers give, on Android 7.0's own code, against the sandbox. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [OldestAndroid.API_LEVEL], manifest = Config.NONE)
class LogoutOnAndroidTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val sandbox: Process = ProcessBuilder(System.getProperty("tvpass.sandbox"), "--port", "0", "--exit-with-stdin", "--no-throttle")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
    private val base = sandbox.inputStream.bufferedReader().readLine().removePrefix("listening on ")
    private val file = File(context.noBackupFilesDir, "tvpass.state")

    @Before
    fun prepare() {
        FakeKeyStore.install()
        Settings.Secure.putString(context.contentResolver, Settings.Secure.ANDROID_ID, "9774d56d682e549c")
    }

    @After
    fun stop() {
        sandbox.outputStream.close()
        assertTrue(sandbox.waitFor(60, TimeUnit.SECONDS))
    }

    private fun config(): TvPassConfig {
        val hello = URL("$base/sandbox/hello").readText()
        return TvPassConfig(
            serviceProvider = "REF30",
            environment = Environment.of(base),
            deviceIdentifier = DeviceIdentifier.from(context),
            deviceInfo = DeviceInfo.from(context),
            tokenSource = TokenSource.Registration(Regex("\"softwareStatement\":\"([^\"]+)\"").find(hello)!!.groupValues[1]),
        )
    }

    private fun logOut(mvpd: String) = runBlocking {
        TvPassClient.open(config(), UrlConnectionDriver(), EncryptedStateStore(context)).use { client ->
            val logout = client.logout(mvpd, RedirectUrl("myapp://signed-out"))
            assertNull(client.storageError)
            logout.profiles.single().action
        }
    }

    private fun counter(name: String) = Regex("\"$name\":(\\d+)").find(URL("$base/sandbox/counters").readText())!!.groupValues[1].toInt()

    @Test
    fun `the registration survives the app's end, encrypted and out of backups`() {
        assertTrue(logOut("Cablevision") is LogoutAction.OpenUrl)
        assertEquals(LogoutAction.Complete, logOut("Dish"))
        assertEquals(listOf(1, 1, 2), listOf("registrations", "tokenRequests", "logoutsV2").map(::counter))
        assertFalse(String(file.readBytes(), Charsets.ISO_8859_1).contains("client"))
    }

    @Test
    fun `the key is for this app's encryption with GCM only`() {
        logOut("Dish")
        val (alias, spec) = FakeKeyStore.specs.entries.single()
        assertEquals("dev.tvpass.state.tvpass", alias)
        assertEquals(256, spec.keySize)
        assertEquals(listOf(KeyProperties.BLOCK_MODE_GCM), spec.blockModes.toList())
        assertEquals(listOf(KeyProperties.ENCRYPTION_PADDING_NONE), spec.encryptionPaddings.toList())
        assertEquals(KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT, spec.purposes)
        // The key store chooses each initialization vector; no user has to be there to sign out.
        assertTrue(spec.isRandomizedEncryptionRequired)
        assertFalse(spec.isUserAuthenticationRequired)
    }

    @Test
    fun `a key that the device has lost is the app's to decide about`() {
        logOut("Dish")
        FakeKeyStore.keys.clear()
        val stored = file.readBytes()
        assertThrows(TvPassException.StorageUnreadable::class.java) { logOut("Dish") }
        assertTrue(stored.contentEquals(file.readBytes()))
        assertEquals(1, counter("registrations"))
    }
}
