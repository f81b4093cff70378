//! Registration, token, threads, observation.

use std::sync::{Arc, Barrier, Mutex};
use std::time::{Duration, Instant};

use tvpass::call::{CallOptions, ClientConfig, Event, EventKind, TokenSource};
use tvpass::driver::{BlockingClient, UreqDriver};
use tvpass::{AccessToken, Error, LogoutAction};
use tvpass_sandbox::{Answer, Clock, Config, Fault, Reply, Sandbox, software_statement};

use super::{client, config, options, parameters, site};

#[test]
fn sixty_four_threads_on_a_fresh_client_register_once_and_get_one_token() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    // The longer it takes, the more threads wait for it.
    sandbox
        .inject(Fault::slow("/o/client/", Duration::from_millis(100)).times(2))
        .unwrap();
    let client = client(&sandbox);
    let barrier = Barrier::new(64);
    std::thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| {
                barrier.wait();
                client.run(parameters("Dish"), options()).unwrap();
            });
        }
    });
    let counters = sandbox.counters();
    assert_eq!(
        (
            counters.registrations,
            counters.token_requests,
            counters.logouts_v2
        ),
        (1, 1, 64)
    );
}

#[test]
fn a_registration_that_takes_too_long_for_its_caller_is_taken_over_by_one_of_those_that_wait() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    sandbox
        .inject(Fault::slow("/o/client/register", Duration::from_secs(3600)))
        .unwrap();
    let client = client(&sandbox);
    let hasty = CallOptions::new().deadline_ms(3000);
    let patient = CallOptions::new().deadline_ms(120_000);
    std::thread::scope(|scope| {
        let started = Instant::now();
        let leader = scope.spawn(|| client.run(parameters("Dish"), hasty).unwrap_err());
        while sandbox.counters().requests == 0 && !leader.is_finished() {
            std::thread::sleep(Duration::from_millis(5));
        }
        let others: Vec<_> = (0..16)
            .map(|_| scope.spawn(|| client.run(parameters("Dish"), patient).unwrap()))
            .collect();
        let error = leader.join().unwrap();
        assert!(matches!(error, Error::DeadlineExceeded(_)), "{error:?}");
        // The driver's own limit for a request is 30 s.
        assert!(started.elapsed() < Duration::from_secs(25));
        for other in others {
            other.join().unwrap();
        }
    });
    let log = sandbox.log();
    let registrations = log.iter().filter(|entry| entry.path.ends_with("/register"));
    assert_eq!(registrations.count(), 2);
    let counters = sandbox.counters();
    assert_eq!((counters.token_requests, counters.logouts_v2), (1, 16));
}

#[test]
fn a_warm_logout_is_one_round_trip_on_the_same_connection() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let client = client(&sandbox);
    client.run(parameters("Dish"), options()).unwrap();
    let before = sandbox.counters();
    client.run(parameters("Dish"), options()).unwrap();
    let after = sandbox.counters();
    assert_eq!(after.requests - before.requests, 1);
    assert_eq!(after.connections, 1);
}

#[test]
fn with_strict_headers_nothing_undocumented_is_sent() {
    let sandbox = Sandbox::start(Config {
        strict_headers: true,
        ..Config::unthrottled()
    })
    .unwrap();
    client(&sandbox)
        .run(parameters("Cablevision"), options())
        .unwrap();
}

#[test]
fn the_throttle_of_the_service_is_respected() {
    let clock = Clock::frozen();
    let sandbox = Sandbox::start(Config {
        clock: clock.clone(),
        ..Config::default()
    })
    .unwrap();
    let config = config(&sandbox).pacing(true);
    let client = BlockingClient::without_store(config, UreqDriver::new());
    // Registration, token and eight logouts are the burst; the service's clock stands still.
    for _ in 0..8 {
        client.run(parameters("Dish"), options()).unwrap();
    }
    assert_eq!(sandbox.counters().throttled, 0);
    let error = client
        .run(parameters("Dish"), CallOptions::new().deadline_ms(500))
        .unwrap_err();
    assert!(matches!(error, Error::DeadlineExceeded(None)), "{error:?}");
    assert_eq!(sandbox.counters().requests, 10);
}

/// How long after the logout that gets `fault` the second one comes, in milliseconds.
fn pause_after(fault: Fault) -> u64 {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    sandbox.inject(fault).unwrap();
    client(&sandbox).run(parameters("Dish"), options()).unwrap();
    let log = sandbox.log();
    let logouts: Vec<_> = log
        .iter()
        .filter(|entry| entry.path.starts_with("/api/v2/"))
        .collect();
    assert_eq!(logouts.len(), 2);
    logouts[1].at_ms - logouts[0].at_ms
}

