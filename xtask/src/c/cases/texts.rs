//! Cases about text: each pair of pointer and length with what a careless caller passes, and each text that comes out.

use std::fmt::Write as _;

use super::super::header::{Function, Parameter};
use super::{call_with, declarations, fallback, is_out, type_name};

/// What is passed, and what has to come back.
struct Input {
    name: &'static str,
    pointer: &'static str,
    length: &'static str,
    expected: Expected,
}

enum Expected {
    /// This status, and that the error names the parameter.
    Refused(&'static str),
    /// A status that depends on the function; no panic, and nothing read out of bounds (valgrind and AddressSanitizer watch).
    Anything,
}

/// Writes the cases of a function, and says their names.
pub(super) fn cases(out: &mut String, function: &Function) -> Vec<String> {
    let mut names = Vec::new();
    for parameter in &function.parameters {
        let length = format!("{}_len", parameter.name);
        if !function.parameters.iter().any(|p| p.name == length) {
            continue;
        }
        for input in inputs(function, parameter) {
            let name = format!("{}_{}_{}", input.name, function.name, parameter.name);
            input_case(out, &name, function, parameter, &input);
            names.push(name);
        }
    }
    if function.returns == "tvpass_str" {
        let name = format!("text_{}", function.name);
        output_case(out, &name, function);
        names.push(name);
    }
    names
}

fn inputs(function: &Function, parameter: &Parameter) -> Vec<Input> {
    let input = |name, pointer, length, expected| Input {
        name,
        pointer,
        length,
        expected,
    };
    // A text, as opposed to bytes from the network or of a file.
    let is_text = type_name(parameter) == "char"
        && function
            .parameter_doc(&parameter.name)
            .is_none_or(|doc| !doc.contains("need not be UTF-8"))
        && !function.name.contains("add_header");
    vec![
        input(
            "huge",
            "\"text\"",
            "SIZE_MAX",
            Expected::Refused("TVPASS_STATUS_OUT_OF_RANGE"),
        ),
        input(
            "not_utf8",
            "\"a\\xc3(\"",
            "3",
            match is_text {
                true => Expected::Refused("TVPASS_STATUS_INVALID_UTF8"),
                false => Expected::Anything,
            },
        ),
        input(
            "null_and_0",
            "NULL",
            "0",
            match function.accepts_null(&parameter.name) {
                true => Expected::Anything,
                false => Expected::Refused("TVPASS_STATUS_NULL_ARGUMENT"),
            },
        ),
        input("empty", "\"\"", "0", Expected::Anything),
        input("embedded_nul", "\"a\\0b\"", "3", Expected::Anything),
    ]
}

fn input_case(
    out: &mut String,
    name: &str,
    function: &Function,
    parameter: &Parameter,
    input: &Input,
) {
    declarations(out, name, function, None);
    let length = format!("{}_len", parameter.name);
    let others = [
        (parameter.name.as_str(), input.pointer),
        (length.as_str(), input.length),
    ];
    let call = call_with(function, &others);
    if !function.can_fail() {
        let kind = &function.returns;
        let _ = writeln!(
            out,
            "    {kind} value = {call};\n    CHECK({});\n    fixture_free(&f);\n}}\n",
            fallback(function)
        );
        return;
    }
    let _ = writeln!(out, "    tvpass_status status = {call};");
    let made = function
        .parameters
        .iter()
        .find(|p| is_out(p) && p.name != "error");
    match input.expected {
        Expected::Refused(status) => {
            let _ = writeln!(
                out,
                "    CHECK(status == {status});\n    CHECK_STR(tvpass_error_input(error), \"{}\");\n    CHECK_ERROR(error, {status});",
                parameter.name
            );
        }
        Expected::Anything => out.push_str(
            "    CHECK(status != TVPASS_STATUS_PANIC && status != TVPASS_STATUS_NULL_ARGUMENT);\n    \
             CHECK((error == NULL) == (status == TVPASS_STATUS_OK));\n    tvpass_error_free(error);\n",
        ),
    }
    if let Some(made) = made {
        let _ = writeln!(
            out,
            "    CHECK((out == NULL) == (status != TVPASS_STATUS_OK));\n    {}_free(out);",
            type_name(made)
        );
    }
    out.push_str("    fixture_free(&f);\n}\n\n");
}

/// A text that comes out has a NUL behind it, whatever is in it.
fn output_case(out: &mut String, name: &str, function: &Function) {
    declarations(out, name, function, None);
    let call = call_with(function, &[]);
    let _ = writeln!(
        out,
        "    tvpass_str value = {call};\n    CHECK(value.data != NULL && value.data[value.len] == '\\0');\n    \
         fixture_free(&f);\n}}\n"
    );
}
