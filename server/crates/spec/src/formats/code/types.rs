//! Types of TypeScript, Python, Java and their like, and Prisma as the Go that stands for them.

/// Plain types of all of them.
const PLAIN: &[(&str, &str)] = &[
    ("string", "string"),
    ("str", "string"),
    ("number", "float64"),
    ("int", "int"),
    ("bigint", "int64"),
    ("float", "float64"),
    ("boolean", "bool"),
    ("bool", "bool"),
    ("bytes", "[]byte"),
    ("Buffer", "[]byte"),
    ("Uint8Array", "[]byte"),
    ("Date", "time.Time"),
    ("DateTime", "time.Time"),
    ("datetime", "time.Time"),
    ("datetime.datetime", "time.Time"),
    ("date", "time.Time"),
    ("timedelta", "time.Duration"),
    ("Decimal", "decimal.Decimal"),
    ("UUID", "uuid.UUID"),
    ("uuid.UUID", "uuid.UUID"),
    ("any", "any"),
    ("Any", "any"),
    ("unknown", "any"),
    ("object", "map[string]any"),
    ("dict", "map[string]any"),
    ("Dict", "map[string]any"),
    ("list", "[]any"),
    ("List", "[]any"),
    ("void", ""),
    ("undefined", ""),
    ("null", ""),
    ("never", ""),
    ("None", ""),
    ("Integer", "int"),
    ("BigInteger", "int64"),
    ("SmallInteger", "int"),
    ("String", "string"),
    ("Text", "string"),
    ("Boolean", "bool"),
    ("Float", "float64"),
    ("Numeric", "decimal.Decimal"),
    ("JSON", "json.RawMessage"),
    ("JSONB", "json.RawMessage"),
    ("Int", "int"),
    ("BigInt", "int64"),
    ("Bytes", "[]byte"),
    ("Json", "json.RawMessage"),
    ("long", "int64"),
    ("Long", "int64"),
    ("short", "int"),
    ("Short", "int"),
    ("double", "float64"),
    ("Double", "float64"),
    ("BigDecimal", "decimal.Decimal"),
    ("decimal", "decimal.Decimal"),
    ("Guid", "uuid.UUID"),
    ("Instant", "time.Time"),
    ("LocalDate", "time.Time"),
    ("LocalDateTime", "time.Time"),
    ("OffsetDateTime", "time.Time"),
    ("ZonedDateTime", "time.Time"),
    ("DateOnly", "time.Time"),
    ("DateTimeOffset", "time.Time"),
    ("TimeSpan", "time.Duration"),
    ("Object", "any"),
    ("byte[]", "[]byte"),
    ("ByteArray", "[]byte"),
];

/// Types that only say how their argument is handed over.
const TRANSPARENT: &[&str] = &[
    "Promise",
    "Observable",
    "Readonly",
    "Partial",
    "Required",
    "Awaitable",
    "Annotated",
    "Mapped",
    "Final",
    "ClassVar",
    "Coroutine",
    "Column",
    "InstanceType",
    "NonNullable",
    "Relationship",
    "CompletableFuture",
    "Mono",
    "Task",
    "ValueTask",
];

const LISTS: &[&str] = &[
    "Array",
    "ReadonlyArray",
    "Set",
    "ReadonlySet",
    "AsyncIterable",
    "Iterable",
    "AsyncGenerator",
    "list",
    "List",
    "set",
    "Set",
    "frozenset",
    "Sequence",
    "Iterator",
    "AsyncIterator",
    "tuple",
    "Tuple",
    "Collection",
    "ICollection",
    "IEnumerable",
    "IAsyncEnumerable",
    "IList",
    "IReadOnlyCollection",
    "IReadOnlyList",
    "MutableList",
    "Flux",
    "Stream",
];

const MAPS: &[&str] = &[
    "Record",
    "Map",
    "ReadonlyMap",
    "dict",
    "Dict",
    "Mapping",
    "defaultdict",
    "MutableMapping",
    "HashMap",
    "Dictionary",
    "IDictionary",
];

/// The Go type for one of TypeScript; empty for nothing.
pub(super) fn of_typescript(written: &str) -> String {
    of(written)
}

/// The Go type for one of Python; empty for `None`.
pub(super) fn of_python(written: &str) -> String {
    of(written.trim_matches(['"', '\'']))
}

/// The Go type for one of Java, Kotlin or C#; empty for nothing.
pub(super) fn of_java(written: &str) -> String {
    of(written)
}

fn of(written: &str) -> String {
    nested(written, 0)
}

/// Types nest, and those of a text that means harm nest deeply.
const DEEPEST: usize = 16;

fn nested(written: &str, depth: usize) -> String {
    let written = written.trim().trim_end_matches(';').trim();
    if written.is_empty() {
        return String::new();
    }
    if depth > DEEPEST {
        return "any".to_owned();
    }
    let of = |part: &str| nested(part, depth + 1);
    let alternatives = split(written, '|');
    if alternatives.len() > 1 {
        return union(&alternatives, of);
    }
    if let Some((_, go)) = PLAIN.iter().find(|(plain, _)| *plain == written) {
        return (*go).to_owned();
    }
    if is_literal(written) {
        return "string".to_owned();
    }
    if let Some(element) = written.strip_suffix("[]") {
        return format!("[]{}", or_any(of(element)));
    }
    if written.starts_with('(') && written.ends_with(')') && split(written, ',').len() == 1 && !written.contains("=>") {
        return of(&written[1..written.len() - 1]);
    }
    if written.starts_with(['{', '[', '(']) || written.contains("=>") {
        return if written.starts_with('{') { "map[string]any".to_owned() } else { "any".to_owned() };
    }
    if let Some((name, arguments)) = generic(written) {
        return of_generic(name, &arguments, of);
    }
    let name = written.rsplit('.').next().unwrap_or(written).trim_matches(['"', '\'']);
    if super::super::words::is_identifier(name) { name.to_owned() } else { "any".to_owned() }
}

