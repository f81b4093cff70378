//! TempPasses: their clocks and counters, by device and identity.

use std::collections::HashMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::bounded::REMEMBERED;
use crate::providers::{Mvpd, Nature};

/// What a test changes of a TempPass, for all service providers. What is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TempPassChange {
    /// The TempPass.
    pub mvpd: String,
    /// How long it lasts, in milliseconds.
    pub lasts_ms: Option<u64>,
    /// How many resources a promotional one allows.
    pub resources: Option<usize>,
    /// Whether it is configured wrongly: `invalid_configuration_temporary_access`.
    pub misconfigured: Option<bool>,
    /// The time of all that are running is over.
    pub use_up_time: bool,
    /// The resources of all that are running are used up.
    pub use_up_resources: bool,
    /// All of them are as if never used; the reset of Adobe's management API.
    pub reset: bool,
}

/// Why a TempPass gives no access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPass {
    /// Adobe's code for it.
    Code(&'static str),
    /// Never used: its clock has not started.
    Unused,
}

/// Who uses a TempPass.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Holder<'a> {
    pub(crate) service_provider: &'a str,
    pub(crate) device: &'a str,
    /// What `AP-TempPass-Identity` says; `None` if it was not sent, or not readable.
    pub(crate) identity: Option<&'a str>,
}

/// A TempPass that was used, by one device, or by all devices of an identity.
#[derive(Debug)]
struct Pass {
    service_provider: String,
    mvpd: &'static str,
    devices: Vec<String>,
    identities: Vec<String>,
    started: Duration,
    used: Vec<String>,
    is_time_over: bool,
    are_resources_used_up: bool,
}

/// What is left of a running TempPass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remaining {
    pub(crate) not_before: Duration,
    pub(crate) not_after: Duration,
    /// The resources used so far, and how many may follow; promotional only.
    pub(crate) resources: Option<(Vec<String>, usize)>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Settings {
    lasts: Option<Duration>,
    resources: Option<usize>,
    misconfigured: bool,
}

/// All TempPasses in use.
#[derive(Debug, Default)]
pub(crate) struct TempPasses {
    passes: Vec<Pass>,
    settings: HashMap<String, Settings>,
}

const NO_IDENTITY: NoPass = NoPass::Code("invalid_header_identity_for_temporary_access");
const TIME_OVER: NoPass = NoPass::Code("temporary_access_duration_limit_exceeded");
const NOTHING_LEFT: NoPass = NoPass::Code("temporary_access_resources_limit_exceeded");
const MISCONFIGURED: NoPass = NoPass::Code("invalid_configuration_temporary_access");

impl TempPasses {
    /// Applies what a test wants.
    pub(crate) fn change(&mut self, change: &TempPassChange) {
        let settings = self.settings.entry(change.mvpd.clone()).or_default();
        settings.lasts = change
            .lasts_ms
            .map(Duration::from_millis)
            .or(settings.lasts);
        settings.resources = change.resources.or(settings.resources);
        settings.misconfigured = change.misconfigured.unwrap_or(settings.misconfigured);
        if change.reset {
            self.passes.retain(|pass| pass.mvpd != change.mvpd);
        }
        for pass in &mut self.passes {
            if pass.mvpd == change.mvpd {
                pass.is_time_over |= change.use_up_time;
                pass.are_resources_used_up |= change.use_up_resources;
            }
        }
    }

    /// What is left, for *profile for MVPD* and *profile for code*.
    pub(crate) fn remaining(
        &self,
        mvpd: &'static Mvpd,
        holder: Holder<'_>,
        now: Duration,
    ) -> Result<Remaining, NoPass> {
        let (lasts, limit) = self.rules(mvpd, holder)?;
        let pass = self
            .passes
            .iter()
            .find(|pass| pass.belongs_to(mvpd, holder))
            .ok_or(NoPass::Unused)?;
        let remaining = pass.remaining(lasts, limit, now)?;
        match &remaining.resources {
            Some((_, 0)) => Err(NOTHING_LEFT),
            _ => Ok(remaining),
        }
    }

    /// Whether a resource would be permitted, without starting the clock.
    pub(crate) fn would_permit(
        &self,
        mvpd: &'static Mvpd,
        holder: Holder<'_>,
        now: Duration,
    ) -> Result<(), NoPass> {
        match self.remaining(mvpd, holder, now) {
            Ok(_) | Err(NoPass::Unused) => Ok(()),
            Err(no) => Err(no),
        }
    }

    /// Permits a resource: starts the clock with the first, counts each distinct one.
    pub(crate) fn permit(
        &mut self,
        mvpd: &'static Mvpd,
        holder: Holder<'_>,
        resource: &str,
        now: Duration,
    ) -> Result<Remaining, NoPass> {
        let (lasts, limit) = self.rules(mvpd, holder)?;
        let at = self
            .passes
            .iter()
            .position(|pass| pass.belongs_to(mvpd, holder));
        let at = at.unwrap_or_else(|| {
            if self.passes.len() >= REMEMBERED {
                self.passes.remove(0);
            }
            self.passes.push(Pass::new(mvpd.id, holder, now));
            self.passes.len() - 1
        });
        let Some(pass) = self.passes.get_mut(at) else {
            return Err(MISCONFIGURED);
        };
        pass.remaining(lasts, limit, now)?;
        let is_new = !pass.used.iter().any(|known| known == resource);
        if is_new && limit.is_some_and(|limit| pass.used.len() >= limit) {
            return Err(NOTHING_LEFT);
        }
        if is_new && pass.used.len() < REMEMBERED {
            pass.used.push(resource.to_owned());
        }
        // Not before: a denial must not tie somebody else's identity to a pass that is used up.
        pass.meet(holder);
        pass.remaining(lasts, limit, now)
    }

