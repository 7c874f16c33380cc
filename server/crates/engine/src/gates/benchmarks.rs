//! Benchmarks, held against the specification's targets.

use std::collections::BTreeSet;
use std::fmt::Write;

use specwave_golang::names;
use specwave_plan::Quality;
use specwave_plan::contract::Target;

use super::Judgement;
use super::declared::TestFunction;
use super::measured;
use crate::failure::Failure;
use crate::verdict::{Asked, Benchmark, Culprit, Ending, GateFinding, TargetJudged, Verdict};

/// How long one repetition takes, at least.
const TIME: &str = "-benchtime=100ms";

/// Words of a target for how it is measured, and not for what.
const MEASURES: [&str; 7] = ["latency", "time", "duration", "response", "throughput", "rate", "p99"];

impl Judgement<'_> {
    /// Measures what the specification has targets for. Only the highest level has to meet them.
    pub(super) async fn benchmarks(&self) -> Result<Verdict, Failure> {
        let targets: Vec<&Target> =
            self.gates.plan.contract.targets.iter().filter(|target| measured::is_measurable(target)).collect();
        if targets.is_empty() {
            return Ok(Verdict::not_checked("benchmarks", "the specification has no target that a benchmark could measure"));
        }
        let functions: Vec<TestFunction> = self.test_functions("Benchmark").collect();
        let pairs: Vec<(&Target, &TestFunction)> = targets
            .iter()
            .flat_map(|target| functions.iter().filter(|function| is_about(function, target)).map(|function| (*target, function)))
            .collect();
        let unmeasured = targets.iter().filter(|target| !pairs.iter().any(|(measured, _)| measured == *target));
        let noted: Vec<GateFinding> = unmeasured.map(|target| without_benchmark(target)).collect();
        if pairs.is_empty() {
            let reason = "no benchmark is about a target of the specification";
            return Ok(Verdict { noted, ..Verdict::not_checked("benchmarks", reason) });
        }
        let ended = self.go.run(self.benchmark_arguments(&pairs)).await?;
        if !ended.succeeded() {
            let ending = ended.environment_fault().unwrap_or_else(|| {
                let text = [&ended.stdout[..], &ended.stderr[..]].concat().join("\n");
                let places = pairs.iter().filter(|(_, function)| text.contains(&format!("--- FAIL: {}", function.name)));
                let findings: Vec<GateFinding> =
                    places.map(|(_, function)| at(function, "the benchmark failed".to_owned())).collect();
                Ending::Failed { culprits: self.culprits(&findings), text: ended.text(), findings }
            });
            return Ok(ended.verdict("benchmarks", ending));
        }
        let figures = measured::figures(&ended.stdout);
        let mut judged = Judged { noted, ..Judged::default() };
        for (target, function) in &pairs {
            let of_it = figures.iter().filter(|(name, _)| name.split('/').next() == Some(&function.name));
            for benchmark in of_it.filter_map(|(name, figures)| measured::judge(name, figures, target)) {
                self.note(&mut judged, target, function, benchmark);
            }
        }
        let ending = if judged.missed.is_empty() {
            Ending::Passed
        } else {
            Ending::Failed { text: judged.text.trim_end().to_owned(), culprits: judged.culprits, findings: judged.missed }
        };
        Ok(Verdict { noted: judged.noted, benchmarks: judged.benchmarks, ..ended.verdict("benchmarks", ending) })
    }

    fn benchmark_arguments(&self, pairs: &[(&Target, &TestFunction)]) -> Vec<String> {
        let names: BTreeSet<&str> = pairs.iter().map(|(_, function)| function.name.as_str()).collect();
        let folders: BTreeSet<String> = pairs.iter().map(|(_, function)| format!("./{}", function.folder())).collect();
        let pattern = format!("-bench=^({})$", names.into_iter().collect::<Vec<_>>().join("|"));
        // Ten repetitions bear an outlier on either side.
        let count = if self.gates.quality == Quality::Bulletproof { "-count=10" } else { "-count=6" };
        let args = ["test", "-run=^$", &pattern, TIME, count].map(str::to_owned);
        args.into_iter().chain([self.go.test_timeout()]).chain(folders).collect()
    }

    fn note(&self, judged: &mut Judged, target: &Target, function: &TestFunction, benchmark: Benchmark) {
        let finding = GateFinding { asked: Some(asked(target)), ..at(function, in_words(&benchmark)) };
        if benchmark.judged == TargetJudged::Missed && self.gates.quality == Quality::Bulletproof {
            let _ = writeln!(judged.text, "{}: {}", benchmark.name, finding.message);
            let tasks = self.gates.owners.of_folder(function.folder());
            judged.culprits.extend(tasks.map(|task| Culprit { task: task.clone(), text: finding.message.clone() }));
            judged.missed.push(finding);
        } else if benchmark.judged != TargetJudged::Met {
            judged.noted.push(finding);
        }
        judged.benchmarks.push(benchmark);
    }
}

/// What has been said so far.
#[derive(Default)]
struct Judged {
    benchmarks: Vec<Benchmark>,
    missed: Vec<GateFinding>,
    noted: Vec<GateFinding>,
    culprits: Vec<Culprit>,
    text: String,
}

/// Whether a benchmark is about a target: it says so above itself, or its name has all words of what the target is about.
fn is_about(function: &TestFunction, target: &Target) -> bool {
    if function.doc.contains(&target.in_words()) {
        return true;
    }
    let of_name = names::words(&function.name);
    let mut of_subject = names::words(&target.subject);
    of_subject.retain(|word| !MEASURES.iter().any(|measure| word.eq_ignore_ascii_case(measure)));
    !of_subject.is_empty() && of_subject.iter().all(|word| of_name.iter().any(|other| other.eq_ignore_ascii_case(word)))
}

fn at(function: &TestFunction, message: String) -> GateFinding {
    let (path, line, column) = (function.path.clone(), function.line, function.column);
    GateFinding { path, line, column, message, ..GateFinding::default() }
}

fn asked(target: &Target) -> Asked {
    Asked { line: target.line, what: target.in_words() }
}

fn without_benchmark(target: &Target) -> GateFinding {
    let message = format!("no benchmark measures `{}`", target.in_words());
    GateFinding { message, asked: Some(asked(target)), ..GateFinding::default() }
}

fn in_words(benchmark: &Benchmark) -> String {
    let Benchmark { target, unit, median, low, high, confidence, repetitions, judged, .. } = benchmark;
    let judged = match judged {
        TargetJudged::Met => "is met",
        TargetJudged::Missed => "is missed",
        TargetJudged::TooNoisy => "may be met or missed: the measurement is too noisy to say",
        TargetJudged::MeanOnly => "is met by the mean, which says little about the percentile",
    };
    format!(
        "target `{target}` {judged}: median {} {unit}, {} to {} {unit} with {confidence:.1} % confidence, {repetitions} repetitions",
        figure(*median),
        figure(*low),
        figure(*high)
    )
}

/// With three digits that say something.
fn figure(value: f64) -> String {
    let digits = if value == 0.0 { 0.0 } else { (2.0 - value.abs().log10().floor()).clamp(0.0, 9.0) };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 9")]
    let digits = digits as usize;
    format!("{value:.digits$}")
}
