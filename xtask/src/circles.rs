//! Circles between the files of a crate, from the paths in its source texts.
//!
//! A file depends on those that define what it names. A name that a module only re-exports is
//! looked up where that leads; test modules do not count. It reads text, not Rust: names from
//! macros are not seen, and a name in a string or comment would be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::files;

/// The modules of a crate by path, such as `["call", "auth"]`.
type Modules = BTreeMap<Vec<String>, Module>;

#[derive(Default)]
struct Module {
    /// As in `call/auth.rs`.
    file: String,
    /// The paths that it names, but for re-exports.
    uses: Vec<Vec<String>>,
    /// What it re-exports: the name, and what that leads to.
    exports: Vec<(String, Vec<String>)>,
}

/// The circles of the crate whose root is in `folder`, a line each: of files, and of the root's
/// modules with all that is in them.
pub(crate) fn circles(folder: &Path, files: &[impl AsRef<Path>]) -> Result<Vec<String>, String> {
    let mut modules = Modules::new();
    let is_library = folder.join("lib.rs").is_file();
    for file in files.iter().map(AsRef::as_ref) {
        let Ok(inside) = file.strip_prefix(folder) else {
            continue;
        };
        if inside.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        // Beside a library, a program is a crate of its own.
        if is_library && inside == Path::new("main.rs") {
            continue;
        }
        let text = files::read(file)?;
        let name = inside.display().to_string();
        let mut path: Vec<String> = name
            .trim_end_matches(".rs")
            .split('/')
            .map(str::to_owned)
            .collect();
        if matches!(
            path.last().map(String::as_str),
            Some("mod" | "lib" | "main")
        ) {
            path.pop();
        }
        let module = read(&name, &text, &path);
        modules.insert(path, module);
    }
    let arrows = arrows(&modules);
    let mut found = find(&arrows);
    found.extend(find(&between_folders(&arrows)));
    Ok(found)
}

/// The same arrows between the root's modules.
fn between_folders<'a>(
    arrows: &BTreeMap<&'a str, BTreeSet<&'a str>>,
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let top = |file: &'a str| {
        let first = file.split('/').next().unwrap_or(file);
        first.trim_end_matches(".rs")
    };
    let mut between: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (from, targets) in arrows {
        let others = targets.iter().map(|target| top(target));
        let others = others.filter(|target| *target != top(from));
        between.entry(top(from)).or_default().extend(others);
    }
    between
}

/// A file's text as a module.
fn read(file: &str, text: &str, path: &[String]) -> Module {
    let code: String = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .fold(String::new(), |code, line| code + line + "\n");
    let mut module = Module {
        file: file.to_owned(),
        ..Module::default()
    };
    let mut rest = code.as_str();
    while let Some((before, from)) = next_use(rest) {
        let line = before.rsplit('\n').next().unwrap_or_default();
        let is_export = line.trim_start().starts_with("pub");
        let Some((tree, after)) = from.split_once(';') else {
            break;
        };
        named(&mut module.uses, before, path);
        for (name, target) in leaves(tree) {
            let target = absolute(&target, path);
            match is_export {
                true => module.exports.push((name, target)),
                false => module.uses.push(target),
            }
        }
        rest = after;
    }
    named(&mut module.uses, rest, path);
    module
}

/// Around the next `use `: what is before it, and what follows.
fn next_use(text: &str) -> Option<(&str, &str)> {
    let at = text.match_indices("use ").find(|(at, _)| {
        let before = text.get(..*at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default().trim();
        matches!(line, "" | "pub" | "pub(crate)" | "pub(super)")
    });
    let (before, from) = text.split_at(at?.0);
    Some((before, from.get(4..)?))
}

/// Paths in code that begin with `crate::` or `super::`.
fn named(uses: &mut Vec<Vec<String>>, code: &str, path: &[String]) {
    for start in ["crate::", "super::"] {
        for (at, _) in code.match_indices(start) {
            let before = code.get(..at).unwrap_or_default();
            if before.ends_with("::") || before.ends_with('$') {
                continue;
            }
            let is_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
            let from = code.get(at..).unwrap_or_default();
            let end = from.find(|c| !is_path(c)).unwrap_or(from.len());
            let text = from.get(..end).unwrap_or_default();
            uses.push(absolute(text.trim_end_matches(':'), path));
        }
    }
}

/// The names that a `use` tree brings in, each with its path.
fn leaves(tree: &str) -> Vec<(String, String)> {
    let tree = tree.trim();
    let Some((prefix, inner)) = tree.split_once('{') else {
        let (path, name) = tree.split_once(" as ").unwrap_or_else(|| {
            let last = tree.rsplit("::").next().unwrap_or(tree);
            (tree, last)
        });
        return vec![(name.trim().to_owned(), path.trim().to_owned())];
    };
    let inner = inner.trim_end().trim_end_matches('}');
    let (mut depth, mut start, mut found) = (0_u32, 0, Vec::new());
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                let part = inner.get(start..at).unwrap_or_default().trim();
                start = at + 1;
                if !part.is_empty() {
                    let joined = match part {
                        "self" => prefix.trim_end_matches(':').to_owned(),
                        part => format!("{prefix}{part}"),
                    };
                    found.extend(leaves(&joined));
                }
            }
            _ => {}
        }
    }
    found
}

