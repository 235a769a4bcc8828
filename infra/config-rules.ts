import { isIPv4 } from "node:net";

/** The values that one setting accepts: `parse` returns undefined for any other, `example` is a value that works. */
export interface Rule<Value> {
  readonly expected: string;
  readonly example: string;
  parse(text: string): Value | undefined;
}

/** A whole number between two bounds, both allowed. */
export function wholeNumber(
  min: number,
  max: number,
  example: number,
  noun = "a whole number",
): Rule<number> {
  const parse = (text: string) => {
    const value = Number(text);
    return /^\d{1,9}$/.test(text) && value >= min && value <= max ? value : undefined;
  };
  return { expected: `${noun} from ${min} to ${max}`, example: String(example), parse };
}

/** A port of this machine. */
export const port = (example: number) => wholeNumber(1, 65_535, example, "a port");

/** True or false, spelled as Pulumi spells it. */
export const flag: Rule<boolean> = {
  expected: "true or false",
  example: "false",
  parse: (text) => (text === "true" ? true : text === "false" ? false : undefined),
};

/** One of a few values, as text or as numbers. */
export function oneOf<const Value extends string | number>(values: readonly Value[]): Rule<Value> {
  return {
    expected: values.join(" or "),
    example: String(values[0]),
    parse: (text) => values.find((value) => String(value) === text),
  };
}

/** Text of a given form. */
export function text(pattern: RegExp, expected: string, example: string): Rule<string> {
  return { expected, example, parse: (value) => (pattern.test(value) ? value : undefined) };
}

/**
 * A container image that names its tag or digest: without one it would be "latest", which is no longer the Kafka of
 * this lab.
 */
export const image = (example: string) =>
  text(
    /^(?!.*\/\/)[\w.-]+(:\d+)?(\/[\w./-]+)?(:[\w][\w.-]*(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})$/,
    "an image with its tag",
    example,
  );

/** An address that clients can reach, which 0.0.0.0 is not: the broker advertises it. */
export const hostAddress: Rule<string> = {
  expected: "an IPv4 address of this machine, not 0.0.0.0",
  example: "127.0.0.1",
  parse: (value) => (isIPv4(value) && value !== "0.0.0.0" ? value : undefined),
};