fn of_generic(name: &str, arguments: &[&str], of: impl Fn(&str) -> String) -> String {
    let first = arguments.first().copied().unwrap_or_default();
    let last = arguments.last().copied().unwrap_or_default();
    let bare = name.rsplit('.').next().unwrap_or(name);
    if bare == "Optional" {
        return pointer(of(first));
    }
    if bare == "Union" {
        return union(arguments, of);
    }
    if bare == "Literal" {
        return "string".to_owned();
    }
    if matches!(bare, "Coroutine") {
        return of(last);
    }
    if TRANSPARENT.contains(&bare) {
        return of(first);
    }
    if MAPS.contains(&bare) {
        let key = or_any(of(first));
        return format!("map[{}]{}", if key == "any" { "string".to_owned() } else { key }, or_any(of(last)));
    }
    if LISTS.contains(&bare) {
        return if arguments.len() > 1 && last != "..." { "any".to_owned() } else { format!("[]{}", or_any(of(first))) };
    }
    if matches!(bare, "Pick" | "Omit") { of(first) } else { of(name) }
}

fn or_any(go: String) -> String {
    if go.is_empty() { "any".to_owned() } else { go }
}

fn pointer(go: String) -> String {
    let holds_nothing = go.is_empty() || go == "any" || go.starts_with(['*', '[']) || go.starts_with("map[");
    if holds_nothing { go } else { format!("*{go}") }
}

fn union(alternatives: &[&str], of: impl Fn(&str) -> String) -> String {
    let is_nothing = |part: &&&str| matches!(part.trim(), "null" | "undefined" | "None" | "");
    let rest: Vec<&str> = alternatives.iter().filter(|part| !is_nothing(part)).copied().collect();
    let go = match rest.as_slice() {
        [] => String::new(),
        [only] => of(only),
        all if all.iter().all(|part| is_literal(part.trim())) => "string".to_owned(),
        _ => "any".to_owned(),
    };
    if rest.len() < alternatives.len() { pointer(go) } else { go }
}

/// Whether a type also allows nothing.
pub(super) fn is_nullable(written: &str) -> bool {
    let nothing = split(written, '|').iter().any(|part| matches!(part.trim(), "null" | "undefined" | "None"));
    nothing || written.trim_start().starts_with("Optional[")
}

fn is_literal(written: &str) -> bool {
    written.len() >= 2 && written.starts_with(['"', '\'', '`']) && written.ends_with(['"', '\'', '`'])
}

/// `Name<A, B>` and `Name[A, B]`.
fn generic(written: &str) -> Option<(&str, Vec<&str>)> {
    let open = written.find(['<', '['])?;
    let close = if written[open..].starts_with('<') { '>' } else { ']' };
    let inner = written[open + 1..].strip_suffix(close)?;
    Some((written[..open].trim(), split(inner, ',').into_iter().map(str::trim).collect()))
}

/// Splits outside brackets and strings.
pub(super) fn split(text: &str, at: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let mut quote = None;
    let mut before = ' ';
    for (place, c) in text.char_indices() {
        match c {
            '"' | '\'' | '`' if quote == Some(c) => quote = None,
            '"' | '\'' | '`' if quote.is_none() => quote = Some(c),
            _ if quote.is_some() => {}
            '(' | '[' | '{' | '<' => depth += 1,
            '>' if matches!(before, '=' | '-') => {}
            ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
            _ if c == at && depth == 0 => {
                parts.push(&text[start..place]);
                start = place + c.len_utf8();
            }
            _ => {}
        }
        before = c;
    }
    parts.push(&text[start..]);
    parts
}

/// `(a: A, b: B) => R` as its parameters and its result.
pub(super) fn typescript_function(written: &str) -> Option<(Vec<(String, String)>, String)> {
    let rest = written.trim().strip_prefix('(')?;
    let arrow = rest.rfind("=>")?;
    let inner = rest[..arrow].trim_end().strip_suffix(')')?;
    if inner.contains("=>") {
        return None;
    }
    let params = split(inner, ',').into_iter().filter(|param| !param.trim().is_empty()).map(|param| {
        let (name, ty) = param.split_once(':').unwrap_or((param, ""));
        (name.trim().trim_end_matches('?').to_owned(), ty.trim().to_owned())
    });
    Some((params.collect(), rest[arrow + 2..].trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn types_have_a_go_type() {
        for (written, go) in [
            ("string", "string"),
            ("Promise<Order[]>", "[]Order"),
            ("Promise<void>", ""),
            ("Map<string, Array<Line>>", "map[string][]Line"),
            ("'a' | 'b'", "string"),
            ("Order | null", "*Order"),
            ("string[] | undefined", "[]string"),
            ("{ a: number; b: string }", "map[string]any"),
            ("(a: A) => void", "any"),
            ("Page<Order>", "Page"),
            ("list[dict[str, Any]]", "[]map[string]any"),
            ("Optional[datetime]", "*time.Time"),
            ("int | None", "*int"),
            ("tuple[str, Order]", "any"),
            ("uuid.UUID", "uuid.UUID"),
            ("models.Order", "Order"),
            ("Literal['a', 'b']", "string"),
            ("", ""),
            ("<<<", "any"),
        ] {
            assert_eq!(of(written), go, "{written}");
        }
        assert!(!of(&"Array<".repeat(4000)).is_empty());
    }
}
