//! From a Go file back to what it implements.

use std::path::Path;

use specwave_source::Span;

use crate::{Links, Place};

/// A name in a Go file and what the specification has for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specified {
    /// The name in the Go file.
    pub go: Span,
    /// Where the specification declares it.
    pub declared: Span,
    /// What it is there: `entity Invoice`, `POST /api/v1/invoices`.
    pub what: String,
    /// Whether it is only a part of the thing: a field, an operation, the route of a handler.
    pub is_part: bool,
}

impl Links<'_> {
    /// Everything that the Go file at `path`, below the module root, implements; in the order of the Go text.
    #[must_use]
    pub fn specified_in(&self, path: &Path) -> Vec<Specified> {
        let mut all = Vec::new();
        let mut add = |place: Option<Place<'_>>, declared, what: String, is_part| {
            if let Some(place) = place.filter(|place| place.file.path == path) {
                all.push(Specified { go: place.span, declared, what, is_part });
            }
        };
        for link in &self.types {
            let Some(go) = &link.go else { continue };
            add(Some(go.place()), link.span, format!("{} {}", link.kind, link.name), false);
            for field in link.fields {
                add(go.field(&field.name), field.span, format!("field {}", field.name), true);
            }
            for operation in link.operations {
                add(go.method(&operation.name), operation.span, format!("operation {}", operation.name), true);
            }
        }
        for link in &self.endpoints {
            let endpoint = link.endpoint;
            let what = format!("{} {}", endpoint.method, endpoint.path);
            add(link.handler, endpoint.span, what.clone(), false);
            add(link.route_place(), endpoint.span, what, true);
        }
        all.sort_by_key(|specified| (specified.go, specified.declared));
        all
    }
}
