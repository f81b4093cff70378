//! Test cases that follow from the header, so that none is forgotten: NULL for every pointer of every function, a panic forced inside each,
//! and (`texts.rs`) every text that goes in or comes out.
//!
//! They are C functions, written into the build folder, and use a fixture with one of each handle (`tests/capi/fixture.h`).

mod texts;

use std::fmt::Write as _;

use super::header::{Function, Parameter};

/// A C file with all kinds of cases.
pub(crate) fn file(functions: &[Function], ureq: bool) -> String {
    let mut out = String::from(
        "/* Generated from include/tvpass.h. */\n#include \"check.h\"\n#include \"fixture.h\"\n\n\
         #ifdef TVPASS_TEST_PANIC\nvoid tvpass_test_panic_next(void);\nbool tvpass_test_panic_disarm(void);\n#endif\n\n",
    );
    let functions: Vec<_> = functions
        .iter()
        .filter(|function| ureq || !function.ureq)
        .collect();
    let mut null_cases = Vec::new();
    let mut panic_cases = Vec::new();
    let mut text_cases = Vec::new();
    for function in &functions {
        text_cases.extend(texts::cases(&mut out, function));
        for parameter in function.parameters.iter().filter(|p| p.is_pointer()) {
            let name = format!("null_{}_{}", function.name, parameter.name);
            null_case(&mut out, &name, function, parameter);
            null_cases.push(name);
        }
        let name = format!("panic_{}", function.name);
        panic_case(&mut out, &name, function);
        panic_cases.push(name);
    }
    run_all(&mut out, "null_tests", &null_cases, "");
    run_all(&mut out, "text_tests", &text_cases, "");
    run_all(&mut out, "panic_tests", &panic_cases, "TVPASS_TEST_PANIC");
    out
}

fn run_all(out: &mut String, name: &str, cases: &[String], condition: &str) {
    let _ = writeln!(out, "void {name}(void)\n{{");
    if !condition.is_empty() {
        let _ = writeln!(out, "#ifdef {condition}");
    }
    for case in cases {
        let _ = writeln!(out, "    RUN({case});");
    }
    if !condition.is_empty() {
        let _ = writeln!(out, "#endif");
    }
    out.push_str("}\n\n");
}

/// `tvpass_base` of `const tvpass_base *` and `tvpass_base **`, if it is a handle or a type of the header.
fn type_name(parameter: &Parameter) -> &str {
    parameter
        .kind
        .trim_start_matches("const ")
        .trim_end_matches(['*', ' '])
}

fn is_out(parameter: &Parameter) -> bool {
    parameter.kind.ends_with("**")
}

fn is_handle(parameter: &Parameter) -> bool {
    parameter.is_pointer()
        && !is_out(parameter)
        && type_name(parameter).starts_with("tvpass_")
        && !is_number(type_name(parameter))
}

/// The numbers that functions write through a pointer.
fn is_number(name: &str) -> bool {
    ["tvpass_step", "tvpass_remaining", "tvpass_delivery"].contains(&name)
}

/// A value that the function accepts.
fn good(parameter: &Parameter, function: &Function) -> String {
    let name = parameter.name.as_str();
    if name == "error" && is_out(parameter) {
        return "&error".to_owned();
    }
    if is_out(parameter) {
        return "&out".to_owned();
    }
    if is_handle(parameter) {
        return format!("f.{}", type_name(parameter).trim_start_matches("tvpass_"));
    }
    if parameter.is_pointer() {
        return match type_name(parameter) {
            "char" | "void" => format!("\"{}\"", text(name)),
            "size_t" => "&size".to_owned(),
            _ => "&number".to_owned(),
        };
    }
    if let Some(of) = name.strip_suffix("_len") {
        return text(of).len().to_string();
    }
    match (name, parameter.kind.as_str()) {
        ("key", _) if function.name.ends_with("_number") => "TVPASS_DEVICE_KEY_DISPLAY_WIDTH",
        ("key", _) => "TVPASS_DEVICE_KEY_MODEL",
        ("what", _) => "TVPASS_STATUS_TRANSPORT_DNS",
        ("index" | "system" | "step", _) => "0",
        (_, "bool") => "true",
        _ => "1",
    }
    .to_owned()
}

