//! The test suites, one file each; a new one joins by a line in [`ALL`].

mod bench;
mod bindings;
mod browser;
mod c;
mod cross;
mod dist;
mod fuzz;
mod kotlin;
mod lint;
mod msrv;
mod prism;
mod rust;
mod shell;
mod simulation;
mod swift;

use crate::suite::Suite;

/// Every suite, in the order in which they run: the quickest to complain first.
pub(crate) const ALL: &[Suite] = &[
    lint::SUITE,
    shell::SUITE,
    rust::SUITE,
    c::SUITE,
    dist::SUITE,
    prism::SUITE,
    browser::SUITE,
    bindings::SUITE,
    simulation::SUITE,
    fuzz::SUITE,
    kotlin::SUITE,
    swift::SUITE,
    msrv::SUITE,
    cross::SUITE,
    bench::SUITE,
];

/// The suites that `arguments` name, in the order of [`ALL`]: all of them if there is no name, but
/// for those behind `--without`.
pub(crate) fn chosen(arguments: &[String]) -> Result<Vec<&'static Suite>, String> {
    let (mut names, mut without) = (Vec::new(), Vec::new());
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match argument {
            "--without" => without.push(rest.next().ok_or("--without needs a suite")?),
            option if option.starts_with('-') => {
                return Err(format!("there is no option {option}"));
            }
            name => names.push(name),
        }
    }
    let is_known = |name: &&&str| ALL.iter().any(|suite| suite.name == **name);
    if let Some(unknown) = names.iter().chain(&without).find(|name| !is_known(name)) {
        let known: Vec<_> = ALL.iter().map(|suite| suite.name).collect();
        return Err(format!(
            "no suite is called {unknown:?}; there are {}",
            known.join(", ")
        ));
    }
    let is_wanted = |name| names.is_empty() || names.contains(&name);
    Ok(ALL
        .iter()
        .filter(|suite| is_wanted(suite.name) && !without.contains(&suite.name))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_is_left_out_by_name() {
        let chosen = |text: &str| {
            let arguments: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
            let suites = chosen(&arguments)?;
            Ok::<_, String>(suites.iter().map(|suite| suite.name).collect::<Vec<_>>())
        };
        assert_eq!(chosen("shell lint"), Ok(vec!["lint", "shell"]));
        assert_eq!(chosen("shell lint --without lint"), Ok(vec!["shell"]));
        assert_eq!(
            chosen("--without swift").map(|s| s.len()),
            Ok(ALL.len() - 1)
        );
        for wrong in ["lnt", "--without", "--without lnt", "--al"] {
            assert!(chosen(wrong).is_err(), "{wrong}");
        }
    }
}
