//! A repository with its table, its operations and its statements.

use specwave_golang::names;
use specwave_plan::contract::{Contract, Entity, Repository};

use super::names::Names;
use super::operation::StoredOperation;
use super::statements::{Statements, statements};
use super::table::StoredTable;

/// A repository of the contract and what becomes of it.
#[derive(Debug, Clone)]
pub(crate) struct StoredRepository<'a> {
    /// What the contract says about it.
    pub(crate) repository: &'a Repository,
    /// The entity it stores.
    pub(crate) entity: &'a Entity,
    /// The table behind it.
    pub(crate) table: StoredTable<'a>,
    /// Its operations in order.
    pub(crate) operations: Vec<StoredOperation>,
    /// Its statements.
    pub(crate) statements: Statements,
}

/// The stem of files about an entity: that of its own file, behind what tells the entity apart from those of other
/// features.
pub(crate) fn stem(entity: &Entity) -> String {
    let own = entity.file.rsplit('/').next().unwrap_or_default().trim_end_matches(".go");
    if entity.prefix.is_empty() { own.to_owned() } else { format!("{}_{own}", names::snake(&entity.prefix)) }
}

impl<'a> StoredRepository<'a> {
    /// All repositories whose entity and table the contract has.
    pub(crate) fn all(contract: &'a Contract) -> Vec<Self> {
        let mut names = Names::default();
        contract.repositories.iter().filter_map(|repository| Self::of(contract, &mut names, repository)).collect()
    }

    fn of(contract: &'a Contract, names: &mut Names, repository: &'a Repository) -> Option<Self> {
        let table = StoredTable::behind(contract, repository)?;
        let operations = StoredOperation::all(contract, repository);
        let statements = statements(contract, names, repository, &table, &operations);
        Some(Self { repository, entity: table.entity?, operations, statements, table })
    }

    /// The stem of its files.
    pub(crate) fn stem(&self) -> String {
        stem(self.entity)
    }
}
