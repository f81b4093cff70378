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
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, Response};
use axum::routing::{any, delete, get, post};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tower_service::Service as _;

use crate::app::App;
use crate::enhanced::respond;
use crate::fault::{Answer, Fault};
use crate::{
    activate, control, dcr, fault_answer, login, logos, logout_v1, throttle, user_agent, v2,
};

/// More than any request of this protocol needs; the largest has a SAML response in it.
const LARGEST_REQUEST_BODY: usize = 2 << 20;

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
    let number = {
        let mut state = app.state();
        state.counters.connections += 1;
        state.counters.connections
    };
    // Without this, an answer in two writes may wait for an acknowledgement that the client delays.
    let _ = stream.set_nodelay(true);
    let mut close = app.close_connections.subscribe();
    let service =
        service_fn(move |request| serve(Arc::clone(&app), router.clone(), number, peer, request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
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
        .route("/", any(control::help))
        .nest("/sandbox", control::router())
        .fallback(v2::handle)
        .layer(axum::extract::DefaultBodyLimit::max(LARGEST_REQUEST_BODY))
        .with_state(app)
}

async fn serve(
    app: Arc<App>,
    router: Router,
    connection: u64,
    peer: IpAddr,
    request: Request<Incoming>,
) -> Result<Response<Body>, ClosedByFault> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    if path == "/sandbox" || path.starts_with("/sandbox/") {
        return Ok(call(router, Request::from_parts(parts, Body::new(body))).await);
    }
    let (number, fault) = {
        let at_ms = u64::try_from(app.now().as_millis()).unwrap_or(u64::MAX);
        let mut state = app.state();
        state.counters.requests += 1;
        let number = state.log.add(at_ms, connection, &parts);
        let fault = state.faults.take(parts.method.as_str(), path);
        state.counters.faults += u64::from(fault.is_some());
        (number, fault)
    };
    let request = Request::from_parts(parts, Body::new(body));
    let response = match fault {
        None => act(&app, router, peer, request).await,
        Some(fault) => go_wrong(&app, router, peer, request, fault).await?,
    };
    app.state().log.answered(number, &response);
    Ok(response)
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
    if let Some(request) = pending {
        // Closing a socket with unread bytes in it resets the connection, which is another fault
        // than the one wanted.
        let _ = axum::body::to_bytes(request.into_body(), LARGEST_REQUEST_BODY).await;
    }
    fault_answer::build(&path, fault.answer).ok_or(ClosedByFault)
}

async fn call(mut router: Router, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    // Also for pages that look at no body: hyper closes a connection on which one is left unread,
    // and a client that reuses it then loses its next request.
    let Ok(body) = axum::body::to_bytes(body, LARGEST_REQUEST_BODY).await else {
        return respond(413, "text/plain", "No request is as large as this.\n");
    };
    let request = Request::from_parts(parts, Body::from(body));
    match router.call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
