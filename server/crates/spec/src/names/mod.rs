//! Every declared name of a specification, and every place where it is named.
//!
//! An occurrence is certain: renaming all of them changes nothing that means something else. So where the text leaves a
//! doubt, there is none:
//!
//! - Names are case-sensitive and whole words. `consent_records` is related to `ConsentRecord`, but is another text.
//! - In prose, headings, tables, comments and fences of other languages, a compound name (`ConsentRecord`) counts. A name
//!   of one word (`Consent`) counts in inline code, and in a heading above its declaration.
//! - In fenced Go, identifiers count as Go resolves them, but not strings. A field or an operation counts where the type in
//!   front of its dot is known, and as a key of a literal of its type; a doc comment's first word counts.
//! - In YAML, a name of one word counts where a type is expected.
//! - In SQL, tables count where a statement expects one.
//! - In inline code, a field or an operation counts behind its owner (`Consent.Revoke`), on a line or below a heading that
//!   names its owner, or if only one owner has it and its name is a compound one.
//! - An endpoint is named by its verb and its path together, a requirement or a listed task by its number where that has a
//!   letter (`FR-001`, `T012`), and by any number where a task says what it fulfils.

mod from_spec;
mod go;
mod mermaid;
mod prose;
mod rename;
mod sql;
mod symbol;
mod symbols;
mod words;
mod yaml;

use foldhash::HashMap;

use specwave_source::Span;

use crate::model::{Fence, Spec};
use crate::outline::lines;
use crate::parse::with_known_line_ends;
use prose::{Heading, Prose, read_bare};
pub use symbol::{Occurrence, Symbol, SymbolId, SymbolKind};
use symbols::Symbols;

/// The names of one text.
#[derive(Debug, Clone, Default)]
pub struct Names {
    symbols: Vec<Symbol>,
    /// In the order of the text; none overlaps another.
    occurrences: Vec<Occurrence>,
    /// Indexes into `occurrences`, for each symbol.
    places: Vec<Vec<usize>>,
    globals: HashMap<String, SymbolId>,
    members: HashMap<SymbolId, Vec<SymbolId>>,
}

impl Names {
    /// Finds the names of `text`, of which `spec` was read.
    #[must_use]
    pub fn of(spec: &Spec, text: &str) -> Self {
        let text = &*with_known_line_ends(text);
        let mut symbols = Symbols::default();
        from_spec::add(spec, text, &mut symbols);
        let blocks: HashMap<usize, go::Block<'_>> =
            spec.go_blocks.iter().map(|block| (block.fence, go::Block::new(text, spec.fences[block.fence].content))).collect();
        // A test declares nothing that others may use.
        let declaring = || spec.go_blocks.iter().filter(|block| !block.test).filter_map(|block| blocks.get(&block.fence));
        declaring().for_each(|block| go::declare_types(block, &mut symbols));
        declaring().for_each(|block| go::declare_functions(block, &mut symbols));
        symbols.complete();

        let mut occurrences: Vec<Occurrence> = symbols.pinned.values().copied().collect();
        read_text(spec, text, &blocks, &symbols, &mut occurrences);
        occurrences.sort_by_key(|occurrence| (occurrence.span, !occurrence.declares));
        let mut end = 0;
        occurrences.retain(|occurrence| {
            // Broken text may declare something without a name.
            let is_name = occurrence.span.start >= end && occurrence.span.start < occurrence.span.end;
            end = end.max(occurrence.span.end);
            is_name
        });
        Self::indexed(symbols, occurrences)
    }

    fn indexed(symbols: Symbols<'_>, occurrences: Vec<Occurrence>) -> Self {
        let mut places = vec![Vec::new(); symbols.all.len()];
        for (at, occurrence) in occurrences.iter().enumerate() {
            places[occurrence.symbol.0].push(at);
        }
        let mut members: HashMap<SymbolId, Vec<SymbolId>> = HashMap::default();
        for ((owner, _), id) in symbols.members() {
            members.entry(owner).or_default().push(id);
        }
        members.values_mut().for_each(|members| members.sort_unstable());
        let globals = symbols.globals().map(|(name, id)| (name.to_owned(), id)).collect();
        Self { symbols: symbols.all, occurrences, places, globals, members }
    }

