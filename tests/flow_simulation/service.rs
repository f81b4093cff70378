//! A model of Adobe's service for one TV, with books of its own: registrations, sessions and their
//! codes, the profile, temporary access, decisions, what Apple's framework is asked for.

use std::collections::BTreeSet;

use tvpass::{Request, Response};

use crate::asked::{Asked, MARK, Mvpd, Op, code};
use crate::date::SERVICE_START;
use crate::faults::Faults;
use crate::random::Random;
use crate::said::Said;
use crate::stats::{Count, Stats};
use crate::trouble::{unauthorized, unknown_client};

/// How the service is set up in one world.
#[derive(Clone, Debug)]
pub(crate) struct Manner {
    /// How long a code is good.
    pub(crate) valid_ms: u64,
    /// A new session ends the one before.
    pub(crate) replaces: bool,
    /// How many resources may be asked for at once.
    pub(crate) resources: usize,
    /// How often a session comes back without a parameter that was sent, in thousandths.
    pub(crate) forgets: u32,
    /// How often the way to an MVPD fails, in thousandths of decisions.
    pub(crate) fails: u32,
}

impl Manner {
    pub(crate) fn draw(random: &mut Random) -> Self {
        Self {
            valid_ms: random.pick(&[30, 30, 30, 10, 3, 1]) * 60_000,
            replaces: random.chance(500),
            resources: random.pick(&[5, 5, 5, 2]),
            forgets: random.pick(&[0, 20, 200]),
            fails: random.pick(&[0, 20, 200]),
        }
    }
}

#[derive(Debug)]
struct Registration {
    revoked: bool,
    /// When each token ends.
    tokens: Vec<u64>,
}

#[derive(Debug)]
struct Session {
    registration: usize,
    mvpd: Option<Mvpd>,
    ends: u64,
}

#[derive(Debug)]
pub(crate) struct Profile {
    registration: usize,
    mvpd: Mvpd,
    ends: u64,
    /// Found only with a status of Apple's framework.
    apple: bool,
}

/// The service's books about one TV.
#[derive(Debug, Default)]
pub(crate) struct Service {
    tv: u32,
    registrations: Vec<Registration>,
    sessions: Vec<Session>,
    profile: Option<Profile>,
    pub(crate) temp_pass_ends: Option<u64>,
    pub(crate) permits: u32,
    /// Apple's responses that have been used.
    responses: BTreeSet<u32>,
}

pub(crate) type Answer = (Response, Said);

pub(crate) fn refused(status: u16, code: &str, said: Said) -> Answer {
    let body = format!(
        r#"{{"action":"none","status":{status},"code":"{code}","message":"m","trace":"trace-{code}"}}"#
    );
    (Response::new(status, body), said)
}

impl Service {
    pub(crate) fn new(tv: u32) -> Self {
        Self {
            tv,
            ..Self::default()
        }
    }

    /// Reads a request as the service would. Anything that it would not understand is a mistake of
    /// the library.
    pub(crate) fn read(&self, request: &Request) -> Result<Asked, String> {
        Asked::read(request, self.tv)
    }

    /// The user signs in on the MVPD's page, by the session of this number. Whether that was
    /// possible.
    pub(crate) fn log_in(
        &mut self,
        now: u64,
        session: u32,
        mvpd: Mvpd,
        manner: &Manner,
        random: &mut Random,
    ) -> bool {
        let is_newest = session as usize + 1 == self.sessions.len();
        let Some(found) = self.sessions.get(session as usize) else {
            return false;
        };
        let known = self.registrations.get(found.registration);
        if now >= found.ends
            || manner.replaces && !is_newest
            || known.is_none_or(|registration| registration.revoked)
        {
            return false;
        }
        self.profile = Some(Profile {
            registration: found.registration,
            mvpd: found.mvpd.unwrap_or(mvpd),
            ends: now + random.pick(&[2, 24, 24 * 30, 24 * 365]) * 3_600_000,
            apple: false,
        });
        true
    }

    pub(crate) fn valid(&self, now: u64, registration: usize, apple: bool) -> Option<&Profile> {
        self.profile.as_ref().filter(|profile| {
            profile.registration == registration && now < profile.ends && (apple || !profile.apple)
        })
    }

