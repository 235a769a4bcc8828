import { dirname } from "node:path";
import { expect, test } from "vitest";
import { cyclesOf, type Import, importsOf, LAYERS, sourceFiles } from "./source-files.ts";

const files = sourceFiles();
const imports = importsOf(files);
const own = imports.filter(({ to }) => files.includes(to));
const folders = new Set(files.map(dirname));

test("when a file imports another, then that one is in its own layer or in one below", () => {
  expect(shown(own.filter(({ from, to }) => layerOf(to) > layerOf(from)))).toEqual([]);
});

test("when a file imports from another folder, then from its top, and not from its sub-folders", () => {
  expect(shown(own.filter(({ from, to }) => isInside(dirname(to), dirname(from))))).toEqual([]);
});

test("when files import each other, then there is no cycle of files or of folders", () => {
  expect(cyclesOf(own)).toEqual([]);
  const between = own.map(({ from, to }) => ({ from: dirname(from), to: dirname(to) }));
  expect(cyclesOf(between.filter(({ from, to }) => from !== to))).toEqual([]);
});

test("when a part of the engine knows Docker, then it is in engine/docker", () => {
  const knowing = imports.filter(
    ({ from, to }) => from.startsWith("engine/") && /^(dockerode$|docker-client\/)/.test(to),
  );
  expect(knowing.length).toBeGreaterThan(0);
  expect(shown(knowing.filter(({ from }) => !from.startsWith("engine/docker/")))).toEqual([]);
  // The engine's entry points pass it in.
  const reaching = own.filter(
    ({ from, to }) => !from.startsWith("engine/docker/") && to.startsWith("engine/docker/"),
  );
  expect(new Set(reaching.map(({ from }) => from))).toEqual(
    new Set(["engine/cli-program.ts", "engine/look.ts", "engine/run.ts"]),
  );
});

test("when a part of the engine knows gRPC, then it is the monitor or its protocol", () => {
  const knowing = imports.filter(
    ({ from, to }) =>
      from.startsWith("engine/") && /^(@grpc\/|@pulumi\/pulumi\/proto|google-protobuf)/.test(to),
  );
  // A Docker build uses gRPC as well, with BuildKit.
  const others = knowing.filter(({ from }) => !from.startsWith("engine/docker/"));
  expect([...new Set(others.map(({ from }) => from))]).toEqual([
    "engine/program/monitor.ts",
    "engine/program/protocol.ts",
  ]);
});

test("when a learner has broken infra/, or emptied it as lesson 10 does, then the commands still load", () => {
  const loading = own.filter(({ from, to }) => to.startsWith("infra/") && !from.startsWith("infra/"));
  // The command loads the program's rules only when a setting is set.
  expect(shown(loading)).toEqual(["scripts/commands/config.ts -> infra/config.ts"]);
});

test("when a file runs before the pinned Node is installed, then it loads nothing that needs it", () => {
  const early = imports.filter(({ from }) => from.endsWith(".mjs") && from !== "scripts/smoke.mjs");
  expect(early.length).toBeGreaterThan(0);
  expect(shown(early.filter(({ to }) => !to.startsWith("node:") && !to.endsWith(".mjs")))).toEqual([]);
});

test("when a folder is listed, then it fits on a page, and its files are TypeScript", () => {
  const sizes = [...folders].map(
    (folder) => [folder, files.filter((file) => dirname(file) === folder).length] as const,
  );
  expect(sizes.filter(([, size]) => size > 18)).toEqual([]);
  expect(files.filter((file) => !/\.tsx?$/.test(file)).length).toBeLessThanOrEqual(12);
});

function layerOf(file: string): number {
  return LAYERS.findIndex((layer) => layer.some((folder) => file.startsWith(`${folder}/`)));
}

/** Whether a folder is a sub-folder of one that does not contain the importing folder. */
function isInside(folder: string, importing: string): boolean {
  const contains = (outer: string) => importing === outer || importing.startsWith(`${outer}/`);
  const parent = parentOf(folder);
  return parent !== undefined && !contains(parent) && !contains(folder);
}

/** The nearest folder above that has files of its own; one without any, such as `lib`, only groups others. */
function parentOf(folder: string): string | undefined {
  for (let outer = dirname(folder); outer !== "."; outer = dirname(outer))
    if (folders.has(outer)) return outer;
  return undefined;
}

function shown(wrong: readonly Import[]): string[] {
  return wrong.map(({ from, to }) => `${from} -> ${to}`);
}
