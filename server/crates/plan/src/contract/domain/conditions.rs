//! Conditions on rows, read from the name and the parameters of an operation.

use specwave_golang::names;

use super::draft::{Draft, find_value};
use super::expressions::{is_own_identity, stem};
use super::repositories::{column_of, table_of};
use super::{Compare, Condition, Entity, Order, Selection, ValueKind, fields, verbs};
use crate::contract::{Field, Param};

/// States in which something counts as active, best first.
const LIVING: &[&str] = &["active", "granted", "valid", "enabled", "approved", "published", "open", "verified", "running"];

/// Fields that say when something ended before its time.
const ENDINGS: &[&str] =
    &["revoked", "cancelled", "canceled", "deleted", "closed", "suspended", "withdrawn", "disabled", "deactivated", "archived"];

/// Words of an operation's name that say nothing about the rows.
const SILENT: &[&str] = &[
    "a",
    "all",
    "and",
    "any",
    "audit",
    "batch",
    "by",
    "chain",
    "clear",
    "clean",
    "cleanup",
    "count",
    "data",
    "delete",
    "entries",
    "events",
    "exists",
    "fetch",
    "find",
    "for",
    "from",
    "get",
    "has",
    "history",
    "id",
    "in",
    "index",
    "is",
    "items",
    "list",
    "load",
    "log",
    "logs",
    "lookup",
    "many",
    "metrics",
    "number",
    "of",
    "paginated",
    "page",
    "purge",
    "query",
    "read",
    "records",
    "remove",
    "report",
    "search",
    "select",
    "statistics",
    "stats",
    "summary",
    "the",
    "to",
    "total",
    "totals",
    "trail",
    "with",
];

/// An entity with its columns, to which conditions refer.
pub(super) struct Subject<'d> {
    draft: &'d Draft<'d>,
    entity: &'d Entity,
}

impl<'d> Subject<'d> {
    pub(super) fn new(draft: &'d Draft<'d>, entity: &str) -> Option<Self> {
        draft.entity(entity).map(|entity| Self { draft, entity })
    }

    /// The column that holds the whole of a field.
    pub(super) fn column(&self, field: &str) -> Option<String> {
        column_of(self.draft, &self.entity.name, field)
    }

