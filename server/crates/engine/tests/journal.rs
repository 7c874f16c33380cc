//! The journal: what was written is read, and a run goes on wherever its journal was cut.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use specwave_engine::drivers::simulated::{Changes, World};
use specwave_engine::drivers::{DispatchError, Dispatcher};
use specwave_engine::journal::{Follower, Journal, JournalError, Log, Reader, Record, parse, read};
use specwave_engine::protocol::Mode;
use specwave_engine::scheduler::{
    Applied, AttemptOutcome, During, Event, Fault, FaultKind, GateScope, Integrated, Outcome, Retried, RunStarted, State,
};
use specwave_engine::usage::{Money, Usage};
use specwave_engine::verdict::{Asked, Coverage, Culprit, Ending, GateFinding, Verdict};
use specwave_plan::TaskId;
use support::{MODES, any_tasks, eventful_run, run_of, settings};

fn lines(records: &[Record]) -> Vec<u8> {
    records
        .iter()
        .flat_map(|record| serde_json::to_string(record).expect("plain data").into_bytes().into_iter().chain([b'\n']))
        .collect()
}

fn whole_journal(run: &RunStarted, world: &mut World) -> Vec<Record> {
    let (outcome, records) = world.run(Vec::new(), run.clone()).expect("the run ends");
    assert_eq!(outcome, Outcome::Succeeded);
    records
}

/// What is there of the world when the process dies after `kept`: the trees, but an output only from apply on.
fn world_at(kept: &[Record], after: &World) -> World {
    let applying = kept.iter().any(|record| record.event == Event::ApplyStarted);
    World { output: if applying { after.output.clone() } else { Default::default() }, ..after.clone() }
}

/// Goes on with `log`, or begins the run if not even its beginning was written.
fn go_on<L: Log>(world: &mut World, run: &RunStarted, log: L, kept: &[Record]) -> Result<(Outcome, L), DispatchError> {
    if kept.is_empty() { world.run(log, run.clone()) } else { world.resume(log, kept) }
}

/// A run whose end was written has nothing left to do.
fn has_succeeded(kept: &[Record]) -> bool {
    matches!(kept.last().map(|record| &record.event), Some(Event::RunEnded { outcome: Outcome::Succeeded }))
}

/// Takes a run over after `kept` and expects it to end as it did the first time.
fn expect_the_same_end(run: &RunStarted, world: &World, kept: &[Record]) {
    let mut resumed = world_at(kept, world);
    let (outcome, log) = go_on(&mut resumed, run, kept.to_vec(), kept).expect("the run ends");
    assert_eq!(outcome, Outcome::Succeeded, "after record {}", kept.len());
    assert_eq!(resumed.output, world.output, "after record {}", kept.len());
    assert!(State::replay(log.iter().map(|record| &record.event)).is_ok());
}

#[test]
fn a_journal_cut_at_any_byte_keeps_its_whole_records_and_the_run_ends_with_the_same_tree() {
    let (run, mut world) = eventful_run(Mode::Adaptive);
    let records = whole_journal(&run, &mut world);
    let bytes = lines(&records);
    let mut whole = 0;
    for cut in 0..=bytes.len() {
        let completes_a_record = cut > 0 && bytes[cut - 1] == b'\n';
        whole += usize::from(completes_a_record);
        let (kept, length) = parse(Path::new("journal"), &bytes[..cut], 1).unwrap();
        assert_eq!(kept, records[..whole], "cut at byte {cut}");
        assert_eq!(length, lines(&kept).len());
        // A run is resumed from its records alone, so the cuts that keep the same ones are the same case.
        if (completes_a_record || cut == 0) && !has_succeeded(&kept) {
            expect_the_same_end(&run, &world, &kept);
        }
    }
}

#[test]
fn a_run_taken_over_after_any_record_ends_with_the_same_tree() {
    for (mode, changes) in MODES.into_iter().flat_map(|mode| [(mode, Changes::InWorkspace), (mode, Changes::Kept)]) {
        let (run, mut world) = eventful_run(mode);
        world.changes = changes;
        let records = whole_journal(&run, &mut world);
        for whole in 0..records.len() {
            expect_the_same_end(&run, &world, &records[..whole]);
        }
    }
}

