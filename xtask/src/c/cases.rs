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
    let mut cases: [Vec<Case<'_>>; 5] = Default::default();
    let [null, text, input, result, panic] = &mut cases;
    for function in &api.functions {
        let pointers = function.parameters.iter().filter(|p| p.is_pointer());
        null.extend(pointers.map(|parameter| null_case(&api, function, parameter)));
        panic.push(panic_case(&api, function));
        text.extend(texts::cases(&api, function));
        input.extend(inputs::cases(&api, function));
        result.extend(results::case(&api, function));
    }
    for (kind, cases) in ["null", "text", "input", "result", "panic"]
        .iter()
        .zip(&cases)
    {
        write_all(&mut out, kind, cases);
    }
    out
}

/// Writes cases, and the function that runs them.
fn write_all(out: &mut String, kind: &str, cases: &[Case<'_>]) {
    // The condition keeps cases out of programs without the hook.
    let (begin, end) = match kind {
        "panic" => ("#ifdef TVPASS_TEST_PANIC\n", "#endif\n"),
        _ => ("", ""),
    };
    out.push_str(begin);
    for Case { name, text, .. } in cases {
        let _ = writeln!(
            out,
            "static void {name}(void)\n{{\n{text}    fixture_free(&f);\n}}\n"
        );
    }
    let _ = write!(out, "{end}void {kind}_tests(void)\n{{\n{begin}");
    for case in cases {
        let _ = writeln!(out, "    RUN({});", case.name);
    }
    let _ = writeln!(out, "{end}}}\n");
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

/// What the function hands over, besides an error.
fn handed(function: &Function) -> Option<&Parameter> {
    let mut parameters = function.parameters.iter();
    parameters.find(|p| p.is_out() && p.name != "error")
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

/// A case: a C function with a fixture, in which one function of the library is called.
struct Case<'a> {
    api: &'a Api<'a>,
    function: &'a Function,
    name: String,
    text: String,
}

impl<'a> Case<'a> {
    /// A case with variables for what the function writes.
    fn new(api: &'a Api<'a>, function: &'a Function, name: String) -> Self {
        Self::without(api, function, name, "")
    }

    /// The same without a variable for the parameter `null`.
    fn without(api: &'a Api<'a>, function: &'a Function, name: String, null: &str) -> Self {
        let text = String::new();
        let mut case = Self {
            api,
            function,
            name,
            text,
        };
        case.line("fixture f;");
        case.line("fixture_new(&f);");
        let called = &function.name;
        let is_special = [
            TAKES_ALL,
            "tvpass_account_temporary_access_end",
            "tvpass_call_tell",
        ];
        if is_special.contains(&called.as_str()) || called.starts_with("tvpass_outcome_") {
            case.line(format!("fixture_for(&f, \"{called}\");"));
        }
        for parameter in function
            .parameters
            .iter()
            .filter(|p| p.is_out() && p.name != null)
        {
            let kind = parameter.type_name();
            case.line(match parameter.name.as_str() {
                "error" => "tvpass_error *error = NULL;".to_owned(),
                // Not NULL before, to see that the function writes it.
                _ => format!("{kind} *out = ({kind} *)&f;"),
            });
        }
        case
    }

    fn line(&mut self, line: impl std::fmt::Display) {
        let _ = writeln!(self.text, "    {line}");
    }

    /// The call, with values that the function accepts but for these parameters.
    fn call(&self, others: &[(&str, &str)]) -> String {
        let parameters = self.function.parameters.iter();
        let arguments = parameters.map(|parameter| {
            let other = others.iter().find(|(name, _)| *name == parameter.name);
            other.map_or_else(
                || good(self.api, parameter),
                |(_, value)| (*value).to_owned(),
            )
        });
        let arguments: Vec<_> = arguments.collect();
        format!("{}({})", self.function.name, arguments.join(", "))
    }

    /// The call of a function that can fail.
    fn status_of(&mut self, call: &str) {
        self.line(format!("tvpass_status status = {call};"));
    }

    /// The call of a function that cannot fail, and what its value has to be.
    fn value_of(&mut self, call: &str, check: &str) {
        self.line(format!("{} value = {call};", self.function.returns));
        self.line(format!("CHECK({check});"));
    }

    /// Checks that a call was refused with this status, for this field, and frees what it wrote;
    /// `null` is a parameter that was NULL.
    fn refused(&mut self, field: &str, status: &str, null: &str) {
        self.line(format!("CHECK(status == {status});"));
        self.line("CHECK(error != NULL && error->status == status);");
        self.line(format!("CHECK_STR(error->field, \"{field}\");"));
        self.line("read_tvpass_error(error);");
        if handed(self.function).is_some_and(|made| made.name != null) {
            self.line("CHECK(out == NULL);");
        }
        self.free_outputs(null);
    }

    /// Frees what a call wrote, but not what it had no variable for.
    fn free_outputs(&mut self, null: &str) {
        let written = self.function.parameters.iter();
        for parameter in written.filter(|p| p.is_out() && p.name != null) {
            self.line(format!(
                "{}_free({});",
                parameter.type_name(),
                parameter.name
            ));
        }
    }
}

fn null_case<'a>(api: &'a Api<'a>, function: &'a Function, null: &Parameter) -> Case<'a> {
    let null = null.name.as_str();
    let name = format!("null_{}_{null}", function.name);
    let mut case = Case::without(api, function, name, null);
    let call = case.call(&[(null, "NULL")]);
    let accepted = function.accepts_null(null);
    if function.returns == "void" {
        case.line(format!("{call};"));
        case.line("CHECK(true);");
    } else if !function.can_fail() {
        let check = if accepted {
            "value != 0"
        } else {
            fallback(function)
        };
        case.value_of(&call, check);
    } else {
        case.status_of(&call);
        if !accepted {
            case.refused(null, "TVPASS_STATUS_NULL_ARGUMENT", null);
            return case;
        }
        case.line("CHECK(status != TVPASS_STATUS_NULL_ARGUMENT && status != TVPASS_STATUS_PANIC);");
        if null != "error" {
            case.line("CHECK((error == NULL) == (status == TVPASS_STATUS_OK));");
        }
        case.free_outputs(null);
    }
    case
}

