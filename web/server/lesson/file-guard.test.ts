import { mkdirSync, renameSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { requireOwnFile } from "./file-guard.ts";
import { makeSmallProject, writeIn } from "./testing/small-project.ts";

const named = ["infra/kafka.ts", "playground/own.ts"];

test.each(named)("when a lesson names %s, then the page may open it, whether it is there or not", (path) => {
  expect(() => requireOwnFile(makeSmallProject(), path, named)).not.toThrow();
});

test.each([
  ["the folder above", "../x.ts", /may lead out/],
  ["the folder above, later", "infra/../../x.ts", /may lead out/],
  ["a detour", "infra/../infra/kafka.ts", /may lead out/],
  ["the folder above of Windows", "infra\\..\\..\\x.ts", /may lead out/],
  ["an absolute path", "/etc/passwd", /does not begin at the project/],
  ["an absolute path of Windows", "C:\\Windows\\win.ini", /does not begin at the project/],
  ["a drive", "c:x.ts", /does not begin at the project/],
  ["another machine", "\\\\server\\share", /does not begin at the project/],
  ["an encoded folder above", "%2e%2e/x.ts", /encoded twice/],
  ["an encoded slash", "infra%2fkafka.ts", /encoded twice/],
  ["git's folder", ".git/config", /only the lab, git or npm/],
  ["git's folder in capitals", ".GIT/config", /only the lab, git or npm/],
  ["git's folder with a dot at its end", ".git./config", /only the lab, git or npm/],
  ["a folder of git below", "infra/.git/config", /only the lab, git or npm/],
  ["the lab's folder", ".lab/progress.txt", /only the lab, git or npm/],
  ["the state", ".pulumi-state/x.json", /only the lab, git or npm/],
  ["the packages", "node_modules/x/index.js", /only the lab, git or npm/],
  ["a file that no block names", "Pulumi.yaml", /names no file/],
  ["a file in another case", "infra/Kafka.ts", /names no file/],
  ["a file with a space", "infra/kafka.ts ", /names no file/],
  ["a dot", "./infra/kafka.ts", /names no file/],
  ["a double slash", "infra//kafka.ts", /names no file/],
  ["nothing", "", /not a plain path/],
  ["a zero byte", "infra/kafka.ts\0.png", /not a plain path/],
  ["a very long path", "x".repeat(301), /not a plain path/],
])("when the path is %s, then it is refused in words", (_, path, words) => {
  const ask = () => requireOwnFile(makeSmallProject(), path, named);
  expect(ask).toThrow(words);
  expect(ask).toThrow(
    expect.objectContaining({
      status: 403,
      words: { en: expect.any(String), fr: expect.stringMatching(/page|chemin/) },
    }),
  );
});

test.each([".git/config", "../x.ts", "/etc/passwd", "./x.ts", "a//b", "a\\b"])(
  "when a lesson itself names %s, then it is refused all the same",
  (path) => {
    expect(() => requireOwnFile(makeSmallProject(), path, [path])).toThrow(/page|path|folder/);
  },
);

test("when a file or a folder on the way is a symbolic link, or the path is a folder, then it is refused", () => {
  const dir = makeSmallProject();
  writeIn(dir, "outside.txt", "secret");
  mkdirSync(join(dir, "playground"));
  symlinkSync(join(dir, "outside.txt"), join(dir, "playground/own.ts"));
  expect(() => requireOwnFile(dir, "playground/own.ts", named)).toThrow(
    "playground/own.ts is a symbolic link",
  );
  renameSync(join(dir, "infra"), join(dir, "real"));
  symlinkSync(tmpdir(), join(dir, "infra"));
  expect(() => requireOwnFile(dir, "infra/kafka.ts", named)).toThrow("infra is a symbolic link");
  expect(() => requireOwnFile(dir, "real", ["real"])).toThrow("not a file");
});

test("when a path is made of anything, then only what is named opens", () => {
  const dir = makeSmallProject();
  const piece = fc.oneof(
    fc.constantFrom("infra", "kafka.ts", "..", ".", "/", "\\", "%2e", ".git", "\0", "infra/kafka.ts"),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (parts) => {
      const path = parts.join("");
      let isOpen = true;
      try {
        requireOwnFile(dir, path, named);
      } catch {
        isOpen = false;
      }
      expect(isOpen).toBe(named.includes(path));
    }),
  );
});
