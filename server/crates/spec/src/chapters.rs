//! What is read of each chapter for itself, and kept by its text: all but Go, SQL and what connects the chapters.

use std::sync::Arc;

use specwave_source::Span;

use crate::declared::Declared;
use crate::endpoints::{self, Listed};
use crate::kept::Kept;
use crate::kinds::Kind;
use crate::model::{Language, Problem, Regime, Shift, Spec, Target};
use crate::outline::{Chapter, Outline};
use crate::prose_dialect::{self, Named};
use crate::statements::{self, Stated};
use crate::{compliance, targets, yaml, yaml_dialect};

/// The facts of one chapter; their spans count from its start.
#[derive(Debug)]
pub(crate) struct Facts {
    /// What fenced YAML and descriptions of interfaces declare.
    data: Spec,
    named: Vec<Named>,
    told: Vec<Named>,
    listed: Listed,
    targets: Vec<Target>,
    regimes: Vec<Regime>,
    stated: Stated,
}

/// The facts of all chapters.
pub(crate) struct Chapters(Vec<(usize, Arc<Facts>)>);

impl Chapters {
    /// Reads the chapters of a text, except those that were read before.
    pub(crate) fn read(text: &str, outline: &Outline, kept: &Kept) -> Self {
        let header_end = compliance::header_end(outline);
        let facts = outline.chapters(text.len()).into_iter().map(|chapter| {
            let Chapter { span: Span { start, end }, first, under, front_matter } = chapter;
            let header_end = header_end.saturating_sub(start).min(end - start);
            let written = &text[start..end];
            let key = format!("{first} {under:?} {front_matter:?} {header_end}\n{written}");
            (start, kept.chapter(&key, || Facts::read(written, &outline.of_chapter(&chapter), first, header_end)))
        });
        Self(facts.collect())
    }

    /// Declares what YAML says, which comes before all code.
    pub(crate) fn declare_data(&self, out: &mut Declared) {
        for (offset, facts) in &self.0 {
            out.add(&facts.data, *offset);
        }
    }

    /// Declares what prose says, which comes behind all code.
    pub(crate) fn declare_prose(&self, out: &mut Declared) {
        prose_dialect::declare(self.0.iter().flat_map(|(offset, facts)| facts.named.shifted_by(*offset)), out);
        prose_dialect::declare_told(self.0.iter().flat_map(|(offset, facts)| facts.told.shifted_by(*offset)), out);
    }

    /// Declares endpoints, targets, regimes and statements.
    pub(crate) fn declare_rest(&self, out: &mut Declared) {
        endpoints::declare(self.0.iter().map(|(offset, facts)| facts.listed.shifted_by(*offset)).collect(), out);
        let mut regimes = Vec::new();
        let mut stated = Stated::default();
        for (offset, facts) in &self.0 {
            out.spec.performance.extend(facts.targets.shifted_by(*offset));
            compliance::join(&mut regimes, facts.regimes.shifted_by(*offset));
            stated.append(facts.stated.shifted_by(*offset));
        }
        compliance::join(&mut regimes, std::mem::take(&mut out.spec.compliance));
        regimes.sort_by_key(|regime| regime.span.start);
        out.spec.compliance = regimes;
        out.stated(stated);
    }
}

impl Facts {
    fn read(text: &str, outline: &Outline, first: bool, header_end: usize) -> Self {
        let mut data = Declared::default();
        read_yaml(text, outline, false, &mut data);
        read_json_contracts(text, outline, &mut data);
        let title = outline.headings.first().filter(|_| first).map(|title| title.span);
        Self {
            data: data.spec,
            named: prose_dialect::named(text, outline),
            told: prose_dialect::told(text, outline),
            listed: endpoints::read(text, outline),
            targets: targets::read(text, outline),
            regimes: compliance::with_duties(text, outline, |_| true, compliance::read(text, outline, title, header_end)),
            stated: statements::read(text, outline),
        }
    }
}

/// Reads the YAML of all fences. In one of the widely used formats it shows files of all kinds, and only a description of
/// an interface declares something.
pub(crate) fn read_yaml(text: &str, outline: &Outline, only_contracts: bool, out: &mut Declared) {
    for fence in outline.fences.iter().filter(|fence| matches!(fence.language.as_str(), "yaml" | "yml")) {
        let (documents, errors) = yaml::read(text, fence.content);
        let problems =
            errors.into_iter().map(|error| Problem { language: Language::Yaml, span: error.span, message: error.message });
        out.spec.problems.extend(problems);
        let kind = Kind::of_section(outline, fence.heading);
        for document in &documents {
            if only_contracts && document.get(&["openapi", "swagger"]).is_none() {
                continue;
            }
            yaml::add_keys(document, &mut out.spec.yaml_keys);
            yaml_dialect::read(text, document, kind, out);
            if only_contracts {
                continue;
            }
            statements::read_yaml(document, out);
            targets::read_yaml(text, outline, fence.heading, document, out);
            compliance::read_yaml(outline, fence.heading, document, out);
        }
    }
}

/// Reads the paths of fences that describe an interface in JSON, which YAML reads as well.
pub(crate) fn read_json_contracts(text: &str, outline: &Outline, out: &mut Declared) {
    for fence in outline.fences.iter().filter(|fence| matches!(fence.language.as_str(), "json" | "jsonc")) {
        let content = &text[fence.content.start..fence.content.end];
        if ["\"openapi\"", "\"swagger\""].iter().any(|key| content.contains(key)) {
            for document in &yaml::read(text, fence.content).0 {
                yaml_dialect::read(text, document, None, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use specwave_source::Sources;

    use crate::kept::Kept;
    use crate::parse::parse_sources;

    #[test]
    fn front_matter_counts_in_whichever_file_it_stands() {
        let files = [
            ("a.md", "# Parcels - Technical Specification\n\n**Priority:** HIGH\n\n## Overview\n\nParcels are tracked.\n"),
            ("b.md", "---\nfeature: Parcels\ndomain: parcel\ncompliance: [GDPR]\n---\n\n# Parcels\n"),
        ];
        let sources = Sources::new(files.map(|(path, text)| (path.into(), text.to_owned())));
        let regimes = parse_sources(&sources, &mut Kept::default()).compliance;
        let written: Vec<&str> = regimes.iter().map(|regime| &sources.text()[regime.span.start..regime.span.end]).collect();
        assert_eq!(written, ["GDPR"]);
    }
}
