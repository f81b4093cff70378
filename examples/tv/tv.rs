//! The TV: what each command does, by the flows of an account.

use std::sync::mpsc::{TryRecvError, channel};
use std::time::Duration;

use tvpass::call::{ClientConfig, TokenSource};
use tvpass::device::{ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName};
use tvpass::driver::{BlockingClient, FileStore, FlowHandle, UreqDriver};
use tvpass::error::printable;
use tvpass::flow::{
    Access, Account, AccountSettings, ActivationPage, Language, Locks, PlayOutcome, Providers,
    Refusal, SignInInput, SignInOptions, SignInOutcome, SignInStep, SignOutInput, SignOutStep,
};
use tvpass::operation::{Site, SoftwareStatement};
use tvpass::{Base, Error, RedirectUrl};
use tvpass_sandbox::{MediaTokenVerdict, Running, software_statement};

use crate::options::Options;
use crate::remote::{Pressed, Remote};
use crate::screen::{self, line};

const CHANNELS: [&str; 5] = ["TNT", "TBS", "CNN", "Sandbox_Denied", "Sandbox_Parental"];

const HELP: &str = "Say: status, signin, play 1, free 1 (without signing in), signout, quit";

pub(crate) struct Tv {
    client: BlockingClient,
    account: Account,
    service_provider: String,
    temp_pass: &'static str,
    sandbox: Option<Running>,
}

impl Tv {
    pub(crate) fn demonstration(sandbox: Running) -> Result<Self, String> {
        let base = sandbox.base_url().to_owned();
        let options = Options {
            base: Some(base.clone()),
            service_provider: "REF30".to_owned(),
            domain_name: "tv.example".to_owned(),
            redirect_url: format!("{base}/app/signed-in"),
            activation_page: Some(format!("{base}/activate")),
            device_identifier: "tvpass-example-tv".to_owned(),
            ..Options::default()
        };
        let tv = Self::new(&options, &software_statement()).map_err(|error| error.to_string())?;
        Ok(Self {
            sandbox: Some(sandbox),
            ..tv
        })
    }

    pub(crate) fn real(options: &Options) -> Result<Self, String> {
        let statement = std::fs::read_to_string(&options.software_statement)
            .map_err(|error| format!("{}: {error}", options.software_statement))?;
        Self::new(options, statement.trim()).map_err(|error| error.to_string())
    }

    fn new(options: &Options, statement: &str) -> Result<Self, Error> {
        let info = DeviceInfo::builder()
            .model("tvpass-example")
            .version(env!("CARGO_PKG_VERSION"))
            .os_name(OsName::Linux)
            .os_version("1.0")
            .connection_type(ConnectionType::Lan)
            .build()?;
        let device = Device::new(
            DeviceIdentifier::from_text(&options.device_identifier)?,
            info,
        );
        let site = Site::new(
            Base::new(options.base.as_deref().unwrap_or_default())?,
            device,
        );
        let token_source = TokenSource::Registration {
            software_statement: SoftwareStatement::new(statement)?,
            redirect_uri: None,
        };
        let config = ClientConfig::new(site, token_source);
        let client = match &options.state {
            Some(path) => BlockingClient::open(config, UreqDriver::new(), FileStore::open(path)?)?,
            None => BlockingClient::without_store(config, UreqDriver::new()),
        };
        let mut settings = AccountSettings::new(&options.service_provider)?
            .domain_name(&options.domain_name)?
            .redirect_url(&RedirectUrl::new(&options.redirect_url)?);
        if let Some(page) = &options.activation_page {
            settings = settings.activation_page(ActivationPage::new(page)?);
        }
        Ok(Self {
            account: Account::new(client.client(), settings),
            client,
            service_provider: options.service_provider.clone(),
            temp_pass: "TempPass_5mins",
            sandbox: None,
        })
    }

    /// Whether everything that was asked for was done.
    pub(crate) fn run(&self, mut remote: Remote) -> Result<bool, Error> {
        self.status()?;
        self.channels()?;
        line(&format!("\n{HELP}"));
        let mut all_done = true;
        loop {
            let command = match remote.next(Duration::from_secs(3600)) {
                Pressed::Line(command) => command,
                Pressed::Nothing => continue,
                Pressed::Off => return Ok(all_done),
            };
            if remote.is_script() {
                line(&format!("\n> {command}"));
            }
            let (word, rest) = command.split_once(' ').unwrap_or((&command, ""));
            let done = match word {
                "" => true,
                "status" => self.status()?,
                "signin" => self.sign_in(rest, &mut remote)?,
                "play" => self.play(&Access::current(), rest)?,
                "free" => self.play(&Access::mvpd(self.temp_pass)?, rest)?,
                "signout" => self.sign_out()?,
                "quit" => return Ok(all_done),
                _ => {
                    line(HELP);
                    false
                }
            };
            all_done &= done;
        }
    }

