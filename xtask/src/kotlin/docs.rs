//! The page that Dokka begins with: what the package is, and the way from AccessEnabler, made of
//! the package's own Markdown.

use std::path::PathBuf;

use crate::files;
use crate::project::Project;

/// Writes the page; returns where it is.
pub(super) fn module_page(project: &Project) -> Result<PathBuf, String> {
    let kotlin = project.root.join("bindings/kotlin");
    let read = |name: &str| files::read(kotlin.join(name));
    let page = page(&read("README.md")?, &read("MIGRATION.md")?)?;
    let file = project.root.join("target/kotlin-docs/module.md");
    files::write(&file, page)?;
    Ok(file)
}

/// Dokka takes a heading of the first level for the name of a module, so those of the pages move
/// down.
fn page(readme: &str, migration: &str) -> Result<String, String> {
    // How the package is built is for those who have the repository.
    let (about, _) = readme
        .split_once("\n## Building\n")
        .ok_or("README.md has no section on building, behind which nothing belongs on the page")?;
    let (_, about) = about
        .split_once('\n')
        .ok_or("README.md has no text behind its title")?;
    let about = about.replace("[MIGRATION.md](MIGRATION.md)", "see the end of this page");
    if let Some((_, link)) = about.split_once(".md)") {
        let place: String = link.chars().take(40).collect();
        return Err(format!(
            "README.md links to a file that is not on the page, before {place:?}"
        ));
    }
    Ok(format!("# Module tvpass\n{about}\n#{migration}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::page;

    const README: &str = "# tvpass for Kotlin\n\nLogout. From elsewhere: [MIGRATION.md](MIGRATION.md).\n\n## A logout\n\ncode\n\n## Building\n\nmvn\n";

    #[test]
    fn the_page_has_both_under_one_title() {
        let page = page(README, "# From elsewhere\n\nrows\n").unwrap();
        assert_eq!(
            page,
            "# Module tvpass\n\nLogout. From elsewhere: see the end of this page.\n\n## A logout\n\ncode\n\n## From elsewhere\n\nrows\n"
        );
    }

    #[test]
    fn what_does_not_fit_the_page_is_told() {
        assert!(page("# tvpass\n\ntext\n", "# x\n").is_err());
        let linked = README.replace("code", "[a](OTHER.md)");
        assert!(
            page(&linked, "# x\n")
                .unwrap_err()
                .contains("README.md links")
        );
    }
}
