//! What pkg-config and CMake need to find an installed library. Paths in it are relative: the
//! prefix may be moved.

use std::path::Path;

use super::program::SYSTEM_LIBRARIES;
use crate::files;

/// The library's version.
pub(crate) struct Version {
    pub(crate) text: String,
    major: String,
    minor: String,
}

impl Version {
    /// The workspace's, which is this program's, too.
    pub(crate) fn read() -> Result<Self, String> {
        let text = env!("CARGO_PKG_VERSION");
        let mut parts = text.split('.').map(str::to_owned);
        match (parts.next(), parts.next()) {
            (Some(major), Some(minor)) => Ok(Self {
                text: text.to_owned(),
                major,
                minor,
            }),
            _ => Err(format!("{text} is not a version")),
        }
    }

    /// What two versions with the same ABI have in common: the major version; before 1.0 the minor
    /// one, too (docs/abi.md).
    pub(crate) fn abi(&self) -> String {
        match self.major.as_str() {
            "0" => format!("0.{}", self.minor),
            major => major.to_owned(),
        }
    }
}

pub(crate) fn write(prefix: &Path, version: &Version, defines: &[&str]) -> Result<(), String> {
    let files = [
        ("lib/pkgconfig/tvpass.pc", pkg_config(version, defines)),
        (
            "lib/cmake/tvpass/tvpass-config.cmake",
            CMAKE
                .replace("@VERSION@", &version.text)
                .replace("@ABI@", &version.abi())
                .replace("@DEFINES@", &defines.join(";"))
                .replace("@LIBRARIES@", &cmake_libraries()),
        ),
        (
            "lib/cmake/tvpass/tvpass-config-version.cmake",
            CMAKE_VERSION
                .replace("@VERSION@", &version.text)
                .replace("@ABI@", &version.abi()),
        ),
    ];
    for (name, text) in files {
        let file = prefix.join(name);
        let folder = file.parent().unwrap_or(prefix);
        files::make(folder)?;
        files::write(&file, text)?;
    }
    Ok(())
}

fn pkg_config(version: &Version, defines: &[&str]) -> String {
    let defines: Vec<_> = defines.iter().map(|name| format!("-D{name}")).collect();
    format!(
        "prefix=${{pcfiledir}}/../..\n\
         includedir=${{prefix}}/include\n\
         libdir=${{prefix}}/lib\n\n\
         Name: tvpass\n\
         Description: Adobe Pass Authentication (TV Everywhere, REST API V2) on devices\n\
         Version: {}\n\
         Cflags: -I${{includedir}} {}\n\
         Libs: -L${{libdir}} -ltvpass\n\
         Libs.private: {}\n",
        version.text,
        defines.join(" "),
        SYSTEM_LIBRARIES.join(" ")
    )
}

fn cmake_libraries() -> String {
    let names: Vec<_> = SYSTEM_LIBRARIES
        .iter()
        .map(|name| name.trim_start_matches("-l"))
        .collect();
    names.join(";")
}

const CMAKE: &str = r#"# find_package(tvpass): the targets tvpass::tvpass (shared) and tvpass::static.
get_filename_component(_tvpass_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET tvpass::tvpass)
  add_library(tvpass::tvpass SHARED IMPORTED)
  set_target_properties(tvpass::tvpass PROPERTIES
    IMPORTED_LOCATION "${_tvpass_prefix}/lib/libtvpass.so.@VERSION@"
    IMPORTED_SONAME "libtvpass.so.@ABI@"
    INTERFACE_COMPILE_DEFINITIONS "@DEFINES@"
    INTERFACE_INCLUDE_DIRECTORIES "${_tvpass_prefix}/include")
endif()

if(NOT TARGET tvpass::static)
  add_library(tvpass::static STATIC IMPORTED)
  set_target_properties(tvpass::static PROPERTIES
    IMPORTED_LOCATION "${_tvpass_prefix}/lib/libtvpass.a"
    INTERFACE_COMPILE_DEFINITIONS "@DEFINES@"
    INTERFACE_LINK_LIBRARIES "@LIBRARIES@"
    INTERFACE_INCLUDE_DIRECTORIES "${_tvpass_prefix}/include")
endif()

unset(_tvpass_prefix)
set(tvpass_FOUND TRUE)
"#;

const CMAKE_VERSION: &str = r#"set(PACKAGE_VERSION "@VERSION@")
if(PACKAGE_FIND_VERSION VERSION_GREATER PACKAGE_VERSION)
  set(PACKAGE_VERSION_COMPATIBLE FALSE)
elseif("${PACKAGE_FIND_VERSION}." MATCHES "^@ABI@\\.")
  set(PACKAGE_VERSION_COMPATIBLE TRUE)
else()
  set(PACKAGE_VERSION_COMPATIBLE FALSE)
endif()
if(PACKAGE_FIND_VERSION STREQUAL PACKAGE_VERSION)
  set(PACKAGE_VERSION_EXACT TRUE)
endif()
"#;
