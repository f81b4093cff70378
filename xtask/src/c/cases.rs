//! Test cases that follow from the header, so that none is forgotten: NULL for every pointer of
//! every function, a panic forced inside each; every text that goes in (`texts.rs`), every input as
//! other versions have it (`inputs.rs`), and every result that comes out (`results.rs`).
//!
//! They are C functions, written into the build folder, and use a fixture with one of each handle
//! and input (`tests/capi/fixture.h`).

mod inputs;
mod results;
mod texts;

use std::fmt::Write as _;

use super::header::{Function, Header, Parameter, Structure};

/// What the cases are written for.
struct Api<'a> {
    functions: Vec<&'a Function>,
    structures: Vec<&'a Structure>,
}

/// A C file with all kinds of cases.
pub(crate) fn file(header: &Header, ureq: bool) -> String {
    let api = Api {
        functions: header
            .functions
            .iter()
            .filter(|f| ureq || !f.ureq)
            .collect(),
        structures: header
            .structures
            .iter()
            .filter(|s| ureq || !s.ureq)
            .collect(),
    };
    let mut out = String::from(
        "/* Generated from include/tvpass.h. */\n#include <stdlib.h>\n\n#include \"check.h\"\n#include \"fixture.h\"\n\n\
         #ifdef TVPASS_TEST_PANIC\nvoid tvpass_test_panic_next(void);\nbool tvpass_test_panic_disarm(void);\n#endif\n\n",
    );
    results::readers(&mut out, &api);
    inputs::helpers(&mut out);
    let (mut null, mut panic, mut text) = (Vec::new(), Vec::new(), Vec::new());
    let (mut input, mut result) = (Vec::new(), Vec::new());
    for function in &api.functions {
        for parameter in function.parameters.iter().filter(|p| p.is_pointer()) {
            null.push(null_case(&mut out, &api, function, parameter));
        }
        panic.push(panic_case(&mut out, &api, function));
        text.extend(texts::cases(&mut out, &api, function));
        input.extend(inputs::cases(&mut out, &api, function));
        result.extend(results::case(&mut out, &api, function));
    }
    run_all(&mut out, "null_tests", &null, "");
    run_all(&mut out, "text_tests", &text, "");
    run_all(&mut out, "input_tests", &input, "");
    run_all(&mut out, "result_tests", &result, "");
    run_all(&mut out, "panic_tests", &panic, "TVPASS_TEST_PANIC");
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

impl Api<'_> {
    /// The visible structure that a parameter or member points to.
    fn structure(&self, parameter: &Parameter) -> Option<&Structure> {
        let mut structures = self.structures.iter();
        let found = structures.find(|structure| structure.name == parameter.type_name());
        found.copied().filter(|_| parameter.is_pointer())
    }

    /// The input that a parameter or member points to.
    fn input(&self, parameter: &Parameter) -> Option<&Structure> {
        let structure = self.structure(parameter).filter(|s| s.is_input());
        structure.filter(|_| !parameter.is_out())
    }

    /// Whether it is a pointer to what C knows by pointer only.
    fn is_handle(&self, parameter: &Parameter) -> bool {
        parameter.is_pointer() && !parameter.is_out() && self.structure(parameter).is_none()
    }

    /// The inputs that a function is passed, with those that they refer to.
    fn inputs<'b>(&'b self, function: &'b Function) -> Vec<Input<'b>> {
        let mut found = Vec::new();
        for parameter in &function.parameters {
            self.collect(function, parameter, parameter, None, &mut found);
        }
        found
    }

    /// The input that `at` points to, and those behind it.
    fn collect<'b>(
        &'b self,
        function: &'b Function,
        parameter: &'b Parameter,
        at: &'b Parameter,
        holder: Option<String>,
        found: &mut Vec<Input<'b>>,
    ) {
        let Some(structure) = self.input(at) else {
            return;
        };
        let place = place(at);
        // What the optional headers refer to: with the function that takes all of them.
        let is_followed = holder.is_none() || function.name == TAKES_ALL;
        let members = structure.members.iter().filter(|_| is_followed);
        let inner: Vec<_> = members
            .map(|member| (member, format!("{place}.{}", member.name)))
            .collect();
        found.push(Input {
            parameter,
            structure,
            place,
            holder,
        });
        for (member, holder) in inner {
            self.collect(function, parameter, member, Some(holder), found);
        }
    }
}

