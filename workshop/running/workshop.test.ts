import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { ConfigEditor } from "../../lib/project/config-editor.ts";
import { hintsFrom, nextHint } from "../authoring/hints.ts";
import { chooseLanguage } from "../authoring/language.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";
import { openFiles } from "../lab/lab-files.ts";
import { openOwnSettings } from "../lab/own-settings.ts";
import { breakCommand } from "../lab/shell-lines.ts";
import { checkRows } from "./check-rows.ts";
import { isInLesson } from "./in-lesson.ts";
import { openRecord } from "./lesson-record.ts";
import { Progress } from "./progress.ts";

let dir: string;
const settings = '# mine\nconfig:\n  lab:heapMb: "512" # enough\n';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "workshop-"));
  const declared =
    "name: lab\nruntime: nodejs\nconfig:\n  heapMb: { type: integer, default: 384, description: the heap }\n  keep: { type: boolean, default: false }\n";
  writeFileSync(join(dir, "Pulumi.yaml"), declared);
  writeFileSync(join(dir, "Pulumi.dev.yaml"), settings);
  mkdirSync(join(dir, "infra"));
  writeFileSync(join(dir, "infra/kafka.ts"), "one\ntwo\n");
  onTestFinished(() => rmSync(dir, { recursive: true }));
});

const text = (path: string) => readFileSync(join(dir, path), "utf8");

test("when a setting is set and removed again, then the file is as it was, with its comments", () => {
  const editor = new ConfigEditor(dir, "dev");
  editor.set("keep", true);
  expect(editor.get("keep")).toBe("true");
  editor.remove("keep");
  expect(text("Pulumi.dev.yaml")).toBe(settings);
  expect(editor.get("keep")).toBe("false");
});

test("when a setting has no such name or type, then the message has the nearest or the right one, and nothing is written", () => {
  const editor = new ConfigEditor(dir, "dev");
  expect(() => editor.set("heepMb", 1)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining("heapMb") }),
  );
  expect(() => editor.set("heapMb", "much")).toThrow("expected a whole number");
  expect(text("Pulumi.dev.yaml")).toBe(settings);
});

test("when a stack has no file yet, then the first setting makes it", () => {
  new ConfigEditor(dir, "new").set("heapMb", 256);
  expect(text("Pulumi.new.yaml")).toBe('config:\n  lab:heapMb: "256"\n');
});

test("when the project keeps the files of its stacks in a folder, then settings are read and written there", () => {
  writeFileSync(join(dir, "Pulumi.yaml"), `${text("Pulumi.yaml")}stackConfigDir: stacks\n`);
  mkdirSync(join(dir, "stacks"));
  writeFileSync(join(dir, "stacks/Pulumi.dev.yaml"), 'config:\n  lab:heapMb: "640"\n');
  const editor = new ConfigEditor(dir, "dev");
  expect(editor.get("heapMb")).toBe("640");
  editor.set("heapMb", 768);
  expect(text("stacks/Pulumi.dev.yaml")).toBe('config:\n  lab:heapMb: "768"\n');
  expect(text("Pulumi.dev.yaml")).toBe(settings);
});

test("when a learner has edited what a lesson replaces, then the edit is saved and reported", () => {
  const said: string[] = [];
  const files = openFiles(dir, (path, folder) => said.push(join(folder, path)));
  writeFileSync(join(dir, "infra/kafka.ts"), "mine\n");
  writeFileSync(join(dir, "infra/own.ts"), "own\n");
  files.restore();
  expect(text("infra/kafka.ts")).toBe("one\ntwo\n");
  expect(said.map(text).sort()).toEqual(["mine\n", "own\n"]);
  expect(files.read("infra/own.ts")).toBeUndefined();
});

test("when a lesson replaces what came with the project or what a lesson wrote, then nothing is kept", () => {
  const files = openFiles(dir, (path) => expect.unreachable(path));
  files.applyDiff("--- a/infra/kafka.ts\n+++ b/infra/kafka.ts\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n");
  expect(text("infra/kafka.ts")).toBe("one\nthree\n");
  files.restore();
  expect(text("infra/kafka.ts")).toBe("one\ntwo\n");
});

test("when a diff does not fit, then the file stays as it is", () => {
  const files = openFiles(dir, () => undefined);
  const diff = "--- a/infra/kafka.ts\n+++ b/infra/kafka.ts\n@@ -1,1 +1,1 @@\n-other\n+three\n";
  expect(() => files.applyDiff(diff)).toThrow("does not fit infra/kafka.ts");
  expect(text("infra/kafka.ts")).toBe("one\ntwo\n");
});

test("when a lesson is done and begun again, then it stays done, and it is the current one", () => {
  const file = join(dir, "progress.txt");
  new Progress(file).start("01-first");
  new Progress(file).finish("01-first");
  new Progress(file).start("02-second");
  new Progress(file).start("01-first");
  const { current, entries } = new Progress(file);
  expect(current).toBe("01-first");
  expect([...entries.values()].map(({ name, state }) => [name, state])).toEqual([
    ["01-first", "done"],
    ["02-second", "started"],
  ]);
});

test("when a lesson was solved, then it is not done, until it is begun again and its check passes", () => {
  const progress = new Progress(join(dir, "progress.txt"));
  progress.solve("01-first");
  progress.finish("01-first");
  expect(new Progress(progress.file).stateOf("01-first")).toBe("solved");
  progress.start("01-first");
  progress.finish("01-first");
  progress.solve("01-first");
  expect(new Progress(progress.file).stateOf("01-first")).toBe("done");
});

