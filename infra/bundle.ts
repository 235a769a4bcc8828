import * as pulumi from "@pulumi/pulumi";
import { type BuildFailure, buildSync, type Message } from "esbuild";

/** A service in one file, with its source map, and the files it was made from, relative to the root. */
export interface Bundle {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly inputs: readonly string[];
}

/** Bundles a service and all it imports into one file; the same source gives the same bytes in any folder. */
export function bundle(service: string, root: string): Bundle {
  try {
    const { outputFiles, metafile } = buildSync({
      absWorkingDir: root,
      entryPoints: [`services/${service}/main.ts`],
      // Never written: this makes the paths in the source map relative to the root, whatever the root is.
      outfile: "main.js",
      write: false,
      metafile: true,
      bundle: true,
      platform: "node",
      target: "node24",
      format: "cjs",
      sourcemap: "linked",
      sourcesContent: false,
      logLevel: "silent",
    });
    const nameOf = (path: string) => (path.endsWith(".map") ? "main.js.map" : "main.js");
    return {
      files: new Map(outputFiles.map(({ path, contents }) => [nameOf(path), contents])),
      inputs: Object.keys(metafile.inputs),
    };
  } catch (error) {
    throw new pulumi.RunError(describe(service, error));
  }
}

function describe(service: string, error: unknown): string {
  const messages = (error as Partial<BuildFailure>).errors ?? [];
  if (messages.length === 0) throw error;
  return [`${service}: its source cannot be bundled; nothing was changed.`, ...messages.map(toLine)].join(
    "\n",
  );
}

function toLine({ location, text }: Message): string {
  return location ? `  ${location.file}:${location.line}:${location.column + 1}: ${text}` : `  ${text}`;
}
