//! The SQL of a repository: constant texts, and functions for what is put together at run time.

use serde::Serialize;
use specwave_plan::contract::{Contract, Entity, Param, Query, Repository, Selection};

use super::clause::{self, Clause, numbered, serving_index};
use super::expression::{localize, mentions};
use super::identifier::quoted;
use super::list::wrapped;
use super::names::Names;
use super::operation::{Action, SelectionAction, StoredOperation, touched_column};
use super::table::StoredTable;

/// Everything that the query optimizer declares for one repository.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Statements {
    /// Constant texts in order.
    pub(crate) constants: Vec<Constant>,
    /// Functions that make conditions.
    pub(crate) conditions: Vec<ConditionFunction>,
    /// Name of the text that reads whole rows.
    pub(crate) select: String,
    /// Name of the text that a multi-row INSERT begins with.
    pub(crate) insert: String,
    /// Name of the text that counts rows.
    pub(crate) count: String,
    /// Name of the function that makes conditions of a query specification.
    pub(crate) matching: String,
    /// Name of the function that makes the order of a query specification.
    pub(crate) order: String,
    /// Quoted column of the identity.
    pub(crate) identity: String,
    /// Columns that a query specification may order by, quoted, behind the names it knows them by.
    pub(crate) order_by: Vec<(String, String)>,
    /// Per operation, in order: the names and expressions it uses.
    #[serde(skip)]
    pub(crate) uses: Vec<Use>,
}

/// A constant text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Constant {
    /// Its Go name.
    pub(crate) name: String,
    /// Its doc comment, from the verb on.
    pub(crate) doc: String,
    /// Go name of the text it begins with.
    pub(crate) begins_with: Option<String>,
    /// The rest of its text.
    pub(crate) text: String,
}

/// A function that returns the conditions of an operation.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ConditionFunction {
    /// Its Go name.
    pub(crate) name: String,
    /// Its doc comment, from the verb on.
    pub(crate) doc: String,
    /// Its parameters.
    pub(crate) params: Vec<Param>,
    /// Expressions that are bound before the conditions: what an UPDATE assigns.
    pub(crate) bound_first: Vec<String>,
    /// Its conditions.
    pub(crate) clauses: Vec<WrittenClause>,
    /// The whole WHERE clause when all conditions apply and every set has one member, for the tests.
    pub(crate) expected: String,
}

/// A clause as the template writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct WrittenClause {
    sql: String,
    arguments: Vec<String>,
    guard: Option<String>,
    set: Option<String>,
}

/// What an operation uses of the statements.
#[derive(Debug, Clone, Default)]
pub(crate) struct Use {
    /// Name of its text, or of the text that conditions are added to.
    pub(crate) constant: String,
    /// Arguments of a fixed text, or of the function with the conditions.
    pub(crate) arguments: Vec<String>,
    /// Name of the function with its conditions, unless the text is fixed.
    pub(crate) conditions: Option<String>,
    /// The order that follows the conditions.
    pub(crate) order: String,
    /// Go expressions of limit and offset, for texts that are put together.
    pub(crate) page: Option<(String, String)>,
}

/// The statements of a repository behind `table`.
pub(crate) fn statements(
    contract: &Contract,
    names: &mut Names,
    repository: &Repository,
    table: &StoredTable<'_>,
    operations: &[StoredOperation],
) -> Statements {
    let label = table.entity.map(Entity::shared_name).unwrap_or_default();
    let mut give = |statement: &str| names.give(&label, statement);
    let identity = table.identity().map_or_else(|| "id".to_owned(), |column| quoted(column.name));
    let mut made = Statements {
        select: give("Select"),
        insert: give("InsertRows"),
        count: give("CountRows"),
        matching: give("Matching"),
        order: give("Ordered"),
        identity,
        order_by: order_columns(table, &repository.query),
        ..Statements::default()
    };
    let base = Base::of(table, &made);
    base.declare(&mut made);
    made.conditions.push(matching(&made.matching, table, &repository.query));
    for operation in operations {
        let written = declare(contract, &mut made, &base, &mut give, table, operation);
        made.uses.push(written);
    }
    made
}

/// Texts that many statements are made of.
struct Base {
    table: String,
    identity: String,
    read: Vec<String>,
    written: Vec<String>,
    primary_key: Vec<String>,
    touched: Option<String>,
}

