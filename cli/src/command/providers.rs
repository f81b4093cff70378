//! `tvpass providers`: the MVPDs that a user can choose from.

use std::io::{self, Write};

use clap::Args;
use serde::Serialize;
use tvpass::outcome::Mvpd;

use crate::connection::Service;
use crate::exit::{Exit, Outcome};
use crate::screen::{Report, Screen};
use crate::settings::Settings;
use crate::table;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only those whose name or id has this text; letter case, accents and spaces do not matter
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,

    /// Also temporary access (TempPass), which is no provider
    #[arg(long)]
    all: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Providers {
    service_provider: String,
    /// How many the service provider works with.
    total: usize,
    providers: Vec<Provider>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Provider {
    id: String,
    display_name: Option<String>,
    logo_url: Option<String>,
    is_temp_pass: bool,
    is_proxy: bool,
    enable_platform_services: bool,
    display_in_platform_picker: bool,
    boarding_status: Option<String>,
    platform_mapping_id: Option<String>,
}

impl Provider {
    fn new(mvpd: &Mvpd) -> Self {
        let owned = |text: &Option<tvpass::outcome::ReceivedText>| {
            text.as_ref().map(|text| text.as_str().to_owned())
        };
        Self {
            id: mvpd.id.as_str().to_owned(),
            display_name: owned(&mvpd.display_name),
            logo_url: owned(&mvpd.logo_url),
            is_temp_pass: mvpd.is_temp_pass,
            is_proxy: mvpd.is_proxy,
            enable_platform_services: mvpd.enable_platform_services,
            display_in_platform_picker: mvpd.display_in_platform_picker,
            boarding_status: mvpd.boarding_status.as_ref().map(|s| s.as_str().to_owned()),
            platform_mapping_id: owned(&mvpd.platform_mapping_id),
        }
    }

    fn notes(&self) -> String {
        let notes = [
            (self.is_temp_pass, "temporary access"),
            (self.is_proxy, "by proxy"),
            (self.enable_platform_services, "Apple SSO"),
        ];
        let notes = notes.iter().filter(|(is_so, _)| *is_so);
        notes.map(|(_, note)| *note).collect::<Vec<_>>().join(", ")
    }
}

impl Report for Providers {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let rows: Vec<_> = self
            .providers
            .iter()
            .map(|provider| {
                let name = provider.display_name.clone().unwrap_or_default();
                [provider.id.clone(), name, provider.notes()]
            })
            .collect();
        if !rows.is_empty() {
            table::write(out, ["ID", "NAME", "NOTES"], &rows)?;
            writeln!(out)?;
        }
        writeln!(
            out,
            "{} of {} that {} works with",
            rows.len(),
            self.total,
            self.service_provider
        )
    }
}

pub(crate) fn run(options: &Options, settings: Settings, screen: &Screen) -> Outcome {
    let service = Service::open(settings, screen)?;
    let client = &service.client;
    let flow = service.account.providers();
    let mut providers = client.run_flow(flow, &client.flow_handle(), |nothing| match nothing {})?;
    service.tell_if_not_stored();
    if options.all {
        providers = providers.with_temp_passes();
    }
    let found = match &options.search {
        Some(typed) => by_name_or_id(&providers, typed),
        None => providers.all(),
    };
    screen.show(&Providers {
        service_provider: service.service_provider()?.to_owned(),
        total: providers.configuration().mvpds.len(),
        providers: found.into_iter().map(Provider::new).collect(),
    })?;
    Ok(Exit::Done)
}

/// As a user finds them; then those that only who knows their ids would think of.
fn by_name_or_id<'a>(providers: &'a tvpass::flow::Providers, typed: &str) -> Vec<&'a Mvpd> {
    let mut found = providers.search(typed);
    let typed = typed.trim().to_lowercase();
    let by_id = providers.all().into_iter().filter(|mvpd| {
        let is_found = found.iter().any(|known| known.id == mvpd.id);
        !is_found && mvpd.id.to_lowercase().contains(&typed)
    });
    let by_id: Vec<_> = by_id.collect();
    found.extend(by_id);
    found
}
