//! A plan for people and programs: text, JSON, a Mermaid graph.

mod json;
mod mermaid;
mod text;

pub use json::json;
pub use mermaid::mermaid;
pub use text::text;

/// Seconds as people say them: `3m20s`.
pub(crate) fn duration(seconds: u32) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds}s"),
        (minutes, 0) => format!("{minutes}m"),
        (minutes, seconds) => format!("{minutes}m{seconds:02}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{duration, json, mermaid, text};
    use crate::{Catalog, Mode, Plan, fixtures};

    fn plan() -> Plan {
        Plan::new(fixtures::contract(), Catalog::builtin().unwrap(), Mode::Adaptive).unwrap()
    }

    #[test]
    fn a_plan_reads_like_this() {
        insta::assert_snapshot!("text", text(&plan(), Mode::Adaptive, 8));
        insta::assert_snapshot!("mermaid", mermaid(&plan()));
    }

    #[test]
    fn the_json_holds_the_whole_plan() {
        let value = json(&plan(), Mode::Parallel, 4);
        assert_eq!(value["mode"], "parallel");
        assert_eq!(value["tasks"].as_array().map(Vec::len), Some(21));
        assert_eq!(value["tasks"][1]["id"], "domain_expert");
        assert_eq!(value["contract"]["feature"]["slug"], "consent-management");
        assert_eq!(value["estimates"].as_array().map(Vec::len), Some(3));
        assert_eq!(value["critical_path"][0], "foundation_analyst");
    }

    #[test]
    fn text_of_the_spec_cannot_leave_its_label() {
        let mut contract = fixtures::contract();
        contract.feature.name = "A\"] --> x".to_owned();
        let graph = mermaid(&Plan::new(contract, Catalog::builtin().unwrap(), Mode::Adaptive).unwrap());
        assert!(!graph.contains("A\"]"), "{graph}");
    }

    #[test]
    fn durations_are_short() {
        assert_eq!([0, 59, 60, 200].map(duration), ["0s", "59s", "1m", "3m20s"]);
    }
}