    fn status(&self) -> Result<bool, Error> {
        let handle = self.client.flow_handle();
        let mut shown = false;
        let status = self
            .client
            .run_flow(self.account.status(), &handle, |kept| {
                // At once, if there is something to greet with.
                shown = kept.is_signed_in();
                if shown {
                    screen::status(&kept);
                }
                None
            })?;
        if !shown || !status.is_signed_in() {
            screen::status(&status);
        }
        Ok(true)
    }

    fn channels(&self) -> Result<(), Error> {
        let locks: Option<Locks> = match self.account.mvpd() {
            Some(_) => {
                let handle = self.client.flow_handle();
                let flow = self.account.preauthorize(&Access::current(), CHANNELS)?;
                Some(self.client.run_flow(flow, &handle, |_| None)?)
            }
            None => None,
        };
        screen::channels(&CHANNELS, locks.as_ref());
        Ok(())
    }

    /// The flow runs in a thread of its own, so that the remote works meanwhile.
    fn sign_in(&self, mvpd: &str, remote: &mut Remote) -> Result<bool, Error> {
        let mut options = SignInOptions::second_screen().poll_interval_ms(3000)?;
        if !mvpd.is_empty() {
            options = options.mvpd(mvpd)?;
        }
        let flow = self.account.sign_in(options)?;
        let handle = self.client.flow_handle();
        let (steps, presented) = channel();
        let outcome = std::thread::scope(|scope| {
            let (client, of_flow) = (&self.client, handle.clone());
            let running = scope.spawn(move || {
                client.run_flow(flow, &of_flow, |step| {
                    let _ = steps.send(step);
                    None
                })
            });
            let mut user = User::default();
            loop {
                match presented.try_recv() {
                    Ok(step) => user.sees(step, self.client.now_ms()),
                    Err(TryRecvError::Disconnected) => break,
                    Err(TryRecvError::Empty) if user.is_asked() => {
                        match remote.next(Duration::from_millis(200)) {
                            Pressed::Line(pressed) => {
                                if remote.is_script() {
                                    line(&format!("\n> {pressed}"));
                                }
                                self.pressed(&pressed, &mut user, &handle);
                            }
                            Pressed::Nothing => {}
                            // A script that has ended waits for the phone, but not for a choice.
                            Pressed::Off => {
                                user.waits();
                                if user.code.is_none() {
                                    handle.cancel();
                                }
                            }
                        }
                    }
                    Err(TryRecvError::Empty) => std::thread::sleep(Duration::from_millis(50)),
                }
            }
            running.join()
        });
        let outcome = match outcome {
            Ok(Err(Error::Cancelled)) => {
                line("Back.");
                return Ok(true);
            }
            Ok(outcome) => outcome?,
            Err(_) => return Ok(false),
        };
        let SignInOutcome::SignedIn(signed_in) = outcome else {
            line(&format!("Not signed in: {outcome:?}"));
            return Ok(false);
        };
        let name = printable(signed_in.mvpd.name()).to_string();
        line(&format!("\nWelcome! You are signed in with {name}."));
        self.channels()?;
        Ok(true)
    }

    fn pressed(&self, pressed: &str, user: &mut User, handle: &FlowHandle<SignInInput>) {
        match pressed {
            "back" => {
                user.waits();
                handle.cancel();
            }
            "new" => {
                user.waits();
                handle.tell(SignInInput::NewCode);
            }
            "phone" => {
                if let (Some(sandbox), Some(code)) = (&self.sandbox, &user.code) {
                    user.is_waiting = sandbox.sign_in(code).is_ok();
                }
            }
            typed => {
                if let Some(id) = user.chooses(typed) {
                    user.waits();
                    handle.tell(SignInInput::ProviderChosen(id));
                } else if user.providers.is_none() {
                    line("Say: new, back; or phone, at the sandbox");
                }
            }
        }
    }

