//! The server itself: accepts connections, lets each request pass log, faults and throttle, and
//! hands it to its page.
//!
//! The accept loop is the sandbox's own and not `axum::serve`, because a fault may be that a
//! connection closes without an answer: hyper does that when the service of a connection returns an
//! error, and axum's handlers cannot.

use std::convert::Infallible;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, Response};
use axum::routing::{any, delete, get, post};
use bytes::Bytes;
use http_body::Body as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tower_service::Service as _;

use crate::app::App;
use crate::enhanced::respond;
use crate::exchange::{Answered, Exchange};
use crate::fault::{Answer, Fault};
use crate::request_body::{self, Unread};
use crate::rules::Expectations;
use crate::{
    activate, control, control_answer, dcr, device, fault_answer, guard, login, logos, logout_v1,
    throttle, user_agent, v2, workbench,
};

/// The head of a request, about: those with tokens are the longest.
const LARGEST_REQUEST_HEAD: usize = 64 << 10;

/// A longer answer is written by a fault.
const LONGEST_JUDGED_ANSWER: u64 = 1 << 20;

/// Why a connection ends without an answer.
#[derive(Debug)]
struct ClosedByFault;

impl fmt::Display for ClosedByFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("closed by a fault")
    }
}

impl std::error::Error for ClosedByFault {}

/// Serves until `stop` is sent or dropped. Connections that are still open end with the runtime.
pub(crate) async fn run(
    app: Arc<App>,
    listener: TcpListener,
    mut stop: oneshot::Receiver<Infallible>,
) {
    let router = router(Arc::clone(&app));
    loop {
        tokio::select! {
            _ = &mut stop => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    tokio::spawn(connection(Arc::clone(&app), router.clone(), stream, peer.ip()));
                }
                // Out of file descriptors, most likely: a client will close something soon.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
        }
    }
}

