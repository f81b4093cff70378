package dev.tvpass.android

import android.os.Bundle
import com.amazon.ottssotokenlib.SSOEnabler
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** The token of Amazon's library, for which a class of this test stands. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [OldestAndroid.API_LEVEL], manifest = Config.NONE)
class AmazonSsoTest {
    private val sso = AmazonSso(RuntimeEnvironment.getApplication(), timeoutMillis = 1_234)

    private fun token() = runBlocking { sso.subjectToken() }

    @Test
    fun `the token is the library's, asked for within the time and not on the thread of the caller`() {
        val caller = Thread.currentThread()
        SSOEnabler.answer = { millis ->
            assertEquals(1_234, millis)
            assertFalse(Thread.currentThread() == caller)
            Bundle().apply { putString("SSOToken", "e30.e30.c2ln") }
        }
        assertEquals("e30.e30.c2ln", token())
        assertEquals("AmazonSso", "$sso")
    }

    @Test
    fun `an error of the library is no token`() {
        SSOEnabler.answer = { Bundle().apply { putInt("ErrorCode", 7) } }
        assertNull(token())
        SSOEnabler.answer = { Bundle().apply { putString("SSOToken", "") } }
        assertNull(token())
        SSOEnabler.answer = { throw IllegalStateException("of the library") }
        assertNull(token())
    }
}
