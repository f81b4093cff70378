//! The blocking driver on the wire: what it sends, and what it makes of every way in which a server
//! can fail.

use std::net::TcpListener;
use std::time::Duration;

use crate::support::raw_server::{RawServer, Reply};
use crate::support::{ACCESS_TOKEN, logout_request, site};
use tvpass::driver::UreqDriver;
use tvpass::error::{Delivery, TransportError, TransportErrorKind as Kind};
use tvpass::operation::{
    ClientCredentials, CreateSession, InitiateLogout, InitiateLogoutV1, Operation as _,
    RegisterClient, RequestExtras, RetrieveAccessToken, SessionParameters, SoftwareStatement,
};
use tvpass::{AccessToken, Base, Error, Method, RedirectUrl, Request, Response};

const NO_PROFILE: &str = r#"{"logouts": {}}"#;

/// Long enough for a busy machine; for tests in which no limit is meant to run out.
const PATIENT: Duration = Duration::from_secs(60);
/// For tests in which it is.
const BRIEF: Duration = Duration::from_millis(300);

fn driver() -> UreqDriver {
    UreqDriver::builder()
        .connect_timeout(PATIENT)
        .total_timeout(PATIENT)
        .build()
}

/// Sends a logout to `server`.
fn send(driver: &UreqDriver, server: &RawServer) -> Result<Response, TransportError> {
    driver.send(&logout_request(&server.base()))
}

/// How the driver fails when every request gets this reply.
fn failure(reply: Reply) -> (Kind, Delivery) {
    failure_with(&driver(), reply)
}

fn failure_with(driver: &UreqDriver, reply: Reply) -> (Kind, Delivery) {
    let server = RawServer::always(reply);
    let error = send(driver, &server).unwrap_err();
    assert!(!error.message().is_empty());
    if error.kind == Kind::ResponseTooLarge && error.message().starts_with("the body") {
        let (words, _) = error.message().rsplit_once(" bytes").expect("a unit");
        assert!(
            words.ends_with("1000") || words.ends_with("1048576"),
            "{words}"
        );
    }
    (error.kind, error.delivery)
}

