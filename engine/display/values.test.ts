import { expect, test } from "vitest";
import { conceal, secret } from "../model/property-values.ts";
import { UNKNOWN } from "../model/resource-type.ts";
import { outputLines } from "./rows.ts";
import { readable } from "./values.ts";

test("when a value is known only after the update, then it is shown as the CLI shows it, at any depth", () => {
  const outputs = { id: UNKNOWN, some: { ids: [UNKNOWN, "a"], count: 1 }, hidden: secret({ id: UNKNOWN }) };
  expect(outputLines(conceal(outputs) as typeof outputs)).toEqual([
    "  id      output<string>",
    '  some    {"ids":[output<string>,"a"],"count":1}',
    "  hidden  [secret]",
  ]);
});

test("when a whole resource is exported, then only its identity is shown", () => {
  const urn = "urn:pulumi:dev::lab::docker:index/network:Network::n";
  const network = { "@isPulumiResource": true, attachable: false, id: "4f", ipv6: false, name: "lab", urn };
  expect(readable({ network, all: [network] })).toBe(
    `{"network":{"urn":"${urn}","id":"4f","name":"lab"},"all":[{"urn":"${urn}","id":"4f","name":"lab"}]}`,
  );
});

test("when a text inside is long, then it is cut after 150 letters and after three lines", () => {
  expect(readable(["x".repeat(200)])).toBe(`["${"x".repeat(150)}..."]`);
  expect(readable({ text: "1\n2\n3\n4" })).toBe('{"text":"1\\n2\\n3\\n..."}');
});
