//! Rules about the wording of requirements.

use crate::rules::check::rules;

mod wording;

rules![
    vague_words by chapter,
    needs_clarification by chapter,
    weak_criterion,
    double_negation by chapter,
    open_questions,
    criterion_without_shall,
    requirement_without_shall,
    requirement_without_must,
    incomplete_scenario,
    requirement_without_criteria,
    two_obligations,
    lower_case_shall,
];
