import { createHash } from "node:crypto";
import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { settingsFile, stateFile } from "../../../engine/stack-files.ts";

/** What a preview of the lab reads: the program, and what the images of the services are built from. */
const FOLDERS = ["infra", "services", "common", "images"];
const FILES = ["Pulumi.yaml", "package.json", "package-lock.json"];
const LEFT_OUT = new Set(["node_modules", "testing", "fixtures"]);

/** A text that changes when the program, the settings or the state do, so that a plan made before is known to be old. */
export function programVersion(projectDir: string, stack: string): string {
  const hash = createHash("sha256");
  const note = (path: string) => {
    const found = statSync(path, { throwIfNoEntry: false });
    hash.update(`${path}\n${found?.mtimeMs} ${found?.size}\n`);
  };
  for (const folder of FOLDERS) for (const path of filesIn(join(projectDir, folder))) note(path);
  for (const file of FILES) note(join(projectDir, file));
  note(settingsFile(projectDir, stack).file);
  note(stateFile(projectDir, stack));
  return hash.digest("base64url");
}

function* filesIn(folder: string): Generator<string> {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) yield path;
    else if (!LEFT_OUT.has(entry.name)) yield* filesIn(path);
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // a learner may have removed it
  }
}
