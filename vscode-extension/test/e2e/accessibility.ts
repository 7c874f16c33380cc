// What axe finds that keeps people from reading a page.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type { AxeResults, RunOptions } from "axe-core";
import type { FrameLocator } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A webview is a part of VS Code's page, which has the landmarks. */
const OPTIONS: RunOptions = { rules: { region: { enabled: false } } };

/** Each thing that is wrong, with the element. */
export async function barriers(frame: FrameLocator): Promise<string[]> {
  const page = frame.locator("html");
  // As the browser's own, since the page lets no other script in.
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify(OPTIONS)})`)) as AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ""}`));
}
