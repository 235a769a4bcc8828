import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import dockerignore from "@balena/dockerignore";

/** Something in a build context, by its name relative to the context. */
export interface ContextEntry {
  readonly kind: "file" | "folder" | "link";
  readonly name: string;
  readonly path: string;
  readonly mode: number;
}

/** What a `.dockerignore` comes to. */
export interface IgnoreRules {
  readonly ignores: (name: string) => boolean;
  /** Whether something inside an ignored folder may be asked for again. */
  readonly mayReturn: boolean;
}

/** All that is not ignored, folders before what is in them, in the order of path segments: `src/b` before `src-x`. */
export function contextEntries(folder: string, rules: IgnoreRules, prefix = ""): ContextEntry[] {
  return readdirSync(join(folder, prefix))
    .sort((one, other) => (one < other ? -1 : 1))
    .flatMap((segment): ContextEntry[] => {
      const name = prefix === "" ? segment : `${prefix}/${segment}`;
      const path = join(folder, name);
      const { mode } = lstatSync(path);
      const kind = kindOf(mode);
      const isIgnored = rules.ignores(name);
      const own = isIgnored || kind === undefined ? [] : [{ kind, name, path, mode }];
      const isClosed = kind !== "folder" || (isIgnored && !rules.mayReturn);
      return isClosed ? own : [...own, ...contextEntries(folder, rules, name)];
    });
}

/** `DOCKERFILE.dockerignore` wins over `.dockerignore`; what is named in `always` is never ignored. */
export function rulesOf(
  { folder, dockerfile }: { folder: string; dockerfile: string },
  always: readonly string[] = [],
): IgnoreRules {
  const file = [`${dockerfile}.dockerignore`, join(folder, ".dockerignore")].find((path) => existsSync(path));
  if (file === undefined) return { ignores: () => false, mayReturn: false };
  const text = readFileSync(file, "utf8");
  const matcher = dockerignore.default({ ignorecase: false }).add(text);
  return {
    ignores: (name) => !always.includes(name) && matcher.ignores(name),
    mayReturn: always.some((name) => name.includes("/")) || /^\s*!/m.test(text),
  };
}

/** The first digits of a mode in octal. */
function kindOf(mode: number): ContextEntry["kind"] | undefined {
  const format = mode & 0o170000;
  if (format === 0o040000) return "folder";
  if (format === 0o100000) return "file";
  return format === 0o120000 ? "link" : undefined;
}
