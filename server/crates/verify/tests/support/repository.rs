//! A repository of about 400 Go files that keeps every rule: contexts with entities, and for each of them what the layers
//! have, with tests and migrations.

use std::fmt::Write;

/// The module path.
pub(crate) const MODULE: &str = "example.com/shop";

/// Contexts, with an entity each for every one of [`ENTITIES`].
const CONTEXTS: [&str; 8] = ["billing", "catalog", "customer", "delivery", "inventory", "loyalty", "pricing", "returns"];

const ENTITIES: [&str; 4] = ["Account", "Batch", "Contract", "Document"];

/// Paths and texts.
pub(crate) fn files() -> Vec<(String, String)> {
    let mut files = vec![("go.mod".to_owned(), format!("module {MODULE}\n\ngo 1.24\n"))];
    files.extend(shared());
    for (at, context) in CONTEXTS.iter().enumerate() {
        files.extend(of_context(context));
        for (number, entity) in ENTITIES.iter().enumerate() {
            files.extend(of_entity(context, entity));
            files.extend(migration(at * ENTITIES.len() + number + 1, context, entity));
        }
    }
    files
}

fn shared() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for value in ["Money", "Email", "Quantity", "Percentage"] {
        let lower = value.to_lowercase();
        let text = format!(
            "package values\n\nimport (\n\t\"errors\"\n\t\"strings\"\n)\n\n// {value} is a value that all contexts share.\ntype {value} struct {{\n\ttext string\n}}\n\n\
             // New{value} checks the text.\nfunc New{value}(text string) ({value}, error) {{\n\tif strings.TrimSpace(text) == \"\" {{\n\t\treturn {value}{{}}, errors.New(\"values: {lower} \
             is empty\")\n\t}}\n\treturn {value}{{text: text}}, nil\n}}\n\n// String returns the text.\nfunc (v {value}) String() string {{\n\treturn v.text\n}}\n\n// UnmarshalText \
             reads the text.\nfunc (v *{value}) UnmarshalText(text []byte) error {{\n\tv.text = string(text)\n\treturn nil\n}}\n"
        );
        files.push((format!("internal/domain/values/{lower}.go"), text));
        let test = format!(
            "package values\n\nimport \"testing\"\n\nfunc TestNew{value}(t *testing.T) {{\n\tif _, err := New{value}(\"\"); err == nil {{\n\t\tt.Fatal(\"empty\")\n\t}}\n}}\n"
        );
        files.push((format!("internal/domain/values/{lower}_test.go"), test));
    }
    files
}

fn of_context(context: &str) -> Vec<(String, String)> {
    let mut events = format!("package {context}\n\nimport \"time\"\n");
    let mut repositories = format!("package {context}\n\nimport \"context\"\n");
    for entity in ENTITIES {
        let _ = write!(
            events,
            "\n// {entity}OpenedEvent tells that one was opened.\ntype {entity}OpenedEvent struct {{\n\tID         string\n\tOccurredAt time.Time\n}}\n"
        );
        let _ = write!(
            repositories,
            "\n// {entity}Repository keeps them.\ntype {entity}Repository interface {{\n\tGet(ctx context.Context, id string) (*{entity}, error)\n\tSave(ctx context.Context, one *{entity}) error\n}}\n"
        );
    }
    vec![
        (format!("internal/domain/{context}/events.go"), events),
        (format!("internal/domain/{context}/repository.go"), repositories),
        (
            format!("internal/infrastructure/events/{context}_publisher.go"),
            format!(
                "package events\n\n// {context}Topic is where events of {context} go.\nconst {context}Topic = \"{context}\"\n"
            ),
        ),
    ]
}

