package com.amazon.ottssotokenlib

import android.content.Context
import android.os.Bundle

/** Stands in for Amazon's library, by the signatures of Adobe's Amazon SSO cookbook. */
@Suppress("ktlint:standard:function-naming", "unused")
class SSOEnabler private constructor() {
    private var timeoutMillis = 60_000L

    fun setSSOTokenTimeout(millis: Long) {
        timeoutMillis = millis
    }

    fun getSSOTokenSync(): Bundle = answer(timeoutMillis)

    companion object {
        /** What the library says, given its time limit. */
        @JvmStatic
        var answer: (Long) -> Bundle = { Bundle() }

        @JvmStatic
        fun getInstance(context: Context): SSOEnabler {
            checkNotNull(context.applicationContext)
            return SSOEnabler()
        }
    }
}
