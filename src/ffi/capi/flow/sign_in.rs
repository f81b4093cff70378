//! How a sign-in looks to C.

use std::ptr;

use super::face::{Ended, Face, NOT_ASKED, Reply, Shown, Told};
use super::presented::{
    TVPASS_OBSTACLE_MISSING_PARAMETERS, TVPASS_OBSTACLE_NO_CODE, TVPASS_OBSTACLE_UNKNOWN_ACTION,
    TVPASS_OBSTACLE_URL_REFUSED, TVPASS_PRESENTED_CHOOSE_PROVIDER, TVPASS_PRESENTED_CODE_EXPIRED,
    TVPASS_PRESENTED_NOT_COMPLETED, TVPASS_PRESENTED_NOT_POSSIBLE, TVPASS_PRESENTED_OPEN_BROWSER,
    TVPASS_PRESENTED_PARTNER_PERMISSION_MISSING, TVPASS_PRESENTED_PARTNER_QUERY_STATUS,
    TVPASS_PRESENTED_PARTNER_REQUEST_RESPONSE, TVPASS_PRESENTED_PARTNER_SHOW_PICKER,
    TVPASS_PRESENTED_REPLACED, TVPASS_PRESENTED_SHOW_CODE, TVPASS_PRESENTED_SIGNED_IN,
    TVPASS_PRESENTED_TEMPORARY_ACCESS, tvpass_obstacle, tvpass_partner_step, tvpass_presented,
    tvpass_presented_kind,
};
use super::screen::{SCREEN, browser, code_screen};
use super::status::{signed_in, signed_in_size};
use crate::error::Error;
use crate::ffi::capi::arena::{Arena, Owned, pointers};
use crate::ffi::capi::outcome::configuration::{mvpd, mvpd_size};
use crate::ffi::capi::outcome::logout::settings;
use crate::ffi::capi::outcome::partner_request::partner_request;
use crate::ffi::capi::outcome::session_parameter::missing;
use crate::ffi::capi::outcome::url_refusal::{TVPASS_URL_REFUSAL_UNKNOWN, refusal};
use crate::ffi::capi::text::tvpass_str;
use crate::flow::{
    CHANNEL_IDENTIFIER, Obstacle, PartnerStep, Providers, SignInInput, SignInOutcome, SignInPlan,
    SignInStep,
};
use crate::outcome::Mvpd;

/// What the user chooses from, while they do.
#[derive(Default)]
pub(super) struct SignInFace {
    providers: Option<Providers>,
}

impl Face<SignInPlan> for SignInFace {
    fn presented(&mut self, presented: SignInStep) -> Shown {
        self.providers = None;
        match presented {
            SignInStep::ChooseProvider(providers) => {
                let shown = choice(&providers, &providers.all());
                self.providers = Some(providers);
                shown
            }
            SignInStep::ShowCode(screen) => {
                let bytes = SCREEN + qr_size(screen.link.as_ref().map_or(0, |l| l.expose().len()));
                Owned::new(bytes, |arena| tvpass_presented {
                    code_screen: code_screen(arena, &screen),
                    ..tvpass_presented::of(TVPASS_PRESENTED_SHOW_CODE)
                })
            }
            SignInStep::OpenBrowser(screen) => Owned::new(SCREEN, |arena| tvpass_presented {
                browser: browser(arena, &screen),
                ..tvpass_presented::of(TVPASS_PRESENTED_OPEN_BROWSER)
            }),
            SignInStep::Partner(step) => Owned::new(SCREEN, |arena| partner(arena, &step)),
        }
    }

    fn ended(&mut self, output: SignInOutcome) -> Ended {
        match output {
            SignInOutcome::SignedIn(done) => {
                Owned::new(signed_in_size(&done), |arena| tvpass_presented {
                    signed_in: signed_in(arena, &done),
                    ..tvpass_presented::of(TVPASS_PRESENTED_SIGNED_IN)
                })
            }
            SignInOutcome::TemporaryAccess { mvpd } => {
                Owned::new(mvpd.len() + 1, |arena| tvpass_presented {
                    mvpd: arena.text(&mvpd),
                    ..tvpass_presented::of(TVPASS_PRESENTED_TEMPORARY_ACCESS)
                })
            }
            SignInOutcome::NotCompleted => bare(TVPASS_PRESENTED_NOT_COMPLETED),
            SignInOutcome::CodeExpired => bare(TVPASS_PRESENTED_CODE_EXPIRED),
            SignInOutcome::Replaced => bare(TVPASS_PRESENTED_REPLACED),
            SignInOutcome::NotPossible(obstacle) => Owned::new(256, |arena| tvpass_presented {
                obstacle: arena.put(self::obstacle(arena, &obstacle)),
                ..tvpass_presented::of(TVPASS_PRESENTED_NOT_POSSIBLE)
            }),
        }
        .into()
    }

