//! Code that is there already: other features, modules of the user's with packages of their own, folders inside of modules.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use support::{files, go, output, root, run, shown, specwave, write};

/// The files of a folder, by their path.
type Files = BTreeMap<String, Vec<u8>>;

fn example(name: &str) -> PathBuf {
    root().join("docs/examples").join(name)
}

fn fixture(name: &str) -> PathBuf {
    root().join("tests/fixtures/several_features").join(name)
}

/// Runs a specification into a folder, which must succeed; the files of the folder afterwards.
fn bring_in(spec: &Path, folder: &Path, quality: &str) -> Files {
    let (code, account, shown) = run(spec, folder, &["--quality", quality]);
    assert_eq!(code, 0, "{}:\n{shown}", spec.display());
    assert_eq!(account["outcome"], "succeeded", "{account:#}");
    files(folder)
}

/// `specwave undo` of a run; exit code and what was printed.
fn undo(folder: &Path, run: &str) -> (i32, String) {
    let home = tempfile::tempdir().unwrap();
    let output = output(specwave(home.path()).args(["undo", run]).current_dir(folder));
    (output.status.code().unwrap_or(-1), shown(&output))
}

/// The Go toolchain finds nothing wrong with a module.
fn is_sound(module: &Path) {
    go(module, "go", &["build", "-gcflags=-e", "./..."]);
    go(module, "go", &["vet", "./..."]);
    go(module, "go", &["test", "./..."]);
    let folders = ["internal", "migrations", "services"].map(|folder| module.join(folder));
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        assert_eq!(go(folder, "gofmt", &["-l", "."]), "", "files that gofmt would change");
    }
}

/// What is in `before` is in `after` with the same bytes.
fn assert_kept(before: &Files, after: &Files) {
    let changed: Vec<&String> =
        before.iter().filter(|(path, bytes)| after.get(*path) != Some(*bytes)).map(|(path, _)| path).collect();
    assert!(changed.is_empty(), "changed or removed: {changed:?}");
}

fn text_of(files: &Files, path: &str) -> String {
    String::from_utf8_lossy(files.get(path).unwrap_or_else(|| panic!("no {path} in {:?}", files.keys()))).into_owned()
}

#[test]
fn features_share_a_module_and_each_keeps_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let module = folder.path();
    let (ledger, parcels, campaigns) =
        (example("loyalty-points.md"), example("parcel-tracking.md"), fixture("loyalty-campaigns.md"));
    let first = bring_in(&ledger, module, "draft");
    // At this quality the gates run the tests of both features.
    let second = bring_in(&parcels, module, "production");
    assert_kept(&first, &second);
    let third = bring_in(&campaigns, module, "draft");
    assert_kept(&second, &third);
    is_sound(module);

    // A second feature of a domain has packages of its own; what both call the same has two names where they meet.
    for path in [
        "internal/domain/loyalty/loyalty_account.go",
        "internal/domain/loyalty/campaigns/loyalty_account.go",
        "internal/service/loyalty/campaigns/loyalty_service.go",
        "internal/infrastructure/repository/loyalty_account_repository.go",
        "internal/infrastructure/repository/campaigns_loyalty_account_repository.go",
        "internal/domain/values/account_status.go",
        "internal/domain/values/campaigns_account_status.go",
    ] {
        assert!(third.contains_key(path), "no {path}");
    }
    // The same value object is there once.
    assert!(!third.contains_key("internal/domain/values/campaigns_member_tier.go"));
    let router = text_of(&third, "internal/api/rest/campaigns_loyalty_handler.go");
    assert!(router.contains("type CampaignsLoyaltyHandler struct"), "{router}");

    // Migrations go on counting, and no table is made twice.
    let numbers: Vec<&str> =
        third.keys().filter_map(|path| path.strip_prefix("migrations/")?.strip_suffix(".up.sql")?.get(..6)).collect();
    assert!(numbers.iter().enumerate().all(|(at, number)| *number == format!("{:06}", at + 1)), "{numbers:?}");
    let migrations = third.iter().filter(|(path, _)| path.ends_with(".up.sql"));
    let made = migrations.flat_map(|(_, sql)| {
        let sql = String::from_utf8_lossy(sql).into_owned();
        sql.lines().filter_map(|line| line.strip_prefix("CREATE TABLE ").map(str::to_owned)).collect::<Vec<_>>()
    });
    let mut made: Vec<String> = made.collect();
    let all = made.len();
    made.sort();
    made.dedup();
    assert_eq!(made.len(), all, "a table is made twice: {made:?}");

    // Running any of them again changes nothing of anybody's.
    for spec in [&ledger, &campaigns] {
        let again = bring_in(spec, module, "draft");
        assert!(again == third, "{} changed something when it was run again", spec.display());
    }

    // What a later feature builds on is not taken away from below it.
    let (code, printed) = undo(module, "1");
    assert_eq!(code, 5, "{printed}");
    assert!(printed.contains("loyalty-campaigns"), "{printed}");
    let (code, printed) = undo(module, "3");
    assert_eq!(code, 0, "{printed}");
    assert!(files(module) == second, "taking the last feature back left something of it, or took more");
}

