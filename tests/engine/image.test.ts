import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { imageType } from "../../engine/docker/image/image.ts";
import { remoteImageType } from "../../engine/docker/image/remote-image.ts";
import { connect } from "../../engine/docker/package/provider.ts";
import type { PropertyMap } from "../../engine/model/resource-type.ts";
import { contextOf, docker, freshName, IMAGE } from "./engine-on-docker.ts";

let folder = "";
let imageName = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "image-"));
  imageName = `${freshName()}:test`;
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await docker
    .getImage(imageName)
    .remove({ force: true })
    .catch(() => {});
});

/** Inputs for a build of one file, as the engine would pass them. */
async function checked(dockerfile: string, build: PropertyMap = {}): Promise<PropertyMap> {
  writeFileSync(join(folder, "Dockerfile"), dockerfile);
  const inputs = { imageName, skipPush: true, build: { context: ".", args: { BASE: IMAGE }, ...build } };
  const request = { name: "image", inputs, old: undefined, preview: false };
  const result = await imageType.check(request, contextOf(folder));
  expect(result.failures).toEqual([]);
  return result.inputs;
}

function make(inputs: PropertyMap) {
  const context = { ...contextOf(folder), docker: connect({})() };
  return imageType.create(inputs, context).then(
    (state) => ({ state, lines: context.lines }),
    (error: Error) => ({ failure: error.message, lines: context.lines }),
  );
}

const COPY =
  "ARG BASE\nFROM $BASE\nARG WORD=none\nCOPY app.txt /app.txt\nRUN echo said $WORD > /tmp/word.txt\n";

describe.each(["BuilderBuildKit", "BuilderV1"])("when an image is built by %s", (builderVersion) => {
  test("then its id is the digest, and a change of the source is reported as a change of the build", async () => {
    writeFileSync(join(folder, "app.txt"), "one");
    const inputs = await checked(COPY, { builderVersion, args: { BASE: IMAGE, WORD: "hello" } });
    const { state } = (await make(inputs)) as { state: Awaited<ReturnType<typeof imageType.create>> };
    expect((await docker.getImage(imageName).inspect()).Id).toBe(state.outputs.repoDigest);
    expect(imageType.diff(state, inputs).changed).toBe(false);
    writeFileSync(join(folder, "app.txt"), "two");
    const changed = await checked(COPY, { builderVersion, args: { BASE: IMAGE, WORD: "hello" } });
    expect(Object.keys(imageType.diff(state, changed).detailed)).toEqual(["build"]);
  });

  test("then a step that fails is reported with its exit code, and its output is kept", async () => {
    writeFileSync(join(folder, "app.txt"), "one");
    const inputs = await checked(`${COPY}RUN echo about to fail; exit 7\n`, { builderVersion });
    const before = (await docker.listContainers({ all: true })).length;
    const { failure, lines } = (await make(inputs)) as { failure: string; lines: string[] };
    expect(failure).toContain("7");
    expect(lines.join("\n")).toContain("about to fail");
    expect((await docker.listContainers({ all: true })).length).toBeLessThanOrEqual(before + 1);
  });
});

/** BUILDS=100 runs a campaign: there are reports of engines on which one build of many hangs, or arrives in pieces. */
const BUILDS = Number(process.env.BUILDS ?? 6);

test(`when ${BUILDS} builds follow each other, two at a time, then none hangs or fails`, {
  timeout: BUILDS * 10_000,
}, async () => {
  const inputs = await checked(COPY, {});
  const context = { ...contextOf(folder), docker: connect({})() };
  for (let round = 0; round < BUILDS; round += 2) {
    writeFileSync(join(folder, "app.txt"), `round ${round}`);
    // Other calls keep connections open, as they do in a run.
    await context.docker.ping();
    await Promise.all([imageType.create(inputs, context), imageType.create(inputs, context)]);
  }
  expect(context.lines.join()).not.toContain("once more");
});

test("when an image that was built is gone, then a refresh sees it, and it can be built again", async () => {
  writeFileSync(join(folder, "app.txt"), "one");
  const context = { ...contextOf(folder), docker: connect({})() };
  const made = await imageType.create(await checked(COPY, {}), context);
  expect(await imageType.read(made.id, made, context)).toEqual(made);
  await docker.getImage(imageName).remove({ force: true });
  expect(await imageType.read(made.id, made, context)).toBeUndefined();
  const again = await imageType.create(made.inputs, context);
  expect(await imageType.read(again.id, again, context)).toEqual(again);
});

test("when a Dockerfile cannot be read, then the build says why", async () => {
  const { failure } = (await make(await checked("FORM scratch\n"))) as { failure: string };
  expect(failure.toLowerCase()).toContain("unknown instruction");
});

test("when an image would be built in a preview, then the property is refused by name", async () => {
  writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");
  const failuresOf = async (inputs: PropertyMap) =>
    (await imageType.check({ name: "i", inputs, old: undefined, preview: true }, contextOf(folder))).failures;
  expect(await failuresOf({ imageName, skipPush: true, buildOnPreview: true })).toMatchObject([
    { property: "buildOnPreview" },
  ]);
  expect(
    await failuresOf({ imageName, skipPush: true, build: { context: ".", dockerfile: "nowhere" } }),
  ).toMatchObject([{ property: "build.dockerfile" }]);
});

test("when an image is on this machine, then it is found, kept, and found again by a refresh", async () => {
  const request = {
    name: "base",
    inputs: { name: IMAGE, keepLocally: true },
    old: undefined,
    preview: false,
  };
  const { inputs } = await remoteImageType.check(request, contextOf());
  const made = await remoteImageType.create(inputs, contextOf());
  expect(made.outputs.imageId).toBe((await docker.getImage(IMAGE).inspect()).Id);
  expect(remoteImageType.diff(made, inputs).changed).toBe(false);
  expect((await remoteImageType.read(made.id, made, contextOf()))?.outputs).toEqual(made.outputs);
  await remoteImageType.delete(made, contextOf());
  expect((await docker.getImage(IMAGE).inspect()).Id).toBe(made.outputs.imageId);
});
