//! Interfaces, classes, type aliases and enumerations of TypeScript.

use ecow::EcoString;
use specwave_source::Span;

use super::tokens::{self, Kind, Token, comment};
use super::{Declaration, types};
use crate::model::{EnumValue, Field, Located, Operation, Param, Signature};

/// Words in front of a declaration or a member that change nothing here.
const MODIFIERS: &[&str] = &[
    "export",
    "default",
    "declare",
    "abstract",
    "async",
    "readonly",
    "public",
    "private",
    "protected",
    "static",
    "override",
    "const",
];

/// Members that tell the variants of a union apart.
const TAGS: &[&str] = &["type", "kind", "event", "eventType", "name", "_tag"];

pub(super) fn read(code: &str, offset: usize) -> Vec<Declaration> {
    let tokens = tokens::read(code);
    let mut reader = Reader { code, offset, tokens: &tokens, at: 0 };
    let mut declarations = Vec::new();
    while reader.at < tokens.len() {
        let doc = reader.comments();
        let at = reader.at;
        declarations.extend(reader.declaration(doc));
        // Whatever was not understood is passed over, blocks as a whole.
        if reader.at == at && !reader.skip_block() {
            reader.at += 1;
        }
    }
    declarations
}

struct Reader<'code> {
    code: &'code str,
    offset: usize,
    tokens: &'code [Token<'code>],
    at: usize,
}

impl<'code> Reader<'code> {
    fn peek(&self) -> Option<&'code Token<'code>> {
        self.tokens.get(self.at)
    }

