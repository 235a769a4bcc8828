import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type BuildFailure, buildSync, type Message } from "esbuild";

const repository = resolve(import.meta.dirname, "..");

/**
 * Writes the build context of a service: its source in one file, the source map and the Dockerfile.
 * The same source gives the same bytes and modes in any folder, for Docker's digest of the context counts both.
 */
export function writeContext(service: string, folder: string, root = repository): void {
  const files = new Map([
    ...bundle(service, root),
    ["Dockerfile", readFileSync(join(import.meta.dirname, "service.Dockerfile"))] as const,
  ]);
  mkdirSync(folder, { recursive: true });
  for (const stranger of readdirSync(folder).filter((name) => !files.has(name))) {
    rmSync(join(folder, stranger), { recursive: true });
  }
  for (const [name, content] of files) writeFile(join(folder, name), content);
}

/** `outfile` is never written: it makes the paths in the source map relative to the root, whatever the root is. */
function bundle(service: string, root: string): [name: string, content: Uint8Array][] {
  try {
    const { outputFiles } = buildSync({
      absWorkingDir: root,
      entryPoints: [`services/${service}/main.ts`],
      outfile: "main.js",
      write: false,
      bundle: true,
      platform: "node",
      target: "node24",
      format: "cjs",
      sourcemap: "linked",
      sourcesContent: false,
      logLevel: "silent",
    });
    return outputFiles.map(({ path, contents }) => [
      path.endsWith(".map") ? "main.js.map" : "main.js",
      contents,
    ]);
  } catch (error) {
    throw new pulumi.RunError(describe(service, error));
  }
}

/** A file that is right already is left alone: another run may be reading it. */
function writeFile(path: string, content: Uint8Array): void {
  if (!existsSync(path) || !readFileSync(path).equals(content)) writeFileSync(path, content);
  chmodSync(path, 0o644);
}

function describe(service: string, error: unknown): string {
  const messages = (error as Partial<BuildFailure>).errors ?? [];
  if (messages.length === 0) throw error;
  return [
    `${service}: its source cannot be bundled; nothing was changed.`,
    ...messages.map(describeMessage),
  ].join("\n");
}

function describeMessage({ location, text }: Message): string {
  return location ? `  ${location.file}:${location.line}:${location.column + 1}: ${text}` : `  ${text}`;
}
