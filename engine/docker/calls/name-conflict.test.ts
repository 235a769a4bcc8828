import { expect, test } from "vitest";
import { Deployment } from "../../deploy/deployment.ts";
import type { Resource } from "../../model/checkpoint.ts";
import type { Registration } from "../../model/registration.ts";
import { fakeSession } from "../../testing/fake-session.ts";
import { nameConflictAdvice } from "./name-conflict.ts";

const type = "docker:index/network:Network";
const provider = "urn:pulumi:s::p::pulumi:providers:docker::default::1";
const stack = "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s";
const component = (kind: string, name: string) => `urn:pulumi:s::p::lab:infra:${kind}::${name}`;

const blank: Registration = {
  type,
  name: "n",
  custom: true,
  parent: stack,
  inputs: { name: "lab" },
  dependencies: [],
  propertyDependencies: {},
  provider,
  version: "",
  protect: undefined,
  retainOnDelete: undefined,
  deleteBeforeReplace: undefined,
  deletedWith: "",
  importId: "",
  ignoreChanges: [],
  replaceOnChanges: [],
  additionalSecretOutputs: [],
  aliases: [],
  customTimeouts: undefined,
  unsupported: [],
};

const group = (kind: string, name: string, aliases: Registration["aliases"] = []): Registration => ({
  ...blank,
  type: `lab:infra:${kind}`,
  name,
  custom: false,
  inputs: {},
  provider: "",
  aliases,
});

const old = component("Group", "g");
const before: Resource[] = [
  { urn: stack, custom: false, type: "pulumi:pulumi:Stack" },
  { urn: old, custom: false, type: "lab:infra:Group", parent: stack },
  {
    urn: `urn:pulumi:s::p::lab:infra:Group$${type}::n`,
    custom: true,
    type,
    id: "id",
    parent: old,
    provider,
    inputs: { __defaults: ["ipamDriver"], ipamDriver: "default", name: "lab" },
    outputs: { driver: "bridge", id: "id", ipamDriver: "default", name: "lab" },
  },
];

/** Runs a program of these registrations on the state, one after the other. */
async function run(...program: Registration[]) {
  const { session, steps } = fakeSession(structuredClone(before), { id: { Name: "lab" } }, true);
  const deployment = new Deployment(session);
  for (const registration of program) await deployment.register(registration);
  return {
    errors: deployment.errors,
    ops: steps.filter(({ urn }) => urn.includes(type)).map(({ op }) => op),
  };
}

const aliasesIn = (message = "") => [...message.matchAll(/aliases: \["(.*?)"\]/g)].map(([, urn = ""]) => urn);

test.each<[string, Registration[]]>([
  ["has another name", [group("Group", "g"), { ...blank, name: "m", parent: old }]],
  [
    "is in another component",
    [group("Group", "g"), group("Other", "o"), { ...blank, parent: component("Other", "o") }],
  ],
  ["is no longer in a component", [group("Group", "g"), blank]],
  [
    "has another name and component",
    [group("Group", "g"), group("Other", "o"), { ...blank, name: "m", parent: component("Other", "o") }],
  ],
  ["lost its component", [{ ...blank, name: "m" }]],
])(
  "when a resource %s, then the alias that the error gives makes it the same one",
  async (_what, program) => {
    const { errors } = await run(...program);
    const [alias = ""] = aliasesIn(errors[0]);
    const last = program.at(-1) ?? blank;
    const fixed = await run(...program.slice(0, -1), { ...last, aliases: [alias] });
    expect(fixed).toEqual({ errors: [], ops: ["same"] });
  },
);

test("when a component has another type, then one alias of the component makes all in it the same again", async () => {
  const inside = { ...blank, parent: component("Renamed", "g") };
  const { errors } = await run(group("Renamed", "g"), inside);
  const [, alias = ""] = aliasesIn(errors[0]);
  expect(alias).toBe(old);
  const fixed = await run(group("Renamed", "g", [alias]), inside);
  expect(fixed).toEqual({ errors: [], ops: ["same"] });
});

test("when the program gives one name to two resources, then no alias is advised", async () => {
  const first = { ...blank, parent: old };
  const { errors } = await run(group("Group", "g"), first, { ...blank, name: "m", parent: old });
  expect(errors[0]).toContain("Give one of the two another name.");
  expect(aliasesIn(errors[0])).toEqual([]);
});

test.each([
  [{ "kafka-lab.stack": "local" }, "./lab destroy --stack local"],
  [{ "com.docker.compose.project": "web" }, "docker compose -p web down"],
  [{}, "docker rename kafka OTHER"],
])(
  "when something outside the stack, with labels %o, has the name, then the advice frees it",
  (labels, advice) => {
    expect(nameConflictAdvice("container", "kafka", labels)).toContain(advice);
  },
);
