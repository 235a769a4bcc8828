import { describe, expect, test } from "vitest";
import { type PropertyMap, UNKNOWN } from "../../model/resource-type.ts";
import { CONTAINER } from "../container/container-schema.ts";
import { checkInputs } from "./schema.ts";

function reasons(inputs: PropertyMap): Record<string, string> {
  const { failures } = checkInputs(CONTAINER, { name: "a", image: "b", ...inputs });
  return Object.fromEntries(failures.map(({ property, reason }) => [property, reason]));
}

describe("when a program gives something invalid, then it is reported by its path", () => {
  test.each<[string, PropertyMap, string, string]>([
    ["a misspelt name", { enviroment: [] }, "enviroment", "unknown property"],
    ["a near name", { env: ["A=1"] }, "env", 'did you mean "envs"?'],
    ["a name in another case", { destroygraceseconds: 3 }, "destroygraceseconds", '"destroyGraceSeconds"'],
    [
      "a near name inside a block",
      { ports: [{ internal: 1, extrenal: 2 }] },
      "ports[0].extrenal",
      '"external"',
    ],
    [
      "a refused property",
      { gpus: "all" },
      "gpus",
      "not supported by the embedded engine; use the Pulumi CLI",
    ],
    [
      "a refused property inside a block",
      { uploads: [{ file: "/a", owner: "me" }] },
      "uploads[0].owner",
      "use the",
    ],
    ["a string for a number", { memory: "much" }, "memory", 'expected a whole number, saw "much"'],
    ["a fraction", { memory: 0.5 }, "memory", "expected a whole number, saw 0.5"],
    ["a string for a list", { command: "node main.js" }, "command", 'expected a list, saw "node main.js"'],
    ["a string for a block", { ports: ["80:80"] }, "ports[0]", "expected an object"],
    ["null in a list of strings", { envs: ["A=1", null] }, "envs[1]", "expected a value, saw null"],
    ["null in a list of blocks", { ports: [null] }, "ports[0]", "expected a value, saw null"],
    [
      "a block without a required property",
      { ports: [{ external: 80 }] },
      "ports[0].internal",
      "expected a value",
    ],
  ])("%s", (_what, inputs, property, reason) => {
    expect(reasons(inputs)).toEqual({ [property]: expect.stringContaining(reason) });
  });

  test("an image that is missing", () => {
    const { failures } = checkInputs(CONTAINER, { name: "a" });
    expect(failures).toEqual([{ property: "image", reason: "expected a value, saw none" }]);
  });
});

test("when a value is not known yet, then it is accepted", () => {
  expect(reasons({ memory: UNKNOWN, command: UNKNOWN, ports: [{ internal: UNKNOWN }] })).toEqual({});
});

test("when configuration is given as strings, then numbers and booleans are parsed", () => {
  const { inputs } = checkInputs(CONTAINER, { name: "a", image: "b", memory: "256", init: "true" });
  expect(inputs).toMatchObject({ memory: 256, init: true });
});

test("when a property is null, then it counts as not given", () => {
  const { inputs } = checkInputs(CONTAINER, { name: "a", image: "b", restart: null, memory: null });
  expect(inputs).toMatchObject({ restart: "no" });
  expect(inputs).not.toHaveProperty("memory");
});