    /// The field of that name.
    pub(super) fn field_named(&self, name: &str) -> Option<&'d Field> {
        let wanted = names::exported(name);
        self.entity.fields.iter().find(|field| field.name == wanted)
    }

    /// The field that a parameter or filter of that name and type is about.
    pub(super) fn field_for(&self, name: &str, ty: &str) -> Option<&'d Field> {
        let bare = ty.trim_start_matches(['*', '[', ']']);
        let fits = |field: &&'d Field| {
            let own = field.ty.trim_start_matches(['*', '[', ']']);
            // Two lists are never the same column.
            let lists = ty.starts_with("[]") && field.ty.starts_with("[]");
            !lists && own == bare || bare == "string" && matches!(own, "values.PhoneNumber" | "values.Email")
        };
        let name = name.strip_suffix("Value").unwrap_or(name);
        let wanted = names::exported(name);
        let singular = names::exported(&names::singular(name));
        let exact = self.entity.fields.iter().filter(fits).find(|field| field.name == wanted || field.name == singular);
        let own =
            || (bare == "values.UUID" && is_own_identity(&self.entity.name, &wanted)).then(|| self.field_named("ID")).flatten();
        let words = names::words(&singular);
        let alike = || {
            let related = |field: &&'d Field| {
                let field_words = names::words(&field.name);
                field_words.starts_with(&words)
                    || field_words.ends_with(&words)
                    || words.ends_with(&field_words) && field_words != ["id"]
            };
            self.entity.fields.iter().filter(fits).find(related)
        };
        let only_one = || {
            let telling = find_value(&self.draft.contract.values, bare).is_some();
            let mut candidates = self.entity.fields.iter().filter(|field| telling && bare != "values.UUID" && fits(field));
            candidates.next().filter(|_| candidates.next().is_none())
        };
        exact.or_else(own).or_else(alike).or_else(only_one)
    }

    /// The field and constant for a state of that name.
    pub(super) fn state(&self, state: &str) -> Option<(String, String)> {
        let wanted = names::snake(state);
        self.entity.fields.iter().find_map(|field| {
            let value = find_value(&self.draft.contract.values, &field.ty)?;
            let ValueKind::Enum { constants } = &value.kind else { return None };
            let found = constants.iter().find(|constant| names::snake(&constant.value) == wanted)?;
            Some((field.name.clone(), format!("{}.{}", value.package, found.name)))
        })
    }

    /// The moment at which something ends by itself.
    fn expiry(&self) -> Option<&'d Field> {
        let ends =
            |field: &&Field| field.ty.trim_start_matches('*') == "time.Time" && fields::is_future(&names::words(&field.name));
        let best = |field: &&Field| names::words(&field.name).iter().any(|word| word.starts_with("expir"));
        self.entity.fields.iter().filter(ends).find(best).or_else(|| self.entity.fields.iter().find(ends))
    }

    /// The moment that orders the rows, best the one that the entity itself is about.
    fn moment(&self) -> Option<&'d Field> {
        let moments = || {
            self.entity.fields.iter().filter(|field| field.ty == "time.Time" && !fields::is_future(&names::words(&field.name)))
        };
        let recorded = moments().find(|field| !matches!(field.name.as_str(), "CreatedAt" | "UpdatedAt"));
        recorded.or_else(|| moments().find(|field| field.name == "CreatedAt")).or_else(|| moments().next())
    }

    fn condition(&self, field: &Field, compare: Compare, value: Option<String>, ty: &str) -> Option<Condition> {
        let column = self.column(&field.name)?;
        Some(Condition { field: field.name.clone(), column, compare, value, ty: ty.to_owned(), when_set: false })
    }

    /// What makes something active: not ended, not expired, begun, in a living state.
    pub(super) fn living(&self) -> Vec<Condition> {
        let mut conditions = Vec::new();
        for field in &self.entity.fields {
            let words = names::words(&field.name);
            let ended = field.ty == "*time.Time" && words.len() == 2 && words[1] == "at" && ENDINGS.contains(&words[0].as_str());
            let begun = field.ty.trim_start_matches('*') == "time.Time" && words.last().is_some_and(|word| word == "from");
            let flag = field.ty == "bool" && matches!(field.name.as_str(), "Active" | "IsActive" | "Enabled" | "IsEnabled");
            let now = || Some("time.Now().UTC()".to_owned());
            conditions.extend(match () {
                () if ended => self.condition(field, Compare::Null, None, &field.ty),
                () if begun => self.condition(field, Compare::LessOrEqual, now(), "time.Time"),
                () if flag => self.condition(field, Compare::Equal, Some("true".to_owned()), "bool"),
                () => None,
            });
        }
        if let Some(expiry) = self.expiry() {
            let compare = if expiry.ty.starts_with('*') { Compare::NullOrGreater } else { Compare::Greater };
            conditions.extend(self.condition(expiry, compare, Some("time.Now().UTC()".to_owned()), "time.Time"));
        }
        if let Some((field, constant)) = LIVING.iter().find_map(|state| self.state(state)) {
            let found = self.field_named(&field).map(|field| (field, field.ty.clone()));
            conditions.extend(found.and_then(|(field, ty)| self.condition(field, Compare::Equal, Some(constant), &ty)));
        }
        conditions
    }

    /// The SQL that fills a field of a struct of aggregates.
    pub(super) fn aggregate(&self, field: &Field) -> Option<String> {
        let words = names::words(&field.name);
        let whole = fields::is_integer(&field.ty);
        let rest = |n: usize| words[n..].join("_");
        let column = |name: &str| self.field_named(name).and_then(|field| self.column(&field.name));
        let only = |state: &str| {
            let (field, constant) = self.state(state)?;
            let value = self.draft.contract.values.iter().find_map(|value| match &value.kind {
                ValueKind::Enum { constants } => constants.iter().find(|found| constant.ends_with(&format!(".{}", found.name))),
                _ => None,
            })?;
            Some(format!("COUNT(*) FILTER (WHERE {} = '{}')", self.column(&field)?, value.value.replace('\'', "''")))
        };
        match words[0].as_str() {
            "average" | "avg" | "mean" if fields::is_float(&field.ty) => Some(format!("COALESCE(AVG({}), 0)", column(&rest(1))?)),
            "first" | "earliest" if field.ty == "*time.Time" => Some(format!("MIN({})", self.column(&self.moment()?.name)?)),
            "last" | "latest" if field.ty == "*time.Time" => Some(format!("MAX({})", self.column(&self.moment()?.name)?)),
            "total" | "count" if whole => Some("COUNT(*)".to_owned()),
            first if whole => only(first),
            _ => None,
        }
    }
}

/// The rows that an operation with these words and parameters selects; `None` where something remains unclear.
pub(super) fn select(subject: &Subject<'_>, words: &[String], params: &[Param]) -> Option<Selection> {
    let mut selection = Selection::default();
    for param in params {
        if !place(subject, &mut selection, words, param) {
            return None;
        }
    }
    if !read_name(subject, &mut selection, words, params) {
        return None;
    }
    let singles = words.iter().any(|word| matches!(word.as_str(), "latest" | "recent" | "last" | "newest" | "history" | "trail"));
    if let Some(moment) = subject.moment().filter(|_| selection.order.is_none()) {
        selection.order = subject.column(&moment.name).map(|column| Order { column, descending: singles });
    }
    Some(selection)
}

