//! A person signs in: the way of the browser, the MVPD's login page, the second screen.

use tvpass_sandbox::{PASSWORD, REFUSED_USER, SignIn};

use crate::client::{Answer, FORM, owned};
use crate::tv::{ALL, Tv, form_of, pair, text, tv, types};

/// Opens a page and follows redirects until the app's redirect URL or a page.
fn walk(tv: &Tv, target: &str) -> (String, Answer) {
    let mut target = target.to_owned();
    for _ in 0..8 {
        if !target.starts_with('/') && !target.starts_with(&tv.client.base) {
            let nothing = Answer {
                status: 0,
                headers: Vec::new(),
                body: String::new(),
            };
            return (target, nothing);
        }
        let answer = tv.client.get(&target);
        match answer.header("location") {
            Some(next) => target = next.to_owned(),
            None => return (target, answer),
        }
    }
    panic!("it goes round: {target}");
}

/// Fills a page's form in, and gives back the answer.
fn submit(tv: &Tv, page: &str, form: &[(&str, &str)]) -> Answer {
    tv.client.send(
        "POST",
        page,
        &owned(&[("Content-Type", FORM)]),
        Some(&form_of(form)),
    )
}

/// The value of a hidden field.
fn hidden(page: &Answer, name: &str) -> String {
    let before = format!("type=\"hidden\" name=\"{name}\" value=\"");
    let rest = page
        .body
        .split_once(&before)
        .unwrap_or_else(|| panic!("{page:?}"))
        .1;
    rest.split_once('"').unwrap().0.to_owned()
}

fn login_page(tv: &Tv, code: &str) -> (String, String) {
    let (url, page) = walk(tv, &format!("/api/v2/authenticate/REF30/{code}"));
    assert_eq!(page.status, 200, "{page:?}");
    assert!(
        page.body.contains("<h1>Sign in to Optimum</h1>"),
        "{}",
        page.body
    );
    let relay_state = hidden(&page, "RelayState");
    (url, relay_state)
}

#[test]
fn the_right_password_signs_in_and_leads_to_the_app() {
    let (sandbox, tv) = tv();
    let code = tv.code_for("Cablevision", &[]);
    let (url, relay_state) = login_page(&tv, &code);
    let relay = ("RelayState", relay_state.as_str());

    let page = submit(
        &tv,
        &url,
        &[relay, ("username", "Ann \"<b>"), ("password", "wrong")],
    );
    assert!(page.body.contains("role=\"alert\""), "{page:?}");
    assert!(
        page.body.contains("value=\"Ann &quot;&lt;b&gt;\""),
        "kept, and no markup"
    );
    let page = submit(
        &tv,
        &url,
        &[relay, ("username", " "), ("password", PASSWORD)],
    );
    assert!(page.body.contains("role=\"alert\""));
    assert!(types(&tv.poll(&code)).is_empty());

    let right = [relay, ("username", "ann"), ("password", PASSWORD)];
    let answer = submit(&tv, &url, &right);
    assert_eq!(answer.status, 303);
    let back = answer.header("location").unwrap().to_owned();
    assert!(
        types(&tv.poll(&code)).is_empty(),
        "Adobe makes the profile, when the browser is back"
    );
    assert_eq!(walk(&tv, &back).0, "https://adobe.com/done");
    assert_eq!(types(&tv.poll(&code)), [pair("Cablevision", "regular")]);
    assert_eq!(sandbox.counters().sign_ins, 1);
    assert_eq!(
        walk(&tv, &back).0,
        "https://adobe.com/done",
        "a page that is loaded again"
    );
    assert_eq!(sandbox.counters().sign_ins, 1);

    let id_of = |tv: &Tv| {
        let answer = tv.profile_with("Cablevision", &[]).json();
        text(&answer["profiles"]["Cablevision"]["attributes"]["userID"]["value"])
    };
    let neighbour = tv.other("another TV", "REF30");
    neighbour.sign_in(&sandbox, "Cablevision", &[]);
    assert_ne!(id_of(&tv), id_of(&neighbour), "two people");
}

#[test]
fn cancelling_and_being_refused_lead_to_the_app_without_a_profile() {
    let (sandbox, tv) = tv();
    for (form, outcome) in [
        ([("cancel", "1"), ("username", "")], SignIn::Cancelled),
        (
            [("username", REFUSED_USER), ("password", PASSWORD)],
            SignIn::Refused,
        ),
    ] {
        let code = tv.code_for("Cablevision", &[]);
        let (url, relay_state) = login_page(&tv, &code);
        let form = [&form[..], &[("RelayState", relay_state.as_str())]].concat();
        let answer = submit(&tv, &url, &form);
        assert_eq!(
            walk(&tv, answer.header("location").unwrap()).0,
            "https://adobe.com/done"
        );
        assert_eq!(sandbox.authentication_sessions()[0].sign_in, outcome);
        assert!(
            types(&tv.poll(&code)).is_empty(),
            "the device is told nothing"
        );
        // Another try with the same code is up to the user.
        sandbox.sign_in(&code).unwrap();
        assert_eq!(types(&tv.poll(&code)).len(), 1);
        assert_eq!(tv.logout("Cablevision", &[]), "logout");
    }
    let code = tv.code_for("Cablevision", &[]);
    sandbox.cancel_sign_in(&code).unwrap();
    sandbox.refuse_sign_in(&code).unwrap();
    assert_eq!(
        sandbox.authentication_sessions()[0].sign_in,
        SignIn::Cancelled
    );
}

#[test]
fn nobody_is_asked_at_home() {
    let (_sandbox, tv) = tv();
    let code = tv.code_for("Sandbox_HomeBased", &[]);
    let (end, _) = walk(&tv, &format!("/api/v2/authenticate/REF30/{code}"));
    assert_eq!(end, "https://adobe.com/done");
    assert_eq!(
        types(&tv.poll(&code)),
        [pair("Sandbox_HomeBased", "regular")]
    );
}

