//! The MVPDs that a user chooses from: in which order, which are left out, and those that what was
//! typed on a remote could mean.

use std::sync::Arc;

use super::fold::folded;
use crate::call::KeptMvpd;
use crate::outcome::{Configuration, Mvpd, ReceivedText};

/// The MVPDs for a picker. Cheap to clone.
///
/// ```
/// # fn pick(providers: &tvpass::flow::Providers) {
/// for mvpd in providers.search("cable") {
///     println!("{:?}", mvpd.display_name);
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Providers {
    configuration: Arc<Configuration>,
    remembered: Option<KeptMvpd>,
    hidden: Vec<String>,
    shows_hidden: bool,
    shows_temp_passes: bool,
}

impl Providers {
    pub(super) fn new(
        configuration: Arc<Configuration>,
        remembered: Option<KeptMvpd>,
        hidden: Vec<String>,
    ) -> Self {
        Self {
            configuration,
            remembered,
            hidden,
            shows_hidden: false,
            shows_temp_passes: false,
        }
    }

    /// With the MVPDs that the settings hide, such as test entries.
    #[must_use]
    pub fn with_hidden(mut self) -> Self {
        self.shows_hidden = true;
        self
    }

    /// With TempPass, which is no MVPD that somebody has a contract with.
    #[must_use]
    pub fn with_temp_passes(mut self) -> Self {
        self.shows_temp_passes = true;
        self
    }

    /// What the service said, whole.
    #[must_use]
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The one that was chosen last, if it can still be chosen.
    #[must_use]
    pub fn remembered(&self) -> Option<&Mvpd> {
        let remembered = self.remembered.as_ref()?;
        self.shown().find(|mvpd| mvpd.id == remembered.id)
    }

    /// All of them, in the service's order, but the remembered one first.
    #[must_use]
    pub fn all(&self) -> Vec<&Mvpd> {
        let remembered = self.remembered().map(|mvpd| &mvpd.id);
        let mut all: Vec<_> = self.shown().collect();
        all.sort_by_key(|mvpd| Some(&mvpd.id) != remembered);
        all
    }

    /// Those whose name could be meant by `typed`: without regard to letter case, accents, spaces
    /// and punctuation. First those whose name begins so, then those with a word that does, then
    /// those that have it anywhere; each in the order of [`all`](Self::all). Nothing typed is all.
    #[must_use]
    pub fn search(&self, typed: &str) -> Vec<&Mvpd> {
        let all = self.all();
        let names = all.iter().map(|mvpd| {
            let name = mvpd.display_name.as_ref().unwrap_or(&mvpd.id);
            name.as_str()
        });
        let places = search(names, typed);
        places
            .into_iter()
            .filter_map(|place| all.get(place).copied())
            .collect()
    }

    /// The ids for the picker of Apple's framework, of those that are not hidden.
    #[must_use]
    pub fn platform_ids(&self) -> Vec<ReceivedText> {
        let choices = self.configuration.platform_choices();
        let shown = choices.filter(|mvpd| self.is_shown(mvpd));
        shown
            .filter_map(|mvpd| mvpd.platform_mapping_id.clone())
            .collect()
    }

    fn shown(&self) -> impl Iterator<Item = &Mvpd> {
        let mvpds = self.configuration.mvpds.iter();
        mvpds.filter(|mvpd| self.is_shown(mvpd))
    }

    fn is_shown(&self, mvpd: &Mvpd) -> bool {
        let is_hidden = self.hidden.iter().any(|id| mvpd.id == **id);
        (self.shows_hidden || !is_hidden) && (self.shows_temp_passes || !mvpd.is_temp_pass)
    }
}

/// The places of those names that could be meant by `typed`, in the order of
/// [`Providers::search`].
pub(crate) fn search<'a>(names: impl IntoIterator<Item = &'a str>, typed: &str) -> Vec<usize> {
    let typed = joined(&folded(typed));
    let names = names.into_iter().enumerate();
    let mut found: Vec<_> = names
        .filter_map(|(place, name)| Some((rank(&folded(name), &typed)?, place)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, place)| place).collect()
}

fn joined(words: &[String]) -> String {
    words.concat()
}

/// How well `typed` fits the words of a name: smaller is better.
fn rank(words: &[String], typed: &str) -> Option<u8> {
    if joined(words).starts_with(typed) {
        return Some(0);
    }
    let from_word = |at: usize| joined(words.get(at..).unwrap_or_default()).starts_with(typed);
    if (1..words.len()).any(from_word) {
        return Some(1);
    }
    joined(words).contains(typed).then_some(2)
}
