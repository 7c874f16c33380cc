import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, folder), "utf8");

test("the settings that are offered are those that are read, with the same defaults", () => {
  const sources = readdirSync(new URL("src/", folder), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const asked = sources.flatMap((file) => [...read(`src/${file}`).matchAll(/\.setting\("([\w.]+)", "(\w*)"\)/g)]);
  const expected = Object.fromEntries(asked.map(([, name, otherwise]) => [`specwave.${name}`, otherwise]));
  // The client of the language server reads this one by itself.
  expected["specwave.trace.server"] = "off";
  assert.equal(Object.keys(expected).length, 3);

  const { contributes } = JSON.parse(read("package.json")) as {
    contributes: { configuration: { properties: Record<string, { default: unknown }> } };
  };
  const offered = Object.entries(contributes.configuration.properties).map(([name, setting]) => [name, setting.default]);
  assert.deepEqual(Object.fromEntries(offered), expected);
});

test("the schemas that are contributed are in the package", () => {
  const { contributes } = JSON.parse(read("package.json")) as { contributes: { tomlValidation: { url: string; fileMatch: string }[] } };
  for (const { url, fileMatch } of contributes.tomlValidation) {
    assert.equal((JSON.parse(read(url)) as { title: string }).title, fileMatch);
  }
});
