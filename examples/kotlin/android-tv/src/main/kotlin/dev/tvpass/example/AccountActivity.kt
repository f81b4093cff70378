package dev.tvpass.example

import android.os.Bundle
import android.os.SystemClock
import androidx.activity.ComponentActivity
import androidx.activity.compose.BackHandler
import androidx.activity.compose.setContent
import androidx.lifecycle.ViewModelProvider
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import dev.tvpass.android.LogoutPages
import kotlinx.coroutines.MainScope

/** The user's account, for Android TV and Fire TV: who is signed in, sign in, sign out. */
public class AccountActivity : ComponentActivity() {
    private val model: AccountModel by lazy {
        val context = applicationContext
        val factory = viewModelFactory {
            initializer { AccountModel(MainScope(), SystemClock::elapsedRealtime) { App.account(context) } }
        }
        ViewModelProvider.create(this, factory)[AccountModel::class]
    }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        model.start(savedInstanceState?.getString(UNFINISHED))
        setContent {
            BackHandler(model.canLeave) { model.leave() }
            AccountScreen(model) { LogoutPages.open(this, it) }
        }
    }

    /** Android may end the process while the user is at their phone, and go on here later. */
    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        outState.putString(UNFINISHED, model.unfinished)
    }

    /** Back from the browser. */
    override fun onResume() {
        super.onResume()
        model.browserClosed()
    }

    private companion object {
        const val UNFINISHED = "unfinished"
    }
}