impl Base {
    fn of(table: &StoredTable<'_>, made: &Statements) -> Self {
        let read: Vec<String> = table.read().map(|column| quoted(column.name)).collect();
        Self {
            table: quoted(&table.table.name),
            identity: made.identity.clone(),
            written: read.iter().cloned().chain(table.derived().map(|column| quoted(column.name))).collect(),
            read,
            primary_key: table.primary_key().iter().map(|column| quoted(column.name)).collect(),
            touched: touched_column(table).map(str::to_owned),
        }
    }

    fn declare(&self, made: &mut Statements) {
        let table = &self.table;
        let mut declare = |name: &str, doc: &str, text: String| {
            made.constants.push(Constant { name: name.to_owned(), doc: doc.to_owned(), begins_with: None, text });
        };
        let (select, insert, count) = (made.select.clone(), made.insert.clone(), made.count.clone());
        declare(
            &select,
            "reads whole rows; conditions, order and page follow it.",
            format!("SELECT {}\nFROM {table}", wrapped(&self.read)),
        );
        declare(
            &insert,
            "is followed by the placeholders of as many rows as are stored.",
            format!("INSERT INTO {table} ({})\nVALUES ", wrapped(&self.written)),
        );
        declare(&count, "counts rows; conditions follow it.", format!("SELECT COUNT(*)\nFROM {table}"));
    }

    fn placeholders(&self) -> String {
        let all: Vec<String> = (1..=self.written.len()).map(|at| format!("${at}")).collect();
        format!("({})", wrapped(&all))
    }

    /// Every column but the identity, as an UPDATE assigns it.
    fn assignments(&self, assign: impl Fn(usize, &str) -> String) -> String {
        let columns = self.written.iter().enumerate().filter(|(_, column)| **column != self.identity);
        let mut all: Vec<String> = columns.map(|(at, column)| assign(at + 1, column)).collect();
        all.extend(self.touched.iter().map(|column| format!("{column} = NOW()")));
        if all.is_empty() {
            all.push(assign(1, &self.identity));
        }
        wrapped(&all)
    }
}

/// Declares what an operation needs and says how it is used.
fn declare(
    contract: &Contract,
    made: &mut Statements,
    base: &Base,
    give: &mut impl FnMut(&str) -> String,
    table: &StoredTable<'_>,
    operation: &StoredOperation,
) -> Use {
    let by_identity = format!("\nWHERE {} = $1", base.identity);
    let (begins_with, text, doc) = match &operation.action {
        Action::Insert => (Some(made.insert.clone()), base.placeholders(), "stores one row.".to_owned()),
        Action::Upsert if base.primary_key == [base.identity.clone()] => {
            let update = base.assignments(|_, column| format!("{column} = EXCLUDED.{column}"));
            let conflict = format!("\nON CONFLICT ({}) DO UPDATE SET {update}", base.identity);
            (Some(made.insert.clone()), base.placeholders() + &conflict, "stores one row, new or changed.".to_owned())
        }
        Action::Upsert => {
            // The identity alone is no key of this table, so there is nothing that an INSERT could conflict with.
            let set = base.assignments(|at, column| format!("{column} = ${at}"));
            let update = format!("UPDATE {} SET {set}{by_identity}\nRETURNING {}", base.table, base.identity);
            let insert = format!(
                "INSERT INTO {} ({})\nSELECT {}",
                base.table,
                wrapped(&base.written),
                base.placeholders().trim_matches(['(', ')'])
            );
            let text = format!("WITH changed AS (\n{update}\n)\n{insert}\nWHERE NOT EXISTS (SELECT 1 FROM changed)");
            (None, text, "changes the row with the identity $1, or stores a new one.".to_owned())
        }
        Action::Update => {
            let set = base.assignments(|at, column| format!("{column} = ${at}"));
            (None, format!("UPDATE {}\nSET {set}{by_identity}", base.table), "replaces the row with the identity $1.".to_owned())
        }
        Action::Get => (Some(made.select.clone()), by_identity, "reads by the primary key.".to_owned()),
        Action::Delete => (None, format!("DELETE FROM {}{by_identity}", base.table), "removes by the primary key.".to_owned()),
        Action::Select(kind, selection) => {
            return declare_selection(contract, made, base, give, table, operation, kind, selection);
        }
        Action::InsertMany => return Use { constant: made.insert.clone(), ..Use::default() },
        Action::GetMany | Action::Find => return Use { constant: made.select.clone(), ..Use::default() },
        Action::Count => return Use { constant: made.count.clone(), ..Use::default() },
        Action::Spec(_) | Action::NotImplemented(_) => return Use::default(),
    };
    let name = give(&operation.name);
    made.constants.push(Constant { name: name.clone(), doc, begins_with, text });
    Use { constant: name, ..Use::default() }
}

