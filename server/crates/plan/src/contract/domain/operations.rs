//! Operations of repositories: their signatures, and the patterns behind their names.

use specwave_golang::names;
use specwave_spec::model;

use super::conditions::{Subject, select};
use super::draft::Draft;
use super::expressions::stem;
use super::repositories::struct_fields;
use super::values::{own_sentence, with_article};
use super::{Aggregate, ColumnAssignment, Condition, Query, RepositoryBase, RepositoryPattern, Selection, verbs};
use crate::contract::{Body, Operation, Origin, Param};

/// Parameter names that would hide something that the body of an implementation needs.
const HIDING: &[&str] = &[
    "any", "append", "bool", "byte", "cap", "clear", "close", "context", "copy", "ctx", "db", "delete", "domain", "driver",
    "err", "error", "errors", "false", "fmt", "int", "json", "len", "make", "max", "min", "new", "nil", "now", "panic", "print",
    "r", "rows", "rune", "self", "slices", "sql", "string", "strings", "time", "true", "tx", "values",
];

/// An operation of a repository with its signature in the contract's terms.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    pub(super) name: String,
    doc: String,
    /// Without the context.
    params: Vec<Param>,
    /// Without the error.
    results: Vec<Param>,
    origin: Origin,
}

impl Declared {
    /// The operation of the contract.
    pub(super) fn with(self, body: Body<RepositoryPattern>) -> Operation<RepositoryPattern> {
        let context = Param { name: "ctx".to_owned(), ty: "context.Context".to_owned() };
        let error = Param { name: String::new(), ty: "error".to_owned() };
        Operation {
            name: self.name,
            doc: self.doc,
            params: std::iter::once(context).chain(self.params).collect(),
            results: self.results.into_iter().chain([error]).collect(),
            body,
            origin: self.origin,
        }
    }

    fn takes(&self, types: &[&str]) -> bool {
        self.params.len() == types.len() && self.params.iter().zip(types).all(|(param, ty)| param.ty == *ty)
    }

    fn gives(&self, types: &[&str]) -> bool {
        self.results.len() == types.len() && self.results.iter().zip(types).all(|(result, ty)| result.ty == *ty)
    }

    fn first_word(&self) -> String {
        names::words(&self.name).into_iter().next().unwrap_or_default()
    }
}

/// An entity's name as a noun in a sentence.
pub(super) fn noun(entity: &str) -> String {
    names::words(stem(entity)).join(" ")
}

/// The signature of a declared operation: entities by pointer, the context and the error left to the contract.
pub(super) fn sign(draft: &mut Draft<'_>, entity: &str, declared: &model::Operation) -> Option<Declared> {
    let name: String = names::exported(&declared.name).chars().filter(char::is_ascii_alphanumeric).collect();
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let signature = declared.signature.clone().unwrap_or_else(|| guessed_signature(draft, entity, &name));
    let mut params: Vec<Param> = Vec::new();
    for param in signature.params.iter().filter(|param| !param.ty.contains("context.Context")) {
        let ty = draft_type(draft, &param.ty, &name, declared);
        let ty = by_pointer(draft, &ty);
        let name = safe_name(draft, &param.name, &ty, &params);
        params.push(Param { name, ty });
    }
    let mut results = Vec::new();
    for result in signature.results.iter().filter(|result| result.ty.trim() != "error") {
        let ty = draft_type(draft, &result.ty, &name, declared);
        results.push(Param { name: String::new(), ty: by_pointer(draft, &ty) });
    }
    let origin = draft.inputs.declared(declared.span);
    let doc = own_sentence(&name, &super::fields::one_line(&declared.doc)).unwrap_or_else(|| described(&name, entity));
    Some(Declared { name, doc, params, results, origin })
}