    fn play(&self, access: &Access, number: &str) -> Result<bool, Error> {
        let number = number.parse::<usize>().unwrap_or(0);
        let Some(channel) = number.checked_sub(1).and_then(|at| CHANNELS.get(at)) else {
            line("There is no such channel.");
            return Ok(false);
        };
        let handle = self.client.flow_handle();
        let flow = self.account.authorize(access, channel)?;
        let outcome = self
            .client
            .run_flow(flow, &handle, |never| match never {})?;
        let play = match outcome {
            PlayOutcome::Play(play) => *play,
            PlayOutcome::SignIn(refusal) => return Ok(refused(&refusal, "signin")),
            PlayOutcome::Explain(refusal) => return Ok(refused(&refusal, "another channel")),
            PlayOutcome::TryLater(refusal) => return Ok(refused(&refusal, "the same, later")),
            other => {
                line(&format!("{other:?}"));
                return Ok(false);
            }
        };
        let verdict = play.media_token.hand_over(|token| {
            // What the programmer's server does.
            let sandbox = self.sandbox.as_ref()?;
            Some(sandbox.verify_media_token(token, &self.service_provider, channel))
        });
        match verdict {
            Some(MediaTokenVerdict::Valid) | None => line(&format!("Playing {channel}.")),
            Some(verdict) => line(&format!("The server does not play {channel}: {verdict:?}")),
        }
        if let Some(temporary) = &play.temporary {
            let handle = self.client.flow_handle();
            let flow = self.account.temporary_access_end(temporary);
            // Not waited for here; a player would stop then.
            let end = self.client.run_flow(flow, &handle, |remaining| {
                let left = remaining.ends_at_ms.unwrap_or(0);
                let minutes = (left.saturating_sub(self.client.now_ms()) + 30_000) / 60_000;
                line(&format!("Free for {minutes} more minutes."));
                handle.cancel();
                None
            });
            drop(end);
        }
        Ok(verdict.is_none_or(|verdict| verdict == MediaTokenVerdict::Valid))
    }

    fn sign_out(&self) -> Result<bool, Error> {
        let handle = self.client.flow_handle();
        let out = self
            .client
            .run_flow(self.account.sign_out()?, &handle, |step| {
                match step {
                    SignOutStep::OpenBrowser { url, .. } => {
                        line(&format!("To end it at your TV provider, too, open {url}"));
                    }
                    SignOutStep::SignOutInSettings { settings } => {
                        for place in settings {
                            line(&format!("{}: {}", place.os_name, place.path.join(" > ")));
                        }
                    }
                    _ => line("Your TV provider may still have you signed in on this device."),
                }
                Some(SignOutInput::Continue)
            })?;
        line(match out.logouts.is_empty() {
            true => "Nobody was signed in.",
            false => "You are signed out.",
        });
        Ok(true)
    }
}

/// Who sits in front of the TV during a sign-in.
#[derive(Default)]
struct User {
    providers: Option<Providers>,
    typed: String,
    code: Option<String>,
    is_waiting: bool,
    is_shown: bool,
}

impl User {
    fn sees(&mut self, step: SignInStep, now_ms: u64) {
        self.is_shown = true;
        self.is_waiting = false;
        match step {
            SignInStep::ChooseProvider(providers) => {
                screen::providers(&providers, "");
                self.providers = Some(providers);
            }
            SignInStep::ShowCode(code) => {
                screen::code(&code, now_ms);
                self.code = Some(code.code.expose().to_owned());
                self.providers = None;
            }
            other => line(&format!("{other:?}")),
        }
    }

    fn is_asked(&self) -> bool {
        self.is_shown && !self.is_waiting
    }

    fn waits(&mut self) {
        self.is_waiting = true;
    }

    /// A number of the list, or a part of a name that narrows it down; the id, if it is one.
    fn chooses(&mut self, typed: &str) -> Option<String> {
        let providers = self.providers.as_ref()?;
        let found = match typed.parse::<usize>() {
            Ok(number) => {
                let listed = providers.search(&self.typed);
                number.checked_sub(1).and_then(|at| listed.get(at).copied())
            }
            Err(_) => {
                typed.clone_into(&mut self.typed);
                let found = providers.search(typed);
                found.first().copied().filter(|_| found.len() == 1)
            }
        };
        if found.is_none() {
            screen::providers(providers, &self.typed);
        }
        found.map(|mvpd| mvpd.id.as_str().to_owned())
    }
}

/// Says why not, in the provider's words first, and what helps.
fn refused(refusal: &Refusal, what_helps: &str) -> bool {
    let tag = std::env::var("LANG").unwrap_or_default();
    let text = refusal.words.text(Language::of_tag(&tag));
    line(&format!("{} (Try: {what_helps})", printable(text)));
    if let Some(reference) = &refusal.words.reference {
        line(&format!("For support: {}", printable(reference)));
    }
    false
}
