//! What the Kotlin packages are built and shipped with.

mod aar;
pub(crate) mod dist;
mod docs;
mod elf;
mod jvm;
mod pom;
mod repository;
pub(crate) mod toolchain;
mod versions;

use crate::bindings;
use crate::command::Cmd;
use crate::project::Project;

/// Maven on the Kotlin packages, with a local repository of the project's own, this checkout's
/// library and its sandbox.
pub(crate) fn maven(project: &Project) -> Cmd {
    let target = project.root.join("target");
    let options = [
        "--batch-mode".to_owned(),
        "--no-transfer-progress".to_owned(),
        "--file=bindings/kotlin/pom.xml".to_owned(),
        format!(
            "-Dmaven.repo.local={}",
            project.tools().join("m2").display()
        ),
        format!(
            "-Dtvpass.library.directory={}",
            project.root.join(bindings::TARGET).join("debug").display()
        ),
        format!(
            "-Dtvpass.sandbox={}",
            target.join("debug/tvpass-sandbox").display()
        ),
    ];
    // A build ends before the JVM's second compilation of what it runs has paid: without it the
    // build takes a third less of the processors.
    let own = std::env::var("MAVEN_OPTS").unwrap_or_default();
    let short_lived = format!("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC {own}");
    Cmd::new(project, "mvn", options).env("MAVEN_OPTS", short_lived.trim_end())
}

/// The same, with the pages of what is public: they are made when the packages are packaged.
pub(crate) fn maven_with_docs(project: &Project) -> Result<Cmd, String> {
    let page = docs::module_page(project)?;
    let page = format!("-Dtvpass.docs.module={}", page.display());
    Ok(maven(project).args(["--activate-profiles=docs".to_owned(), page]))
}