#[test]
fn addresses_that_nobody_gave_lead_nowhere() {
    let (sandbox, tv) = tv();
    let missing = text(&tv.create(&ALL[..1]).json()["code"]);
    let is_refused = |target: &str| {
        let page = tv.client.get(target);
        assert_eq!(
            page.header("content-type"),
            Some("text/html;charset=UTF-8"),
            "{target}"
        );
        assert!(
            page.status == 400 || page.status == 404,
            "{target}: {page:?}"
        );
    };
    is_refused(&format!("/api/v2/authenticate/REF30/{missing}"));
    let code = tv.other("another TV", "REF30").code_for("Cablevision", &[]);
    is_refused(&format!("/api/v2/authenticate/REF40/{code}"));
    is_refused("/api/v2/authenticate/REF30/8ER640M");
    is_refused("/api/v2/authenticate/REF30/");
    is_refused(&format!("/api/v2/authenticate/REF30/{code}?x=y"));
    let answer = tv
        .client
        .post(&format!("/api/v2/authenticate/REF30/{code}"), &"".into());
    assert_eq!((answer.status, answer.header("allow")), (405, Some("GET")));

    let (url, relay_state) = login_page(&tv, &code);
    is_refused(&url.replace("Cablevision", "Dish"));
    is_refused("/mvpd/Cablevision/login?RelayState=x");
    let back = "/adobe-services/authenticate/return";
    is_refused(&format!("{back}?RelayState={relay_state}&SAMLResponse=x"));
    is_refused(&format!("{back}?RelayState={relay_state}"));
    is_refused(&format!(
        "/adobe-services/authenticate/saml?RelayState={relay_state}&mso_id=Dish"
    ));
    // With what the MVPD gave the browser, and no other.
    let relay = ("RelayState", relay_state.as_str());
    submit(
        &tv,
        &url,
        &[relay, ("username", "ann"), ("password", PASSWORD)],
    );
    is_refused(&format!("{back}?RelayState={relay_state}&SAMLResponse=x"));
    assert_eq!(sandbox.counters().sign_ins, 0);
    assert!(sandbox.expire_code(&code));
    is_refused(&url);
}

#[test]
fn pages_are_for_people_and_load_nothing_from_elsewhere() {
    let (_sandbox, tv) = tv();
    let code = tv.code_for("Cablevision", &[]);
    let (url, _) = login_page(&tv, &code);
    for target in [
        url.as_str(),
        "/activate",
        "/app/signed-in",
        "/app/signed-out",
    ] {
        let page = tv.client.get(target);
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        for expected in [
            "<html lang=\"en\">",
            "width=device-width",
            "<main><h1>",
            "color-scheme",
        ] {
            assert!(page.body.contains(expected), "{target}: {expected}");
        }
        assert!(
            !page.body.contains("http"),
            "{target} names something elsewhere: {}",
            page.body
        );
        assert!(!page.body.contains("<script"));
        for input in page.body.split("<input id=\"").skip(1) {
            let id = input.split_once('"').unwrap().0;
            assert!(
                page.body.contains(&format!("<label for=\"{id}\">")),
                "{target}: {id}"
            );
        }
    }
}

#[test]
fn a_code_is_typed_in_on_a_second_screen() {
    let (sandbox, tv) = tv();
    let code = text(&tv.create(&[]).json()["code"]);
    let filled = tv.client.get(&format!("/activate?code={code}"));
    assert!(filled.body.contains(&format!("value=\"{code}\"")));
    let hostile = tv.client.get("/activate?code=%22%3E%3Cscript%3E");
    assert!(!hostile.body.contains("<script"));

    let page = submit(&tv, "/activate", &[("code", "ZZZZZZZ")]);
    assert!(page.body.contains("role=\"alert\""), "{page:?}");
    let page = submit(
        &tv,
        "/activate",
        &[("code", &format!(" {} ", code.to_lowercase()))],
    );
    assert!(
        page.body.contains("TV 5th Gen"),
        "which TV it is: {}",
        page.body
    );
    assert!(
        page.body
            .contains("<option value=\"Cablevision\">Optimum</option>")
    );
    assert!(
        !page.body.contains("TempPass"),
        "nobody signs in to a TempPass"
    );
    assert_eq!(hidden(&page, "code"), code);
    let answer = submit(
        &tv,
        "/activate",
        &[("code", &code), ("mvpd", "Cablevision")],
    );
    let target = format!("/api/v2/authenticate/REF30/{code}");
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, Some(target.as_str()))
    );
    let (url, relay_state) = login_page(&tv, &code);
    let right = [
        ("RelayState", &*relay_state),
        ("username", "a"),
        ("password", PASSWORD),
    ];
    let answer = submit(&tv, &url, &right);
    let (end, page) = walk(&tv, answer.header("location").unwrap());
    assert!(end.ends_with("/app/signed-in") && page.body.contains("Back at the application"));
    assert_eq!(types(&tv.poll(&code)), [pair("Cablevision", "regular")]);
    let page = submit(&tv, "/activate", &[("code", &code)]);
    assert!(page.body.contains("You are signed in"), "{page:?}");

    let other = tv.other("another TV", "REF30");
    let code = text(&other.create(&[]).json()["code"]);
    assert!(sandbox.sign_in(&code).is_err(), "no MVPD yet");
    assert!(sandbox.sign_in_with(&code, "Nobody").is_err());
    sandbox.sign_in_with(&code, "Dish").unwrap();
    assert_eq!(types(&other.poll(&code)), [pair("Dish", "regular")]);
}
