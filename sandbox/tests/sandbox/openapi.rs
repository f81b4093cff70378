//! Adobe's OpenAPI description of REST API V2, as a judge of answers.

use std::sync::LazyLock;

use serde_json::{Value, json};

static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../tests/data/adobe/restApiV2.json")).unwrap()
});

/// What pages and samples have, and the description has not, or has in another way.
const PAGES_FIRST: [(&str, &str); 12] = [
    ("SessionResponse", "authenticationRequest"),
    ("ConfigurationResponse", "device"),
    ("ConfigurationResponse", "clientType"),
    ("ErrorInformation", "message"),
    ("UserMetadataResponse", "value"),
    ("Connection", "ipAddress"),
    // Null in Adobe's sample of a retrieved session.
    ("Device", "browser"),
    ("Device", "applicationId"),
    ("Display", "vendor"),
    ("Display", "version"),
    ("Display", "diagonalSize"),
    ("Connection", "port"),
];

/// Members that Adobe's sample shows as null where nothing was said.
const NULL_IF_UNSAID: [&str; 6] = [
    "Device",
    "Hardware",
    "OperatingSystem",
    "Browser",
    "Display",
    "Connection",
];

/// Checks an answer of an operation against the description: every member is described, has the
/// type that is described, and none that is required is missing.
pub(crate) fn check(operation_id: &str, status: u16, body: &Value) {
    let paths = DESCRIPTION["paths"].as_object().unwrap().values();
    let mut operations = paths.flat_map(|path| path.as_object().unwrap().values());
    let operation = operations
        .find(|operation| operation["operationId"] == operation_id)
        .unwrap_or_else(|| panic!("no operation {operation_id}"));
    // A profile made by a partner's response is 201 on the page and 200 in the description; 403 is
    // on
    // pages alone, with the same error object as 400.
    let status = match status {
        201 => 200,
        403 => 400,
        other => other,
    };
    let schema =
        &operation["responses"][status.to_string()]["content"]["application/json"]["schema"];
    assert!(schema.is_object(), "{operation_id} has no {status}");
    walk(schema, body, "", operation_id);
}

fn walk(schema: &Value, value: &Value, name: &str, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return walk(&DESCRIPTION["components"]["schemas"][name], value, name, at);
    }
    match schema["type"].as_str().unwrap() {
        "object" => {
            let object = value.as_object().unwrap_or_else(|| panic!("{at}: {value}"));
            for required in schema["required"].as_array().into_iter().flatten() {
                assert!(
                    object.contains_key(required.as_str().unwrap()),
                    "{at}: no {required}"
                );
            }
            for (key, member) in object {
                let at = format!("{at}.{key}");
                if PAGES_FIRST.contains(&(name, key.as_str())) {
                    continue;
                }
                if member.is_null() && NULL_IF_UNSAID.contains(&name) {
                    continue;
                }
                let described = &schema["properties"][key];
                if described.is_object() {
                    walk(described, member, "", &at);
                } else {
                    let any = &schema["additionalProperties"];
                    assert!(any.is_object(), "{at} is not described");
                    walk(any, member, "", &at);
                }
            }
        }
        "array" => {
            let items = value.as_array().unwrap_or_else(|| panic!("{at}: {value}"));
            for item in items {
                walk(&schema["items"], item, "", at);
            }
        }
        "string" => assert!(value.is_string(), "{at}: {value}"),
        "integer" => assert!(value.is_i64() || value.is_u64(), "{at}: {value}"),
        "boolean" => assert!(value.is_boolean(), "{at}: {value}"),
        other => panic!("{at}: {other}"),
    }
    if let Some(values) = schema["enum"].as_array() {
        assert!(values.contains(value), "{at}: {value}");
    }
}

#[test]
fn it_refuses_what_is_not_described() {
    let good = json!({"decisions": [{"resource": "r", "serviceProvider": "s", "mvpd": "m",
        "source": "mvpd", "authorized": true}]});
    check("retrieveAuthorizeDecisionsForMvpdUsingPOST", 200, &good);
    for (pointer, wrong) in [
        ("authorized", json!("true")),
        ("resource", Value::Null),
        ("notAfter", json!("1")),
        ("invented", json!(1)),
    ] {
        let mut bad = good.clone();
        bad["decisions"][0][pointer] = wrong;
        std::panic::catch_unwind(|| {
            check("retrieveAuthorizeDecisionsForMvpdUsingPOST", 200, &bad);
        })
        .expect_err(pointer);
    }
}
