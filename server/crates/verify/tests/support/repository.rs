//! A repository of about 400 Go files that keeps every rule: contexts with entities, and for each of them what the layers
//! have, with tests and migrations.

/// The module path.
pub(crate) const MODULE: &str = "example.com/shop";

/// Contexts, with an entity each for every one of [`ENTITIES`].
const CONTEXTS: [&str; 8] = ["billing", "catalog", "customer", "delivery", "inventory", "loyalty", "pricing", "returns"];

const ENTITIES: [&str; 4] = ["Account", "Batch", "Contract", "Document"];

const VALUES: [&str; 4] = ["Money", "Email", "Quantity", "Percentage"];

/// Paths and texts.
pub(crate) fn files() -> Vec<(String, String)> {
    let mut files = vec![("go.mod".to_owned(), format!("module {MODULE}\n\ngo 1.24\n"))];
    for value in VALUES {
        files.extend([VALUE, VALUE_TEST].map(|template| filled(template, "values", value)));
    }
    for (at, context) in CONTEXTS.iter().enumerate() {
        files.push(filled(PUBLISHER, context, ""));
        for (number, entity) in ENTITIES.iter().enumerate() {
            files.extend(OF_ENTITY.map(|template| filled(template, context, entity)));
            files.extend(TESTED.map(|path| filled(&format!("{path}{TEST}"), context, entity)));
            let number = format!("{:06}", at * ENTITIES.len() + number + 1);
            files.extend(MIGRATION.map(|template| filled(&template.replace("NUMBER", &number), context, entity)));
        }
    }
    files
}

/// The path in a template's first line and the text below it, for an entity `One` of a context.
fn filled(template: &str, context: &str, entity: &str) -> (String, String) {
    let (path, text) = template.split_once('\n').expect("a template begins with its path");
    let package = path.rsplit('/').nth(1).unwrap_or_default();
    let steps = |function: &str| (1..=24).map(|n| function.replace("STEP", &n.to_string())).collect::<String>();
    let text = match text.split_once("REPEAT\n") {
        Some((before, function)) => before.to_owned() + &steps(&function.replace("BODY", BODY)),
        None => text.to_owned(),
    };
    let (first, rest) = context.split_at(1);
    let capital = first.to_uppercase() + rest;
    let fill = |text: &str| {
        let text = text.replace("PACKAGE", package).replace("MODULE", MODULE).replace("Area", &capital);
        text.replace("area_", context).replace("One", entity).replace("one_", &entity.to_lowercase())
    };
    (fill(path), fill(&text))
}

/// Statements as they stand in most bodies: conditions, loops, calls, literals.
const BODY: &str = r#"	seen := make(map[string]int, 8)
	for at, word := range []string{"first", "second", "third"} {
		if at > 2 && len(word) > 3 {
			continue
		}
		seen[word] += at * 2
	}
	if total := len(seen); total > 100 {
		panic(fmt.Sprintf("there are too many: %d of %v", total, seen))
	}
	// Nothing is done with it.
	_ = struct{ Name string; Count int }{Name: "a name", Count: len(seen)}
"#;

const VALUE: &str = r#"internal/domain/values/one_.go
package values

import "errors"

// One is a value that all contexts share.
type One struct {
	text string
}

// NewOne checks the text.
func NewOne(text string) (One, error) {
	if text == "" {
		return One{}, errors.New("values: nothing is no one_")
	}
	return One{text: text}, nil
}

// UnmarshalText reads the text.
func (v *One) UnmarshalText(text []byte) error {
	v.text = string(text)
	return nil
}
"#;

const VALUE_TEST: &str = r#"internal/domain/values/one__test.go
package values

import "testing"

func TestNewOne(t *testing.T) {
	if _, err := NewOne(""); err == nil {
		t.Fatal("nothing was taken")
	}
}
"#;

const PUBLISHER: &str = r#"internal/infrastructure/events/area__publisher.go
package events

