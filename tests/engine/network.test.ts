import { afterEach, describe, expect, test } from "vitest";
import type { DockerType } from "../../engine/docker/calls/docker-context.ts";
import { networkType } from "../../engine/docker/network/network.ts";
import { volumeType } from "../../engine/docker/volume/volume.ts";
import type { PropertyMap } from "../../engine/model/resource-type.ts";
import { contextOf, docker, freshName, IDLE, IMAGE, removeAll } from "./engine-on-docker.ts";

const names: string[] = [];
afterEach(async () => {
  const left = names.splice(0);
  await removeAll(left);
  for (const name of left) {
    await docker
      .getVolume(name)
      .remove()
      .catch(() => {});
  }
});

function ownName(): string {
  const name = freshName();
  names.push(name);
  return name;
}

async function checked(type: DockerType, inputs: PropertyMap): Promise<PropertyMap> {
  const request = { name: "made-up", inputs, old: undefined, preview: false };
  return (await type.check(request, contextOf())).inputs;
}

describe.each([
  ["a plain network", networkType, {}],
  ["a network with all its settings", networkType, { driver: "bridge", internal: true, ipv6: false }],
  ["a network with labels", networkType, { labels: [{ label: "b", value: "2" }] }],
  ["a volume", volumeType, {}],
  ["a volume with labels and a driver", volumeType, { driver: "local", labels: [{ label: "a", value: "" }] }],
] as [string, DockerType, PropertyMap][])("when %s is made", (_what, type, given) => {
  test("then a plan with the same inputs finds no difference, before and after a refresh", async () => {
    const inputs = await checked(type, { name: ownName(), ...given });
    const made = await type.create(inputs, contextOf());
    expect(type.diff(made, inputs).detailed).toEqual({});
    const read = await type.read(made.id, made, contextOf());
    if (read === undefined) throw new Error("it is not there");
    expect(type.diff(read, inputs).detailed).toEqual({});
    await type.delete(read, contextOf());
    expect(await type.read(made.id, made, contextOf())).toBeUndefined();
    await type.delete(read, contextOf());
  });
});

test("when a network's name is taken, then the message names its holder, which stays", async () => {
  const inputs = await checked(networkType, { name: ownName() });
  const made = await networkType.create(inputs, contextOf());
  const failure = await networkType.create(inputs, contextOf()).catch((error: Error) => error);
  expect(String(failure)).toContain(`"${inputs.name}" is already in use by a network`);
  expect((await docker.getNetwork(made.id).inspect()).Name).toBe(inputs.name);
});

test("when a foreign container is attached to a network, then the error names it, and it is left alone", async () => {
  const inputs = await checked(networkType, { name: ownName() });
  const made = await networkType.create(inputs, contextOf());
  const name = ownName();
  const HostConfig = { NetworkMode: String(inputs.name) };
  const foreign = await docker.createContainer({ name, Image: IMAGE, Cmd: IDLE, HostConfig });
  await foreign.start();
  const failure = await networkType.delete(made, contextOf()).catch((error: Error) => error);
  expect(String(failure)).toContain(`docker network disconnect ${inputs.name} ${name}`);
  expect((await foreign.inspect()).State.Running).toBe(true);
});

test("when a volume is in use, then the message says by which container", async () => {
  const inputs = await checked(volumeType, { name: ownName() });
  const made = await volumeType.create(inputs, contextOf());
  const name = ownName();
  const HostConfig = { Binds: [`${made.id}:/data`] };
  await docker.createContainer({ name, Image: IMAGE, Cmd: IDLE, HostConfig });
  const failure = await volumeType.delete(made, contextOf()).catch((error: Error) => error);
  expect(String(failure)).toContain(`still used by: ${name}`);
});
