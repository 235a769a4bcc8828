import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import dockerignore from "@balena/dockerignore";
import { type Pack, pack } from "tar-stream";

/** A file of a build context, by its name relative to the context. */
interface ContextFile {
  readonly name: string;
  readonly path: string;
  readonly mode: number;
  readonly content: () => Buffer;
}

/** What Docker gets to build from: a folder and a Dockerfile, which may lie outside of it. */
export interface BuildContext {
  readonly folder: string;
  readonly dockerfile: string;
}

/** The Dockerfile's name in the archive when it does not lie in the context. */
const FOREIGN_DOCKERFILE = ".dockerfile.of.this.build";

/**
 * The digest by which the provider knows a changed context. SHA-256 over name, mode, SHA-256 of the content and a
 * zero byte, for the Dockerfile first and then for each file; the form was checked against the real provider.
 */
export function contextDigest(context: BuildContext): string {
  const hash = createHash("sha256");
  const add = (name: string, mode: string, content: Buffer) => {
    hash.update(name).update(mode).update(createHash("sha256").update(content).digest()).update("\0");
  };
  add("Dockerfile", "----------", readFileSync(context.dockerfile));
  for (const file of contextFiles(context)) add(file.name, modeText(file.mode), file.content());
  return hash.digest("hex");
}

/** The context as an archive, and the Dockerfile's name in it. */
export function packContext(context: BuildContext): { archive: Pack; dockerfile: string } {
  const archive = pack();
  for (const { name, path, mode, content } of contextFiles(context)) {
    if ((mode & 0o170000) === 0o120000)
      archive.entry({ name, type: "symlink", linkname: readlinkSync(path) });
    else archive.entry({ name, mode: mode & 0o7777, mtime: new Date(0) }, content());
  }
  const inside = relative(resolve(context.folder), resolve(context.dockerfile));
  const isForeign = inside.startsWith("..");
  if (isForeign)
    archive.entry({ name: FOREIGN_DOCKERFILE, mtime: new Date(0) }, readFileSync(context.dockerfile));
  archive.finalize();
  return { archive, dockerfile: isForeign ? FOREIGN_DOCKERFILE : inside };
}

function contextFiles({ folder, dockerfile }: BuildContext): ContextFile[] {
  const isIgnored = ignoreRules(folder, dockerfile);
  return walk(folder, "").filter(({ name }) => !isIgnored(name));
}

/** Names are compared segment by segment, so that `src/b` stands before `src-x`. */
function walk(folder: string, prefix: string): ContextFile[] {
  return readdirSync(join(folder, prefix))
    .sort((one, other) => (one < other ? -1 : 1))
    .flatMap((entry) => {
      const name = prefix === "" ? entry : `${prefix}/${entry}`;
      const path = join(folder, name);
      const { mode } = lstatSync(path);
      const kind = mode & 0o170000;
      if (kind === 0o040000) return walk(folder, name);
      if (kind === 0o120000) return [{ name, path, mode, content: () => Buffer.from(linkTarget(path)) }];
      return kind === 0o100000 ? [{ name, path, mode, content: () => readFileSync(path) }] : [];
    });
}

/** A link counts as the path that it leads to. */
function linkTarget(path: string): string {
  return existsSync(path) ? realpathSync(path) : readlinkSync(path);
}

/** `DOCKERFILE.dockerignore` wins over `.dockerignore`; Dockerfile and rules themselves are always sent. */
function ignoreRules(folder: string, dockerfile: string): (name: string) => boolean {
  const rules = [`${dockerfile}.dockerignore`, join(folder, ".dockerignore")].find((file) =>
    existsSync(file),
  );
  if (rules === undefined) return () => false;
  const matcher = dockerignore.default({ ignorecase: false }).add(readFileSync(rules, "utf8"));
  const always = [".dockerignore", relative(resolve(folder), resolve(dockerfile))];
  return (name) => !always.includes(name) && matcher.ignores(name);
}

/** `-rwxr-xr-x`, as `ls` prints modes; a link begins with `L`, as Go prints it. */
function modeText(mode: number): string {
  const bits = [...(mode & 0o777).toString(2).padStart(9, "0")];
  const letters = bits.map((bit, index) => (bit === "1" ? ("rwx"[index % 3] ?? "-") : "-")).join("");
  return `${(mode & 0o170000) === 0o120000 ? "L" : "-"}${letters}`;
}
