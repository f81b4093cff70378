//! Cases about inputs as programs of other versions pass them: other sizes, something behind the
//! known part, and members that are NULL.

use super::super::header::{Function, Parameter};
use super::{Api, Case, Input};

/// How much a newer header's structure is larger here, in bytes.
const LARGER: usize = 40;

/// What the cases call.
pub(super) fn helpers(out: &mut String) {
    out.push_str(
        "/* An input as another version of the header has it: so large in memory, and so large as it says. To be freed. */\n\
         static void *of_another_version(const void *known, size_t known_size, size_t size, size_t said)\n{\n    \
         unsigned char *made = calloc(1, size);\n    if (made == NULL) {\n        abort();\n    }\n    \
         memcpy(made, known, known_size < size ? known_size : size);\n    \
         memcpy(made, &said, sizeof said);\n    return made;\n}\n\n",
    );
}

/// The cases of a function.
pub(super) fn cases<'a>(api: &'a Api<'a>, function: &'a Function) -> Vec<Case<'a>> {
    let mut cases = Vec::new();
    for target in api.inputs(function) {
        cases.extend(versions(api, function, &target));
        // Behind the optional headers, each member is tried with one function.
        let is_member = target.holder.is_some() && function.name != super::TAKES_ALL;
        let pointers = target.structure.members.iter();
        let pointers = pointers.filter(|member| member.is_pointer() && !is_member);
        cases.extend(pointers.map(|member| null_member(api, function, &target, member)));
    }
    cases
}

fn versions<'a>(api: &'a Api<'a>, function: &'a Function, target: &Input<'_>) -> Vec<Case<'a>> {
    let structure = &target.structure.name;
    let place = &target.place;
    let known = format!("sizeof({structure})");
    let larger = format!("{known} + {LARGER}");
    let mut cases = Vec::new();
    let mut add = |what: &str, size: &str, said: &str, poke: &str, status: Option<&str>| {
        let of = place.trim_start_matches("f.");
        let mut case = Case::new(api, function, format!("{what}_{}_{of}", function.name));
        if status.is_none() {
            case.line(format!("tvpass_status expected = {};", case.call(&[])));
            case.free_outputs("");
        }
        let other = format!("of_another_version(&{place}, {known}, {size}, {said})");
        case.line(format!("unsigned char *other = {other};"));
        if !poke.is_empty() {
            case.line(poke);
        }
        let other = format!("(const {structure} *)other");
        let call = match &target.holder {
            Some(holder) => {
                case.line(format!("{holder} = {other};"));
                case.call(&[])
            }
            None => case.call(&[(&target.parameter.name, &other)]),
        };
        case.status_of(&call);
        match status {
            Some(status) => case.refused(structure, status, ""),
            None => {
                case.line("CHECK(status == expected);");
                case.free_outputs("");
            }
        }
        case.line("free(other);");
        cases.push(case);
    };
    for (what, said) in [
        ("size_0", "0"),
        ("size_1", "1"),
        ("size_too_small", &format!("{known} - 1")),
        ("size_too_large", "64 * 1024 + 1"),
        ("size_uninitialised", "SIZE_MAX"),
    ] {
        add(what, &known, said, "", Some("TVPASS_STATUS_OUT_OF_RANGE"));
    }
    add("zero_behind", &larger, &larger, "", None);
    for (what, at) in [
        ("garbage_first", "0"),
        ("garbage_last", &format!("{LARGER} - 1")),
    ] {
        let poke = format!("other[{known} + {at}] = 1;");
        let status = Some("TVPASS_STATUS_UNKNOWN_INPUT");
        add(what, &larger, &larger, &poke, status);
    }
    // What is behind the size that a program states is none of the library's business.
    let poke = format!("memset(other + {known}, 0xff, {LARGER});");
    add("neighbour", &larger, &known, &poke, None);
    cases
}

/// NULL for a member that is a pointer.
fn null_member<'a>(
    api: &'a Api<'a>,
    function: &'a Function,
    target: &Input<'_>,
    member: &Parameter,
) -> Case<'a> {
    let of = target.place.trim_start_matches("f.");
    let name = format!("null_member_{}_{of}_{}", function.name, member.name);
    let mut case = Case::new(api, function, name);
    case.line(format!("{}.{} = NULL;", target.place, member.name));
    let call = case.call(&[]);
    case.status_of(&call);
    // A list has a length behind it, which is not 0.
    if member.doc.contains("Required.") || member.is_text_list() {
        case.refused(&member.name, "TVPASS_STATUS_NULL_ARGUMENT", "");
    } else {
        case.line("CHECK(status == TVPASS_STATUS_OK && error == NULL);");
        case.free_outputs("");
    }
    case
}
