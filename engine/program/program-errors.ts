import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildFailure, Message } from "esbuild";
import { buildSync } from "esbuild";
import { nearest } from "../../common/nearest.ts";
import type { FormHints, ResourcePackage } from "../model/resource-package.ts";
import { linesOf, type Place, placeNameOf, sourceOf, userFrames } from "./program-frames.ts";

/** The facts about a program that has failed. */
export interface FailedProgram {
  /** The folder of Pulumi.yaml: paths are shown relative to it. */
  readonly root: string;
  readonly workingDirectory: string;
  /** The path that the runner was given: a file, or a folder with an index in it. */
  readonly entryPoint: string;
  /** The package whose resources can be made. */
  readonly resourcePackage: Pick<ResourcePackage, "name" | "hintsFile">;
}

type Thrown = Error & { code?: string; requireStack?: string[]; errors?: Message[] };

/**
 * Explains an error that ended a program: where it is in the user's own files, the text there, and what is wrong.
 * Undefined for an error that needs no explanation. This module is loaded only when a program has failed.
 */
export function explainError(error: unknown, program: FailedProgram): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const thrown = error as Thrown;
  const refusal = refusalIn(thrown);
  if (refusal !== undefined) return refusal;
  if (/MODULE_NOT_FOUND$/.test(thrown.code ?? "")) return explainMissing(thrown, program);
  const cannotLoad = thrown instanceof SyntaxError || thrown.code === "ERR_REQUIRE_ASYNC_MODULE";
  if (cannotLoad) return explainSyntax(thrown, program) ?? thrown.message;
  return explainThrown(thrown, program);
}

/** A refusal of the engine itself comes back through the SDK, wrapped more than once. */
function refusalIn({ message, stack = "" }: Thrown): string | undefined {
  return /^.*?(?:\d+ UNKNOWN: )?(\S+: not supported by the embedded engine; .*)$/m.exec(
    `${message}\n${stack}`,
  )?.[1];
}

function explainThrown(error: Thrown, program: FailedProgram): string {
  const [first, ...others] = userFrames(error.stack ?? "", program);
  const message = error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
  // The SDK's own messages about a value end with the promise that failed, as Node prints it.
  const text = asEngineRefusal(message.replace(/^Error: /, "").replace(/\n\s+at [\s\S]*$/, ""));
  const [, missing] = /^Missing required property '(\w+)'/.exec(error.message) ?? [];
  const hint = missing === undefined ? undefined : hintsOf(program).newFormOfMissing(missing);
  const from = others.map(({ place, within }) => `  from ${placeNameOf(place, program.root)}${within}`);
  return [at(first?.place, hint === undefined ? text : `${text}; ${hint}`, program), ...from].join("\n");
}

function hintsOf({ resourcePackage }: FailedProgram): FormHints {
  return createRequire(import.meta.url)(resourcePackage.hintsFile);
}

/** The SDK assumes that it is connected to a Pulumi CLI that is too old for a feature. */
function asEngineRefusal(text: string): string {
  const [, what] =
    /^The Pulumi CLI does not support (.+?)\. Please update the Pulumi CLI\.?$/.exec(text) ?? [];
  if (what === undefined) return text;
  const instead = what === "transforms" ? ", or transformations in place of transforms" : "";
  return `${what}: not supported by the embedded engine; use the Pulumi CLI${instead}`;
}

function explainSyntax(error: Thrown, program: FailedProgram): string | undefined {
  const [found] = error.errors ?? [];
  if (found !== undefined) return explainMessage(found, program.workingDirectory, program);
  return inStack(error, program) ?? inSource(program);
}

/** Node begins some stacks with `FILE:LINE`, the source line, and a mark below it. */
function inStack({ stack = "", message }: Thrown, program: FailedProgram): string | undefined {
  const [, file = "", line] = /^(?:file:\/\/)?(\/[^\n]+):(\d+)\n/.exec(stack) ?? [];
  if (line === undefined) return undefined;
  const column = /^ *\^/m.exec(stack)?.[0].length ?? 1;
  return at({ file: decodeURI(file), line: Number(line), column }, message, program);
}

