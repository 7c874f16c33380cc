//! Interfaces, classes, records and enumerations of Java, Kotlin and C#.

use ecow::EcoString;
use specwave_source::Span;

use super::tokens::{self, Kind, Token, comment};
use super::{Declaration, types};
use crate::model::{EnumValue, Field, Located, Operation, Param, Signature};

/// Words that begin a declaration.
const KINDS: &[&str] = &["interface", "class", "record", "enum", "struct"];

/// Words in front of a declaration, a member or a parameter, where another word follows.
const MODIFIERS: &[&str] = &[
    "public",
    "private",
    "protected",
    "internal",
    "static",
    "final",
    "abstract",
    "sealed",
    "open",
    "override",
    "virtual",
    "async",
    "suspend",
    "default",
    "readonly",
    "const",
    "data",
    "value",
    "inner",
    "required",
    "partial",
    "lateinit",
    "operator",
    "inline",
    "synchronized",
    "transient",
    "volatile",
    "val",
    "var",
    "vararg",
    "this",
    "in",
    "out",
    "ref",
    "params",
    "new",
];

/// Methods that every class of Java has.
const OF_ALL: &[&str] = &["equals", "hashCode", "toString", "GetHashCode", "Equals", "ToString"];

/// Results that are none.
const NOTHING: &[&str] = &["void", "Void", "Unit", "Task", "ValueTask"];

/// Types nest in types, and those of a text that means harm do so without end.
const DEEPEST: usize = 8;

pub(super) fn read(code: &str, offset: usize) -> Vec<Declaration> {
    let tokens = tokens::read(code);
    let mut reader = Reader { code, offset, tokens: &tokens, at: 0, depth: 0, found: Vec::new() };
    while reader.at < tokens.len() {
        let before = reader.before();
        if !reader.declaration(before.doc) && !reader.skip_block() {
            reader.at += 1;
        }
    }
    reader.found
}

struct Reader<'code> {
    code: &'code str,
    offset: usize,
    tokens: &'code [Token<'code>],
    at: usize,
    depth: usize,
    found: Vec<Declaration>,
}

/// What stands in front of a declaration or a member.
#[derive(Default)]
struct Before {
    doc: String,
    private: bool,
    fixed: bool,
    /// Whether `val` or `var` begins a property of Kotlin.
    property: bool,
    /// Whether it is marked as an identity: `@Id`.
    key: bool,
}

/// A parameter, or a component of a record.
struct Part {
    name: Located<String>,
    ty: String,
    doc: String,
    /// Whether it is a property that others see: `val id: UUID`.
    open: bool,
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

    fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Word)
    }

    fn word(&mut self) -> Option<Located<String>> {
        let token = self.peek().filter(|token| token.kind == Kind::Word)?;
        self.at += 1;
        Some(self.located(token))
    }

    fn located(&self, token: &Token<'_>) -> Located<String> {
        let span = Span::new(self.offset + token.start, self.offset + token.end());
        Located { value: token.text.to_owned(), span }
    }

    /// Passes over comments, annotations, attributes and modifiers.
    fn before(&mut self) -> Before {
        let mut before = Before::default();
        while let Some(token) = self.peek() {
            if token.kind == Kind::Comment {
                before.doc = comment(token.text);
                self.at += 1;
            } else if token.kind == Kind::Word && token.text.starts_with('@') {
                before.key |= matches!(token.text, "@Id" | "@EmbeddedId");
                self.at += 1;
                if self.next_is("(") {
                    self.skip_block();
                }
            } else if token.is("[") && token.starts_line {
                self.skip_block();
            } else if MODIFIERS.contains(&token.text) && token.kind == Kind::Word && self.modifies() {
                before.private |= token.text == "private";
                before.fixed |= matches!(token.text, "static" | "const");
                before.property |= matches!(token.text, "val" | "var");
                self.at += 1;
            } else {
                break;
            }
        }
        before
    }

    /// Whether a modifier stands in front of something, and is no name itself.
    fn modifies(&self) -> bool {
        self.tokens.get(self.at + 1).is_some_and(|next| next.kind == Kind::Word || next.is("<"))
    }

    /// Passes over a block in brackets, if one begins here.
    fn skip_block(&mut self) -> bool {
        let closing = |open: &str| match open {
            "(" => Some(")"),
            "[" => Some("]"),
            "{" => Some("}"),
            "<" => Some(">"),
            _ => None,
        };
        let Some(open) = self.peek().filter(|token| token.kind == Kind::Mark) else { return false };
        let Some(close) = closing(open.text) else { return false };
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            self.at += 1;
            if token.is(open.text) {
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

    /// Passes over what stands in front of one of `ends` outside brackets, or of the bracket or line that ends it.
    fn skip_until(&mut self, ends: &[&str], in_line: bool) {
        let start = self.at;
        while let Some(token) = self.peek() {
            let over = ends.iter().any(|end| token.is(end)) || [")", "]", "}"].iter().any(|close| token.is(close));
            if over || (in_line && token.starts_line && self.at > start) {
                return;
            }
            let opens = ["(", "[", "{"].iter().any(|open| token.is(open));
            if !(opens && self.skip_block()) {
                self.at += 1;
            }
        }
    }

    /// The type that stands in front of one of `ends`; it stays in its line.
    fn type_until(&mut self, ends: &[&str]) -> String {
        let start = self.at;
        while let Some(token) = self.peek() {
            let over = ends.iter().any(|end| token.is(end)) || token.kind == Kind::Comment;
            if over || (token.starts_line && self.at > start) {
                break;
            }
            if !(["<", "("].iter().any(|open| token.is(open)) && self.skip_block()) {
                self.at += 1;
            }
        }
        self.written(start, self.at)
    }

    /// What the tokens from one to before another say.
    fn written(&self, from: usize, to: usize) -> String {
        let between = self.tokens.get(from..to).unwrap_or_default();
        let text = between.first().zip(between.last()).map(|(first, last)| &self.code[first.start..last.end()]);
        text.unwrap_or_default().to_owned()
    }

    /// Reads a type, if one is declared here.
    fn declaration(&mut self, doc: String) -> bool {
        let begins = |at: usize| self.tokens.get(at).is_some_and(|token| KINDS.iter().any(|kind| token.is(kind)));
        if self.depth >= DEEPEST || !begins(self.at) || !self.is_word(self.at + 1) {
            return false;
        }
        let is_enum = self.next_is("enum");
        let is_record = self.next_is("record") || self.tokens[..self.at].last().is_some_and(|before| before.is("data"));
        // `enum class`, `record struct`
        self.at += if begins(self.at + 1) && self.is_word(self.at + 2) { 2 } else { 1 };
        let Some(name) = self.word() else { return true };
        let mut own = Declaration { name, doc, ..Declaration::default() };
        if self.next_is("<") {
            self.skip_block();
        }
        if self.next_is("(") {
            let parts = self.parts();
            if is_record {
                own.fields = parts.into_iter().map(field).collect();
            } else {
                own.given = parts.iter().filter_map(|part| self.given(part)).collect();
                own.properties = parts.into_iter().filter(|part| part.open).map(field).collect();
            }
        }
        self.bases(&mut own);
        if self.eat("{") {
            self.depth += 1;
            if is_enum {
                self.values(&mut own);
            } else {
                self.members(&mut own);
            }
            self.depth -= 1;
        }
        own.methods.retain(|method| !OF_ALL.contains(&method.name.as_str()) && !is_accessor(&method.name, &own.fields));
        self.found.push(own);
        true
    }

    /// What stands between a name and its body.
    fn bases(&mut self, own: &mut Declaration) {
        while let Some(token) = self.peek() {
            let goes_on = ["extends", "implements", "permits", ":", ",", "where"].iter().any(|word| token.is(word));
            if token.is("{") || token.is(";") || token.is("}") || (token.starts_line && !goes_on) {
                break;
            }
            if token.kind == Kind::Word && !goes_on {
                own.bases.push(token.text.to_owned());
            }
            if !((token.is("<") || token.is("(")) && self.skip_block()) {
                self.at += 1;
            }
        }
        self.eat(";");
    }

    /// The values of an enumeration; what stands behind a semicolon is no value.
    fn values(&mut self, own: &mut Declaration) {
        while self.peek().is_some() && !self.next_is("}") && !self.next_is(";") {
            self.before();
            let Some(name) = self.word() else {
                if !self.next_is("}") && !self.next_is(";") && !self.skip_block() {
                    self.at += 1;
                }
                continue;
            };
            let (mut value, span) = (name.value.clone(), name.span);
            if self.next_is("(")
                && let Some(said) = self.tokens.get(self.at + 1).filter(|token| token.kind == Kind::String)
            {
                value = said.text.trim_matches(['"', '\'']).to_owned();
            }
            own.values.push(EnumValue { constant: name.value, value, span });
            self.skip_until(&[",", ";"], false);
            self.eat(",");
        }
        self.skip_rest();
    }

    /// Passes over the rest of a body and the bracket that ends it.
    fn skip_rest(&mut self) {
        while self.peek().is_some() && !self.eat("}") {
            if !self.skip_block() {
                self.at += 1;
            }
        }
    }

    fn members(&mut self, own: &mut Declaration) {
        while self.peek().is_some() && !self.eat("}") {
            let at = self.at;
            let before = self.before();
            own.keyed |= before.key;
            if !self.declaration(before.doc.clone()) {
                self.member(before, own);
            }
            if self.at == at && !self.next_is("}") && !self.skip_block() {
                self.at += 1;
            }
        }
    }

    fn member(&mut self, before: Before, own: &mut Declaration) {
        if self.next_is("fun") && (self.is_word(self.at + 1) || self.tokens.get(self.at + 1).is_some_and(|next| next.is("<"))) {
            return self.function(before, own);
        }
        if before.property {
            let Some(name) = self.word() else { return };
            let ty = if self.eat(":") { self.type_until(&["=", ";", "}"]) } else { String::new() };
            self.skip_until(&[";"], true);
            self.eat(";");
            own.fields.push(field(Part { name, ty, doc: before.doc, open: true }));
            return;
        }
        let start = self.at;
        while let Some(token) = self.peek() {
            if ["(", ";", "=", "{", "}", "=>", ")"].iter().any(|mark| token.is(mark)) {
                break;
            }
            if !(["<", "["].iter().any(|open| token.is(open)) && self.skip_block()) {
                self.at += 1;
            }
        }
        let Some(last) = self.at.checked_sub(1).filter(|last| *last >= start && self.is_word(*last)) else { return };
        let (name, ty) = (self.located(&self.tokens[last]), self.written(start, last));
        if self.next_is("(") {
            let parts = self.parts();
            self.end_of_member();
            if ty.is_empty() {
                own.given.extend(parts.iter().filter_map(|part| self.given(part)));
            } else if !before.private {
                own.methods.push(operation(name, before.doc, parts, &ty));
            }
        } else {
            self.end_of_member();
            if !ty.is_empty() && !before.fixed {
                own.fields.push(field(Part { name, ty, doc: before.doc, open: true }));
            }
        }
    }

    /// `fun findOpen(page: Int): List<Order>`
    fn function(&mut self, before: Before, own: &mut Declaration) {
        self.at += 1;
        if self.next_is("<") {
            self.skip_block();
        }
        let Some(name) = self.word().filter(|_| self.next_is("(")) else { return };
        let parts = self.parts();
        let result = if self.eat(":") { self.type_until(&["{", "=", "}", ";"]) } else { String::new() };
        if self.next_is("{") {
            self.skip_block();
        } else if self.eat("=") {
            self.skip_until(&[";"], true);
        }
        self.eat(";");
        if !before.private {
            own.methods.push(operation(name, before.doc, parts, &result));
        }
    }

    /// A body, a value, or the mark that ends a member of Java or C#.
    fn end_of_member(&mut self) {
        self.skip_until(&[";", "{", "="], false);
        if self.next_is("{") {
            self.skip_block();
        }
        if self.next_is("=") || self.next_is("=>") {
            self.skip_until(&[";"], false);
        }
        self.eat(";");
    }

    /// The parameters in brackets: `UUID id, String actor` and `id: UUID, actor: String`.
    fn parts(&mut self) -> Vec<Part> {
        let mut parts = Vec::new();
        self.eat("(");
        while self.peek().is_some() && !self.eat(")") {
            let Before { doc, private, property, .. } = self.before();
            let start = self.at;
            let ends = |token: &Token<'_>| [",", ")", "=", ":", "}"].iter().any(|end| token.is(end));
            while let Some(token) = self.peek().filter(|token| !ends(token) && token.kind != Kind::Comment) {
                if !((token.is("<") || token.is("[")) && self.skip_block()) {
                    self.at += 1;
                }
            }
            let last = self.at.checked_sub(1).filter(|last| *last >= start && self.is_word(*last));
            let is_typed = self.next_is(":");
            if let Some(last) = last {
                let name = self.located(&self.tokens[last]);
                let ty = if self.eat(":") { self.type_of_part() } else { self.written(start, last) };
                if !ty.is_empty() {
                    parts.push(Part { name, ty, doc, open: property && !private });
                }
            } else if is_typed {
                self.at += 1;
            }
            self.skip_until(&[","], false);
            if !self.eat(",") && self.peek().is_some() && !self.next_is(")") {
                self.at += 1;
            }
        }
        parts
    }

    /// The type of a parameter of Kotlin, which may go on in the next line.
    fn type_of_part(&mut self) -> String {
        let start = self.at;
        while let Some(token) = self.peek() {
            if [",", ")", "=", "}"].iter().any(|end| token.is(end)) || token.kind == Kind::Comment {
                break;
            }
            if !((token.is("<") || token.is("(")) && self.skip_block()) {
                self.at += 1;
            }
        }
        self.written(start, self.at)
    }

    /// What a constructor is given, if it has a type of its own.
    fn given(&self, part: &Part) -> Option<Located<String>> {
        super::super::words::is_type_name(&part.ty).then(|| Located { value: part.ty.clone(), span: part.name.span })
    }
}

fn field(part: Part) -> Field {
    let (ty, optional) = go(&part.ty);
    Field { name: part.name.value.into(), ty: ty.into(), optional, doc: part.doc.into(), span: part.name.span }
}

fn operation(name: Located<String>, doc: String, parts: Vec<Part>, result: &str) -> Operation {
    let params = parts.into_iter().filter(|part| part.ty != "CancellationToken");
    let params = params.map(|part| Param { name: part.name.value.into(), ty: go(&part.ty).0.into() }).collect();
    let result = if NOTHING.contains(&result) { String::new() } else { go(result).0 };
    let results = if result.is_empty() { Vec::new() } else { vec![Param { name: EcoString::new(), ty: result.into() }] };
    Operation { name: name.value, span: name.span, doc: doc.into(), signature: Some(Signature { params, results }), body: None }
}

/// The Go type, and whether there may be none: `UUID?`.
fn go(written: &str) -> (String, bool) {
    let bare = written.trim().trim_end_matches('?');
    (types::of_java(bare), bare.len() < written.trim().len() || bare.starts_with("Optional<"))
}

/// `getName` and `setName` beside a field `name`.
fn is_accessor(method: &str, fields: &[Field]) -> bool {
    let named = ["get", "set", "is"].iter().find_map(|start| method.strip_prefix(start));
    named.is_some_and(|named| fields.iter().any(|field| field.name.eq_ignore_ascii_case(named)))
}

#[cfg(test)]
mod tests {
    use super::read;

    fn shown(code: &str) -> Vec<String> {
        let declarations = read(code, 0).into_iter().map(|it| {
            let fields = it.fields.iter().map(|f| format!("{} {}{}", f.name, f.ty, if f.optional { "?" } else { "" }));
            let methods = it.methods.iter().map(|method| {
                let signature = method.signature.clone().unwrap_or_default();
                let params: Vec<_> = signature.params.iter().map(|p| format!("{} {}", p.name, p.ty)).collect();
                let results: Vec<_> = signature.results.iter().map(|p| p.ty.clone()).collect();
                format!("{}({}) {}", method.name, params.join(", "), results.join(", ")).trim().to_owned()
            });
            let values = it.values.iter().map(|value| value.value.clone());
            let given = it.given.iter().map(|given| format!("<- {}", given.value));
            let all: Vec<String> = fields.chain(methods).chain(values).chain(given).collect();
            format!("{}: {}", it.name.value, all.join("; "))
        });
        declarations.collect()
    }

    #[test]
    fn java_declares_types() {
        let code = "/** Gives boats away. */\n@Service\npublic interface HireService {\n    Trip start(UUID boatId, @NotNull String by) throws Gone;\n\
            List<Trip> openSince(Instant since);\n    default void stop(UUID id) { log(id); }\n}\n\
            public interface TripRepository extends JpaRepository<Trip, UUID> {\n    Optional<Trip> findOpen(UUID boatId);\n}\n\
            public record Money(BigDecimal amount, String currency) {}\n\
            public enum TripState { OPEN(\"open\"), ENDED(\"ended\"); private final String code; }\n\
            class Trip {\n    static final int MOST = 3;\n    @Id private UUID id;\n    private String by = \"\";\n    public UUID getId() { return id; }\n\
            public void end(Instant at) { this.at = at; }\n}\n\
            class HireEngine {\n    private final TripRepository trips;\n    HireEngine(TripRepository trips) { this.trips = trips; }\n}\n";
        assert_eq!(
            shown(code),
            [
                "HireService: start(boatId uuid.UUID, by string) Trip; openSince(since time.Time) []Trip; stop(id uuid.UUID)",
                "TripRepository: findOpen(boatId uuid.UUID) *Trip",
                "Money: amount decimal.Decimal; currency string",
                "TripState: open; ended",
                "Trip: id uuid.UUID; by string; end(at time.Time)",
                "HireEngine: trips TripRepository; <- TripRepository",
            ]
        );
    }

    #[test]
    fn kotlin_declares_types() {
        let code = "interface HireService {\n    suspend fun start(boatId: UUID, by: String? = null): Trip\n    fun open(): List<Trip>\n}\n\
            data class Trip(\n    val id: UUID,\n    val endedAt: Instant?, // when it is moored\n    val state: TripState = TripState.OPEN,\n)\n\
            enum class TripState { OPEN, ENDED }\n\
            class HireEngine(private val trips: TripRepository) : HireService {\n    override fun open() = trips.all()\n    private fun log(x: Int) {}\n\
            val size: Int = 3\n}\n";
        assert_eq!(
            shown(code),
            [
                "HireService: start(boatId uuid.UUID, by string) Trip; open() []Trip",
                "Trip: id uuid.UUID; endedAt time.Time?; state TripState",
                "TripState: OPEN; ENDED",
                "HireEngine: size int; open(); <- TripRepository",
            ]
        );
    }

    #[test]
    fn c_sharp_declares_types() {
        let code = "public interface IHireService\n{\n    Task<Trip> StartAsync(Guid boatId, CancellationToken ct = default);\n    Task StopAsync(Guid id);\n}\n\
            public sealed record Trip(Guid Id, DateTimeOffset? EndedAt);\n\
            public enum TripState { Open = 1, Ended }\n\
            public class Boat\n{\n    [Key]\n    public Guid Id { get; init; }\n    public string Name { get; set; } = \"\";\n    public int Seats => 4;\n}\n";
        assert_eq!(
            shown(code),
            [
                "IHireService: StartAsync(boatId uuid.UUID) Trip; StopAsync(id uuid.UUID)",
                "Trip: Id uuid.UUID; EndedAt time.Time?",
                "TripState: Open; Ended",
                "Boat: Id uuid.UUID; Name string; Seats int",
            ]
        );
    }

    #[test]
    fn broken_code_ends() {
        for code in [
            "class",
            "class A {",
            "enum A { B(",
            "interface A<{ ( [",
            "record R(a",
            "class A { class ".repeat(5000).as_str(),
            "fun }{)(",
        ] {
            let _ = read(code, 0);
        }
    }
}
