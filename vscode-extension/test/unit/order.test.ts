import assert from "node:assert/strict";
import { test } from "node:test";
import { agentsIn, argumentOf, estimatesIn } from "../../src/order.ts";

test("what is not chosen is left out of the order", () => {
  assert.deepEqual(argumentOf("file:///a.md", { quality: "draft" }), { uri: "file:///a.md", quality: "draft" });
});

test("agents are the built-in one and those of the settings", () => {
  const settings = 'agent = "qwen"\n\n[agents]\n[agents.qwen]\nkind = "acp"\n  [agents."my agent"]\n# [agents.old]\n[agents.builtin]\n';
  assert.deepEqual(agentsIn(settings), ["builtin", "qwen", "my agent"]);
  assert.deepEqual(agentsIn(""), ["builtin"]);
});

test("estimates are read from a plan", () => {
  const plan = { mode: "adaptive", tasks: [], estimates: [{ mode: "adaptive", elapsed_seconds: 560, work_seconds: 3550 }] };
  assert.deepEqual(estimatesIn(JSON.stringify(plan)), { mode: "adaptive", seconds: new Map([["adaptive", 560]]) });
});
