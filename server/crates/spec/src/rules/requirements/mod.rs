//! Rules about the wording of requirements.

use crate::rules::check::rules;

rules![vague_words];
