//! What the roles of Wave 2 share: they write Go and SQL for the same tables and have to agree on both.

mod clause;
mod column_type;
mod constraint;
mod expression;
mod identifier;
mod json_form;
mod list;
mod names;
mod noun;
mod operation;
mod packages;
mod repository;
mod schema;
mod statements;
mod table;

pub(crate) use expression::localize;
pub(crate) use json_form::has_json_form;
pub(crate) use names::spoken;
pub(crate) use noun::Noun;
pub(crate) use operation::{Action, SelectionAction, StoredOperation, is_struct_value};
pub(crate) use packages::Packages;
pub(crate) use repository::{StoredRepository, stem};
pub(crate) use schema::{TableSchema, schema};
#[cfg(test)]
use statements::Constant;
pub(crate) use statements::{Statements, Use};
pub(crate) use table::{Codec, StoredColumn};

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use specwave_plan::Layout;
    use specwave_plan::contract::{Contract, compute};
    use specwave_plan::module::ModuleFacts;
    use sqlparser::dialect::PostgreSqlDialect;
    use sqlparser::parser::Parser;

    use super::{Constant, StoredRepository};

    /// A repository with an operation of every pattern that selects rows.
    const SELECTIONS: &str = r#"---
feature: Selections
domain: selection
---
# Feature Specification: Selections

### Domain Model Changes
```yaml
entities:
  - name: Order
    fields:
      - ID uuid.UUID
      - BuyerID uuid.UUID
      - Status Status
      - Attempts int
      - Tags []string
      - ExpiresAt *time.Time
value_objects:
  - name: Status
    validation: "Must be one of: Open, Paid"
repositories:
  - name: OrderRepository
    operations:
      - Save(order *Order) error
      - GetByBuyer(buyerID uuid.UUID, limit int, offset int) ([]*Order, error)
      - ListByStatus(status Status, limit int) ([]*Order, int, error)
      - GetActiveByBuyer(buyerID uuid.UUID) (*Order, error)
      - CountByStatus(status Status) (int64, error)
      - ExistsByBuyer(buyerID uuid.UUID) (bool, error)
      - DeleteExpired(before time.Time) (int, error)
      - UpdateStatus(id uuid.UUID, status Status) error
      - IncrementAttempts(id uuid.UUID) error
      - GetByIDs(ids []uuid.UUID) ([]*Order, error)
      - FindByStatuses(statuses []Status) ([]*Order, error)
      - FindByTag(tag string) ([]*Order, error)
```
"#;

    fn contract_of(text: &str) -> Contract {
        let spec = specwave_spec::parse(text);
        compute(&spec, text, &ModuleFacts::default(), &Layout::default()).contract
    }

    /// The specs of the repository's examples, and of the corpus where it is there.
    fn specs() -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
        let dirs = [root.join("docs/examples"), root.join("../shared/corpus/dce")];
        let entries = dirs.iter().filter_map(|dir| fs::read_dir(dir).ok()).flatten().flatten().map(|entry| entry.path());
        entries
            .filter(|path| path.extension().is_some_and(|end| end == "md"))
            .map(|path| fs::read_to_string(path).unwrap())
            .collect()
    }

    /// A constant's whole text; one that rows or conditions follow gets a row.
    fn whole(constants: &[Constant], constant: &Constant) -> String {
        let beginning = constant.begins_with.as_ref().and_then(|name| constants.iter().find(|other| other.name == *name));
        let text = beginning.map(|beginning| beginning.text.clone()).unwrap_or_default() + &constant.text;
        if text.ends_with("VALUES ") { text + "($1)" } else { text }
    }

    #[test]
    fn every_statement_is_postgresql() {
        let mut statements = 0;
        for text in specs().iter().map(String::as_str).chain([SELECTIONS]) {
            for stored in StoredRepository::all(&contract_of(text)) {
                let made = &stored.statements;
                let constants = made.constants.iter().map(|constant| (&constant.name, whole(&made.constants, constant)));
                let select = whole(&made.constants, &made.constants[0]);
                let conditions = made.conditions.iter().map(|function| (&function.name, select.clone() + &function.expected));
                for (name, sql) in constants.chain(conditions) {
                    let parsed = Parser::parse_sql(&PostgreSqlDialect {}, &sql);
                    assert!(parsed.as_ref().is_ok_and(|parsed| parsed.len() == 1), "{name}: {parsed:?}\n{sql}");
                    statements += 1;
                }
            }
        }
        assert!(statements > 50, "{statements} statements");
    }

    #[test]
    fn statements_are_what_the_operations_ask_for() {
        let contract = contract_of(SELECTIONS);
        let stored = StoredRepository::all(&contract).remove(0);
        let text = |name: &str| {
            let constant = stored.statements.constants.iter().find(|constant| constant.name == name);
            constant.map(|constant| constant.text.replace('\n', " ")).unwrap_or_default()
        };
        let conditions = |name: &str| {
            let function = stored.statements.conditions.iter().find(|function| function.name == name);
            function.map(|function| function.expected.clone()).unwrap_or_default()
        };
        let expected = [
            ("OrderGetByBuyer", " WHERE buyer_id = $1 ORDER BY id LIMIT NULLIF($2::bigint, 0) OFFSET $3"),
            ("OrderCountByStatus", " WHERE status = $1"),
            ("OrderExistsByBuyer", "SELECT EXISTS ( SELECT 1 FROM orders WHERE buyer_id = $1 )"),
            ("OrderUpdateStatus", "UPDATE orders SET status = $1 WHERE id = $2"),
            ("OrderIncrementAttempts", "UPDATE orders SET attempts = attempts + $1 WHERE id = $2"),
            ("OrderGetByID", " WHERE id = $1"),
            ("OrderDelete", "DELETE FROM orders WHERE id = $1"),
        ];
        for (name, sql) in expected {
            assert_eq!(text(name), sql, "{name}");
        }
        assert_eq!(conditions("OrderFindByStatusesWhere"), " WHERE status IN ($1)");
        assert_eq!(conditions("OrderListByStatusWhere"), " WHERE status = $1");
    }
}
