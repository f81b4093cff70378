//! The blocking client against the sandbox, over real HTTP: registration, token, logout, the
//! user-agent leg, and what goes wrong.

mod client;
mod faults;
mod logouts;
mod rules;
mod stored;

use tvpass::call::{CallOptions, ClientConfig, TokenSource};
use tvpass::device::{ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName};
use tvpass::driver::{BlockingClient, UreqDriver};
use tvpass::operation::{InitiateLogout, Site, SoftwareStatement};
use tvpass::{Base, RedirectUrl};
use tvpass_sandbox::{Running, software_statement};

const DEVICE: &str = "end-to-end-device";

fn device() -> Device {
    Device::new(
        DeviceIdentifier::from_text(DEVICE).unwrap(),
        DeviceInfo::builder()
            .model("Test \"Box\" ü")
            .version("1")
            .os_name(OsName::Linux)
            .os_version("6.1")
            .connection_type(ConnectionType::Lan)
            .build()
            .unwrap(),
    )
}

/// Unpaced: pacing has tests in virtual time.
fn config(sandbox: &Running) -> ClientConfig {
    let token_source = TokenSource::Registration {
        software_statement: SoftwareStatement::new(&software_statement()).unwrap(),
        redirect_uri: None,
    };
    ClientConfig::new(site(sandbox), token_source).pacing(false)
}

fn site(sandbox: &Running) -> Site {
    Site::new(Base::new(sandbox.base_url()).unwrap(), device())
}

fn client(sandbox: &Running) -> BlockingClient {
    BlockingClient::without_store(config(sandbox), UreqDriver::new())
}

fn redirect_url() -> RedirectUrl {
    RedirectUrl::new("https://tv.example/signed-out").unwrap()
}

fn parameters(mvpd: &str) -> InitiateLogout {
    InitiateLogout::new("REF30", mvpd, &redirect_url()).unwrap()
}

fn options() -> CallOptions {
    CallOptions::new().deadline_ms(30_000)
}
