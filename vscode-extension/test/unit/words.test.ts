import assert from "node:assert/strict";
import { test } from "node:test";
import { inWords } from "../../src/counts.ts";
import { duration, isRun, outputOfToken, shortMessage } from "../../src/runMessage.ts";
import { versionProblem } from "../../src/version.ts";

test("the status bar shows the wave and how many Tasks are done", () => {
  assert.equal(shortMessage("Wave 1 · 3/5 · Domain Expert: 2 entities created"), "Wave 1 · 3/5");
  assert.equal(shortMessage("Planning"), "Planning");
});

test("the token of a run says where its code arrives", () => {
  assert.equal(outputOfToken("specwave:/home/ann/überweisung 1/.specwave/runs/0001-a"), "/home/ann/überweisung 1");
  assert.equal(outputOfToken("specwave:C:\\billing\\.specwave\\runs\\0001-a"), "C:\\billing");
  assert.equal(isRun("specwave:indexing"), false);
  assert.equal(isRun(7), false);
});

test("durations are short", () => {
  assert.deepEqual([0, 59, 60, 470, 3600, 3725].map(duration), ["0s", "59s", "1m", "7m50s", "1h", "1h2m5s"]);
});

test("findings are counted in words", () => {
  assert.equal(inWords({ files: 1, errors: 1, warnings: 2, others: 0 }), "1 file: 1 error, 2 warnings");
  assert.equal(inWords({ files: 3, errors: 0, warnings: 0, others: 0 }), "3 files: no findings");
});

test("a server of another minor version is told, and one of another patch fits", () => {
  assert.equal(versionProblem("0.1.0", "0.1.7"), undefined);
  assert.match(versionProblem("0.1.0", "0.2.0") ?? "", /version 0\.2\.0, the extension 0\.1\.0/);
  assert.match(versionProblem("0.1.0", undefined) ?? "", /unknown/);
});
