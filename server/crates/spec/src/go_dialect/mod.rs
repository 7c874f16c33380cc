//! Fenced Go: domain types, services, repositories and events, told apart by where they stand.

mod blocks;
mod convert;
mod domain;
mod functions;
mod names;
mod raised;
mod services;
mod zone;

use foldhash::HashMap;

use crate::declared::Declared;
use crate::kept::Kept;
use crate::model::EnumValue;
use crate::outline::Outline;

pub(crate) use blocks::Block;
pub(crate) use convert::signature;
pub(crate) use names::{PARTICLES, is_event_machinery, names_event};
pub(crate) use zone::Zone;

/// Reads every Go fence into `out`; gives the blocks for whoever asks about the whole specification.
pub(crate) fn read<'text>(text: &'text str, outline: &Outline, kept: &Kept, out: &mut Declared) -> Vec<Block<'text>> {
    let blocks = blocks::read(text, outline, kept, out);
    let constants = constants(&blocks);
    for block in blocks.iter().filter(|block| block.zone != Zone::Test) {
        services::read(block, out);
    }
    for block in blocks.iter().filter(|block| block.zone != Zone::Test) {
        domain::read(block, &constants, out);
    }
    let receivers = services::Receivers::of(&blocks, out);
    for block in blocks.iter().filter(|block| block.zone != Zone::Test) {
        functions::read(block, &receivers, out);
    }
    for block in blocks.iter().filter(|block| block.zone != Zone::Test) {
        raised::read(block, out);
    }
    for block in blocks.iter().filter(|block| block.zone != Zone::Test) {
        raised::read_signatures(block, out);
    }
    blocks
}

/// The constants of each named type, over all blocks: a group may stand apart from its type.
fn constants(blocks: &[Block<'_>]) -> HashMap<String, Vec<EnumValue>> {
    let mut groups: HashMap<String, Vec<EnumValue>> = HashMap::default();
    for block in blocks.iter().filter(|block| block.zone != Zone::Test) {
        for constant in block.facts.constants.iter().filter(|constant| !constant.ty.is_empty() && constant.name.text != "_") {
            groups.entry(constant.ty.to_string()).or_default().push(EnumValue {
                constant: constant.name.text.to_string(),
                value: convert::constant_value(constant),
                span: block.at(constant.name.span),
            });
        }
    }
    groups
}
