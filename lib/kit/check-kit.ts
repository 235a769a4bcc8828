import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { fatProblem } from "./fat-names.ts";
import { fileSum } from "./file-sum.ts";
import {
  fingerprintOf,
  type KitFile,
  type Manifest,
  manifestFile,
  manifestLine,
  readManifest,
  starterFile,
} from "./manifest.ts";

/** A kit whose starter and manifest belong together; its other files may still be damaged. */
export interface OpenKit {
  readonly manifest: Manifest;
  readonly fingerprint: string;
}

/** @throws LabError if the folder is no kit, or if its starter and manifest do not belong together */
export function openKit(dir: string): OpenKit {
  const read = (name: string) => {
    if (existsSync(join(dir, name))) return readFileSync(join(dir, name), "utf8");
    throw new LabError(
      `${dir} is no complete kit: there is no ${name} in it.`,
      `Make one: ./lab kit make '${dir}'`,
    );
  };
  const starter = read(starterFile);
  const text = read(manifestFile);
  if (!starter.split("\n").includes(manifestLine(text))) {
    throw new LabError(
      `${manifestFile} is not the one that ${starterFile} names: one of them was changed, or the copy was cut.`,
      "Copy the kit again, or make it anew.",
    );
  }
  return { manifest: readManifest(text), fingerprint: fingerprintOf(starter) };
}

/** What is wrong with each file that is not as the manifest says, by its name; empty for a sound kit. */
export async function damagedFiles(dir: string, files: readonly KitFile[], onFile = (_: KitFile) => {}) {
  const wrong: string[] = [];
  const problem = fatProblem(files);
  if (problem !== undefined) wrong.push(problem);
  for (const file of files) {
    onFile(file);
    const found = await problemOf(join(dir, file.path), file);
    if (found !== undefined) wrong.push(`${file.path}: ${found}`);
  }
  return wrong;
}

async function problemOf(path: string, { bytes, sha256 }: KitFile) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile()) return "missing";
  if (found.size !== bytes) return `cut or changed: expected ${bytes} bytes, saw ${found.size}`;
  if ((await fileSum(path)) !== sha256) return "damaged: its checksum is another one";
  return undefined;
}