fn text(name: &str) -> &'static str {
    match name {
        "url" | "navigation" => "https://example.com",
        "address" => "127.0.0.1",
        "line" => "A: b",
        // The one that the fixture has open.
        "state_file" => "state-of-the-c-tests",
        _ => "text",
    }
}

/// The call, with values that the function accepts but for these parameters.
fn call_with(function: &Function, others: &[(&str, &str)]) -> String {
    let arguments: Vec<_> = function
        .parameters
        .iter()
        .map(|parameter| {
            let other = others.iter().find(|(name, _)| *name == parameter.name);
            other.map_or_else(
                || good(parameter, function),
                |(_, value)| (*value).to_owned(),
            )
        })
        .collect();
    format!("{}({})", function.name, arguments.join(", "))
}

/// The call, with NULL for one parameter.
fn call(function: &Function, null: Option<&str>) -> String {
    let Some(null) = null else {
        return call_with(function, &[]);
    };
    let length = format!("{null}_len");
    let mut others = vec![(null, "NULL")];
    // Where NULL is accepted, it is accepted for nothing.
    if function.accepts_null(null) {
        others.push((&length, "0"));
    }
    call_with(function, &others)
}

fn declarations(out: &mut String, name: &str, function: &Function, null: Option<&str>) {
    let _ = writeln!(
        out,
        "static void {name}(void)\n{{\n    fixture f = fixture_new();"
    );
    for parameter in &function.parameters {
        if null == Some(parameter.name.as_str()) {
            continue;
        }
        if parameter.name == "error" && is_out(parameter) {
            out.push_str("    tvpass_error *error = NULL;\n");
        } else if is_out(parameter) {
            let kind = type_name(parameter);
            // Not NULL before, to see that the function writes it.
            let _ = writeln!(out, "    {kind} *out = ({kind} *)&f;");
        } else if good(parameter, function) == "&size" {
            out.push_str("    size_t size = 0;\n");
        } else if good(parameter, function) == "&number" {
            out.push_str("    int32_t number = 0;\n");
        }
    }
}

fn null_case(out: &mut String, name: &str, function: &Function, null: &Parameter) {
    declarations(out, name, function, Some(&null.name));
    let call = call(function, Some(&null.name));
    match function.returns.as_str() {
        "void" => {
            let _ = writeln!(out, "    {call};\n    CHECK(true);");
        }
        "tvpass_status" if function.can_fail() => {
            let _ = writeln!(out, "    tvpass_status status = {call};");
            if function.accepts_null(&null.name) {
                out.push_str("    CHECK(status != TVPASS_STATUS_NULL_ARGUMENT && status != TVPASS_STATUS_PANIC);\n");
                free_outputs(out, function, null, false);
            } else {
                out.push_str("    CHECK(status == TVPASS_STATUS_NULL_ARGUMENT);\n");
                free_outputs(out, function, null, true);
            }
        }
        kind => {
            let _ = writeln!(
                out,
                "    {kind} value = {call};\n    CHECK({});",
                fallback(function)
            );
        }
    }
    out.push_str("    fixture_free(&f);\n}\n\n");
}

