import assert from "node:assert/strict";
import { test } from "node:test";
import type { Verdict } from "../../src/account.ts";
import { type Node, runNode } from "../../src/waves/nodes.ts";
import { account, gate } from "./accounts.ts";

/** The tree as a user reads it. */
function lines(node: Node, depth = 0): string[] {
  const below = node.children.flatMap((child) => lines(child, depth + 1));
  return [`${"  ".repeat(depth)}${node.icon} ${node.label} | ${node.description}`, ...below];
}

function find(node: Node, label: string): Node | undefined {
  return node.label === label ? node : node.children.map((child) => find(child, label)).find((found) => found !== undefined);
}

test("a run has its waves, Tasks and Attempts, each with how it stands", () => {
  assert.deepEqual(lines(runNode(account())), [
    "error Invoice Reminders | failed · 30s",
    "  pass-filled Wave 0: Analysis | 1/1 · 10s",
    "    pass-filled analyst | contract pinned · 10s",
    "      pass-filled Attempt 1 | done · 10s",
    "  error Wave 1: Domain | 0/2 · 20s",
    "    error expert | failed · 20s · 12.3k tokens · 0.40 USD",
    "      error Attempt 1 | failed · 10s",
    "      error Attempt 2 | failed · 10s",
    "    circle-outline builder | waits for expert",
  ]);
});

test("gates of one name are one, and findings lead to their places", () => {
  const finding = { path: "internal/broken.go", line: 3, column: 18, message: "undefined: missing" };
  const verdicts: Verdict[] = [{ check: "build", millis: 900, ending: { ended: "failed", text: "…", findings: [finding] } }];
  const failed = gate("Wave 1", { passed: false, verdicts });
  const gates = find(runNode(account({ gates: [gate("Compile"), gate("Compile"), failed] })), "Gates");
  assert.ok(gates);
  assert.deepEqual(lines(gates), [
    "error Gates | 1 failed · 1 passed",
    "  pass-filled Compile | passed · 5s · 2 times",
    "    pass-filled Compile | passed · 5s",
    "    pass-filled Compile | passed · 5s",
    "  error Wave 1 | failed · 5s",
    "    error build | failed · 1s",
    "      circle-small-filled undefined: missing | internal/broken.go:3",
  ]);
  assert.deepEqual(find(gates, "undefined: missing")?.finding, finding);
});

test("what can be done depends on how the run stands", () => {
  const can = (changes: Parameters<typeof account>[0], label: string): string[] => find(runNode(account(changes)), label)?.can ?? [];
  assert.deepEqual(can({ outcome: "running" }, "Invoice Reminders"), ["run", "cancellable"]);
  assert.deepEqual(can({ outcome: "failed" }, "Invoice Reminders"), ["run", "idle", "resumable"]);
  assert.deepEqual(can({ outcome: "faulted", completed: 3 }, "Invoice Reminders"), ["run", "idle", "applicable"]);
  assert.deepEqual(can({ outcome: "succeeded", applied: {} }, "Invoice Reminders"), ["run", "idle", "undoable"]);
  assert.deepEqual(can({ outcome: "failed" }, "analyst"), ["task", "logged", "changed", "retryable"]);
  assert.deepEqual(can({ outcome: "running" }, "builder"), ["task"]);
});

test("nodes have names of their own", () => {
  const ids = (node: Node): string[] => [node.id, ...node.children.flatMap(ids)];
  const all = ids(runNode(account({ gates: [gate("Compile"), gate("Compile"), gate("Wave 0")], noticed: ["one", "other"] })));
  assert.equal(new Set(all).size, all.length);
});
