//! What setup has to say to suites that wait for it.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex};

use crate::suite::Suite;

/// Which suites have what they need, as far as that is known.
#[derive(Default)]
pub(crate) struct Ready {
    known: Mutex<Known>,
    told: Condvar,
}

#[derive(Default)]
struct Known {
    suites: BTreeMap<&'static str, Result<(), String>>,
    /// Nothing more is going to be told.
    ended: bool,
}

impl Ready {
    pub(crate) fn tell(&self, suite: &'static Suite, result: Result<(), String>) {
        match &result {
            Ok(()) => println!("{}: ready", suite.name),
            Err(reason) => println!("{}: {reason}", suite.name),
        }
        let result = result.map_err(|reason| format!("{}: {reason}", suite.name));
        self.note(|known| drop(known.suites.insert(suite.name, result)));
    }

    fn note(&self, what: impl FnOnce(&mut Known)) {
        if let Ok(mut known) = self.known.lock() {
            what(&mut known);
        }
        self.told.notify_all();
    }

    /// Waits until it is known.
    pub(crate) fn wait(&self, suite: &Suite) -> Result<(), String> {
        let open = |known: &mut Known| !known.ended && !known.suites.contains_key(suite.name);
        let known = self.known.lock().map_err(|e| e.to_string())?;
        let known = self.told.wait_while(known, open);
        let known = known.map_err(|e| e.to_string())?;
        let unknown = || Err(format!("{}: setup has ended before it", suite.name));
        known
            .suites
            .get(suite.name)
            .cloned()
            .unwrap_or_else(unknown)
    }
}

/// Says that it is over, whichever way.
pub(crate) struct Ending<'a>(pub(crate) &'a Ready);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.note(|known| known.ended = true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suites::ALL;

    #[test]
    fn who_waits_is_told_whatever_comes() {
        let [first, second, third, ..] = ALL else {
            return;
        };
        let ready = Ready::default();
        let waited = std::thread::scope(|scope| {
            let waits = [first, second, third].map(|suite| scope.spawn(|| ready.wait(suite)));
            let ending = Ending(&ready);
            ready.tell(second, Err("no gcc".to_owned()));
            ready.tell(first, Ok(()));
            drop(ending);
            waits.map(|wait| wait.join().ok())
        });
        let [done, failed, lost] = waited;
        assert_eq!(done, Some(Ok(())));
        assert_eq!(failed, Some(Err(format!("{}: no gcc", second.name))));
        assert!(lost.is_some_and(|lost| lost.is_err()));
    }
}
