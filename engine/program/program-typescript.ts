import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { type TransformFailure, transformSync } from "esbuild";

// Runs in the program's process where Pulumi.yaml does not say `typescript: false`. There Pulumi compiles with ts-node,
// and programs are written for that: imports without an ending, folders with an index.ts, enums, and `import` in a
// package that is no module. Node alone takes none of these. Types are not checked.

// Lines are those of the source and not of what was made of it, in what is told of an error.
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

/** Only for paths: a package that is missing is missing. */
function candidatesFor(specifier: string): string[] {
  if (!/^(\.{1,2}(\/|$)|\/|file:)/.test(specifier)) return [];
  const compiled = /\.([cm]?)js$/;
  if (compiled.test(specifier)) return [specifier.replace(compiled, ".$1ts")];
  const path = specifier.replace(/\/$/, "");
  return [`${path}.ts`, `${path}/index.ts`];
}

/** What cannot be compiled is a syntax error, and `errors` says where. */
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
