//! What the TV shows.

use std::io::Write as _;

use tvpass::error::printable;
use tvpass::flow::{CodeScreen, LockState, Locks, Providers, Status};

/// Prints a line. Whoever reads it may have had enough; the TV goes on.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Prints a line to standard error.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

pub(crate) fn status(status: &Status) {
    match (status.current(), &status.mvpd) {
        (Some(profile), mvpd) => {
            let name = mvpd.as_ref().map_or(&*profile.mvpd, |mvpd| mvpd.name());
            line(&format!("Signed in with {}.", printable(name)));
        }
        (None, Some(mvpd)) => line(&format!(
            "Not signed in. Still with {}? Say: signin {}",
            printable(mvpd.name()),
            printable(&mvpd.id)
        )),
        (None, None) => line("Not signed in."),
    }
}

pub(crate) fn channels(channels: &[&str], locks: Option<&Locks>) {
    for (number, channel) in channels.iter().enumerate() {
        let lock = locks.and_then(|locks| locks.about(channel));
        let sign = match lock.map(|lock| lock.state) {
            Some(LockState::Open) => "open",
            Some(LockState::Closed) => "locked",
            _ => "",
        };
        line(&format!("  {:>2}  {channel:<20} {sign}", number + 1));
    }
}

/// Those that what was typed could mean.
pub(crate) fn providers(providers: &Providers, typed: &str) {
    let found = providers.search(typed);
    line("Who is your TV provider? Type a part of the name, then its number.");
    for (number, mvpd) in found.iter().take(9).enumerate() {
        let name = mvpd.display_name.as_ref().unwrap_or(&mvpd.id);
        line(&format!("  {}  {}", number + 1, printable(name)));
    }
    if found.len() > 9 {
        line(&format!("     and {} more", found.len() - 9));
    }
}

pub(crate) fn code(screen: &CodeScreen, now_ms: u64) {
    let left = screen.remaining_ms(now_ms) / 1000;
    line("");
    if let Some(address) = &screen.address {
        line(&format!("On your phone, go to  {address}"));
    }
    let code = screen.groups().join("  ");
    line(&format!("and type              {code}"));
    line(&format!(
        "It is good for        {}:{:02}",
        left / 60,
        left % 60
    ));
    qr(screen);
}

#[cfg(feature = "qr")]
fn qr(screen: &CodeScreen) {
    use tvpass::flow::QrMatrix;
    let Some(Ok(matrix)) = screen.link.as_ref().map(QrMatrix::of_link) else {
        return;
    };
    line("or scan this:\n");
    // Two rows in a line of text, dark on light, with the four light modules around.
    const QUIET: usize = 4;
    let side = matrix.size() + 2 * QUIET;
    let is_dark =
        |x: usize, y: usize| x >= QUIET && y >= QUIET && matrix.is_dark(x - QUIET, y - QUIET);
    for y in (0..side).step_by(2) {
        let row = (0..side).map(|x| match (is_dark(x, y), is_dark(x, y + 1)) {
            (false, false) => '█',
            (false, true) => '▀',
            (true, false) => '▄',
            (true, true) => ' ',
        });
        line(&row.collect::<String>());
    }
}

#[cfg(not(feature = "qr"))]
fn qr(_screen: &CodeScreen) {
    line("(With --features qr there is a QR code, too.)");
}