/// Makes a condition, a limit or an order of a parameter.
fn place(subject: &Subject<'_>, selection: &mut Selection, words: &[String], param: &Param) -> bool {
    let name_words = names::words(&param.name);
    let has = |wanted: &[&str]| name_words.iter().any(|word| wanted.contains(&word.as_str()));
    match param.ty.as_str() {
        "int" if has(&["limit", "size", "count", "max", "n", "top"]) => {
            selection.limit = Some(param.name.clone());
            return true;
        }
        "int" if has(&["offset", "skip"]) => {
            selection.offset = Some(param.name.clone());
            return true;
        }
        "time.Time" => return place_moment(subject, selection, words, param),
        "time.Duration" => {
            let within = has(&["within", "ahead", "window", "in"]) || words.iter().any(|word| word.starts_with("expir"));
            let (field, sign) = match within {
                true => (subject.expiry(), ""),
                false => (subject.moment(), "-"),
            };
            let Some(field) = field else { return false };
            let edge = format!("time.Now().UTC().Add({sign}{})", param.name);
            let now = Some("time.Now().UTC()".to_owned());
            let (first, second) = match within {
                true => ((Compare::Greater, now), Some((Compare::LessOrEqual, Some(edge)))),
                false => ((Compare::Less, Some(edge)), None),
            };
            for (compare, value) in std::iter::once(first).chain(second) {
                selection.conditions.extend(subject.condition(field, compare, value, "time.Time"));
            }
            return true;
        }
        _ => {}
    }
    if let Some(members) = super::repositories::struct_fields(subject.draft, &param.ty).filter(|_| !param.ty.starts_with("[]")) {
        return place_members(subject, selection, param, members);
    }
    let by: Vec<String> = words.iter().skip_while(|word| *word != "by").skip(1).cloned().collect();
    let exact = subject.field_named(&param.name).filter(|field| field.ty.trim_start_matches('*') == param.ty);
    let member =
        Field { name: names::exported(&param.name), ty: param.ty.clone(), key: names::snake(&param.name), ..Field::default() };
    if let Some(condition) = part(subject, &member, param.name.clone()).filter(|_| exact.is_none()) {
        selection.conditions.push(Condition { when_set: false, ..condition });
        return true;
    }
    let alike = || subject.field_for(&param.name, &param.ty).or_else(|| subject.field_for(&by.join("_"), &param.ty));
    let Some(field) = exact.or_else(alike) else { return false };
    let plural = param.ty.starts_with("[]") && !field.ty.starts_with("[]");
    let compare = match () {
        () if plural => Compare::In,
        () if field.ty.starts_with("[]") && !param.ty.starts_with("[]") => Compare::Has,
        () => Compare::Equal,
    };
    let condition = subject.condition(field, compare, Some(param.name.clone()), &param.ty);
    // Two values for one column would select nothing: then the parameters mean something else.
    let twice = compare == Compare::Equal
        && selection.conditions.iter().any(|other| other.field == field.name && other.compare == compare);
    let found = condition.is_some() && !twice;
    selection.conditions.extend(condition);
    found
}

/// `before`, `since`, `from`, `until` and the like.
fn place_moment(subject: &Subject<'_>, selection: &mut Selection, words: &[String], param: &Param) -> bool {
    let name_words = names::words(&param.name);
    let has = |wanted: &[&str]| name_words.iter().any(|word| wanted.contains(&word.as_str()));
    let of_name = name_words.iter().find_map(|word| subject.field_named(&format!("{word}_at")));
    let expiring = words.iter().any(|word| word.starts_with("expir"));
    let field = of_name.or_else(|| if expiring { subject.expiry() } else { None }).or_else(|| subject.moment());
    let compare = match () {
        () if has(&["after", "since", "from", "start", "begin"]) => Compare::GreaterOrEqual,
        () if has(&["before", "until", "end", "to", "older", "than", "cutoff", "by", "now", "at", "threshold", "deadline"]) => {
            Compare::Less
        }
        () => Compare::GreaterOrEqual,
    };
    let condition = field.and_then(|field| subject.condition(field, compare, Some(param.name.clone()), "time.Time"));
    let found = condition.is_some();
    selection.conditions.extend(condition);
    found
}

