import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { serveLessons } from "./testing/served-lessons.ts";
import { block, makeSmallProject, writeIn } from "./testing/small-project.ts";

let dir: string;
let served: Awaited<ReturnType<typeof serveLessons>>;

beforeEach(async () => {
  dir = makeSmallProject();
  served = await serveLessons(dir, () => Promise.reject(new Error("files need no lab")));
});

const get = (path: string) => served.get(path);
const post = (path: string, body: unknown) => served.post(path, body);
const text = (path: string) => readFileSync(join(dir, path), "utf8");

test("when a block writes a file, then the difference is shown before, and the file is written with what was shown", async () => {
  const preview = () => post("/lessons/1/changes/preview", { block: block.write });
  const shown = await preview();
  expect(shown.body).toMatchObject({ path: "playground/own.ts", isDone: false });
  expect(shown.body.diff).toContain("--- /dev/null");
  expect(shown.body.diff).toContain("+export const own = 1;");
  expect(existsSync(join(dir, "playground"))).toBe(false);
  const { version } = shown.body;
  expect((await post("/lessons/1/changes", { block: block.write, version })).body).toEqual({
    saved: [],
    ticked: [block.write],
  });
  expect(text("playground/own.ts")).toBe("export const own = 1;\n");
  expect((await preview()).body).toMatchObject({ isDone: true, diff: "" });
  expect((await get("/lessons/1/file?path=playground/own.ts")).body.text).toBe("export const own = 1;\n");
});

test("when a block replaces what a learner wrote, then that is saved, and the answer says where", async () => {
  writeIn(dir, "playground/own.ts", "mine\n");
  const { version, diff } = (await post("/lessons/1/changes/preview", { block: block.write })).body;
  expect(diff).toContain("-mine");
  const { saved } = (await post("/lessons/1/changes", { block: block.write, version })).body;
  expect(saved).toEqual([
    { en: expect.stringContaining("./lab saved"), fr: expect.stringContaining("./lab saved") },
  ]);
  const folder = /in (\.lab\/saved\/\S+)\. /.exec(saved[0].en)?.[1] ?? "";
  expect(text(join(folder, "playground/own.ts"))).toBe("mine\n");
});

test("when a block edits a file, then only if it fits and is as it was shown; done once, it stays done", async () => {
  const preview = () => post("/lessons/1/changes/preview", { block: block.edit });
  const { version, diff } = (await preview()).body;
  expect(diff).toContain("-two\n+TWO");
  writeIn(dir, "infra/kafka.ts", "one\ntwo\nthree\nfour\n");
  const late = await post("/lessons/1/changes", { block: block.edit, version });
  expect(late).toMatchObject({
    status: 409,
    body: { words: { en: expect.stringContaining("has changed since") } },
  });
  expect(text("infra/kafka.ts")).toBe("one\ntwo\nthree\nfour\n");
  const now = (await preview()).body.version;
  expect((await post("/lessons/1/changes", { block: block.edit, version: now })).body.ticked).toEqual([
    block.edit,
  ]);
  expect(text("infra/kafka.ts")).toBe("one\nTWO\nthree\nfour\n");
  expect((await preview()).body).toMatchObject({ isDone: true, diff: "" });
  writeIn(dir, "infra/kafka.ts", "other\n");
  expect(await preview()).toMatchObject({
    status: 409,
    body: { advice: { en: expect.stringContaining("./lab reset") } },
  });
});

test("when a block edits a file that is not there, then the answer says what writes it", async () => {
  rmSync(join(dir, "infra/kafka.ts"));
  const answer = await post("/lessons/1/changes/preview", { block: block.edit });
  expect(answer).toMatchObject({
    status: 409,
    body: { words: { en: expect.stringContaining("is no infra/kafka.ts yet") } },
  });
});

test("when a block that is no file is to be written, or the file is a link, then it is refused", async () => {
  expect((await post("/lessons/1/changes/preview", { block: block.up })).status).toBe(400);
  writeIn(dir, "outside.ts", "outside\n");
  mkdirSync(join(dir, "playground"));
  symlinkSync(join(dir, "outside.ts"), join(dir, "playground/own.ts"));
  for (const [path, body] of [
    ["/lessons/1/changes/preview", { block: block.write }],
    ["/lessons/1/changes", { block: block.write, version: "none" }],
  ] as const)
    expect(await post(path, body)).toMatchObject({
      status: 403,
      body: { words: { en: expect.stringContaining("symbolic link") } },
    });
  expect(text("outside.ts")).toBe("outside\n");
});

test.each([
  "../../etc/passwd",
  "/etc/passwd",
  "%2e%2e%2fx",
  "..%2f..%2fetc%2fpasswd",
  "infra%2Fkafka.ts%00",
  ".git/config",
  ".GIT/config",
  ".lab/progress.txt",
  "node_modules/x/index.js",
  "INFRA/kafka.ts",
  "Pulumi.yaml",
  "",
])("when the page asks for the file %s, then it is refused in both languages", async (path) => {
  const answer = await get(`/lessons/1/file?path=${path}`);
  expect(answer).toMatchObject({
    status: 403,
    body: { words: { en: expect.any(String), fr: expect.any(String) } },
  });
});

test("when a lesson names or links a file, then the page shows it, also an encoded path and a file that is not there yet", async () => {
  expect((await get("/lessons/1/file?path=infra%2Fkafka.ts")).body).toEqual({
    path: "infra/kafka.ts",
    text: "one\ntwo\nthree\n",
  });
  expect((await get("/lessons/1/file?path=playground/own.ts")).body).toEqual({ path: "playground/own.ts" });
});

test("when a page beside the lessons links a file, then it is shown, and no other", async () => {
  writeIn(dir, "workshop/CLIENTS.en.md", "# Clients\n\nSee [kafka.ts](../infra/kafka.ts).\n");
  const file = await get("/pages/clients/file?path=infra/kafka.ts");
  expect(file.body.text).toBe("one\ntwo\nthree\n");
  expect((await get("/pages/clients/file?path=Pulumi.yaml")).status).toBe(403);
  expect((await get("/pages/nowhere/file?path=infra/kafka.ts")).status).toBe(404);
});
