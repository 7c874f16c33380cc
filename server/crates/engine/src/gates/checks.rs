//! Which checks a gate makes, by quality level.

use specwave_plan::Quality;

use crate::scheduler::GateScope;

/// One check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// `go build`
    Build,
    /// `go vet`
    Vet,
    /// The files that Tasks promised are there.
    Outputs,
    /// `go test`, and the coverage it measures.
    Tests,
    /// A check that is still to come; reported, so that nobody takes silence for a pass.
    NotYet(&'static str),
}

impl Check {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Vet => "vet",
            Self::Outputs => "outputs",
            Self::Tests => "test",
            Self::NotYet(name) => name,
        }
    }
}

/// The checks of a gate, in order.
pub(super) fn of(scope: &GateScope, quality: Quality) -> Vec<Check> {
    if let GateScope::Compile { .. } = scope {
        return vec![Check::Build];
    }
    let mut checks = vec![Check::Build, Check::Vet, Check::Outputs, Check::NotYet("layout"), Check::NotYet("contract")];
    if quality != Quality::Draft {
        checks.extend([Check::NotYet("lint"), Check::Tests, Check::NotYet("benchmarks")]);
    }
    if quality == Quality::Bulletproof {
        checks.extend([Check::NotYet("vulnerabilities"), Check::NotYet("fuzz")]);
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_asks_for_more() {
        let names = |quality| of(&GateScope::Final, quality).into_iter().map(Check::name).collect::<Vec<_>>();
        assert_eq!(names(Quality::Draft), ["build", "vet", "outputs", "layout", "contract"]);
        assert!(names(Quality::Production).starts_with(&names(Quality::Draft)));
        assert!(names(Quality::Production).contains(&"test"));
        assert!(names(Quality::Bulletproof).starts_with(&names(Quality::Production)));
        assert_eq!(of(&GateScope::Compile { tasks: Vec::new() }, Quality::Bulletproof), [Check::Build]);
    }
}
