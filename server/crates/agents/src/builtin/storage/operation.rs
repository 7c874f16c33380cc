//! What a repository's operation does, for the role that writes its SQL and the role that runs it.

use specwave_golang::{Type, names};
use specwave_plan::contract::{
    Aggregate, Body, ColumnAssignment, Contract, Operation, Param, Repository, RepositoryPattern, Selection,
};

use super::clause::{self, Clause};
use super::expression::{localize, rename};
use super::identifier::quoted;
use super::table::{StoredTable, kind_of};

/// Names that the generated methods use themselves, and packages that they import.
const OWN_NAMES: &[&str] = &["r", "ctx", "found", "err", "where", "count", "result", "sql", "context", "time", "fmt", "errors"];

/// An operation in terms of statements. Expressions are still those of the contract.
#[derive(Debug, Clone)]
pub(crate) struct StoredOperation {
    /// Its name.
    pub(crate) name: String,
    /// Its doc comment.
    pub(crate) doc: String,
    /// Its parameters without the context, under names that shadow nothing.
    pub(crate) params: Vec<Param>,
    /// Its results without the error.
    pub(crate) results: Vec<Param>,
    /// What it does.
    pub(crate) action: Action,
}

/// What an operation does.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// Stores an entity; the parameter that has it.
    Insert,
    /// Stores several entities.
    InsertMany,
    /// Stores a changed entity.
    Update,
    /// Stores an entity, new or changed.
    Upsert,
    /// Loads by identity.
    Get,
    /// Loads several by identity.
    GetMany,
    /// Removes by identity.
    Delete,
    /// Loads by the query specification.
    Find,
    /// Counts by the query specification.
    Count,
    /// Works on the rows of a selection.
    Select(SelectionAction, Box<Selection>),
    /// The spec's own Go.
    Spec(String),
    /// Nothing yet, for this reason.
    NotImplemented(String),
}

/// What is done with the rows of a selection.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SelectionAction {
    /// The first one is loaded.
    First,
    /// All are loaded.
    All,
    /// They are counted.
    Count,
    /// It is asked whether there are any.
    Exists,
    /// They are removed.
    Delete,
    /// They are changed.
    Update(Vec<ColumnAssignment>),
    /// One of their columns is loaded.
    Column(String),
    /// They are summed up in a struct.
    Aggregate {
        /// Its type.
        to: String,
        /// One expression per field.
        parts: Vec<Aggregate>,
    },
}

impl StoredOperation {
    /// The operations of a repository, in order.
    pub(crate) fn all(contract: &Contract, repository: &Repository) -> Vec<Self> {
        repository.operations.iter().map(|operation| Self::of(contract, operation)).collect()
    }

    fn of(contract: &Contract, operation: &Operation<RepositoryPattern>) -> Self {
        let declared = operation.params.iter().filter(|param| param.ty != "context.Context");
        let renamed: Vec<(String, String)> = declared
            .clone()
            .map(|param| (param.name.clone(), safe_name(contract, param)))
            .filter(|(old, new)| old != new)
            .collect();
        let rename_all =
            |expression: &str| rename(expression, |name| renamed.iter().find(|(old, _)| old == name).map(|(_, new)| new.clone()));
        let params = declared.map(|param| Param { name: rename_all(&param.name), ty: param.ty.clone() }).collect();
        let results = operation.results.iter().filter(|result| result.ty != "error").cloned().collect();
        Self {
            name: operation.name.clone(),
            doc: operation.doc.clone(),
            params,
            results,
            action: action(&operation.body, &rename_all),
        }
    }

    /// Whether its statement is known before it runs.
    pub(crate) fn is_fixed(&self) -> bool {
        let Action::Select(kind, selection) = &self.action else { return false };
        let counts_too = *kind == SelectionAction::All && self.results.len() > 1;
        let varies = |condition: &specwave_plan::contract::Condition| {
            condition.when_set || condition.compare == specwave_plan::contract::Compare::In
        };
        !counts_too && !selection.conditions.iter().any(varies)
    }

    /// The clauses of its selection, with expressions as they read inside package `from`.
    pub(crate) fn clauses(&self, contract: &Contract, table: &StoredTable<'_>, from: &str) -> Vec<Clause> {
        let Action::Select(_, selection) = &self.action else { return Vec::new() };
        selection.conditions.iter().map(|condition| clause::of_condition(contract, table, condition, from)).collect()
    }

