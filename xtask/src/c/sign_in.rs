//! The example of a sign-in, with somebody who looks at its screen and has a phone.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use super::sandbox::Sandbox;
use crate::project::Project;

/// Signs in by the code that the program shows, and starts it again: it remembers. `state` is a
/// file that there may be.
pub(crate) fn test(project: &Project, program: &Path, state: &Path) -> Result<(), String> {
    let _ = fs::remove_file(state);
    let sandbox = Sandbox::start(project)?;
    let statement = sandbox.ask("GET", "/sandbox/hello", "/softwareStatement")?;
    let first = run(program, &sandbox, &statement, state)?;
    if !first.contains('█') {
        return Err(format!("there is no QR code on the screen:\n{first}"));
    }
    let second = run(program, &sandbox, &statement, state)?;
    if second.trim() != "signed in with Optimum" {
        return Err(format!("the second start does not remember:\n{second}"));
    }
    let sessions = sandbox.ask("GET", "/sandbox/counters", "/registrations")?;
    match sessions.as_str() {
        "1" => Ok(()),
        many => Err(format!("registered {many} times, not once")),
    }
}

/// What the program prints. Whoever reads a code there signs in with it.
fn run(program: &Path, sandbox: &Sandbox, statement: &str, state: &Path) -> Result<String, String> {
    let about = |e: std::io::Error| format!("{}: {e}", program.display());
    println!("$ {} … optimum", program.display());
    let mut child = Command::new(program)
        .args([&sandbox.url, statement])
        .arg(state)
        .arg("optimum")
        .stdout(Stdio::piped())
        .spawn()
        .map_err(about)?;
    let mut printed = String::new();
    let mut signed = Ok(());
    if let Some(output) = child.stdout.take() {
        let mut output = BufReader::new(output);
        let mut line = String::new();
        while output.read_line(&mut line).map_err(about)? > 0 {
            if let Some(groups) = line.strip_prefix("code ") {
                let code: String = groups.split_whitespace().collect();
                let path = format!("/sandbox/authentication-sessions/{code}");
                signed = sandbox
                    .tell("POST", &path, r#"{"outcome":"signIn"}"#, "")
                    .map(drop);
                if signed.is_err() {
                    let _ = child.kill();
                }
            }
            printed.push_str(&line);
            line.clear();
        }
        output.read_to_string(&mut printed).map_err(about)?;
    }
    print!("{printed}");
    let status = child.wait().map_err(about)?;
    signed?;
    match status.success() {
        true => Ok(printed),
        false => Err(format!("{}: {status}", program.display())),
    }
}
