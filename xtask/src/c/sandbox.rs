//! The sandbox as a server for programs: started on a free port, ended when it is dropped.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::command::Cmd;
use crate::project::Project;
use crate::suite::tests_program;

/// Builds the program for tests.
pub(crate) fn program(project: &Project) -> Cmd {
    tests_program(project, "tvpass-sandbox")
}

pub(crate) struct Sandbox {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub(crate) url: String,
}

impl Sandbox {
    pub(crate) fn start(project: &Project) -> Result<Self, String> {
        Self::start_with(project, "dev", &[])
    }

    /// The same, compiled with this profile, and with more options.
    pub(crate) fn start_with(
        project: &Project,
        profile: &str,
        options: &[&str],
    ) -> Result<Self, String> {
        let (build, folder) = match profile {
            "dev" => (self::program(project), "debug"),
            other => {
                let build = ["build", "--locked", "--package", "tvpass-sandbox"];
                let build = Cmd::cargo(project, build);
                (build.args([format!("--profile={other}")]), other)
            }
        };
        build.run()?;
        let program = project
            .root
            .join("target")
            .join(folder)
            .join("tvpass-sandbox");
        let mut child = Command::new(&program)
            .args(["--port", "0", "--exit-with-stdin"])
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| format!("{}: {e}", program.display()))?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            let read = BufReader::new(output).read_line(&mut line);
            read.map_err(|e| format!("the sandbox: {e}"))?;
        }
        let url = line.trim().strip_prefix("listening on ").map(str::to_owned);
        let sandbox = Self {
            child,
            url: url.clone().unwrap_or_default(),
        };
        match url {
            Some(_) => Ok(sandbox),
            None => Err(format!("the sandbox said {line:?}, not where it listens")),
        }
    }

    /// What a control endpoint answers at `pointer`, as text.
    pub(crate) fn ask(&self, method: &str, path: &str, pointer: &str) -> Result<String, String> {
        self.tell(method, path, "", pointer)
    }

    /// The same, with JSON.
    pub(crate) fn tell(
        &self,
        method: &str,
        path: &str,
        json: &str,
        pointer: &str,
    ) -> Result<String, String> {
        let text = self
            .exchange(method, path, json)
            .map_err(|e| format!("the sandbox: {e}"))?;
        let (_, body) = text.split_once("\r\n\r\n").unwrap_or_default();
        let body: Value =
            serde_json::from_str(body).map_err(|e| format!("the sandbox: {e}: {body}"))?;
        match body.pointer(pointer) {
            Some(Value::String(text)) => Ok(text.clone()),
            Some(Value::Number(number)) => Ok(number.to_string()),
            Some(whole) if pointer.is_empty() => Ok(whole.to_string()),
            _ => Err(format!("the sandbox answered no {pointer}: {body}")),
        }
    }

    fn exchange(&self, method: &str, path: &str, json: &str) -> std::io::Result<String> {
        let address = self.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address)?;
        let head = format!("{method} {path} HTTP/1.0\r\nHost: {address}\r\n");
        stream.write_all(
            format!(
                "{head}Content-Length: {}\r\nConnection: close\r\n\r\n{json}",
                json.len()
            )
            .as_bytes(),
        )?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok(text)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // It ends when its standard input closes; waiting for it keeps no zombie.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
