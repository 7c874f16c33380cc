//! Which checks a gate makes, by quality level and settings.

use specwave_plan::{Config, Quality};

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
    /// The code lies and imports as its layout says.
    Layout,
    /// The code has what the contract pins.
    Contract,
    /// `golangci-lint`
    Lint,
    /// `go test`, and the coverage it measures.
    Tests,
    /// Benchmarks against the specification's targets.
    Benchmarks,
    /// `govulncheck`
    Vulnerabilities,
    /// Go's fuzzing, for a short time.
    Fuzz,
}

impl Check {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Vet => "vet",
            Self::Outputs => "outputs",
            Self::Layout => "layout",
            Self::Contract => "contract",
            Self::Lint => "lint",
            Self::Tests => "test",
            Self::Benchmarks => "benchmarks",
            Self::Vulnerabilities => "vulnerabilities",
            Self::Fuzz => "fuzz",
        }
    }
}

/// The checks of a gate, in order. What takes the whole of the machine, or of the code, is made once, at the end.
pub(super) fn of(scope: &GateScope, quality: Quality) -> Vec<Check> {
    if let GateScope::Compile { .. } = scope {
        return vec![Check::Build];
    }
    let is_last = *scope == GateScope::Final;
    let mut checks = vec![Check::Build, Check::Vet, Check::Outputs, Check::Layout, Check::Contract];
    if quality >= Quality::Production {
        checks.extend([Check::Lint, Check::Tests]);
    }
    if quality >= Quality::Production && is_last {
        checks.push(Check::Benchmarks);
    }
    if quality >= Quality::Bulletproof && is_last {
        checks.extend([Check::Vulnerabilities, Check::Fuzz]);
    }
    checks
}

/// The checks that the gates of a whole run make at a quality level, by name, without those that settings switch off.
#[must_use]
pub fn checks_of_a_run<'c>(config: &'c Config) -> Vec<&'c str> {
    let own = of(&GateScope::Final, config.quality).into_iter().map(|check| -> &'c str { check.name() });
    let is_on = |name: &&str| config.gate.get(*name).is_none_or(|gate| gate.enabled);
    own.chain(of_the_project(&GateScope::Final, config.quality, config)).filter(is_on).collect()
}

/// Names of the project's own checks that a gate makes besides.
pub(super) fn of_the_project<'c>(scope: &GateScope, quality: Quality, config: &'c Config) -> impl Iterator<Item = &'c str> {
    let is_compile = matches!(scope, GateScope::Compile { .. });
    let own = config.gate.iter().filter(|(name, _)| !specwave_plan::config::OWN_CHECKS.contains(&name.as_str()));
    own.filter(move |(_, gate)| !is_compile && quality >= gate.from).map(|(name, _)| name.as_str())
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
        assert!(names(Quality::Bulletproof).ends_with(&["vulnerabilities", "fuzz"]));
        assert_eq!(of(&GateScope::Compile { tasks: Vec::new() }, Quality::Bulletproof), [Check::Build]);
        assert!(!of(&GateScope::Wave { wave: 1 }, Quality::Bulletproof).contains(&Check::Benchmarks));
    }
}
