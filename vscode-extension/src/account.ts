// The account of a run, as the server tells it: what `specwave status --format json` prints, and where the run belongs.

export interface Account {
  run: string;
  /** The folder that the code arrives in. */
  output: string;
  /** The specification. */
  spec: string;
  /** Names the run among those of all folders; that of its progress. */
  token: string | number;
  feature: string;
  mode: string;
  quality: string;
  agent: string;
  outcome: "running" | "interrupted" | "succeeded" | "failed" | "cancelled" | "faulted";
  /** Why it did not succeed. */
  message: string;
  /** What happened last. */
  latest: string;
  percentage: number;
  began_at: number;
  last_at: number;
  waves: Wave[];
  tasks: Task[];
  /** The Tasks that the end had to wait for, each for the one before it. */
  critical_path: string[];
  gates: Gate[];
  noticed: string[];
  /** What arrived in the output folder. */
  applied: object | null;
  completed: number;
  usage: Usage;
  work_ms: number;
  elapsed_ms: number;
}

export interface Wave {
  number: number;
  title: string;
  status: "waiting" | "running" | "passed" | "failed";
  completed: number;
  total: number;
  elapsed_ms: number;
}

export interface Task {
  id: string;
  title: string;
  wave: number;
  needs: string[];
  agent: string;
  state: "waiting" | "running" | "ended" | "integrating" | "checking" | "integrated" | "failed" | "blocked" | "cancelled";
  activity: string;
  attempted: Attempt[];
  ended_at: number | null;
  work_ms: number;
  usage: Usage;
  summary: string;
  rejected: string[];
  noticed: string[];
}

export interface Attempt {
  began_at: number;
  ended_at: number | null;
  state: string;
}

export interface Gate {
  name: string;
  passed: boolean;
  began_at: number;
  ended_at: number | null;
  elapsed_ms: number;
  verdicts: Verdict[];
}

export interface Verdict {
  check: string;
  command?: string;
  millis: number;
  ending: Ending;
}

export type Ending =
  | { ended: "passed" }
  | { ended: "failed"; text: string; findings: Finding[] }
  | { ended: "environment"; message: string; hint: string }
  | { ended: "not_checked"; reason: string };

export interface Finding {
  /** Below the folder of the module. */
  path: string;
  /** From 1; 0 where the tool named none. */
  line: number;
  column: number;
  message: string;
}

export interface Usage {
  input_tokens: number;
  output_tokens: number;
  cost: Record<string, number>;
}

/** `12.3k tokens · 0.42 USD`; empty where nothing was told. */
export function used({ input_tokens, output_tokens, cost }: Usage): string {
  const tokens = input_tokens + output_tokens;
  const amounts = Object.entries(cost).filter(([, amount]) => amount > 0);
  const money = amounts.map(([currency, amount]) => `${amount.toFixed(2)} ${currency}`);
  return [...(tokens > 0 ? [`${thousands(tokens)} tokens`] : []), ...money].join(" · ");
}

function thousands(count: number): string {
  return count < 1000 ? String(count) : `${(count / 1000).toFixed(1)}k`;
}

/** The Tasks that keep this one from beginning; every Task after Wave 0 needs the contract as well. */
export function waitsFor(task: Task, tasks: readonly Task[]): Task[] {
  if (task.state !== "waiting") {
    return [];
  }
  const needs = (other: Task): boolean => task.needs.includes(other.id) || (task.wave > 0 && other.wave === 0);
  return tasks.filter((other) => needs(other) && other.state !== "integrated");
}

/** Gates of one name belong together: some run at every integration. */
export function gatesByName(gates: readonly Gate[]): Map<string, Gate[]> {
  const byName = new Map<string, Gate[]>();
  for (const gate of gates) {
    byName.set(gate.name, [...(byName.get(gate.name) ?? []), gate]);
  }
  return byName;
}

export function gateState({ ended_at, passed }: Gate): "running" | "passed" | "failed" {
  return ended_at === null ? "running" : passed ? "passed" : "failed";
}

/** How many gates stand as they do, by the last time that each ran. */
export function countGates(gates: readonly Gate[]): Record<ReturnType<typeof gateState>, number> {
  const counts = { running: 0, failed: 0, passed: 0 };
  for (const alike of gatesByName(gates).values()) {
    alike.slice(-1).forEach((last) => (counts[gateState(last)] += 1));
  }
  return counts;
}

/** How long an Attempt or a gate has taken, in milliseconds. */
export function elapsed({ began_at, ended_at }: { began_at: number; ended_at: number | null }, now: number): number {
  return Math.max(0, (ended_at ?? now) - began_at);
}

/** The time at the run: now while it goes on, else that of its last record. */
export function clock(account: Account): number {
  return account.outcome === "running" ? Math.max(account.last_at, Date.now()) : account.last_at;
}
