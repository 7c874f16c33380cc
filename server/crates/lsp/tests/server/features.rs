//! Documents that form one feature are looked at together.

use serde_json::{Value, json};
use specwave_lsp::Ending;
use tower_lsp::ls_types::Uri;

use crate::client::{Client, converse};

/// What the next diagnostics of a document say about names that are declared twice: where they were declared first.
async fn repetitions(client: &mut Client, uri: &str) -> Vec<Value> {
    let message = client
        .wait_for(|message| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri)
        .await;
    let diagnostics = message["params"]["diagnostics"].as_array().unwrap().iter();
    let repeated = diagnostics.filter(|diagnostic| diagnostic["message"].as_str().unwrap().contains("declared again"));
    repeated.map(|diagnostic| diagnostic["relatedInformation"][0]["location"]["uri"].clone()).collect()
}

#[tokio::test]
async fn a_document_is_looked_at_as_a_part_of_its_feature() {
    let folder = tempfile::tempdir().unwrap();
    let feature = folder.path().join("specs/001-reminders");
    std::fs::create_dir_all(&feature).unwrap();
    let declaring = |fields: &str| {
        let entity = format!("```yaml\nentities:\n  - name: Invoice\n    fields: [{fields}]\n```\n");
        format!("---\nfeature: Reminders\ndomain: billing\n---\n\n# Reminders\n\n{entity}")
    };
    let [spec, plan] = ["spec.md", "plan.md"].map(|name| {
        std::fs::write(feature.join(name), "# Nothing yet\n").unwrap();
        Uri::from_file_path(feature.join(name)).unwrap().to_string()
    });
    let nothing: [Value; 0] = [];
    let ending = converse(async |client| {
        client.request("initialize", json!({ "capabilities": {} })).await;
        client.open(&plan, 1, &declaring("id, due")).await;
        assert_eq!(repetitions(client, &plan).await, nothing);
        client.open(&spec, 1, &declaring("id, amount")).await;
        assert_eq!(repetitions(client, &plan).await, [json!(spec)], "the first declaration is in the other file");
        client.change(&spec, 2, json!([{ "text": "# Empty\n" }])).await;
        assert_eq!(repetitions(client, &plan).await, nothing, "the other file no longer declares it");
    })
    .await;
    assert_eq!(ending, Ending::Abrupt);
}
