//! `tvpass providers`: the MVPDs that a user can choose from.

use std::io::{self, Write};

use clap::Args;
use serde::Serialize;
use tvpass::operation::RetrieveConfiguration;
use tvpass::outcome::Mvpd;

use crate::connection::Service;
use crate::exit::{Exit, Outcome};
use crate::screen::{Report, Screen};
use crate::settings::Settings;
use crate::table;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only those whose name or id has this text; letter case and spaces do not matter
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
    let service_provider = service.service_provider()?;
    let configuration = service.run(RetrieveConfiguration::new(service_provider)?)?;
    let wanted = options.search.as_deref().map(folded);
    let is_wanted = |mvpd: &&Mvpd| {
        let Some(wanted) = &wanted else {
            return true;
        };
        let name = mvpd.display_name.as_deref().unwrap_or_default();
        [name, &mvpd.id]
            .iter()
            .any(|text| folded(text).contains(wanted.as_str()))
    };
    let providers = configuration.mvpds.iter();
    let providers = providers.filter(|mvpd| options.all || !mvpd.is_temp_pass);
    screen.show(&Providers {
        service_provider: service_provider.to_owned(),
        total: configuration.mvpds.len(),
        providers: providers.filter(is_wanted).map(Provider::new).collect(),
    })?;
    Ok(Exit::Done)
}

/// `text` without letter case, spaces and punctuation: nobody knows how a provider writes itself.
fn folded(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