#[expect(clippy::too_many_arguments, reason = "each is used once, and a struct of them would be read nowhere else")]
fn declare_selection(
    contract: &Contract,
    made: &mut Statements,
    base: &Base,
    give: &mut impl FnMut(&str) -> String,
    table: &StoredTable<'_>,
    operation: &StoredOperation,
    kind: &SelectionAction,
    selection: &Selection,
) -> Use {
    let (begins_with, beginning) = beginning(contract, made, base, table, operation, kind);
    let order = order(base, kind, selection);
    let clauses = operation.clauses(contract, table, "database");
    let doc = doc(table, kind, selection, &clauses);
    if operation.is_fixed() {
        let (_, assigned) = operation.assignments(contract, table, "repository");
        let clauses = operation.clauses(contract, table, "repository");
        let (condition, arguments) = numbered(&clauses, assigned.len() + 1);
        let mut arguments: Vec<String> = assigned.into_iter().chain(arguments).collect();
        let condition = if condition.is_empty() { String::new() } else { format!("\nWHERE {condition}") };
        let page = fixed_page(contract, kind, selection, &mut arguments);
        let mut text = format!("{beginning}{condition}{order}{page}");
        if *kind == SelectionAction::Exists {
            text = format!("SELECT EXISTS (\n{text}\n)");
        }
        let name = give(&operation.name);
        made.constants.push(Constant { name: name.clone(), doc, begins_with, text });
        return Use { constant: name, arguments, ..Use::default() };
    }
    let constant = match begins_with {
        Some(name) if beginning.is_empty() => name,
        begins_with => {
            let name = give(&operation.name);
            let doc = "begins the statement; conditions follow it.".to_owned();
            made.constants.push(Constant { name: name.clone(), doc, begins_with, text: beginning });
            name
        }
    };
    let function = give(&format!("{}Where", operation.name));
    let (_, bound_first) = operation.assignments(contract, table, "database");
    let params = used_params(&operation.params, &bound_first, &clauses);
    let used = params.iter().map(|param| param.name.clone()).collect();
    made.conditions.push(condition_function(function.clone(), doc, params, bound_first, clauses));
    let page_of =
        |expression: &Option<String>| expression.as_ref().map_or_else(|| "0".to_owned(), |e| localize(contract, "repository", e));
    let limit = if *kind == SelectionAction::First { "1".to_owned() } else { page_of(&selection.limit) };
    let page = Some((limit, page_of(&selection.offset))).filter(|(limit, offset)| limit != "0" || offset != "0");
    Use { constant, arguments: used, conditions: Some(function), order: order.replace('\n', " "), page }
}

/// The text before the conditions: a name it begins with, and what follows that name.
fn beginning(
    contract: &Contract,
    made: &Statements,
    base: &Base,
    table: &StoredTable<'_>,
    operation: &StoredOperation,
    kind: &SelectionAction,
) -> (Option<String>, String) {
    let from = format!("FROM {}", base.table);
    match kind {
        SelectionAction::First | SelectionAction::All => (Some(made.select.clone()), String::new()),
        SelectionAction::Count => (Some(made.count.clone()), String::new()),
        SelectionAction::Exists => (None, format!("SELECT 1\n{from}")),
        SelectionAction::Delete => (None, format!("DELETE {from}")),
        SelectionAction::Update(_) => {
            (None, format!("UPDATE {}\nSET {}", base.table, operation.assignments(contract, table, "repository").0))
        }
        SelectionAction::Column(column) => (None, format!("SELECT {}\n{from}", quoted(column))),
        SelectionAction::Aggregate { parts, .. } => {
            let parts: Vec<String> = parts.iter().map(|part| part.sql.replace('`', "")).collect();
            (None, format!("SELECT {}\n{from}", parts.join(", ")))
        }
    }
}

fn order(base: &Base, kind: &SelectionAction, selection: &Selection) -> String {
    if !matches!(kind, SelectionAction::First | SelectionAction::All | SelectionAction::Column(_)) {
        return String::new();
    }
    match &selection.order {
        Some(order) => {
            let direction = if order.descending { " DESC" } else { "" };
            let column = quoted(&order.column);
            let tie = if column == base.identity || matches!(kind, SelectionAction::Column(_)) {
                String::new()
            } else {
                format!(", {}{direction}", base.identity)
            };
            format!("\nORDER BY {column}{direction}{tie}")
        }
        None if matches!(kind, SelectionAction::Column(_)) => String::new(),
        None => format!("\nORDER BY {}", base.identity),
    }
}