/// A doc comment for an operation that has none, out of its name.
fn described(name: &str, entity: &str) -> String {
    let words = names::words(name);
    let own = names::words(entity);
    let (noun, nouns) = (noun(entity), names::plural(&noun(entity)));
    let rest: Vec<String> =
        words.iter().skip(1).filter(|word| !own.contains(word) && !own.contains(&names::singular(word))).cloned().collect();
    let rest = rest.join(" ");
    let one = with_article(&noun);
    let does = match (words[0].as_str(), rest.as_str()) {
        ("create" | "insert" | "store" | "add", "") => format!("stores a new {noun}"),
        ("update", "") => format!("stores a changed {noun}"),
        ("delete" | "remove", "") => format!("removes {one}"),
        ("save" | "upsert" | "index" | "put", "") => format!("stores {one}, new or changed"),
        ("get" | "find" | "load" | "fetch", "" | "by id") => format!("loads {one} by its identity"),
        ("get" | "find" | "load" | "fetch" | "list" | "search" | "query", rest) => found(rest, &nouns),
        ("count", rest) => format!("counts {nouns} {rest}"),
        ("bulk" | "batch", _) | ("create" | "insert" | "save" | "store" | "add", "batch" | "many" | "bulk" | "all") => {
            format!("stores several new {nouns} in one statement")
        }
        (verb, "") => format!("{} {one}", third_person(verb)),
        (verb, rest) if rest.starts_with("by ") => format!("{} {nouns} {rest}", third_person(verb)),
        (verb, rest) => format!("{} the {rest} of {nouns}", third_person(verb)),
    };
    format!("{name} {}.", does.trim())
}

/// What an operation finds, from the words behind its verb.
fn found(rest: &str, nouns: &str) -> String {
    match rest.split(' ').next().unwrap_or_default() {
        "" | "all" => format!("finds {nouns}"),
        "by" => format!("finds {nouns} {rest}"),
        first if is_state_word(first) || first.ends_with("ing") || matches!(first, "latest" | "recent") => {
            format!("finds {rest} {nouns}")
        }
        _ => format!("returns the {rest} of {nouns}"),
    }
}

pub(super) fn third_person(verb: &str) -> String {
    match verb {
        _ if verb.ends_with(['s', 'x']) || verb.ends_with("ch") || verb.ends_with("sh") => format!("{verb}es"),
        _ if verb.ends_with('y') && !verb.ends_with("ay") => format!("{}ies", &verb[..verb.len() - 1]),
        _ => format!("{verb}s"),
    }
}

fn draft_type(draft: &mut Draft<'_>, ty: &str, operation: &str, declared: &model::Operation) -> String {
    draft.signature_type(ty, operation, declared.span).replace("...", "[]")
}

/// Entities go by pointer, alone and in slices.
fn by_pointer(draft: &Draft<'_>, ty: &str) -> String {
    let is_entity = |ty: &str| ty.strip_prefix("domain.").is_some_and(|name| draft.entity(name).is_some());
    match ty.strip_prefix("[]") {
        Some(inner) if is_entity(inner) => format!("[]*{inner}"),
        None if is_entity(ty) => format!("*{ty}"),
        _ if ty.starts_with("*domain.") && ty.ends_with("Query") => ty[1..].to_owned(),
        _ => ty.to_owned(),
    }
}

/// A parameter's name that hides nothing.
fn safe_name(draft: &Draft<'_>, written: &str, ty: &str, others: &[Param]) -> String {
    let bare = ty.trim_start_matches(['*', '[', ']']).rsplit('.').next().unwrap_or("value");
    let is_many = ty.starts_with("[]");
    let written = if written.is_empty() || written == "_" {
        if is_many { names::plural(bare) } else { bare.to_owned() }
    } else {
        written.to_owned()
    };
    let mut name: String = names::unexported(&written).chars().filter(char::is_ascii_alphanumeric).collect();
    let hides = |name: &str| {
        let alias = draft.contract.packages.iter().any(|package| package.alias == name || package.name == name);
        name.is_empty() || alias || HIDING.contains(&name) || name.starts_with(|c: char| c.is_ascii_digit())
    };
    if hides(&name) {
        name = if draft.entity(bare).is_some() && !hides(&names::unexported(bare)) {
            names::unexported(bare)
        } else {
            format!("{name}Value")
        };
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name = format!("n{name}");
    }
    while others.iter().any(|other| other.name == name) {
        name.push_str("Other");
    }
    name
}

