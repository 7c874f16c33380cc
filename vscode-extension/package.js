// Makes one .vsix that carries the server: node package.js EXECUTABLE TARGET FILE
//
// TARGET is a platform as VS Code names them: linux-x64, darwin-arm64, win32-x64.

import { chmod, cp, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { createVSIX } from "@vscode/vsce";

const [server, target, file] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node package.js EXECUTABLE TARGET FILE");
  process.exit(2);
}
const [executable, packagePath] = [server, file].map((given) => path.resolve(given));
process.chdir(import.meta.dirname);

await import("./build.js");
await rm("server", { recursive: true, force: true });
await mkdir("server");
const bundled = `server/specwave${target.startsWith("win32") ? ".exe" : ""}`;
await cp(executable, bundled);
await chmod(bundled, 0o755);
for (const license of ["LICENSE", "LICENSE-MIT", "LICENSE-APACHE"]) {
  await cp(`../${license}`, license);
}
// esbuild has taken in all dependencies.
await createVSIX({ target, packagePath, dependencies: false, allowMissingRepository: true });
