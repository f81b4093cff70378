//! The remote control: lines from the keyboard, or a script.

use std::collections::VecDeque;
use std::io::BufRead as _;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

pub(crate) enum Remote {
    Keyboard(Receiver<String>),
    Script(VecDeque<String>),
}

/// What came from it.
pub(crate) enum Pressed {
    Line(String),
    Nothing,
    /// It is switched off.
    Off,
}

impl Remote {
    pub(crate) fn keyboard() -> Self {
        let (lines, remote) = channel();
        std::thread::spawn(move || {
            for line in std::io::stdin().lock().lines() {
                let Ok(line) = line else { break };
                if lines.send(line.trim().to_owned()).is_err() {
                    break;
                }
            }
        });
        Self::Keyboard(remote)
    }

    pub(crate) fn script(script: &str) -> Self {
        Self::Script(script.split(',').map(|c| c.trim().to_owned()).collect())
    }

    pub(crate) fn is_script(&self) -> bool {
        matches!(self, Self::Script(_))
    }

    /// The next line, waited for at most so long.
    pub(crate) fn next(&mut self, patience: Duration) -> Pressed {
        match self {
            Self::Keyboard(lines) => match lines.recv_timeout(patience) {
                Ok(line) => Pressed::Line(line),
                Err(RecvTimeoutError::Timeout) => Pressed::Nothing,
                Err(RecvTimeoutError::Disconnected) => Pressed::Off,
            },
            Self::Script(commands) => commands.pop_front().map_or(Pressed::Off, Pressed::Line),
        }
    }
}
