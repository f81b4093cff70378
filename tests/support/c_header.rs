//! Reads functions and structures out of `include/tvpass.h`, as it is generated. Shared by
//! `tests/suite/c_header.rs` and xtask.

/// What the header declares.
#[derive(Debug, Default)]
pub struct Header {
    /// In the header's order.
    pub functions: Vec<Function>,
    /// Those whose members are visible, in the header's order.
    pub structures: Vec<Structure>,
}

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
    /// Whether it is there with `TVPASS_HAS_FLOWS` only.
    #[allow(dead_code, reason = "for one of the two")]
    pub flows: bool,
}

/// A parameter of a function, or a member of a structure.
#[derive(Debug)]
pub struct Parameter {
    pub name: String,
    /// The C type, such as `const tvpass_site *`.
    pub kind: String,
    /// A member's comment.
    pub doc: String,
}

/// A structure with visible members.
#[derive(Debug)]
pub struct Structure {
    pub name: String,
    pub members: Vec<Parameter>,
    /// Its comment, without the comment's own characters.
    #[allow(dead_code, reason = "for one of the two")]
    pub doc: String,
    /// Whether it is there with `TVPASS_HAS_UREQ` only.
    pub ureq: bool,
    /// Whether it is there with `TVPASS_HAS_FLOWS` only.
    #[allow(dead_code, reason = "for one of the two")]
    pub flows: bool,
}

impl Parameter {
    pub fn is_pointer(&self) -> bool {
        self.kind.ends_with('*')
    }

    /// Whether it is a text that the caller passes.
    pub fn is_text(&self) -> bool {
        self.kind == "tvpass_str"
    }

    /// Whether it is a list of texts; the next member is its length.
    #[allow(dead_code, reason = "for one of the two")]
    pub fn is_text_list(&self) -> bool {
        self.kind == "const tvpass_str *"
    }

    /// `tvpass_site` of `const tvpass_site *`, `tvpass_site **` and `const tvpass_site *const *`.
    pub fn type_name(&self) -> &str {
        let mut words = self.kind.split([' ', '*']);
        words.find(|word| *word != "const").unwrap_or_default()
    }

    /// Whether it receives a pointer.
    pub fn is_out(&self) -> bool {
        self.kind.ends_with("**")
    }
}

impl Structure {
    /// Whether the caller fills it in.
    pub fn is_input(&self) -> bool {
        let first = self.members.first();
        first.is_some_and(|member| member.name == "size" && member.kind == "size_t")
    }
}

impl Function {
    /// Whether its result is a status, not a status that it was asked for.
    pub fn can_fail(&self) -> bool {
        self.returns == "tvpass_status"
            && self
                .parameters
                .iter()
                .any(|p| p.name == "error" && p.is_out())
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

/// Reads a header.
pub fn read(text: &str) -> Header {
    let mut header = Header::default();
    let (mut ureq, mut flows) = (false, false);
    let mut doc: Vec<&str> = Vec::new();
    let mut declaration = String::new();
    let mut structure: Option<Structure> = None;
    let mut prose = false;
    // Behind the declarations there are macros and inline functions.
    let text = text.split("TVPASS_HELPERS").next().unwrap_or_default();
    for line in text.lines().map(str::trim) {
        let (line, behind) = line.split_once(" ///< ").unwrap_or((line, ""));
        if !behind.is_empty() {
            doc.push(behind);
        }
        if let Some(comment) = line.strip_prefix("///") {
            doc.push(comment.strip_prefix(' ').unwrap_or(comment));
        } else if prose || line.starts_with("/*") {
            prose = !line.ends_with("*/");
        } else if line.starts_with('#') {
            if line.starts_with("#if") {
                ureq |= line.contains("defined(TVPASS_HAS_UREQ)");
                flows |= line.contains("defined(TVPASS_HAS_FLOWS)");
            } else if line == "#endif" {
                (ureq, flows) = (false, false);
            }
            // A constant's comment.
            doc.clear();
        } else if let Some(name) = line
            .strip_prefix("typedef struct ")
            .and_then(|rest| rest.strip_suffix(" {"))
        {
            structure = Some(Structure {
                name: name.to_owned(),
                members: Vec::new(),
                doc: std::mem::take(&mut doc).join(" "),
                ureq,
                flows,
            });
        } else if line.starts_with("} ") {
            header.structures.extend(structure.take());
        } else if !line.is_empty() && !line.starts_with("extern \"C\"") {
            declaration.push_str(line);
            declaration.push(' ');
            if line.ends_with(';') {
                let doc = std::mem::take(&mut doc);
                let declaration = std::mem::take(&mut declaration);
                match &mut structure {
                    Some(structure) => {
                        let member = member(&declaration, doc.join(" "));
                        structure.members.push(member);
                    }
                    None => {
                        let function = function(&declaration, doc.join("\n"), (ureq, flows));
                        header.functions.extend(function);
                    }
                }
            }
        }
    }
    header
}

fn member(declaration: &str, doc: String) -> Parameter {
    let (kind, name) = typed(declaration.trim_end_matches([' ', ';']));
    Parameter { name, kind, doc }
}

fn function(declaration: &str, doc: String, (ureq, flows): (bool, bool)) -> Option<Function> {
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
            .map(|(kind, name)| Parameter {
                name,
                kind,
                doc: String::new(),
            })
            .collect(),
        doc,
        ureq,
        flows,
    })
}

/// `const tvpass_site *site` is `const tvpass_site *` and `site`; `void` alone is nothing.
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
