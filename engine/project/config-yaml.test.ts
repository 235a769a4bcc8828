import { expect, test } from "vitest";
import { configText, parseConfigYaml } from "./config-yaml.ts";

test.each([
  ["1.10", "1.1"],
  ["12345678901234567890", "12345678901234567890"],
  ["-9223372036854775808", "-9223372036854775808"],
  ["99999999999999999999", "100000000000000000000"],
  ['"1.10"', "1.10"],
  ["9092", "9092"],
  ["0x1F", "31"],
  ["017", "15"],
  ["1_000", "1000"],
  ["true", "true"],
  ["yes", "yes"],
  ["", "null"],
  ["2026-01-31", "2026-01-31 00:00:00 +0000 UTC"],
  ["[12345678901234567890, {a: 1.50}]", '[12345678901234567890,{"a":1.5}]'],
])(
  "when a configuration file says %s, then the program gets the same value as from the CLI",
  (written, given) => {
    const { key } = parseConfigYaml(`key: ${written}`) as { key: unknown };
    expect(configText(key)).toBe(given);
  },
);
