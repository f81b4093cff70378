//! Cases about inputs as programs of other versions pass them: other sizes, something behind the
//! known part, and members that are NULL.

use std::fmt::Write as _;

use super::super::header::{Function, Parameter};
use super::{Api, Input, call_with, declarations, free_outputs, refused};

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

/// Writes the cases of a function, and says their names.
pub(super) fn cases(out: &mut String, api: &Api<'_>, function: &Function) -> Vec<String> {
    let mut names = Vec::new();
    for target in api.inputs(function) {
        names.extend(versions(out, api, function, &target));
        // Behind the optional headers, each member is tried with one function.
        let is_member = target.holder.is_some() && function.name != super::TAKES_ALL;
        let pointers = target.structure.members.iter();
        for member in pointers.filter(|member| member.is_pointer() && !is_member) {
            names.push(null_member(out, api, function, &target, member));
        }
    }
    names
}

fn versions(
    out: &mut String,
    api: &Api<'_>,
    function: &Function,
    target: &Input<'_>,
) -> Vec<String> {
    let structure = &target.structure.name;
    let known = format!("sizeof({structure})");
    let larger = format!("{known} + {LARGER}");
    let refused_size = [
        ("size_0", "0".to_owned()),
        ("size_1", "1".to_owned()),
        ("size_too_small", format!("{known} - 1")),
        ("size_too_large", "64 * 1024 + 1".to_owned()),
        ("size_uninitialised", "SIZE_MAX".to_owned()),
    ];
    let mut names = Vec::new();
    let mut write = |what: &str, size: &str, said: &str, poke: &str, status: Option<&str>| {
        let of = target.place.trim_start_matches("f.");
        let name = format!("{what}_{}_{of}", function.name);
        declarations(out, &name, function, None);
        let place = &target.place;
        if status.is_none() {
            let plain = call_with(api, function, &[]);
            let _ = writeln!(out, "    tvpass_status expected = {plain};");
            free_outputs(out, function, "");
        }
        let _ = writeln!(
            out,
            "    unsigned char *other = of_another_version(&{place}, {known}, {size}, {said});\n{poke}"
        );
        let other = format!("(const {structure} *)other");
        let call = match &target.holder {
            Some(holder) => {
                let _ = writeln!(out, "    {holder} = {other};");
                call_with(api, function, &[])
            }
            None => call_with(api, function, &[(&target.parameter.name, &other)]),
        };
        let _ = writeln!(out, "    tvpass_status status = {call};");
        match status {
            Some(status) => refused(out, function, structure, status, ""),
            None => {
                out.push_str("    CHECK(status == expected);\n");
                free_outputs(out, function, "");
            }
        }
        out.push_str("    free(other);\n    fixture_free(&f);\n}\n\n");
        names.push(name);
    };
    for (what, said) in &refused_size {
        let status = Some("TVPASS_STATUS_OUT_OF_RANGE");
        write(what, &known, said, "", status);
    }
    write("zero_behind", &larger, &larger, "", None);
    for (what, at) in [("first", "0".to_owned()), ("last", format!("{LARGER} - 1"))] {
        let poke = format!("    other[{known} + {at}] = 1;");
        let status = Some("TVPASS_STATUS_UNKNOWN_INPUT");
        write(&format!("garbage_{what}"), &larger, &larger, &poke, status);
    }
    // What is behind the size that a program states is none of the library's business.
    let poke = format!("    memset(other + {known}, 0xff, {LARGER});");
    write("neighbour", &larger, &known, &poke, None);
    names
}

/// NULL for a member that is a pointer.
fn null_member(
    out: &mut String,
    api: &Api<'_>,
    function: &Function,
    target: &Input<'_>,
    member: &Parameter,
) -> String {
    let of = target.place.trim_start_matches("f.");
    let name = format!("null_member_{}_{of}_{}", function.name, member.name);
    declarations(out, &name, function, None);
    let _ = writeln!(out, "    {}.{} = NULL;", target.place, member.name);
    let call = call_with(api, function, &[]);
    let _ = writeln!(out, "    tvpass_status status = {call};");
    // A list has a length behind it, which is not 0.
    if member.doc.contains("Required.") || member.is_text_list() {
        refused(
            out,
            function,
            &member.name,
            "TVPASS_STATUS_NULL_ARGUMENT",
            "",
        );
    } else {
        out.push_str("    CHECK(status == TVPASS_STATUS_OK && error == NULL);\n");
        free_outputs(out, function, "");
    }
    out.push_str("    fixture_free(&f);\n}\n\n");
    name
}
