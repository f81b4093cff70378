package dev.tvpass.example

import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.produceState
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import dev.tvpass.TvPassException
import dev.tvpass.Words
import dev.tvpass.android.LogoutPages

/** The user's account, for Android TV and Fire TV: who is signed in, sign in, sign out. */
public class AccountActivity : ComponentActivity() {
    private var model: AccountModel? = null

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setContent {
            val scope = rememberCoroutineScope()
            var problem by remember { mutableStateOf<Words?>(null) }
            val opened by produceState<AccountModel?>(null) {
                try {
                    val account = App.account(applicationContext)
                    value = AccountModel(account, scope) { LogoutPages.open(this@AccountActivity, it) }.also { model = it }
                } catch (e: TvPassException) {
                    problem = e.words
                }
            }
            StartScreen(opened, problem)
        }
    }

    /** Back from the browser. */
    override fun onResume() {
        super.onResume()
        model?.browserClosed()
    }
}
