import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { labDir } from "../../../common/project.mjs";
import { newFolder } from "../testing/served-page.ts";
import { bundleClient } from "./client-bundle.ts";

const main = 'import "./main.css";\nimport { render } from "preact";\nrender(<p>one</p>, document.body);\n';

/** A project with a small client, and the lab's packages. */
function projectWith(text = main): string {
  const dir = newFolder();
  symlinkSync(join(labDir, "node_modules"), join(dir, "node_modules"));
  write(dir, "web/client/main.tsx", text);
  write(dir, "web/client/main.css", "p { color: red }\n");
  return dir;
}

function write(dir: string, path: string, text: string) {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

test("when the client is bundled, then script, styles and diagrams are there, until a source changes", async () => {
  const dir = projectWith();
  const first = await bundleClient(dir);
  expect(readdirSync(first).sort()).toEqual(["main.css", "main.js", "mermaid.tiny.js"]);
  expect(readFileSync(join(first, "main.js"), "utf8")).toContain("one");
  expect(readFileSync(join(first, "main.css"), "utf8")).toBe("p{color:red}\n");
  writeFileSync(join(first, "main.js"), "kept");
  expect(await bundleClient(dir)).toBe(first);
  expect(readFileSync(join(first, "main.js"), "utf8")).toBe("kept");

  write(dir, "web/client/main.tsx", main.replace("one", "two"));
  utimesSync(join(dir, "web/client/main.tsx"), 1, 1);
  const second = await bundleClient(dir);
  expect(readFileSync(join(second, "main.js"), "utf8")).toContain("two");
  expect(readdirSync(join(second, "..")).length).toBe(1);
});

test("when the client is broken, then the error says where, and the next attempt builds it", async () => {
  const dir = projectWith("const one = 1;\nexport const two = <p>;\n");
  await expect(bundleClient(dir)).rejects.toMatchObject({
    name: "LabError",
    message: expect.stringMatching(/^the page cannot be built: web\/client\/main\.tsx:\d+:\d+: /),
    hint: expect.stringContaining("git checkout web/client"),
  });
  expect(readdirSync(join(dir, ".lab/cache/web"))).toEqual([]);
  write(dir, "web/client/main.tsx", main);
  await bundleClient(dir);
});

test("when the client or a package is missing, then the error names it", async () => {
  const dir = projectWith('import "not-installed";\n');
  await expect(bundleClient(dir)).rejects.toThrow(/main\.tsx:1:8: Could not resolve "not-installed"/);
  rmSync(join(dir, "web/client/main.tsx"));
  await expect(bundleClient(dir)).rejects.toThrow("there is no web/client/main.tsx");
});
