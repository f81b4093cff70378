package dev.tvpass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The flows of an account, for an app in Java. */
class JavaAccountTest {
    private static final String SCREEN = "screen";

    private final Sandbox sandbox = new Sandbox();
    /** As an app's main thread. */
    private final ExecutorService screen = Executors.newSingleThreadExecutor(work -> new Thread(work, SCREEN));
    private TvPassFutures client;
    private TvPassAccountFutures account;

    @BeforeEach
    void open() throws Exception {
        DeviceInfo.Builder device = new DeviceInfo.Builder();
        device.setModel("Box");
        device.setVersion("1");
        device.setOsName(DeviceInfo.OsName.ANDROID);
        device.setOsVersion("14");
        device.setConnectionType(DeviceInfo.ConnectionType.WIFI);
        TvPassConfig.Builder config = new TvPassConfig.Builder(Environment.of(sandbox.getBase()), "REF30",
                DeviceIdentifier.fromText(Sandbox.DEVICE), device.build(), new TokenSource.Registration(sandbox.getSoftwareStatement()));
        client = end(TvPassFutures.open(config.build(), new UrlConnectionDriver(), new MemoryStateStore()));
        AccountSettings.Builder settings = new AccountSettings.Builder();
        settings.setDomainName("adobe.com");
        settings.setRedirectUrl(new RedirectUrl(sandbox.getBase() + "/app/signed-in"));
        account = client.account(settings.build());
    }

    @AfterEach
    void stop() {
        client.close();
        screen.shutdown();
        sandbox.close();
    }

    private static <T> T end(CompletableFuture<T> future) throws Exception {
        return future.get(Sandbox.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static SignInOptions quick() {
        SignInOptions.Builder options = new SignInOptions.Builder();
        options.setPollIntervalMillis(3_000);
        return options.secondScreen();
    }

    private void userSignsIn(String code) {
        sandbox.post("/sandbox/authentication-sessions/" + code, "{\"outcome\":\"signIn\",\"mvpd\":\"Cablevision\"}");
    }

    @Test
    void anEveningFromThePickerToTheSignOut() throws Exception {
        List<Status> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> watching = account.watchStatus(screen, seen::add);

        SignIn signIn = account.getAccount().signIn(quick());
        List<String> threads = new CopyOnWriteArrayList<>();
        SignInOutcome outcome = end(account.run(signIn, screen, step -> {
            threads.add(Thread.currentThread().getName());
            if (step instanceof SignInStep.ChooseProvider) assertTrue(signIn.chooseProvider("Cablevision"));
            if (step instanceof SignInStep.ShowCode) userSignsIn(((SignInStep.ShowCode) step).getScreen().getCode());
        }));
        assertEquals("Cablevision", assertInstanceOf(SignInOutcome.SignedIn.class, outcome).getMvpd().getId());
        assertEquals(2, threads.size());
        assertTrue(threads.stream().allMatch(name -> name.startsWith(SCREEN)), threads.toString());
        assertEquals("Cablevision", account.getStatus().getCurrent().getMvpd());
        assertEquals("Cablevision", end(account.refresh()).getMvpd().getId());
        assertEquals("Cablevision", end(account.providers()).getRemembered().getId());

        List<Locks> known = new CopyOnWriteArrayList<>();
        List<String> channels = Arrays.asList("TestStream1", "TestStream2", "TestStream3", "TestStream4", "TestStream5", "Sandbox_Parental");
        Locks locks = end(account.preauthorize(channels, Access.CURRENT, screen, known::add));
        assertEquals(2, known.size(), "as they become known");
        assertSame(locks, known.get(1));
        assertEquals(LockState.CLOSED, locks.getLocks().get(5).getState());
        PlayOutcome.Play play = assertInstanceOf(PlayOutcome.Play.class, end(account.authorize("TestStream1")));
        assertFalse(play.getMediaToken().<String>handOver(text -> text).isEmpty());

        SignOut signOut = account.getAccount().signOut(null);
        List<SignOutStep> left = new CopyOnWriteArrayList<>();
        SignedOut signedOut = end(account.run(signOut, screen, step -> {
            left.add(step);
            assertTrue(signOut.goOn());
        }));
        assertInstanceOf(SignOutStep.OpenBrowser.class, left.get(0));
        assertEquals(1, signedOut.getLogouts().size());
        assertNull(account.getStatus().getCurrent());

        Sandbox.eventually("the last change is told", () -> seen.get(seen.size() - 1).getMvpd() == null && seen.size() > 2);
        assertFalse(watching.isDone());
        assertTrue(watching.cancel(true));
        List<Boolean> states = seen.stream().map(status -> status.getCurrent() != null).distinct().collect(Collectors.toList());
        assertEquals(Arrays.asList(false, true), states);
    }

    @Test
    void temporaryAccessIsToldUntilItsEnd() throws Exception {
        sandbox.post("/sandbox/temp-passes", "{\"mvpd\":\"TempPass_5mins\",\"lastsMs\":4000}");
        PlayOutcome.Play play = assertInstanceOf(PlayOutcome.Play.class, end(account.authorize("TestStream1", Access.mvpd("TempPass_5mins"))));
        List<TemporaryAccessRemaining> left = new CopyOnWriteArrayList<>();
        TemporaryAccessEnd over = end(account.temporaryAccessEnd(play.getTemporary(), screen, left::add));
        assertInstanceOf(TemporaryAccessEnd.Ended.class, over);
        assertTrue(left.get(0).getRemainingMs() <= 5_000);
    }

    @Test
    void whoCancelsTheFutureEndsTheSignIn() throws Exception {
        SignInOptions.Builder options = new SignInOptions.Builder();
        options.setMvpd("Cablevision");
        SignIn signIn = account.getAccount().signIn(options.secondScreen());
        CompletableFuture<String> code = new CompletableFuture<>();
        CompletableFuture<SignInOutcome> outcome =
                account.run(signIn, screen, step -> code.complete(((SignInStep.ShowCode) step).getScreen().getCode()));
        end(code);
        assertTrue(outcome.cancel(true));
        Sandbox.eventually("the sign-in has ended", () -> !signIn.newCode());
    }

    @Test
    void whatAListenerThrowsAndWhatTheLibraryThrowsIsInTheFuture() throws Exception {
        IllegalStateException own = new IllegalStateException("of the app");
        CompletableFuture<SignInOutcome> outcome = account.run(account.getAccount().signIn(quick()), screen, step -> {
            throw own;
        });
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> end(outcome));
        assertEquals(own.getMessage(), assertInstanceOf(IllegalStateException.class, thrown.getCause()).getMessage());

        ExecutionException refused = assertThrows(ExecutionException.class, () -> end(account.authorize("")));
        assertInstanceOf(TvPassException.InvalidInput.class, refused.getCause());
        TvPassAccountFutures bare = client.account();
        ExecutionException missing =
                assertThrows(ExecutionException.class, () -> end(bare.run(bare.getAccount().signOut(null), screen, step -> {})));
        assertEquals("redirect_url", assertInstanceOf(TvPassException.InvalidInput.class, missing.getCause()).getField());
    }
}
