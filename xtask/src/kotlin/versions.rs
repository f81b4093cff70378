//! The versions that several files name: Maven's `pom.xml` is what the tests run with, and the
//! others have to say the same.

use crate::files;
use crate::project::Project;

/// What Maven's parent `pom.xml` sets.
pub(crate) struct Versions {
    pom: String,
}

impl Versions {
    pub(super) fn read(project: &Project) -> Result<Self, String> {
        let pom = text(project, "pom.xml")?;
        Ok(Self { pom })
    }

    /// The value of a property, e.g. `kotlin.version`.
    pub(super) fn get(&self, name: &str) -> Result<&str, String> {
        let (_, rest) = self
            .pom
            .split_once(&format!("<{name}>"))
            .ok_or_else(|| format!("pom.xml sets no {name}"))?;
        let (value, _) = rest
            .split_once(&format!("</{name}>"))
            .ok_or_else(|| format!("pom.xml does not end its {name}"))?;
        Ok(value)
    }

    /// Whether the Gradle build and the packages' own version say the same.
    pub(super) fn check(&self, project: &Project) -> Result<(), String> {
        let version = env!("CARGO_PKG_VERSION");
        agree(
            "pom.xml",
            &self.pom,
            &[format!("<version>{version}</version>")],
        )?;
        let build = text(project, "tvpass-android/build.gradle.kts")?;
        let settings = text(project, "settings.gradle.kts")?;
        agree("build.gradle.kts", &build, &self.gradle_build(version)?)?;
        agree("settings.gradle.kts", &settings, &self.gradle_settings()?)
    }

    fn gradle_build(&self, version: &str) -> Result<Vec<String>, String> {
        Ok(vec![
            format!("version = \"{version}\""),
            format!("minSdk = {}", self.get("android.min.level")?),
            format!("VERSION_{}\n", self.get("jvm.target")?),
            format!("JvmTarget.JVM_{})", self.get("jvm.target")?),
            format!(
                "languageVersion.set(KotlinVersion.KOTLIN_{})",
                self.get("kotlin.compiler.languageVersion")?
                    .replace('.', "_")
            ),
            format!(
                "kotlinx-coroutines-android:{}\"",
                self.get("coroutines.version")?
            ),
            format!("net.java.dev.jna:jna:{}@aar\"", self.get("jna.version")?),
            format!("okhttp3:okhttp:{}\"", self.get("okhttp.version")?),
        ])
    }

    fn gradle_settings(&self) -> Result<Vec<String>, String> {
        let kotlin = self.get("kotlin.version")?;
        Ok(vec![format!(
            "id(\"org.jetbrains.kotlin.android\") version \"{kotlin}\""
        )])
    }
}

fn agree(name: &str, text: &str, parts: &[String]) -> Result<(), String> {
    match parts.iter().find(|part| !text.contains(part.as_str())) {
        Some(missing) => Err(format!(
            "{name} does not say {missing:?}, as Maven's pom.xml does"
        )),
        None => Ok(()),
    }
}

fn text(project: &Project, name: &str) -> Result<String, String> {
    files::read(project.root.join("bindings/kotlin").join(name))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_property_is_found_by_its_name() {
        let versions = Versions {
            pom: "<kotlin.version>2.2.21</kotlin.version><x>".to_owned(),
        };
        assert_eq!(versions.get("kotlin.version"), Ok("2.2.21"));
        assert!(
            versions
                .get("jna.version")
                .unwrap_err()
                .contains("jna.version")
        );
        assert!(versions.get("x").is_err());
    }

    #[test]
    fn the_files_agree_and_a_difference_is_told() {
        let project = Project::find().unwrap();
        let mut versions = Versions::read(&project).unwrap();
        assert_eq!(versions.check(&project), Ok(()));
        let jna = versions.get("jna.version").unwrap().to_owned();
        versions.pom = versions.pom.replace(&jna, "5.16.0");
        assert!(versions.check(&project).unwrap_err().contains("5.16.0@aar"));
    }
}