    /// Does what a request asks for.
    pub(crate) fn act(
        &mut self,
        now: u64,
        asked: &Asked,
        manner: &Manner,
        faults: &Faults,
        random: &mut Random,
        stats: &mut Stats,
    ) -> Result<Answer, String> {
        Ok(match asked {
            Asked::Register => {
                let number = self.registrations.len();
                self.registrations.push(Registration {
                    revoked: false,
                    tokens: Vec::new(),
                });
                let body = format!(
                    r#"{{"client_id":"c{number}","client_secret":"{MARK}-{}-{number}","client_id_issued_at":1,"grant_types":["client_credentials"]}}"#,
                    self.tv
                );
                (Response::new(201, body), Said::Credentials(number))
            }
            Asked::Token(number) => {
                let tv = self.tv;
                let known = self.registrations.get_mut(*number).filter(|r| !r.revoked);
                let Some(registration) = known else {
                    let response = Response::new(400, r#"{"error":"invalid_client"}"#);
                    return Ok((response, Said::Unknown));
                };
                let lifetime_s = random.range(faults.lifetimes.0, faults.lifetimes.1);
                let token = registration.tokens.len();
                registration.tokens.push(now + lifetime_s * 1000);
                let body = format!(
                    r#"{{"id":"i","access_token":"{MARK}-t-{tv}-{number}-{token}","created_at":{now},"expires_in":{lifetime_s},"token_type":"bearer"}}"#
                );
                (Response::new(201, body), Said::Token)
            }
            Asked::Operation {
                op,
                registration,
                token,
                apple,
            } => {
                if let Some(answer) = self.refuse(now, *registration, *token, faults, random, stats)
                {
                    return Ok(answer);
                }
                self.operate(now, op, *registration, *apple, manner, random, stats)?
            }
        })
    }

    /// What is wrong with a token.
    fn refuse(
        &mut self,
        now: u64,
        number: usize,
        token: usize,
        faults: &Faults,
        random: &mut Random,
        stats: &mut Stats,
    ) -> Option<Answer> {
        let Some(registration) = self.registrations.get_mut(number) else {
            return Some((unauthorized(random), Said::Unauthorized));
        };
        if random.chance(faults.early_expiry) {
            stats.add(Count::FaultEarlyExpiry);
            registration.tokens[token] = 0;
        }
        // An evening has many more requests than a round of calls.
        if random.chance(faults.revoke) && random.chance(200) {
            stats.add(Count::FaultRevoked);
            registration.revoked = true;
        }
        if registration.revoked {
            return Some((unknown_client(random), Said::Unknown));
        }
        (registration.tokens[token] <= now).then(|| (unauthorized(random), Said::Unauthorized))
    }

    #[allow(clippy::too_many_arguments)]
    fn operate(
        &mut self,
        now: u64,
        op: &Op,
        registration: usize,
        apple: bool,
        manner: &Manner,
        random: &mut Random,
        stats: &mut Stats,
    ) -> Result<Answer, String> {
        Ok(match op {
            Op::Configuration => (Response::new(200, CONFIGURATION), Said::Configuration),
            Op::Create(mvpd) => self.create(now, *mvpd, registration, apple, manner, random, stats),
            Op::Resume(number, mvpd) => {
                let valid_ms = match self.sessions.get_mut(*number as usize) {
                    Some(session) if session.registration == registration && now < session.ends => {
                        session.mvpd = session.mvpd.or(*mvpd);
                        session.ends - now
                    }
                    _ => return Ok(refused(400, "invalid_parameter_code", Said::CodeOver)),
                };
                self.session(now, *number, valid_ms, "authenticate", "none", &[])
            }
            Op::ForCode(number) => {
                let is_newest = *number as usize + 1 == self.sessions.len();
                let session = self.sessions.get(*number as usize);
                let good = session.is_some_and(|session| {
                    session.registration == registration
                        && now < session.ends
                        && (is_newest || !manner.replaces)
                });
                if !good {
                    let code =
                        random.pick(&["invalid_parameter_code", "invalid_authentication_session"]);
                    return Ok(refused(400, code, Said::CodeOver));
                }
                self.profiles(now, registration, false, random)
            }
            Op::ForMvpd(Mvpd::TempPass) => self.temporary(now),
            Op::ForMvpd(_) | Op::Profiles => self.profiles(now, registration, apple, random),
            Op::PartnerRequest => {
                self.partner_request(now, registration, apple, manner, random, stats)
            }
            Op::PartnerProfile(response) => {
                if !self.responses.insert(*response) {
                    return Err("uses one of Apple's responses twice".to_owned());
                }
                if random.chance(150) {
                    let code = random.pick(&[
                        "invalid_parameter_saml_response",
                        "invalid_header_pfs_provider_info_expired",
                    ]);
                    let answer = refused(
                        400,
                        code,
                        Said::Profile {
                            found: false,
                            ends: None,
                        },
                    );
                    return Ok(answer);
                }
                self.profile = Some(Profile {
                    registration,
                    mvpd: Mvpd::Cablevision,
                    ends: now + 24 * 3_600_000,
                    apple: true,
                });
                self.profiles(now, registration, true, random)
            }
            Op::Preauthorize(resources) => {
                self.preauthorize(now, resources, registration, apple, manner, random)
            }
            Op::Authorize(mvpd, resource) => {
                self.authorize(now, *mvpd, *resource, registration, apple, manner, random)
            }
            Op::Logout(mvpd) => self.log_out(now, *mvpd, registration, random),
        })
    }

    #[allow(clippy::too_many_arguments)]
    fn create(
        &mut self,
        now: u64,
        mvpd: Option<Mvpd>,
        registration: usize,
        apple: bool,
        manner: &Manner,
        random: &mut Random,
        stats: &mut Stats,
    ) -> Answer {
        if mvpd == Some(Mvpd::TempPass) {
            return no_need("temporary", Mvpd::TempPass);
        }
        if let Some(profile) = self.valid(now, registration, apple) {
            return no_need("authenticated", profile.mvpd);
        }
        let number = u32::try_from(self.sessions.len()).unwrap();
        stats.add(Count::Sessions);
        let forgotten = random.chance(manner.forgets);
        self.sessions.push(Session {
            registration,
            mvpd,
            ends: now + manner.valid_ms,
        });
        match (mvpd, forgotten) {
            (None, _) => self.session(now, number, manner.valid_ms, "resume", "none", &["mvpd"]),
            (_, true) => self.session(
                now,
                number,
                manner.valid_ms,
                "resume",
                "none",
                &["domainName"],
            ),
            _ => self.session(now, number, manner.valid_ms, "authenticate", "none", &[]),
        }
    }

    fn session(
        &self,
        now: u64,
        number: u32,
        valid_ms: u64,
        action: &str,
        reason: &str,
        missing: &[&str],
    ) -> Answer {
        let code = code(self.tv, number);
        let from = SERVICE_START + now;
        let to = from + valid_ms;
        let kind = match action {
            "authenticate" => "interactive",
            _ => "direct",
        };
        let missing = missing.iter().map(|name| format!("\"{name}\""));
        let missing = missing.collect::<Vec<_>>().join(",");
        let mvpd = match self.sessions[number as usize].mvpd {
            Some(mvpd) => format!(r#""mvpd":"{}","#, mvpd.id()),
            None => String::new(),
        };
        let body = format!(
            r#"{{"actionName":"{action}","actionType":"{kind}","reasonType":"{reason}",{mvpd}"url":"/api/v2/authenticate/REF30/{code}","code":"{code}","sessionId":"s","serviceProvider":"REF30","missingParameters":[{missing}],"notBefore":"{from}","notAfter":"{to}"}}"#
        );
        (Response::new(201, body), Said::Session { number, valid_ms })
    }

    fn profiles(&self, now: u64, registration: usize, apple: bool, random: &mut Random) -> Answer {
        let Some(profile) = self.valid(now, registration, apple) else {
            let said = Said::Profile {
                found: false,
                ends: None,
            };
            // Adobe's pages have both.
            return match random.chance(500) {
                true => refused(403, "authenticated_profile_missing", said),
                false => (Response::new(200, r#"{"profiles":{}}"#), said),
            };
        };
        let mvpd = profile.mvpd.id();
        let kind = if profile.apple { "appleSSO" } else { "regular" };
        let body = format!(
            r#"{{"profiles":{{"{mvpd}":{{"notBefore":1,"notAfter":{},"issuer":"{mvpd}","type":"{kind}","attributes":{{"userID":{{"value":"UsEr-{}","state":"plain"}}}}}}}}}}"#,
            SERVICE_START + profile.ends,
            self.tv
        );
        let said = Said::Profile {
            found: true,
            ends: None,
        };
        (Response::new(200, body), said)
    }

    fn temporary(&self, now: u64) -> Answer {
        match self.temp_pass_ends {
            Some(ends) if now < ends => {
                let body = format!(
                    r#"{{"profiles":{{"TempPass":{{"notBefore":1,"notAfter":{},"issuer":"Adobe","type":"temporary","attributes":{{}}}}}}}}"#,
                    SERVICE_START + ends
                );
                let said = Said::Profile {
                    found: true,
                    ends: Some(ends),
                };
                (Response::new(200, body), said)
            }
            _ => {
                let said = Said::Profile {
                    found: false,
                    ends: None,
                };
                refused(403, "temporary_access_duration_limit_exceeded", said)
            }
        }
    }

    fn partner_request(
        &mut self,
        now: u64,
        registration: usize,
        apple: bool,
        manner: &Manner,
        random: &mut Random,
        stats: &mut Stats,
    ) -> Answer {
        if let Some(profile) = self.valid(now, registration, apple) {
            return no_need("authenticatedSSO", profile.mvpd);
        }
        match random.range(0, 9) {
            0 => refused(
                400,
                "invalid_header_pfs_provider_id_mismatch",
                Said::Trouble,
            ),
            1 => {
                let number = u32::try_from(self.sessions.len()).unwrap();
                stats.add(Count::Sessions);
                self.sessions.push(Session {
                    registration,
                    mvpd: Some(Mvpd::Cablevision),
                    ends: now + manner.valid_ms,
                });
                let reason = random.pick(&["pfs_fallback", "configuration_fallback"]);
                self.session(now, number, manner.valid_ms, "authenticate", reason, &[])
            }
            _ => {
                let body = r#"{"actionName":"partner_profile","actionType":"direct","reasonType":"none","sessionId":"s","mvpd":"Cablevision","serviceProvider":"REF30","authenticationRequest":{"type":"saml","request":"c2FtbA==","attributesNames":["a"]}}"#;
                (Response::new(200, body), Said::PartnerAsks)
            }
        }
    }

    fn log_out(
        &mut self,
        now: u64,
        mvpd: Mvpd,
        registration: usize,
        random: &mut Random,
    ) -> Answer {
        let id = mvpd.id();
        let profile = self.valid(now, registration, true);
        let action = match profile.filter(|profile| profile.mvpd == mvpd) {
            None => r#""actionName":"invalid","actionType":"none""#,
            Some(profile) if profile.apple => {
                r#""actionName":"partner_logout","actionType":"partner_interactive""#
            }
            Some(_) if random.chance(500) => r#""actionName":"complete","actionType":"none""#,
            Some(_) => r#""actionName":"logout","actionType":"interactive","url":"/out/1""#,
        };
        let body = format!(r#"{{"logouts":{{"{id}":{{{action},"mvpd":"{id}"}}}}}}"#);
        if self
            .profile
            .as_ref()
            .is_some_and(|p| p.mvpd == mvpd && p.registration == registration)
        {
            self.profile = None;
        }
        (Response::new(200, body), Said::LoggedOut)
    }
}

fn no_need(reason: &str, mvpd: Mvpd) -> Answer {
    let body = format!(
        r#"{{"actionName":"authorize","actionType":"direct","reasonType":"{reason}","sessionId":"s","mvpd":"{}","serviceProvider":"REF30"}}"#,
        mvpd.id()
    );
    (Response::new(200, body), Said::NoSignInNeeded)
}

const CONFIGURATION: &str = r#"{"requestor":{"id":"REF30","name":"Reference","mvpds":[
{"id":"Cablevision","displayName":"Optimum","logoUrl":"https://logos.example/c.png","enablePlatformServices":true,"displayInPlatformPicker":true,"boardingStatus":"SUPPORTED","platformMappingId":"apple.optimum"},
{"id":"Dish","displayName":"DISH","enablePlatformServices":true,"boardingStatus":"PICKER","platformMappingId":"apple.dish"},
{"id":"TempPass","displayName":"Free","isTempPass":true}]}}"#;
