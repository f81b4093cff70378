//! A model of Adobe's service for one TV, with books of its own: registrations, sessions and their
//! codes, the profile, temporary access, decisions, what Apple's framework is asked for.

use std::collections::BTreeSet;

use tvpass::{Request, Response};

use crate::asked::{Asked, MARK, Mvpd, Op, code};
use crate::date::SERVICE_START;
use crate::faults::Faults;
use crate::profiles::{Kind, Profile};
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
    /// When everybody may watch with `Cablevision` without a sign-in, as its login is down.
    pub(crate) degraded: Option<(u64, u64)>,
    /// How often what a TV had stored is lost, or is what it once was, at a start: in thousandths.
    pub(crate) state_lost: u32,
    pub(crate) state_old: u32,
}

impl Manner {
    pub(crate) fn draw(random: &mut Random) -> Self {
        Self {
            valid_ms: random.pick(&[30, 30, 30, 10, 3, 1]) * 60_000,
            replaces: random.chance(500),
            resources: random.pick(&[5, 5, 5, 2]),
            forgets: random.pick(&[0, 20, 200]),
            fails: random.pick(&[0, 20, 200]),
            degraded: random.chance(300).then(|| {
                let from = random.range(0, 3_600_000);
                (from, from + random.range(60_000, 3_600_000))
            }),
            state_lost: random.pick(&[0, 0, 20, 100]),
            state_old: random.pick(&[0, 0, 20, 100]),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Registration {
    pub(crate) revoked: bool,
    /// When each token ends.
    tokens: Vec<u64>,
}

#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) registration: usize,
    pub(crate) mvpd: Option<Mvpd>,
    pub(crate) created: u64,
    pub(crate) ends: u64,
}

/// The service's books about one TV.
#[derive(Debug, Default)]
pub(crate) struct Service {
    pub(crate) tv: u32,
    pub(crate) registrations: Vec<Registration>,
    pub(crate) sessions: Vec<Session>,
    /// One at most of each MVPD.
    pub(crate) profiles: Vec<Profile>,
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
                self.degrade(now, *registration, manner);
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
                let mvpd = session.and_then(|session| session.mvpd);
                self.profiles(now, registration, false, mvpd, random)
            }
            Op::ForMvpd(Mvpd::TempPass) => self.temporary(now),
            Op::ForMvpd(mvpd) => self.profiles(now, registration, apple, Some(*mvpd), random),
            Op::Profiles => self.profiles(now, registration, apple, None, random),
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
                self.add(Profile {
                    registration,
                    mvpd: Mvpd::Cablevision,
                    made: now,
                    ends: now + 24 * 3_600_000,
                    kind: Kind::Apple,
                });
                self.profiles(now, registration, true, Some(Mvpd::Cablevision), random)
            }
            Op::Preauthorize(mvpd, resources) => {
                self.preauthorize(now, *mvpd, resources, registration, apple, manner, random)
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
        if let Some(profile) = self.valid(now, registration, apple, mvpd).next() {
            let reason = match profile.kind {
                Kind::Degraded => "degraded",
                _ => "authenticated",
            };
            return no_need(reason, profile.mvpd);
        }
        let number = u32::try_from(self.sessions.len()).unwrap();
        stats.add(Count::Sessions);
        let forgotten = random.chance(manner.forgets);
        self.sessions.push(Session {
            registration,
            mvpd,
            created: now,
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

    fn partner_request(
        &mut self,
        now: u64,
        registration: usize,
        apple: bool,
        manner: &Manner,
        random: &mut Random,
        stats: &mut Stats,
    ) -> Answer {
        if let Some(profile) = self.valid(now, registration, apple, None).next() {
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
                    created: now,
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
