import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { BuildFailure, Message } from "esbuild";
import { LabError } from "../../../common/lab-error.mjs";

const ENTRY = "web/client/main.tsx";
/** What the bundle is made from; the lock file stands for the packages in it. */
const SOURCES = [
  "web/client",
  "web/contract",
  "web/server/opening/client-bundle.ts",
  "package-lock.json",
  "tsconfig.json",
];
/** A script of its own, because it can be neither imported nor split; a page with a diagram loads it. */
const MERMAID = "node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js";
const HOW_TO_MEND =
  "Get it back as it was: git checkout web/client; if a package is missing: npm ci. Then: ./lab open";

/**
 * Bundles the client of the page, unless that was done from the same sources before.
 * @returns the folder with `main.js`, `main.css` and what they load
 * @throws LabError when it cannot be built, with the place of the first error
 */
export async function bundleClient(projectDir: string): Promise<string> {
  const cache = join(projectDir, ".lab/cache/web");
  const folder = join(cache, versionOf(projectDir));
  if (existsSync(folder)) return folder;
  if (!existsSync(join(projectDir, ENTRY)))
    throw new LabError(`the page cannot be built: there is no ${ENTRY}.`, HOW_TO_MEND);
  const half = join(cache, `half-${process.pid}`);
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  try {
    await build(projectDir, half);
    const mermaid = join(projectDir, MERMAID);
    if (existsSync(mermaid)) copyFileSync(mermaid, join(half, "mermaid.tiny.js"));
    // Whole or not at all: what is there is not built again.
    renameSync(half, folder);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return folder;
}

async function build(projectDir: string, outdir: string): Promise<void> {
  try {
    const esbuild = await import("esbuild");
    await esbuild.build({
      absWorkingDir: projectDir,
      entryPoints: { main: ENTRY },
      outdir,
      bundle: true,
      splitting: true,
      format: "esm",
      target: "es2023",
      minify: true,
      jsx: "automatic",
      jsxImportSource: "preact",
      chunkNames: "chunks/[name]-[hash]",
      assetNames: "assets/[name]-[hash]",
      publicPath: "/client",
      loader: { ".woff2": "file", ".svg": "file" },
      define: { "process.env.NODE_ENV": '"production"' },
      logLevel: "silent",
    });
  } catch (cause) {
    const [first] = (cause as Partial<BuildFailure>).errors ?? [];
    const reason = first === undefined ? (cause as Error).message : placed(first);
    throw new LabError(`the page cannot be built: ${reason}`, HOW_TO_MEND, { cause });
  }
}

function placed({ text, location }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;
}

function versionOf(projectDir: string): string {
  const hash = createHash("sha256");
  for (const path of SOURCES.flatMap((each) => filesAt(projectDir, each))) {
    const { mtimeMs, size } = statSync(join(projectDir, path));
    hash.update(`${path}\n${mtimeMs} ${size}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

function filesAt(projectDir: string, path: string): string[] {
  const found = statSync(join(projectDir, path), { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found ? [path] : [];
  return readdirSync(join(projectDir, path))
    .sort()
    .flatMap((name) => filesAt(projectDir, join(path, name)));
}
