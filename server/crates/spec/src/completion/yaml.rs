//! Keys and values in fenced YAML, by what stands above them.

use super::{Completion, Place, Proposal, ProposalKind, targets};
use crate::endpoints::METHODS;
use crate::model::Fence;
use crate::names::SymbolKind;
use crate::yaml::is_key;

/// Blocks that stand on the outermost level, with what an entry of each has.
struct Block {
    key: &'static str,
    meaning: &'static str,
    keys: &'static [(&'static str, &'static str)],
    /// An entry to fill in.
    snippet: &'static str,
}

const BLOCKS: &[Block] = &[
    Block {
        key: "entities",
        meaning: "things with an identity",
        keys: &[
            ("name", "its name"),
            ("purpose", "what it is for"),
            ("fields", "fields with their types"),
            ("methods", "what it does"),
            ("changes", "what is added to an entity that exists"),
        ],
        snippet: "entities:\n  - name: ${1:Name}\n    fields:\n      - ID uuid.UUID\n      - $0",
    },
    Block {
        key: "value_objects",
        meaning: "immutable things and enumerations",
        keys: &[
            ("name", "its name"),
            ("purpose", "what it is for"),
            ("type", "the Go type behind it"),
            ("values", "the allowed values"),
            ("validation", "what is allowed"),
            ("fields", "fields with their types"),
        ],
        snippet: "value_objects:\n  - name: ${1:Name}\n    values: [$0]",
    },
    Block {
        key: "domain_events",
        meaning: "what happens",
        keys: &[("name", "its name"), ("purpose", "when it happens"), ("fields", "what it carries")],
        snippet: "domain_events:\n  - name: ${1:Name}\n    fields:\n      - $0",
    },
    Block {
        key: "services",
        meaning: "services with operations and dependencies",
        keys: &[
            ("name", "its name"),
            ("purpose", "what it is for"),
            ("operations", "what it does"),
            ("dependencies", "what it uses"),
            ("performance", "targets of its operations"),
        ],
        snippet: "services:\n  - name: ${1:Name}Service\n    operations:\n      - $2\n    dependencies:\n      - $0",
    },
    Block {
        key: "repositories",
        meaning: "repositories with operations and indexes",
        keys: &[
            ("name", "its name"),
            ("operations", "how entities are stored and found"),
            ("indexes", "columns that are searched"),
        ],
        snippet: "repositories:\n  - name: ${1:Name}Repository\n    operations:\n      - $0",
    },
    Block {
        key: "endpoints",
        meaning: "the API",
        keys: &[
            ("method", "the verb"),
            ("path", "the path, with parameters as {name}"),
            ("description", "what it does"),
            ("request", "the body that it takes"),
            ("response", "the body that it gives"),
            ("query_params", "parameters behind the path"),
            ("rate_limit", "requests per second"),
            ("auth", "who may call it"),
            ("cache", "how long a response may be kept"),
        ],
        snippet: "endpoints:\n  - method: ${1:POST}\n    path: /api/v1/$0",
    },
];

/// Keys that a body of a request or response has.
const BODY: &[(&str, &str)] = &[("type", "its type"), ("fields", "its fields with their types")];

pub(super) fn at(place: &Place<'_>, fence: &Fence) -> Completion {
    let above = place.text.get(fence.content.start..place.offset - place.before.len()).unwrap_or_default();
    let typed = place.before.trim_start();
    let indent = place.before.len() - typed.len();
    let bare = typed.trim_start_matches("- ");
    let path = path_to(above, indent, typed.starts_with('-'));
    let block = path.iter().find_map(|key| BLOCKS.iter().find(|block| is_key(key, block.key)));
    if let Some((key, value)) = bare.split_once(':').filter(|(key, _)| !key.contains(['`', '"', '('])) {
        let typed = value.trim_start();
        return targets::at(place).unwrap_or_else(|| value_of(place, key.trim(), typed, &path));
    }
    let innermost = path.last().copied().unwrap_or_default();
    if typed.starts_with('-') {
        return item_of(place, innermost, bare, block);
    }
    let keys = match (block, path.as_slice()) {
        (_, []) => return place.instead_of_word(blocks(above)),
        (_, [.., "request" | "response"]) => BODY,
        (Some(block), [_]) => block.keys,
        _ => &[],
    };
    place.instead_of_word(keys_of(keys, above, indent))
}

