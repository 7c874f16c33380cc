//! Rules about the wording of requirements.

use crate::rules::check::rules;

rules![vague_words, needs_clarification, weak_criterion, double_negation, open_questions];
