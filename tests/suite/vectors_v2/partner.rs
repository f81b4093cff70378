//! Single sign-on with Apple: what its framework is to be asked, and the profile of its response.

use serde_json::json;
use tvpass::RedirectUrl;
use tvpass::operation::{
    AccessStatus, CreatePartnerProfile, PartnerFrameworkStatus, RetrievePartnerRequest,
    SamlResponse, SessionParameters,
};

use crate::support::text;
use crate::vectors_v2::sample::{Sample, of};
use crate::vectors_v2::{profiles, sessions};

pub(crate) const REQUEST: &str = "partner_request";
pub(crate) const PROFILE: &str = "partner_profile";

/// What Apple's framework says in a sample.
fn status(sample: &Sample) -> PartnerFrameworkStatus {
    let status = sample.input_json("partner_framework_status");
    let access_status = match text(&status["frameworkPermissionInfo"], "accessStatus") {
        "granted" => AccessStatus::Granted,
        "denied" => AccessStatus::Denied,
        other => panic!("{other}"),
    };
    let framework_status = PartnerFrameworkStatus::new(access_status).unwrap();
    let provider = &status["frameworkProviderInfo"];
    match provider["id"].as_str() {
        Some(id) => {
            let expiration_date = text(provider, "expirationDate").parse().unwrap();
            framework_status
                .provider(id, Some(expiration_date))
                .unwrap()
        }
        None => framework_status,
    }
}

#[test]
fn every_partner_request_is_as_expected() {
    for sample in of(REQUEST) {
        let mut parameters = SessionParameters::new();
        if let Some(domain_name) = sample.input("domain_name") {
            parameters = parameters.domain_name(domain_name).unwrap();
        }
        if let Some(redirect_url) = sample.input("redirect_url") {
            parameters = parameters.redirect_url(&RedirectUrl::new(redirect_url).unwrap());
        }
        let partner = sample.input("partner").expect("a partner");
        let (sp, status) = (sample.service_provider(), status(&sample));
        let operation = RetrievePartnerRequest::new(sp, partner, &status, parameters)
            .and_then(|operation| operation.with_extras(sample.extras()))
            .unwrap();
        sample.check(&operation, |session| {
            let mut read = sessions::meaning(&sample, session);
            // A remark that a reader need not make.
            if sample.expected()["anomalies"] == json!(["mvpd_not_in_request"]) {
                assert_eq!(read["anomalies"], json!([]));
                read["anomalies"] = json!(["mvpd_not_in_request"]);
            }
            read
        });
    }
}

#[test]
fn every_profile_of_a_partners_response_is_as_expected() {
    for sample in of(PROFILE) {
        let saml = sample.input("saml_response_base64").expect("a response");
        let saml = SamlResponse::from_base64(saml).unwrap();
        let partner = sample.input("partner").expect("a partner");
        let (sp, status) = (sample.service_provider(), status(&sample));
        let operation = CreatePartnerProfile::new(sp, partner, &status, &saml)
            .and_then(|operation| operation.with_extras(sample.extras()))
            .unwrap();
        sample.check(&operation, profiles::meaning);
    }
}