    fn next_is(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| token.is(text))
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.next_is(text);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self) -> Option<Located<String>> {
        let token = self.peek().filter(|token| token.kind == Kind::Word)?;
        self.at += 1;
        Some(Located { value: token.text.to_owned(), span: self.span(token) })
    }

    fn span(&self, token: &Token<'_>) -> Span {
        Span::new(self.offset + token.start, self.offset + token.end())
    }

    /// Passes over comments; gives the text of the last one.
    fn comments(&mut self) -> String {
        let mut doc = String::new();
        while let Some(token) = self.peek().filter(|token| token.kind == Kind::Comment) {
            doc = comment(token.text);
            self.at += 1;
        }
        doc
    }

    fn modifiers(&mut self) {
        loop {
            while self.peek().is_some_and(|token| MODIFIERS.contains(&token.text) || token.kind == Kind::Comment) {
                // A member may be called like a modifier.
                let names =
                    self.tokens.get(self.at + 1).is_some_and(|next| [":", "?", "(", "="].iter().any(|mark| next.is(mark)));
                if names {
                    return;
                }
                self.at += 1;
            }
            if !self.peek().is_some_and(|token| token.kind == Kind::Word && token.text.starts_with('@')) {
                return;
            }
            self.at += 1;
            if self.next_is("(") {
                self.skip_block();
            }
        }
    }

    /// Passes over a block in brackets, if one begins here.
    fn skip_block(&mut self) -> bool {
        let Some(close) = self.peek().and_then(|open| closing(open.text)).filter(|_| !self.next_is("<")) else { return false };
        let open = self.tokens[self.at].text;
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            self.at += 1;
            if token.is(open) {
                depth += 1;
            } else if token.is(close) {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
        }
        true
    }

    fn declaration(&mut self, doc: String) -> Option<Declaration> {
        let start = self.at;
        self.modifiers();
        let kind = self.peek().filter(|token| token.kind == Kind::Word)?.text;
        if !matches!(kind, "interface" | "class" | "enum" | "type") {
            self.at = start;
            return None;
        }
        self.at += 1;
        let name = self.word()?;
        let mut declaration = Declaration { name, doc, ..Declaration::default() };
        if self.next_is("<") {
            self.type_until(&["{", "=", "extends", "implements"]);
        }
        match kind {
            "enum" => self.values(&mut declaration),
            "type" => self.alias(&mut declaration),
            _ => {
                while !self.next_is("{") {
                    let base = self.word()?;
                    let said = if matches!(base.value.as_str(), "extends" | "implements") {
                        self.type_until(&["{", ",", "implements"])
                    } else {
                        base.value
                    };
                    declaration.bases.push(said);
                    self.eat(",");
                }
                self.members(&mut declaration);
            }
        }
        Some(declaration)
    }

    /// `= 'a' | 'b'`, `= { … }`, `= Other & { … }`.
    fn alias(&mut self, declaration: &mut Declaration) {
        if !self.eat("=") {
            return;
        }
        self.comments();
        while self.eat("|") || self.eat("&") {}
        if self.next_is("{") {
            self.variant_or_members(declaration);
            while self.eat("|") {
                self.variant_or_members(declaration);
            }
            self.eat(";");
            return;
        }
        let start = self.at;
        let written = self.type_until(&[";"]);
        declaration.values = self.listed_in(&written);
        let strings = self.tokens[start..self.at].iter().filter(|token| token.kind == Kind::String);
        let values = strings.map(|token| self.value(token, String::new()));
        let others = self.tokens[start..self.at].iter().any(|token| token.kind == Kind::Word || token.is("{"));
        if !others {
            declaration.values.extend(values);
        }
        declaration.bases.push(written);
        self.eat(";");
    }

    /// Members of a record, or of one of several that a tag tells apart: `{ type: 'OrderPlaced'; orderId: string }`.
    fn variant_or_members(&mut self, declaration: &mut Declaration) {
        let start = self.at;
        let mut own = Declaration::default();
        self.members(&mut own);
        let tagged = self.tokens[start..self.at]
            .windows(3)
            .find(|next| TAGS.contains(&next[0].text) && next[1].is(":") && next[2].kind == Kind::String);
        if let Some([_, _, name]) = tagged {
            own.name = Located { value: name.text.trim_matches(['"', '\'', '`']).to_owned(), span: self.span(name) };
            own.fields.retain(|field| !TAGS.contains(&field.name.as_str()));
            declaration.variants.push(own);
        } else {
            declaration.fields.append(&mut own.fields);
            declaration.methods.append(&mut own.methods);
        }
    }

    /// The strings of the list that `(typeof states)[number]` is made of.
    fn listed_in(&self, written: &str) -> Vec<EnumValue> {
        let list = written.split("typeof ").nth(1).unwrap_or_default();
        let list = &list[..list.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(list.len())];
        let starts = |next: &[Token<'_>]| next[0].is(list) && next[1].is("=") && next[2].is("[");
        let Some(at) = self.tokens.windows(3).position(starts) else { return Vec::new() };
        let items = self.tokens[at + 3..].iter().take_while(|token| !token.is("]"));
        items.filter(|token| token.kind == Kind::String).map(|token| self.value(token, String::new())).collect()
    }

    fn value(&self, token: &Token<'_>, constant: String) -> EnumValue {
        let inner = token.text.trim_matches(['"', '\'', '`']);
        let span = Span::new(self.offset + token.start, self.offset + token.end());
        EnumValue { constant, value: inner.to_owned(), span }
    }

    fn values(&mut self, declaration: &mut Declaration) {
        if !self.eat("{") {
            return;
        }
        while self.peek().is_some() && !self.eat("}") {
            self.comments();
            let Some(name) = self.word() else {
                self.at += usize::from(!self.next_is("}"));
                continue;
            };
            let mut value = EnumValue { constant: name.value.clone(), value: name.value.clone(), span: name.span };
            if self.eat("=") {
                if let Some(token) = self.peek().filter(|token| token.kind == Kind::String) {
                    value = self.value(token, name.value);
                }
                self.type_until(&[","]);
            }
            declaration.values.push(value);
            self.eat(",");
        }
    }

    fn members(&mut self, declaration: &mut Declaration) {
        if !self.eat("{") {
            return;
        }
        while self.peek().is_some() && !self.eat("}") {
            let doc = self.comments();
            let at = self.at;
            self.modifiers();
            // What a class keeps to itself is nothing that it offers.
            let hidden = self.tokens[at..self.at].iter().any(|token| matches!(token.text, "private" | "protected"));
            let offered = declaration.methods.len();
            self.member(doc, declaration);
            if hidden {
                declaration.methods.truncate(offered);
            }
            if self.at == at && !self.next_is("}") && !self.skip_block() {
                self.at += 1;
            }
        }
    }

    fn member(&mut self, doc: String, declaration: &mut Declaration) {
        if self.peek().is_some_and(|token| matches!(token.text, "get" | "set"))
            && self.tokens.get(self.at + 1).is_some_and(|next| next.kind == Kind::Word)
        {
            self.at += 1;
        }
        let Some(name) = self.word() else { return };
        let optional = self.eat("?");
        self.eat("!");
        if self.next_is("<") {
            self.type_until(&["("]);
        }
        if self.next_is("(") {
            let params = self.params(name.value == "constructor", declaration);
            let result = if self.eat(":") { self.type_until(&[";", ",", "{"]) } else { String::new() };
            self.end_of_member();
            if name.value != "constructor" {
                declaration.methods.push(operation(name, doc, params, &result));
            }
            return;
        }
        let mut written = if self.eat(":") { self.type_until(&[";", ",", "="]) } else { String::new() };
        if let Some((inner, result)) = types::typescript_function(&written) {
            let params =
                inner.into_iter().map(|(name, ty)| Param { name: name.into(), ty: types::of_typescript(&ty).into() }).collect();
            declaration.methods.push(operation(name, doc, params, &result));
            self.end_of_member();
            return;
        }
        if self.eat("=") {
            let value = self.type_until(&[";", ","]);
            if written.is_empty() {
                written = value_type(&value).to_owned();
            }
        }
        self.end_of_member();
        // What is said behind a member on its line is about it.
        let behind =
            self.peek().filter(|token| token.kind == Kind::Comment && !token.starts_line).map(|token| comment(token.text));
        let doc = behind.filter(|_| doc.is_empty()).unwrap_or(doc);
        let optional = optional || types::is_nullable(&written);
        declaration.fields.push(Field {
            name: name.value.into(),
            ty: types::of_typescript(&written).into(),
            optional,
            doc: doc.into(),
            span: name.span,
        });
    }

    /// A body, or the mark that ends a member.
    fn end_of_member(&mut self) {
        if self.next_is("{") {
            self.skip_block();
        }
        while self.eat(";") || self.eat(",") {}
    }

    fn params(&mut self, given: bool, declaration: &mut Declaration) -> Vec<Param> {
        let mut params = Vec::new();
        self.eat("(");
        while self.peek().is_some() && !self.eat(")") {
            self.comments();
            let injected = self.peek().is_some_and(|token| matches!(token.text, "private" | "readonly" | "protected" | "public"));
            let open = injected && self.peek().is_some_and(|token| matches!(token.text, "readonly" | "public"));
            self.modifiers();
            while self.eat(".") || self.eat("...") {}
            let name = if self.next_is("{") || self.next_is("[") {
                self.skip_block();
                Located { value: "input".to_owned(), span: Span::new(self.offset, self.offset) }
            } else if let Some(name) = self.word() {
                name
            } else {
                self.at += usize::from(!self.next_is(")"));
                continue;
            };
            let optional = self.eat("?");
            let start = self.peek().map_or(self.offset, |token| token.start);
            let written = if self.eat(":") { self.type_until(&[",", ")", "="]) } else { String::new() };
            if self.eat("=") {
                self.type_until(&[",", ")"]);
            }
            self.eat(",");
            if given && super::super::words::is_type_name(&written) && (injected || !written.ends_with("Config")) {
                let at = self.code[start..].find(&written).map_or(start, |at| start + at);
                let span = Span::new(self.offset + at, self.offset + at + written.len());
                declaration.given.push(Located { value: written.clone(), span });
            }
            let ty = types::of_typescript(&written);
            if given && open {
                let (name, ty, span) = (name.value.clone(), ty.clone(), name.span);
                declaration.properties.push(Field { name: name.into(), ty: ty.into(), optional, doc: EcoString::new(), span });
            }
            params.push(Param { name: name.value.trim_start_matches('.').into(), ty: ty.into() });
        }
        params
    }

    /// Reads a type or a value up to one of `ends` outside brackets, or to the end of its line.
    fn type_until(&mut self, ends: &[&str]) -> String {
        let start = self.peek().map_or(self.code.len(), |token| token.start);
        let mut end = start;
        let mut depth = 0_usize;
        let mut first = true;
        while let Some(token) = self.peek() {
            let opens = token.kind == Kind::Mark && closing(token.text).is_some();
            let closes = [")", "]", "}", ">"].iter().any(|close| token.is(close));
            if depth == 0 && !first {
                let before = self.tokens[self.at - 1];
                let goes_on = ["|", "&", "=>", ",", "(", "<", "=", ":"].iter().any(|mark| before.is(mark))
                    || token.is("|")
                    || token.is("&");
                if ends.iter().any(|end| token.is(end)) || (token.starts_line && !goes_on) || (closes && !token.is(">")) {
                    break;
                }
            } else if depth == 0 && (ends.iter().any(|end| *end != "{" && token.is(end)) || closes) {
                break;
            }
            if opens {
                depth += 1;
            } else if closes {
                depth = depth.saturating_sub(1);
            }
            if token.kind != Kind::Comment {
                end = token.end();
            } else if depth == 0 {
                break;
            }
            first = false;
            self.at += 1;
        }
        self.code[start..end.max(start)].trim().to_owned()
    }
}

