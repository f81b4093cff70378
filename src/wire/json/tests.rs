//! The reader alone; what it is used for has tests of its own.

use super::*;

/// Keys and what `of` makes of their values, in the order of the answer.
fn members<T>(json: &str, of: impl Fn(Value<'_, '_>) -> T) -> Vec<(String, T)> {
    let mut members = Vec::new();
    read(json, &mut |json| {
        let Json::Object(object) = json else {
            return false;
        };
        object.each(&mut |key, value| members.push((key.to_owned(), of(value))));
        true
    })
    .unwrap_or_else(|e| panic!("{e}: {json}"));
    members
}

#[test]
fn order_and_repeated_keys_are_kept_and_escaped_ones_are_read() {
    let read = members(
        r#"{"b": "1", "a": "\u0032", "\u0062": 3, "": "4"}"#,
        |value| value.text().map(Cow::into_owned),
    );
    let text = |text: &str| Some(text.to_owned());
    let expected = [
        ("b", text("1")),
        ("a", text("2")),
        ("b", None),
        ("", text("4")),
    ];
    assert_eq!(read, expected.map(|(key, value)| (key.to_owned(), value)));
}

#[test]
fn what_is_passed_over_may_be_anything() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let json = format!(r#"{{"a": {deep}, "b": 1e999, "c": "\ud800", "d": {{"e": {deep}}}}}"#);
    assert_eq!(members(&json, |_| ()).len(), 4);
    // Looked at, but not walked or no text.
    let shallow = format!(r#"{{"a": {deep}, "d": {{"e": {deep}}}, "f": "text"}}"#);
    assert_eq!(
        members(&shallow, |value| value.text().is_some()).last(),
        Some(&("f".to_owned(), true))
    );
    // Too deep to look for a text in it.
    let shown = members(&shallow, |value| value.shown());
    assert_eq!(
        shown.last(),
        Some(&("f".to_owned(), Some("text".to_owned())))
    );
}

#[test]
fn lists_of_objects_and_objects_of_lists_are_walked() {
    let json =
        r#"{"a": [{"id": "x", "more": 1.5}, 2, {"id": 7}], "b": [], "c": {"id": "no list"}}"#;
    let ids = members(json, |value| {
        let mut ids = Vec::new();
        value.read(&mut |json| {
            if let Json::List(list) = json {
                list.each(&mut |item| {
                    item.read(&mut |item| {
                        if let Json::Object(object) = item {
                            object.each(&mut |_, value| {
                                ids.extend(value.id().map(Cow::into_owned));
                            });
                        }
                        true
                    });
                });
            }
            true
        });
        ids
    });
    let ids: Vec<_> = ids.into_iter().map(|(_, ids)| ids.join(" ")).collect();
    assert_eq!(ids, ["x 7", "", ""]);
}

#[test]
fn a_value_is_kept_as_it_stands() {
    let json = "{\"a\": { \"b\" : [1.50, \"\\u0041\"] } , \"c\":\"d\"}";
    let raw = members(json, |value| value.raw().map(str::to_owned));
    let raw: Vec<_> = raw.into_iter().filter_map(|(_, raw)| raw).collect();
    assert_eq!(raw, ["{ \"b\" : [1.50, \"\\u0041\"] }", "\"d\""]);
}

#[test]
fn what_is_not_documented_ends_the_reading_at_its_place() {
    let json = "{\n \"a\": 1,\n \"b\": 2,\n \"c\": 3}";
    let mut met = Vec::new();
    let error = read(json, &mut |json| {
        if let Json::Object(object) = json {
            object.each(&mut |key, value| {
                met.push(key.to_owned());
                value.read(&mut |json| !matches!(json, Json::Whole(2)));
            });
        }
        true
    })
    .unwrap_err();
    assert!(error.is_data());
    assert_eq!((error.line(), error.column()), (3, 7));
    assert_eq!(met, ["a", "b"]);
}
