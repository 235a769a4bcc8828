import { createHash } from "node:crypto";
import { readFileSync, readlinkSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { type Pack, pack } from "tar-stream";
import { type ContextEntry, contextEntries, rulesOf } from "./context-entries.ts";

/** The source of a build: a folder and a Dockerfile, which may be outside of it. */
export interface BuildContext {
  readonly folder: string;
  readonly dockerfile: string;
  /** The folder as the program gives it. */
  readonly written: string;
}

/** The Dockerfile's name in the archive when it is outside of the context. */
const FOREIGN_DOCKERFILE = ".dockerfile.of.this.build";

/**
 * The digest by which the provider recognizes a changed context. SHA-256 over name, mode, SHA-256 of the content and a
 * zero byte, for the Dockerfile first and then for each file; checked against the real provider.
 */
export function contextDigest(context: BuildContext): string {
  const hash = createHash("sha256");
  const add = (name: string, mode: string, content: Buffer | string) => {
    hash.update(name).update(mode).update(createHash("sha256").update(content).digest()).update("\0");
  };
  add("Dockerfile", "----------", readFileSync(context.dockerfile));
  for (const entry of contextEntries(context.folder, rulesOf(context))) {
    if (entry.kind === "file") add(entry.name, modeText(entry.mode), readFileSync(entry.path));
    if (entry.kind === "link")
      add(entry.name, `L${modeText(entry.mode).slice(1)}`, linkTarget(entry, context));
  }
  return hash.digest("hex");
}

/** The context as an archive, and the Dockerfile's name in it. Owners and times are left out, so they cannot change the image. */
export function packContext(context: BuildContext): { archive: Pack; dockerfile: string } {
  const archive = pack();
  const inside = relative(resolve(context.folder), resolve(context.dockerfile));
  // Docker needs the Dockerfile and the rules themselves, even where the rules leave them out.
  const rules = rulesOf(context, [".dockerignore", inside]);
  const mtime = new Date(0);
  for (const { kind, name, path, mode } of contextEntries(context.folder, rules)) {
    const header = { mode: mode & 0o7777, mtime };
    if (kind === "folder") archive.entry({ ...header, name: `${name}/`, type: "directory" });
    else if (kind === "link")
      archive.entry({ ...header, name, type: "symlink", linkname: readlinkSync(path) });
    else archive.entry({ ...header, name }, readFileSync(path));
  }
  const isForeign = inside.startsWith("..") || isAbsolute(inside);
  if (isForeign) archive.entry({ name: FOREIGN_DOCKERFILE, mtime }, readFileSync(context.dockerfile));
  archive.finalize();
  return { archive, dockerfile: isForeign ? FOREIGN_DOCKERFILE : inside };
}

/** A link counts as the path of its target, relative to the program's working directory. */
function linkTarget({ path }: ContextEntry, { folder, written }: BuildContext): string {
  const target = realpathSync(path);
  return isAbsolute(written) ? target : join(written, relative(realpathSync(folder), target));
}

/** `-rwxr-xr-x`, as Go prints modes: special bits come before the nine letters. */
function modeText(mode: number): string {
  const bits = [...(mode & 0o777).toString(2).padStart(9, "0")];
  const letters = bits.map((bit, index) => (bit === "1" ? "rwx"[index % 3] : "-")).join("");
  const special = `${mode & 0o4000 ? "u" : ""}${mode & 0o2000 ? "g" : ""}${mode & 0o1000 ? "t" : ""}`;
  return `${special || "-"}${letters}`;
}
