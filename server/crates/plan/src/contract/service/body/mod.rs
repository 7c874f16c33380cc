//! Which pattern makes the body of an operation.

pub(super) mod bulk;
pub(super) mod check;
mod compare;
mod ignored;
mod lookup;
mod outside;
mod read;
pub(super) mod write;

use super::draft::Draft;
use super::subject;
use super::words::Verb;
use super::workbench::Workbench;
use crate::contract::{Body, Operation, ServicePattern};

pub(super) use lookup::identity;

/// A pattern, or why there is none.
pub(super) type Found = Result<ServicePattern, String>;

/// The body of an operation. Operations that are done for each of many things are found among `others`.
pub(super) fn body(bench: &mut Workbench<'_>, draft: &Draft<'_>, others: &[Operation<ServicePattern>]) -> Body<ServicePattern> {
    match pattern(bench, draft, others) {
        Ok(pattern) => match ignored::ignored(draft, &pattern) {
            Some(param) => Body::NotImplemented(format!("nothing says what `{param}` is for")),
            None => Body::Pattern(pattern),
        },
        Err(reason) => Body::NotImplemented(reason),
    }
}

fn pattern(bench: &mut Workbench<'_>, draft: &Draft<'_>, others: &[Operation<ServicePattern>]) -> Found {
    if draft.params.iter().chain(&draft.results).any(|param| param.ty.contains("chan ")) {
        return Err("values that are delivered over a channel need a source that the specification does not describe".to_owned());
    }
    if bench.contract.repositories.is_empty() && draft.verb != Verb::Emit && draft.verb != Verb::Bulk {
        // Without anything stored, whatever is given comes from outside.
        return Ok(outside::beyond(bench, draft));
    }
    match draft.verb {
        Verb::Create if subject::method(draft, write::changes).is_some() => {
            write::call(bench, draft).or_else(|_| write::create(bench, draft))
        }
        Verb::Create => write::create(bench, draft).or_else(|reason| write::import(bench, draft).map_err(|_| reason)),
        Verb::Get => read::load(bench, draft).or_else(|reason| read::list(bench, draft).map_err(|_| reason)),
        Verb::List => read::list(bench, draft).or_else(|reason| read::load(bench, draft).map_err(|_| reason)),
        Verb::Update => write::call(bench, draft).or_else(|_| write::update(bench, draft)),
        Verb::Delete => write::delete(bench, draft),
        Verb::Purge => write::purge(bench, draft),
        Verb::Check if draft.results.is_empty() && subject::method(draft, write::changes).is_some() => {
            write::call(bench, draft).or_else(|_| check::check(bench, draft))
        }
        Verb::Check => check::check(bench, draft),
        Verb::Bulk => bulk::for_each(bench, draft, others).or_else(|reason| write::import(bench, draft).map_err(|_| reason)),
        Verb::Import => write::import(bench, draft),
        Verb::Export => read::export(bench, draft),
        Verb::Report => read::count(bench, draft).or_else(|reason| {
            let audit_or_other = read::load(bench, draft);
            audit_or_other.map_err(|_| reason)
        }),
        Verb::Emit => {
            let changed = write::call(bench, draft).or_else(|_| write::assign(bench, draft));
            changed.or_else(|_| outside::emit(bench, draft))
        }
        Verb::Warm => outside::warm(bench, draft),
        Verb::Forget => outside::forget(bench, draft),
        Verb::Calculate => outside::ask(bench, draft),
        Verb::Subscribe => Err("a subscription needs a source of values that the specification does not describe".to_owned()),
        Verb::Act if write::gives_new(bench, draft) => write::create(bench, draft),
        Verb::Act => {
            let changed = write::call(bench, draft).or_else(|_| write::assign(bench, draft));
            changed.or_else(|_| write::move_state(bench, draft)).or_else(|reason| {
                let asked = outside::ask(bench, draft);
                asked.map_err(|_| reason)
            })
        }
    }
}