fn closing(open: &str) -> Option<&'static str> {
    match open {
        "(" => Some(")"),
        "[" => Some("]"),
        "{" => Some("}"),
        "<" => Some(">"),
        _ => None,
    }
}

fn operation(name: Located<String>, doc: String, params: Vec<Param>, result: &str) -> Operation {
    let result = types::of_typescript(result);
    let results = if result.is_empty() { Vec::new() } else { vec![Param { name: EcoString::new(), ty: result.into() }] };
    Operation { name: name.value, span: name.span, doc: doc.into(), signature: Some(Signature { params, results }), body: None }
}

/// The type of a field that only has a value.
fn value_type(value: &str) -> &'static str {
    match value.chars().next() {
        Some('"' | '\'' | '`') => "string",
        Some(first) if first.is_ascii_digit() => "number",
        _ if value == "true" || value == "false" => "boolean",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn shown(code: &str) -> Vec<String> {
        let declarations = read(code, 0).into_iter().map(|it| {
            let fields: Vec<_> =
                it.fields.iter().map(|f| format!("{} {}{}", f.name, f.ty, if f.optional { "?" } else { "" })).collect();
            let methods = it.methods.iter().map(|m| {
                let signature = m.signature.clone().unwrap_or_default();
                let params: Vec<_> = signature.params.iter().map(|p| format!("{} {}", p.name, p.ty)).collect();
                let results: Vec<_> = signature.results.iter().map(|p| p.ty.clone()).collect();
                format!("{}({}) {}", m.name, params.join(", "), results.join(", ")).trim().to_owned()
            });
            let methods: Vec<_> = methods.collect();
            let values: Vec<_> = it.values.iter().map(|v| v.value.clone()).collect();
            format!("{}: {} | {} | {}", it.name.value, fields.join("; "), methods.join("; "), values.join(" "))
        });
        declarations.collect()
    }

    #[test]
    fn interfaces_have_fields_and_methods() {
        let code = "/** Places orders */\nexport interface OrderService extends Base<Order> {\n  // Creates one\n  create(input: CreateOrder, at?: Date): Promise<Order>;\n  list: (page: number) => Promise<Order[]>\n  close(): void\n  readonly name: string\n}\n";
        assert_eq!(
            shown(code),
            ["OrderService: name string | create(input CreateOrder, at time.Time) Order; list(page float64) []Order; close() | "]
        );
        assert_eq!(read(code, 0)[0].doc, "Places orders");
        assert_eq!(read(code, 0)[0].methods[0].doc, "Creates one");
    }

    #[test]
    fn records_and_enumerations() {
        let code = "interface Order {\n  id: string; // key\n  total?: number,\n  tags: Array<string>\n  meta: Record<string, { a: number }>;\n  paidAt: Date | null;\n}\ntype State = 'open' | 'paid';\ntype Line = { sku: string; qty: number };\nenum Kind { A = 'a', B }\nconst x = { y: 1 };\nfunction f() { return { interface: 1 } }\n";
        assert_eq!(
            shown(code),
            [
                "Order: id string; total float64?; tags []string; meta map[string]map[string]any; paidAt *time.Time? |  | ",
                "State:  |  | open paid",
                "Line: sku string; qty float64 |  | ",
                "Kind:  |  | a B",
            ]
        );
        assert_eq!(read(code, 0)[0].fields[0].doc, "key");
    }

    #[test]
    fn unions_have_variants_and_lists_have_values() {
        let code = "const states = ['open', 'paid'] as const;\ntype State = (typeof states)[number];\ntype Event =\n  | { type: 'OrderPlaced'; id: string }\n  | { type: 'OrderPaid' };\n";
        assert_eq!(shown(code), ["State:  |  | open paid", "Event:  |  | "]);
        let variants: Vec<_> = read(code, 0).remove(1).variants;
        let names: Vec<_> = variants.iter().map(|it| (it.name.value.as_str(), it.fields.len())).collect();
        assert_eq!(names, [("OrderPlaced", 1), ("OrderPaid", 0)]);
    }

    #[test]
    fn classes_know_what_they_are_given() {
        let code = "@Injectable()\nexport class Mailer implements Sender {\n  private count = 0;\n  constructor(private readonly repo: MailRepository, config: Config) {}\n  async send(mail: Mail): Promise<void> { if (a) { b() } }\n  @Get('/x') get size(): number { return 1 }\n}\n";
        assert_eq!(shown(code), ["Mailer: count float64 | send(mail Mail); size() float64 | "]);
        let given: Vec<_> = read(code, 0)[0].given.iter().map(|it| &code[it.span.start..it.span.end]).collect();
        assert_eq!(given, ["MailRepository"]);
    }

    #[test]
    fn broken_code_ends() {
        for code in [
            "interface",
            "interface A {",
            "class A { x(",
            "type A =",
            "enum {",
            "interface A { [key: string]: X; b: }",
            "}}}",
            "type T = {",
        ] {
            let _ = read(code, 0);
        }
    }
}
