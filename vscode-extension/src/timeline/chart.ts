// What the timeline draws of a run: rows of bars on one scale, without a page.

import { type Account, clock, elapsed, type Gate, gatesByName, gateState, type Task, used, waitsFor } from "../account.ts";
import { duration } from "../runMessage.ts";

export interface Bar {
  /** In per cent of the whole width. */
  left: number;
  width: number;
  state: string;
}

export interface Row {
  id: string;
  title: string;
  wave: string;
  state: string;
  time: string;
  used: string;
  bars: Bar[];
  isCritical: boolean;
  needs: string[];
  /** In words: what it is doing, what it waits for, what it has done. */
  note: string;
}

export interface Tick {
  left: number;
  text: string;
}

export interface Chart {
  title: string;
  summary: string;
  rows: Row[];
  ticks: Tick[];
}

/** About so many lines are drawn across. */
const TICKS = 6;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];

export function chartOf(account: Account): Chart {
  const now = clock(account);
  const length = Math.max(1000, now - account.began_at);
  const bar = (part: { began_at: number; ended_at: number | null }, state: string): Bar => ({
    left: (100 * (part.began_at - account.began_at)) / length,
    width: (100 * elapsed(part, now)) / length,
    state,
  });
  const tasks = account.tasks.map((task) => taskRow(account, task, now, bar));
  const rows = [...tasks, ...gateRows(account.gates, now, bar)];
  return { title: account.feature, summary: summary(account, now), rows, ticks: ticks(length / 1000) };
}

type Draw = (part: { began_at: number; ended_at: number | null }, state: string) => Bar;

function taskRow(account: Account, task: Task, now: number, bar: Draw): Row {
  const spent = task.attempted.reduce((sum, attempt) => sum + elapsed(attempt, now), 0);
  const waiting = waitsFor(task, account.tasks).map(({ title }) => title);
  const note = waiting.length > 0 ? `waits for ${waiting.join(", ")}` : task.activity || task.summary;
  return {
    id: task.id,
    title: task.title,
    wave: `Wave ${task.wave}`,
    state: task.state,
    time: task.attempted.length === 0 ? "" : duration(spent / 1000),
    used: used(task.usage),
    bars: task.attempted.map((attempt) => bar(attempt, attempt.state)),
    isCritical: account.critical_path.includes(task.id),
    needs: account.tasks.filter((other) => task.needs.includes(other.id) || (task.wave > 0 && other.wave === 0)).map(({ id }) => id),
    note,
  };
}

/** The gates of one name in one row, each with a bar of its own: some run at every integration. */
function gateRows(gates: Gate[], now: number, bar: Draw): Row[] {
  return [...gatesByName(gates)].map(([name, alike]) => {
    const last = alike.at(-1);
    const spent = alike.reduce((sum, gate) => sum + elapsed(gate, now), 0);
    return {
      id: `gate ${name}`,
      title: `Gate: ${name}`,
      wave: "Gates",
      state: last === undefined ? "" : gateState(last),
      time: duration(spent / 1000),
      used: "",
      bars: alike.map((gate) => bar(gate, `gate-${gateState(gate)}`)),
      isCritical: false,
      needs: [],
      note: last?.verdicts.map(({ check, ending }) => `${check} ${ending.ended.replace("_", " ")}`).join(", ") ?? "",
    };
  });
}

function summary(account: Account, now: number): string {
  const isRunning = account.outcome === "running";
  const took = isRunning ? now - account.began_at : account.elapsed_ms;
  const state = isRunning ? `${account.percentage}%` : account.outcome;
  const parts = [state, `${account.completed} of ${account.tasks.length} Tasks`, `${duration(took / 1000)} elapsed`];
  const speed = account.elapsed_ms > 0 ? [`work ÷ elapsed ${(account.work_ms / account.elapsed_ms).toFixed(1)}`] : [];
  return [...parts, ...speed, used(account.usage)].filter((part) => part !== "").join(" · ");
}

function ticks(seconds: number): Tick[] {
  const step = STEPS.find((candidate) => seconds / candidate <= TICKS) ?? Math.ceil(seconds / TICKS / 3600) * 3600;
  const count = Math.floor(seconds / step);
  return Array.from({ length: count + 1 }, (_, at) => ({ left: (100 * at * step) / seconds, text: duration(at * step) }));
}
