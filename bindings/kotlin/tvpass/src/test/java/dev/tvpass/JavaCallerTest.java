package dev.tvpass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An app in Java. */
class JavaCallerTest {
    private final Sandbox sandbox = new Sandbox("--no-throttle");

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private static DeviceInfo deviceInfo() {
        DeviceInfo.Builder builder = new DeviceInfo.Builder();
        builder.setModel("Box");
        builder.setVersion("1");
        builder.setOsName(DeviceInfo.OsName.ANDROID);
        builder.setOsVersion("14");
        builder.setConnectionType(DeviceInfo.ConnectionType.WIFI);
        return builder.build();
    }

    private TvPassFutures open(TokenSource source) throws Exception {
        TvPassConfig.Builder config = new TvPassConfig.Builder(
                Environment.of(sandbox.getBase()), "REF30", DeviceIdentifier.fromOsIdentifier("9774d56d682e549c"), deviceInfo(), source);
        config.setPaced(false);
        return TvPassFutures.open(config.build(), new UrlConnectionDriver(), new MemoryStateStore()).get(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static final RedirectUrl SIGNED_OUT = new RedirectUrl("myapp://signed-out");

    @Test
    void logsOutAndFollowsWhatIsLeft() throws Exception {
        try (TvPassFutures client = open(new TokenSource.Registration(sandbox.getSoftwareStatement()))) {
            Logout logout = client.logout("Cablevision", SIGNED_OUT).get(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            FollowUp.OpenUrl open = assertInstanceOf(FollowUp.OpenUrl.class, logout.getFollowUps().get(0));
            assertEquals("Cablevision", open.getProfile().getKey());
            assertThrows(UnsupportedOperationException.class, () -> logout.getFollowUps().clear());
            assertTrue(open.getUrl().startsWith(sandbox.getBase()));
            RedirectUrl redirectUrl = new RedirectUrl("myapp://signed-out");
            assertTrue(redirectUrl.isReachedBy("myapp://signed-out/?state=1"));
            assertFalse(redirectUrl.isReachedBy("https://signed-out/"));
        }
    }

    @Test
    void asksWhatMayBeWatchedAndUsesTheTokenOnce() throws Exception {
        sandbox.post("/sandbox/profiles", "{\"device\":\"" + sha256("9774d56d682e549c") + "\",\"serviceProvider\":\"REF30\",\"profiles\":"
                + "[{\"mvpd\":\"Cablevision\",\"kind\":\"absoluteUrl\"}]}");
        try (TvPassFutures client = open(new TokenSource.Registration(sandbox.getSoftwareStatement()))) {
            CallOptions.Builder options = new CallOptions.Builder();
            options.setDeadlineMillis(Sandbox.LIMIT_MILLIS);
            List<String> resources = Collections.singletonList("TestStream1");
            AuthorizationDecisions decisions = client.authorize("Cablevision", resources, options.build())
                    .get(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            assertEquals(Verdict.PERMIT, decisions.about("TestStream1").getVerdict());
            MediaToken token = decisions.takeMediaToken("TestStream1");
            assertNotNull(token.<String>handOver(text -> text));
            assertThrows(IllegalStateException.class, () -> token.<String>handOver(text -> text));
            Configuration configuration = client.configuration().get(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            assertEquals("Cablevision", Lookups.mvpd(configuration, "Cablevision").getId());
        }
    }

    private static String sha256(String text) throws Exception {
        StringBuilder hex = new StringBuilder();
        for (byte b : MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))) hex.append(String.format("%02x", b));
        return hex.toString();
    }

    @Test
    void aFailureIsATvPassException() throws Exception {
        try (TvPassFutures client = open(new TokenSource.Registration(sandbox.getSoftwareStatement()))) {
            CompletableFuture<Logout> future = client.logout("Nobody", SIGNED_OUT);
            ExecutionException error = assertThrows(ExecutionException.class, () -> future.get(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS));
            TvPassException.Refused refused = assertInstanceOf(TvPassException.Refused.class, error.getCause());
            assertEquals("invalid_parameter_mvpd", refused.getAdobeCode());
        }
    }

    @Test
    void cancellingTheFutureEndsTheLogout() throws Exception {
        try (TvPassFutures client = open(new TokenSource.Registration(sandbox.getSoftwareStatement()))) {
            client.logout("Dish", SIGNED_OUT).get(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            sandbox.hang("/api/v2/");
            CompletableFuture<Logout> future = client.logout("Cablevision", SIGNED_OUT);
            sandbox.awaitFault();
            assertTrue(future.cancel(true));
            Sandbox.eventually("the logout has ended", () -> client.getClient().supportReport().contains("cancelled after"));
        }
    }

    @Test
    void itsOwnTokensMayComeFromACallThatBlocks() throws Exception {
        TokenSource source = TvPassFutures.blockingTokenSource(rejected -> {
            Thread.sleep(20);
            return new AccessToken(sandbox.accessToken(), 3600L);
        });
        try (TvPassFutures client = open(source)) {
            assertEquals(1, client.logout("Dish", SIGNED_OUT).get(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS).getProfiles().size());
        }
    }
}
