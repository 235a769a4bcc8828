import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("when a first start begins, then it loads nothing of node_modules, which npm is still installing", async () => {
  const file = new URL("first-start.ts", import.meta.url);
  const imports = [...readFileSync(file, "utf8").matchAll(/^import .* from "(\..+)";$/gm)].map(
    ([, path = ""]) => new URL(path, file).href,
  );
  expect(imports.length).toBeGreaterThan(3);
  const program = `
    import { registerHooks } from "node:module";
    registerHooks({
      resolve(specifier, context, next) {
        const found = next(specifier, context);
        if (found.url.includes("/node_modules/")) throw new Error(specifier + " from " + context.parentURL);
        return found;
      },
    });
    for (const each of ${JSON.stringify(imports)}) await import(each);
    console.log("loaded");`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program]);
  expect(stdout).toBe("loaded\n");
});