    /// The assignments of an update with placeholders from `$1`, and the expressions behind them.
    pub(crate) fn assignments(&self, contract: &Contract, table: &StoredTable<'_>, from: &str) -> (String, Vec<String>) {
        let Action::Select(SelectionAction::Update(set), _) = &self.action else { return (String::new(), Vec::new()) };
        let mut sql: Vec<String> = Vec::new();
        let mut values = Vec::new();
        for assignment in set {
            let column = quoted(&assignment.column);
            values.push(localize(contract, from, &assignment.value));
            let at = values.len();
            sql.push(if assignment.add { format!("{column} = {column} + ${at}") } else { format!("{column} = ${at}") });
        }
        if let Some(touched) = touched_column(table).filter(|touched| !set.iter().any(|assignment| assignment.column == *touched))
        {
            sql.push(format!("{touched} = NOW()"));
        }
        (sql.join(", "), values)
    }
}

/// A column `updated_at` that no field stands behind: statements that change rows keep it.
pub(crate) fn touched_column<'a>(table: &StoredTable<'a>) -> Option<&'a str> {
    table.columns.iter().find(|column| column.name == "updated_at" && column.field.is_none()).map(|column| column.name)
}

/// Whether a type is one of the contract's immutable struct values, which are made of their parameters.
pub(crate) fn is_struct_value(contract: &Contract, ty: &str) -> bool {
    let kind = Type::parse(ty);
    let kind = kind.as_ref().and_then(|ty| kind_of(contract, ty));
    matches!(kind, Some(specwave_plan::contract::ValueKind::Struct { .. }))
}

/// The parameter's name, or another one where it would hide a package or a name of ours.
fn safe_name(contract: &Contract, param: &Param) -> String {
    let hides = OWN_NAMES.contains(&param.name.as_str()) || contract.packages.iter().any(|package| package.alias == param.name);
    if !hides && !param.name.is_empty() && param.name != "_" {
        return param.name.clone();
    }
    match Type::parse(&param.ty) {
        Some(Type::Pointer(inner)) if matches!(*inner, Type::Named { package: Some(_), .. }) => "entity".to_owned(),
        Some(Type::Slice(_) | Type::Variadic(_)) => "entities".to_owned(),
        _ => format!("{}Value", names::unexported(&param.name)),
    }
}

fn action(body: &Body<RepositoryPattern>, rename: &impl Fn(&str) -> String) -> Action {
    let select = |kind: SelectionAction, selection: &Selection| Action::Select(kind, Box::new(renamed(selection, rename)));
    let pattern = match body {
        Body::Spec(text) => return Action::Spec(text.clone()),
        Body::NotImplemented(reason) => return Action::NotImplemented(reason.clone()),
        Body::Pattern(pattern) => pattern,
    };
    match pattern {
        RepositoryPattern::Insert => Action::Insert,
        RepositoryPattern::InsertMany => Action::InsertMany,
        RepositoryPattern::Update => Action::Update,
        RepositoryPattern::Upsert => Action::Upsert,
        RepositoryPattern::Get => Action::Get,
        RepositoryPattern::GetMany => Action::GetMany,
        RepositoryPattern::Delete => Action::Delete,
        RepositoryPattern::Find => Action::Find,
        RepositoryPattern::Count => Action::Count,
        RepositoryPattern::FindOne(selection) => select(SelectionAction::First, selection),
        RepositoryPattern::FindMany(selection) => select(SelectionAction::All, selection),
        RepositoryPattern::CountWhere(selection) => select(SelectionAction::Count, selection),
        RepositoryPattern::Exists(selection) => select(SelectionAction::Exists, selection),
        RepositoryPattern::DeleteWhere(selection) => select(SelectionAction::Delete, selection),
        RepositoryPattern::UpdateWhere { set, selection } => {
            let set = set.iter().map(|one| ColumnAssignment { value: rename(&one.value), ..one.clone() }).collect();
            select(SelectionAction::Update(set), selection)
        }
        RepositoryPattern::Column { column, selection } => select(SelectionAction::Column(column.clone()), selection),
        RepositoryPattern::Aggregate { to, parts, selection } => {
            select(SelectionAction::Aggregate { to: to.clone(), parts: parts.clone() }, selection)
        }
    }
}

fn renamed(selection: &Selection, rename: &impl Fn(&str) -> String) -> Selection {
    let conditions = selection.conditions.iter().map(|condition| specwave_plan::contract::Condition {
        value: condition.value.as_deref().map(rename),
        ..condition.clone()
    });
    Selection {
        conditions: conditions.collect(),
        order: selection.order.clone(),
        limit: selection.limit.as_deref().map(rename),
        offset: selection.offset.as_deref().map(rename),
    }
}
