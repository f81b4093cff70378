//! `docs/firmware.md` as something to carry out: what it says to type, its toolchain file, and its
//! code, also the README's.

use std::path::Path;

use super::consumer::Outside;
use super::program::STRICT;
use crate::command::Cmd;
use crate::files;
use crate::project::Project;

/// Where the page installs the library.
pub(crate) const PREFIX: &str = "/opt/tvpass";
/// Where the page's sandbox listens.
pub(crate) const SANDBOX: &str = "http://127.0.0.1:8480";

/// A page.
pub(crate) struct Guide(String);

impl Guide {
    pub(crate) fn read(project: &Project) -> Result<Self, String> {
        Self::of(project, "docs/firmware.md")
    }

    fn of(project: &Project, page: &str) -> Result<Self, String> {
        files::read(project.root.join(page)).map(Self)
    }

    fn blocks(&self, language: &str) -> Vec<&str> {
        let start = format!("```{language}\n");
        let blocks = self.0.split(&start).skip(1);
        let contents = blocks.filter_map(|block| block.split("```").next());
        contents.collect()
    }

    /// What the page says to type, line by line.
    pub(crate) fn commands(&self) -> Vec<&str> {
        let blocks = self.blocks("console");
        let lines = blocks.into_iter().flat_map(str::lines);
        lines.filter_map(|line| line.strip_prefix("$ ")).collect()
    }

    /// Those that start with these words.
    pub(crate) fn starting_with(&self, words: &str) -> Vec<&str> {
        let mut commands = self.commands();
        commands.retain(|command| command.starts_with(words));
        commands
    }

    /// The toolchain file for CMake.
    pub(crate) fn toolchain(&self) -> Result<&str, String> {
        let mut blocks = self.blocks("cmake").into_iter();
        blocks
            .find(|block| block.contains("CMAKE_SYSTEM_NAME"))
            .ok_or_else(|| "docs/firmware.md has no toolchain file".to_owned())
    }
}

/// What the code of the pages takes from the program around it.
const AROUND: [(&str, &str); 2] = [
    (
        "c",
        "#include \"example.h\"
#include <curl/curl.h>
extern CURL *curl;
extern const tvpass_request *request;
void start_stream(const char *media_token);
void send_request(tvpass_call *call, const tvpass_step *step);
void open_in_browser(const char *url);
void show_code(const tvpass_code_screen *screen);
void greet(const char *name);
void say(const char *words);
void code(const tvpass_client *client, const tvpass_state_file *file, const char *mvpd, bool saved);
void code(const tvpass_client *client, const tvpass_state_file *file, const char *mvpd, bool saved)
{
(void)file, (void)mvpd, (void)saved;
",
    ),
    (
        "cpp",
        "#include <tvpass.hpp>
std::uint64_t now_ms();
extern tvpass_logout_input input;
void code(const tvpass::client &client, const char *mvpd);
void code(const tvpass::client &client, const char *mvpd) {
(void)mvpd;
",
    ),
];

/// Compiles the code of the pages, each page's as one function in each language.
pub(crate) fn compile_code(project: &Project) -> Result<(), String> {
    let outside = Outside::new("code")?;
    for page in ["docs/firmware.md", "README.md"] {
        let guide = Guide::of(project, page)?;
        for (language, before) in AROUND {
            let code = guide.blocks(language);
            if code.is_empty() {
                return Err(format!("{page} has no code in {language}"));
            }
            let file = outside.0.join(format!("code.{language}"));
            files::write(&file, format!("{before}{}}}\n", code.join("\n")))?;
            compile(project, language, &file).map_err(|what| format!("{page}: {what}"))?;
        }
    }
    Ok(())
}

fn compile(project: &Project, language: &str, file: &Path) -> Result<(), String> {
    let (compiler, standard) = match language {
        "cpp" => ("g++", "-std=c++17"),
        _ => ("gcc", "-std=c11"),
    };
    Cmd::new(project, compiler, [standard, "-fsyntax-only"])
        .args(STRICT)
        // Where a page leaves the rest to the reader.
        .args(["-Wno-unused-variable"])
        .args([
            "-Iinclude",
            "-Iexamples/c",
            "-DTVPASS_HAS_FILE_STORE",
            "-DTVPASS_HAS_FLOWS",
        ])
        .args([file])
        .run()
}