/// The getters of a struct value that says what is selected; at least one must fit.
fn place_members(subject: &Subject<'_>, selection: &mut Selection, param: &Param, members: &[Field]) -> bool {
    let before = selection.conditions.len();
    for member in members {
        let getter = format!("{}.{}()", param.name, member.name);
        let words = names::words(&member.name);
        let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
        if member.ty == "int" && matches!(member.name.as_str(), "Limit" | "PageSize") {
            selection.limit = Some(getter);
            continue;
        }
        if member.ty == "int" && member.name == "Offset" {
            selection.offset = Some(getter);
            continue;
        }
        let bare = member.ty.trim_start_matches('*');
        let (field, compare) = if bare == "time.Time" {
            let own = words.iter().find_map(|word| subject.field_named(&format!("{word}_at")));
            let compare = if has(&["end", "until", "before", "to"]) { Compare::LessOrEqual } else { Compare::GreaterOrEqual };
            (own.or_else(|| subject.moment()), compare)
        } else {
            let field = subject.field_for(&member.name, &member.ty);
            let compare = match field {
                Some(field) if member.ty.starts_with("[]") && !field.ty.starts_with("[]") => Compare::In,
                Some(field) if field.ty.starts_with("[]") && !member.ty.starts_with("[]") => Compare::Has,
                Some(field) if field.ty.starts_with("[]") => continue,
                _ => Compare::Equal,
            };
            (field, compare)
        };
        let whole = field.and_then(|field| subject.condition(field, compare, Some(getter.clone()), &member.ty));
        let condition = whole.or_else(|| part(subject, member, getter));
        selection.conditions.extend(condition.map(|condition| Condition { when_set: true, ..condition }));
    }
    selection.conditions.len() > before
}

/// A condition on a column that stores a part of a struct value: `ActorID` and `actor_id`.
fn part(subject: &Subject<'_>, member: &Field, getter: String) -> Option<Condition> {
    let table = table_of(subject.draft, &subject.entity.name)?;
    let singular = names::snake(&names::singular(&member.name));
    let fits = |name: &str| name == member.key || name == singular || name.ends_with(&format!("_{singular}"));
    let column = table.columns.iter().find(|column| column.part.is_some() && fits(&column.name))?;
    let compare = if member.ty.starts_with("[]") { Compare::In } else { Compare::Equal };
    let field = column.field.clone().unwrap_or_default();
    Some(Condition { field, column: column.name.clone(), compare, value: Some(getter), ty: member.ty.clone(), when_set: true })
}

/// Reads the words of the name that say which rows are meant; `false` where one of them is not understood and there
/// is no parameter that would say it.
fn read_name(subject: &Subject<'_>, selection: &mut Selection, words: &[String], params: &[Param]) -> bool {
    let own: Vec<String> =
        names::words(&subject.entity.name).into_iter().chain(names::words(stem(&subject.entity.name))).collect();
    let mut understood = true;
    let before_by: Vec<&String> = words.iter().take_while(|word| *word != "by").collect();
    for word in before_by {
        let is_own = own.contains(word) || own.contains(&names::singular(word));
        match word.as_str() {
            "active" | "valid" | "current" | "live" | "effective" => {
                let living = subject.living();
                understood &= !living.is_empty();
                let fresh = living.into_iter().filter(|new| !selection.conditions.iter().any(|old| old.field == new.field));
                let fresh: Vec<_> = fresh.collect();
                selection.conditions.extend(fresh);
            }
            "expired" => {
                let named = selection
                    .conditions
                    .iter()
                    .any(|condition| Some(&condition.field) == subject.expiry().map(|field| &field.name));
                let now = Some("time.Now().UTC()".to_owned());
                let condition =
                    subject.expiry().and_then(|field| subject.condition(field, Compare::LessOrEqual, now, "time.Time"));
                understood &= named || condition.is_some();
                selection.conditions.extend(condition.filter(|_| !named));
            }
            "expiring" | "latest" | "recent" | "last" | "newest" | "older" | "than" | "since" | "before" | "after"
            | "between" => {
                let said = !params.is_empty() || matches!(word.as_str(), "latest" | "recent" | "last" | "newest");
                understood &= said;
            }
            _ if is_own || SILENT.contains(&word.as_str()) => {}
            _ => match subject.state(word) {
                Some((field, constant)) => {
                    let found = subject.field_named(&field);
                    let condition = found.and_then(|field| subject.condition(field, Compare::Equal, Some(constant), &field.ty));
                    selection.conditions.extend(condition);
                }
                None => understood &= !params.is_empty() && !super::operations::is_state_word(word) || verbs::revives(word),
            },
        }
    }
    understood
        && (!selection.conditions.is_empty()
            || !params.is_empty()
            || words
                .iter()
                .any(|word| matches!(word.as_str(), "all" | "list" | "count" | "latest" | "recent" | "stats" | "last")))
}
