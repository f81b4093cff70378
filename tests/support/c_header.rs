//! Reads the functions out of `include/tvpass.h`, as cbindgen writes it. Shared by
//! `tests/c_header.rs` and xtask.

/// A function of the header.
#[derive(Debug)]
pub struct Function {
    pub name: String,
    /// The C type that it returns.
    pub returns: String,
    pub parameters: Vec<Parameter>,
    /// Its comment, without the comment's own characters.
    pub doc: String,
    /// Whether it is there with `TVPASS_HAS_UREQ` only.
    pub ureq: bool,
}

/// A parameter of a function.
#[derive(Debug)]
pub struct Parameter {
    pub name: String,
    /// The C type, such as `const tvpass_base *`.
    pub kind: String,
}

impl Parameter {
    pub fn is_pointer(&self) -> bool {
        self.kind.ends_with('*')
    }
}

impl Function {
    /// Whether its result is a status, not a status that it was asked for.
    pub fn can_fail(&self) -> bool {
        self.returns == "tvpass_status"
            && self
                .parameters
                .iter()
                .any(|p| p.name == "error" && p.kind.ends_with("**"))
    }

    /// What the comment says about `parameter`, with the lines that continue it.
    pub fn parameter_doc(&self, parameter: &str) -> Option<String> {
        let mut words = self
            .doc
            .split("@param ")
            .skip(1)
            .filter_map(|text| text.split_once(' '));
        let (_, text) = words.find(|(name, _)| *name == parameter)?;
        let end = ["@return", "\n\n"].map(|end| text.find(end).unwrap_or(text.len()));
        let text = text.get(..end[0].min(end[1]))?;
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Whether the comment allows NULL for `parameter`.
    pub fn accepts_null(&self, parameter: &str) -> bool {
        self.parameter_doc(parameter).is_some_and(|doc| {
            ["optional", "NULL is accepted", "NULL does nothing"]
                .iter()
                .any(|words| doc.contains(words))
        })
    }
}

/// All functions, in the header's order.
pub fn functions(header: &str) -> Vec<Function> {
    let mut found = Vec::new();
    let mut ureq = false;
    let mut doc: Option<Vec<&str>> = None;
    let mut declaration = String::new();
    let mut last_doc = String::new();
    let mut prose = false;
    for line in header.lines() {
        let trimmed = line.trim();
        if let Some(lines) = &mut doc {
            if trimmed == "*/" {
                last_doc = lines.join("\n");
                doc = None;
                declaration.clear();
            } else {
                lines.push(trimmed.trim_start_matches('*').trim_start());
            }
        } else if prose || (trimmed.starts_with("/*") && trimmed != "/**") {
            prose = !trimmed.ends_with("*/");
        } else if trimmed == "/**" {
            doc = Some(Vec::new());
        } else if trimmed.starts_with('#') {
            ureq = match trimmed {
                "#if defined(TVPASS_HAS_UREQ)" => true,
                "#endif" => false,
                _ => ureq,
            };
        } else if !trimmed.is_empty() {
            declaration.push_str(trimmed);
            declaration.push(' ');
            if trimmed.ends_with(';') {
                if let Some(mut function) = function(&declaration) {
                    function.doc = std::mem::take(&mut last_doc);
                    function.ureq = ureq;
                    found.push(function);
                }
                declaration.clear();
            }
        }
    }
    found
}

fn function(declaration: &str) -> Option<Function> {
    if declaration.contains("typedef") {
        return None;
    }
    let (head, rest) = declaration.split_once('(')?;
    let (returns, name) = typed(head);
    let parameters = rest.split_once(')')?.0;
    Some(Function {
        name,
        returns,
        parameters: parameters
            .split(',')
            .map(typed)
            .filter(|(kind, _)| !kind.is_empty())
            .map(|(kind, name)| Parameter { name, kind })
            .collect(),
        doc: String::new(),
        ureq: false,
    })
}

/// `const tvpass_base *base` is `const tvpass_base *` and `base`; `void` alone is nothing.
fn typed(text: &str) -> (String, String) {
    let text = text.trim();
    match text.rfind([' ', '*']) {
        Some(at) => {
            let (kind, name) = text.split_at(at + 1);
            (kind.trim().to_owned(), name.to_owned())
        }
        None => (String::new(), text.to_owned()),
    }
}
