package dev.tvpass.android;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import android.content.Context;
import android.provider.Settings;
import dev.tvpass.DeviceInfo;
import dev.tvpass.Environment;
import dev.tvpass.HttpRequest;
import dev.tvpass.Site;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;

/** An Android app in Java. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = OldestAndroid.API_LEVEL, manifest = Config.NONE)
public class JavaAppTest {
    private final Context context = RuntimeEnvironment.getApplication();

    @Test
    public void describesItsDevice() {
        Settings.Secure.putString(context.getContentResolver(), Settings.Secure.ANDROID_ID, "9774d56d682e549c");
        DeviceInfo info = AndroidDevice.deviceInfo(context);
        assertEquals(DeviceInfo.OsName.ANDROID, info.getOsName());
        Site site = new Site(Environment.PRODUCTION, AndroidDevice.deviceIdentifier(context), info);
        HttpRequest request = site.prepareLogoutV1("REF30").getRequest();
        assertEquals("DELETE", request.getMethod());
        assertFalse(request.getUrl().contains("9774d56d682e549c"));
        assertFalse(LogoutPages.isBrowserThere(context));
        assertEquals("EncryptedStateStore(tvpass)", new EncryptedStateStore(context).toString());
    }
}
