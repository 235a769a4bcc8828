import type Dockerode from "dockerode";
import { expect, test } from "vitest";
import type { DockerContext } from "../calls/docker-context.ts";
import { pinImage } from "./pinned-image.ts";

const platforms = [{ architecture: "arm64", os: "linux" }];

/** A context whose engine answers this about every image. */
const contextOf = (distribution: object): DockerContext => {
  const docker = { getImage: () => ({ distribution: async () => distribution }) };
  return { docker: docker as unknown as Dockerode, log: () => {} } as unknown as DockerContext;
};

const specOf = (image: string, placement: object) => ({
  TaskTemplate: { ContainerSpec: { Image: image }, Placement: placement },
});

test("when a registry knows an image, then its digest and its platforms are added to what the program says", async () => {
  const digest = `sha256:${"a".repeat(64)}`;
  const context = contextOf({ Descriptor: { digest }, Platforms: platforms });
  const { spec } = await pinImage(specOf("a.test/kafka:3", { Constraints: ["node.labels.n==1"] }), context);
  expect(spec.TaskTemplate).toEqual({
    ContainerSpec: { Image: `a.test/kafka:3@${digest}` },
    Placement: { Constraints: ["node.labels.n==1"], Platforms: [{ Architecture: "arm64", OS: "linux" }] },
  });
});

test("when it does not say for which platforms an image is, then the placement is the program's", async () => {
  const image = `a.test/kafka@sha256:${"a".repeat(64)}`;
  const { spec } = await pinImage(specOf(image, { MaxReplicas: 1 }), contextOf({ Descriptor: {} }));
  expect(spec).toEqual(specOf(image, { MaxReplicas: 1 }));
});