/// A panic comes back as a status (or as what the function returns for NULL), and the handle is
/// poisoned but can be freed.
fn panic_case<'a>(api: &'a Api<'a>, function: &'a Function) -> Case<'a> {
    let mut case = Case::new(api, function, format!("panic_{}", function.name));
    let call = case.call(&[]);
    // The function that works on a handle has the handle's type in its name.
    let of = |first: &&Parameter| {
        function
            .name
            .starts_with(&format!("{}_", first.type_name()))
    };
    let first = function.parameters.first();
    let subject = first.filter(|first| first.is_pointer() && of(first));
    let is_poisoned = subject.is_some_and(|first| api.is_handle(first));
    let disarm = "CHECK(!tvpass_test_panic_disarm());";
    case.line("tvpass_test_panic_next();");
    if function.returns == "void" {
        case.line(format!("{call};"));
        case.line(disarm);
        if let Some(subject) = subject {
            case.line(format!("{} = NULL;", place(subject)));
        }
    } else if function.can_fail() {
        case.status_of(&call);
        case.line(disarm);
        for status in ["TVPASS_STATUS_PANIC", "TVPASS_STATUS_POISONED"] {
            if status == "TVPASS_STATUS_POISONED" {
                if !is_poisoned {
                    break;
                }
                case.line(format!("status = {call};"));
            }
            case.line(format!("CHECK(status == {status});"));
            case.line(format!("CHECK_ERROR(error, {status});"));
            if handed(function).is_some() {
                case.line("CHECK(out == NULL);");
            }
        }
    } else {
        let check = fallback(function);
        case.line(format!("{} value = {call};", function.returns));
        case.line(disarm);
        case.line(format!("CHECK({check});"));
        if is_poisoned {
            case.line(format!("value = {call};"));
            case.line(format!("CHECK({check});"));
        }
    }
    case
}
