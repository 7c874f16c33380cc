//! The Go and the SQL of the second wave: written on top of the first wave's for real and for odd specs, then built,
//! vetted and tested by Go, and read by a parser of PostgreSQL's dialect.

#![allow(clippy::print_stdout, reason = "the figures are what one runs the test for")]

mod support;

use specwave_agents::builtin;
use specwave_plan::RoleId;
use specwave_plan::contract::Contract;
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use support::{Module, contract_of, specs};

/// The roles that the second wave's code is built on.
const DOMAIN: &[&str] = &["value_designer", "domain_expert", "event_architect", "repository_designer"];

/// The roles of the second wave.
const INFRASTRUCTURE: &[&str] =
    &["repository_builder", "migration_engineer", "query_optimizer", "cache_builder", "event_publisher"];

/// Specs that are odd in a way that storing and publishing has to bear.
const ODD: &[(&str, &str)] = &[
    ("nothing", "---\nfeature: Nothing\ndomain: void\n---\n# Feature Specification: Nothing\n\n## Overview\nNothing yet.\n"),
    (
        "names",
        r#"---
feature: Order's "Store"
domain: store
---
# Feature Specification: Order Store

### Domain Model Changes
```yaml
entities:
  - name: Order
    fields:
      - ID uuid.UUID
      - User string
      - Group string
      - From time.Time
      - Limit *int
      - Select map[string]interface{}
      - Updates chan int
      - ExpiresAt time.Time
  - name: Store
    fields:
      - ID uuid.UUID
      - OrderID uuid.UUID
      - Values []string
  - name: Conditions
repositories:
  - name: OrderRepository
    operations:
      - Create(order *Order) error
      - Select(user string) ([]*Order, error)
      - Count(database string) (int, error)
      - ListByUser(user string, limit int, offset int) ([]*Order, int, error)
      - GetByUserAndGroup(user string, group string) (*Order, error)
      - ExistsByUser(user string) (bool, error)
      - DeleteExpired(before time.Time) (int64, error)
      - Save(order *Order) error
      - GetByIDs(ids []uuid.UUID) ([]*Order, error)
  - name: StoreRepository
    operations:
      - Close() error
      - Insert(store *Store) (*Store, error)
      - InsertMany(stores []*Store) error
domain_events:
  - name: OrderPlaced
    fields:
      - OrderID uuid.UUID
      - Reply chan int
```
"#,
    ),
    (
        "tables",
        r#"# Ledger - Technical Specification

**Domain:** ledger

## Domain Model

```go
// internal/domain/ledger/account.go
package ledger

type Kind string

const (
    KindDebit  Kind = "a debit of a very long name, longer than the column"
    KindCredit Kind = "it's credit"
)

type Account struct {
    ID        uuid.UUID
    ParentID  *uuid.UUID
    Kind      Kind
    MaybeKind *Kind
    Balance   Money
    Limit     *Money
    Fee       Money
    Tags      []string
    Kinds     []Kind
    Notes     map[string]string
    Owner     Owner
    Level     uint8
    Ratio     float32
    Active    bool
    Data      []byte
    CreatedAt time.Time
    ClosedAt  *time.Time
}

type Owner struct {
    Name  string
    Phone string
}

type Entry struct {
    ID        uuid.UUID
    AccountID uuid.UUID
    Amount    decimal.Decimal
    BookedAt  time.Time
}
```

## Database

```sql
CREATE TABLE entries (
    id BIGSERIAL,
    account_id UUID NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    amount NUMERIC(12, 2) NOT NULL CHECK (amount <> 0),
    booked_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    batch VARCHAR(10),
    UNIQUE (account_id, batch),
    INDEX idx_inline (booked_at)
) PARTITION BY RANGE (booked_at);

CREATE INDEX idx_recent ON entries(booked_at DESC) WHERE booked_at > NOW() - INTERVAL '1 day';
CREATE INDEX idx_unknown ON entries(elsewhere);

CREATE TABLE accounts (
    id UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    parent_id UUID REFERENCES accounts(id),
    branch_id UUID NOT NULL REFERENCES branches(id),
    kind VARCHAR(10) NOT NULL DEFAULT 'debit',
    balance_cents BIGINT NOT NULL,
    limit_cents BIGINT,
    fee DECIMAL(10,2) NOT NULL,
    tags TEXT[] NOT NULL,
    kinds VARCHAR(20)[],
    notes JSONB,
    owner_name TEXT,
    "order" INT DEFAULT 0,
    flags ENUM('a', 'b'),
    updated_at DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    CONSTRAINT chk_kind CHECK (kind IN ('debit', 'credit')),
    CONSTRAINT chk_other CHECK (other > 0)
);

CREATE INDEX idx_tags ON accounts USING GIN(tags);
CREATE UNIQUE INDEX idx_owner ON accounts(lower(owner_name), branch_id);
```

## Repositories

```go
// internal/domain/ledger/repository.go
package ledger

type AccountRepository interface {
    Save(ctx context.Context, account *Account) error
    FindByKind(ctx context.Context, kind Kind) ([]*Account, error)
    FindByTag(ctx context.Context, tag string) ([]*Account, error)
    GetActive(ctx context.Context, ownerID uuid.UUID) (*Account, error)
    UpdateBalance(ctx context.Context, id uuid.UUID, balance Money) error
    Close(ctx context.Context, id uuid.UUID) error
}

type EntryRepository interface {
    Save(ctx context.Context, entry *Entry) error
    ListByAccount(ctx context.Context, accountID uuid.UUID, limit int) ([]Entry, error)
    Watch(ctx context.Context) (<-chan Entry, error)
}
```
"#,
    ),
];

