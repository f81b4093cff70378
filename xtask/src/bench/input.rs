//! The inputs: Adobe's first logout sample, one file per value, so that every language reads the
//! same.

use std::path::PathBuf;

use serde_json::Value;

use super::program::folder;
use crate::files;
use crate::project::Project;

/// The sample's identifier before base64, which the programs have to do.
const IDENTIFIER: &str = "ba23d141-d715-561c-94f4-e9e4c966b1eb";

/// The values of Adobe's sample 1.
pub(crate) fn sample(project: &Project) -> Result<PathBuf, String> {
    write(project, "sample", None)
}

/// The same with so many entries in the answer.
pub(crate) fn with_entries(project: &Project, entries: usize) -> Result<PathBuf, String> {
    write(project, &format!("entries-{entries}"), Some(entries))
}

fn write(project: &Project, name: &str, entries: Option<usize>) -> Result<PathBuf, String> {
    let file = project.root.join("tests/data/vectors/logout-v2.json");
    let text = files::read(&file)?;
    let vectors: Value =
        serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?;
    let sample = vectors.pointer("/samples/0").unwrap_or(&Value::Null);
    let text = |place: &str| {
        let text = sample.pointer(place).and_then(Value::as_str);
        let text = text.map(str::to_owned);
        text.ok_or(format!("{}: no {place}", file.display()))
    };
    let header = |name: &str| {
        let headers = sample.pointer("/request/headers").and_then(Value::as_array);
        headers
            .into_iter()
            .flatten()
            .filter(|header| header.get(0).and_then(Value::as_str) == Some(name))
            .find_map(|header| header.get(1)?.as_str().map(str::to_owned))
            .ok_or(format!("{}: no {name}", file.display()))
    };
    let authorization = header("Authorization")?;
    let token = authorization.trim_start_matches("Bearer ").to_owned();
    let body = text("/response/body")?;
    let folder = folder(project).join("input").join(name);
    for (name, text) in [
        ("base", text("/base_url")?),
        ("token", token),
        ("identifier", IDENTIFIER.to_owned()),
        ("user_agent", header("User-Agent")?),
        ("service_provider", "REF30".to_owned()),
        ("mvpd", "Cablevision".to_owned()),
        ("redirect_url", "https://adobe.com".to_owned()),
        ("content_type", text("/response/headers/0/1")?),
        (
            "body",
            match entries {
                Some(entries) => repeated(&body, entries)?,
                None => body,
            },
        ),
    ] {
        files::write(folder.join(name), text)?;
    }
    Ok(folder)
}

/// The sample's answer with its one entry so many times, under different keys, in the same layout.
fn repeated(body: &str, entries: usize) -> Result<String, String> {
    const NAME: &str = "Cablevision";
    let start = body.find("\"Cablevision\": {");
    let end = body.find('}').map(|end| end + 1);
    let (Some(start), Some(end)) = (start, end) else {
        return Err("the sample's answer is not what it was".to_owned());
    };
    let part = |range: std::ops::Range<usize>| body.get(range).unwrap_or_default();
    let entry = |number: usize| part(start..end).replace(NAME, &format!("{NAME}{number}"));
    let all: Vec<_> = (0..entries).map(entry).collect();
    Ok(format!(
        "{}{}{}",
        part(0..start),
        all.join(",\n        "),
        part(end..body.len())
    ))
}