    /// All declared names with their ids, in the order in which they were found.
    pub fn symbols(&self) -> impl Iterator<Item = (SymbolId, &Symbol)> {
        self.symbols.iter().enumerate().map(|(at, symbol)| (SymbolId(at), symbol))
    }

    /// The symbol with that id.
    #[must_use]
    pub fn symbol(&self, id: SymbolId) -> &Symbol {
        &self.symbols[id.0]
    }

    /// Every place where something is named, in the order of the text.
    #[must_use]
    pub fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
    }

    /// What is named at `offset`, the end of the name included.
    #[must_use]
    pub fn at(&self, offset: usize) -> Option<&Occurrence> {
        let behind = self.occurrences.partition_point(|occurrence| occurrence.span.start <= offset);
        let found = self.occurrences.get(behind.checked_sub(1)?)?;
        found.span.touches(offset).then_some(found)
    }

    /// Every place where a symbol is named, in the order of the text.
    pub fn places(&self, id: SymbolId) -> impl Iterator<Item = &Occurrence> {
        self.places[id.0].iter().map(|at| &self.occurrences[*at])
    }

    /// Where a symbol is declared: perhaps in YAML and again in Go.
    pub fn declarations(&self, id: SymbolId) -> impl Iterator<Item = &Occurrence> {
        self.places(id).filter(|occurrence| occurrence.declares)
    }

    /// The type, function or constant of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<SymbolId> {
        self.globals.get(name).copied()
    }

    /// The fields, operations and values of a type.
    #[must_use]
    pub fn members(&self, owner: SymbolId) -> &[SymbolId] {
        self.members.get(&owner).map_or(&[], Vec::as_slice)
    }
}

/// Goes through the text from its start to its end: lines of prose, and fences by their language.
fn read_text<'text>(
    spec: &Spec,
    text: &'text str,
    blocks: &HashMap<usize, go::Block<'text>>,
    symbols: &Symbols<'text>,
    out: &mut Vec<Occurrence>,
) {
    let mut prose = Prose::default();
    let mut fences = spec.fences.iter().enumerate().peekable();
    let mut headings = spec.headings.iter().peekable();
    let is_front_matter = |line: Span| spec.front_matter.is_some_and(|front| (front.start..front.end).contains(&line.start));
    for line in lines(text) {
        while let Some((at, fence)) = fences.next_if(|(_, fence)| fence.span.start <= line.end) {
            read_fence(text, fence, blocks.get(&at), symbols, out);
        }
        let in_fence = fences_end(spec, fences.peek().map_or(spec.fences.len(), |(at, _)| *at)) > line.start;
        let heading = headings.next_if(|heading| heading.span.start <= line.end);
        if in_fence || is_front_matter(line) {
            continue;
        }
        let heading = heading.map(|heading| Heading { level: heading.level, text: &heading.text, section: heading.section });
        prose.line(text, line, heading.as_ref(), symbols, out);
    }
}

/// Where the last of the first `count` fences ends.
fn fences_end(spec: &Spec, count: usize) -> usize {
    count.checked_sub(1).map_or(0, |last| spec.fences[last].span.end)
}

fn read_fence(text: &str, fence: &Fence, block: Option<&go::Block<'_>>, symbols: &Symbols<'_>, out: &mut Vec<Occurrence>) {
    if let Some(block) = block {
        go::read(block, symbols, out);
        go::read_comments(block, symbols, out);
        return;
    }
    match fence.language.as_str() {
        "yaml" | "yml" => yaml::read(text, fence.content, symbols, out),
        "sql" | "postgresql" | "postgres" | "pgsql" | "psql" => sql::read(text, fence.content, symbols, out),
        "mermaid" => mermaid::read(text, fence.content, symbols, out),
        _ => {
            for line in lines(&text[fence.content.start..fence.content.end]) {
                let line: Span = line.shifted(fence.content.start);
                read_bare(text, line, symbols, out);
            }
        }
    }
}

#[cfg(test)]
mod tests;