fn bytes(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

/// Request line, headers (names in lower case, sorted) and body.
fn parsed(request: &str) -> (&str, Vec<(String, &str)>, &str) {
    let (head, body) = request
        .split_once("\r\n\r\n")
        .expect("an end of the headers");
    let mut lines = head.split("\r\n");
    let request_line = lines.next().expect("a request line");
    let mut headers: Vec<_> = lines
        .map(|line| {
            let (name, value) = line.split_once(": ").expect(line);
            (name.to_ascii_lowercase(), value)
        })
        .collect();
    headers.sort();
    (request_line, headers, body)
}

/// What must be on the wire for `request`.
fn assert_on_the_wire(request: &Request, received: &str) {
    let (request_line, headers, body) = parsed(received);
    let base = request.base().as_str();
    let target = request.url().strip_prefix(base).expect("the base");
    assert_eq!(
        request_line,
        format!("{} {target} HTTP/1.1", request.method())
    );
    assert_eq!(body.as_bytes(), request.body());

    let host = base.strip_prefix("http://").expect("http");
    let length = body.len().to_string();
    let mut expected = vec![("host".to_owned(), host)];
    // RFC 9110 §8.6: also of an empty body, where the method is one that has a body.
    if !body.is_empty() || request.method() == Method::Post {
        expected.push(("content-length".to_owned(), &length));
    }
    for header in request.headers() {
        expected.push((header.name.to_ascii_lowercase(), header.value.as_str()));
    }
    expected.sort();
    assert_eq!(headers, expected);
}

#[test]
fn exactly_the_requests_headers_are_sent_and_those_that_http_needs() {
    let server = RawServer::always(Reply::whole("200 OK", NO_PROFILE));
    let site = site(&server.base());
    let user_agent = RequestExtras::new()
        .user_agent("Brand/1.0 (tvOS 17.4)")
        .unwrap();
    let credentials = ClientCredentials::new("s6BhdRkqt3", "t7AkePiru4+/=&%").unwrap();
    let statement = SoftwareStatement::new("eyJhbGciOiJSUzI1NiJ9.e30.c2ln").unwrap();
    let requests = [
        logout_request(&server.base()),
        InitiateLogoutV1::new("REF30")
            .and_then(|logout| logout.with_extras(user_agent))
            .unwrap()
            .request_without_token(&site),
        // A body without anything in it.
        CreateSession::new("REF30", SessionParameters::new())
            .unwrap()
            .request(&site, &AccessToken::new(ACCESS_TOKEN).unwrap()),
        RetrieveAccessToken::new(&credentials).request(&site),
        RegisterClient::new(&statement).request(&site),
    ];
    let driver = driver();
    for request in &requests {
        driver.send(request).unwrap();
    }
    let received = server.requests();
    assert_eq!(received.len(), requests.len());
    for (request, received) in requests.iter().zip(&received) {
        assert_on_the_wire(request, received);
    }
    // Nothing of the driver's own, whatever its HTTP library likes to add.
    let all = received.concat().to_ascii_lowercase();
    for name in [
        "accept-encoding",
        "ureq",
        "connection:",
        "cookie",
        "expect:",
    ] {
        assert!(!all.contains(name), "{name} in {all}");
    }
}

#[test]
fn an_answer_arrives_whole_whatever_its_status() {
    for status in [200, 201, 204, 302, 400, 401, 404, 429, 500, 503, 599] {
        let body = if status == 204 { "" } else { "body\0\r\n\r\n" };
        let answer = format!(
            "HTTP/1.1 {status} Whatever\r\nContent-Type: text/plain\r\nRetry-After: 5\r\nX-Odd: a\u{e9}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let server = RawServer::always(Reply::Answer(answer.into_bytes()));
        let response = send(&driver(), &server).unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.body(), body.as_bytes());
        assert_eq!(response.header("retry-after"), Some("5"));
        assert_eq!(response.content_type(), Some("text/plain"));
        assert!(
            response
                .header("x-odd")
                .is_some_and(|value| value.starts_with('a'))
        );
    }
}

#[test]
fn a_body_may_be_chunked_or_end_with_the_connection() {
    let body = "x".repeat(2500);
    let until_close = format!("HTTP/1.1 200 OK\r\n\r\n{body}").into_bytes();
    for reply in [
        Reply::chunked(body.as_bytes()),
        Reply::AnswerAndClose(until_close),
    ] {
        let server = RawServer::always(reply);
        assert_eq!(send(&driver(), &server).unwrap().body(), body.as_bytes());
    }
}

#[test]
fn a_connection_is_reused() {
    let server = RawServer::always(Reply::whole("200 OK", NO_PROFILE));
    let driver = driver();
    let clone = driver.clone();
    for driver in [&driver, &clone, &driver] {
        send(driver, &server).unwrap();
    }
    let redirect_url = RedirectUrl::new("https://adobe.com").unwrap();
    let operation = InitiateLogout::new("REF30", "Dish", &redirect_url).unwrap();
    let token = AccessToken::new(ACCESS_TOKEN).unwrap();
    let logout = driver.run(&operation, &site(&server.base()), &token);
    assert!(logout.unwrap().profiles.is_empty());
    assert_eq!(server.requests().len(), 4);
    assert_eq!(server.connections(), 1);
}

#[test]
fn a_connection_is_reused_after_an_error_of_the_service() {
    let server = RawServer::start(|number| match number {
        0 => Reply::whole("403 Forbidden", r#"{"code": "invalid_integration"}"#),
        1 => Reply::whole("429 Too Many Requests", "<html></html>"),
        2 => Reply::whole("204 No Content", ""),
        _ => Reply::whole("200 OK", NO_PROFILE),
    });
    let driver = driver();
    for _ in 0..4 {
        send(&driver, &server).unwrap();
    }
    assert_eq!(server.connections(), 1);
}

#[test]
fn a_kept_connection_that_the_server_has_closed_is_replaced() {
    let Reply::Answer(answer) = Reply::whole("200 OK", NO_PROFILE) else {
        unreachable!();
    };
    let server = RawServer::always(Reply::AnswerAndClose(answer));
    let driver = driver();
    for count in 1..=3 {
        send(&driver, &server).unwrap();
        server.wait_until_closed(count);
    }
    assert_eq!(server.connections(), 3);
}

#[test]
fn one_driver_serves_several_threads() {
    let server = RawServer::always(Reply::whole("200 OK", NO_PROFILE));
    let driver = driver();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| send(&driver, &server).unwrap());
        }
    });
    assert_eq!(server.requests().len(), 8);
}

