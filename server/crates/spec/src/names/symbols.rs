//! The table of declared names while a text is being read.

use foldhash::HashMap;

use specwave_golang::names;
use specwave_source::Span;

use super::symbol::{Occurrence, Symbol, SymbolId, SymbolKind};
use super::words::is_compound;

/// A type as a field or a result names it: a package, if one is written, and a name.
pub(super) type TypeName<'text> = (Option<&'text str>, &'text str);

/// Declared names, and what is known of them.
#[derive(Default)]
pub(super) struct Symbols<'text> {
    pub(super) all: Vec<Symbol>,
    /// Names that need no owner: types, functions, constants.
    globals: HashMap<&'text str, SymbolId>,
    /// Names as Go writes them where the model has them with their package: `Service` of `consent`.
    written: HashMap<(&'text str, &'text str), SymbolId>,
    members: HashMap<(SymbolId, &'text str), SymbolId>,
    /// Members by their name alone; `None` where several owners have one.
    by_member: HashMap<&'text str, Option<SymbolId>>,
    /// The type of a field, of the first result of an operation or function.
    types: HashMap<SymbolId, TypeName<'text>>,
    /// Packages in which a type is declared.
    packages: HashMap<SymbolId, Vec<&'text str>>,
    /// What may stand in prose without a mark: compound names and regimes.
    pub(super) bare: HashMap<&'text str, SymbolId>,
    pub(super) tables: HashMap<&'text str, SymbolId>,
    pub(super) endpoints: HashMap<String, SymbolId>,
    /// Requirements and listed tasks by their numbers.
    pub(super) numbered: HashMap<&'text str, SymbolId>,
    /// Services, repositories and other interfaces by their name's words, joined in lower case.
    interfaces: HashMap<String, SymbolId>,
    /// The same by the last words of their names; `None` where several end so.
    interface_ends: HashMap<String, Option<SymbolId>>,
    /// Places that are known from the model, by their start.
    pub(super) pinned: HashMap<usize, Occurrence>,
    /// Text outside Go that is Go all the same: types of fields, signatures of operations. In order once all are in.
    pub(super) code: Vec<Span>,
    /// Where each symbol is declared. Complete once all are in.
    declared: Vec<Vec<usize>>,
    /// The domain's package.
    pub(super) domain: Option<&'text str>,
}

/// Packages of domain types in every layout.
const DOMAIN_PACKAGES: &[&str] = &["domain", "entities", "entity", "events", "model", "models", "values"];

impl<'text> Symbols<'text> {
    fn add(&mut self, name: &str, kind: SymbolKind, owner: Option<SymbolId>) -> SymbolId {
        self.all.push(Symbol { name: name.to_owned(), kind, owner });
        SymbolId(self.all.len() - 1)
    }

    /// A name without an owner; the kind of the first declaration stays.
    pub(super) fn global(&mut self, name: &'text str, kind: SymbolKind, owner: Option<SymbolId>) -> SymbolId {
        if let Some(known) = self.globals.get(name) {
            return *known;
        }
        let id = self.add(name, kind, owner);
        self.globals.insert(name, id);
        if is_compound(name) {
            self.bare.insert(name, id);
        }
        if matches!(kind, SymbolKind::Service | SymbolKind::Repository | SymbolKind::Interface) {
            self.note_interface(name, id);
        }
        id
    }

    pub(super) fn member(&mut self, owner: SymbolId, name: &'text str, kind: SymbolKind) -> SymbolId {
        if let Some(known) = self.members.get(&(owner, name)) {
            return *known;
        }
        let id = self.add(name, kind, Some(owner));
        self.members.insert((owner, name), id);
        self.by_member.entry(name).and_modify(|several| *several = None).or_insert(Some(id));
        id
    }

    pub(super) fn table(&mut self, name: &'text str) -> SymbolId {
        let id = self.add(name, SymbolKind::Table, None);
        *self.tables.entry(name).or_insert(id)
    }

    pub(super) fn endpoint(&mut self, name: String) -> SymbolId {
        let id = self.add(&name, SymbolKind::Endpoint, None);
        *self.endpoints.entry(name).or_insert(id)
    }

    pub(super) fn numbered(&mut self, number: &'text str, kind: SymbolKind) -> SymbolId {
        if let Some(known) = self.numbered.get(number) {
            return *known;
        }
        let id = self.add(number, kind, None);
        self.numbered.insert(number, id);
        id
    }

    pub(super) fn regime(&mut self, name: &'text str) -> SymbolId {
        let id = self.add(name, SymbolKind::Regime, None);
        *self.bare.entry(name).or_insert(id)
    }

    /// Remembers that Go writes only `written` for a type of `package`.
    pub(super) fn note_written(&mut self, written: &'text str, package: &'text str, id: SymbolId) {
        self.written.insert((written, package), id);
    }

    pub(super) fn note_type(&mut self, id: SymbolId, ty: TypeName<'text>) {
        self.types.entry(id).or_insert(ty);
    }

    pub(super) fn note_package(&mut self, id: SymbolId, package: Option<&'text str>) {
        let known = self.packages.entry(id).or_default();
        if let Some(package) = package.filter(|package| !known.contains(package)) {
            known.push(package);
        }
    }

    fn note_interface(&mut self, name: &str, id: SymbolId) {
        let words = names::words(name);
        self.interfaces.entry(words.concat()).or_insert(id);
        // The last word alone, "service", says nothing.
        for from in 1..words.len().saturating_sub(1) {
            self.interface_ends.entry(words[from..].concat()).and_modify(|several| *several = None).or_insert(Some(id));
        }
    }