// AreaTopic is where events go.
const AreaTopic = "area_"
"#;

const OF_ENTITY: [&str; 7] = [
    r#"internal/domain/area_/one_.go
package area_

import (
	"context"
	"errors"

	"MODULE/internal/domain/values"
)

// One is one of many.
type One struct {
	ID    string
	Total values.Money
	steps int
}

// NewOne checks what it is given.
func NewOne(id string, total values.Money) (*One, error) {
	if id == "" {
		return nil, errors.New("area_: no id")
	}
	return &One{ID: id, Total: total}, nil
}

// OneRepository keeps them.
type OneRepository interface {
	Get(ctx context.Context, id string) (*One, error)
}
REPEAT

// StepSTEP goes on.
func (o *One) StepSTEP(limit int) error {
BODY	o.steps++
	return nil
}
"#,
    r#"internal/domain/area_/one__events.go
package area_

import "time"

// OneOpenedEvent tells that one was opened.
type OneOpenedEvent struct {
	ID         string
	OccurredAt time.Time
}
"#,
    r#"internal/service/area_/one__service.go
package area_

import (
	"context"

	"MODULE/internal/domain/area_"
)

// OneService works with them.
type OneService struct {
	repository area_.OneRepository
}

// NewOneService returns one.
func NewOneService(repository area_.OneRepository) *OneService {
	return &OneService{repository: repository}
}
REPEAT

// StepSTEP goes on.
func (s *OneService) StepSTEP(ctx context.Context, limit int) error {
BODY	return nil
}
"#,
    r#"internal/infrastructure/repository/area__one__repository.go
package repository

import (
	"context"
	"database/sql"

	"MODULE/internal/domain/area_"
)

// AreaOneRepository keeps them in a database.
type AreaOneRepository struct {
	db *sql.DB
}

// Get reads one.
func (r *AreaOneRepository) Get(ctx context.Context, id string) (*area_.One, error) {
	return nil, sql.ErrNoRows
}
REPEAT

func (r *AreaOneRepository) stepSTEP(ctx context.Context, limit int) error {
BODY	return nil
}
"#,
    r#"internal/infrastructure/cache/area__one__cache.go
package cache

import "context"

// AreaOneCache remembers them.
type AreaOneCache struct {
	steps int
}
REPEAT

func (c *AreaOneCache) stepSTEP(ctx context.Context, limit int) error {
BODY	return nil
}
"#,
    r#"internal/api/rest/area__one__handler.go
package rest

import (
	"net/http"

	area_service "MODULE/internal/service/area_"
)

// AreaOneHandler answers.
type AreaOneHandler struct {
	service *area_service.OneService
}
REPEAT

// StepSTEP answers.
func (h *AreaOneHandler) StepSTEP(w http.ResponseWriter, r *http.Request) {
BODY	_ = h.service.StepSTEP(r.Context(), STEP)
}
"#,
    r#"internal/api/rest/area__one__dto.go
package rest

// AreaOneResponse is an answer.
type AreaOneResponse struct {
	ID string `json:"id"`
}
"#,
];

/// What has tests.
const TESTED: [&str; 5] = [
    "internal/domain/area_/one__test.go",
    "internal/service/area_/one__service_test.go",
    "internal/infrastructure/repository/area__one__repository_test.go",
    "internal/infrastructure/cache/area__one__cache_test.go",
    "internal/api/rest/area__one__handler_test.go",
];

const TEST: &str = r#"
package PACKAGE

import "testing"
REPEAT

func TestAreaOneGoesOnSTEP(t *testing.T) {
BODY}
"#;

const MIGRATION: [&str; 2] = [
    "migrations/NUMBER_area__one_s.up.sql\nCREATE TABLE area__one_s (id TEXT PRIMARY KEY);\n",
    "migrations/NUMBER_area__one_s.down.sql\nDROP TABLE area__one_s;\n",
];