    /// How long it lasts, and how many resources it allows. A promotional one needs an identity.
    fn rules(
        &self,
        mvpd: &'static Mvpd,
        holder: Holder<'_>,
    ) -> Result<(Duration, Option<usize>), NoPass> {
        let settings = self.settings.get(mvpd.id).copied().unwrap_or_default();
        if settings.misconfigured {
            return Err(MISCONFIGURED);
        }
        match mvpd.nature {
            Nature::PromotionalPass { .. } if holder.identity.is_none() => Err(NO_IDENTITY),
            Nature::PromotionalPass { lasts, resources } => {
                let resources = settings.resources.unwrap_or(resources);
                Ok((settings.lasts.unwrap_or(lasts), Some(resources)))
            }
            Nature::BasicPass { lasts } => Ok((settings.lasts.unwrap_or(lasts), None)),
            _ => Err(MISCONFIGURED),
        }
    }
}

impl Pass {
    fn new(mvpd: &'static str, holder: Holder<'_>, now: Duration) -> Self {
        Self {
            service_provider: holder.service_provider.to_owned(),
            mvpd,
            devices: vec![holder.device.to_owned()],
            identities: holder.identity.map(str::to_owned).into_iter().collect(),
            started: now,
            used: Vec::new(),
            is_time_over: false,
            are_resources_used_up: false,
        }
    }

    /// Whether it is the holder's: by device, and a promotional one by identity, too.
    fn belongs_to(&self, mvpd: &Mvpd, holder: Holder<'_>) -> bool {
        let promotional = matches!(mvpd.nature, Nature::PromotionalPass { .. });
        let by_identity = holder
            .identity
            .is_some_and(|identity| self.identities.iter().any(|known| known == identity));
        self.mvpd == mvpd.id
            && self.service_provider == holder.service_provider
            && (self.devices.iter().any(|known| known == holder.device)
                || promotional && by_identity)
    }

    /// Whichever of device and identity has been seen keeps the pass from being had again.
    fn meet(&mut self, holder: Holder<'_>) {
        if !self.devices.iter().any(|known| known == holder.device) {
            self.devices.truncate(REMEMBERED);
            self.devices.push(holder.device.to_owned());
        }
        if let Some(identity) = holder.identity {
            if !self.identities.iter().any(|known| known == identity) {
                self.identities.truncate(REMEMBERED);
                self.identities.push(identity.to_owned());
            }
        }
    }

    fn remaining(
        &self,
        lasts: Duration,
        limit: Option<usize>,
        now: Duration,
    ) -> Result<Remaining, NoPass> {
        let not_after = self.started.saturating_add(lasts);
        if self.is_time_over || not_after <= now {
            return Err(TIME_OVER);
        }
        if self.are_resources_used_up {
            return Err(NOTHING_LEFT);
        }
        Ok(Remaining {
            not_before: self.started,
            not_after,
            resources: limit
                .map(|limit| (self.used.clone(), limit.saturating_sub(self.used.len()))),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::providers::find;

    const START: Duration = Duration::from_secs(1_000);

    fn holder(device: &'static str, identity: Option<&'static str>) -> Holder<'static> {
        Holder {
            service_provider: "REF30",
            device,
            identity,
        }
    }

    #[test]
    fn the_clock_starts_with_the_first_permit_and_does_not_stop() {
        let (mut passes, pass) = (TempPasses::default(), find("TempPass_5mins").unwrap());
        let me = holder("d", None);
        assert_eq!(passes.remaining(pass, me, START), Err(NoPass::Unused));
        assert_eq!(passes.would_permit(pass, me, START), Ok(()));
        let first = passes.permit(pass, me, "r", START).unwrap();
        assert_eq!(first.not_after, START + Duration::from_secs(300));
        let almost = START + Duration::from_secs(299);
        assert_eq!(passes.permit(pass, me, "s", almost), Ok(first));
        let over = START + Duration::from_secs(300);
        assert_eq!(passes.permit(pass, me, "r", over), Err(TIME_OVER));
        assert_eq!(passes.would_permit(pass, me, over), Err(TIME_OVER));
        assert!(passes.permit(pass, holder("e", None), "r", over).is_ok());
    }

    #[test]
    fn a_promotional_one_counts_resources_by_device_or_identity() {
        let (mut passes, pass) = (TempPasses::default(), find("flexibleTempPass").unwrap());
        let permit = |passes: &mut TempPasses, device, identity, resource| {
            let who = holder(device, identity);
            let left = passes.permit(pass, who, resource, START)?;
            Ok(left.resources.unwrap().1)
        };
        assert_eq!(permit(&mut passes, "d", None, "1"), Err(NO_IDENTITY));
        for (resource, left) in [("1", 4), ("2", 3), ("1", 3), ("3", 2), ("4", 1), ("5", 0)] {
            assert_eq!(permit(&mut passes, "d", Some("i"), resource), Ok(left));
        }
        assert_eq!(permit(&mut passes, "d", Some("i"), "6"), Err(NOTHING_LEFT));
        assert_eq!(permit(&mut passes, "d", Some("i"), "5"), Ok(0));
        assert_eq!(permit(&mut passes, "e", Some("i"), "6"), Err(NOTHING_LEFT));
        assert_eq!(permit(&mut passes, "d", Some("j"), "6"), Err(NOTHING_LEFT));
        assert_eq!(permit(&mut passes, "f", Some("k"), "6"), Ok(4));
    }
}