    /// Remembers what the model says about a place, if the name really stands there.
    pub(super) fn pin(&mut self, text: &str, span: Span, symbol: SymbolId, name: &str, declares: bool) {
        if text.get(span.start..span.end) == Some(name) {
            self.pinned.entry(span.start).or_insert(Occurrence { symbol, span, declares });
        }
    }

    /// Prepares for questions about places, once everything that is declared is in.
    pub(super) fn complete(&mut self) {
        self.code.sort_unstable();
        self.declared = vec![Vec::new(); self.all.len()];
        for known in self.pinned.values().filter(|known| known.declares) {
            self.declared[known.symbol.0].push(known.span.start);
        }
    }

    pub(super) fn is_declared_in(&self, id: SymbolId, section: Span) -> bool {
        self.declared.get(id.0).is_some_and(|starts| starts.iter().any(|start| section.touches(*start)))
    }

    /// The name without an owner, as it is meant in `package`.
    pub(super) fn find(&self, name: &str, package: Option<&str>) -> Option<SymbolId> {
        let written = package.and_then(|package| self.written.get(&(name, package)));
        written.or_else(|| self.globals.get(name)).copied()
    }

    /// The type, function or constant in `package.name`. The package must be one in which it is declared: `time.Duration`
    /// is not the value object `Duration`.
    pub(super) fn find_qualified(&self, package: &str, name: &str) -> Option<SymbolId> {
        if let Some(known) = self.written.get(&(name, package)) {
            return Some(*known);
        }
        let id = *self.globals.get(name)?;
        let fits = match self.packages.get(&id).map(Vec::as_slice) {
            None | Some([]) => Some(package) == self.domain || DOMAIN_PACKAGES.contains(&package),
            Some(packages) => packages.contains(&package),
        };
        fits.then_some(id)
    }

    pub(super) fn find_type(&self, (package, name): TypeName<'_>, here: Option<&str>) -> Option<SymbolId> {
        let id = match package {
            Some(package) => self.find_qualified(package, name),
            None => self.find(name, here),
        };
        id.filter(|id| self.kind(*id).is_type())
    }

    /// A field or operation of `owner`, or of the interface that `owner` implements.
    pub(super) fn find_member(&self, owner: SymbolId, name: &str) -> Option<SymbolId> {
        let own = self.members.get(&(owner, name)).copied();
        own.or_else(|| self.members.get(&(self.interface_of(owner)?, name)).copied())
    }

    /// The only field or operation of that name.
    pub(super) fn only_member(&self, name: &str) -> Option<SymbolId> {
        self.by_member.get(name).copied().flatten()
    }

    /// The service or repository that a struct implements by its name: `consentService` for `ConsentService`,
    /// `PostgresConsentRepository` for `ConsentRepository`.
    pub(super) fn interface_of(&self, id: SymbolId) -> Option<SymbolId> {
        let symbol = &self.all[id.0];
        if !matches!(symbol.kind, SymbolKind::Struct | SymbolKind::Type) {
            return None;
        }
        let words = names::words(symbol.name.strip_suffix("Impl").unwrap_or(&symbol.name));
        let whole = || (0..words.len()).find_map(|from| self.interfaces.get(&words[from..].concat()).copied());
        let end = || self.interface_ends.get(&words.concat()).copied().flatten();
        if symbol.name.starts_with(char::is_uppercase) { whole() } else { whole().or_else(end) }
    }

    /// The type of a field or of the first result of an operation, as it is meant in `here`.
    pub(super) fn type_of(&self, id: SymbolId, here: Option<&str>) -> Option<SymbolId> {
        self.find_type(*self.types.get(&id)?, here)
    }

    pub(super) fn kind(&self, id: SymbolId) -> SymbolKind {
        self.all[id.0].kind
    }

    pub(super) fn globals(&self) -> impl Iterator<Item = (&'text str, SymbolId)> + '_ {
        self.globals.iter().map(|(name, id)| (*name, *id))
    }

    pub(super) fn members(&self) -> impl Iterator<Item = ((SymbolId, &'text str), SymbolId)> + '_ {
        self.members.iter().map(|(key, id)| (*key, *id))
    }

    /// Whether text outside Go is Go all the same.
    pub(super) fn is_code(&self, offset: usize) -> bool {
        let before = self.code.partition_point(|span| span.start <= offset);
        before.checked_sub(1).is_some_and(|at| offset < self.code[at].end)
    }
}

/// The named type inside a type expression, the element's for a list or a map: `[]*consent.Record` → `consent`, `Record`.
pub(super) fn named_type(ty: &str) -> TypeName<'_> {
    let ty = ty.trim();
    let ty = if ty.ends_with(']') { ty.split('[').next().unwrap_or(ty) } else { ty.rsplit(']').next().unwrap_or(ty) };
    let bare = ty.trim_start_matches(['*', '.', '&', ' ']);
    match bare.split_once('.') {
        Some((package, name)) => (Some(package), name),
        None => (None, bare),
    }
}

#[cfg(test)]
mod tests {
    use super::named_type;

    #[test]
    fn the_named_type_is_that_of_the_elements() {
        for (ty, named) in [
            ("Record", (None, "Record")),
            ("[]*consent.Record", (Some("consent"), "Record")),
            ("map[string][]Record", (None, "Record")),
            ("...*Record", (None, "Record")),
            ("Page[Record]", (None, "Page")),
        ] {
            assert_eq!(named_type(ty), named, "{ty}");
        }
    }
}
