import assert from "node:assert/strict";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { findServer, type Surroundings } from "../../src/findServer.ts";

const around = (changes: Partial<Surroundings>): Surroundings => ({
  setting: "",
  extensionFolder: "/extensions/specwave",
  environment: { PATH: "/usr/bin:bin:/opt/bin" },
  platform: "linux",
  ...changes,
});
const there = (...files: string[]) => (file: string): boolean => files.includes(file);

const BUNDLED = "/extensions/specwave/server/specwave";

test("the setting wins, then comes the bundled server, then the PATH", () => {
  const all = there("/my/specwave", BUNDLED, "/opt/bin/specwave");
  assert.deepEqual(findServer(around({ setting: "/my/specwave" }), all), { found: "/my/specwave" });
  assert.deepEqual(findServer(around({}), all), { found: BUNDLED });
  assert.deepEqual(findServer(around({}), there("/opt/bin/specwave")), { found: "/opt/bin/specwave" });
});

test("a setting that leads nowhere is told, and nothing else is taken instead", () => {
  const search = findServer(around({ setting: "/my/specwave" }), there(BUNDLED));
  assert.ok("missing" in search && search.missing.includes("/my/specwave"));
});

test("a setting may begin with the home folder", () => {
  const file = path.join(os.homedir(), "bin/specwave");
  assert.deepEqual(findServer(around({ setting: "~/bin/specwave" }), there(file)), { found: file });
});

test("nothing is taken from a folder of the PATH that is relative", () => {
  assert.ok("missing" in findServer(around({}), there("bin/specwave", path.resolve("bin/specwave"))));
});

test("on Windows the executable has an ending", () => {
  const bundled = path.join("/extensions/specwave", "server", "specwave.exe");
  assert.deepEqual(findServer(around({ platform: "win32" }), there(bundled)), { found: bundled });
});

test("a folder with the name of the server is none", () => {
  assert.ok("missing" in findServer(around({ setting: import.meta.dirname })));
});
