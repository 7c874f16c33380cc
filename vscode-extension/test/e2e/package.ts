// Packages the extension and installs it once, before all tests in the editor; and bundles what is tested inside of it.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { SERVER } from "../server.ts";
import { CODE_SERVER, EXTENSIONS, HOST_TESTS, PICTURES, VSIX } from "./places.ts";

export async function globalSetup(): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const home = path.dirname(VSIX);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const run = (script: string, ...words: string[]): void => {
    execFileSync(process.execPath, [script, ...words], { env: { ...process.env, HOME: home }, stdio: "pipe" });
  };
  run(path.resolve(import.meta.dirname, "../../package.js"), SERVER, "linux-x64", VSIX);
  const own = ["--config", path.join(home, "config.yaml"), "--user-data-dir", path.join(home, "data")];
  run(CODE_SERVER, ...own, "--extensions-dir", EXTENSIONS, "--install-extension", VSIX);
  await build({
    bundle: true,
    logLevel: "warning",
    entryPoints: [path.resolve(import.meta.dirname, "../host/suite.ts")],
    outfile: HOST_TESTS,
    platform: "node",
    format: "cjs",
    sourcemap: "inline",
    external: ["vscode"],
  });
}
