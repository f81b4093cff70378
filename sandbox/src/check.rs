//! Checks recorded traffic against Adobe's rules.

use std::collections::HashMap;

use crate::har;
use crate::operation::{self, Operation};
use crate::report::{Judged, Report};
use crate::rules::{Checker, Expectations};

/// The report on a recording in the HTTP Archive format. No secret of the recording is in it.
///
/// `browser_on_device` says that users sign in in a browser on the device itself.
///
/// # Errors
///
/// The text is not such a recording; the error says where.
pub fn har(text: &str, browser_on_device: bool) -> Result<Report, String> {
    let mut checker = Checker::new(Expectations {
        browser_on_device,
        ..Expectations::default()
    });
    let mut judged = Vec::new();
    let mut places = HashMap::new();
    for exchange in har::read(text)? {
        let verdict = checker.observe(&exchange);
        let operation = operation::of_request(&exchange.method, &exchange.path);
        let operation = operation
            .filter(|_| !exchange.is_foreign)
            .map(Operation::name);
        places.insert(exchange.number, judged.len());
        let (number, sender) = (exchange.number, verdict.sender);
        judged.push(Judged {
            number,
            operation,
            sender,
            findings: Vec::new(),
        });
        for (number, finding) in verdict.findings {
            let place = places.get(&number).and_then(|place| judged.get_mut(*place));
            if let Some(request) = place {
                request.findings.push(finding);
            }
        }
    }
    judged.sort_by_key(|request| request.number);
    Ok(Report::of(judged, &checker))
}
