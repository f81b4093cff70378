//! Scenarios from Rust: what users, MVPDs, programmers and Apple do while a device looks on.

use std::time::Duration;

use crate::auth_sessions::{SessionState, SignIn};
use crate::decision_rules::{DecisionRule, ResourceLimits};
use crate::degradations::Degradation;
use crate::framework_status;
use crate::media_tokens::MediaTokenVerdict;
use crate::profiles::ProfileEnd;
use crate::quirks::Quirks;
use crate::running::Running;
use crate::scenes::USER;
use crate::temp_passes::TempPassChange;

impl Running {
    /// The sessions whose codes are good, by code.
    #[must_use]
    pub fn authentication_sessions(&self) -> Vec<SessionState> {
        let now = self.app.now();
        self.app.state().auth_sessions.list(now)
    }

    /// The user signs in with this code, without a browser.
    ///
    /// # Errors
    ///
    /// No session has this code, or its MVPD is not known yet.
    pub fn sign_in(&self, code: &str) -> Result<(), String> {
        self.app.conclude(code, SignIn::Done, None, USER)
    }

    /// The same, where the user chooses the MVPD on the second screen.
    ///
    /// # Errors
    ///
    /// No session has this code, or the MVPD cannot be chosen.
    pub fn sign_in_with(&self, code: &str, mvpd: &str) -> Result<(), String> {
        let mvpd = Some(mvpd.to_owned());
        self.app.conclude(code, SignIn::Done, mvpd, USER)
    }

    /// The user leaves the MVPD's page. The device is told nothing: its map of profiles stays
    /// empty.
    ///
    /// # Errors
    ///
    /// No session has this code.
    pub fn cancel_sign_in(&self, code: &str) -> Result<(), String> {
        self.app.conclude(code, SignIn::Cancelled, None, USER)
    }

    /// The MVPD turns the user away. The device is told nothing.
    ///
    /// # Errors
    ///
    /// No session has this code.
    pub fn refuse_sign_in(&self, code: &str) -> Result<(), String> {
        self.app.conclude(code, SignIn::Refused, None, USER)
    }

    /// Ends a code as time does. Says whether it was good.
    pub fn expire_code(&self, code: &str) -> bool {
        self.app.state().auth_sessions.expire(code)
    }

    /// Ends the profiles that a device has of an MVPD, or all of them. Says whether there were any.
    pub fn end_profiles(
        &self,
        device: &str,
        service_provider: &str,
        mvpd: Option<&str>,
        how: ProfileEnd,
    ) -> bool {
        let (place, now) = ((device, service_provider), self.app.now());
        self.app.state().profiles.end(place, mvpd, how, now)
    }

    /// Switches a degradation on, or off.
    pub fn set_degradation(&self, degradation: Degradation) {
        let now = self.app.now();
        self.app.state().degradations.set(degradation, now);
    }

    /// The degradations that are on.
    #[must_use]
    pub fn degradations(&self) -> Vec<Degradation> {
        self.app.state().degradations.list()
    }

    /// Switches the integration of a service provider with an MVPD on, or off. One that is off
    /// vanishes from the configuration, and everything else says `invalid_integration`.
    pub fn set_integration(&self, service_provider: &str, mvpd: &str, is_active: bool) {
        let mut state = self.app.state();
        let degradations = &mut state.degradations;
        degradations.set_active(service_provider, mvpd, is_active);
    }

    /// Adds a rule of decisions. The last that matches is the one that counts; without any,
    /// [`RESOURCES`](crate::RESOURCES) are denied and all others permitted.
    ///
    /// # Errors
    ///
    /// Its code is not one of Adobe's.
    pub fn add_decision_rule(&self, rule: DecisionRule) -> Result<(), String> {
        self.app.add_rule(rule)
    }

    /// The rules of decisions that are left, oldest first.
    #[must_use]
    pub fn decision_rules(&self) -> Vec<DecisionRule> {
        self.app.state().decision_rules.list()
    }

    /// Takes back all rules of decisions.
    pub fn clear_decision_rules(&self) {
        self.app.state().decision_rules.clear();
    }

    /// Sets how many resources MVPDs take in one request.
    pub fn set_resource_limits(&self, limits: ResourceLimits) {
        self.app.state().decision_rules.limits = limits;
    }

    /// Changes a TempPass: its limits, or what is used of it.
    ///
    /// # Errors
    ///
    /// The MVPD is no TempPass.
    pub fn change_temp_pass(&self, change: &TempPassChange) -> Result<(), String> {
        self.app.change_pass(change)
    }

    /// Takes other readings of Adobe's pages.
    pub fn set_quirks(&self, quirks: Quirks) {
        self.app.state().quirks = quirks;
    }

    /// A value of `AP-Partner-Framework-Status`, as Apple's framework would lead to. `expires_in`
    /// is counted by the sandbox's clock.
    #[must_use]
    pub fn framework_status(
        &self,
        access_status: &str,
        provider_id: Option<&str>,
        expires_in: Duration,
    ) -> String {
        let expires = self.app.now().saturating_add(expires_in);
        framework_status::encode(access_status, provider_id, expires)
    }

    /// Apple's side of partner sign-on: turns the `request` of an `authenticationRequest` into the
    /// SAML response that the framework would hand to the application. `None`: this sandbox made no
    /// such request.
    #[must_use]
    pub fn apple_response(&self, request: &str) -> Option<String> {
        self.app.apple_response(request)
    }

    /// What Adobe's verifier on the programmer's server would say about a media token. A good one
    /// is used up by that.
    #[must_use]
    pub fn verify_media_token(
        &self,
        serialized_token: &str,
        service_provider: &str,
        resource: &str,
    ) -> MediaTokenVerdict {
        let app = &self.app;
        app.verify_media_token(serialized_token, service_provider, resource)
    }
}
