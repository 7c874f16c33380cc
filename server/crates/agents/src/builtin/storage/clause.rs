//! Conditions of the contract as clauses of SQL, with a question mark for each argument.

use specwave_golang::Type;
use specwave_plan::contract::{Compare, Condition, Contract, Index, QueryFilter};

use super::expression::{is_set, localize};
use super::identifier::quoted;
use super::table::{Codec, StoredColumn, StoredTable};

/// A condition ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    /// SQL; each question mark stands for an argument. Empty for a set.
    pub(crate) sql: String,
    /// Go expressions of the arguments; the one of a set is its slice.
    pub(crate) arguments: Vec<String>,
    /// Go condition under which it applies.
    pub(crate) guard: Option<String>,
    /// The quoted column whose value has to be in a set.
    pub(crate) set: Option<String>,
}

/// The clause of a repository operation's condition, written inside package `from`.
pub(crate) fn of_condition(contract: &Contract, table: &StoredTable<'_>, condition: &Condition, from: &str) -> Clause {
    let value = condition.value.as_ref().map(|value| localize(contract, from, value));
    let guard = value.as_ref().filter(|_| condition.when_set).map(|value| is_set(contract, &condition.ty, value));
    clause(table.column(&condition.column), &condition.column, condition.compare, value, &condition.ty, guard)
}

/// The clause of a query specification's filter; `query` is the variable with the specification.
pub(crate) fn of_filter(table: &StoredTable<'_>, filter: &QueryFilter, query: &str) -> Clause {
    let field = format!("{query}.{}", filter.name);
    let value =
        if Type::parse(&filter.ty).is_some_and(|ty| matches!(ty, Type::Slice(_))) { field.clone() } else { format!("*{field}") };
    let guard = Some(format!("{field} != nil"));
    clause(table.column(&filter.column), &filter.column, filter.compare, Some(value), &filter.ty, guard)
}

fn clause(
    column: Option<&StoredColumn<'_>>,
    name: &str,
    compare: Compare,
    value: Option<String>,
    ty: &str,
    guard: Option<String>,
) -> Clause {
    let quoted_name = quoted(name);
    let codec = column.filter(|column| column.part.is_none()).map(|column| column.codec);
    let is_json = codec == Some(Codec::Json);
    let sql = match compare {
        Compare::Equal => format!("{quoted_name} = ?"),
        Compare::NotEqual => format!("{quoted_name} <> ?"),
        Compare::Less => format!("{quoted_name} < ?"),
        Compare::LessOrEqual => format!("{quoted_name} <= ?"),
        Compare::Greater => format!("{quoted_name} > ?"),
        Compare::GreaterOrEqual => format!("{quoted_name} >= ?"),
        Compare::NullOrGreater => format!("({quoted_name} IS NULL OR {quoted_name} > ?)"),
        Compare::Has if is_json => format!("{quoted_name} @> jsonb_build_array(?::text)"),
        Compare::Has => format!("? = ANY ({quoted_name})"),
        Compare::Contains => format!("strpos(lower({quoted_name}::text), lower(?)) > 0"),
        Compare::Null => format!("{quoted_name} IS NULL"),
        Compare::NotNull => format!("{quoted_name} IS NOT NULL"),
        Compare::In => String::new(),
    };
    let set = (compare == Compare::In).then_some(quoted_name);
    let takes_value = set.is_some() || sql.contains('?');
    let arguments = value.filter(|_| takes_value).map(|value| argument(codec, compare, &value, ty)).into_iter().collect();
    Clause { sql, arguments, guard, set }
}

/// The expression as the column's codec would bind it.
fn argument(codec: Option<Codec>, compare: Compare, value: &str, ty: &str) -> String {
    if compare == Compare::In {
        return value.to_owned();
    }
    match (codec, ty) {
        (Some(Codec::Cents), "values.Money") => format!("{}.Cents()", operand(value)),
        (_, "time.Time") => format!("{}.UTC()", operand(value)),
        _ => value.to_owned(),
    }
}

/// The expression in a form that a selector can follow.
fn operand(value: &str) -> String {
    let is_primary = value.chars().all(|c| c.is_alphanumeric() || "_.()\"".contains(c));
    if is_primary { value.to_owned() } else { format!("({value})") }
}

/// The SQL of clauses with their question marks numbered from `first`, and the arguments in that order.
pub(crate) fn numbered(clauses: &[Clause], first: usize) -> (String, Vec<String>) {
    let mut arguments = Vec::new();
    let mut sql = String::new();
    for (at, clause) in clauses.iter().enumerate() {
        if at > 0 {
            sql.push_str(" AND ");
        }
        let mut rest = clause.sql.as_str();
        for argument in &clause.arguments {
            let (before, after) = rest.split_once('?').unwrap_or((rest, ""));
            sql.push_str(&format!("{before}${}", first + arguments.len()));
            arguments.push(argument.clone());
            rest = after;
        }
        sql.push_str(rest);
    }
    (sql, arguments)
}

/// The index that serves a selection best: the one with most leading columns among those compared. A partial
/// index serves only where the selection implies its predicate.
pub(crate) fn serving_index<'a>(indexes: &'a [Index], columns: &[&str], clauses: &[Clause]) -> Option<&'a Index> {
    let leading = |index: &Index| index.columns.iter().take_while(|column| columns.contains(&column.as_str())).count();
    let applies = |index: &&Index| index.predicate.as_deref().is_none_or(|predicate| is_implied(predicate, clauses));
    let fitting = indexes.iter().filter(|index| leading(index) > 0).filter(applies);
    fitting.max_by_key(|index| (leading(index), std::cmp::Reverse(index.columns.len())))
}

fn is_implied(predicate: &str, clauses: &[Clause]) -> bool {
    let predicate = predicate.split_whitespace().collect::<Vec<_>>().join(" ");
    let certain = clauses.iter().filter(|clause| clause.guard.is_none());
    let not_null = predicate.strip_suffix(" IS NOT NULL");
    certain.into_iter().any(|clause| {
        let compares = |column: &str| clause.sql.strip_prefix(column).is_some_and(|rest| rest.contains('?'));
        clause.sql == predicate || not_null.is_some_and(compares)
    })
}
