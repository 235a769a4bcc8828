import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { docker, foreignContainer, inventory, nothing } from "../support/docker.ts";
import { bringUp, mustRun, runLab } from "../support/run-lab.ts";

const lab = inject("lab");
const destroy = ["destroy", "--yes", "--engine", "embedded"];

let volumes: string[];

beforeAll(async () => {
  await bringUp();
  volumes = await mountedVolumes();
});

test("when a foreign container is on the lab network, then destroy names it and leaves it as it is", async () => {
  const network = `${lab.name}-kafka-lab`;
  const name = `${lab.name}-guest`;
  const foreign = await foreignContainer({ name, HostConfig: { NetworkMode: network } });
  onTestFinished(foreign.remove);
  const { status, words } = await runLab(destroy);
  expect(status).toBe(1);
  expect(words).toContain(name);
  const guest = await docker.getContainer(foreign.id).inspect();
  expect(guest.State.Running).toBe(true);
  expect(Object.keys(guest.NetworkSettings.Networks)).toEqual([network]);
});

test("when it is gone, then destroy leaves no container, network or volume", async () => {
  await mustRun(...destroy);
  expect(await inventory()).toEqual(nothing);
  const left = (await docker.listVolumes()).Volumes.map(({ Name }) => Name);
  expect(volumes.length).toBeGreaterThanOrEqual(4);
  expect(volumes).toContain(`${lab.name}-service-certificates`);
  expect(left.filter((name) => volumes.includes(name))).toEqual([]);
});

test("when destroy runs again, then there is nothing to do and nothing to complain about", async () => {
  await mustRun(...destroy);
});

test("when the lab is cleaned, then service images and all of its records are gone, and base images are not", async () => {
  const baseImages = async () => {
    const reference = ["kafka-lab/base", "kafka-lab/kafka", "kafka-lab/node", "node", "confluentinc/*"];
    return (await docker.listImages({ filters: { reference } }))
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .sort();
  };
  const before = await baseImages();
  await mustRun("clean", "--yes");
  expect(await docker.listImages({ filters: { reference: [`kafka-lab/${lab.name}-*`] } })).toEqual([]);
  expect(existsSync(join(lab.dir, ".lab"))).toBe(false);
  expect(existsSync(join(lab.dir, ".pulumi-state", ".pulumi"))).toBe(false);
  expect(await baseImages()).toEqual(before);
});

/** Includes volumes without a name, which an image declares. */
async function mountedVolumes(): Promise<string[]> {
  const { containers } = await inventory();
  const inspected = await Promise.all(containers.map((name) => docker.getContainer(name).inspect()));
  return inspected.flatMap(({ Mounts }) => Mounts.flatMap(({ Name }) => Name ?? []));
}
