//! Cases about texts that go in: each parameter, and each member of an input, with what a careless
//! caller passes.

use std::fmt::Write as _;

use super::super::header::{Function, Parameter};
use super::{Api, call_with, declarations, fallback, free_outputs, handed, refused};

/// What is passed, and what has to come back.
struct Input {
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
    for (place, structure) in api.inputs(function) {
        for member in structure.members.iter().filter(|member| member.is_text()) {
            for input in inputs(&member.doc) {
                let of = place.trim_start_matches("f.");
                let name = format!("{}_{}_{of}_{}", input.name, function.name, member.name);
                declarations(out, &name, function, None);
                let _ = writeln!(out, "    {place}.{} = {};", member.name, input.value);
                case(
                    out,
                    function,
                    member,
                    &input,
                    &call_with(api, function, &[]),
                );
                names.push(name);
            }
        }
    }
    names
}

/// `doc` says whether it is a text, as opposed to bytes from the network or of a file.
fn inputs(doc: &str) -> Vec<Input> {
    let input = |name, value, expected| Input {
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

fn case(out: &mut String, function: &Function, named: &Parameter, input: &Input, call: &str) {
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
