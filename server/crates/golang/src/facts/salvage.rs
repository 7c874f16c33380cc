//! Reading a Go text whole, and piece by piece where the whole does not parse.

use std::borrow::Cow;

use specwave_source::Span;

use super::declarations::{read_errors, read_into};
use super::pieces::cut;
use super::{Facts, Func, Name, header, raised};
use crate::syntax::parse;

/// How much of a text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// All of it.
    Bodies,
    /// Neither the texts of bodies nor what they raise, which asks for a walk through every expression.
    Declarations,
}

/// Reads the facts of a Go text. Never fails: where a declaration does not parse, the others are still read.
#[must_use]
pub fn read(source: &str) -> Facts {
    read_to(Depth::Bodies, source)
}

/// As [`read`], without the texts of bodies and what they raise: for modules, of which all files are kept.
#[must_use]
pub fn read_declarations(source: &str) -> Facts {
    let mut facts = read_to(Depth::Declarations, source);
    facts.functions.iter_mut().for_each(Func::forget_text_of_body);
    facts.shrink();
    facts
}

/// The facts of a piece of a text that stands for itself; spans count from its start.
#[must_use]
pub fn read_piece(text: &str) -> Facts {
    piece_to(Depth::Bodies, text)
}

fn read_to(depth: Depth, source: &str) -> Facts {
    let whole = piece_to(depth, source);
    let pieces = if whole.errors.is_empty() { Vec::new() } else { cut(source) };
    // A single piece is the whole, which has been read.
    if pieces.len() <= 1 {
        return with_header(source, whole);
    }
    join(source, pieces.into_iter().map(|piece| (piece, piece_to(depth, &source[piece.start..piece.end]))))
}

/// The facts of a text from those of its pieces: what [`read`] gives, where [`pieces`] says that it can be cut.
///
/// [`pieces`]: super::pieces
pub fn join(source: &str, pieces: impl IntoIterator<Item = (Span, Facts)>) -> Facts {
    let mut facts = Facts::default();
    for (piece, mut read) in pieces {
        read.shift(piece.start, piece.end);
        facts.append(read);
    }
    with_header(source, facts)
}

/// Adds what the comments above the package clause say.
fn with_header(source: &str, mut facts: Facts) -> Facts {
    facts.path = path_comment(source);
    header::read(source, &mut facts);
    facts
}

fn piece_to(depth: Depth, text: &str) -> Facts {
    // tree-sitter-go reports an error for a final type declaration without a line end.
    let source: Cow<'_, str> = if text.ends_with('\n') { Cow::Borrowed(text) } else { Cow::Owned(format!("{text}\n")) };
    let mut read = Facts::default();
    let Some(tree) = parse(&source) else { return read };
    let root = tree.root_node();
    read_into(root, &source, &mut read);
    if depth == Depth::Bodies {
        read.raised = raised::raised(root, &source);
    }
    if root.has_error() {
        read_errors(root, &source, &mut read.errors);
    }
    // Takes back the line end that was added.
    read.shift(0, text.len());
    read
}

/// The file path that a comment above the code names.
fn path_comment(source: &str) -> Option<Name> {
    let mut offset = 0;
    for line in source.split_inclusive('\n') {
        let trimmed = line.trim();
        let Some(comment) = trimmed.strip_prefix("//") else {
            if trimmed.is_empty() {
                offset += line.len();
                continue;
            }
            return None;
        };
        let comment = comment.trim().trim_start_matches("File:").trim_start_matches("file:").trim();
        let word = comment.split_whitespace().next().unwrap_or_default();
        if word.ends_with(".go") && word.len() > 3 {
            let start = offset + line.find(word).unwrap_or_default();
            return Some(Name { text: word.trim_start_matches("./").into(), span: Span::new(start, start + word.len()) });
        }
        offset += line.len();
    }
    None
}

