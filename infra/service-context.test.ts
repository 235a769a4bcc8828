import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { writeBuildContext } from "./service-context.ts";

const repositories: string[] = [];

afterEach(() => {
  for (const folder of repositories.splice(0)) rmSync(folder, { recursive: true });
});

/** A small repository with one service, in a folder of its own. */
function repository(): string {
  const root = mkdtempSync(join(tmpdir(), "lab with a space "));
  repositories.push(root);
  for (const folder of ["infra", "services/echo", "services/shared"])
    mkdirSync(join(root, folder), { recursive: true });
  cpSync(join(import.meta.dirname, "service.Dockerfile"), join(root, "infra/service.Dockerfile"));
  writeFileSync(join(root, "services/shared/text.ts"), 'export const text: string = "hello";\n');
  writeFileSync(
    join(root, "services/echo/main.ts"),
    'import { text } from "../shared/text.ts";\nconsole.log(text);\n',
  );
  return root;
}

const folder = ".lab/context/test/echo";
const write = (root: string) => writeBuildContext("echo", { root, folder, record: ".lab/cache/echo.json" });
const read = (root: string) =>
  readdirSync(join(root, folder), { encoding: "utf8", recursive: true }).map((name) => {
    const path = join(root, folder, name);
    const { mode } = statSync(path);
    const content = statSync(path).isFile() ? readFileSync(path, "utf8") : "";
    return { name, mode: (mode & 0o777).toString(8), content };
  });

const contentOf = (root: string, name: string) => readFileSync(join(root, folder, name), "utf8");
const run = (root: string) =>
  execFileSync(process.execPath, [join(root, folder, "main.js")], { encoding: "utf8" });

describe("the build context of a service", () => {
  test("when it is written in two folders under two umasks, then names, modes and bytes are the same", () => {
    const [first, second] = [repository(), repository()];
    write(first);
    const umask = process.umask(0o077);
    try {
      write(second);
    } finally {
      process.umask(umask);
    }
    expect(read(second)).toEqual(read(first));
    expect(
      read(first)
        .map(({ name, mode }) => `${mode} ${name}`)
        .sort(),
    ).toEqual([
      "644 Dockerfile",
      "644 certificates/README",
      "644 libraries.js",
      "644 libraries.js.map",
      "644 main.js",
      "644 main.js.map",
      "755 certificates",
    ]);
  });

  test("when it is written, then nothing in it depends on where the repository is", () => {
    const root = repository();
    write(root);
    for (const { content } of read(root)) expect(content).not.toContain(root);
    expect(JSON.parse(readFileSync(join(root, folder, "main.js.map"), "utf8")).sources).toEqual([
      "services/shared/text.ts",
      "services/echo/main.ts",
    ]);
  });

  test("when nothing changed, then the files are left alone", () => {
    const root = repository();
    write(root);
    const before = statSync(join(root, folder, "main.js")).ctimeMs;
    write(root);
    expect(statSync(join(root, folder, "main.js")).ctimeMs).toBe(before);
  });

  test("when an imported file changed, then the bundle follows", () => {
    const root = repository();
    write(root);
    writeFileSync(join(root, "services/shared/text.ts"), 'export const text: string = "salut";\n');
    write(root);
    expect(readFileSync(join(root, folder, "main.js"), "utf8")).toContain("salut");
  });

  test("when a package that it uses changed, then the file of the packages follows, and its own code is left alone", () => {
    const root = repository();
    const folderOf = (name: string) => join(root, "node_modules", name);
    const packages = { greeting: "good morning", farewell: "good night" };
    for (const [name, text] of Object.entries(packages)) {
      mkdirSync(folderOf(name), { recursive: true });
      writeFileSync(join(folderOf(name), "index.js"), `module.exports = "${text}";\n`);
    }
    const main = join(root, "services/echo/main.ts");
    writeFileSync(main, 'import greeting from "greeting";\nconsole.log(greeting);\n');
    write(root);
    expect(run(root)).toBe("good morning\n");
    const own = contentOf(root, "main.js");
    expect(own).not.toContain("good morning");
    writeFileSync(join(folderOf("greeting"), "index.js"), 'module.exports = "good evening";\n');
    write(root);
    expect(run(root)).toBe("good evening\n");
    expect(contentOf(root, "main.js")).toBe(own);
    writeFileSync(main, 'import farewell from "farewell";\nconsole.log(farewell);\n');
    write(root);
    expect(run(root)).toBe("good night\n");
    expect(contentOf(root, "libraries.js")).not.toContain("good evening");
  });

  test("when somebody changed the context, then it is restored", () => {
    const root = repository();
    write(root);
    const untouched = read(root);
    writeFileSync(join(root, folder, "main.js"), "meddled");
    writeFileSync(join(root, folder, "stranger.txt"), "not ours");
    writeFileSync(join(root, folder, "certificates", "README"), "meddled");
    writeFileSync(join(root, folder, "certificates", "stranger.txt"), "not ours");
    write(root);
    expect(read(root)).toEqual(untouched);
  });

  test("when the source is wrong, then the message says where", () => {
    const root = repository();
    writeFileSync(join(root, "services/echo/main.ts"), "\nconst = 1;\n");
    expect(() => write(root)).toThrow(
      /^echo: its source cannot be bundled.*\n {2}services\/echo\/main\.ts:2:7: /,
    );
  });
});
