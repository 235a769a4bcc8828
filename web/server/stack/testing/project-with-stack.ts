import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { newFolder } from "../../testing/served-page.ts";

/** A project with the stack `s`, chosen and never brought up, in a folder until the test ends. */
export function projectWithStack(): string {
  const dir = newFolder();
  write(
    dir,
    "Pulumi.yaml",
    "name: p\nruntime: nodejs\nmain: infra/\nbackend:\n  url: file://./.pulumi-state\n",
  );
  write(dir, "Pulumi.s.yaml", "");
  write(dir, "infra/index.ts", "");
  write(dir, ".lab/stack", "s\n");
  return dir;
}

/** Writes a file of the project. */
export function write(dir: string, path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}