impl Facts {
    fn append(&mut self, other: Self) {
        self.package = self.package.take().or(other.package);
        self.imports.extend(other.imports);
        self.types.extend(other.types);
        self.constants.extend(other.constants);
        self.variables.extend(other.variables);
        self.functions.extend(other.functions);
        self.raised.extend(other.raised);
        self.comments.extend(other.comments);
        self.errors.extend(other.errors);
    }
}

#[cfg(test)]
mod tests {
    use super::{join, read, read_declarations, read_piece};
    use crate::facts::{Facts, TypeKind, pieces};

    const CONSENT: &str = r#"// internal/domain/consent/consent.go
package consent

import (
	"time"
	ids "github.com/google/uuid"
)

// Consent is given
// by a consumer.
type Consent struct {
	ID        ids.UUID
	From, To  time.Time `json:"from,omitempty"` // both inclusive
	*Base
}

type Status string

const (
	StatusActive Status = "active"
	StatusLost          = Status("lost")
)

type Level int

const (
	Low Level = iota
	High
)

// Store keeps consents.
type Store interface {
	io.Closer
	// Save writes one.
	Save(ctx context.Context, consents ...*Consent) (n int, err error)
	Count() int // all of them
}

func (c *Consent) Revoke(reason string) error {
	now := time.Now()
	event := &RevokedEvent{Reason: reason, At: now}
	c.addEvent(event)
	c.bus.Publish(ctx, audit.LoggedEvent{})
	return nil
}
"#;

    fn type_names(facts: &Facts) -> Vec<&str> {
        facts.types.iter().map(|ty| ty.name.text.as_str()).collect()
    }

    #[test]
    fn a_file_gives_its_package_path_and_imports() {
        let facts = read(CONSENT);
        assert_eq!(facts.path.as_ref().map(|path| path.text.as_str()), Some("internal/domain/consent/consent.go"));
        assert_eq!(facts.package.as_ref().map(|package| package.text.as_str()), Some("consent"));
        let imports: Vec<_> = facts.imports.iter().map(|import| (import.alias.as_deref(), import.path.text.as_str())).collect();
        assert_eq!(imports, [(None, "time"), (Some("ids"), "github.com/google/uuid")]);
        assert_eq!(facts.errors, []);
    }

    #[test]
    fn types_have_their_fields_methods_and_comments() {
        let facts = read(CONSENT);
        assert_eq!(type_names(&facts), ["Consent", "Status", "Level", "Store"]);
        assert_eq!(facts.types[0].doc, "Consent is given\nby a consumer.");
        let TypeKind::Struct(fields) = &facts.types[0].kind else { panic!("Consent is a struct") };
        let fields: Vec<_> = fields.iter().map(|field| (field.name.text.as_str(), field.ty.as_str(), field.embedded)).collect();
        let expected =
            [("ID", "ids.UUID", false), ("From", "time.Time", false), ("To", "time.Time", false), ("Base", "Base", true)];
        assert_eq!(fields, expected);
        let TypeKind::Interface { methods, embedded } = &facts.types[3].kind else { panic!("Store is an interface") };
        assert_eq!(embedded, &["io.Closer"]);
        let docs: Vec<_> = methods.iter().map(|method| (method.name.text.as_str(), method.doc.as_str())).collect();
        assert_eq!(docs, [("Save", "Save writes one."), ("Count", "all of them")]);
        let params: Vec<_> = methods[0].params().iter().map(|param| (param.name.as_str(), param.ty.as_str())).collect();
        assert_eq!(params, [("ctx", "context.Context"), ("consents", "...*Consent")]);
        let results: Vec<_> = methods[0].results().iter().map(|result| (result.name.as_str(), result.ty.as_str())).collect();
        assert_eq!(results, [("n", "int"), ("err", "error")]);
    }

    #[test]
    fn constants_have_the_type_they_are_given_or_carry_on() {
        let constants = read(CONSENT).constants;
        let types: Vec<_> = constants.iter().map(|constant| (constant.name.text.as_str(), constant.ty.as_str())).collect();
        assert_eq!(types, [("StatusActive", "Status"), ("StatusLost", "Status"), ("Low", "Level"), ("High", "Level")]);
    }

