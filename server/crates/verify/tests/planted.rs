//! One violation of every rule in a repository of about 400 files: all are found at their places, and nothing else is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use specwave_plan::Config;
use specwave_verify::{Judged, Tree, Verified, verify};

#[path = "support/repository.rs"]
mod repository;

/// Rule, file, text in it, and the line that is reported. What has no rule only completes another one.
const PLANTED: &[(&str, &str, &str, u32)] = &[
    (
        "SW1301",
        "internal/service/billing/webhook.go",
        "package billing\n\nfunc Webhook(w http.ResponseWriter, r *http.Request) {}\n",
        3,
    ),
    ("SW1302", "internal/service/catalog/extra.go", "package extras\n", 1),
    ("SW1303", "internal/domain/catalog/tax.go", "package catalog\n\nimport \"example.com/shop/internal/service/returns\"\n", 3),
    (
        "SW1304",
        "internal/domain/customer/terms.go",
        "package customer\n\nimport \"example.com/shop/internal/domain/pricing\"\n",
        3,
    ),
    ("SW1305", "internal/clock/clock.go", "package clock\n\nimport \"example.com/shop/internal/zone\"\n", 3),
    ("", "internal/zone/zone.go", "package zone\n\nimport \"example.com/shop/internal/clock\"\n", 0),
    ("SW1306", "internal/domain/delivery/row.go", "package delivery\n\nimport \"gorm.io/gorm\"\n", 3),
    (
        "SW1307",
        "internal/infrastructure/repository/ports.go",
        "package repository\n\ntype AuditRepository interface{ Save() error }\n",
        3,
    ),
    ("SW1308", "internal/domain/inventory/memory.go", "package inventory\n\ntype memoryRepository struct{}\n", 3),
    (
        "SW1309",
        "internal/service/loyalty/points_service.go",
        "package loyalty\n\ntype PointsService struct {\n\ta ARepository\n\tb BRepository\n\tc CService\n\td DClient\n\te ECache\n\tf FPublisher\n}\n",
        3,
    ),
    (
        "SW1310",
        "internal/domain/values/range.go",
        "package values\n\ntype Range struct {\n\tFrom int\n\tto   int\n}\n\nfunc NewRange(from, to int) (Range, error) { return Range{from, to}, nil }\n",
        4,
    ),
    (
        "SW1311",
        "internal/domain/values/weight.go",
        "package values\n\ntype Weight struct{ grams int }\n\nfunc (w *Weight) SetGrams(grams int) { w.grams = grams }\n",
        5,
    ),
    (
        "SW1312",
        "internal/domain/values/volume.go",
        "package values\n\ntype Volume struct{ litres int }\n\nfunc (v *Volume) Double() { v.litres *= 2 }\n",
        5,
    ),
    ("SW1313", "internal/domain/loyalty/card.go", "package loyalty\n\ntype Card struct{ ID string }\n", 3),
    ("", "internal/domain/loyalty/card_test.go", "package loyalty\n\nfunc TestCard(t *testing.T) {}\n", 0),
    (
        "SW1314",
        "internal/domain/values/color.go",
        "package values\n\ntype Color struct{ text string }\n\nfunc NewColor(text string) Color { return Color{text} }\n",
        5,
    ),
    ("SW1315", "internal/domain/pricing/more_events.go", "package pricing\n\ntype PriceRaisedEvent struct{ ID string }\n", 3),
    ("SW1316", "internal/domain/returns/more_events.go", "package returns\n\ntype ReturnParcelEvent struct{ At time.Time }\n", 3),
    ("SW1317", "internal/domain/returns/label_dto.go", "package returns\n\ntype LabelDTO struct{ Text string }\n", 3),
    (
        "SW1318",
        "internal/api/rest/overview.go",
        "package rest\n\nimport \"example.com/shop/internal/domain/billing\"\n\ntype OverviewResponse struct {\n\tAccounts []billing.Account\n}\n",
        6,
    ),
    (
        "SW1319",
        "internal/api/rest/export.go",
        "package rest\n\nfunc Export(w http.ResponseWriter, r *http.Request) {\n\trun(context.Background())\n}\n",
        4,
    ),
    ("SW1320", "migrations/000100_notes.up.sql", "CREATE TABLE notes (id TEXT);\n", 1),
    ("SW1321", "migrations/000101_links.sql", "ALTER TABLE tags ADD COLUMN link TEXT;\n", 1),
    ("", "migrations/000102_tags.sql", "CREATE TABLE tags (id TEXT);\n", 0),
    ("SW1322", "migrations/000102_words.sql", "CREATE TABLE words (id TEXT);\n", 1),
    ("SW1323", "internal/ghost/ghost_test.go", "package ghost\n\nfunc TestGhost(t *testing.T) {}\n", 1),
    (
        "SW1324",
        "internal/domain/pricing/voucher.go",
        "package pricing\n\ntype Voucher struct{ ID string }\n\nfunc NewVoucher() (*Voucher, error) { return nil, nil }\n",
        3,
    ),
    ("SW1325", "internal/clock/http.go", "package clock\n\ntype HttpClock struct{}\n", 3),
    ("SW1326", "internal/clock/broken.go", "package clock\n\nfunc broken( {\n", 3),
];