/// The page of a fixed text; a limit of zero does not limit, which PostgreSQL calls a limit of NULL.
fn fixed_page(contract: &Contract, kind: &SelectionAction, selection: &Selection, arguments: &mut Vec<String>) -> String {
    if *kind == SelectionAction::First {
        return "\nLIMIT 1".to_owned();
    }
    if !matches!(kind, SelectionAction::All | SelectionAction::Column(_)) {
        return String::new();
    }
    let mut page = String::new();
    let mut bind = |expression: &str| {
        arguments.push(localize(contract, "repository", expression));
        arguments.len()
    };
    if let Some(limit) = &selection.limit {
        page.push_str(&format!("\nLIMIT NULLIF(${}::bigint, 0)", bind(limit)));
    }
    if let Some(offset) = &selection.offset {
        page.push_str(&format!("\nOFFSET ${}", bind(offset)));
    }
    page
}

/// What the statement does, by which columns, and the index that serves it.
fn doc(table: &StoredTable<'_>, kind: &SelectionAction, selection: &Selection, clauses: &[Clause]) -> String {
    let verb = match kind {
        SelectionAction::First => "reads the first row",
        SelectionAction::All | SelectionAction::Column(_) => "reads rows",
        SelectionAction::Count => "counts rows",
        SelectionAction::Exists => "asks for a row",
        SelectionAction::Delete => "removes rows",
        SelectionAction::Update(_) => "changes rows",
        SelectionAction::Aggregate { .. } => "sums up rows",
    };
    let mut columns: Vec<&str> = Vec::new();
    for condition in &selection.conditions {
        if !columns.contains(&condition.column.as_str()) {
            columns.push(&condition.column);
        }
    }
    let by = if columns.is_empty() { String::new() } else { format!(" by {}", columns.join(", ")) };
    let ordered = selection.order.iter().map(|order| order.column.as_str());
    let used: Vec<&str> = columns.iter().copied().chain(ordered).collect();
    match serving_index(&table.table.indexes, &used, clauses) {
        Some(index) => format!("{verb}{by}, which the index {} serves.", index.name),
        None => format!("{verb}{by}."),
    }
}

/// The parameters that the conditions are made of.
fn used_params(params: &[Param], bound_first: &[String], clauses: &[Clause]) -> Vec<Param> {
    let expressions = || bound_first.iter().chain(clauses.iter().flat_map(|clause| clause.arguments.iter().chain(&clause.guard)));
    params.iter().filter(|param| expressions().any(|expression| mentions(expression, &param.name))).cloned().collect()
}

fn matching(name: &str, table: &StoredTable<'_>, query: &Query) -> ConditionFunction {
    let clauses = query.filters.iter().map(|filter| clause::of_filter(table, filter, "query")).collect();
    let params = vec![Param { name: "query".to_owned(), ty: format!("domain.{}", query.name) }];
    condition_function(
        name.to_owned(),
        "restricts to the rows that a query specification selects.".to_owned(),
        params,
        Vec::new(),
        clauses,
    )
}

fn condition_function(
    name: String,
    doc: String,
    params: Vec<Param>,
    bound_first: Vec<String>,
    clauses: Vec<Clause>,
) -> ConditionFunction {
    let expected: Vec<Clause> = clauses
        .iter()
        .map(|clause| match &clause.set {
            Some(column) => Clause { sql: format!("{column} IN (?)"), ..clause.clone() },
            None => clause.clone(),
        })
        .collect();
    let (expected, _) = numbered(&expected, bound_first.len() + 1);
    let expected = if expected.is_empty() { expected } else { format!(" WHERE {expected}") };
    let written = clauses
        .into_iter()
        .map(|clause| WrittenClause { sql: clause.sql, arguments: clause.arguments, guard: clause.guard, set: clause.set })
        .collect();
    ConditionFunction { name, doc, params, bound_first, clauses: written, expected }
}

fn order_columns(table: &StoredTable<'_>, query: &Query) -> Vec<(String, String)> {
    let known = query.order_by.iter().filter(|name| table.column(name).is_some());
    known.map(|name| (name.clone(), quoted(name))).collect()
}
