import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { type TransformFailure, transformSync } from "esbuild";

// Runs in the program's process unless Pulumi.yaml says `typescript: false`. Pulumi compiles such programs with ts-node,
// and they are written for that: imports without an extension, folders with an index.ts, enums, and `import` in a
// package that is not a module. Node alone supports none of these. Types are not checked.

// Reported errors have the lines of the source and not of the compiled code.
process.setSourceMapsEnabled(true);

registerHooks({
  resolve(specifier, context, nextResolve) {
    try {
      return nextResolve(specifier, context);
    } catch (error) {
      for (const candidate of candidatesFor(specifier)) {
        const found = orUndefined(() => nextResolve(candidate, context));
        if (found !== undefined) return found;
      }
      throw error;
    }
  },
  load(url, context, nextLoad) {
    if (!/\.[cm]?ts$/.test(url) || url.includes("/node_modules/")) return nextLoad(url, context);
    const format = url.endsWith(".mts") || context.format === "module-typescript" ? "module" : "commonjs";
    return { format, source: compile(fileURLToPath(url), format), shortCircuit: true };
  },
});

/** Other paths to try; none for a package, because a missing one is an error. */
function candidatesFor(specifier: string): string[] {
  if (!/^(\.{1,2}(\/|$)|\/|file:)/.test(specifier)) return [];
  const compiled = /\.([cm]?)js$/;
  if (compiled.test(specifier)) return [specifier.replace(compiled, ".$1ts")];
  const path = specifier.replace(/\/$/, "");
  return [`${path}.ts`, `${path}/index.ts`];
}

/** Throws a syntax error for what cannot be compiled; its `errors` say where. */
function compile(file: string, format: "module" | "commonjs"): string {
  try {
    return transform(file, format);
  } catch (error) {
    const { errors } = error as TransformFailure;
    throw Object.assign(new SyntaxError(errors[0]?.text ?? String(error)), { errors });
  }
}

function transform(file: string, format: "module" | "commonjs"): string {
  const { code } = transformSync(readFileSync(file, "utf8"), {
    loader: "ts",
    format: format === "module" ? "esm" : "cjs",
    target: "node24",
    sourcemap: "inline",
    sourcefile: file,
    logLevel: "silent",
  });
  return code;
}

function orUndefined<Value>(attempt: () => Value): Value | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}
