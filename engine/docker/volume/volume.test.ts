import { expect, test } from "vitest";
import type { DockerContext } from "../calls/docker-context.ts";
import { volumeType } from "./volume.ts";

const there = { Name: "v", Driver: "local", Labels: { r: "2" }, Mountpoint: "/v", Options: null };
const context = {
  docker: { createVolume: async () => there, getVolume: () => ({ inspect: async () => there }) },
  ownHolderOf: () => undefined,
} as unknown as DockerContext;

test("when a volume of that name already exists, then the state has the labels that were asked for", async () => {
  const labels = [{ __defaults: [], label: "r", value: "3" }];
  const { outputs } = await volumeType.create({ name: "v", labels }, context);
  expect(outputs).toMatchObject({ labels: [{ label: "r", value: "3" }], mountpoint: "/v", name: "v" });
});

test("when the stack has the volume under another URN, then it is refused with the alias, and Docker is not asked", async () => {
  const urn = "urn:pulumi:s::p::docker:index/volume:Volume::former";
  const ownHolderOf = () => ({ urn, isNamed: false, formerParent: undefined });
  const asked = { docker: {}, ownHolderOf } as unknown as DockerContext;
  await expect(volumeType.create({ name: "v" }, asked)).rejects.toThrow(`aliases: ["${urn}"]`);
});
