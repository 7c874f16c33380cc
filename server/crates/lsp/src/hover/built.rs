//! Who builds what is declared, and into which file.

use specwave_plan::builders::builder_of;
use specwave_plan::contract::Contract;
use specwave_plan::{Catalog, Plan};
use specwave_spec::names::{Symbol, SymbolKind};

/// `Built by the Domain Expert in wave 1 (Domain): internal/domain/consent/consent.go`
pub(super) fn line(contract: &Contract, plan: Option<&Plan>, symbol: &Symbol) -> Option<String> {
    let plan = plan?;
    let role = builder_of(symbol.kind)?;
    let task = plan.tasks.iter().find(|task| task.role == role)?;
    let wave = Catalog::builtin().map_or("", |catalog| catalog.wave_name(task.wave));
    let file = file(contract, symbol).or_else(|| task.makes.iter().find(|path| path.ends_with(".go")).cloned());
    let file = file.map_or_else(String::new, |file| format!(": `{file}`"));
    Some(format!("Built by the *{}* in wave {} ({wave}){file}", task.title, task.wave))
}

/// The file of an item that has one of its own.
fn file(contract: &Contract, symbol: &Symbol) -> Option<String> {
    let name = &symbol.name;
    let file = match symbol.kind {
        SymbolKind::Entity => contract.entities.iter().find(|item| item.name == *name).map(|item| &item.file),
        SymbolKind::ValueObject => contract.values.iter().find(|item| item.name == *name).map(|item| &item.file),
        SymbolKind::Service => contract.services.iter().find(|item| item.name == *name).map(|item| &item.file),
        SymbolKind::Struct => contract.dtos.iter().find(|item| item.name == *name).map(|item| &item.file),
        _ => None,
    };
    file.cloned()
}