#[test]
fn a_file_cut_within_any_record_is_mended_and_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let (run, mut world) = eventful_run(Mode::Adaptive);
    let records = whole_journal(&run, &mut world);
    let bytes = lines(&records);
    let mut start = 0;
    for (whole, record) in records.iter().enumerate() {
        let length = lines(std::slice::from_ref(record)).len();
        for cut in [start, start + 1, start + length / 2, start + length - 1] {
            fs::write(&path, &bytes[..cut]).unwrap();
            let (journal, kept) = Journal::open_for_append(&path).unwrap();
            assert_eq!(kept, records[..whole]);
            assert_eq!(fs::metadata(&path).unwrap().len(), start as u64, "the torn line is cut off");
            if cut != start + 1 {
                continue;
            }
            let mut resumed = world_at(&kept, &world);
            let (outcome, journal) = go_on(&mut resumed, &run, journal, &kept).unwrap();
            assert_eq!(outcome, Outcome::Succeeded);
            assert_eq!(resumed.output, world.output);
            let written = read(journal.path()).unwrap();
            assert_eq!(written[..whole], kept);
            assert!(has_succeeded(&written));
        }
        start += length;
    }
}

/// Fails its append after so many records, as a full disk does.
struct FullDisk {
    records: Vec<Record>,
    room: usize,
}

impl Log for FullDisk {
    fn write_down(&mut self, event: Event, at_ms: u64) -> Result<Record, JournalError> {
        if self.records.len() == self.room {
            let source = std::io::Error::from(std::io::ErrorKind::StorageFull);
            return Err(JournalError::Io { path: "journal".into(), source });
        }
        self.records.write_down(event, at_ms)
    }
}

#[test]
fn a_failed_append_stops_the_run_before_anything_is_carried_out() {
    let (run, mut world) = eventful_run(Mode::Adaptive);
    let records = whole_journal(&run, &mut world.clone());
    for room in 0..records.len() {
        world.output.clear();
        let log = FullDisk { records: Vec::new(), room };
        let error = world.run(log, run.clone()).map(|(outcome, _)| outcome).unwrap_err();
        assert!(matches!(error, DispatchError::Journal(JournalError::Io { .. })), "{error}");
        let apply_was_written = records[..room].iter().any(|record| record.event == Event::ApplyStarted);
        assert!(apply_was_written || world.output.is_empty(), "applied before it was written down");
    }
}

#[test]
fn a_second_process_must_not_contradict_the_first() {
    let (run, mut world) = eventful_run(Mode::Adaptive);
    let records = whole_journal(&run, &mut world);
    let error = Dispatcher::resume(records.clone(), &records, 0).map(|_| ()).unwrap_err();
    assert_eq!(error.to_string(), "the run's events contradict each other: the run has succeeded: nothing is left to resume");
}

#[test]
fn what_is_wrong_with_a_journal_is_said() {
    let run = run_of(&[("base", 0, &[])], settings(Mode::Adaptive, 1, 1));
    let good = String::from_utf8(lines(&whole_journal(&run, &mut World::default()))).unwrap();
    let replace = |from: &str, to: &str| good.replacen(from, to, 1);
    let cases = [
        (replace("{\"v\":1,\"seq\":2", "{\"v\":9,\"seq\":2"), "journal: record 2 has format 9, this program reads up to 1"),
        (replace("\"seq\":3", "\"seq\":4"), "journal: record 3 is missing, 4 comes instead"),
        (replace("attempt_ended", "attempt_faded"), "journal: record 3 cannot be read: unknown variant `attempt_faded`"),
        (format!("not a journal\n{good}"), "journal: record 1 cannot be read: expected ident"),
        ("\n".to_owned(), "journal: record 1 cannot be read: EOF while parsing"),
    ];
    for (text, expected) in cases {
        let message = parse(Path::new("journal"), text.as_bytes(), 1).unwrap_err().to_string();
        assert!(message.starts_with(expected), "{message}");
    }
}

