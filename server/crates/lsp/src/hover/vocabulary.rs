//! Words of our own: codes and names of rules, names of roles.

use specwave_plan::{Catalog, Role};
use specwave_source::{Rule, Span};

/// What the word at `offset` means, and where it stands.
pub(crate) fn markdown(text: &str, offset: usize) -> Option<(Span, String)> {
    let line = line_around(text, offset);
    rule(text, line, offset).map(|(span, rule)| (span, of_rule(rule))).or_else(|| {
        let (span, role) = role(text, line, offset)?;
        Some((span, of_role(role)))
    })
}

fn line_around(text: &str, offset: usize) -> Span {
    let offset = text.floor_char_boundary(offset);
    let start = text[..offset].rfind('\n').map_or(0, |end| end + 1);
    Span::new(start, text[offset..].find('\n').map_or(text.len(), |end| offset + end))
}

/// A rule by its code; by its name too where a comment sets what is reported.
fn rule(text: &str, line: Span, offset: usize) -> Option<(Span, &'static Rule)> {
    let in_word = |c: char| c.is_alphanumeric() || c == '-';
    let start = text[line.start..offset].rfind(|c| !in_word(c)).map_or(line.start, |at| {
        let behind = text[line.start + at..].chars().next().map_or(0, char::len_utf8);
        line.start + at + behind
    });
    let end = text[offset..line.end].find(|c| !in_word(c)).map_or(line.end, |at| offset + at);
    let word = &text[start..end];
    let in_comment = text[line.start..start].contains("<!--");
    let rule = specwave_verify::rules().find(|rule| rule.code == word || (in_comment && rule.name == word))?;
    Some((Span::new(start, end), rule))
}

fn of_rule(rule: &Rule) -> String {
    let explanation = &rule.explanation;
    format!(
        "**{} {}** · {} · {}\n\n{}\n\n{}\n\n**Fix:** {}",
        rule.code,
        rule.name,
        rule.group.word(),
        rule.level.word(),
        explanation.what,
        explanation.why,
        explanation.fix
    )
}

/// The role whose name or key stands around `offset`.
fn role(text: &str, line: Span, offset: usize) -> Option<(Span, &'static Role)> {
    let roles = Catalog::builtin().ok()?.roles.iter();
    let names = roles.flat_map(|role| [(role.name.as_str(), role), (role.id.0.as_str(), role)]);
    names.into_iter().find_map(|(name, role)| {
        let places = text[line.start..line.end].match_indices(name).map(|(at, _)| line.start + at);
        let mut spans = places.map(|start| Span::new(start, start + name.len()));
        spans.find(|span| span.touches(offset)).map(|span| (span, role))
    })
}

/// Descriptions are templates over a contract, and there is none here: what does not depend on one is said.
fn of_role(role: &Role) -> String {
    let wave = Catalog::builtin().map_or("", |catalog| catalog.wave_name(role.wave));
    let plain = role.responsibilities.iter().filter(|line| !line.contains("{{") && !line.contains("{%"));
    let lines: Vec<String> = plain.map(|line| format!("- {line}")).collect();
    let position = if role.position == role.name { String::new() } else { format!(" · {}", role.position) };
    format!("**{}**{position} · wave {} ({wave})\n\n{}", role.name, role.wave, lines.join("\n"))
}