    fn told(&mut self, told: Told) -> Result<Reply<SignInInput>, Error> {
        Ok(Reply::Tell(match told {
            Told::Search(typed) => {
                let providers = self.providers.as_ref();
                let providers = providers.ok_or(Error::OutOfOrder("nobody is choosing"))?;
                return Ok(Reply::Show(choice(providers, &providers.search(&typed))));
            }
            Told::ProviderChosen(mvpd) => SignInInput::ProviderChosen(mvpd),
            Told::NewCode => SignInInput::NewCode,
            Told::RedirectReached => SignInInput::RedirectReached,
            Told::BrowserClosed => SignInInput::BrowserClosed,
            Told::PartnerStatus(status) => SignInInput::PartnerStatus(status),
            Told::PartnerUnsupported(provider) => SignInInput::PartnerUnsupported(provider),
            Told::PartnerResponse(response, status) => {
                SignInInput::PartnerResponse { response, status }
            }
            Told::PartnerFailed => SignInInput::PartnerFailed,
            Told::Continue => return Err(NOT_ASKED),
        }))
    }

    fn taken(&mut self) {
        self.providers = None;
    }
}

/// What a QR code of so many bytes takes at most: a byte for each module, of which a byte of text
/// takes 24 with what corrects errors, and 1,200 more at all times.
fn qr_size(bytes: usize) -> usize {
    match bytes {
        0 => 0,
        _ => 1200 + 24 * bytes,
    }
}

fn bare(kind: tvpass_presented_kind) -> Shown {
    Owned::new(0, |_| tvpass_presented::of(kind))
}

fn choice(providers: &Providers, shown: &[&Mvpd]) -> Shown {
    let choices = providers.configuration().platform_choices();
    let choices: Vec<*const Mvpd> = choices.map(ptr::from_ref).collect();
    let bytes = shown.iter().map(|one| mvpd_size(one)).sum();
    Owned::new(bytes, |arena| {
        let made = shown
            .iter()
            .map(|one| mvpd(arena, one, choices.contains(&ptr::from_ref(*one))));
        let made = arena.list(shown.len(), made);
        tvpass_presented {
            providers: pointers(made),
            provider_count: made.len(),
            ..tvpass_presented::of(TVPASS_PRESENTED_CHOOSE_PROVIDER)
        }
    })
}

fn partner(arena: &Arena, step: &PartnerStep) -> tvpass_presented {
    let mut made = tvpass_partner_step::EMPTY;
    let kind = match step {
        PartnerStep::QueryStatus => TVPASS_PRESENTED_PARTNER_QUERY_STATUS,
        PartnerStep::ShowPicker { provider_ids } => {
            let ids = provider_ids.iter().map(|id| arena.text(id));
            let ids = arena.list(provider_ids.len(), ids);
            made.provider_ids = ids.as_ptr();
            made.provider_id_count = ids.len();
            TVPASS_PRESENTED_PARTNER_SHOW_PICKER
        }
        PartnerStep::RequestResponse(request) => {
            made.request = partner_request(arena, request);
            made.channel_identifier = arena.text(CHANNEL_IDENTIFIER);
            TVPASS_PRESENTED_PARTNER_REQUEST_RESPONSE
        }
        PartnerStep::PermissionMissing { settings: known } => {
            let known = settings(arena, known);
            made.settings = pointers(known);
            made.settings_count = known.len();
            TVPASS_PRESENTED_PARTNER_PERMISSION_MISSING
        }
    };
    tvpass_presented {
        partner: arena.put(made),
        ..tvpass_presented::of(kind)
    }
}

fn obstacle(arena: &Arena, obstacle: &Obstacle) -> tvpass_obstacle {
    let none = tvpass_obstacle {
        kind: TVPASS_OBSTACLE_NO_CODE,
        url_refusal: TVPASS_URL_REFUSAL_UNKNOWN,
        action_name: tvpass_str::EMPTY,
        missing_parameters: ptr::null(),
        missing_parameter_count: 0,
    };
    match obstacle {
        Obstacle::MissingParameters(parameters) => {
            let lacking = missing(arena, parameters);
            tvpass_obstacle {
                kind: TVPASS_OBSTACLE_MISSING_PARAMETERS,
                missing_parameters: pointers(lacking),
                missing_parameter_count: lacking.len(),
                ..none
            }
        }
        Obstacle::UrlRefused(reason) => tvpass_obstacle {
            kind: TVPASS_OBSTACLE_URL_REFUSED,
            url_refusal: refusal(*reason),
            ..none
        },
        Obstacle::NoCode => none,
        Obstacle::UnknownAction(name) => tvpass_obstacle {
            kind: TVPASS_OBSTACLE_UNKNOWN_ACTION,
            action_name: arena.text(name),
            ..none
        },
    }
}
