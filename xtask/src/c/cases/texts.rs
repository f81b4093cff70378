//! Cases about texts that go in: each parameter, and each member of an input, with what a careless
//! caller passes.

use std::fmt::Write as _;

use super::super::header::{Function, Parameter};
use super::{Api, Input, call_with, declarations, fallback, free_outputs, handed, refused};

/// What is passed, and what has to come back.
struct Passed {
    name: &'static str,
    value: &'static str,
    expected: Expected,
}

enum Expected {
    /// This status, and that the error names the parameter or member.
    Refused(&'static str),
    /// A status that depends on the function; no panic, and nothing read out of bounds (valgrind
    /// and AddressSanitizer watch).
    Anything,
}

/// Writes the cases of a function, and says their names.
pub(super) fn cases(out: &mut String, api: &Api<'_>, function: &Function) -> Vec<String> {
    let mut names = Vec::new();
    for parameter in function.parameters.iter().filter(|p| p.is_text()) {
        let doc = function.parameter_doc(&parameter.name).unwrap_or_default();
        for input in inputs(&doc) {
            let name = format!("{}_{}_{}", input.name, function.name, parameter.name);
            declarations(out, &name, function, None);
            let call = call_with(api, function, &[(&parameter.name, input.value)]);
            case(out, function, parameter, &input, &call);
            names.push(name);
        }
    }
    for target in api.inputs(function) {
        let structure = target.structure;
        let of = target.place.trim_start_matches("f.");
        let members = structure
            .members
            .iter()
            .zip(structure.members.iter().skip(1));
        for member in structure.members.iter().filter(|member| member.is_text()) {
            for input in inputs(&member.doc) {
                let name = format!("{}_{}_{of}_{}", input.name, function.name, member.name);
                declarations(out, &name, function, None);
                let place = &target.place;
                let _ = writeln!(out, "    {place}.{} = {};", member.name, input.value);
                let call = call_with(api, function, &[]);
                case(out, function, member, &input, &call);
                names.push(name);
            }
        }
        for (list, count) in members.filter(|(member, _)| member.is_text_list()) {
            names.extend(lists(out, api, function, &target, (list, count)));
        }
    }
    names
}

/// What is wrong with a list, or with a text in it.
fn lists(
    out: &mut String,
    api: &Api<'_>,
    function: &Function,
    target: &Input<'_>,
    (list, count): (&Parameter, &Parameter),
) -> Vec<String> {
    let of = target.place.trim_start_matches("f.");
    let (items, count) = (
        format!("{}.{}", target.place, list.name),
        format!("{}.{}", target.place, count.name),
    );
    let mut names = Vec::new();
    let mut write = |passed: &Passed, change: &str| {
        let name = format!("{}_{}_{of}_{}", passed.name, function.name, list.name);
        declarations(out, &name, function, None);
        let _ = writeln!(out, "{change}");
        case(out, function, list, passed, &call_with(api, function, &[]));
        names.push(name);
    };
    for passed in inputs(&list.doc) {
        let items = format!(
            "    tvpass_str items[] = {{{}}};\n    {items} = items;\n    {count} = 1;",
            passed.value
        );
        write(&passed, &items);
    }
    for (name, value, expected) in [
        (
            "endless",
            "SIZE_MAX",
            Expected::Refused("TVPASS_STATUS_OUT_OF_RANGE"),
        ),
        (
            "too_long",
            "SIZE_MAX / sizeof(tvpass_str)",
            Expected::Refused("TVPASS_STATUS_OUT_OF_RANGE"),
        ),
        ("no", "0", Expected::Anything),
    ] {
        let passed = Passed {
            name,
            value,
            expected,
        };
        write(&passed, &format!("    {count} = {value};"));
    }
    let passed = Passed {
        name: "null_and_no",
        value: "NULL",
        expected: Expected::Anything,
    };
    write(&passed, &format!("    {items} = NULL;\n    {count} = 0;"));
    names
}

/// `doc` says whether it is a text, as opposed to bytes from the network or of a file.
fn inputs(doc: &str) -> Vec<Passed> {
    let input = |name, value, expected| Passed {
        name,
        value,
        expected,
    };
    let bytes = ["need not be UTF-8", "byte for byte", "in PEM"];
    let is_text = !bytes.iter().any(|words| doc.contains(words));
    vec![
        input(
            "huge",
            "((tvpass_str){\"text\", SIZE_MAX})",
            Expected::Refused("TVPASS_STATUS_OUT_OF_RANGE"),
        ),
        input(
            "not_utf8",
            "((tvpass_str){\"a\\xc3(\", 3})",
            match is_text {
                true => Expected::Refused("TVPASS_STATUS_INVALID_UTF8"),
                false => Expected::Anything,
            },
        ),
        input(
            "null_with_length",
            "((tvpass_str){NULL, 4})",
            Expected::Refused("TVPASS_STATUS_NULL_ARGUMENT"),
        ),
        input("null_and_0", "((tvpass_str){NULL, 0})", Expected::Anything),
        input("empty", "((tvpass_str){\"\", 0})", Expected::Anything),
        input(
            "embedded_nul",
            "((tvpass_str){\"a\\0b\", 3})",
            Expected::Anything,
        ),
    ]
}

fn case(out: &mut String, function: &Function, named: &Parameter, input: &Passed, call: &str) {
    if !function.can_fail() {
        let kind = &function.returns;
        let check = fallback(function);
        let _ = writeln!(out, "    {kind} value = {call};\n    CHECK({check});");
    } else {
        let _ = writeln!(out, "    tvpass_status status = {call};");
        match input.expected {
            Expected::Refused(status) => refused(out, function, &named.name, status, ""),
            Expected::Anything => {
                out.push_str(
                    "    CHECK(status != TVPASS_STATUS_PANIC && status != TVPASS_STATUS_NULL_ARGUMENT);\n    \
                     CHECK((error == NULL) == (status == TVPASS_STATUS_OK));\n",
                );
                if handed(function).is_some() {
                    out.push_str("    CHECK((out == NULL) == (status != TVPASS_STATUS_OK));\n");
                }
                free_outputs(out, function, "");
            }
        }
    }
    out.push_str("    fixture_free(&f);\n}\n\n");
}
