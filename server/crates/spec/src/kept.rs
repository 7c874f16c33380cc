//! What was read of fences and chapters, kept by their content.
//!
//! A keystroke changes one fence and one chapter, and reading the others costs more than everything else together. What is
//! kept depends on the content alone, with spans that count from its start; where it stands is added by who asks. It is kept
//! for one reading longer than a text has it: what was typed is often taken back at once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use specwave_golang::facts::{self, Facts};
use specwave_source::{Finding, Span, in_parallel};

use crate::outline::{Section, lead_in};
use crate::{chapters, sql};

/// Facts of the texts that were read before. What two readings in a row do not ask for is forgotten.
#[derive(Debug, Default)]
pub struct Kept {
    go: Shelf<Arc<Go>>,
    /// Pieces of Go texts, which stay as long as a text has them.
    declarations: Shelf<Arc<Facts>>,
    sql: Shelf<Arc<sql::Statement>>,
    chapters: Shelf<Arc<chapters::Facts>>,
    findings: Shelf<Arc<[Finding]>>,
    announced: Shelf<Section>,
    leads_in: Shelf<bool>,
    signs: Shelf<u64>,
}

/// What was read of a Go text.
#[derive(Debug)]
struct Go {
    facts: Arc<Facts>,
    /// Holds those of its pieces, which are kept as long as somebody does.
    _pieces: Vec<Arc<Facts>>,
}

/// Less Go, in bytes, is read sooner than a second thread starts.
const WORTH_A_THREAD: usize = 4096;

impl Kept {
    /// Reads Go texts that will be asked for, on all cores where that is worth it: of a specification that nobody has read
    /// before, this is more than half of the work.
    pub(crate) fn read_ahead(&self, sources: &[&str]) {
        let unread = sources.iter().filter(|source| !self.go.knows(source));
        let pieces =
            unread.flat_map(|source| facts::pieces(source).into_iter().flatten().map(|piece| &source[piece.start..piece.end]));
        let unknown: Vec<&str> = pieces.filter(|piece| !self.declarations.knows(piece)).collect();
        if unknown.iter().map(|piece| piece.len()).sum::<usize>() >= WORTH_A_THREAD {
            for (piece, facts) in in_parallel(&unknown, |piece| (*piece, Arc::new(facts::read_piece(piece)))) {
                self.declarations.get(piece, |_| facts);
            }
        }
    }

    /// What a Go text declares.
    pub(crate) fn go_facts(&self, source: &str) -> Arc<Facts> {
        self.go.get(source, |source| Arc::new(self.read_go(source))).facts.clone()
    }

    /// Reads a Go text by its declarations where it can be cut: a keystroke changes one of them.
    fn read_go(&self, source: &str) -> Go {
        let Some(cut) = facts::pieces(source) else {
            return Go { facts: Arc::new(facts::read(source)), _pieces: Vec::new() };
        };
        let read =
            |piece: &Span| self.declarations.get(&source[piece.start..piece.end], |text| Arc::new(facts::read_piece(text)));
        let pieces: Vec<Arc<Facts>> = cut.iter().map(read).collect();
        let joined = facts::join(source, cut.into_iter().zip(pieces.iter().map(|facts| Facts::clone(facts))));
        Go { facts: Arc::new(joined), _pieces: pieces }
    }

    /// What a statement of SQL says.
    pub(crate) fn statement(&self, written: &str) -> Arc<sql::Statement> {
        self.sql.get(written, |written| Arc::new(sql::Statement::read(written)))
    }

    /// The facts of a chapter; its key is all that they follow from.
    pub(crate) fn chapter(&self, key: &str, read: impl FnOnce() -> chapters::Facts) -> Arc<chapters::Facts> {
        self.chapters.get(key, |_| Arc::new(read()))
    }

    /// What a heading announces.
    pub(crate) fn announced(&self, heading: &str) -> Section {
        self.announced.get(heading, Section::announced_by)
    }

    /// Whether a sentence announces what stands below it.
    pub(crate) fn leads_in(&self, words: &str) -> bool {
        self.leads_in.get(words, lead_in::announces)
    }

    /// What a chapter has of what the widely used formats look like.
    pub(crate) fn signs(&self, chapter: &str, read: impl FnOnce(&str) -> u64) -> u64 {
        self.signs.get(chapter, read)
    }

    /// What rules find in a chapter of that text.
    pub(crate) fn findings(&self, chapter: &str, check: impl FnOnce() -> Vec<Finding>) -> Arc<[Finding]> {
        self.findings.get(chapter, |_| check().into())
    }

    /// Forgets the findings that were asked for neither since the last call nor before it.
    pub(crate) fn end_checking(&mut self) {
        self.findings.end_reading();
    }

    /// Forgets the facts that were asked for neither since the last call nor before it.
    pub(crate) fn end_reading(&mut self) {
        self.go.end_reading();
        self.declarations.values.get_mut().retain(|_, (_, facts)| Arc::strong_count(facts) > 1);
        self.sql.end_reading();
        self.chapters.end_reading();
        self.announced.end_reading();
        self.leads_in.end_reading();
        self.signs.end_reading();
    }
}

/// Values by the text that they follow from.
#[derive(Debug)]
struct Shelf<T> {
    /// Each with the reading that asked for it last.
    values: RefCell<HashMap<Box<str>, (u64, T), foldhash::fast::RandomState>>,
    reading: u64,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { values: RefCell::default(), reading: 0 }
    }
}

impl<T: Clone> Shelf<T> {
    fn knows(&self, text: &str) -> bool {
        self.values.borrow().contains_key(text)
    }

    fn get(&self, text: &str, read: impl FnOnce(&str) -> T) -> T {
        if let Some((asked, value)) = self.values.borrow_mut().get_mut(text) {
            *asked = self.reading;
            return value.clone();
        }
        let value = read(text);
        self.values.borrow_mut().insert(text.into(), (self.reading, value.clone()));
        value
    }

    fn end_reading(&mut self) {
        let reading = self.reading;
        self.values.get_mut().retain(|_, (asked, _)| *asked + 1 >= reading);
        self.reading += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::Shelf;

    #[test]
    fn a_text_is_read_once_and_forgotten_when_it_is_gone() {
        let mut shelf: Shelf<usize> = Shelf::default();
        let never = |_: &str| panic!("it is known");
        assert_eq!((shelf.get("a", |_| 1), shelf.get("a", never)), (1, 1));
        for _ in 0..2 {
            shelf.end_reading();
        }
        assert_eq!(shelf.get("a", never), 1);
        for _ in 0..3 {
            shelf.end_reading();
        }
        assert_eq!(shelf.get("a", |_| 2), 2);
    }
}