#[test]
fn no_redirect_is_followed_and_no_token_reaches_the_second_host() {
    let other = RawServer::always(Reply::whole("200 OK", NO_PROFILE));
    for status in [
        "301 Moved",
        "302 Found",
        "303 See Other",
        "307 Temporary",
        "308 Permanent",
    ] {
        let location = format!("{}/elsewhere", other.base());
        let answer =
            format!("HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
        let server = RawServer::always(Reply::Answer(answer.into_bytes()));
        let response = send(&driver(), &server).unwrap();
        assert_eq!(response.status().to_string(), status[..3]);
        assert_eq!(response.header("location"), Some(location.as_str()));
        assert_eq!(server.requests().len(), 1);

        let request = logout_request(&server.base());
        let error = InitiateLogout::interpret(&request, &response).unwrap_err();
        assert!(matches!(error, Error::HttpStatus(_)), "{error:?}");
    }
    assert_eq!(other.connections(), 0);
}

#[test]
fn a_name_that_is_not_resolved_was_not_sent_to() {
    // No name has an empty part, so nobody is asked about it.
    let error = driver()
        .send(&logout_request("https://a..invalid"))
        .unwrap_err();
    assert_eq!(
        (error.kind, error.delivery),
        (Kind::Dns, Delivery::NotSent),
        "{error}"
    );
}

#[test]
fn a_refused_connection_was_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = driver().send(&logout_request(&base)).unwrap_err();
    assert_eq!(
        (error.kind, error.delivery),
        (Kind::Connect, Delivery::NotSent)
    );
}

#[test]
fn a_connection_lost_before_or_in_the_answer_may_have_been_delivered() {
    let lost = (Kind::ConnectionLost, Delivery::Possible);
    for cut in [
        "",
        "HTTP/1.1 2",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"logouts\"",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"lo",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"log\r\n",
    ] {
        assert_eq!(failure(Reply::AnswerAndClose(bytes(cut))), lost, "{cut:?}");
    }
}

#[test]
fn a_server_that_never_answers_or_never_ends_runs_into_the_limit() {
    let brief = UreqDriver::builder()
        .connect_timeout(PATIENT)
        .total_timeout(BRIEF)
        .build();
    let timeout = (Kind::Timeout, Delivery::Possible);
    let endless = bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
    assert_eq!(failure_with(&brief, Reply::Silence), timeout);
    assert_eq!(failure_with(&brief, Reply::Answer(endless)), timeout);
    // A byte now and then does not extend the limit.
    let slow = bytes(&"HTTP/1.1 200 OK\r\nX-Slow: yes\r\n".repeat(10));
    assert_eq!(failure_with(&brief, Reply::Trickle(slow)), timeout);
    let slow_body = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(500));
    assert_eq!(
        failure_with(&brief, Reply::Trickle(bytes(&slow_body))),
        timeout
    );
}

#[test]
fn a_tls_handshake_that_does_not_end_runs_into_the_connection_limit() {
    // The listener's queue accepts the connection; nobody reads from it.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("https://{}", listener.local_addr().unwrap());
    let brief = UreqDriver::builder()
        .connect_timeout(BRIEF)
        .total_timeout(PATIENT)
        .build();
    let error = brief.send(&logout_request(&base)).unwrap_err();
    assert_eq!(
        (error.kind, error.delivery),
        (Kind::Timeout, Delivery::NotSent),
        "{error}"
    );
}

