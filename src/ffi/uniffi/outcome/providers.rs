//! The MVPDs for a picker, as a public type of Swift and Kotlin.

use super::configuration::Mvpd;
use crate::{flow, outcome};

/// The MVPDs that a user chooses from.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Providers {
    /// In the service's order, but the remembered one first; without those that the settings hide,
    /// and without TempPass.
    pub mvpds: Vec<Mvpd>,
    /// The one that was chosen last, if it can still be chosen.
    pub remembered: Option<Mvpd>,
    /// The TempPasses, which are no MVPDs that somebody has a contract with.
    pub temp_passes: Vec<Mvpd>,
    /// Those that the settings hide, such as test entries.
    pub hidden: Vec<Mvpd>,
    /// The ids for the picker of Apple's framework, of those that are not hidden.
    pub platform_ids: Vec<String>,
}

impl From<&flow::Providers> for Providers {
    fn from(providers: &flow::Providers) -> Self {
        let configuration = providers.configuration();
        let platform_choices: Vec<_> = configuration.platform_choices().collect();
        let read = |mvpd: &outcome::Mvpd| Mvpd {
            is_platform_choice: platform_choices
                .iter()
                .any(|choice| std::ptr::eq(*choice, mvpd)),
            ..Mvpd::from(mvpd)
        };
        let shown = providers.all();
        let with_temp_passes = providers.clone().with_temp_passes();
        let with_all = with_temp_passes.clone().with_hidden();
        let with_temp_passes = with_temp_passes.all();
        let is_in = |list: &[&outcome::Mvpd], mvpd: &outcome::Mvpd| {
            list.iter().any(|other| std::ptr::eq(*other, mvpd))
        };
        let hidden = with_all
            .all()
            .into_iter()
            .filter(|mvpd| !is_in(&with_temp_passes, mvpd))
            .map(read)
            .collect();
        let temp_passes = with_temp_passes
            .iter()
            .filter(|mvpd| mvpd.is_temp_pass)
            .map(|mvpd| read(mvpd))
            .collect();
        let platform_ids = providers.platform_ids();
        Self {
            mvpds: shown.iter().map(|mvpd| read(mvpd)).collect(),
            remembered: providers.remembered().map(read),
            temp_passes,
            hidden,
            platform_ids: platform_ids
                .iter()
                .map(|id| id.as_str().to_owned())
                .collect(),
        }
    }
}
