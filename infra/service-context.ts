import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { beginRecord, isUpToDate, recordFiles } from "./build-stamps.ts";
import { bundle } from "./bundle.ts";
import { areLibrariesUpToDate, librariesOf } from "./service-libraries.ts";

/** The folder from which a service's image is built; all paths but `root` are relative to `root`. */
export interface BuildContext {
  readonly root: string;
  readonly folder: string;
  /** A file outside the folder that says what the context was made from. */
  readonly record: string;
}

const dockerfile = "infra/service.Dockerfile";

/** An archive of files can hold a folder only by a file in it. */
const aboutCertificates = `Here the services of the lab keep the certificate with which they speak https, and its key.
The first one to start makes them. "current" leads to those in force; authority.pem is for clients: ./lab ca
`;

/** The files that decide what an import resolves to, besides the imported files themselves. */
const resolution = ["package.json", "tsconfig.json", "node_modules/.package-lock.json"];

/**
 * Writes the build context of a service: its source in one file and the packages that it uses in another, their source
 * maps, and the Dockerfile.
 * Contents and modes depend on the source alone, because Docker's digest of the context includes both.
 */
export function writeBuildContext(service: string, { root, folder, record }: BuildContext): void {
  const cache = { root, folder: record.replace(/\.json$/, "-libraries"), resolution };
  if (isUpToDate(join(root, record), root) && areLibrariesUpToDate(cache)) return;
  const begun = beginRecord(join(root, record));
  const { files, inputs, libraries } = bundle(service, root);
  const content = new Map([
    ...files,
    ...librariesOf(service, libraries, cache),
    ["Dockerfile", readFileSync(join(root, dockerfile))],
    [join("certificates", "README"), Buffer.from(aboutCertificates)],
  ]);
  writeFolder(join(root, folder), content);
  const made = ["", ...content.keys()].map((name) => join(folder, name));
  const sources = [...inputs, dockerfile, ...resolution];
  recordFiles(join(root, record), root, { sources, made, begun });
}

function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  const folders = new Set([...files.keys()].map(dirname));
  for (const name of folders) makeFolder(join(folder, name));
  for (const name of readdirSync(folder, { encoding: "utf8", recursive: true })) {
    if (!files.has(name) && !folders.has(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  for (const [name, content] of files) writeFile(join(folder, name), content);
}

function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  if ((statSync(folder).mode & 0o777) !== 0o755) chmodSync(folder, 0o755); // whatever the umask
}

/** A file that is already right is left alone, because another run may be reading it. */
function writeFile(path: string, content: Uint8Array): void {
  if (!existsSync(path) || !readFileSync(path).equals(content)) writeFileSync(path, content);
  if ((statSync(path).mode & 0o777) !== 0o644) chmodSync(path, 0o644); // whatever the umask
}