/** V8 does not say where the error is, so the sources are parsed again by a parser that does. */
function inSource(program: FailedProgram): string | undefined {
  const entry = entryOf(program);
  if (entry === undefined) return undefined;
  try {
    buildSync({
      absWorkingDir: program.workingDirectory,
      entryPoints: [entry],
      bundle: true,
      write: false,
      packages: "external",
      platform: "node",
      format: readsAsModule(program) ? "esm" : "cjs",
      logLevel: "silent",
    });
    return undefined;
  } catch (error) {
    const [found] = (error as BuildFailure).errors;
    return found === undefined ? undefined : explainMessage(found, program.workingDirectory, program);
  }
}

function explainMessage({ text, location }: Message, from: string, program: FailedProgram): string {
  const message = /Top-level await/.test(text)
    ? 'a program that is not a module cannot await outside of a function. Write "type": "module" in package.json, or export an async function'
    : text;
  if (location === null) return message;
  const file = resolve(from, location.file);
  return at({ file, line: location.line, column: location.column + 1 }, message, program);
}

function explainMissing(error: Thrown, program: FailedProgram): string {
  const [, wanted = ""] = /Cannot find (?:module|package) '(.+?)'/.exec(error.message) ?? [];
  const [, importer = error.requireStack?.[0] ?? ""] = / imported from (.+)$/m.exec(error.message) ?? [];
  const file = importer.startsWith("file:") ? fileURLToPath(importer) : importer;
  const found = importOf(file, wanted);
  const specifier = found?.specifier ?? wanted;
  const reason = /^[./]/.test(specifier) ? noFile(file, specifier) : noPackage(specifier, program);
  return at(found?.place, reason, program);
}

/** Finds the line on which a file imports something, by what is written there or by its resolved path. */
function importOf(file: string, wanted: string): { place: Place; specifier: string } | undefined {
  const lines = linesOf(file);
  for (const [index, text] of lines.entries()) {
    for (const match of text.matchAll(/(?:from|import|require)\s*\(?\s*(["'])(.+?)\1/g)) {
      const specifier = match[2] ?? "";
      const column = match.index + match[0].indexOf(specifier);
      if (specifier === wanted || resolve(dirname(file), specifier) === wanted)
        return { place: { file, line: index + 1, column }, specifier };
    }
  }
  return undefined;
}

function noFile(importer: string, specifier: string): string {
  const path = resolve(dirname(importer), specifier);
  const ending = extname(specifier);
  const names = orNone(() => readdirSync(dirname(path))).filter((name) => /\.[cm]?[jt]s$/.test(name));
  const candidates = names.map((name) => (ending === "" ? name.slice(0, -extname(name).length) : name));
  const near = nearest(relative(dirname(path), path), candidates);
  const written = near === undefined ? "" : specifier.slice(0, specifier.lastIndexOf("/") + 1) + near;
  return `there is no file ${specifier}${written === "" ? "" : `; did you mean "${written}"?`}`;
}

function noPackage(specifier: string, { root, resourcePackage }: FailedProgram): string {
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  // Packages of other providers would be refused when they make a resource.
  if (name.startsWith("@pulumi/") && !["@pulumi/pulumi", `@pulumi/${resourcePackage.name}`].includes(name))
    return `the package ${name} is not installed, and the embedded engine does not support its resources: remove the import, or use the Pulumi CLI`;
  return `the package ${name} is not installed. Install it: npm install ${name} (in ${root})`;
}

function at(place: Place | undefined, message: string, { root }: FailedProgram): string {
  if (place === undefined) return message;
  const text = sourceOf(place);
  return [`${placeNameOf(place, root)}: ${message}`, ...(text === "" ? [] : [`    ${text}`])].join("\n");
}

function entryOf({ workingDirectory, entryPoint }: FailedProgram): string | undefined {
  const path = resolve(workingDirectory, entryPoint);
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
  const names = ["index.js", "index.mjs", "index.ts", "index.mts"];
  return names.map((name) => join(path, name)).find((file) => statSync(file, { throwIfNoEntry: false }));
}

/** Whether Node would load the program as a module: the nearest package.json decides. */
function readsAsModule({ workingDirectory }: FailedProgram): boolean {
  for (let folder = workingDirectory; ; folder = dirname(folder)) {
    const [manifest] = orNone(() => [readFileSync(join(folder, "package.json"), "utf8")]);
    if (manifest !== undefined) return JSON.parse(manifest).type === "module";
    if (folder === dirname(folder)) return false;
  }
}

function orNone<Item>(read: () => Item[]): Item[] {
  try {
    return read();
  } catch {
    return [];
  }
}
