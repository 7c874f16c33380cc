// What the Waves view shows of a run: a tree of labels, without the editor.

import {
  type Account,
  type Attempt,
  clock,
  countGates,
  elapsed,
  type Finding,
  type Gate,
  gatesByName,
  gateState,
  type Task,
  used,
  type Verdict,
  waitsFor,
  type Wave,
} from "../account.ts";
import { duration } from "../runMessage.ts";

export interface Node {
  /** The same for the same thing, however it stands: by it the view remembers what is open. */
  id: string;
  label: string;
  description: string;
  tooltip: string;
  /** A codicon, and the colour of the theme it is shown in. */
  icon: string;
  color?: string;
  /** Words by which the menus tell what can be done with it. */
  can: string[];
  children: Node[];
  isOpen: boolean;
  account: Account;
  task?: Task;
  wave?: Wave;
  finding?: Finding;
}

interface Look {
  icon: string;
  color?: string;
}

const RUNNING: Look = { icon: "sync~spin", color: "charts.blue" };
const PASSED: Look = { icon: "pass-filled", color: "testing.iconPassed" };
const FAILED: Look = { icon: "error", color: "testing.iconFailed" };
const WAITING: Look = { icon: "circle-outline" };
const STOPPED: Look = { icon: "circle-slash" };

const RUN_LOOKS: Record<Account["outcome"], Look> = {
  running: RUNNING,
  succeeded: PASSED,
  failed: FAILED,
  faulted: FAILED,
  cancelled: STOPPED,
  interrupted: { icon: "debug-disconnect", color: "charts.yellow" },
};

const WAVE_LOOKS: Record<Wave["status"], Look> = { waiting: WAITING, running: RUNNING, passed: PASSED, failed: FAILED };

const TASK_LOOKS: Record<Task["state"], Look> = {
  waiting: WAITING,
  running: RUNNING,
  ended: RUNNING,
  integrating: RUNNING,
  checking: RUNNING,
  integrated: PASSED,
  failed: FAILED,
  blocked: STOPPED,
  cancelled: STOPPED,
};

export function runNode(account: Account): Node {
  const isRunning = account.outcome === "running";
  const took = duration((isRunning ? clock(account) - account.began_at : account.elapsed_ms) / 1000);
  const state = isRunning ? `${account.percentage}%` : account.outcome;
  const isComplete = account.completed === account.tasks.length;
  const can = ["run", isRunning ? "cancellable" : "idle"];
  if (!isRunning && account.outcome !== "succeeded") {
    can.push(account.outcome === "faulted" && isComplete ? "applicable" : "resumable");
  }
  if (account.applied !== null) {
    can.push("undoable");
  }
  return {
    id: String(account.token),
    label: account.feature,
    description: joined(state, took, used(account.usage)),
    tooltip: joined(account.run, account.mode, account.quality, account.agent) + `\n${account.message || account.latest}`,
    ...RUN_LOOKS[account.outcome],
    can,
    children: [
      ...account.waves.map((wave) => waveNode(account, wave)),
      ...gatesNode(account),
      ...account.noticed.map((text, at) => noticeNode(account, `${account.token} notice ${at}`, text)),
    ],
    isOpen: isRunning,
    account,
  };
}

export function waveNode(account: Account, wave: Wave): Node {
  const tasks = account.tasks.filter((task) => task.wave === wave.number);
  return {
    id: `${account.token} wave ${wave.number}`,
    label: `Wave ${wave.number}${wave.title === "" ? "" : `: ${wave.title}`}`,
    description: joined(`${wave.completed}/${wave.total}`, wave.elapsed_ms > 0 ? duration(wave.elapsed_ms / 1000) : ""),
    tooltip: `Wave ${wave.number}: ${wave.status}`,
    ...WAVE_LOOKS[wave.status],
    can: ["wave", ...retryable(account)],
    children: tasks.map((task) => taskNode(account, task)),
    isOpen: wave.status === "running" || wave.status === "failed",
    account,
    wave,
  };
}

export function taskNode(account: Account, task: Task): Node {
  const id = `${account.token} task ${task.id}`;
  const spent = task.attempted.reduce((sum, attempt) => sum + elapsed(attempt, clock(account)), 0);
  const hasHandedIn = task.attempted.some((attempt) => attempt.state === "done");
  return {
    id,
    label: task.title,
    description: joined(doing(account, task), task.attempted.length > 0 ? duration(spent / 1000) : "", used(task.usage)),
    tooltip: joined(task.id, task.agent, task.state),
    ...TASK_LOOKS[task.state],
    can: ["task", ...(task.attempted.length > 0 ? ["logged"] : []), ...(hasHandedIn ? ["changed"] : []), ...retryable(account)],
    children: [
      ...task.attempted.map((attempt, at) => attemptNode(account, id, attempt, at + 1)),
      ...task.rejected.map((path, at) => noticeNode(account, `${id} rejected ${at}`, `not taken: ${path}`)),
      ...task.noticed.map((text, at) => noticeNode(account, `${id} notice ${at}`, text)),
    ],
    isOpen: false,
    account,
    task,
  };
}

