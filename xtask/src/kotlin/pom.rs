//! The POMs as they are published: what Maven Central asks for, and what a build has to know.

use super::versions::Versions;

/// One of the packages.
pub(super) struct Package {
    pub(super) name: &'static str,
    /// The file's ending, and Maven's word for it.
    pub(super) packaging: &'static str,
    title: &'static str,
    description: &'static str,
    /// Group, artifact, property of its version, Maven's type if it is no jar.
    dependencies: &'static [(&'static str, &'static str, &'static str, &'static str)],
}

const STDLIB: (&str, &str, &str, &str) = (
    "org.jetbrains.kotlin",
    "kotlin-stdlib",
    "kotlin.version",
    "",
);
const COROUTINES: (&str, &str, &str, &str) = (
    "org.jetbrains.kotlinx",
    "kotlinx-coroutines-core-jvm",
    "coroutines.version",
    "",
);

pub(super) const JVM: Package = Package {
    name: "tvpass",
    packaging: "jar",
    title: "tvpass",
    description: "Adobe Pass Authentication (TV Everywhere, REST API V2) for the JVM, with the native library for Linux",
    dependencies: &[
        STDLIB,
        COROUTINES,
        ("net.java.dev.jna", "jna", "jna.version", ""),
    ],
};

pub(super) const ANDROID: Package = Package {
    name: "tvpass-android",
    packaging: "aar",
    title: "tvpass for Android",
    description: "Adobe Pass Authentication (TV Everywhere, REST API V2) for Android TV and Fire TV",
    dependencies: &[
        STDLIB,
        (
            "org.jetbrains.kotlinx",
            "kotlinx-coroutines-android",
            "coroutines.version",
            "",
        ),
        // Its jar has no libraries for Android.
        ("net.java.dev.jna", "jna", "jna.version", "aar"),
    ],
};

/// Neither of the others is a dependency: the app's tests have one of them already.
pub(super) const TESTING: Package = Package {
    name: "tvpass-testing",
    packaging: "jar",
    title: "tvpass for tests",
    description: "A client of Adobe Pass Authentication for an app's tests: sign-ins, denials and expiries in memory",
    dependencies: &[STDLIB, COROUTINES],
};

/// The POM of a package.
///
/// `url` is the project's; Maven Central wants it, and where the sources are.
pub(super) fn pom(
    package: &Package,
    version: &str,
    versions: &Versions,
    url: &str,
) -> Result<String, String> {
    let mut dependencies = String::new();
    for (group, artifact, property, kind) in package.dependencies {
        let version = versions.get(property)?;
        let kind = match *kind {
            "" => String::new(),
            kind => format!("<type>{kind}</type>"),
        };
        dependencies.push_str(&format!(
            "    <dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version>{kind}</dependency>\n"
        ));
    }
    let Package {
        name,
        packaging,
        title,
        description,
        ..
    } = package;
    Ok(format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 https://maven.apache.org/xsd/maven-4.0.0.xsd">
  <modelVersion>4.0.0</modelVersion>
  <groupId>dev.tvpass</groupId>
  <artifactId>{name}</artifactId>
  <version>{version}</version>
  <packaging>{packaging}</packaging>
  <name>{title}</name>
  <description>{description}</description>
  <url>{url}</url>
  <licenses>
    <license><name>MIT</name><url>https://opensource.org/license/mit</url></license>
    <license><name>Apache-2.0</name><url>https://www.apache.org/licenses/LICENSE-2.0</url></license>
  </licenses>
  <developers>
    <developer><name>The tvpass maintainers</name><url>{url}</url></developer>
  </developers>
  <scm>
    <connection>scm:git:{url}</connection>
    <url>{url}</url>
  </scm>
  <dependencies>
{dependencies}  </dependencies>
</project>
"#
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::project::Project;

    #[test]
    fn each_pom_has_what_maven_central_requires() {
        let versions = Versions::read(&Project::find().unwrap()).unwrap();
        for package in [&JVM, &ANDROID, &TESTING] {
            let pom = pom(package, "1.2.3", &versions, "https://host.example/tvpass").unwrap();
            for part in [
                "<groupId>dev.tvpass</groupId>",
                "<version>1.2.3</version>",
                "<name>tvpass",
                "<description>A",
                "<url>https://host.example/tvpass</url>\n  <licenses>",
                "<license><name>MIT</name><url>",
                "<developer><name>",
                "<connection>scm:git:https://host.example/tvpass</connection>",
            ] {
                assert!(pom.contains(part), "{} lacks {part}", package.name);
            }
            assert!(!pom.contains("{"), "{pom}");
        }
    }

    #[test]
    fn android_takes_the_jna_that_has_libraries_for_it() {
        let versions = Versions::read(&Project::find().unwrap()).unwrap();
        let jna = versions.get("jna.version").unwrap();
        let with = |package| pom(package, "1.2.3", &versions, "https://host.example").unwrap();
        let aar = format!("<artifactId>jna</artifactId><version>{jna}</version><type>aar</type>");
        assert!(with(&ANDROID).contains(&aar));
        assert!(with(&JVM).contains(&format!(
            "<artifactId>jna</artifactId><version>{jna}</version></dependency>"
        )));
        assert!(!with(&TESTING).contains("jna"));
    }
}
