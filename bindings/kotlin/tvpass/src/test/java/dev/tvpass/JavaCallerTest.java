package dev.tvpass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        TvPassConfig config = new TvPassConfig(
                Environment.of(sandbox.getBase()), DeviceIdentifier.fromOsIdentifier("9774d56d682e549c"), deviceInfo(), source);
        return TvPassFutures.open(config, new UrlConnectionDriver(), new MemoryStateStore()).get(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static LogoutParameters parameters(String mvpd) {
        return new LogoutParameters("REF30", mvpd, new RedirectUrl("myapp://signed-out"));
    }

    @Test
    void logsOutAndFollowsWhatIsLeft() throws Exception {
        try (TvPassFutures client = open(new TokenSource.Registration(sandbox.getSoftwareStatement()))) {
            Logout logout = client.logout(parameters("Cablevision")).get(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
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
    void aFailureIsATvPassException() throws Exception {
        try (TvPassFutures client = open(new TokenSource.Registration(sandbox.getSoftwareStatement()))) {
            CompletableFuture<Logout> future = client.logout(parameters("Nobody"));
            ExecutionException error = assertThrows(ExecutionException.class, () -> future.get(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS));
            TvPassException.Refused refused = assertInstanceOf(TvPassException.Refused.class, error.getCause());
            assertEquals("invalid_parameter_mvpd", refused.getAdobeCode());
        }
    }

    @Test
    void cancellingTheFutureEndsTheLogout() throws Exception {
        try (TvPassFutures client = open(new TokenSource.Registration(sandbox.getSoftwareStatement()))) {
            client.logout(parameters("Dish")).get(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            sandbox.hang("/api/v2/");
            CompletableFuture<Logout> future = client.logout(parameters("Cablevision"));
            sandbox.awaitFault();
            assertTrue(future.cancel(true));
            Sandbox.eventually("the logout has ended", () -> client.getClient().supportReport().contains("cancelled after"));
        }
    }

    @Test
    void itsOwnTokensMayComeFromACallThatBlocks() throws Exception {
        TokenSource source = TvPassFutures.blockingTokenSource(rejected -> {
            Thread.sleep(20);
            return new ProvidedToken(sandbox.accessToken(), 3600L);
        });
        try (TvPassFutures client = open(source)) {
            assertEquals(1, client.logout(parameters("Dish")).get(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS).getProfiles().size());
        }
    }
}
