//! `textDocument/semanticTokens`: declared names in prose and fences, coloured by what they stand for.

use specwave_source::Span;
use specwave_spec::names::{Occurrence, SymbolKind};
use tower_lsp::ls_types::{
    Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensLegend, SemanticTokensParams,
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

/// The tokens of the whole text.
pub(crate) fn full(analysis: &Analysis, _: SemanticTokensParams) -> SemanticTokensResult {
    SemanticTokensResult::Tokens(tokens(analysis, analysis.text.own()))
}

/// The tokens that touch a range.
pub(crate) fn range(analysis: &Analysis, params: SemanticTokensRangeParams) -> SemanticTokensRangeResult {
    SemanticTokensRangeResult::Tokens(tokens(analysis, analysis.text.span(params.range)))
}

fn tokens(analysis: &Analysis, wanted: Span) -> SemanticTokens {
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
    SemanticTokens { result_id: None, data: places.filter_map(token).collect() }
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
