//! What a program prints of what the service sent: nothing that steers a terminal, or hides.

use std::path::Path;

use super::lost_answer::{run, service};
use super::raw_server::Reply;
use crate::project::Project;

/// A key that clears the screen, and one that is written from right to left.
const ANSWER: &str = r#"{"logouts": {
    "\u001b[2J\\evil": {"actionName": "partner_logout", "actionType": "partner_interactive"},
    "\u202eX": {"actionName": "no such action"}
}}"#;

/// Runs a program that takes `BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD`.
pub(crate) fn test(project: &Project, program: &Path, state: &Path) -> Result<(), String> {
    let server = service(|_| Reply::whole("200 OK", ANSWER));
    let said = run(project, program, state, &server)?;
    if said.chars().any(|c| !matches!(c, '\n' | ' '..='~')) {
        return Err(format!("printed what a key has inside: {said:?}"));
    }
    for expected in [r"\x1b[2J\x5cevil: ", r"\xe2\x80\xaeX: "] {
        if !said.contains(expected) {
            return Err(format!("{expected:?} is not in its output: {said}"));
        }
    }
    Ok(())
}