fn free_outputs(out: &mut String, function: &Function, null: &Parameter, failed: bool) {
    for parameter in function
        .parameters
        .iter()
        .filter(|p| is_out(p) && p.name != null.name)
    {
        let kind = type_name(parameter);
        if parameter.name == "error" {
            if failed {
                out.push_str("    CHECK(error != NULL && tvpass_error_status(error) == status);\n");
                let _ = writeln!(
                    out,
                    "    CHECK_STR(tvpass_error_input(error), \"{}\");",
                    input(null)
                );
            } else {
                out.push_str("    CHECK((error == NULL) == (status == TVPASS_STATUS_OK));\n");
            }
            out.push_str("    tvpass_error_free(error);\n");
        } else {
            if failed {
                out.push_str("    CHECK(out == NULL);\n");
            }
            let _ = writeln!(out, "    {kind}_free(out);");
        }
    }
}

/// How an error names a parameter: handles by what they are.
fn input(parameter: &Parameter) -> String {
    if !is_handle(parameter) {
        return parameter.name.clone();
    }
    match type_name(parameter) {
        "tvpass_device_info" => "info",
        "tvpass_logout_operation" | "tvpass_logout_v1_operation" => "operation",
        "tvpass_client_config" => "config",
        "tvpass_logout_parameters" => "parameters",
        "tvpass_driver_settings" => "settings",
        other => other.trim_start_matches("tvpass_"),
    }
    .to_owned()
}

/// Whether `value` is what the function returns when it cannot do its work.
fn fallback(function: &Function) -> &'static str {
    match function.returns.as_str() {
        "tvpass_str" => "value.len == 0 && value.data != NULL && value.data[0] == '\\0'",
        "bool" if function.doc.contains("@return `true` also") => "value",
        "bool" => "!value",
        _ => "value == 0",
    }
}

/// A panic comes back as a status (or as what the function returns for NULL), and the handle is poisoned but can be freed.
fn panic_case(out: &mut String, name: &str, function: &Function) {
    // The condition keeps the case out of programs without the hook.
    out.push_str("#ifdef TVPASS_TEST_PANIC\n");
    declarations(out, name, function, None);
    let call = call(function, None);
    // The function that works on a handle has the handle's type in its name.
    let subject = function
        .parameters
        .first()
        .filter(|first| {
            is_handle(first) && function.name.starts_with(&format!("{}_", type_name(first)))
        })
        .filter(|first| !function.name.contains("_new") || type_name(first) == "tvpass_driver");
    out.push_str("    tvpass_test_panic_next();\n");
    match function.returns.as_str() {
        "void" => {
            let _ = writeln!(out, "    {call};\n    CHECK(!tvpass_test_panic_disarm());");
            if let Some(subject) = subject {
                let _ = writeln!(out, "    {} = NULL;", good(subject, function));
            }
        }
        "tvpass_status" if function.can_fail() => {
            let _ = writeln!(out, "    tvpass_status status = {call};");
            out.push_str("    CHECK(!tvpass_test_panic_disarm());\n    CHECK(status == TVPASS_STATUS_PANIC);\n");
            out.push_str("    CHECK_ERROR(error, TVPASS_STATUS_PANIC);\n");
            out.push_str(no_output(function));
            if subject.is_some() {
                let _ = writeln!(
                    out,
                    "    status = {call};\n    CHECK(status == TVPASS_STATUS_POISONED);"
                );
                out.push_str("    CHECK_ERROR(error, TVPASS_STATUS_POISONED);\n");
                out.push_str(no_output(function));
            }
        }
        kind => {
            let _ = writeln!(out, "    {kind} value = {call};");
            let _ = writeln!(
                out,
                "    CHECK(!tvpass_test_panic_disarm());\n    CHECK({});",
                fallback(function)
            );
            if subject.is_some() {
                let _ = writeln!(
                    out,
                    "    value = {call};\n    CHECK({});",
                    fallback(function)
                );
            }
        }
    }
    out.push_str("    fixture_free(&f);\n}\n#endif\n\n");
}

/// That nothing was handed over.
fn no_output(function: &Function) -> &'static str {
    match function
        .parameters
        .iter()
        .any(|p| p.name == "out" && is_out(p))
    {
        true => "    CHECK(out == NULL);\n",
        false => "",
    }
}