fn found(planted: &[(&str, &str, &str, u32)]) -> Vec<(String, String, u32)> {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    };
    let files = repository::files();
    assert!((380..=430).contains(&files.iter().filter(|(path, _)| path.ends_with(".go")).count()));
    files.iter().for_each(|(path, text)| write(path, text));
    planted.iter().for_each(|(_, path, text, _)| write(path, text));
    let verified = verify(&Tree::read(folder.path(), None), Path::new(""), &Config::default());
    let place = |finding: &specwave_source::Finding| {
        let path = verified.sources.path_at(finding.span.start).strip_prefix(folder.path()).unwrap();
        (finding.code.clone(), path.display().to_string(), verified.sources.line(finding.span.start))
    };
    verified.findings.iter().map(place).collect()
}

#[test]
fn a_repository_that_keeps_its_layout_has_no_findings() {
    assert_eq!(found(&[]), []);
}

#[test]
fn every_planted_violation_is_found_and_nothing_else() {
    let mut expected: Vec<_> = PLANTED
        .iter()
        .filter(|(code, ..)| !code.is_empty())
        .map(|(code, path, _, line)| ((*code).to_owned(), (*path).to_owned(), *line))
        .collect();
    let mut found = found(PLANTED);
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    let planted: BTreeSet<&str> = PLANTED.iter().map(|(code, ..)| *code).collect();
    for rule in specwave_verify::rules().filter(|rule| rule.group.word() == "layout") {
        assert!(planted.contains(rule.code), "no violation of {} is planted", rule.name);
    }
}

/// Files come, with what is wrong in them, and go again. Each time only what depends on the file is checked.
#[test]
fn what_is_checked_behind_a_change_is_found_as_if_everything_was() {
    let original: BTreeMap<PathBuf, String> =
        repository::files().into_iter().map(|(path, text)| (PathBuf::from(path), text)).collect();
    let config = Config::default();
    let mut tree = Tree::of(Some(repository::MODULE), original.clone());
    let mut judged = Judged::new(&tree, &config);
    let shown = |verified: &Verified| {
        let place =
            |finding: &specwave_source::Finding| (finding.clone(), verified.sources.path_at(finding.span.start).to_owned());
        verified.findings.iter().map(place).collect::<Vec<_>>()
    };
    let come = PLANTED.iter().map(|(_, path, text, _)| (PathBuf::from(path), Some((*text).to_owned())));
    let go = PLANTED.iter().map(|(_, path, ..)| (PathBuf::from(path), original.get(Path::new(path)).cloned()));
    for (path, text) in come.chain(go) {
        assert!(tree.set(&path, text.clone()), "{path:?}");
        assert!(!tree.set(&path, text), "{path:?} is as it was");
        judged.judge_again(&tree, &config, &BTreeSet::from([path.clone()]));
        let below = Path::new("");
        let (again, anew) = (judged.verified(&tree, below, &config), verify(&tree, below, &config));
        assert_eq!(shown(&again), shown(&anew), "behind {path:?}");
    }
    assert_eq!(judged.verified(&tree, Path::new(""), &config).findings, []);

    let service = PathBuf::from("internal/service/billing/account_service.go");
    let text = format!("{}\n", original[&service]);
    tree.set(&service, Some(text));
    let checked = judged.judge_again(&tree, &config, &BTreeSet::from([service]));
    assert!((1..=2).contains(&checked), "{checked} packages were checked, and only the handlers import this one");
}
