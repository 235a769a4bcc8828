import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { z } from "zod";
import { configSchema as configA } from "./service-a/config.ts";
import { configSchema as configB } from "./service-b/config.ts";

const readme = readFileSync(path.join(import.meta.dirname, "README.md"), "utf8");

for (const [name, schema] of Object.entries({ "service-a": configA, "service-b": configB })) {
  test(`when a setting of ${name} changes, then its table in the README does too`, () => {
    expect(readme).toContain(`### ${name}\n\n${settingsTable(schema)}\n`);
  });
}

const inCode = (value: unknown) => (String(value) === "" ? "" : `\`${value}\``);

function settingsTable(schema: z.ZodObject): string {
  const defaults = schema.parse({});
  const rows = Object.entries(schema.shape).map(
    ([name, field]) => `| \`${name}\` | ${inCode(defaults[name])} | ${(field as z.ZodType).description} |`,
  );
  return ["| variable | default | |", "|---|---|---|", ...rows].join("\n");
}
