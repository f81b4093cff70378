//! What the library puts into a URL, a server that decodes by itself (axum on hyper) gets back:
//! over real HTTP, with the real driver.

use std::sync::LazyLock;

use crate::support::cases::cases;
use crate::support::{ACCESS_TOKEN, device};
use axum::Router;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, Uri};
use axum::routing::{delete, get};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use tvpass::device::{Device, DeviceIdentifier};
use tvpass::driver::UreqDriver;
use tvpass::operation::{InitiateLogout, InitiateLogoutV1, Operation as _, Site};
use tvpass::{AccessToken, Base, RedirectUrl, Request};

type Pairs = Vec<(String, String)>;

/// A server on a free port, for as long as this process lives; it answers with what it understood.
static BASE: LazyLock<Base> = LazyLock::new(|| {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .unwrap();
        runtime.block_on(async {
            let router = Router::new()
                .route("/api/v2/{service_provider}/logout/{mvpd}", get(v2))
                .route("/api/v1/logout", delete(v1))
                .fallback(|uri: Uri| async move {
                    json!({"no route for": uri.to_string()}).to_string()
                });
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    Base::new(&base).unwrap()
});

static DRIVER: LazyLock<UreqDriver> = LazyLock::new(UreqDriver::new);

async fn v2(
    Path((service_provider, mvpd)): Path<(String, String)>,
    Query(query): Query<Pairs>,
    headers: HeaderMap,
) -> String {
    let authorization = headers["authorization"].to_str().unwrap();
    json!({"service_provider": service_provider, "mvpd": mvpd, "query": query, "authorization": authorization}).to_string()
}

async fn v1(Query(query): Query<Pairs>) -> String {
    json!({ "query": query }).to_string()
}

fn understood(request: &Request) -> Value {
    let response = DRIVER.send(request).unwrap();
    assert_eq!(
        response.status(),
        200,
        "{request:?}: {:?}",
        String::from_utf8_lossy(response.body())
    );
    serde_json::from_slice(response.body()).unwrap()
}

/// Any id that can be sent: no control characters, up to 256 bytes.
fn id() -> impl Strategy<Value = String> {
    let special = select(
        "/\\%?#&=+;:@.,~!$'()*[]{}<>|^`\" äßé中🎬\u{202e}\u{200b}\u{feff}\u{e000}\u{10ffff}"
            .chars()
            .collect::<Vec<_>>(),
    );
    let character = prop_oneof![
        2 => prop::char::range('!', '~'),
        2 => special,
        1 => any::<char>().prop_filter("control characters are refused", |c| !c.is_control()),
    ];
    prop_oneof![
        6 => prop::collection::vec(character, 1..64).prop_map(|text| text.into_iter().collect::<String>()),
        1 => select(vec!["...", "%2e%2e", "%2F..%2F", "a/../b", "logout", "%", "%00", " ", "\u{a0}"]).prop_map(str::to_owned),
        1 => Just("x".repeat(256)),
    ]
    .prop_filter("dot segments are refused", |id| id != "." && id != "..")
}

/// Any redirect URL that is accepted: of the web or of an app.
fn redirect_url() -> impl Strategy<Value = RedirectUrl> {
    let pchar = "([a-zA-Z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}){0,8}";
    let scheme = "(https|http|HTTPS|[a-z][a-z0-9+.-]{0,8})";
    let url = format!(
        "{scheme}://[a-z][a-z0-9-]{{0,11}}(\\.[a-z]{{1,5}})?(:[1-9][0-9]{{0,3}})?(/{pchar}){{0,4}}(\\?({pchar}[/?]?){{0,4}})?(#{pchar})?"
    );
    prop_oneof![
        8 => proptest::string::string_regex(&url).unwrap(),
        1 => select(vec![
            "https://example.com/?a=1&redirectUrl=https%3A%2F%2Fevil.example&b=%26",
            "https://example.com/+?a=+&b=%2B",
            "app://com.programmer.adobe#sdasdsadas",
            "com.example.app:/signed-out",
        ])
        .prop_map(str::to_owned),
        1 => (1900..2029_usize).prop_map(|length| format!("https://example.com/{}", "a".repeat(length))),
    ]
    .prop_map(|url| RedirectUrl::new(&url).unwrap_or_else(|e| panic!("{url}: {e}")))
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn ids_and_redirect_url_of_a_logout_arrive_as_they_were_given(
        service_provider in id(), mvpd in id(), redirect_url in redirect_url(),
    ) {
        let operation = InitiateLogout::new(&service_provider, &mvpd, &redirect_url).unwrap();
        let request = operation.request(&Site::new(BASE.clone(), device()), &AccessToken::new(ACCESS_TOKEN).unwrap());
        prop_assert_eq!(understood(&request), json!({
            "service_provider": service_provider,
            "mvpd": mvpd,
            "query": [["redirectUrl", redirect_url.as_str()]],
            "authorization": format!("Bearer {ACCESS_TOKEN}"),
        }));
    }

    #[test]
    fn parameters_of_a_v1_logout_arrive_as_they_were_given(
        requestor in id(), identifier in id(), device_type in id(), device_user in id(), app_id in id(),
    ) {
        let identifier = DeviceIdentifier::from_text(&identifier).unwrap();
        let device = Device::new(identifier.clone(), device().info().clone());
        let operation = InitiateLogoutV1::new(&requestor).unwrap();
        let site = Site::new(BASE.clone(), device);
        prop_assert_eq!(understood(&operation.request_without_token(&site)), json!({
            "query": [["requestor", requestor], ["deviceId", identifier.as_str()]],
        }));
        let operation = operation
            .device_type(&device_type)
            .and_then(|operation| operation.device_user(&device_user))
            .and_then(|operation| operation.app_id(&app_id))
            .unwrap();
        prop_assert_eq!(understood(&operation.request_without_token(&site)), json!({
            "query": [
                ["requestor", requestor], ["deviceId", identifier.as_str()], ["deviceType", device_type],
                ["deviceUser", device_user], ["appId", app_id],
            ],
        }));
    }
}
