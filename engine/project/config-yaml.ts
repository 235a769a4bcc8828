import { parse, type ScalarTag } from "yaml";

/** A whole number for the CLI's YAML reader: with a base, with a leading zero for octal, with underscores. */
const WHOLE = /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\da-fA-F_]+|[1-9][\d_]*|0)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const LARGEST = 2n ** 64n - 1n;
const SMALLEST = -(2n ** 63n);

const wholeNumber: ScalarTag = {
  identify: (value) => typeof value === "bigint",
  default: true,
  tag: "tag:yaml.org,2002:int",
  test: WHOLE,
  resolve: (text) => toNumber(text),
};

const date: ScalarTag = {
  identify: () => false,
  default: true,
  tag: "tag:yaml.org,2002:timestamp",
  test: DATE,
  resolve: (text) => `${text} 00:00:00 +0000 UTC`,
};

/** A command asks for the same few files again and again, and parsing is slow. */
const parsed = new Map<string, unknown>();

/**
 * Reads a configuration file like the Pulumi CLI: whole numbers keep all their digits, as bigints, up to 64 bits; a date
 * becomes the text that Go prints for it. The result is the caller's own.
 */
export function parseConfigYaml(text: string): unknown {
  if (!parsed.has(text))
    parsed.set(text, parse(text, { customTags: (tags) => [wholeNumber, date, ...tags] }));
  return structuredClone(parsed.get(text));
}

/** A configuration value as a program gets it: a scalar as text, a structured value as JSON. */
export function configText(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" ? rawJson(String(inner)) : inner));
}

function toNumber(text: string): bigint | number {
  const digits = text.replaceAll("_", "").replace(/^[-+]/, "");
  const octal = /^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits;
  const value = BigInt(octal) * (text.startsWith("-") ? -1n : 1n);
  return value > LARGEST || value < SMALLEST ? Number(value) : value;
}

/** TypeScript's library does not know it yet: https://tc39.es/proposal-json-parse-with-source/ */
const { rawJSON: rawJson } = JSON as unknown as { rawJSON: (text: string) => unknown };