/// The function for which the fixture sets all optional headers.
const TAKES_ALL: &str = "tvpass_authorize_new";

/// An input that a function is passed.
struct Input<'a> {
    /// The parameter that it is, or that refers to it.
    parameter: &'a Parameter,
    structure: &'a Structure,
    /// Where the fixture has it.
    place: String,
    /// The member that points to it, if it is not an argument.
    holder: Option<String>,
}

/// Where the fixture has a thing of this type.
fn place(parameter: &Parameter) -> String {
    format!("f.{}", parameter.type_name().trim_start_matches("tvpass_"))
}

/// A value that the function accepts.
fn good(api: &Api<'_>, parameter: &Parameter) -> String {
    let name = parameter.name.as_str();
    if parameter.is_out() {
        return if name == "error" { "&error" } else { "&out" }.to_owned();
    }
    if parameter.is_text() {
        return format!("TVPASS_STR(\"{}\")", text(name));
    }
    if api.input(parameter).is_some() {
        return format!("&{}", place(parameter));
    }
    if parameter.is_pointer() {
        return place(parameter);
    }
    match (name, parameter.kind.as_str()) {
        ("what", _) => "TVPASS_STATUS_TRANSPORT_DNS",
        (_, "bool") => "true",
        _ => "1",
    }
    .to_owned()
}

fn text(name: &str) -> &'static str {
    match name {
        "redirect_url" | "navigation" => "https://example.com",
        "line" => "A: b",
        // The one that the fixture's answer permits.
        "resource" => "TestStream1",
        // Those that the fixture has open.
        "state_file" => "state-of-the-c-tests",
        "path" => "state-file-of-the-c-tests",
        _ => "text",
    }
}

/// The call, with values that the function accepts but for these parameters.
fn call_with(api: &Api<'_>, function: &Function, others: &[(&str, &str)]) -> String {
    let arguments: Vec<_> = function
        .parameters
        .iter()
        .map(|parameter| {
            let other = others.iter().find(|(name, _)| *name == parameter.name);
            other.map_or_else(|| good(api, parameter), |(_, value)| (*value).to_owned())
        })
        .collect();
    format!("{}({})", function.name, arguments.join(", "))
}

/// The beginning of a case: a fixture, and variables for what the function writes.
fn declarations(out: &mut String, name: &str, function: &Function, null: Option<&str>) {
    let _ = writeln!(
        out,
        "static void {name}(void)\n{{\n    fixture f;\n    fixture_new(&f);"
    );
    let is_special = [
        TAKES_ALL,
        "tvpass_account_temporary_access_end",
        "tvpass_call_tell",
    ];
    if is_special.contains(&function.name.as_str()) || function.name.starts_with("tvpass_outcome_")
    {
        let _ = writeln!(out, "    fixture_for(&f, \"{}\");", function.name);
    }
    for parameter in function.parameters.iter().filter(|p| p.is_out()) {
        if null == Some(parameter.name.as_str()) {
            continue;
        }
        if parameter.name == "error" {
            out.push_str("    tvpass_error *error = NULL;\n");
        } else {
            let kind = parameter.type_name();
            // Not NULL before, to see that the function writes it.
            let _ = writeln!(out, "    {kind} *out = ({kind} *)&f;");
        }
    }
}

/// What the function hands over, besides an error.
fn handed(function: &Function) -> Option<&Parameter> {
    let mut parameters = function.parameters.iter();
    parameters.find(|p| p.is_out() && p.name != "error")
}

fn null_case(out: &mut String, api: &Api<'_>, function: &Function, null: &Parameter) -> String {
    let name = format!("null_{}_{}", function.name, null.name);
    declarations(out, &name, function, Some(&null.name));
    let call = call_with(api, function, &[(&null.name, "NULL")]);
    let kind = &function.returns;
    if kind == "void" {
        let _ = writeln!(out, "    {call};\n    CHECK(true);");
    } else if !function.can_fail() && function.accepts_null(&null.name) {
        let _ = writeln!(out, "    {kind} value = {call};\n    CHECK(value != 0);");
    } else if !function.can_fail() {
        let check = fallback(function);
        let _ = writeln!(out, "    {kind} value = {call};\n    CHECK({check});");
    } else if function.accepts_null(&null.name) {
        let _ = writeln!(out, "    tvpass_status status = {call};");
        out.push_str(
            "    CHECK(status != TVPASS_STATUS_NULL_ARGUMENT && status != TVPASS_STATUS_PANIC);\n",
        );
        if null.name != "error" {
            out.push_str("    CHECK((error == NULL) == (status == TVPASS_STATUS_OK));\n");
        }
        free_outputs(out, function, &null.name);
    } else {
        let _ = writeln!(out, "    tvpass_status status = {call};");
        refused(
            out,
            function,
            &null.name,
            "TVPASS_STATUS_NULL_ARGUMENT",
            &null.name,
        );
    }
    out.push_str("    fixture_free(&f);\n}\n\n");
    name
}

