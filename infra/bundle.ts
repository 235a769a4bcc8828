import { isBuiltin } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { type BuildFailure, type BuildOptions, buildSync, type Message } from "esbuild";

/** One file with its source map, and the files it was made from, relative to the root. */
export interface Bundle {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly inputs: readonly string[];
}

const settings = {
  // Never written: with `outfile` this makes the paths in the source map relative to the root, whatever the root is.
  write: false,
  metafile: true,
  bundle: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  sourcemap: "linked",
  sourcesContent: false,
  logLevel: "silent",
} as const satisfies BuildOptions;

/** Takes the packages from the file beside it, and Node's own modules from Node. */
const useLibraries = `"use strict";
require = ((own, libraries) => (name) => libraries[name]?.() ?? own(name))(require, require("./libraries.js"));`;

/**
 * Bundles a service's own code, and names the packages that it imports; the same source gives the same bytes in any
 * folder.
 */
export function bundle(service: string, root: string): Bundle & { readonly libraries: readonly string[] } {
  const { metafile, ...made } = build(service, root, {
    entryPoints: [`services/${service}/main.ts`],
    outfile: "main.js",
    packages: "external",
    banner: { js: useLibraries },
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  const packages = imports.filter(({ external, path }) => external && !isBuiltin(path));
  return { ...made, libraries: [...new Set(packages.map(({ path }) => path))].sort() };
}

/**
 * Bundles the packages that a service imports. They are apart from its own code because they change seldom, and bundling
 * them takes ten times as long.
 */
export function bundleLibraries(service: string, root: string, names: readonly string[]): Bundle {
  const entries = names.map((name) => `  ${JSON.stringify(name)}: () => require(${JSON.stringify(name)}),\n`);
  const { metafile, ...made } = build(service, root, {
    stdin: {
      contents: `module.exports = {\n  __proto__: null,\n${entries.join("")}};\n`,
      resolveDir: root,
      sourcefile: "libraries",
    },
    outfile: "libraries.js",
  });
  return { ...made, inputs: made.inputs.filter((path) => path !== "libraries") };
}

function build(service: string, root: string, { outfile, ...options }: BuildOptions & { outfile: string }) {
  try {
    const { outputFiles, metafile } = buildSync({ ...options, outfile, absWorkingDir: root, ...settings });
    const nameOf = (path: string) => (path.endsWith(".map") ? `${outfile}.map` : outfile);
    return {
      files: new Map(outputFiles.map(({ path, contents }) => [nameOf(path), contents])),
      inputs: Object.keys(metafile.inputs),
      metafile,
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