fn check(name: &str, contract: &Contract) {
    let module = Module::write(name, contract, &[DOMAIN, INFRASTRUCTURE].concat());
    module.build();
    for (package, percent) in module.test(&["./internal/infrastructure/...", "./migrations/..."]) {
        println!("    {percent:5.1} % {package}");
        assert!(percent >= 95.0, "{name}: {percent} % of {package}");
    }
    check_sql(name, contract);
}

/// Every migration is a sequence of statements that PostgreSQL can parse.
fn check_sql(name: &str, contract: &Contract) {
    let files = builtin::files(&RoleId::from("migration_engineer"), contract);
    let files = files.unwrap_or_else(|error| panic!("{name}: {error}"));
    for file in files.iter().filter(|file| file.path.ends_with(".sql")) {
        let parsed = Parser::parse_sql(&PostgreSqlDialect {}, &file.text);
        assert!(parsed.is_ok_and(|statements| !statements.is_empty()), "{name}: {}\n{}", file.path, file.text);
    }
}

#[test]
fn the_infrastructure_of_real_specs_builds_and_is_covered() {
    for (name, text) in specs() {
        println!("{name}");
        check(&name, &contract_of(&text));
    }
}

#[test]
fn the_infrastructure_of_odd_specs_builds_and_is_covered() {
    for (name, text) in ODD {
        println!("{name}");
        check(name, &contract_of(text));
    }
}

/// What runs at the same time is the same for every spec, so that one is enough for the race detector.
#[test]
fn the_infrastructure_is_free_of_races() {
    let (name, text) = ODD[1];
    let module = Module::write(&format!("{name}-race"), &contract_of(text), &[DOMAIN, INFRASTRUCTURE].concat());
    assert_eq!(module.test(&["-race", "./internal/infrastructure/..."]).len(), 4);
}

#[test]
fn what_postgresql_would_refuse_becomes_a_note_or_another_statement() {
    let (_, text) = ODD[2];
    let files = builtin::files(&RoleId::from("migration_engineer"), &contract_of(text));
    let sql: String =
        files.iter().flatten().filter(|file| file.path.ends_with(".up.sql")).map(|file| file.text.as_str()).collect();
    for expected in [
        "branch_id refers to branches(id), which is not part of this feature: there is no foreign key.",
        "DEFAULT gen_random_uuid()",
        "PRIMARY KEY (id, booked_at)",
        "UNIQUE (account_id, batch, booked_at)",
        "PARTITION BY RANGE (booked_at)",
        "PARTITION OF entries DEFAULT",
        "FOREIGN KEY (parent_id) REFERENCES accounts (id)",
        "FOREIGN KEY (account_id) REFERENCES accounts (id)",
        "'it''s credit'",
        "USING GIN (tags)",
        "(lower(owner_name), branch_id)",
        "PostgreSQL takes no index WHERE booked_at > NOW()",
        "\"order\" INT",
    ] {
        assert!(sql.contains(expected), "{expected} is missing in\n{sql}");
    }
    for refused in ["elsewhere", "chk_other", "uuid_generate_v4", "BIGSERIAL", "ENUM", "ON UPDATE CURRENT_TIMESTAMP"] {
        assert!(!sql.contains(refused), "{refused} is in\n{sql}");
    }
}
