package dev.tvpass.example

import android.os.Bundle
import androidx.fragment.app.FragmentActivity
import androidx.leanback.app.GuidedStepSupportFragment

/** The screen for Android TV and Fire TV: one step of Leanback's that signs the user out. */
public class SignOutActivity : FragmentActivity() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        if (savedInstanceState == null) GuidedStepSupportFragment.addAsRoot(this, SignOutStep(), android.R.id.content)
    }
}
