import { describe, expect, test } from "vitest";
import type { Resource } from "../model/checkpoint.ts";
import type { ReadRequest, Registration } from "../model/registration.ts";
import { isProviderType } from "../model/urn.ts";
import { fakeSession, type Networks } from "../testing/fake-session.ts";
import { Deployment } from "./deployment.ts";
import { removeUnregistered } from "./removal.ts";
import type { Session } from "./session.ts";

const type = "docker:index/network:Network";
const urn = `urn:pulumi:s::p::${type}::n`;
const provider = "urn:pulumi:s::p::pulumi:providers:docker::default::1";

const made: Resource = { urn, custom: true, type, id: "own", provider, inputs: { name: "own" }, outputs: {} };
const read: Resource = { urn, custom: true, external: true, type, id: "theirs", provider, outputs: {} };

const base = { type, name: "n", parent: "", dependencies: [], provider, version: "" };
const get = (id: string): ReadRequest => ({ ...base, id, inputs: {}, additionalSecretOutputs: [] });
const make = (name: string): Registration => ({
  ...base,
  custom: true,
  inputs: { name },
  propertyDependencies: {},
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
});

const idsOf = ({ snapshot }: Session) =>
  snapshot.resources.filter((item) => !isProviderType(item.type)).map(({ id }) => id);

describe("when the program reads a resource that it made before", () => {
  test("then the stack's own is deleted at the end, if another is read", async () => {
    const networks = { own: { Name: "own" }, theirs: { Name: "theirs" } };
    const { session, steps } = fakeSession([made], networks);
    expect(await new Deployment(session).read(get("theirs"))).toMatchObject({ id: "theirs" });
    expect(await removeUnregistered(session)).toEqual([]);
    expect(steps).toEqual([{ op: "replace", urn }]);
    expect(Object.keys(networks)).toEqual(["theirs"]);
    expect(session.snapshot.resources).toMatchObject([{ id: "theirs", external: true }]);
  });

  test("then it leaves the stack and stays in Docker, if it is the one that is read", async () => {
    const networks = { own: { Name: "own" } };
    const { session, steps } = fakeSession([made], networks);
    await new Deployment(session).read(get("own"));
    await removeUnregistered(session);
    expect(steps).toEqual([{ op: "read", urn }]);
    expect(Object.keys(networks)).toEqual(["own"]);
  });

  test("then nothing is deleted, if there is nothing to read", async () => {
    const { session, steps } = fakeSession([read], {});
    expect(await new Deployment(session).read(get("theirs"))).toMatchObject({ failed: true });
    expect(steps).toEqual([{ op: "read", urn }]);
    expect(session.errors.join()).toContain('"theirs" to read');
    expect(idsOf(session)).toEqual(["theirs"]);
  });
});

test("when the program makes what it read before, then one is made, even if the two are alike", async () => {
  const networks: Networks = { theirs: { Name: "same" } };
  const { session, steps } = fakeSession([{ ...read, outputs: { name: "same" } }], networks);
  expect(await new Deployment(session).register(make("same"))).toMatchObject({ id: "id of same" });
  expect(await removeUnregistered(session)).toEqual([]);
  expect(steps).toMatchObject([{ op: "replace", urn }]);
  expect(steps[0]).not.toHaveProperty("replaceReasons");
  expect(idsOf(session)).toEqual(["id of same"]);
  expect(Object.keys(networks)).toEqual(["theirs", "id of same"]);
});