#[test]
fn a_reader_sees_whole_records_only_and_each_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let mut reader = Reader::new(&path);
    assert_eq!(reader.read_new().unwrap(), [], "the file is not there yet");
    let (run, mut world) = eventful_run(Mode::Adaptive);
    let records = whole_journal(&run, &mut world);
    let bytes = lines(&records);
    let mut seen = Vec::new();
    for end in (0..bytes.len()).step_by(97).chain([bytes.len()]) {
        fs::write(&path, &bytes[..end]).unwrap();
        seen.extend(reader.read_new().unwrap());
    }
    assert_eq!(seen, records);
}

#[test]
fn a_journal_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    Journal::create(&path).unwrap().write_down(Event::Paused, 7).unwrap();
    assert!(matches!(Journal::create(&path), Err(JournalError::Io { .. })));
    let (mut journal, records) = Journal::open_for_append(&path).unwrap();
    assert_eq!((records.len(), records[0].seq, records[0].at_ms), (1, 1, 7));
    assert_eq!(journal.write_down(Event::Unpaused, 8).unwrap().seq, 2);
}

#[tokio::test(start_paused = true)]
async fn a_follower_waits_for_what_comes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let mut follower = Follower::new(&path);
    let writer = async {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        let mut journal = Journal::create(&path).unwrap();
        journal.write_down(Event::Paused, 1).unwrap();
        journal
    };
    let (mut journal, first) = tokio::join!(writer, follower.next());
    assert_eq!(first.unwrap()[0].event, Event::Paused);
    assert_eq!(follower.rest().unwrap(), []);
    journal.write_down(Event::Unpaused, 2).unwrap();
    assert_eq!(follower.next().await.unwrap()[0].seq, 2);
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z_@]{1,8}", any::<String>()]
}

fn any_task_id() -> impl Strategy<Value = TaskId> {
    any_text().prop_map(TaskId)
}

fn any_texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(any_text(), 0..3)
}

fn any_scope() -> impl Strategy<Value = GateScope> {
    prop_oneof![
        proptest::collection::vec(any_task_id(), 0..3).prop_map(|tasks| GateScope::Compile { tasks }),
        any::<u8>().prop_map(|wave| GateScope::Wave { wave }),
        Just(GateScope::Final),
    ]
}

fn any_verdict() -> impl Strategy<Value = Verdict> {
    let culprit = (any_task_id(), any_text()).prop_map(|(task, text)| Culprit { task, text });
    let asked = proptest::option::of((any::<u32>(), any_text()).prop_map(|(line, what)| Asked { line, what }));
    let finding = (any_text(), any::<u32>(), any::<u32>(), any_text(), any_text(), asked);
    let finding =
        finding.prop_map(|(path, line, column, message, rule, asked)| GateFinding { path, line, column, message, rule, asked });
    let finding = finding.boxed();
    let noted = proptest::collection::vec(finding.clone(), 0..2);
    let culprits = proptest::collection::vec(culprit, 0..3);
    let findings = proptest::collection::vec(finding, 0..3);
    let ending = prop_oneof![
        Just(Ending::Passed),
        (any_text(), culprits, findings).prop_map(|(text, culprits, findings)| Ending::Failed { text, culprits, findings }),
        (any_text(), any_text()).prop_map(|(message, hint)| Ending::Environment { message, hint }),
        any_text().prop_map(|reason| Ending::NotChecked { reason }),
    ];
    let share = || proptest::option::of((0_u32..=1_000).prop_map(|tenths| f64::from(tenths) / 10.0));
    let coverage =
        proptest::option::of((share(), share()).prop_map(|(total, domain)| Coverage { total, domain, packages: Vec::new() }));
    (any_text(), any_text(), any::<u64>(), any::<u64>(), ending, noted, coverage).prop_map(
        |(check, command, millis, waited_millis, ending, noted, coverage)| Verdict {
            command,
            millis,
            waited_millis,
            noted,
            coverage,
            ..Verdict::new(&check, ending)
        },
    )
}

fn any_fault() -> impl Strategy<Value = Fault> {
    let kind = proptest::sample::select(vec![FaultKind::Environment, FaultKind::Refused, FaultKind::Internal]);
    (kind, any_text(), any_text()).prop_map(|(kind, message, hint)| Fault { kind, message, hint })
}

