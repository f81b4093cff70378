//! Quirks: where Adobe's pages, samples and OpenAPI file differ, the reading that the sandbox does
//! not take by default.

use serde::{Deserialize, Serialize};

/// Other readings of Adobe's pages, all off by default. A client has to live with each of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Quirks {
    /// Times of sessions are numbers. Samples and OpenAPI file: strings of digits.
    pub session_times_as_numbers: bool,
    /// Times of profiles, decisions and media tokens are strings of digits. Everywhere: numbers.
    pub other_times_as_text: bool,
    /// The parameter `domainName` is called `domain` where it is missing or existing, as in two
    /// samples.
    pub domain_for_domain_name: bool,
    /// *Profile for code* says `authenticated_profile_missing` until the user has signed in. No
    /// page tells what it says; the sandbox answers an empty map.
    pub pending_as_error: bool,
    /// *Profiles* lists degraded and temporary ones, too. Its table of types does not have them.
    pub list_special_profiles: bool,
    /// `authorized` is `"true"` or `"false"`, as the page's wording has it. Samples: a boolean.
    pub authorized_as_text: bool,
    /// What a missing profile makes of decisions: 200 with an error per resource. Otherwise 403
    /// with one error for all. Adobe's pages allow for both.
    pub missing_profile_per_item: bool,
    /// `mvpds` stands beside `requestor`, as in the page's table. Sample and OpenAPI file: within
    /// it.
    pub mvpds_beside_requestor: bool,
    /// *Partner profile* answers 200, as in the OpenAPI file. The page and its samples: 201.
    pub partner_profile_is_200: bool,
}
