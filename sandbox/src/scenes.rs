//! What users, programmers and Apple do in a scenario, for the Rust API as for the control
//! endpoints.

use crate::app::App;
use crate::auth_sessions::SignIn;
use crate::decision_rules::{DecisionRule, Effect};
use crate::enhanced::Enhanced;
use crate::media_tokens::MediaTokenVerdict;
use crate::providers;
use crate::rules::{Finding, MEDIA_TOKEN_ONCE};
use crate::sign_in::NoEnd;
use crate::temp_passes::TempPassChange;
use crate::v2::{Wish, supply_by_hand};

/// Who signs in where nobody says so.
pub(crate) const USER: &str = "viewer";

impl App {
    /// Ends the sign-in of a code. `mvpd` is chosen before that, if it is given.
    pub(crate) fn conclude(
        &self,
        code: &str,
        outcome: SignIn,
        mvpd: Option<String>,
        user: &str,
    ) -> Result<(), String> {
        if mvpd.is_some() {
            let wish = Wish {
                mvpd,
                ..Wish::default()
            };
            supply_by_hand(self, code, wish).map_err(|error| error.code().to_owned())?;
        }
        let ended = self.end_sign_in(code, outcome, user);
        ended.map(drop).map_err(|why| match why {
            NoEnd::UnknownCode => "there is no session with this code, or it has expired".into(),
            NoEnd::NoMvpd => "the MVPD is not known yet".into(),
        })
    }

    /// Adds a rule, if its code is one of Adobe's.
    pub(crate) fn add_rule(&self, rule: DecisionRule) -> Result<(), String> {
        if let Effect::Deny {
            code: Some(code), ..
        } = &rule.effect
        {
            if Enhanced::v2_if_documented(code).is_none() {
                return Err(format!("Adobe documents no code '{code}'"));
            }
        }
        self.state().decision_rules.add(rule);
        Ok(())
    }

    /// Changes a TempPass, if it is one.
    pub(crate) fn change_pass(&self, change: &TempPassChange) -> Result<(), String> {
        match providers::find(&change.mvpd) {
            Some(mvpd) if mvpd.is_temp_pass() => {
                self.state().temp_passes.change(change);
                Ok(())
            }
            _ => Err(format!("'{}' is no TempPass", change.mvpd)),
        }
    }

    /// What the programmer's server finds out about a media token.
    pub(crate) fn verify_media_token(
        &self,
        token: &str,
        service_provider: &str,
        resource: &str,
    ) -> MediaTokenVerdict {
        let now = self.now();
        let verdict = {
            let mut state = self.state();
            let verdict = state
                .media_tokens
                .verify(token, service_provider, resource, now);
            if verdict == MediaTokenVerdict::Used {
                if let Some(number) = state.log.answered_with(token) {
                    let what = "Its media token was shown to the programmer's server again.";
                    state
                        .log
                        .found(number, Finding::new(&MEDIA_TOKEN_ONCE, what));
                }
            }
            verdict
        };
        self.news.send_modify(|_| {});
        verdict
    }

    /// Apple's response to a request of Adobe.
    pub(crate) fn apple_response(&self, request: &str) -> Option<String> {
        let mut state = self.state();
        let state = &mut *state;
        state.apple.respond(request, &mut state.random)
    }
}