    #[test]
    fn raised_literals_are_found_directly_and_through_variables() {
        let raised = read(CONSENT).raised;
        let found: Vec<_> = raised.iter().map(|literal| (literal.ty.text.as_str(), literal.given_to.as_str())).collect();
        assert_eq!(found, [("RevokedEvent", "addEvent"), ("audit.LoggedEvent", "Publish")]);
        assert_eq!(raised[0].fields[0].1, "reason");
    }

    #[test]
    fn events_of_a_returned_list_are_raised() {
        let source =
            "package a\n\nfunc (l *List) Refresh() []Event {\n\treturn []Event{ListRefreshed{ID: l.ID}, &ListGrown{}}\n}\n";
        let raised = read(source).raised;
        assert_eq!(raised.iter().map(|literal| literal.ty.text.as_str()).collect::<Vec<_>>(), ["ListRefreshed", "ListGrown"]);
        assert!(read("package a\n\nvar all = []Kind{Kind{}, Other{}}\n").raised.is_empty());
    }

    #[test]
    fn events_are_raised_in_many_ways() {
        let body = "\te := NewListShared(l)\n\tl.publishLater(ctx, e)\n\tl.pending = append(l.pending, &ListRenamed{})\n\t\
                    l.outbox.Add(ListClosed{})\n\tl.events <- ListOpened{}\n\tl.items = append(l.items, Item{})\n\tl.keep(Kept{})\n";
        let raised = read(&format!("package a\n\nfunc (l *List) Do(ctx C) {{\n{body}}}\n")).raised;
        let names: Vec<_> = raised.iter().map(|literal| literal.ty.text.as_str()).collect();
        assert_eq!(names, ["ListShared", "ListRenamed", "ListClosed", "ListOpened"]);
    }

    #[test]
    fn one_broken_declaration_costs_only_itself() {
        let source =
            "type A struct {\n\tID int\n}\n\ntype B struct {\n\tname ???\n}\n\nfunc (a *A) Go() {}\n\ntype C struct{ X int }";
        let facts = read(source);
        assert!(type_names(&facts).contains(&"A") && type_names(&facts).contains(&"C"), "{:?}", type_names(&facts));
        assert_eq!(facts.functions.len(), 1);
        let error = &facts.errors[0];
        assert!(source[error.span.start..error.span.end].contains("???"), "{error:?}");
        for ty in &facts.types {
            assert_eq!(&source[ty.name.span.start..ty.name.span.end], ty.name.text);
        }
    }

    #[test]
    fn declarations_alone_are_those_of_the_whole() {
        let (whole, declarations) = (read(CONSENT), read_declarations(CONSENT));
        assert_eq!(
            (&whole.types, &whole.constants, &whole.imports),
            (&declarations.types, &declarations.constants, &declarations.imports)
        );
        assert_eq!(whole.functions[0].name, declarations.functions[0].name);
        assert!(declarations.raised.is_empty() && declarations.functions[0].body.is_none());
    }

    #[test]
    fn a_text_read_by_its_pieces_gives_what_the_whole_gives() {
        let by_pieces = |text: &str| {
            let read = |piece: specwave_source::Span| (piece, read_piece(&text[piece.start..piece.end]));
            join(text, pieces(text).unwrap().into_iter().map(read))
        };
        let broken = CONSENT.replace("reason string", "reason ? string");
        for text in [CONSENT, &broken, "", "type A int", "\t// A is one.\n\ttype A int\n\n\tfunc (a A) f() {}\n"] {
            assert_eq!(by_pieces(text), read(text), "{text}");
        }
    }

    #[test]
    fn a_last_declaration_without_a_line_end_is_sound() {
        let facts = read("package p\n\ntype Last struct{ A int }");
        assert_eq!((type_names(&facts), facts.errors.len()), (vec!["Last"], 0));
    }
}
