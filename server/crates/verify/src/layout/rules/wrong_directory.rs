//! SW1301: code that belongs to another layer than the one it lies in.

use specwave_golang::facts::{Func, Name};
use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::GoFile;
use crate::layout::domain::{Struct, ends_with_word, structs};
use crate::layout::folders::{Layer, Role};
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1301",
    name: "wrong-directory",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports code whose making shows that it belongs elsewhere: HTTP handlers and middleware in the domain or among \
               the services, repositories with a database among the services or in the API, services in the API.",
        why: "Whoever looks for it looks where the layout says, and what may import what is decided by the folder.",
        example: "```go\n// internal/service/billing/handler.go\nfunc (h *InvoiceHandler) Get(w http.ResponseWriter, r *http.Request) {}\n```",
        fix: "Move the file to the directory that the finding names.",
    },
};

/// Types of an open database.
const DATABASES: [&str; 7] = ["sql.DB", "sql.Tx", "sqlx.DB", "gorm.DB", "pgxpool.Pool", "pgx.Conn", "mongo.Collection"];

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for package in subject.judged() {
        let Some(layer) = package.standing.map(|standing| standing.role.layer()) else { continue };
        let mut report = |file: &GoFile, name: &Name, what: &str, role| {
            if let Some(folder) = subject.folders.of(role, package.dir) {
                let message = format!("`{}` is {what}, which belongs in `{folder}`", name.text);
                found.report(&RULE, &file.path, name.span, message);
            }
        };
        if matches!(layer, Layer::Domain | Layer::Service) {
            for (file, function) in package.functions() {
                if is_handler(function) {
                    report(file, &function.name, "an HTTP handler", Role::Rest);
                } else if is_middleware(function) {
                    report(file, &function.name, "HTTP middleware", Role::Middleware);
                }
            }
        }
        for found in structs(package) {
            let name = found.name();
            if matches!(layer, Layer::Service | Layer::Api) && ends_with_word(name, "Repository") && has_database(&found) {
                report(found.file, &found.declared.name, "a repository", Role::Repository);
            } else if layer == Layer::Api && ends_with_word(name, "Service") && !package.makers(name).is_empty() {
                report(found.file, &found.declared.name, "a service", Role::Service);
            }
        }
    }
}

fn is_handler(function: &Func) -> bool {
    function.takes(|ty| ty == "http.ResponseWriter") && function.takes(|ty| ty == "*http.Request")
        || function.takes(|ty| matches!(ty, "*gin.Context" | "echo.Context" | "*fiber.Ctx"))
}

fn is_middleware(function: &Func) -> bool {
    function.takes(|ty| ty == "http.Handler") && function.results().iter().any(|result| result.ty == "http.Handler")
}

fn has_database(found: &Struct<'_, '_>) -> bool {
    found.fields.iter().any(|field| DATABASES.contains(&field.ty.trim_start_matches('*')))
}
