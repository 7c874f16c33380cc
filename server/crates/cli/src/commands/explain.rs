//! `specwave explain`: what a rule is about.

use specwave_engine::failure::{Failure, FailureKind};
use specwave_spec::rules::most_similar;
use specwave_verify::rules;

use crate::arguments::ExplainArguments;
use crate::render;

pub(crate) fn run(arguments: &ExplainArguments) -> Result<(), Failure> {
    let wanted = &arguments.rule;
    let mut rules_of_name = rules().filter(|rule| rule.name == wanted || rule.code.eq_ignore_ascii_case(wanted));
    match rules_of_name.next() {
        Some(rule) => render::print(&rule.page()),
        None => {
            let meant = most_similar(wanted, rules().flat_map(|rule| [rule.name, rule.code]));
            let hint = meant.map_or("`specwave rules` lists them".to_owned(), |meant| format!("did you mean `{meant}`?"));
            Err(Failure::new(FailureKind::Usage, format!("there is no rule `{wanted}`")).hint(hint))
        }
    }
}
