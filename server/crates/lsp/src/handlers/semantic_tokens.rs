//! `textDocument/semanticTokens`: declared names in prose and fences, coloured by what they stand for.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::PoisonError;

use specwave_source::Span;
use specwave_spec::names::{Occurrence, SymbolKind};
use tower_lsp::ls_types::{
    Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensDeltaParams, SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensLegend, SemanticTokensParams,
    SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult,
};

use crate::analysis::Analysis;

/// The kinds of tokens; a token names one by its place in this list.
const TYPES: [SemanticTokenType; 11] = [
    SemanticTokenType::CLASS,
    SemanticTokenType::STRUCT,
    SemanticTokenType::ENUM_MEMBER,
    SemanticTokenType::EVENT,
    SemanticTokenType::INTERFACE,
    SemanticTokenType::TYPE,
    SemanticTokenType::PROPERTY,
    SemanticTokenType::METHOD,
    SemanticTokenType::FUNCTION,
    SemanticTokenType::VARIABLE,
    SemanticTokenType::MACRO,
];

/// The modifiers; a token names them by their bits.
const MODIFIERS: [SemanticTokenModifier; 2] = [SemanticTokenModifier::DECLARATION, SemanticTokenModifier::READONLY];
const DECLARATION: u32 = 1;
const READONLY: u32 = 1 << 1;

/// What the numbers in our tokens mean.
pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend { token_types: TYPES.to_vec(), token_modifiers: MODIFIERS.to_vec() }
}

/// What a client was told of a document last.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Its name; none where nothing was told.
    name: Option<String>,
    tokens: Vec<SemanticToken>,
}

/// The tokens of the whole text.
pub(crate) fn full(analysis: &Analysis, _: SemanticTokensParams) -> SemanticTokensResult {
    let data = tokens(analysis, analysis.text.own());
    let (result_id, _) = tell(analysis, &data);
    SemanticTokensResult::Tokens(SemanticTokens { result_id: Some(result_id), data })
}

/// What differs from the tokens that the client has, if these were the last ones.
pub(crate) fn delta(analysis: &Analysis, params: SemanticTokensDeltaParams) -> SemanticTokensFullDeltaResult {
    let data = tokens(analysis, analysis.text.own());
    let (result_id, before) = tell(analysis, &data);
    if before.name.as_ref() != Some(&params.previous_result_id) {
        return SemanticTokens { result_id: Some(result_id), data }.into();
    }
    let edits = difference(&before.tokens, &data).into_iter().collect();
    SemanticTokensDelta { result_id: Some(result_id), edits }.into()
}

/// Takes note of what the client is told now; its name, and what it was told before.
fn tell(analysis: &Analysis, tokens: &[SemanticToken]) -> (String, Told) {
    let name = name_of(tokens);
    let now = Told { name: Some(name.clone()), tokens: tokens.to_vec() };
    let before = std::mem::replace(&mut *analysis.told.lock().unwrap_or_else(PoisonError::into_inner), now);
    (name, before)
}

/// Tokens are named after what they say.
fn name_of(tokens: &[SemanticToken]) -> String {
    let mut hasher = DefaultHasher::new();
    for token in tokens {
        let SemanticToken { delta_line, delta_start, length, token_type, token_modifiers_bitset } = token;
        [delta_line, delta_start, length, token_type, token_modifiers_bitset].hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// One edit that makes one list of the other; places are counted in numbers, of which a token has five.
fn difference(before: &[SemanticToken], now: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    const NUMBERS: usize = 5;
    let start = before.iter().zip(now).take_while(|(old, new)| old == new).count();
    let (old, new) = (&before[start..], &now[start..]);
    let same_end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[..old.len() - same_end], &new[..new.len() - same_end]);
    let count = |tokens: usize| (tokens * NUMBERS) as u32;
    let differs = !old.is_empty() || !new.is_empty();
    differs.then(|| SemanticTokensEdit { start: count(start), delete_count: count(old.len()), data: Some(new.to_vec()) })
}

/// The tokens that touch a range.
pub(crate) fn range(analysis: &Analysis, params: SemanticTokensRangeParams) -> SemanticTokensRangeResult {
    let data = tokens(analysis, analysis.text.span(params.range));
    SemanticTokensRangeResult::Tokens(SemanticTokens { result_id: None, data })
}

fn tokens(analysis: &Analysis, wanted: Span) -> Vec<SemanticToken> {
    let mut before = Range::default().start;
    let names = analysis.names();
    let places = names.occurrences().iter().filter(|place| place.span.start <= wanted.end && place.span.end >= wanted.start);
    let places = places.filter(|place| analysis.text.owns(place.span));
    let token = |place: &Occurrence| {
        let (token_type, modifiers) = kind(names.symbol(place.symbol).kind);
        let Range { start, end } = analysis.text.range(place.span);
        // A token must not go over the end of its line.
        if start.line != end.line {
            return None;
        }
        let delta_line = start.line - before.line;
        let delta_start = if delta_line == 0 { start.character - before.character } else { start.character };
        before = start;
        Some(SemanticToken {
            delta_line,
            delta_start,
            length: end.character - start.character,
            token_type: TYPES.iter().position(|known| *known == token_type).unwrap_or_default() as u32,
            token_modifiers_bitset: modifiers | if place.declares { DECLARATION } else { 0 },
        })
    };
    places.filter_map(token).collect()
}

fn kind(kind: SymbolKind) -> (SemanticTokenType, u32) {
    match kind {
        SymbolKind::Entity => (SemanticTokenType::CLASS, 0),
        SymbolKind::ValueObject | SymbolKind::Struct | SymbolKind::Table => (SemanticTokenType::STRUCT, 0),
        SymbolKind::EnumValue => (SemanticTokenType::ENUM_MEMBER, 0),
        SymbolKind::Event => (SemanticTokenType::EVENT, 0),
        SymbolKind::Service | SymbolKind::Repository | SymbolKind::Interface => (SemanticTokenType::INTERFACE, 0),
        SymbolKind::Type => (SemanticTokenType::TYPE, 0),
        SymbolKind::Field => (SemanticTokenType::PROPERTY, 0),
        SymbolKind::Operation => (SemanticTokenType::METHOD, 0),
        SymbolKind::Function | SymbolKind::Endpoint => (SemanticTokenType::FUNCTION, 0),
        SymbolKind::Constant => (SemanticTokenType::VARIABLE, READONLY),
        SymbolKind::Regime | SymbolKind::Requirement | SymbolKind::ListedTask => (SemanticTokenType::MACRO, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_makes_one_list_of_the_other() {
        let tokens = |lengths: &[u32]| -> Vec<SemanticToken> {
            lengths.iter().map(|length| SemanticToken { length: *length, ..SemanticToken::default() }).collect()
        };
        for (before, now) in [
            (&[][..], &[][..]),
            (&[], &[1, 2]),
            (&[1, 2], &[]),
            (&[1, 2, 3], &[1, 9, 3]),
            (&[1, 1, 1], &[1, 1]),
            (&[1, 2], &[1, 2, 1, 2]),
            (&[1, 2, 3], &[1, 2, 3]),
        ] {
            let mut made = tokens(before);
            let edit = difference(&made, &tokens(now));
            assert_eq!(edit.is_none(), before == now);
            if let Some(SemanticTokensEdit { start, delete_count, data }) = edit {
                let start = start as usize / 5;
                made.splice(start..start + delete_count as usize / 5, data.unwrap());
            }
            assert_eq!(made, tokens(now), "{before:?}");
        }
    }
}