async fn connection(app: Arc<App>, router: Router, stream: TcpStream, peer: IpAddr) {
    let connection = {
        let mut state = app.state();
        state.counters.connections += 1;
        state.counters.connections
    };
    let is_here = peer.is_loopback() || stream.local_addr().is_ok_and(|here| here.ip() == peer);
    let peer = Peer {
        ip: peer,
        is_here,
        connection,
    };
    // Without this, an answer in two writes may wait for an acknowledgement that the client delays.
    let _ = stream.set_nodelay(true);
    let mut close = app.close_connections.subscribe();
    let service = service_fn(move |request| serve(Arc::clone(&app), router.clone(), peer, request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .max_buf_size(LARGEST_REQUEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    // An error is a client that went away, sent no HTTP, or met a fault: nobody is left to be told.
    tokio::select! {
        _ = connection.as_mut() => return,
        Ok(()) = close.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

fn router(app: Arc<App>) -> Router {
    let register = post(dcr::register).fallback(dcr::method_not_allowed);
    let token = post(dcr::token).fallback(dcr::method_not_allowed);
    let logout_v1 = delete(logout_v1::logout).fallback(logout_v1::method_not_allowed);
    Router::new()
        .route("/o/client/register", register)
        .route("/o/client/token", token)
        .route("/api/v1/logout", logout_v1)
        .route("/adobe-services/logout", get(user_agent::start))
        .route("/adobe-services/logout/return", get(user_agent::finish))
        .route("/mvpd/{mvpd}/slo", get(user_agent::mvpd))
        .route("/app/signed-out", get(user_agent::landing))
        .merge(login::router())
        .merge(activate::router())
        .route("/logos/{file}", get(logos::logo))
        .route("/", any(workbench::front))
        .nest("/sandbox", control::router())
        .fallback(v2::handle)
        // What `request_body` has read is not too large.
        .layer(axum::extract::DefaultBodyLimit::disable())
        .with_state(app)
}

/// Who is at the other end of a connection.
#[derive(Debug, Clone, Copy)]
struct Peer {
    ip: IpAddr,
    /// Whether it is on this machine.
    is_here: bool,
    /// The number of the connection.
    connection: u64,
}

async fn serve(
    app: Arc<App>,
    router: Router,
    peer: Peer,
    request: Request<Incoming>,
) -> Result<Response<Body>, ClosedByFault> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    if guard::guards(path) {
        let checked = guard::check(&app.config, peer.is_here, &parts);
        let request = Request::from_parts(parts, Body::new(body));
        return Ok(match checked {
            Ok(()) => control_answer::as_error(call(router, request).await).await,
            Err(reason) => guard::refusal(reason),
        });
    }
    let begun = Instant::now();
    let started_ms = millis(app.now());
    let body = request_body::whole(Body::new(body)).await;
    let unread = body.as_ref().err().copied();
    let body = body.unwrap_or_default();
    let (number, fault) = {
        let now = app.now();
        let mut state = app.state();
        state.counters.requests += 1;
        let token = device::single(&parts.headers, "authorization");
        let token = token.and_then(|value| value.strip_prefix("Bearer "));
        let token = token.map(|token| state.token_state(token, now));
        let number = state
            .log
            .add(started_ms, peer.connection, &parts, &body, token);
        let fault = state.faults.take(parts.method.as_str(), path);
        state.counters.faults += u64::from(fault.is_some());
        (number, fault)
    };
    app.news.send_modify(|_| {});
    let mut exchange = Exchange {
        number,
        started_ms,
        ended_ms: started_ms,
        address: device_address(&parts.headers)
            .unwrap_or(peer.ip)
            .to_string(),
        origin: app.base_url.clone(),
        method: parts.method.as_str().to_owned(),
        path: path.to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers.clone(),
        body: body.clone(),
        answer: None,
        is_foreign: false,
        is_fault: fault.is_some(),
    };
    let is_broken = fault
        .as_ref()
        .is_some_and(|fault| matches!(fault.answer, Answer::Truncated(_)));
    let request = Request::from_parts(parts, Body::from(body));
    let response = match (unread, fault) {
        (Some(unread), _) => Ok(refused(unread)),
        (None, None) => Ok(act(&app, router, peer.ip, request).await),
        (None, Some(fault)) => go_wrong(&app, router, peer.ip, request, fault).await,
    };
    let response = match response {
        Ok(response) if is_broken => Ok((head_of(&response), response)),
        Ok(response) => Ok(read(response).await),
        Err(closed) => Err(closed),
    };
    exchange.ended_ms = millis(app.now());
    exchange.answer = response.as_ref().ok().map(|(answered, _)| answered.clone());
    let response = response.map(|(_, response)| response);
    app.judge(&exchange, begun.elapsed(), response.as_ref().ok());
    response
}

/// An answer without its body.
fn head_of(response: &Response<Body>) -> Answered {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answered {
        status,
        headers,
        body: Bytes::new(),
    }
}

/// The answer with its body, and a response that still has it. Of a long body nothing is kept.
async fn read(response: Response<Body>) -> (Answered, Response<Body>) {
    let length = response.body().size_hint().exact();
    if length.is_none_or(|length| length > LONGEST_JUDGED_ANSWER) {
        return (head_of(&response), response);
    }
    let (parts, body) = response.into_parts();
    // A body of known length that no fault cuts short is in memory already.
    let body = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    let response = Response::from_parts(parts, Body::from(body.clone()));
    (
        Answered {
            body,
            ..head_of(&response)
        },
        response,
    )
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl App {
    /// Writes down what was answered, and what Adobe's rules say about it.
    fn judge(&self, exchange: &Exchange, took: Duration, response: Option<&Response<Body>>) {
        {
            let mut state = self.state();
            let limits = state.decision_rules.limits;
            state.checker.expectations = Expectations {
                browser_on_device: self.config.browser_on_device,
                preauthorize_limit: limits.preauthorize,
                authorize_limit: limits.authorize,
            };
            let verdict = state.checker.observe(exchange);
            state.log.judged(exchange.number, verdict.sender);
            for (number, finding) in verdict.findings {
                state.log.found(number, finding);
            }
            state.log.answered(exchange, millis(took), response);
        }
        self.news.send_modify(|_| {});
    }
}

/// What the service does: the throttle, then the page.
async fn act(app: &App, router: Router, peer: IpAddr, request: Request<Body>) -> Response<Body> {
    if app.config.throttle && throttle::covers(request.uri().path()) {
        let address = device_address(request.headers()).unwrap_or(peer);
        let now = app.now();
        let mut state = app.state();
        if !state.throttle.admit(&address.to_string(), now) {
            state.counters.throttled += 1;
            return respond(429, "text/html", throttle::BODY);
        }
    }
    call(router, request).await
}

/// The device's address as a server in between tells it: the first that `X-Forwarded-For` lists.
fn device_address(headers: &HeaderMap) -> Option<IpAddr> {
    let value = headers.get("x-forwarded-for")?.to_str().ok()?;
    value.split(',').next()?.trim().parse().ok()
}

async fn go_wrong(
    app: &App,
    router: Router,
    peer: IpAddr,
    request: Request<Body>,
    fault: Fault,
) -> Result<Response<Body>, ClosedByFault> {
    let path = request.uri().path().to_owned();
    let mut pending = Some(request);
    let mut real = None;
    if fault.server_acts {
        if let Some(request) = pending.take() {
            real = Some(act(app, router.clone(), peer, request).await);
        }
    }
    tokio::time::sleep(fault.delay).await;
    if fault.answer == Answer::Real {
        return Ok(match (real, pending) {
            (Some(response), _) => response,
            (None, Some(request)) => act(app, router, peer, request).await,
            (None, None) => return Err(ClosedByFault),
        });
    }
    fault_answer::build(&path, fault.answer).ok_or(ClosedByFault)
}

/// The answer to a request whose body could not be read.
fn refused((status, why): Unread) -> Response<Body> {
    respond(status, "text/plain", why)
}

async fn call(mut router: Router, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = match request_body::whole(body).await {
        Ok(body) => body,
        Err(unread) => return refused(unread),
    };
    let request = Request::from_parts(parts, Body::from(body));
    match router.call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
