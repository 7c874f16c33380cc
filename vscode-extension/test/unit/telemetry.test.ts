// There is no telemetry: what is shipped can reach nobody but the language server.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { before, test } from "node:test";

const folder = path.resolve(import.meta.dirname, "../..");
const shipped = (file: string): string => readFileSync(path.join(folder, "dist", file), "utf8");

before(() => {
  execFileSync(process.execPath, [path.join(folder, "build.js")]);
});

test("of Node's modules that use the network, only sockets of the language client are in the bundle", () => {
  const required = [...shipped("extension.cjs").matchAll(/\brequire\("(?:node:)?([\w/]+)"\)/g)].map(([, name]) => name ?? "");
  assert.ok(required.includes("child_process"), "modules are found in the bundle");
  const network = ["http", "https", "http2", "net", "tls", "dgram", "dns", "inspector"].filter((name) => required.includes(name));
  assert.deepEqual(network, ["net"]);
});

test("nothing fetches, and VS Code's telemetry is not used", () => {
  for (const file of ["extension.cjs", "timeline.js"]) {
    assert.doesNotMatch(shipped(file), /\bfetch\(|XMLHttpRequest|WebSocket\(|sendBeacon|createTelemetryLogger|https?:\/\//, file);
  }
});