#[test]
fn a_429_is_waited_out() {
    let pause = pause_after(Fault::too_many_requests("/api/v2/", None));
    assert!(pause >= 990, "{pause}");
}

#[test]
fn retry_after_is_waited_for_with_503_too() {
    let maintenance = Reply {
        status: 503,
        headers: vec![("retry-after".into(), "3".into())],
        body: "<html>maintenance</html>".into(),
    };
    let pause = pause_after(Fault::answer("/api/v2/", Answer::Reply(maintenance)));
    assert!(pause >= 2990, "{pause}");
}

#[test]
fn the_app_may_supply_the_tokens_itself() {
    let sandbox = Arc::new(Sandbox::start(Config::unthrottled()).unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let provider = {
        let (sandbox, asked) = (sandbox.clone(), asked.clone());
        move |rejected| {
            asked.lock().unwrap().push(rejected);
            Ok((AccessToken::new(&sandbox.access_token()).unwrap(), None))
        }
    };
    let config = ClientConfig::new(site(&sandbox), TokenSource::App);
    let client = BlockingClient::with_token_provider(config, UreqDriver::new(), provider);
    client.run(parameters("Dish"), options()).unwrap();
    client.run(parameters("Cablevision"), options()).unwrap();
    sandbox.expire_tokens();
    client.run(parameters("ATTOTT"), options()).unwrap();
    assert_eq!(*asked.lock().unwrap(), [false, true]);
    assert_eq!(sandbox.counters().registrations, 0);
}

#[test]
fn the_observer_hears_everything_and_no_secret() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let events: Arc<Mutex<Vec<Event>>> = Arc::default();
    let observer = {
        let events = events.clone();
        Arc::new(move |event: &Event| events.lock().unwrap().push(event.clone()))
    };
    let client =
        BlockingClient::without_store(config(&sandbox).observer(observer), UreqDriver::new());
    client.run(parameters("Dish"), options()).unwrap();
    let error = client.run(parameters("Nobody"), options()).unwrap_err();

    let events = events.lock().unwrap();
    let requests = events
        .iter()
        .filter(|e| matches!(e.kind, EventKind::Request { .. }))
        .count();
    assert_eq!(requests, 4);
    assert!(events.iter().any(|e| e.kind == EventKind::Registered));
    let report = client.client().support_report(client.now_ms());
    assert!(report.contains(error.trace().unwrap()), "{report}");
    assert!(report.contains("GET logout\n"), "{report}");
    // Paths of other operations hold sign-in codes.
    assert!(!report.contains("/api/"), "{report}");
    let state = client.client().state().unwrap();
    let state: serde_json::Value = serde_json::from_str(state.expose()).unwrap();
    let secrets = [
        software_statement(),
        state["client_secret"].as_str().unwrap().to_owned(),
        state["token"]["access_token"].as_str().unwrap().to_owned(),
        super::DEVICE.to_owned(),
    ];
    for secret in &secrets {
        assert!(!format!("{events:?}{report}{client:?}{error:?}").contains(secret.as_str()));
    }
}

#[test]
fn cancelling_from_another_thread_ends_the_waiting_and_leaves_the_client_usable() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    sandbox
        .inject(Fault::too_many_requests("/api/v2/", Some("30")))
        .unwrap();
    let client = client(&sandbox);
    let cancellation = client.cancellation();
    let patient = CallOptions::new().deadline_ms(120_000);
    let error = std::thread::scope(|scope| {
        let waiting =
            scope.spawn(|| client.run_cancellable(parameters("Dish"), patient, &cancellation));
        // Until the answer has arrived: cancelling earlier would end the request that is out.
        while !client.client().support_report(0).contains("HTTP 429") {
            std::thread::sleep(Duration::from_millis(5));
        }
        cancellation.cancel();
        waiting.join().unwrap().unwrap_err()
    });
    assert!(matches!(error, Error::Cancelled), "{error:?}");
    // The silence that the service asked for goes on; what needs no request works at once.
    assert!(client.client().is_registered());
    let error = client
        .run(parameters("Dish"), CallOptions::new().deadline_ms(50))
        .unwrap_err();
    assert!(matches!(error, Error::Throttled(_)), "{error:?}");
}

#[test]
fn an_expired_token_is_renewed_once_and_the_logout_goes_through() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let client = client(&sandbox);
    client.run(parameters("Dish"), options()).unwrap();
    sandbox.expire_tokens();
    let logout = client.run(parameters("Cablevision"), options()).unwrap();
    assert!(matches!(
        logout.profiles[0].action,
        LogoutAction::OpenUrl(_)
    ));
    let counters = sandbox.counters();
    assert_eq!(
        (
            counters.registrations,
            counters.tokens_issued,
            counters.unauthorized
        ),
        (1, 2, 1)
    );
}