/// The keys that stand around a line, outermost first.
fn path_to(above: &str, indent: usize, item: bool) -> Vec<&str> {
    let mut least = indent;
    let mut path = Vec::new();
    for line in above.lines().rev().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        let content = line.trim_start();
        let at = line.len() - content.len();
        let bare = content.trim_start_matches("- ");
        let key = bare.split_once(':').filter(|(_, value)| value.trim().is_empty()).map(|(key, _)| key.trim());
        // An item may stand right below its key.
        let is_around = at < least || (at == least && item && path.is_empty() && !content.starts_with('-'));
        if is_around {
            path.extend(key.filter(|_| !content.starts_with('-') || line.len() - bare.len() < least));
            least = least.min(at);
        }
        if least == 0 && !content.starts_with('-') {
            break;
        }
    }
    path.reverse();
    path
}

/// Blocks that the fence does not have yet.
fn blocks(above: &str) -> Vec<Proposal> {
    let is_new = |block: &&Block| !above.lines().any(|line| line.split(':').next() == Some(block.key));
    let proposal = |block: &Block| {
        let first = block.keys.first().map_or("", |(key, _)| key);
        let proposal = Proposal::new(ProposalKind::Key, block.key, block.meaning);
        proposal.inserting(format!("{}:\n  - {first}: ", block.key)).with_snippet(block.snippet)
    };
    BLOCKS.iter().filter(is_new).map(proposal).collect()
}

/// Keys that the entry does not have yet, as far as the lines above it tell.
fn keys_of(keys: &[(&str, &str)], above: &str, indent: usize) -> Vec<Proposal> {
    let lines = above.lines().rev().filter(|line| !line.trim().is_empty());
    let content = |line: &str| {
        let bare = line.trim_start().trim_start_matches("- ");
        (
            line.len() - bare.len(),
            bare.split(':').next().unwrap_or_default().trim().to_owned(),
            line.trim_start().starts_with('-'),
        )
    };
    let mut present = Vec::new();
    for (at, key, starts_entry) in lines.map(content).filter(|(at, ..)| *at <= indent) {
        if at < indent {
            break;
        }
        present.push(key);
        if starts_entry {
            break;
        }
    }
    let missing = keys.iter().filter(|(key, _)| !present.iter().any(|known| known == key));
    missing.map(|(key, meaning)| Proposal::new(ProposalKind::Key, *key, *meaning).inserting(format!("{key}: "))).collect()
}

fn value_of(place: &Place<'_>, key: &str, typed: &str, path: &[&str]) -> Completion {
    let is = |known: &str| is_key(key, known);
    let proposals = if is("method") {
        METHODS.iter().map(|method| Proposal::new(ProposalKind::Value, *method, "verb")).collect()
    } else if is("auth") {
        let values = [("JWT required", "a signed token"), ("API key required", "a key of the caller"), ("none", "public")];
        return place.replacing(
            typed.len(),
            values.iter().map(|(value, detail)| Proposal::new(ProposalKind::Value, *value, *detail)).collect(),
        );
    } else if is("entity") || is("aggregate") {
        place.declared(|kind| kind == SymbolKind::Entity)
    } else if is("repository") {
        place.declared(|kind| kind == SymbolKind::Repository)
    } else if is("service") {
        place.declared(|kind| kind == SymbolKind::Service)
    } else if is("event") {
        place.declared(|kind| kind == SymbolKind::Event)
    } else if is("type") && matches!(path, [.., "request" | "response"]) {
        place.declared(|kind| kind == SymbolKind::Struct)
    } else if is("type") || is_list_of_fields(path) {
        return place.replacing(typed.len(), place.types());
    } else {
        Vec::new()
    };
    place.instead_of_word(proposals)
}

fn item_of(place: &Place<'_>, list: &str, bare: &str, block: Option<&Block>) -> Completion {
    if ["dependencies", "depends_on", "requires"].iter().any(|key| is_key(list, key)) {
        let kinds = |kind| matches!(kind, SymbolKind::Repository | SymbolKind::Service | SymbolKind::Interface);
        return place.instead_of_word(place.declared(kinds));
    }
    if ["raises", "emits", "publishes"].iter().any(|key| is_key(list, key)) {
        return place.instead_of_word(place.declared(|kind| kind == SymbolKind::Event));
    }
    if is_list_of_fields(&[list]) {
        // Behind the field's own name stands its type.
        let ty = bare.split_once(' ').map(|(_, ty)| ty.trim_start());
        return match ty {
            Some(ty) => place.replacing(ty.len(), place.types()),
            None => place.instead_of_word(Vec::new()),
        };
    }
    if ["operations", "methods"].iter().any(|key| is_key(list, key)) && bare.contains('(') {
        return place.instead_of_word(place.types());
    }
    let keys = block.filter(|block| is_key(list, block.key)).map_or(&[][..], |block| block.keys);
    place.instead_of_word(keys_of(keys, "", 0))
}

fn is_list_of_fields(path: &[&str]) -> bool {
    path.last().is_some_and(|list| ["fields", "properties", "attributes", "query_params"].iter().any(|key| is_key(list, key)))
}
