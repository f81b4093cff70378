//! Whether libcurl, used as the example does, sends a POST whose body is empty as one: with
//! `Content-Length: 0`. Servers and proxies may refuse it otherwise (411), or wait for a body.

use std::path::Path;

use super::lost_answer::service;
use super::raw_server::Reply;
use crate::command::Cmd;
use crate::project::Project;

/// The program's source, seen from the examples.
pub(crate) const SOURCE: &str = "../tests/capi/empty_post_libcurl.c";

/// Runs it.
pub(crate) fn test(project: &Project, program: &Path) -> Result<(), String> {
    let server = service(|_| {
        Reply::whole(
            "200 OK",
            r#"{"actionName": "resume", "actionType": "direct", "code": "8ER640M"}"#,
        )
    });
    let statement = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln";
    let said = Cmd::new(project, program, [&server.base(), statement]).capture()?;
    if said != "code 8ER640M\n" {
        return Err(format!("{SOURCE}: said {said:?}"));
    }
    let requests = server.requests();
    let start = "POST /api/v2/REF30/sessions HTTP/1.1\r\n";
    let mut created = requests.iter().filter(|request| request.starts_with(start));
    let lengths = |request: &str| {
        let lines = request.lines().map(str::to_ascii_lowercase);
        let lengths = lines.filter(|line| line.starts_with("content-length:"));
        lengths.collect::<Vec<_>>()
    };
    match (created.next(), created.next()) {
        (Some(request), None)
            if lengths(request) == ["content-length: 0"] && request.ends_with("\r\n\r\n") =>
        {
            Ok(())
        }
        _ => Err(format!("{SOURCE}: sent {requests:?}")),
    }
}
