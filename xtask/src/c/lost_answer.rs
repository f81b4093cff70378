//! What a program does if the service acts on a logout and the answer is lost: the HTTP client must
//! not send it again by itself, as libcurl does on a connection that it uses again, and the program
//! has to say that the outcome is in doubt.

use std::path::Path;

use super::raw_server::{RawServer, Reply};
use crate::command::Cmd;
use crate::files;
use crate::project::Project;

/// What a program sends first, on connections that are kept: registration and token.
const BEFORE: usize = 2;

/// How often a call tries a logout whose answers are lost.
const ATTEMPTS: usize = 3;

/// Runs a program that takes `BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD`.
pub(crate) fn test(project: &Project, program: &Path, state: &Path) -> Result<(), String> {
    // The first logout takes effect, and nobody hears of it.
    let acted = service(|logout| match logout {
        0 => Reply::AnswerAndClose(Vec::new()),
        _ => Reply::whole(
            "200 OK",
            r#"{"logouts": {"Cablevision": {"actionName": "invalid", "actionType": "none"}}}"#,
        ),
    });
    let said = run(project, program, state, &acted)?;
    if !said.contains("Cablevision: an answer was lost") {
        return Err(format!("took a lost answer for none: {said}"));
    }
    counted(&acted, 2)?;

    // Whoever repeats by himself sends more than the call asked for.
    let never = service(|_| Reply::AnswerAndClose(Vec::new()));
    match run(project, program, state, &never) {
        Ok(said) => Err(format!(
            "did not notice that no logout was answered: {said}"
        )),
        Err(_) => counted(&never, ATTEMPTS),
    }
}

/// A service that answers registration and token, and logouts as it is told, by their number.
pub(super) fn service(logout: impl Fn(usize) -> Reply + Send + Sync + 'static) -> RawServer {
    RawServer::start(move |number| match number {
        0 => Reply::whole(
            "201 Created",
            r#"{"client_id": "id", "client_secret": "secret"}"#,
        ),
        1 => Reply::whole(
            "201 Created",
            r#"{"access_token": "token", "token_type": "bearer", "expires_in": 86400}"#,
        ),
        number => logout(number - BEFORE),
    })
}

/// What a program prints that begins without state. An error if it fails.
pub(super) fn run(
    project: &Project,
    program: &Path,
    state: &Path,
    server: &RawServer,
) -> Result<String, String> {
    files::remove(state)?;
    let statement = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln";
    Cmd::new(project, program, [&server.base(), statement])
        .args([state.as_os_str()])
        .args(["Cablevision"])
        .capture()
}

/// Whether this many logouts were sent.
fn counted(server: &RawServer, expected: usize) -> Result<(), String> {
    let requests = server.requests();
    let logouts = requests
        .iter()
        .filter(|request| request.starts_with("GET "));
    match logouts.count() {
        count if count == expected => Ok(()),
        count => Err(format!("sent {count} logouts, not {expected}")),
    }
}