test("when a lesson has moved, then its progress, also of an older lab, is found by its name", () => {
  const file = join(dir, "progress.txt");
  writeFileSync(file, "# How far\n05-groups                done     2026-01-02\nnow 05-groups\n");
  const progress = new Progress(file);
  expect(progress.stateOf("07-groups")).toBe("done");
  expect(progress.isCurrent("07-groups")).toBe(true);
  progress.start("07-groups");
  expect(readFileSync(file, "utf8")).toMatch(/^07-groups +done +2026-01-02\nnow 07-groups$/m);
});

test("when a learner predicts twice, then the first answer counts; and hints, checks and times are kept", () => {
  const record = openRecord(dir);
  expect(record.phase()).toBeUndefined();
  record.begin("05-groups");
  record.enter("under-way");
  expect(record.predict("05-groups", 1, "a", false).letter).toBe("a");
  expect(record.predict("05-groups", 1, "b", true)).toMatchObject({ letter: "a", right: false });
  record.countHint("05-groups");
  record.countHint("05-groups");
  record.countCheck("05-groups");
  record.finish("05-groups");
  const { begun, done } = record.of("05-groups");
  record.begin("05-groups"); // done once, it is only repeated
  record.finish("05-groups");
  expect(openRecord(dir).of("07-groups")).toMatchObject({ hints: 2, checks: 1, begun, done });
  expect(openRecord(dir).phase()).toBe("under-way");
});

test("when settings were a learner's own before a lesson, then they are there after it, and are no edits to save", () => {
  const files = openFiles(dir, (path) => expect.unreachable(path));
  const own = openOwnSettings(dir);
  const editor: ConfigEditor = new ConfigEditor(dir, "dev", (edit) => files.guard("Pulumi.dev.yaml", edit));
  editor.set("heapMb", 640);
  own.note("dev", "heapMb", "640");
  own.note("gone", "heapMb", "1");
  editor.set("keep", true); // a lesson does
  files.restore();
  own.apply(files);
  expect([editor.get("heapMb"), editor.get("keep")]).toEqual(["640", "false"]);
  own.note("dev", "heapMb", undefined);
  files.restore();
  own.apply(files);
  expect(text("Pulumi.dev.yaml")).toBe(settings);
});

test("when a lesson is prepared, or has ended, then what is set is the learner's own; in between it is the lesson's", () => {
  expect(isInLesson(dir)).toBe(false);
  for (const [phase, expected] of [
    ["preparing", false],
    ["under-way", true],
    ["ended", false],
  ] as const) {
    openRecord(dir).enter(phase);
    expect(isInLesson(dir), phase).toBe(expected);
  }
});

test("when hints are asked for, then each is one step further, up to the last, and another row begins anew", () => {
  const steps = [];
  let given: { row: string | null; step: number } | undefined;
  for (const row of ["a", "a", "a", "b", null]) {
    given = nextHint(given, row, 2);
    steps.push(given.step);
  }
  expect(steps).toEqual([1, 2, 2, 1, 1]);
});

test.each([
  [undefined, { LANG: "fr_FR.UTF-8" }, "fr"],
  [undefined, { LC_ALL: "C", LANG: "fr_FR.UTF-8" }, "en"],
  [undefined, { LC_MESSAGES: "fr_CA", LANG: "en_GB" }, "fr"],
  [undefined, { LANG: "frr_DE" }, "en"],
  [undefined, {}, "en"],
  ["fr", { LANG: "C" }, "fr"],
])("when %s is asked for in %o, then it is %s", (asked, env, language) => {
  expect(chooseLanguage(asked, env)).toBe(language);
});

test("when a command is long, then it is broken outside of quotes, where the shell goes on", () => {
  expect(breakCommand(`curl -H 'Content-Type: application/json' -d '"a b c"' http://x`, 44)).toEqual([
    "curl -H 'Content-Type: application/json' \\",
    `-d '"a b c"' http://x`,
  ]);
});

test("when rows fail, then the hints are the first one's, which may depend on the lab; else the next lesson", async () => {
  const lab = { lang: "en" } as WorkshopLab;
  const ladders = { first: ["fixed"], second: async ({ lang }: WorkshopLab) => [lang] };
  const hints = hintsFrom(ladders, ["go on"]);
  const rows = (first: boolean, second: boolean) =>
    Object.entries({ first, second }).map(([id, passed]) => ({ id, passed, expected: "", observed: "" }));
  expect(await hints(lab, rows(false, false))).toEqual(["fixed"]);
  expect(await hints(lab, rows(true, false))).toEqual(["en"]);
  expect(await hints(lab, rows(true, true))).toEqual(["go on"]);
});

test("when nothing answers where a check looks, then its row fails, and a mistake in the check is still reported", async () => {
  const checkThat = (error: Error) => [
    { id: "a", row: "a row", command: "a command", observe: () => Promise.reject(error) },
  ];
  const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:9192"), { code: "ECONNREFUSED" });
  const [row] = await checkRows({} as WorkshopLab, checkThat(refused));
  expect(row).toMatchObject({ passed: false, observed: "connect ECONNREFUSED 127.0.0.1:9192" });
  await expect(
    checkRows({} as WorkshopLab, checkThat(new TypeError("x is not a function"))),
  ).rejects.toThrow();
});