/// The signature of an operation of which the text gives only the name.
fn guessed_signature(draft: &Draft<'_>, entity: &str, name: &str) -> model::Signature {
    let param = |name: &str, ty: &str| model::Param { name: name.to_owned().into(), ty: ty.to_owned().into() };
    let (one, many) = (format!("*{entity}"), format!("[]*{entity}"));
    let words = names::words(name);
    let by = words.iter().position(|word| word == "by").map(|at| words[at + 1..].to_vec()).unwrap_or_default();
    let filters = by.split(|word| word == "and").filter(|part| !part.is_empty()).map(|part| {
        let wanted = names::exported(&part.join("_"));
        let field = draft.entity(entity).and_then(|found| {
            found
                .fields
                .iter()
                .find(|field| field.name == wanted || field.name == format!("{wanted}ID"))
                .map(|field| field.ty.clone())
        });
        param(&names::unexported(&wanted), field.as_deref().unwrap_or("string").trim_start_matches('*'))
    });
    let filters: Vec<model::Param> = filters.collect();
    let (params, results) = match words[0].as_str() {
        "create" | "insert" | "store" | "add" | "save" | "update" | "upsert" if words.len() == 1 => {
            (vec![param("", &one)], vec![])
        }
        "bulk" | "batch" => (vec![param("", &many)], vec![]),
        "delete" | "remove" => (if filters.is_empty() { vec![param("id", "uuid.UUID")] } else { filters }, vec![]),
        "get" | "find" | "load" | "fetch" if words.len() == 1 || by == ["id"] => (vec![param("id", "uuid.UUID")], vec![one]),
        "count" => (filters, vec!["int".to_owned()]),
        "exists" | "has" | "is" => {
            (if filters.is_empty() { vec![param("id", "uuid.UUID")] } else { filters }, vec!["bool".to_owned()])
        }
        _ => (filters, vec![many]),
    };
    model::Signature { params, results: results.iter().map(|ty| param("", ty)).collect() }
}

/// Which of the declared operations are those that every repository has; names for the others.
pub(super) fn base(declared: &[Declared], entity: &str, query: &str) -> RepositoryBase {
    let (one, many, query) = (format!("*domain.{entity}"), format!("[]*domain.{entity}"), format!("domain.{query}"));
    let find = |verbs: &[&str], takes: &str, gives: &[&str]| {
        let fits = |operation: &&Declared| operation.takes(&[takes]) && operation.gives(gives);
        let ranked =
            verbs.iter().find_map(|verb| declared.iter().filter(fits).find(|operation| is_plain(&operation.name, verb, entity)));
        ranked.map(|operation| operation.name.clone())
    };
    let free = |wanted: &[&str]| {
        let free = wanted.iter().find(|name| !declared.iter().any(|operation| operation.name == **name));
        free.map_or_else(|| format!("{}Record", wanted[0]), |name| (*name).to_owned())
    };
    let update = find(&["update", "modify", "replace"], &one, &[]);
    let insert = find(&["create", "insert", "add", "store", "append", "register"], &one, &[]);
    let insert = insert.or_else(|| find(&["save"], &one, &[]).filter(|_| update.is_some()));
    let insert_many = declared.iter().find(|operation| {
        let words = names::words(&operation.name);
        let verb = words.iter().any(|word| matches!(word.as_str(), "create" | "insert" | "add" | "store" | "save" | "append"));
        operation.takes(&[&many]) && operation.gives(&[]) && (verb || words.contains(&"bulk".to_owned()))
    });
    RepositoryBase {
        insert: insert.unwrap_or_else(|| free(&["Create", "Insert", "CreateNew"])),
        insert_many: insert_many
            .map_or_else(|| free(&["CreateBatch", "InsertBatch", "CreateMany"]), |operation| operation.name.clone()),
        update: update.unwrap_or_else(|| free(&["Update", "UpdateExisting"])),
        get: find(&["get", "find", "load", "fetch", "read"], "values.UUID", &[&one])
            .unwrap_or_else(|| free(&["GetByID", "LoadByID"])),
        delete: find(&["delete", "remove"], "values.UUID", &[]).unwrap_or_else(|| free(&["Delete", "DeleteByID"])),
        find: find(&["find", "list", "search", "query", "get"], &query, &[&many])
            .unwrap_or_else(|| free(&["Find", "FindByQuery"])),
        count: find(&["count"], &query, &["int"]).unwrap_or_else(|| free(&["Count", "CountByQuery"])),
    }
}

/// Whether a name is the verb alone, or with no more than the entity or its identity behind it.
fn is_plain(name: &str, verb: &str, entity: &str) -> bool {
    let words = names::words(name);
    let Some((first, rest)) = words.split_first() else { return false };
    let mut own: Vec<String> = names::words(entity);
    own.extend(["by", "id", "new"].map(str::to_owned));
    let own_or_plural = |word: &String| own.contains(word) || own.contains(&names::singular(word));
    let selects = matches!(verb, "find" | "list" | "search" | "query" | "count");
    first == verb && (rest.iter().all(own_or_plural) || selects)
}

