//! What no well-behaved client sends and no sane person writes: answered or refused, never a fault of ours.

use serde_json::{Value, json};

use crate::client::{Client, converse};
use crate::offered;

const URI: &str = "file:///project/specs/seats.md";

const SPEC: &str = "---\nfeature: Seats 😀\ndomain: cinema\npriority: hihg\n---\n\n# Seats 😀\n\n## Domain Model\n\n```yaml\nentities:\n  \
    - Seat: # 😀 `internal/domain`\n      fields:\n        - id: UUID\n```\n\nA `Seat` 😀 belongs to the `SeatService`.\n\n## API\n\n\
    - `POST /api/v1/seats` - reserve a Seat\n";

async fn introduce(client: &mut Client, encoding: &str) {
    let capabilities = json!({ "general": { "positionEncodings": [encoding] }, "textDocument": { "diagnostic": {}, "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } } });
    client.request("initialize", json!({ "capabilities": capabilities })).await;
    client.notify("initialized", json!({})).await;
}

/// Asks; the answer must come and must not be that something went wrong inside.
async fn ask(client: &mut Client, method: &str, params: Value) -> Value {
    const INTERNAL_ERROR: i64 = -32603;
    let answer = client.request(method, params.clone()).await;
    assert_ne!(answer["error"]["code"], INTERNAL_ERROR, "{method} {params}: {answer}");
    answer
}

async fn ask_everything(client: &mut Client, [from, to]: [Value; 2]) {
    for (method, params) in offered::about_document(URI, &from, &to) {
        ask(client, method, params).await;
    }
}

fn position(line: u32, character: u32) -> Value {
    json!({ "line": line, "character": character })
}

#[tokio::test]
async fn places_that_are_none_are_answered() {
    for encoding in ["utf-8", "utf-16"] {
        let _ = converse(async |client| {
            introduce(client, encoding).await;
            client.open(URI, 1, SPEC).await;
            // Inside the pair of 😀, behind its line, behind the text, as far as numbers go, upside down.
            for place in [
                [position(1, 16), position(1, 16)],
                [position(6, 9), position(6, 10)],
                [position(12, 15), position(17, 11)],
                [position(3, 9_999), position(3, 10_000)],
                [position(9_999, 0), position(9_999, 7)],
                [position(u32::MAX, u32::MAX), position(u32::MAX, u32::MAX)],
                [position(12, 3), position(2, 1)],
            ] {
                ask_everything(client, place).await;
            }
        })
        .await;
    }
}

#[tokio::test]
async fn numbers_that_are_no_places_are_refused_and_the_next_request_is_answered() {
    let _ = converse(async |client| {
        introduce(client, "utf-16").await;
        client.open(URI, 1, SPEC).await;
        for (line, character) in [(json!(-1), json!(0)), (json!(0), json!(4_294_967_296_u64)), (json!("1"), json!(null))] {
            let place = json!({ "line": line, "character": character });
            let hover = json!({ "textDocument": { "uri": URI }, "position": place });
            let refused = ask(client, "textDocument/hover", hover).await;
            assert_eq!(refused["error"]["code"], -32602, "{refused}");
        }
        ask_everything(client, [position(0, 0), position(0, 0)]).await;
    })
    .await;
}

#[tokio::test]
async fn documents_that_are_not_open_have_nothing_to_say() {
    let _ = converse(async |client| {
        introduce(client, "utf-16").await;
        ask_everything(client, [position(0, 0), position(3, 0)]).await;
        client.open(URI, 1, SPEC).await;
        client.close(URI).await;
        client.close(URI).await;
        ask_everything(client, [position(0, 0), position(3, 0)]).await;
        let symbols = ask(client, "textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } })).await;
        assert_eq!(symbols["result"], Value::Null);
    })
    .await;
}

/// Names of the outline's second level.
async fn sections(client: &mut Client) -> Vec<String> {
    let outline = ask(client, "textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } })).await;
    let title = &outline["result"][0];
    title["children"].as_array().into_iter().flatten().map(|child| child["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_text_counts_whatever_its_version_is_called() {
    let _ = converse(async |client| {
        introduce(client, "utf-16").await;
        client.open(URI, 9, SPEC).await;
        assert_eq!(sections(client).await, ["Domain Model", "API"]);
        for (version, section) in [(5, "First"), (5, "Second"), (-1, "Third"), (i32::MAX, "Fourth"), (i32::MIN, "Fifth")] {
            client.change(URI, version, json!([{ "text": SPEC.replace("API", section) }])).await;
            assert_eq!(sections(client).await, ["Domain Model", section], "version {version}");
        }
    })
    .await;
}

/// A specification with this in it.
fn with(language: &str, content: &str) -> String {
    format!("{SPEC}\n## Storage\n\n```{language}\n{content}\n```\n\n## Last\n")
}

/// A method of an entity.
fn body(statements: &str) -> String {
    format!("package seats\n\ntype Seat struct {{\n\tFree bool\n}}\n\nfunc (s *Seat) IsFree() bool {{\n{statements}\n}}\n")
}

fn nested(open: &str, middle: &str, close: &str, depth: usize) -> String {
    format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))
}

/// Opens a text, asks everything, and sees that the server goes on.
async fn survives(name: &str, text: &str) {
    let _ = converse(async |client| {
        introduce(client, "utf-16").await;
        client.open(URI, 1, text).await;
        ask_everything(client, [position(0, 0), position(u32::MAX, 0)]).await;
        client.change(URI, 2, json!([{ "text": SPEC }])).await;
        assert_eq!(sections(client).await, ["Domain Model", "API"], "{name}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn depth_is_no_way_to_the_end_of_the_stack() {
    const DEEP: usize = 20_000;
    for (name, text) in [
        ("YAML lists", with("yaml", &format!("entities: {}", nested("[", "1", "]", DEEP)))),
        ("YAML maps", with("yaml", &format!("entities: {}", nested("{a: ", "1", "}", DEEP)))),
        ("YAML blocks", with("yaml", &(0..2_000).map(|at| format!("{}a:\n", " ".repeat(at))).collect::<String>())),
        ("YAML items", with("yaml", &format!("entities:\n  {}Seat", "- ".repeat(DEEP)))),
        (
            "YAML types",
            with("yaml", &format!("entities:\n  - Seat:\n      fields:\n        - id: {}string\n", "[]".repeat(DEEP))),
        ),
        (
            "YAML ellipses",
            with("yaml", &format!("entities:\n  - Seat:\n      fields:\n        - id: {}string\n", "...".repeat(DEEP))),
        ),
        ("Go parentheses", with("go", &format!("package seats\n\nvar x = {}\n", nested("(", "1", ")", DEEP)))),
        ("Go blocks", with("go", &format!("package seats\n\nfunc x() {}\n", nested("{", "", "}", DEEP)))),
        ("Go types", with("go", &format!("package seats\n\ntype Seat struct {{\n\tID {}string\n}}\n", "[]*".repeat(DEEP)))),
        ("Go structs", with("go", &format!("package seats\n\ntype Seat {}\n", nested("struct { A ", "int", " }", DEEP)))),
        ("Go functions", with("go", &format!("package seats\n\ntype F {}\n", nested("func(", "int", ") int", DEEP)))),
        (
            "Go maps",
            with("go", &format!("package seats\n\ntype Seat struct {{\n\tID {}string\n}}\n", "map[string]".repeat(DEEP))),
        ),
        ("Go bodies", with("go", &body(&nested("if s.Free {\n", "return true\n", "}\n", DEEP)))),
        ("Go conditions", with("go", &body(&format!("return {}", nested("f(!(", "s.Free", "))", DEEP))))),
        ("SQL parentheses", with("sql", &format!("CREATE TABLE seats (id INT CHECK {});", nested("(", "1", ")", DEEP)))),
        ("SQL conditions", with("sql", &format!("CREATE TABLE seats (id INT CHECK (1{}));", " + 1".repeat(DEEP)))),
        ("JSON", with("json", &nested("[", "1", "]", DEEP))),
        ("lists", (0..3_000).map(|at| format!("{}- item\n", " ".repeat(at))).collect::<String>()),
        ("quotes", format!("{SPEC}\n{}deep\n", "> ".repeat(DEEP))),
        ("brackets", format!("{SPEC}\n{}\n", nested("[", "x", "](y)", DEEP))),
        ("emphasis", format!("{SPEC}\n{}\n", nested("**_", "x", "_**", DEEP))),
        ("front matter", format!("---\nfeature: {}\ndomain: cinema\n---\n{SPEC}", nested("[", "1", "]", DEEP))),
        ("braces in a path", format!("{SPEC}\n- `GET /api/{}`\n", nested("{", "id", "}", DEEP))),
        ("mermaid", with("mermaid", &format!("graph TD\nA{}\n", nested("[", "x", "]", DEEP)))),
        (
            "types in YAML",
            with(
                "yaml",
                &format!("entities:\n  - Seat:\n      fields:\n        - id: {}\n", nested("array[", "UUID", "]", DEEP)),
            ),
        ),
    ] {
        survives(name, &text).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn anchors_do_not_explode() {
    let mut bomb = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for at in 1..40 {
        let earlier = vec![format!("*a{}", at - 1); 9].join(", ");
        bomb.push_str(&format!("a{at}: &a{at} [{earlier}]\n"));
    }
    bomb.push_str("entities: *a39\nself: &self [*self]\n");
    survives("a fence", &with("yaml", &bomb)).await;
    survives("front matter", &format!("---\nfeature: Seats\ndomain: cinema\n{bomb}---\n{SPEC}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn size_is_answered() {
    const LINE: usize = 2 << 20;
    let levels = (0..20_000).map(|at| format!("{} H\n", "#".repeat(1 + at % 6)));
    for (name, text) in [
        ("a line", format!("{SPEC}\n{}\n", "Seats 😀 ".repeat(LINE / "Seats 😀 ".len()))),
        ("headings", format!("{SPEC}\n{}", "## Seats\n".repeat(100_000))),
        ("headings of all levels", format!("{SPEC}\n{}", levels.collect::<String>())),
        ("code spans", format!("{SPEC}\n{}", "`internal/domain/seats` and `Seat` ".repeat(5_000))),
        ("cells", format!("{SPEC}\n|{}\n|{}\n", " a |".repeat(20_000), "---|".repeat(20_000))),
        ("fences", format!("{SPEC}\n{}", "```go\n".repeat(5_000))),
    ] {
        survives(name, &text).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_specifications_at_once_are_answered() {
    let _ = converse(async |client| {
        introduce(client, "utf-16").await;
        let uri = |at: usize| format!("file:///project/specs/seats-{at}.md");
        for at in 0..200 {
            client.open(&uri(at), 1, &SPEC.replace("- Seat:", &format!("- Seat{at}:"))).await;
        }
        for at in (0..200).rev() {
            let symbols = ask(client, "textDocument/documentSymbol", json!({ "textDocument": { "uri": uri(at) } })).await;
            let entity = &symbols["result"][0]["children"][0]["children"][0]["name"];
            assert_eq!(*entity, format!("Seat{at}"));
        }
        let found = ask(client, "workspace/symbol", json!({ "query": "seat1" })).await;
        let names: Vec<&str> =
            found["result"].as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap()).collect();
        assert_eq!(names.iter().filter(|name| name.starts_with("Seat1")).count(), 111, "{names:?}");
    })
    .await;
}
