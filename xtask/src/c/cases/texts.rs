//! Cases about texts that go in: each parameter, and each member of an input, with what a careless
//! caller passes.

use super::super::header::{Function, Parameter};
use super::{Api, Case, Input, fallback, handed};

/// What is passed, and what has to come back.
struct Passed {
    name: &'static str,
    value: &'static str,
    expected: Expected,
}

#[derive(Clone, Copy)]
enum Expected {
    /// This status, and that the error names the parameter or member.
    Refused(&'static str),
    /// A status that depends on the function; no panic, and nothing read out of bounds (valgrind
    /// and AddressSanitizer watch).
    Anything,
}

/// The cases of a function.
pub(super) fn cases<'a>(api: &'a Api<'a>, function: &'a Function) -> Vec<Case<'a>> {
    let mut cases = Vec::new();
    for parameter in function.parameters.iter().filter(|p| p.is_text()) {
        let doc = function.parameter_doc(&parameter.name).unwrap_or_default();
        for input in inputs(&doc) {
            let name = format!("{}_{}_{}", input.name, function.name, parameter.name);
            let case = Case::new(api, function, name);
            let call = case.call(&[(&parameter.name, input.value)]);
            cases.push(checked(case, parameter, &input, &call));
        }
    }
    for target in api.inputs(function) {
        let mut add = |member: &Parameter, input: &Passed, changes: &[String]| {
            let of = target.place.trim_start_matches("f.");
            let name = format!("{}_{}_{of}_{}", input.name, function.name, member.name);
            let mut case = Case::new(api, function, name);
            changes.iter().for_each(|change| case.line(change));
            let call = case.call(&[]);
            cases.push(checked(case, member, input, &call));
        };
        let members = &target.structure.members;
        for member in members.iter().filter(|member| member.is_text()) {
            for input in inputs(&member.doc) {
                let change = format!("{}.{} = {};", target.place, member.name, input.value);
                add(member, &input, &[change]);
            }
        }
        let with_count = members.iter().zip(members.iter().skip(1));
        for (list, count) in with_count.filter(|(member, _)| member.is_text_list()) {
            for (passed, changes) in lists(&target, list, count) {
                add(list, &passed, &changes);
            }
        }
    }
    cases
}

/// What is wrong with a list, or with a text in it.
fn lists(target: &Input<'_>, list: &Parameter, count: &Parameter) -> Vec<(Passed, Vec<String>)> {
    let items = format!("{}.{}", target.place, list.name);
    let count = |value: &str| format!("{}.{} = {value};", target.place, count.name);
    let mut lists = Vec::new();
    for passed in inputs(&list.doc) {
        let changes = vec![
            format!("tvpass_str items[] = {{{}}};", passed.value),
            format!("{items} = items;"),
            count("1"),
        ];
        lists.push((passed, changes));
    }
    let too_many = Expected::Refused("TVPASS_STATUS_OUT_OF_RANGE");
    for (name, value, expected) in [
        ("endless", "SIZE_MAX", too_many),
        ("too_long", "SIZE_MAX / sizeof(tvpass_str)", too_many),
        ("no", "0", Expected::Anything),
    ] {
        lists.push((
            Passed {
                name,
                value,
                expected,
            },
            vec![count(value)],
        ));
    }
    let (name, value, expected) = ("null_and_no", "NULL", Expected::Anything);
    let changes = vec![format!("{items} = NULL;"), count("0")];
    lists.push((
        Passed {
            name,
            value,
            expected,
        },
        changes,
    ));
    lists
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

/// The case with the call, and what has to come of it.
fn checked<'a>(mut case: Case<'a>, named: &Parameter, input: &Passed, call: &str) -> Case<'a> {
    let function = case.function;
    if !function.can_fail() {
        case.value_of(call, fallback(function));
        return case;
    }
    case.status_of(call);
    match input.expected {
        Expected::Refused(status) => case.refused(&named.name, status, ""),
        Expected::Anything => {
            case.line(
                "CHECK(status != TVPASS_STATUS_PANIC && status != TVPASS_STATUS_NULL_ARGUMENT);",
            );
            case.line("CHECK((error == NULL) == (status == TVPASS_STATUS_OK));");
            if handed(function).is_some() {
                case.line("CHECK((out == NULL) == (status != TVPASS_STATUS_OK));");
            }
            case.free_outputs("");
        }
    }
    case
}