/// How the operation is made.
pub(super) fn body(
    draft: &Draft<'_>,
    entity: &str,
    query: &Query,
    base: &RepositoryBase,
    operation: &Declared,
) -> Body<RepositoryPattern> {
    let is_base = [
        (&base.insert, RepositoryPattern::Insert),
        (&base.insert_many, RepositoryPattern::InsertMany),
        (&base.update, RepositoryPattern::Update),
        (&base.get, RepositoryPattern::Get),
        (&base.delete, RepositoryPattern::Delete),
        (&base.find, RepositoryPattern::Find),
        (&base.count, RepositoryPattern::Count),
    ];
    if let Some((_, pattern)) = is_base.into_iter().find(|(name, _)| **name == operation.name) {
        return Body::Pattern(pattern);
    }
    let pattern = whole_entities(entity, query, operation).or_else(|| by_condition(draft, entity, operation));
    match pattern {
        Some(pattern) => Body::Pattern(pattern),
        None => Body::NotImplemented(format!(
            "nothing in the specification says how `{}` selects or changes its rows",
            operation.name
        )),
    }
}

/// Patterns that take whole entities, identities or the query specification.
fn whole_entities(entity: &str, query: &Query, operation: &Declared) -> Option<RepositoryPattern> {
    let (one, many, query) = (format!("*domain.{entity}"), format!("[]*domain.{entity}"), format!("domain.{}", query.name));
    let verb = operation.first_word();
    let creates = matches!(verb.as_str(), "create" | "insert" | "add" | "append" | "record" | "register");
    let returned = operation.gives(&[]) || operation.gives(&[&one]) || operation.gives(&["values.UUID"]);
    if operation.takes(&[&one]) && returned {
        let pattern = match verb.as_str() {
            _ if creates => RepositoryPattern::Insert,
            "update" | "modify" | "replace" => RepositoryPattern::Update,
            "delete" | "remove" => return None,
            _ => RepositoryPattern::Upsert,
        };
        return Some(pattern);
    }
    if operation.takes(&[&many]) && operation.gives(&[]) {
        return (!operation.name.contains("Update") && !operation.name.contains("Delete"))
            .then_some(RepositoryPattern::InsertMany);
    }
    let get_many = operation.takes(&["[]values.UUID"]) && operation.gives(&[&many]);
    let find = operation.takes(&[&query]) && operation.gives(&[&many]);
    let count = operation.takes(&[&query]) && operation.gives(&["int"]);
    let delete = operation.takes(&["values.UUID"]) && operation.gives(&[]) && matches!(verb.as_str(), "delete" | "remove");
    match () {
        () if get_many => Some(RepositoryPattern::GetMany),
        () if find => Some(RepositoryPattern::Find),
        () if count => Some(RepositoryPattern::Count),
        () if delete => Some(RepositoryPattern::Delete),
        () => None,
    }
}

/// Patterns that select rows by conditions.
fn by_condition(draft: &Draft<'_>, entity: &str, operation: &Declared) -> Option<RepositoryPattern> {
    let subject = Subject::new(draft, entity)?;
    let words = names::words(&operation.name);
    let results: Vec<&str> = operation.results.iter().map(|result| result.ty.as_str()).collect();
    let (one, many) = (format!("*domain.{entity}"), format!("[]*domain.{entity}"));
    let number = |ty: &str| matches!(ty, "int" | "int32" | "int64" | "uint64");
    match (words[0].as_str(), results.as_slice()) {
        ("update" | "set" | "mark" | "change" | "increment" | "decrement" | "touch", []) => change(&subject, operation, &words),
        ("delete" | "remove" | "purge" | "clear" | "cleanup" | "clean" | "expire", [] | [_])
            if results.iter().all(|ty| number(ty)) =>
        {
            select(&subject, &words, &operation.params).map(RepositoryPattern::DeleteWhere)
        }
        (_, [ty]) if *ty == one => select(&subject, &words, &operation.params).map(RepositoryPattern::FindOne),
        (_, [ty]) if *ty == many => select(&subject, &words, &operation.params).map(RepositoryPattern::FindMany),
        (_, [ty, count]) if *ty == many && number(count) => {
            select(&subject, &words, &operation.params).map(RepositoryPattern::FindMany)
        }
        (_, ["bool"]) => select(&subject, &words, &operation.params).map(RepositoryPattern::Exists),
        (_, [ty]) if number(ty) && words.iter().any(|word| matches!(word.as_str(), "count" | "total" | "number")) => {
            select(&subject, &words, &operation.params).map(RepositoryPattern::CountWhere)
        }
        (_, [ty]) if struct_fields(draft, ty).is_some() => aggregate(draft, &subject, operation, &words),
        (_, [ty]) if ty.starts_with("[]") => column(&subject, operation, &words),
        _ => None,
    }
}

