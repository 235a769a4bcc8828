import { expect, test } from "vitest";
import { fatProblem, nameProblem } from "./fat-names.ts";

test.each(["start.sh", "images/linux-amd64-local-0a1b.tar.gz", "npm/npm-11.6.0.tgz"])(
  "when a file is called %s, then every file system holds it",
  (path) => expect(nameProblem(path)).toBeUndefined(),
);

test.each([
  "sha256:abc",
  "a b",
  "what?",
  "é",
  "folder./x",
  "x.",
  "..",
  "../x",
  "/etc/x",
  "a//b",
  "a\\b",
  "NUL",
  "con.txt",
  "a/b/c/d/e/f/g/h/i",
  "x".repeat(256),
  "",
])("when a file is called %j, then it is refused", (path) => expect(nameProblem(path)).toBeDefined());

test("when names differ by case only, or a file has 4 GB, then the first of them is named", () => {
  const file = (path: string, bytes = 1) => ({ path, bytes });
  expect(fatProblem([file("a/b"), file("a/c")])).toBeUndefined();
  expect(fatProblem([file("a/b"), file("A/b")])).toContain("differs from a/b by case");
  expect(fatProblem([file("big", 2 ** 32 - 1)])).toBeUndefined();
  expect(fatProblem([file("big", 2 ** 32)])).toContain("4 GB");
});
