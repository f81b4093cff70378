//! The test suites, one file each; a new one joins by a line in [`ALL`].

mod bench;
mod bindings;
mod browser;
mod c;
mod controls;
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

/// Every suite. One lane begins at the front, with the quickest to complain, the other at the end,
/// with what shares no folder of cargo's with that, which both would wait for; the short ones are
/// in the middle, so that both end at about the same time.
pub(crate) const ALL: &[Suite] = &[
    lint::SUITE,
    shell::SUITE,
    rust::SUITE,
    c::SUITE,
    dist::SUITE,
    prism::SUITE,
    browser::SUITE,
    controls::SUITE,
    bindings::SUITE,
    simulation::SUITE,
    msrv::SUITE,
    bench::SUITE,
    swift::SUITE,
    kotlin::SUITE,
    cross::SUITE,
    fuzz::SUITE,
];

/// Which suites to run, and how.
pub(crate) struct Chosen {
    /// In the order of [`ALL`].
    pub(crate) suites: Vec<&'static Suite>,
    /// Nothing may be skipped.
    pub(crate) all: bool,
    /// With what takes long.
    pub(crate) nightly: bool,
    /// What they need is got first.
    pub(crate) setup: bool,
}

/// The suites that `arguments` name: all of them if there is no name, or with `--nightly` those
/// that do more by night; but for those behind `--without`.
pub(crate) fn chosen(arguments: &[String]) -> Result<Chosen, String> {
    let (mut all, mut nightly, mut setup) = (false, false, false);
    let (mut names, mut without) = (Vec::new(), Vec::new());
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match argument {
            "--all" => all = true,
            "--nightly" => nightly = true,
            "--setup" => setup = true,
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
    let is_wanted = |suite: &&Suite| match names.is_empty() {
        true => suite.nightly || !nightly,
        false => names.contains(&suite.name),
    };
    let suites = ALL.iter().filter(is_wanted);
    Ok(Chosen {
        suites: suites
            .filter(|suite| !without.contains(&suite.name))
            .collect(),
        all,
        nightly,
        setup,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words behind the keys `suites:` and `suite:` of a workflow.
    fn named_in(workflow: &str) -> Vec<&str> {
        let lines = workflow.lines().map(str::trim);
        let lines = lines.filter(|line| line.starts_with("suite") || line.starts_with("- "));
        lines
            .flat_map(|line| line.split([' ', ',', '[', ']']))
            .collect()
    }

    #[test]
    fn github_runs_each_suite() {
        let ci = named_in(include_str!("../../../.github/workflows/ci.yml"));
        let foreign = include_str!("../../../.github/workflows/pull-request.yml");
        // What a pull request changes runs in no container that rules its host.
        assert!(!foreign.contains("--privileged"));
        let foreign = named_in(foreign);
        let night = named_in(include_str!("../../../.github/workflows/nightly.yml"));
        for suite in ALL {
            assert!(ci.contains(&suite.name), "{}", suite.name);
            let is_foreign = suite.name != "swift";
            assert_eq!(foreign.contains(&suite.name), is_foreign, "{}", suite.name);
            assert_eq!(night.contains(&suite.name), suite.nightly, "{}", suite.name);
        }
    }

    #[test]
    fn a_suite_is_left_out_by_name() {
        let chosen = |text: &str| {
            let arguments: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
            let suites = chosen(&arguments)?.suites;
            Ok::<_, String>(suites.iter().map(|suite| suite.name).collect::<Vec<_>>())
        };
        assert_eq!(chosen("shell lint"), Ok(vec!["lint", "shell"]));
        assert_eq!(chosen("shell lint --without lint"), Ok(vec!["shell"]));
        assert_eq!(
            chosen("--without swift").map(|s| s.len()),
            Ok(ALL.len() - 1)
        );
        assert_eq!(
            chosen("--nightly --without fuzz"),
            Ok(vec![
                "lint",
                "rust",
                "dist",
                "bindings",
                "simulation",
                "msrv",
                "bench",
                "swift",
                "kotlin",
                "cross"
            ])
        );
        assert_eq!(chosen("--nightly lint"), Ok(vec!["lint"]));
        for wrong in ["lnt", "--without", "--without lnt", "--al"] {
            assert!(chosen(wrong).is_err(), "{wrong}");
        }
    }
}
