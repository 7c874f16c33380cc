//! Facts of Go files that were read before, by what the files hold: who has read a module once need not parse it again.

use std::collections::HashMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};
use specwave_golang::facts::Facts;
use specwave_source::Span;

/// What is known from before. A line per file: the digest of its text, and its facts as JSON, which are read when they are
/// asked for.
#[derive(Debug, Default)]
pub struct Known {
    text: String,
    places: HashMap<String, Span>,
}

impl Known {
    /// Takes in what [`super::Tree::to_know`] gave. What is not as it should be is not known.
    #[must_use]
    pub fn new(text: String) -> Self {
        let mut places = HashMap::new();
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            if let Some((digest, facts)) = line.split_once(' ') {
                let start = offset + digest.len() + 1;
                places.insert(digest.to_owned(), Span::new(start, start + facts.trim_end().len()));
            }
            offset += line.len();
        }
        Self { text, places }
    }

    /// How many files are known.
    pub(super) fn count(&self) -> usize {
        self.places.len()
    }

    pub(super) fn facts(&self, digest: &str) -> Option<Facts> {
        let place = self.places.get(digest)?;
        serde_json::from_str(&self.text[place.start..place.end]).ok()
    }
}

/// What a text is known by.
pub(super) fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
