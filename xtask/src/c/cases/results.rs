//! Cases about results: every text that comes out has a NUL behind it, every list its items, and
//! all of it can be read (valgrind and AddressSanitizer watch).

use std::fmt::Write as _;

use super::super::header::{Function, Parameter, Structure};
use super::{Api, Case, handed};

/// A function for each result that reads all of it.
pub(super) fn readers(out: &mut String, api: &Api<'_>) {
    out.push_str(
        "static void read_text(tvpass_str text)\n{\n    CHECK(text.data != NULL && text.data[text.len] == '\\0');\n}\n\n",
    );
    let results = || api.structures.iter().filter(|s| is_result(s));
    for result in results() {
        let name = &result.name;
        let _ = writeln!(out, "static void read_{name}(const {name} *this);");
    }
    for result in results() {
        reader(out, api, result);
    }
}

fn is_result(structure: &Structure) -> bool {
    !structure.is_input() && structure.name != "tvpass_str"
}

fn reader(out: &mut String, api: &Api<'_>, result: &Structure) {
    let name = &result.name;
    // Some have nothing but numbers.
    let _ = writeln!(
        out,
        "\nstatic void read_{name}(const {name} *this)\n{{\n    (void)this;"
    );
    for (at, member) in result.members.iter().enumerate() {
        let field = format!("this->{}", member.name);
        // A list is followed by its length.
        let count = result.members.get(at + 1).map(|member| &member.name);
        let count = count.filter(|count| count.ends_with("_count"));
        let inner = api.structure(member).map(|inner| &inner.name);
        match (member.kind.as_str(), inner, count) {
            ("tvpass_str", ..) => {
                let _ = writeln!(out, "    read_text({field});");
            }
            ("const tvpass_str *", _, Some(count)) => {
                each(out, count, &format!("read_text({field}[i])"))
            }
            (_, Some(inner), Some(count)) => each(out, count, &format!("read_{inner}({field}[i])")),
            (_, Some(inner), None) => {
                let _ = writeln!(
                    out,
                    "    if ({field} != NULL) {{\n        read_{inner}({field});\n    }}"
                );
            }
            _ => {}
        }
    }
    out.push_str("}\n");
}

fn each(out: &mut String, count: &str, read: &str) {
    let _ = writeln!(
        out,
        "    for (size_t i = 0; i < this->{count}; i++) {{\n        {read};\n    }}"
    );
}

/// The case of a function that returns a result, or hands one over.
pub(super) fn case<'a>(api: &'a Api<'a>, function: &'a Function) -> Option<Case<'a>> {
    let returned = Parameter {
        name: "value".to_owned(),
        kind: function.returns.clone(),
        doc: String::new(),
    };
    let returns = api.structure(&returned).filter(|s| is_result(s));
    let hands = handed(function).and_then(|made| api.structure(made));
    let mut case = Case::new(api, function, format!("result_{}", function.name));
    let call = case.call(&[]);
    if returned.is_text() {
        case.line(format!("{} value = {call};", function.returns));
        case.line("read_text(value);");
    } else if let Some(result) = returns {
        case.value_of(&call, "value != NULL");
        case.line(format!("read_{}(value);", result.name));
    } else {
        let result = hands?;
        case.line(format!("CHECK({call} == TVPASS_STATUS_OK);"));
        case.line("if (out != NULL) {");
        case.line(format!("    read_{}(out);", result.name));
        case.line("}");
        case.free_outputs("");
    }
    Some(case)
}
