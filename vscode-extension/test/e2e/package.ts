// Packages the extension once, before all tests in the editor.

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { SERVER } from "../server.ts";
import { PICTURES, VSIX } from "./places.ts";

export function globalSetup(): void {
  mkdirSync(PICTURES, { recursive: true });
  execFileSync(process.execPath, [path.resolve(import.meta.dirname, "../../package.js"), SERVER, "linux-x64", VSIX]);
}
