//! `tvpass decode`: what the headers of a request say.

use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use serde_json::Value;
use tvpass::error::printable;

use crate::exit::{Exit, Failure, Outcome};
use crate::har::{self, Header};
use crate::header_values::{self, Decoded};
use crate::screen::{Report, Screen};
use crate::settings::read_file;
use crate::style::{BOLD, WARNING, styled};

/// More than this on standard input are no headers.
const MAX_INPUT_BYTES: u64 = 1024 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// A header (`Name: value`) or the value alone; without it, lines of standard input, which
    /// keeps tokens out of the shell's history
    #[arg(value_name = "HEADER")]
    header: Option<String>,

    /// The requests of a HAR file, as browsers and debugging proxies write them
    #[arg(long, value_name = "FILE", conflicts_with = "header")]
    har: Option<PathBuf>,
}

#[derive(Serialize)]
struct Decoding {
    requests: Vec<RequestDecoded>,
}

/// The headers of one request; those of the command line have neither method nor address.
#[derive(Serialize)]
struct RequestDecoded {
    method: Option<String>,
    url: Option<String>,
    headers: Vec<Decoded>,
}

impl Report for Decoding {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for (at, request) in self.requests.iter().enumerate() {
            if at > 0 {
                writeln!(out)?;
            }
            if let (Some(method), Some(url)) = (&request.method, &request.url) {
                let line = format!("{} {}", printable(method), printable(url));
                writeln!(out, "{}", styled(BOLD, &line))?;
            }
            for header in &request.headers {
                write_header(out, header)?;
            }
        }
        Ok(())
    }
}

fn write_header(out: &mut dyn Write, header: &Decoded) -> io::Result<()> {
    match &header.says {
        Value::Object(parts) => {
            writeln!(out, "{}:", header.name)?;
            for (name, value) in parts {
                writeln!(out, "  {}: {}", printable(name), plain(value))?;
            }
        }
        Value::Null => writeln!(out, "{}: cannot be read", header.name)?,
        value => writeln!(out, "{}: {}", header.name, plain(value))?,
    }
    for problem in &header.problems {
        writeln!(
            out,
            "  {} {}",
            styled(WARNING, &"problem:"),
            printable(problem)
        )?;
    }
    Ok(())
}

/// A value without the quotation marks of JSON.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => printable(text).into_owned(),
        other => printable(&other.to_string()).into_owned(),
    }
}

pub(crate) fn run(options: &Options, screen: &Screen) -> Outcome {
    let requests = match &options.har {
        Some(path) => of_har(path)?,
        None => vec![of_lines(&lines(options)?)?],
    };
    screen.show(&Decoding { requests })?;
    Ok(Exit::Done)
}

fn lines(options: &Options) -> Result<String, Failure> {
    if let Some(header) = &options.header {
        return Ok(header.clone());
    }
    let mut text = String::new();
    let input = io::stdin().lock().take(MAX_INPUT_BYTES + 1);
    { input }
        .read_to_string(&mut text)
        .map_err(|error| Failure::Usage(format!("standard input: {error}")))?;
    if text.len() as u64 > MAX_INPUT_BYTES {
        return Err(Failure::Usage(
            "standard input: that is longer than headers are; of a recording pass --har".into(),
        ));
    }
    Ok(text)
}

fn of_lines(text: &str) -> Result<RequestDecoded, Failure> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let headers: Vec<_> = lines.filter_map(of_line).collect();
    if headers.is_empty() {
        // Not what it was: that may be a secret.
        return Err(Failure::Usage(
            "that is none of Adobe's headers; pass `Name: value`, or a value of X-Device-Info, AP-Device-Identifier, …".into(),
        ));
    }
    Ok(RequestDecoded {
        method: None,
        url: None,
        headers,
    })
}

fn of_line(line: &str) -> Option<Decoded> {
    let named = line
        .split_once(':')
        .map(|(name, value)| (name.trim(), value));
    if let Some((name, value)) = named.filter(|(name, _)| header_values::known(name).is_some()) {
        return header_values::decode(name, value);
    }
    match header_values::guess(line) {
        Some(name) => header_values::decode(&name, line),
        None => header_values::decode_token(line),
    }
}

fn of_har(path: &Path) -> Result<Vec<RequestDecoded>, Failure> {
    let text = read_file("--har", path)?;
    let refuse = |what: &str| Failure::Usage(format!("--har {}: {what}", path.display()));
    let requests = har::requests(&text).map_err(|what| refuse(&what))?;
    let decode = |header: &Header| header_values::decode(&header.name, &header.value);
    let requests = requests.into_iter().filter_map(|request| {
        let headers: Vec<_> = request.headers.iter().filter_map(decode).collect();
        let is_adobes = headers
            .iter()
            .any(|header| header.name != *tvpass::header::AUTHORIZATION)
            || request.url.contains("/api/v2/");
        is_adobes.then(|| RequestDecoded {
            method: Some(request.method.clone()),
            url: Some(har::shown_url(&request.url)),
            headers,
        })
    });
    let requests: Vec<_> = requests.collect();
    match requests.is_empty() {
        true => Err(refuse("has no request to Adobe Pass")),
        false => Ok(requests),
    }
}