/// Checks that a call was refused with this status, for this field, and frees what it wrote; `null`
/// is a parameter that was NULL.
fn refused(out: &mut String, function: &Function, field: &str, status: &str, null: &str) {
    let _ = writeln!(out, "    CHECK(status == {status});");
    let _ = writeln!(out, "    CHECK(error != NULL && error->status == status);");
    let _ = writeln!(out, "    CHECK_STR(error->field, \"{field}\");");
    out.push_str("    read_tvpass_error(error);\n");
    if handed(function).is_some_and(|made| made.name != null) {
        out.push_str("    CHECK(out == NULL);\n");
    }
    free_outputs(out, function, null);
}

/// Frees what a call wrote, but not what it had no variable for.
fn free_outputs(out: &mut String, function: &Function, null: &str) {
    for parameter in function
        .parameters
        .iter()
        .filter(|p| p.is_out() && p.name != null)
    {
        let _ = writeln!(
            out,
            "    {}_free({});",
            parameter.type_name(),
            parameter.name
        );
    }
}

/// Whether `value` is what the function returns when it cannot do its work.
fn fallback(function: &Function) -> &'static str {
    match function.returns.as_str() {
        "tvpass_str" => "value.len == 0 && value.data != NULL && value.data[0] == '\\0'",
        "const tvpass_step *" => {
            "value->kind == TVPASS_STEP_DONE && value->status > TVPASS_STATUS_MALFORMED_ANSWER"
        }
        "bool" => "!value",
        _ => "value == 0",
    }
}

/// A panic comes back as a status (or as what the function returns for NULL), and the handle is
/// poisoned but can be freed.
fn panic_case(out: &mut String, api: &Api<'_>, function: &Function) -> String {
    let name = format!("panic_{}", function.name);
    // The condition keeps the case out of programs without the hook.
    out.push_str("#ifdef TVPASS_TEST_PANIC\n");
    declarations(out, &name, function, None);
    let call = call_with(api, function, &[]);
    let first = function.parameters.first();
    // The function that works on a handle has the handle's type in its name.
    let subject = first.filter(|first| {
        first.is_pointer()
            && function
                .name
                .starts_with(&format!("{}_", first.type_name()))
    });
    let poisoned = subject.filter(|first| api.is_handle(first));
    out.push_str("    tvpass_test_panic_next();\n");
    let disarm = "    CHECK(!tvpass_test_panic_disarm());\n";
    let kind = &function.returns;
    if kind == "void" {
        let _ = writeln!(out, "    {call};\n{disarm}");
        if let Some(subject) = subject {
            let _ = writeln!(out, "    {} = NULL;", place(subject));
        }
    } else if function.can_fail() {
        let no_output = match handed(function) {
            Some(_) => "    CHECK(out == NULL);\n",
            None => "",
        };
        let _ = writeln!(out, "    tvpass_status status = {call};\n{disarm}");
        let _ = writeln!(out, "    CHECK(status == TVPASS_STATUS_PANIC);");
        let _ = writeln!(
            out,
            "    CHECK_ERROR(error, TVPASS_STATUS_PANIC);\n{no_output}"
        );
        if poisoned.is_some() {
            let _ = writeln!(out, "    status = {call};");
            let _ = writeln!(out, "    CHECK(status == TVPASS_STATUS_POISONED);");
            let _ = writeln!(
                out,
                "    CHECK_ERROR(error, TVPASS_STATUS_POISONED);\n{no_output}"
            );
        }
    } else {
        let check = fallback(function);
        let _ = writeln!(
            out,
            "    {kind} value = {call};\n{disarm}    CHECK({check});"
        );
        if poisoned.is_some() {
            let _ = writeln!(out, "    value = {call};\n    CHECK({check});");
        }
    }
    out.push_str("    fixture_free(&f);\n}\n#endif\n\n");
    name
}