/** What a Task is doing, did, or waits for. */
function doing(account: Account, task: Task): string {
  const waiting = waitsFor(task, account.tasks).map((other) => other.title);
  if (waiting.length > 0) {
    return `waits for ${waiting.length > 2 ? `${waiting.length} Tasks` : waiting.join(", ")}`;
  }
  return task.state === "integrated" ? task.summary : task.activity || task.state;
}

function attemptNode(account: Account, of: string, attempt: Attempt, number: number): Node {
  const looks: Record<string, Look> = { running: RUNNING, done: PASSED, failed: FAILED };
  const look = looks[attempt.state] ?? STOPPED;
  const took = duration(elapsed(attempt, clock(account)) / 1000);
  return leaf(account, `${of} attempt ${number}`, `Attempt ${number}`, joined(attempt.state, took), look);
}

const GATE_LOOKS = { running: RUNNING, passed: PASSED, failed: FAILED };

function gatesNode(account: Account): Node[] {
  if (account.gates.length === 0) {
    return [];
  }
  const named = [...gatesByName(account.gates)].map(([name, gates]) => gateNode(account, name, gates));
  const counts = countGates(account.gates);
  const state = counts.running > 0 ? "running" : counts.failed > 0 ? "failed" : "passed";
  const words = Object.entries(counts).filter(([, count]) => count > 0).map(([word, count]) => `${count} ${word}`);
  return [
    {
      ...leaf(account, `${account.token} gates`, "Gates", joined(...words), GATE_LOOKS[state], "What was checked of the code"),
      children: named,
      isOpen: state === "failed",
    },
  ];
}

/** A gate that ran more than once has a node for each time. */
function gateNode(account: Account, name: string, gates: Gate[]): Node {
  const nodes = gates.map((gate, at) => {
    const id = `${account.token} gate ${name} ${at}`;
    const took = duration(elapsed(gate, clock(account)) / 1000);
    return {
      ...leaf(account, id, name, joined(gateState(gate), took), GATE_LOOKS[gateState(gate)]),
      children: gate.verdicts.map((verdict) => verdictNode(account, id, verdict)),
      isOpen: gateState(gate) === "failed",
    };
  });
  const last = nodes.at(-1);
  if (last === undefined || nodes.length === 1) {
    return last ?? leaf(account, `${account.token} gate ${name}`, name, "", WAITING);
  }
  return { ...last, id: `${account.token} gate ${name}`, description: joined(last.description, `${nodes.length} times`), children: nodes };
}

function verdictNode(account: Account, of: string, { check, command, millis, ending }: Verdict): Node {
  const id = `${of} ${check}`;
  const took = duration(millis / 1000);
  switch (ending.ended) {
    case "passed":
      return leaf(account, id, check, joined("passed", took), PASSED, command);
    case "not_checked":
      return leaf(account, id, check, "not yet checked", WAITING, ending.reason);
    case "environment":
      return leaf(account, id, check, `could not run: ${ending.message}`, { icon: "warning", color: "charts.yellow" }, ending.hint);
    case "failed":
      return {
        ...leaf(account, id, check, joined("failed", took), FAILED, ending.text),
        children: ending.findings.map((finding, at) => findingNode(account, `${id} ${at}`, finding)),
        isOpen: true,
      };
  }
}

function findingNode(account: Account, id: string, finding: Finding): Node {
  const place = finding.line > 0 ? `${finding.path}:${finding.line}` : finding.path;
  return { ...leaf(account, id, finding.message, place, { icon: "circle-small-filled" }), can: ["finding"], finding };
}

function noticeNode(account: Account, id: string, text: string): Node {
  return leaf(account, id, text, "", { icon: "info" });
}

function leaf(account: Account, id: string, label: string, description: string, look: Look, tooltip = ""): Node {
  return { id, label, description, tooltip: tooltip || joined(label, description), ...look, can: [], children: [], isOpen: false, account };
}

/** Whatever became of them, Tasks can be done again once nobody is at work. */
function retryable(account: Account): string[] {
  return account.outcome === "running" ? [] : ["retryable"];
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== "").join(" · ");
}
