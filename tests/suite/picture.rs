//! The picture of the TV in the README: what `cargo run --example tv --features qr` shows, drawn
//! from a run.
//!
//! `TVPASS_WRITE_PICTURE=1 cargo test --features qr picture` builds the example and draws it anew.

use std::fmt::Write as _;
use std::process::Command;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/images/tv.svg");

const SCRIPT: &str = "signin,dish,phone,play 1,play 4,signout";

/// Where a new screen begins: what was typed last on the one before.
const BREAKS: [&str; 2] = ["> dish", "> phone"];

/// Characters in a line, as wide as a QR code.
const COLUMNS: usize = 44;
/// Pixels of a character, and of the space around the screens.
const WIDTH: usize = 9;
const HEIGHT: usize = 18;
const GAP: usize = 16;

#[test]
fn the_picture_of_the_tv_is_what_it_shows() {
    let drawn = draw(&screens(&run()));
    if std::env::var_os("TVPASS_WRITE_PICTURE").is_some() {
        std::fs::write(FILE, &drawn).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap();
    assert_eq!(
        without_chance(&drawn),
        without_chance(&kept),
        "docs/images/tv.svg is of an older TV: TVPASS_WRITE_PICTURE=1 draws it anew"
    );
}

/// The port, the code with its QR code, the seconds that are left and the trace differ from run to
/// run; all else is the same, the link's length among it.
#[test]
fn the_picture_is_compared_without_what_differs_from_run_to_run() {
    let line = "go to  127.0.0.1:43193/activate";
    assert_eq!(
        without_chance(line),
        without_chance(&line.replace("43193", "50001"))
    );
    for other in [
        line.replace("activate", "login"),
        line.replace("43193", "80"),
    ] {
        assert_ne!(without_chance(line), without_chance(&other));
    }
}

fn run() -> String {
    let tests = std::env::current_exe().unwrap();
    let built = tests.parent().unwrap().parent().unwrap();
    let mut command = Command::new(built.join("examples/tv"));
    let output = command
        .env("LANG", "en_US.UTF-8")
        .args(["--script", SCRIPT])
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The lines of each screen, none wider than a screen.
fn screens(shown: &str) -> Vec<Vec<String>> {
    let mut screens = vec![Vec::new()];
    for line in shown.lines() {
        if BREAKS.contains(&line) {
            screens.push(Vec::new());
        }
        screens.last_mut().unwrap().extend(wrapped(line));
    }
    screens
}

fn wrapped(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split_inclusive(' ') {
        let last = lines.last_mut().unwrap();
        match last.chars().count() + word.trim_end().chars().count() > COLUMNS {
            true => lines.push(format!("  {word}")),
            false => last.push_str(word),
        }
    }
    lines
        .iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn draw(screens: &[Vec<String>]) -> String {
    let rows = screens.iter().map(Vec::len).max().unwrap();
    let screen_width = COLUMNS * WIDTH + 2 * GAP;
    let (width, height) = (
        screens.len() * (screen_width + GAP),
        rows * HEIGHT + 2 * GAP,
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {height}\" \
         font-family=\"ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"15\" fill=\"#d5dae1\">\n\
         <title>A TV in the terminal: somebody signs in with a phone, watches, and signs out</title>\n",
        width - GAP,
    );
    for (number, lines) in screens.iter().enumerate() {
        let x = number * (screen_width + GAP);
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" width=\"{screen_width}\" height=\"{height}\" rx=\"10\" fill=\"#14181f\"/>"
        );
        for (row, line) in lines.iter().enumerate() {
            draw_line(&mut svg, line, x + GAP, GAP + row * HEIGHT);
        }
    }
    svg + "</svg>\n"
}

fn draw_line(svg: &mut String, line: &str, x: usize, y: usize) {
    if line.contains(['█', '▀', '▄']) {
        // A font's blocks leave gaps between the lines.
        let _ = writeln!(
            svg,
            "<path fill=\"#fff\" shape-rendering=\"crispEdges\" d=\"{}\"/>",
            blocks(line, x, y)
        );
        return;
    }
    let colour = match line {
        typed if typed.starts_with("> ") => " fill=\"#7cc4ff\"",
        open if open.ends_with(" open") => " fill=\"#8fd694\"",
        locked if locked.ends_with(" locked") => " fill=\"#f2b36b\"",
        _ => "",
    };
    if !line.is_empty() {
        let text = line.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(
            svg,
            "<text x=\"{x}\" y=\"{}\"{colour} xml:space=\"preserve\">{text}</text>",
            y + 14
        );
    }
}

fn blocks(line: &str, x: usize, y: usize) -> String {
    let mut path = String::new();
    for (column, block) in line.chars().enumerate() {
        let (from, height) = match block {
            '█' => (y, HEIGHT),
            '▀' => (y, HEIGHT / 2),
            '▄' => (y + HEIGHT / 2, HEIGHT / 2),
            _ => continue,
        };
        let _ = write!(
            path,
            "M{} {from}h{WIDTH}v{height}h-{WIDTH}z",
            x + column * WIDTH
        );
    }
    path
}

/// The picture, with an `x` for each letter and digit that is another one in the next run.
fn without_chance(svg: &str) -> String {
    let mut same = String::new();
    for line in svg.lines() {
        let before = ["127.0.0.1:", "and type", "is good for"];
        let at = before
            .iter()
            .find_map(|word| Some(line.find(word)? + word.len()));
        let (fixed, rest) = match (line.find(" d=\"M"), at) {
            (Some(path), _) => (&line[..path], ""),
            (None, Some(at)) => line.split_at(at),
            (None, None) => (line, ""),
        };
        let (by_chance, rest) = rest.split_at(rest.find(['/', '<']).unwrap_or(0));
        let words = fixed.split_inclusive(['<', '>', ' ']).map(|word| {
            // A trace is a UUID.
            match word.len() == 37 && word.matches('-').count() == 4 {
                true => hidden(word),
                false => word.to_owned(),
            }
        });
        same.extend(words.chain([hidden(by_chance), rest.to_owned(), "\n".to_owned()]));
    }
    same
}

fn hidden(text: &str) -> String {
    text.replace(|c: char| c.is_ascii_alphanumeric(), "x")
}