/// `UpdateStatus(id, status)`, `MarkDelivered(id)`, `IncrementAttempts(id)`.
fn change(subject: &Subject<'_>, operation: &Declared, words: &[String]) -> Option<RepositoryPattern> {
    let (key, rest) = operation.params.split_first().filter(|(key, _)| key.ty == "values.UUID")?;
    let identity = subject.column("ID")?;
    let selection = Selection {
        conditions: vec![Condition {
            field: "ID".to_owned(),
            column: identity,
            value: Some(key.name.clone()),
            ty: key.ty.clone(),
            ..Condition::default()
        }],
        ..Selection::default()
    };
    let mut set: Vec<ColumnAssignment> = Vec::new();
    let target = words[1..].iter().filter(|word| *word != "as").cloned().collect::<Vec<_>>();
    for param in rest {
        let field = subject.field_for(&param.name, &param.ty).or_else(|| subject.field_for(&target.join("_"), &param.ty))?;
        let add = words[0] == "increment" && super::fields::is_integer(&field.ty);
        set.push(ColumnAssignment {
            field: field.name.clone(),
            column: subject.column(&field.name)?,
            value: param.name.clone(),
            add,
        });
    }
    if set.is_empty() {
        match words[0].as_str() {
            "mark" | "set" => {
                if let Some((field, constant)) = subject.state(&target.join("_")) {
                    set.push(ColumnAssignment { column: subject.column(&field)?, field, value: constant, add: false });
                }
            }
            "increment" | "decrement" => {
                let field = subject.field_named(&target.join("_")).filter(|field| super::fields::is_integer(&field.ty))?;
                let value = if words[0] == "increment" { "1" } else { "-1" }.to_owned();
                set.push(ColumnAssignment { field: field.name.clone(), column: subject.column(&field.name)?, value, add: true });
            }
            _ => {}
        }
        let moment = names::exported(&format!("{}_at", target.join("_")));
        if let Some(field) = subject.field_named(&moment).filter(|field| field.ty.trim_start_matches('*') == "time.Time") {
            let value = "time.Now().UTC()".to_owned();
            set.push(ColumnAssignment { field: field.name.clone(), column: subject.column(&field.name)?, value, add: false });
        }
    }
    (!set.is_empty()).then_some(RepositoryPattern::UpdateWhere { set, selection })
}

/// The values of the one column that the operation's name names.
fn column(subject: &Subject<'_>, operation: &Declared, words: &[String]) -> Option<RepositoryPattern> {
    let element = operation.results[0].ty.strip_prefix("[]")?;
    let field =
        words.iter().rev().find_map(|word| subject.field_named(&names::singular(word)).filter(|field| field.ty == element))?;
    let column = subject.column(&field.name)?;
    let selection = select(subject, words, &operation.params)?;
    Some(RepositoryPattern::Column { column, selection })
}

/// Counts and averages that go into the fields of a struct value.
fn aggregate(draft: &Draft<'_>, subject: &Subject<'_>, operation: &Declared, words: &[String]) -> Option<RepositoryPattern> {
    let to = operation.results[0].ty.trim_start_matches('*').to_owned();
    let sums = words.iter().any(|word| {
        matches!(word.as_str(), "stats" | "statistics" | "metrics" | "summary" | "counts" | "totals" | "aggregate" | "report")
    });
    let fields = struct_fields(draft, &to)?;
    let parts: Vec<Aggregate> = fields
        .iter()
        .filter_map(|field| {
            let sql = subject.aggregate(field)?;
            Some(Aggregate { field: field.name.clone(), ty: field.ty.clone(), sql })
        })
        .collect();
    let selection = select(subject, words, &operation.params)?;
    (sums && !parts.is_empty()).then_some(RepositoryPattern::Aggregate { to, parts, selection })
}

/// Whether a word is a state that a verb leads to.
pub(super) fn is_state_word(word: &str) -> bool {
    verbs::is_participle(word) || matches!(word, "active" | "inactive" | "pending" | "valid" | "current" | "open" | "ready")
}
