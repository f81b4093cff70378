package dev.tvpass.example

import android.os.Bundle
import androidx.fragment.app.FragmentActivity
import androidx.leanback.app.GuidedStepSupportFragment

/** The user's account, for Android TV and Fire TV: who is signed in, sign in, sign out. */
public class AccountActivity : FragmentActivity() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        if (savedInstanceState == null) GuidedStepSupportFragment.addAsRoot(this, AccountScreen(), android.R.id.content)
    }
}