#[test]
fn a_body_over_the_limit_is_an_error_and_at_the_limit_is_not() {
    let too_large = (Kind::ResponseTooLarge, Delivery::Possible);
    let small = UreqDriver::builder().max_response_bytes(1000).build();
    for size in [0, 1, 999, 1000, 1001, 5000] {
        let body = vec![b'x'; size];
        let mut until_close = bytes("HTTP/1.1 200 OK\r\n\r\n");
        until_close.extend_from_slice(&body);
        let replies = [
            Reply::whole("200 OK", &body),
            Reply::chunked(&body),
            Reply::AnswerAndClose(until_close),
        ];
        for reply in replies {
            if size > 1000 {
                assert_eq!(failure_with(&small, reply), too_large, "{size}");
            } else {
                let server = RawServer::always(reply);
                assert_eq!(send(&small, &server).unwrap().body(), body, "{size}");
            }
        }
    }
}

#[test]
fn the_limit_for_bodies_is_a_mebibyte_unless_set() {
    let limit = 1024 * 1024;
    let server = RawServer::always(Reply::whole("200 OK", vec![b'x'; limit]));
    assert_eq!(
        send(&UreqDriver::new(), &server).unwrap().body().len(),
        limit
    );
    let too_large = (Kind::ResponseTooLarge, Delivery::Possible);
    assert_eq!(
        failure(Reply::whole("200 OK", vec![b'x'; limit + 1])),
        too_large
    );
    // An answer that claims to be huge is not waited for.
    let claim = bytes("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
    let mut claimed = claim.clone();
    claimed.extend(vec![b'x'; limit + 1]);
    assert_eq!(failure(Reply::Answer(claimed)), too_large);
}

#[test]
fn what_is_not_http_is_a_protocol_error() {
    let garbage = [
        bytes("SSH-2.0-OpenSSH_9.9\r\n\r\n"),
        bytes("<html>no status line</html>\r\n\r\n"),
        bytes("HTTP/1.1 OK 200\r\n\r\n"),
        bytes("HTTP/1.1 200 OK\r\nNo colon here\r\n\r\n"),
        bytes("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
        bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        vec![0; 512],
        vec![0xff; 512],
    ];
    for answer in garbage {
        let start = String::from_utf8_lossy(&answer[..15]).into_owned();
        assert_eq!(
            failure(Reply::AnswerAndClose(answer)),
            (Kind::Protocol, Delivery::Possible),
            "{start:?}"
        );
    }
}

#[test]
fn headers_without_end_are_refused() {
    let long = format!(
        "HTTP/1.1 200 OK\r\nX-Long: {}\r\n\r\n",
        "x".repeat(4 * 1024 * 1024)
    );
    let (kind, delivery) = failure(Reply::AnswerAndClose(bytes(&long)));
    assert_eq!(delivery, Delivery::Possible);
    assert_eq!(kind, Kind::ResponseTooLarge);
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "X-Many: x\r\n".repeat(5_000));
    let (kind, delivery) = failure(Reply::AnswerAndClose(bytes(&many)));
    assert_eq!(delivery, Delivery::Possible);
    assert!(
        matches!(kind, Kind::ResponseTooLarge | Kind::Protocol),
        "{kind:?}"
    );
}

#[test]
fn plain_http_leaves_this_machine_in_no_way() {
    for base in [
        "http://sp.auth.adobe.com",
        "http://192.0.2.1:80",
        "http://[2001:db8::1]",
        "http://0.0.0.0:8480",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "HTTP://sp.auth.adobe.com",
    ] {
        let error = Base::new(base).unwrap_err();
        assert!(error.reason().contains("only https"), "{base}: {error}");
    }
}