#[test]
fn edits_in_a_file_that_features_share_stay() {
    let folder = tempfile::tempdir().unwrap();
    bring_in(&fixture("gift-cards.md"), folder.path(), "draft");
    let shared = folder.path().join("internal/api/middleware/recovery.go");
    let mine = std::fs::read_to_string(&shared).unwrap() + "\n// Mine.\n";
    write(&shared, &mine);
    let (code, _, printed) = run(&fixture("loyalty-campaigns.md"), folder.path(), &["--quality", "draft"]);
    assert_eq!(code, 0, "{printed}");
    assert_eq!(std::fs::read_to_string(&shared).unwrap(), mine);
}

/// A shop that was written by hand: an untidy one, with code that no test reaches.
fn write_shop(module: &Path) {
    write(&module.join("go.mod"), "module example.org/shop\n\ngo 1.22\n");
    write(
        &module.join("cmd/shop/main.go"),
        "// Command shop sells things.\npackage main\n\nimport \"example.org/shop/internal/domain/values\"\n\nfunc main() {\n\tprintln(values.Money{Cents: 5}.Cents, values.TierGold)\n}\n",
    );
    write(
        &module.join("internal/domain/values/money.go"),
        "// Package values has the shop's value objects.\npackage values\n\n// Money is an amount in cents.\ntype Money struct {\n\tCents int64 `json:\"cents\"`\n}\n\n// Half returns half of the amount.\nfunc (m Money) Half() Money {\n\tif m.Cents < 0 {\n\t\treturn Money{}\n\t}\n\treturn Money{Cents: m.Cents / 2}\n}\n",
    );
    write(
        &module.join("internal/domain/values/email.go"),
        "package values\n\n// Email is an address.\ntype Email string\n\n// Domain returns what is behind the @.\nfunc (e Email) Domain() string {\n\tfor i, c := range e {\n\t\tif c == '@' {\n\t\t\treturn string(e[i+1:])\n\t\t}\n\t}\n\treturn \"\"\n}\n",
    );
    write(
        &module.join("internal/domain/values/tier.go"),
        "package values\n\n// CustomerTier says how valued a customer is.\ntype CustomerTier string\n\n// The tiers.\nconst (\n\tTierBasic CustomerTier = \"basic\"\n\tTierGold  CustomerTier = \"gold\"\n)\n\n// Valid reports whether the tier is a known one.\nfunc (c CustomerTier) Valid() bool { return c == TierBasic || c == TierGold }\n",
    );
    write(&module.join("migrations/000007_customers.up.sql"), "CREATE TABLE gift_cards (id UUID PRIMARY KEY);\n");
}

#[test]
fn a_module_of_the_users_keeps_its_path_and_its_value_objects() {
    let folder = tempfile::tempdir().unwrap();
    let module = folder.path();
    write_shop(module);
    let before = files(module);
    let after = bring_in(&fixture("gift-cards.md"), module, "production");
    assert_kept(&before, &after);
    is_sound(module);

    let entity = text_of(&after, "internal/domain/giftcard/gift_card.go");
    assert!(entity.contains("\"example.org/shop/internal/domain/values\""), "{entity}");
    for field in ["values.Money", "values.Email", "values.CustomerTier"] {
        assert!(entity.contains(field), "no {field} in {entity}");
    }
    for path in ["customer_tier.go", "email_test.go", "money_test.go"] {
        assert!(!after.contains_key(&format!("internal/domain/values/{path}")), "{path} was written beside the shop's own");
    }
    // The shop's migrations come first, and its table stays its own.
    let migration = text_of(&after, "migrations/000008_gift-cards_giftcard_gift_cards.up.sql");
    assert!(migration.contains("CREATE TABLE giftcard_gift_cards"), "{migration}");
    assert!(bring_in(&fixture("gift-cards.md"), module, "draft") == after, "a second run changed something");
}

#[test]
fn code_arrives_in_the_folder_that_is_named_inside_of_a_module() {
    let folder = tempfile::tempdir().unwrap();
    let module = folder.path();
    write_shop(module);
    // What is wrong elsewhere in the module is not this feature's business.
    write(
        &module.join("internal/broken/broken_test.go"),
        "package broken\n\nimport \"testing\"\n\nfunc TestBroken(t *testing.T) { t.Fatal(\"broken\") }\n",
    );
    let before = files(module);
    let output = module.join("services/cards");
    bring_in(&fixture("gift-cards.md"), &output, "production");
    let after = files(module);
    assert_kept(&before, &after);
    let new: Vec<&String> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    assert!(new.len() > 50 && new.iter().all(|path| path.starts_with("services/cards/")), "{new:?}");
    for path in
        ["internal/domain/giftcard/gift_card.go", "migrations/000001_gift-cards_gift_cards.up.sql", "docs/quality/gift-cards.md"]
    {
        assert!(after.contains_key(&format!("services/cards/{path}")), "no {path}");
    }
    let service = text_of(&after, "services/cards/internal/service/giftcard/gift_card_service.go");
    assert!(service.contains("\"example.org/shop/services/cards/internal/domain/giftcard\""), "{service}");
    std::fs::remove_dir_all(module.join("internal/broken")).unwrap();
    is_sound(module);
    write(&module.join("internal/broken/broken_test.go"), &before["internal/broken/broken_test.go"]);
    bring_in(&fixture("gift-cards.md"), &output, "draft");
    assert!(files(module) == after, "a second run changed something");
}
