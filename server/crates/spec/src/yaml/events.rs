//! From the parser's events to a tree.

use saphyr_parser::{Event, Parser};
use specwave_source::Span;

use super::{Node, Value};

/// Deeper values are left out, so that no text can make a tree that is too deep to walk.
const DEEPEST: usize = 48;

/// Where and why the parser stopped.
pub(super) struct Stop {
    /// Offset in bytes of the parsed text's original.
    pub(super) offset: usize,
    pub(super) message: String,
}

/// Maps the parser's character indexes to byte offsets in the specification.
pub(super) struct Offsets {
    base: usize,
    /// Byte offset of each character; empty if they are the same.
    table: Vec<usize>,
    length: usize,
}

impl Offsets {
    /// For a text that starts at `base` in the specification.
    pub(super) fn new(original: &str, base: usize) -> Self {
        let table = if original.is_ascii() { Vec::new() } else { original.char_indices().map(|(at, _)| at).collect() };
        Self { base, table, length: original.len() }
    }

    fn byte(&self, index: usize) -> usize {
        let offset = if self.table.is_empty() { index } else { self.table.get(index).copied().unwrap_or(self.length) };
        self.base + offset.min(self.length)
    }
}

/// Parses strictly. `text` has as many characters as the original that `offsets` was made of.
pub(super) fn parse(text: &str, offsets: &Offsets, unmask: impl Fn(&str) -> String) -> Result<Vec<Node>, Stop> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| Stop { offset: offsets.byte(error.marker().index()), message: error.info().to_owned() })?;
        let span = Span::new(offsets.byte(span.start.index()), offsets.byte(span.end.index()));
        match event {
            Event::Scalar(text, ..) => builder.add(Node { span, value: Value::Scalar(unmask(&text)) }),
            Event::Alias(_) => builder.add(Node { span, value: Value::Scalar(String::new()) }),
            Event::SequenceStart(..) => builder.open(span, Value::List(Vec::new())),
            Event::MappingStart(..) => builder.open(span, Value::Map(Vec::new())),
            Event::SequenceEnd | Event::MappingEnd => builder.close(span),
            _ => {}
        }
    }
    Ok(builder.documents)
}

#[derive(Default)]
struct Builder {
    documents: Vec<Node>,
    open: Vec<(Node, Option<Node>)>,
    too_deep: usize,
}

impl Builder {
    fn open(&mut self, span: Span, value: Value) {
        if self.open.len() >= DEEPEST {
            self.too_deep += 1;
        } else {
            self.open.push((Node { span, value }, None));
        }
    }

    fn close(&mut self, span: Span) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            if self.too_deep == 0 {
                self.add(Node { span, value: Value::Scalar(String::new()) });
            }
        } else if let Some((mut node, _)) = self.open.pop() {
            node.span = Span::new(node.span.start, span.end);
            self.add(node);
        }
    }

    fn add(&mut self, node: Node) {
        if self.too_deep > 0 {
            return;
        }
        let Some((parent, key)) = self.open.last_mut() else {
            self.documents.push(node);
            return;
        };
        match &mut parent.value {
            Value::List(items) => items.push(node),
            Value::Map(entries) => match key.take() {
                Some(key) => entries.push((key, node)),
                None => *key = Some(node),
            },
            Value::Scalar(_) => {}
        }
    }
}
