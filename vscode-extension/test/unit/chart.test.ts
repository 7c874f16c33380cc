import assert from "node:assert/strict";
import { test } from "node:test";
import { chartOf } from "../../src/timeline/chart.ts";
import { account, gate } from "./accounts.ts";

const chart = chartOf(account({ gates: [gate("Compile", { ended_at: 23_000 }), gate("Compile"), gate("Wave 0", { passed: false })] }));

test("bars lie where the Attempts were, on one scale", () => {
  const bars = chart.rows[1]?.bars.map(({ left, width, state }) => [Math.round(left), Math.round(width), state]);
  assert.deepEqual(bars, [
    [33, 33, "failed"],
    [67, 33, "failed"],
  ]);
  assert.deepEqual(chart.ticks.map(({ text }) => text), ["0s", "5s", "10s", "15s", "20s", "25s", "30s"]);
});

test("rows say who waits for whom, what is critical, and what was used", () => {
  const rows = chart.rows.map(({ title, isCritical, needs, note, used }) => [title, isCritical, needs, note, used]);
  assert.deepEqual(rows.slice(0, 3), [
    ["analyst", true, [], "contract pinned", ""],
    ["expert", true, ["analyst"], "", "12.3k tokens · 0.40 USD"],
    ["builder", false, ["analyst", "expert"], "waits for expert", ""],
  ]);
});

test("gates of one name share a row", () => {
  const gates = chart.rows.slice(3).map(({ title, state, time, bars }) => [title, state, time, bars.length]);
  assert.deepEqual(gates, [
    ["Gate: Compile", "passed", "8s", 2],
    ["Gate: Wave 0", "failed", "5s", 1],
  ]);
  assert.equal(chart.summary, "failed · 1 of 3 Tasks · 30s elapsed · work ÷ elapsed 1.0");
});
