// Bundles the extension, and brings the grammars, which other editors use as well, to where VS Code looks for them.

import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { build } from "esbuild";

process.chdir(import.meta.dirname);

await rm("dist", { recursive: true, force: true });
const alike = { bundle: true, minify: true, logLevel: "warning" };
await build({
  ...alike,
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.cjs",
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
});
await build({ ...alike, entryPoints: ["src/timeline/page/page.ts"], outfile: "dist/timeline.js", platform: "browser", target: "es2022" });

await rm("syntaxes", { recursive: true, force: true });
await mkdir("syntaxes");
for (const file of await readdir("../syntaxes")) {
  if (file.endsWith(".tmLanguage.json")) {
    await cp(`../syntaxes/${file}`, `syntaxes/${file}`);
  }
}