/// A path from the crate's root. One of another crate begins with its name, which is no module.
fn absolute(path: &str, from: &[String]) -> Vec<String> {
    let mut at: Option<Vec<String>> = None;
    let mut found = Vec::new();
    for segment in path.split("::").map(str::trim) {
        match segment {
            "crate" => at = Some(Vec::new()),
            "self" => at = Some(from.to_vec()),
            "super" => {
                let base = at.get_or_insert_with(|| from.to_vec());
                base.pop();
            }
            name => found.push(name.to_owned()),
        }
    }
    // Without a keyword: a child module, as in `pub use any::AnyOperation`, or a crate.
    let mut whole = at.unwrap_or_else(|| from.to_vec());
    whole.extend(found);
    whole
}

/// The file that defines what `path` names.
fn defines<'a>(modules: &'a Modules, path: &[String], depth: u32) -> Option<&'a str> {
    let here = (0..=path.len())
        .rev()
        .find_map(|end| modules.get_key_value(path.get(..end)?))?;
    let (module_path, module) = here;
    let name = path.get(module_path.len());
    let export = module
        .exports
        .iter()
        .find(|(export, _)| Some(export) == name);
    match export {
        Some((_, target)) if depth < 8 => defines(modules, target, depth + 1),
        _ => Some(&module.file),
    }
}

fn arrows(modules: &Modules) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut arrows = BTreeMap::new();
    for module in modules.values() {
        let targets = module.uses.iter();
        let targets: BTreeSet<_> = targets
            .filter_map(|path| defines(modules, path, 0))
            .filter(|target| *target != module.file)
            .collect();
        arrows.insert(module.file.as_str(), targets);
    }
    arrows
}

/// One line for each group of files that reach each other.
fn find(arrows: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let reach = |from: &str| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = arrows.get(from).into_iter().flatten().copied().collect();
        while let Some(file) = open.pop() {
            if seen.insert(file) {
                open.extend(arrows.get(file).into_iter().flatten());
            }
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|file| (*file, reach(file))).collect();
    let mut circles = BTreeSet::new();
    for (file, others) in &reached {
        let circle: Vec<_> = others
            .iter()
            .filter(|other| reached.get(**other).is_some_and(|back| back.contains(file)))
            .copied()
            .collect();
        if !circle.is_empty() {
            circles.insert(circle.join(", "));
        }
    }
    circles.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[(&str, &str)]) -> Vec<String> {
        let modules = files.iter().map(|(file, text)| {
            let mut path: Vec<_> = file
                .trim_end_matches(".rs")
                .split('/')
                .map(str::to_owned)
                .collect();
            path.retain(|part| part != "mod" && part != "lib");
            let module = read(file, text, &path);
            (path, module)
        });
        find(&arrows(&modules.collect()))
    }

    #[test]
    fn two_files_that_use_each_other_are_a_circle() {
        let circle = of(&[
            ("lib.rs", "mod a;\nmod b;\n"),
            ("a.rs", "use crate::b::{self, B};\n"),
            ("b.rs", "use std::fmt;\nfn f() -> crate::a::A {}\n"),
        ]);
        assert_eq!(circle, ["a.rs, b.rs"]);
    }

    #[test]
    fn a_re_export_is_no_dependency_and_leads_on() {
        let files = [
            ("lib.rs", "mod a;\nmod b;\n"),
            (
                "a/mod.rs",
                "mod c;\nmod d;\npub use c::C;\npub use d::{D, E as F};\n",
            ),
            ("a/c.rs", "use super::{D, F};\n"),
            ("a/d.rs", "use crate::b::B;\n"),
        ];
        let good = (
            "b.rs",
            "#[cfg(test)]\nmod tests {\n    use crate::a::D;\n}\n",
        );
        assert!(of(&[&files[..], &[good]].concat()).is_empty());
        let bad = ("b.rs", "pub(crate) use crate::a::F;\n");
        assert!(of(&[&files[..], &[bad]].concat()).is_empty(), "handed on");
        let bad = ("b.rs", "use crate::a::{\n    F,\n};\n");
        assert_eq!(of(&[&files[..], &[bad]].concat()), ["a/d.rs, b.rs"]);
    }
}
