import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { extract } from "tar-stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { contextDigest, packContext } from "./build-context.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "build-context-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string>, mode = 0o644): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
  }
}

async function namesIn(dockerfile: string): Promise<{ names: string[]; dockerfile: string }> {
  const packed = packContext({ folder, dockerfile, written: folder });
  const names: string[] = [];
  const reader = extract();
  packed.archive.pipe(reader);
  for await (const entry of reader) {
    names.push(entry.header.name);
    entry.resume();
  }
  return { names, dockerfile: packed.dockerfile };
}

const FILES = {
  Dockerfile: "FROM scratch\nCOPY . /\n",
  ".dockerignore": "**/*.log\n",
  "a.txt": "alpha\n",
  "src-x.txt": "x\n",
  "src/b.txt": "beta\n",
  "src/skip.log": "skip\n",
};

describe("when the digest of a context is computed", () => {
  test("then it is the one that the real provider computes", () => {
    write(FILES);
    write({ "src/deep/c.sh": "gamma\n" }, 0o755);
    expect(contextDigest({ folder, dockerfile: join(folder, "Dockerfile"), written: folder })).toBe(
      "49c2f1b7f0454bdc069687638e42ec4c08d4c303d68bb344e0875146cf454b8c",
    );
  });

  test("then a changed content, mode or name changes it, and an ignored file does not", () => {
    const digest = () => contextDigest({ folder, dockerfile: join(folder, "Dockerfile"), written: folder });
    write(FILES);
    const first = digest();
    write({ "src/skip.log": "changed\n" });
    expect(digest()).toBe(first);
    chmodSync(join(folder, "a.txt"), 0o755);
    const second = digest();
    write({ "a.txt": "other\n" }, 0o755);
    expect(new Set([first, second, digest()]).size).toBe(3);
  });
});

test("when rules leave out the Dockerfile, then it counts once, and is sent anyway", async () => {
  write({ ...FILES, ".dockerignore": "*\n" });
  const dockerfile = join(folder, "Dockerfile");
  const digest = contextDigest({ folder, dockerfile, written: folder });
  write({ "more.txt": "", Dockerfile: FILES.Dockerfile });
  expect(contextDigest({ folder, dockerfile, written: folder })).toBe(digest);
  expect((await namesIn(dockerfile)).names).toEqual([".dockerignore", "Dockerfile"]);
});

test("when a context holds a link, then it counts as the path that it leads to", () => {
  write(FILES);
  const digest = () => contextDigest({ folder, dockerfile: join(folder, "Dockerfile"), written: "../app" });
  symlinkSync("a.txt", join(folder, "link"));
  const toA = digest();
  rmSync(join(folder, "link"));
  symlinkSync("src-x.txt", join(folder, "link"));
  expect(digest()).not.toBe(toA);
});

describe("when a context is packed", () => {
  test("then ignored files stay out, unless a later rule includes them again", async () => {
    write({ ...FILES, ".dockerignore": "src\n!src/b.txt\n" });
    const { names } = await namesIn(join(folder, "Dockerfile"));
    expect(names).toContain("src/b.txt");
    expect(names).not.toContain("src/skip.log");
  });

  test("then a Dockerfile with its own rules uses them", async () => {
    write({ ...FILES, "app.Dockerfile": "FROM scratch\n", "app.Dockerfile.dockerignore": "a.txt\n" });
    const { names, dockerfile } = await namesIn(join(folder, "app.Dockerfile"));
    expect(names).not.toContain("a.txt");
    expect(names).toContain("src/skip.log");
    expect(dockerfile).toBe("app.Dockerfile");
  });

  test("then a Dockerfile from outside is added", async () => {
    write({ "context/main.js": "", "other/Dockerfile": "FROM scratch\n" });
    const packed = packContext({
      folder: join(folder, "context"),
      dockerfile: join(folder, "other/Dockerfile"),
      written: folder,
    });
    expect(packed.dockerfile).not.toContain("..");
  });

  test("then an empty folder is included", async () => {
    write(FILES);
    mkdirSync(join(folder, "data"));
    expect((await namesIn(join(folder, "Dockerfile"))).names).toContain("data/");
  });
});
