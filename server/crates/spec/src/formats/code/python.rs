//! Classes of Python: data classes, models, protocols, enumerations.

use std::sync::LazyLock;

use ecow::EcoString;
use regex::Regex;
use specwave_source::Span;

use super::{Declaration, types};
use crate::model::{EnumValue, Field, Located, Operation, Param, Signature};
use crate::outline::lines;
use crate::pattern::pattern;

static CLASS: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^(\s*)class\s+([A-Za-z_]\w*)\s*(?:\(([^)]*)\))?\s*:"));

static METHOD: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^(\s*)(?:async\s+)?def\s+([A-Za-z_]\w*)\s*\("));

/// `name: Type = value  # comment`, `name = value  # comment`.
static FIELD: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^(\s*)([A-Za-z_]\w*)\s*(?::\s*([^=#]+?))?\s*(?:=\s*([^#]+?))?\s*(?:#\s*(.*))?$"));

pub(super) fn read(code: &str, offset: usize) -> Vec<Declaration> {
    let lines: Vec<(Span, &str)> = lines(code).map(|span| (span, &code[span.start..span.end])).collect();
    let mut declarations = Vec::new();
    for (at, (span, line)) in lines.iter().enumerate() {
        let Some(class) = CLASS.as_ref().and_then(|class| class.captures(line)) else { continue };
        let (indent, name) = (class[1].len(), class.get(2));
        let Some(name) = name.map(|name| located(name.as_str(), span.start + name.start(), offset)) else { continue };
        let bases = class.get(3).map_or(Vec::new(), |bases| types::split(bases.as_str(), ','));
        let bases: Vec<String> = bases.into_iter().map(|base| base.trim().to_owned()).filter(|base| !base.is_empty()).collect();
        let end = lines[at + 1..].iter().position(|(_, line)| !line.trim().is_empty() && indent_of(line) <= indent);
        let body = &lines[at + 1..end.map_or(lines.len(), |end| at + 1 + end)];
        let mut declaration = Declaration { name, bases, doc: docstring(body), ..Declaration::default() };
        read_body(code, body, offset, &mut declaration);
        declarations.push(declaration);
    }
    declarations
}

fn located(text: &str, start: usize, offset: usize) -> Located<String> {
    Located { value: text.to_owned(), span: Span::new(offset + start, offset + start + text.len()) }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The first line of a class's own documentation.
fn docstring(body: &[(Span, &str)]) -> String {
    let first = body.iter().map(|(_, line)| line.trim()).find(|line| !line.is_empty()).unwrap_or_default();
    let inner = first.strip_prefix("\"\"\"").or_else(|| first.strip_prefix("'''"));
    inner.map_or_else(String::new, |inner| inner.trim_end_matches(['"', '\'']).trim().to_owned())
}

fn read_body(code: &str, body: &[(Span, &str)], offset: usize, declaration: &mut Declaration) {
    let Some(indent) = body.iter().find(|(_, line)| !line.trim().is_empty()).map(|(_, line)| indent_of(line)) else { return };
    let enumerates = declaration.bases.iter().any(|base| base.ends_with("Enum") || base.ends_with("Flag"));
    let mut until = 0;
    for (span, line) in body.iter().filter(|(_, line)| indent_of(line) == indent) {
        if span.start < until {
            continue;
        }
        if let Some(method) = METHOD.as_ref().and_then(|method| method.captures(line)) {
            let Some(name) = method.get(2) else { continue };
            let open = span.start + method[0].len();
            let end_of_body = body.last().map_or(code.len(), |(line, _)| line.end);
            let (params, result, end) = signature(&code[..end_of_body], open);
            until = end;
            let name = located(name.as_str(), span.start + name.start(), offset);
            if name.value == "__init__" {
                declaration.given = given(&params, offset);
            } else if !name.value.starts_with('_') {
                declaration.methods.push(operation(name, &params, &result));
            }
        } else if let Some(field) = FIELD.as_ref().and_then(|field| field.captures(line)) {
            let Some(name) = field.get(2) else { continue };
            let text = |at: usize| field.get(at).map_or("", |part| part.as_str().trim());
            let (ty, value, comment) = (text(3), text(4), text(5));
            let name = located(name.as_str(), span.start + name.start(), offset);
            if enumerates && ty.is_empty() && !value.is_empty() {
                let said = value.trim_matches(['"', '\'', ' ']);
                let said = if said.starts_with("auto") { &name.value } else { said };
                declaration.values.push(EnumValue { value: said.to_owned(), constant: name.value.clone(), span: name.span });
            } else if let Some(field) = field_of(name, ty, value, comment) {
                declaration.fields.push(field);
            }
        }
    }
}

/// A field, unless the line is a statement, a relation or a constant of the class.
fn field_of(name: Located<String>, ty: &str, value: &str, comment: &str) -> Option<Field> {
    let hidden = name.value.starts_with('_') || ["pass", "return", "raise"].contains(&name.value.as_str());
    let constant = name.value.chars().all(|c| c.is_uppercase() || c == '_' || c.is_ascii_digit());
    let written = if ty.is_empty() { column_type(value)? } else { ty };
    if hidden || constant || written.contains("relationship") {
        return None;
    }
    let optional =
        types::is_nullable(written) || value.contains("nullable=True") || value == "None" || value.contains("null=True");
    Some(Field { name: name.value.into(), ty: types::of_python(written).into(), optional, doc: comment.into(), span: name.span })
}

/// The type in `Column(Integer, …)`, `mapped_column(String(10))`, `models.CharField(…)`.
fn column_type(value: &str) -> Option<&str> {
    let (call, rest) = value.split_once('(')?;
    let call = call.trim().rsplit('.').next().unwrap_or(call);
    if matches!(call, "Column" | "mapped_column") {
        let first = rest.trim_start_matches(['"', '\'']);
        return first.split(['(', ',', ')', ' ', '"']).next().map(|name| name.rsplit('.').next().unwrap_or(name));
    }
    let name = call.strip_suffix("Field").filter(|name| !name.is_empty())?;
    Some(match name {
        "Char" | "Text" | "Slug" | "Email" | "URL" => "str",
        "Integer" | "BigInteger" | "PositiveInteger" | "Auto" | "BigAuto" => "int",
        "Boolean" => "bool",
        "DateTime" | "Date" => "datetime",
        "Decimal" => "Decimal",
        "Float" => "float",
        "UUID" => "UUID",
        _ => "Any",
    })
}

/// A parameter with its type and its place.
struct Parameter<'code> {
    name: &'code str,
    ty: &'code str,
    start: usize,
}

/// Parameters and result behind an opening bracket, and where the line ends that closes it.
fn signature(code: &str, open: usize) -> (Vec<Parameter<'_>>, String, usize) {
    let rest = &code[open..];
    let mut depth = 1_usize;
    let close = rest.char_indices().find(|(_, c)| {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let close = close.map_or(rest.len(), |(at, _)| at);
    let behind = rest.get(close + 1..).unwrap_or_default();
    let end_of_line = behind.find('\n').unwrap_or(behind.len());
    let result = behind[..end_of_line].trim_start().strip_prefix("->").unwrap_or_default();
    let result = result.split(" #").next().unwrap_or_default().trim_end_matches(['.', ' ']).trim_end_matches(':').trim();
    let mut params = Vec::new();
    let mut next = open;
    for part in types::split(&rest[..close], ',') {
        let part_start = next;
        next += part.len() + 1;
        let whole = part;
        // A comment behind a parameter stands in front of the next one.
        let part = part.rsplit('\n').next().filter(|last| !last.trim().is_empty()).unwrap_or(part);
        let bare = part.split('#').next().unwrap_or(part).trim().trim_start_matches('*');
        let (name, ty) = bare.split_once(':').unwrap_or((bare, ""));
        let ty = ty.split('=').next().unwrap_or_default().trim();
        let name = name.split('=').next().unwrap_or_default().trim();
        if super::super::words::is_identifier(name) && !matches!(name, "self" | "cls") {
            let start = part_start + whole.rfind(ty).filter(|_| !ty.is_empty()).unwrap_or(0);
            params.push(Parameter { name, ty, start });
        }
    }
    (params, result.to_owned(), open + close)
}

fn given(params: &[Parameter<'_>], offset: usize) -> Vec<Located<String>> {
    let parts = params.iter().filter(|param| super::super::words::is_type_name(param.ty) && !param.ty.ends_with("Config"));
    parts.map(|param| located(param.ty, param.start, offset)).collect()
}

fn operation(name: Located<String>, params: &[Parameter<'_>], result: &str) -> Operation {
    let params = params.iter().map(|param| Param { name: param.name.into(), ty: types::of_python(param.ty).into() }).collect();
    let result = types::of_python(result);
    let results = if result.is_empty() { Vec::new() } else { vec![Param { name: EcoString::new(), ty: result.into() }] };
    Operation {
        name: name.value,
        span: name.span,
        doc: EcoString::new(),
        signature: Some(Signature { params, results }),
        body: None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn classes_have_fields_methods_and_values() {
        let code = "from enum import Enum\n\nclass State(str, Enum):\n    OPEN = \"open\"\n    PAID = auto()\n\n@dataclass\nclass Order:\n    \"\"\"One order.\"\"\"\n    id: UUID\n    total: Decimal = Decimal(0)  # in euro\n    note: str | None = None\n    LIMIT = 3\n\n    def close(self) -> None: ...\n\nclass OrderRow(Base):\n    __tablename__ = \"orders\"\n    id = Column(Integer, primary_key=True)\n    name = Column(String(20), nullable=True)\n    lines = relationship(\"Line\")\n";
        let read = read(code, 10);
        let names: Vec<_> = read.iter().map(|it| it.name.value.as_str()).collect();
        assert_eq!(names, ["State", "Order", "OrderRow"]);
        assert_eq!(read[0].values.iter().map(|it| it.value.as_str()).collect::<Vec<_>>(), ["open", "PAID"]);
        let fields =
            |at: usize| read[at].fields.iter().map(|it| format!("{} {} {}", it.name, it.ty, it.optional)).collect::<Vec<_>>();
        assert_eq!(fields(1), ["id uuid.UUID false", "total decimal.Decimal false", "note *string true"]);
        assert_eq!((read[1].fields[1].doc.as_str(), read[1].doc.as_str()), ("in euro", "One order."));
        assert_eq!(fields(2), ["id int false", "name string true"]);
        assert_eq!(read[1].methods[0].name, "close");
        assert_eq!(&code[read[1].name.span.start - 10..read[1].name.span.end - 10], "Order");
    }

    #[test]
    fn signatures_go_over_lines() {
        let code = "class Desk(Protocol):\n    def __init__(self, orders: OrderRepository, size: int): ...\n\n    async def place(\n        self,\n        order: Order,  # the new one\n        at: datetime | None = None,\n    ) -> tuple[str, Order]: ...\n    # gives a number\n\n    def _hidden(self): ...\n    def count(self) -> int:\n        x: int = 3\n        return x\n";
        let read = read(code, 0);
        let shown: Vec<_> = read[0]
            .methods
            .iter()
            .map(|method| {
                let signature = method.signature.clone().unwrap_or_default();
                let params: Vec<_> = signature.params.iter().map(|p| format!("{} {}", p.name, p.ty)).collect();
                format!("{}({}) {:?}", method.name, params.join(", "), signature.results.first().map(|p| p.ty.clone()))
            })
            .collect();
        assert_eq!(shown, ["place(order Order, at *time.Time) Some(\"any\")", "count() Some(\"int\")"]);
        assert!(read[0].fields.is_empty());
        assert_eq!(&code[read[0].given[0].span.start..read[0].given[0].span.end], "OrderRepository");
    }

    #[test]
    fn broken_code_ends() {
        for code in ["class", "class A:", "class A(\n", "class A:\n  def f(", "class A:\n\tx: = \n", "class Ä:\n    é: int"] {
            let _ = read(code, 0);
        }
    }
}