fn any_attempt_outcome() -> impl Strategy<Value = AttemptOutcome> {
    prop_oneof![
        (any_text(), proptest::option::of(any_text())).prop_map(|(summary, change)| AttemptOutcome::Done { summary, change }),
        any_text().prop_map(|message| AttemptOutcome::Failed { message }),
        (any_text(), any_text()).prop_map(|(message, hint)| AttemptOutcome::Environment { message, hint }),
        (any_text(), proptest::option::of(any::<u64>()))
            .prop_map(|(message, retry_after_seconds)| AttemptOutcome::RateLimited { message, retry_after_seconds }),
        Just(AttemptOutcome::Cancelled),
    ]
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        Just(Outcome::Succeeded),
        any_text().prop_map(|message| Outcome::Failed { message }),
        Just(Outcome::Cancelled),
        any_fault().prop_map(|fault| Outcome::Faulted { fault }),
    ]
}

fn any_usage() -> impl Strategy<Value = Usage> {
    (any::<u64>(), any::<u64>(), any_text(), 0..1_u64 << 50).prop_map(|(input_tokens, output_tokens, currency, millionths)| {
        Usage { input_tokens, output_tokens, cost: BTreeMap::from([(currency, Money { millionths })]) }
    })
}

fn any_event() -> impl Strategy<Value = Event> {
    let attempt = || (any_task_id(), any::<u32>());
    let run = (any_text(), any_tasks(), support::any_mode());
    let during = proptest::sample::select(vec![During::Integration, During::Gate, During::Apply, During::Run]);
    prop_oneof![
        run.prop_map(|(feature, tasks, mode)| Event::RunStarted(RunStarted {
            feature,
            tasks,
            ..run_of(&[], settings(mode, 3, 2))
        })),
        attempt().prop_map(|(task, attempt)| Event::AttemptStarted { task, attempt }),
        (attempt(), any_text()).prop_map(|((task, attempt), message)| Event::AttemptProgress { task, attempt, message }),
        (attempt(), any_usage()).prop_map(|((task, attempt), usage)| Event::AttemptUsed { task, attempt, usage }),
        (proptest::option::of(any_task_id()), any_text()).prop_map(|(task, message)| Event::Noticed { task, message }),
        (attempt(), any_attempt_outcome()).prop_map(|((task, attempt), outcome)| Event::AttemptEnded { task, attempt, outcome }),
        attempt().prop_map(|(task, attempt)| Event::IntegrationStarted { task, attempt }),
        (attempt(), any_text(), any_texts(), any_texts()).prop_map(|((task, attempt), tree, changed, rejected)| {
            Event::Integrated(Integrated { task, attempt, tree, changed, rejected })
        }),
        any_scope().prop_map(|scope| Event::GateStarted { scope }),
        (any_scope(), proptest::collection::vec(any_verdict(), 0..3))
            .prop_map(|(scope, verdicts)| Event::GateEnded { scope, verdicts }),
        proptest::sample::select(vec![
            Event::Paused,
            Event::TimeIsOver,
            Event::Unpaused,
            Event::CancelRequested,
            Event::ApplyStarted,
            Event::Resumed
        ]),
        (during, any_fault()).prop_map(|(during, fault)| Event::Faulted { during, fault }),
        (any_texts(), any_texts(), any_texts(), any::<u64>()).prop_map(|(written, merged, removed, unchanged)| {
            let branch = written.first().cloned();
            Event::Applied(Applied { written, merged, removed, unchanged, branch })
        }),
        any_outcome().prop_map(|outcome| Event::RunEnded { outcome }),
        (proptest::collection::vec(any_task_id(), 1..3), any_text(), proptest::option::of(any_text()))
            .prop_map(|(tasks, context, tree)| Event::Retried(Retried { tasks, context, tree })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(events in proptest::collection::vec((any_event(), any::<u64>()), 0..12)) {
        let mut records = Vec::new();
        for (event, at_ms) in events {
            records.write_down(event, at_ms).unwrap();
        }
        let bytes = lines(&records);
        prop_assert_eq!(bytes.iter().filter(|byte| **byte == b'\n').count(), records.len());
        let (read, length) = parse(Path::new("journal"), &bytes, 1).unwrap();
        prop_assert_eq!(length, bytes.len());
        prop_assert_eq!(read, records);
    }
}