fn of_entity(context: &str, entity: &str) -> Vec<(String, String)> {
    let file = entity.to_lowercase();
    let domain = format!("{MODULE}/internal/domain/{context}");
    let service = format!("{MODULE}/internal/service/{context}");
    let name = format!("{}{entity}", capital(context));
    let tests = |package: &str, about: &str, path: &str| {
        let text = format!(
            "package {package}\n\nimport \"testing\"\n{}",
            functions(12, |n| format!("func Test{about}Step{n}(t *testing.T) {{\n{}\n}}", body("t")))
        );
        (path.to_owned(), text)
    };
    vec![
        (
            format!("internal/domain/{context}/{file}.go"),
            format!(
                "package {context}\n\nimport (\n\t\"errors\"\n\n\t\"{MODULE}/internal/domain/values\"\n)\n\n// {entity} is one of {context}.\ntype {entity} struct {{\n\tID     \
                 string\n\tTotal  values.Money\n\tsteps  int\n}}\n\n// New{entity} checks what it is given.\nfunc New{entity}(id string, total values.Money) (*{entity}, error) {{\n\tif id == \"\" {{\n\t\treturn \
                 nil, errors.New(\"{context}: no id\")\n\t}}\n\treturn &{entity}{{ID: id, Total: total}}, nil\n}}\n{}",
                functions(24, |n| format!(
                    "// Step{n} goes on.\nfunc (e *{entity}) Step{n}(limit int) error {{\n{}\n\te.steps++\n\treturn nil\n}}",
                    body("e")
                ))
            ),
        ),
        tests(context, entity, &format!("internal/domain/{context}/{file}_test.go")),
        (
            format!("internal/service/{context}/{file}_service.go"),
            format!(
                "package {context}\n\nimport (\n\t\"context\"\n\n\t\"{domain}\"\n)\n\n// {entity}Service works with them.\ntype {entity}Service struct {{\n\trepository {context}.{entity}Repository\n\tsteps \
                 int\n}}\n\n// New{entity}Service returns one.\nfunc New{entity}Service(repository {context}.{entity}Repository) *{entity}Service {{\n\treturn &{entity}Service{{repository: repository}}\n}}\n{}",
                functions(24, |n| format!(
                    "// Step{n} goes on.\nfunc (s *{entity}Service) Step{n}(ctx context.Context, limit int) error {{\n{}\n\treturn nil\n}}",
                    body("s")
                ))
            ),
        ),
        tests(context, &format!("{entity}Service"), &format!("internal/service/{context}/{file}_service_test.go")),
        (
            format!("internal/infrastructure/repository/{context}_{file}_repository.go"),
            format!(
                "package repository\n\nimport (\n\t\"context\"\n\t\"database/sql\"\n\n\t\"{domain}\"\n)\n\n// {name}Repository keeps them in a database.\ntype {name}Repository struct {{\n\tdb *sql.DB\n\tsteps \
                 int\n}}\n\n// Get reads one.\nfunc (r *{name}Repository) Get(ctx context.Context, id string) (*{context}.{entity}, error) {{\n\treturn nil, sql.ErrNoRows\n}}\n{}",
                functions(24, |n| format!(
                    "func (r *{name}Repository) step{n}(ctx context.Context, limit int) error {{\n{}\n\treturn nil\n}}",
                    body("r")
                ))
            ),
        ),
        tests(
            "repository",
            &format!("{name}Repository"),
            &format!("internal/infrastructure/repository/{context}_{file}_repository_test.go"),
        ),
        (
            format!("internal/infrastructure/cache/{context}_{file}_cache.go"),
            format!(
                "package cache\n\nimport \"context\"\n\n// {name}Cache remembers them.\ntype {name}Cache struct {{\n\tsteps int\n}}\n{}",
                functions(24, |n| format!(
                    "func (c *{name}Cache) step{n}(ctx context.Context, limit int) error {{\n{}\n\treturn nil\n}}",
                    body("c")
                ))
            ),
        ),
        tests("cache", &format!("{name}Cache"), &format!("internal/infrastructure/cache/{context}_{file}_cache_test.go")),
        (
            format!("internal/api/rest/{context}_{file}_handler.go"),
            format!(
                "package rest\n\nimport (\n\t\"net/http\"\n\n\t{context}service \"{service}\"\n)\n\n// {name}Handler answers.\ntype {name}Handler struct {{\n\tservice *{context}service.{entity}Service\n\tsteps \
                 int\n}}\n{}",
                functions(24, |n| format!(
                    "// Step{n} answers.\nfunc (h *{name}Handler) Step{n}(w http.ResponseWriter, r *http.Request) {{\n\tlimit := 1\n{}\n\t_ = h.service.Step{n}(r.Context(), limit)\n}}",
                    body("h")
                ))
            ),
        ),
        tests("rest", &format!("{name}Handler"), &format!("internal/api/rest/{context}_{file}_handler_test.go")),
        (
            format!("internal/api/rest/{context}_{file}_dto.go"),
            format!(
                "package rest\n\n// {name}Response is an answer.\ntype {name}Response struct {{\n\tID string `json:\"id\"`\n}}\n"
            ),
        ),
    ]
}

fn migration(number: usize, context: &str, entity: &str) -> Vec<(String, String)> {
    let table = format!("{context}_{}s", entity.to_lowercase());
    let stem = format!("migrations/{number:06}_{table}");
    vec![
        (format!("{stem}.up.sql"), format!("CREATE TABLE {table} (id TEXT PRIMARY KEY);\n")),
        (format!("{stem}.down.sql"), format!("DROP TABLE {table};\n")),
    ]
}

fn functions(count: usize, function: impl Fn(usize) -> String) -> String {
    (1..=count).map(|n| format!("\n{}\n", function(n))).collect()
}

/// Statements as they stand in most bodies: conditions, loops, calls, literals. They change nothing of `of`.
fn body(of: &str) -> String {
    format!(
        "\tseen := make(map[string]int, 8)\n\tfor at, word := range []string{{\"one\", \"two\", \"three\"}} {{\n\t\tif at > 2 && len(word) > 3 {{\n\t\t\tcontinue\n\t\t}}\n\t\tseen[word] += \
         at * 2\n\t}}\n\tif total := len(seen); total > 100 {{\n\t\tpanic(fmt.Sprintf(\"%v has too many: %d\", {of}, total))\n\t}}\n\t// Nothing is done with it.\n\t_ = struct{{ Name string; Count int \
         }}{{Name: \"a name\", Count: len(seen)}}"
    )
}

fn capital(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_uppercase() + rest
}
