import type { Account, Gate, Task } from "../../src/account.ts";

const NOTHING = { input_tokens: 0, output_tokens: 0, cost: {} };

export function task(id: string, wave: number, changes: Partial<Task> = {}): Task {
  return {
    id,
    title: id,
    wave,
    needs: [],
    agent: "builtin",
    state: "waiting",
    activity: "",
    attempted: [],
    ended_at: null,
    work_ms: 0,
    usage: NOTHING,
    summary: "",
    rejected: [],
    noticed: [],
    ...changes,
  };
}

export function gate(name: string, changes: Partial<Gate> = {}): Gate {
  return { name, passed: true, began_at: 20_000, ended_at: 25_000, elapsed_ms: 5000, verdicts: [], ...changes };
}

/** A run of three Tasks, ended after 30 s: the first is in, the second failed, the third waits for it. */
export function account(changes: Partial<Account> = {}): Account {
  const tasks = [
    task("analyst", 0, { state: "integrated", summary: "contract pinned", attempted: [{ began_at: 0, ended_at: 10_000, state: "done" }] }),
    task("expert", 1, {
      state: "failed",
      attempted: [
        { began_at: 10_000, ended_at: 20_000, state: "failed" },
        { began_at: 20_000, ended_at: 30_000, state: "failed" },
      ],
      usage: { input_tokens: 11_000, output_tokens: 1300, cost: { USD: 0.4 } },
    }),
    task("builder", 1, { needs: ["expert"] }),
  ];
  return {
    run: "0001-invoice-reminders",
    output: "/home/ann/billing",
    spec: "/home/ann/billing/specs/invoice-reminders.md",
    token: "specwave:/home/ann/billing/.specwave/runs/0001-invoice-reminders",
    feature: "Invoice Reminders",
    mode: "adaptive",
    quality: "draft",
    agent: "builtin",
    outcome: "failed",
    message: "expert failed: it crashed",
    latest: "Failed",
    percentage: 30,
    began_at: 0,
    last_at: 30_000,
    waves: [
      { number: 0, title: "Analysis", status: "passed", completed: 1, total: 1, elapsed_ms: 10_000 },
      { number: 1, title: "Domain", status: "failed", completed: 0, total: 2, elapsed_ms: 20_000 },
    ],
    tasks,
    critical_path: ["analyst", "expert"],
    gates: [],
    noticed: [],
    applied: null,
    completed: 1,
    usage: NOTHING,
    work_ms: 30_000,
    elapsed_ms: 30_000,
    ...changes,
  };
}
