import { dirname } from "node:path";
import { expect, test } from "vitest";
import { type Arrow, arrowsOf, circlesOf, LAYERS, sourceFiles } from "./source-files.ts";

const files = sourceFiles();
const arrows = arrowsOf(files);
const own = arrows.filter(({ to }) => files.includes(to));
const rooms = new Set(files.map(dirname));

test("when a file imports another, then that one is in its own layer or in one below", () => {
  expect(shown(own.filter(({ from, to }) => layerOf(to) > layerOf(from)))).toEqual([]);
});

test("when a file imports from another room, then from its door, and not from its inside", () => {
  expect(shown(own.filter(({ from, to }) => isInside(dirname(to), dirname(from))))).toEqual([]);
});

test("when files import each other, then in no circle; nor do folders", () => {
  expect(circlesOf(own)).toEqual([]);
  const between = own.map(({ from, to }) => ({ from: dirname(from), to: dirname(to) }));
  expect(circlesOf(between.filter(({ from, to }) => from !== to))).toEqual([]);
});

test("when a part of the engine knows Docker, then it is in engine/docker", () => {
  const knowing = arrows.filter(
    ({ from, to }) => from.startsWith("engine/") && /^(dockerode$|docker-client\/)/.test(to),
  );
  expect(knowing.length).toBeGreaterThan(0);
  expect(shown(knowing.filter(({ from }) => !from.startsWith("engine/docker/")))).toEqual([]);
  // The engine's door hands it in.
  const reaching = own.filter(
    ({ from, to }) => !from.startsWith("engine/docker/") && to.startsWith("engine/docker/"),
  );
  expect(new Set(reaching.map(({ from }) => from))).toEqual(
    new Set(["engine/cli-program.ts", "engine/run.ts"]),
  );
});

test("when a part of the engine knows gRPC, then it is the monitor or the protocol that it speaks", () => {
  const knowing = arrows.filter(
    ({ from, to }) =>
      from.startsWith("engine/") && /^(@grpc\/|@pulumi\/pulumi\/proto|google-protobuf)/.test(to),
  );
  // A build of Docker's speaks gRPC as well, with BuildKit.
  const others = knowing.filter(({ from }) => !from.startsWith("engine/docker/"));
  expect([...new Set(others.map(({ from }) => from))]).toEqual([
    "engine/program/monitor.ts",
    "engine/program/protocol.ts",
  ]);
});

test("when a learner has broken infra/, or emptied it as lesson 10 does, then the commands still load", () => {
  const loading = own.filter(({ from, to }) => to.startsWith("infra/") && !from.startsWith("infra/"));
  // It loads the program's rules when a setting is set, and not before.
  expect(shown(loading)).toEqual(["scripts/commands/config.ts -> infra/config.ts"]);
});

test("when a file runs before the pinned Node is installed, then it loads nothing that needs it", () => {
  const early = arrows.filter(({ from }) => from.endsWith(".mjs") && from !== "scripts/smoke.mjs");
  expect(early.length).toBeGreaterThan(0);
  expect(shown(early.filter(({ to }) => !to.startsWith("node:") && !to.endsWith(".mjs")))).toEqual([]);
});

test("when somebody looks into a room, then it is no longer than a page, and its files are TypeScript", () => {
  const sizes = [...rooms].map(
    (room) => [room, files.filter((file) => dirname(file) === room).length] as const,
  );
  expect(sizes.filter(([, size]) => size > 18)).toEqual([]);
  expect(files.filter((file) => !file.endsWith(".ts")).length).toBeLessThanOrEqual(12);
});

function layerOf(file: string): number {
  return LAYERS.findIndex((folders) => folders.some((folder) => file.startsWith(`${folder}/`)));
}

/** Whether a room is within another one, in which the importing file is not. */
function isInside(room: string, importing: string): boolean {
  const isAround = (folder: string) => importing === folder || importing.startsWith(`${folder}/`);
  const around = roomAround(room);
  return around !== undefined && !isAround(around) && !isAround(room);
}

/** The nearest folder above that has files of its own; one without any, such as `lib`, only holds rooms. */
function roomAround(room: string): string | undefined {
  for (let folder = dirname(room); folder !== "."; folder = dirname(folder))
    if (rooms.has(folder)) return folder;
  return undefined;
}

function shown(wrong: readonly Arrow[]): string[] {
  return wrong.map(({ from, to }) => `${from} -> ${to}`);
}
