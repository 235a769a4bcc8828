import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { areUnderstood, findEarlyNode, removeEarlyNode } from "./early-node.mjs";

const path = process.env.PATH;
const name = `node-linux-${process.arch}`;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "early-node-"));
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(dir, { recursive: true });
});

describe("findEarlyNode", () => {
  test("when the running Node runs TypeScript, then it is taken", async () => {
    expect(await findEarlyNode(dir, "22.18.0")).toBe(process.execPath);
  });

  test("when it does not, then the pinned one is taken out of its package, and removed afterwards", async () => {
    lock(integrityOf(pack("#!/bin/sh\necho early")));
    const node = await findEarlyNode(dir, "20.0.0");
    expect(execFileSync(node ?? "").toString()).toBe("early\n");
    expect(readFileSync(join(dir, "asked"), "utf8")).toContain(`pack ${name}@24.1.2 `);
    removeEarlyNode(dir);
    expect(existsSync(node ?? "")).toBe(false);
  });

  test("when the package is not the one of the lock file, then there is none", async () => {
    pack("#!/bin/sh\necho another");
    lock("sha512-AAAA");
    expect(await findEarlyNode(dir, "20.0.0")).toBeUndefined();
  });

  test("when npm cannot give it, then there is none", async () => {
    lock("sha512-AAAA");
    addNpm("exit 1");
    expect(await findEarlyNode(dir, "20.0.0")).toBeUndefined();
  });
});

test.each([
  [[], true],
  [["--yes"], true],
  [["-y", "--stack", "local"], true],
  [["--engine", "pulumi"], false],
  [["--help"], false],
  [["--stakc", "local"], false],
  [["now"], false],
])("when start is called with %j, then whether it may begin at once is %s", (args, expected) => {
  expect(areUnderstood(args)).toBe(expected);
});

/** Makes a package with this as its Node, which a fake npm then gives. */
function pack(node: string): string {
  mkdirSync(join(dir, "package/bin"), { recursive: true });
  writeFileSync(join(dir, "package/bin/node"), node, { mode: 0o755 });
  execFileSync("tar", ["-czf", join(dir, "node.tgz"), "-C", dir, "package"]);
  addNpm(`echo "$@" >> "${dir}/asked"; cp "${dir}/node.tgz" "$5/"`);
  return join(dir, "node.tgz");
}

function integrityOf(file: string) {
  return `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`;
}

function lock(integrity: string) {
  const packages = { [`node_modules/${name}`]: { version: "24.1.2", integrity } };
  writeFileSync(join(dir, "package-lock.json"), JSON.stringify({ packages }));
}

function addNpm(script: string) {
  mkdirSync(join(dir, "bin"), { recursive: true });
  writeFileSync(join(dir, "bin/npm"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  process.env.PATH = `${join(dir, "bin")}:${path}`;
}
