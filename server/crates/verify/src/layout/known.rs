//! Facts of Go files that were read before, by what the files hold: who has read a module once need not parse it again.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};
use specwave_golang::facts::Facts;
use specwave_source::Span;

/// What a text is known by: its SHA-256.
pub(super) type Digest = [u8; 32];

/// What stands before the facts of a file: its digest, and how many bytes they are.
const HEAD: usize = size_of::<Digest>() + size_of::<u32>();

/// What is known from before. Facts are read when they are asked for.
#[derive(Debug, Default)]
pub struct Known {
    bytes: Vec<u8>,
    places: HashMap<Digest, Span>,
}

impl Known {
    /// Takes in what [`super::Tree::append_to_know`] appended. What is not as it should be is not known.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        let mut places = HashMap::new();
        let mut at = 0;
        while let Some((digest, length)) = head(&bytes[at..]) {
            let facts = Span::new(at + HEAD, at + HEAD + length);
            if facts.end > bytes.len() {
                break;
            }
            places.insert(digest, facts);
            at = facts.end;
        }
        Self { bytes, places }
    }

    /// How many files are known.
    pub(super) fn count(&self) -> usize {
        self.places.len()
    }

    pub(super) fn facts(&self, digest: &Digest) -> Option<Facts> {
        let place = self.places.get(digest)?;
        postcard::from_bytes(&self.bytes[place.start..place.end]).ok()
    }
}

fn head(bytes: &[u8]) -> Option<(Digest, usize)> {
    let (digest, rest) = bytes.split_first_chunk()?;
    let (length, _) = rest.split_first_chunk()?;
    Some((*digest, usize::try_from(u32::from_le_bytes(*length)).ok()?))
}

/// Writes the facts of a file behind those of others.
pub(super) fn append(known: &mut Vec<u8>, digest: &Digest, facts: &Facts) {
    let Ok(facts) = postcard::to_allocvec(facts) else { return };
    let Ok(length) = u32::try_from(facts.len()) else { return };
    known.extend_from_slice(digest);
    known.extend_from_slice(&length.to_le_bytes());
    known.extend_from_slice(&facts);
}

pub(super) fn digest(text: &str) -> Digest {
    Sha256::digest(text.as_bytes()).into()
}
